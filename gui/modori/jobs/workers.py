"""The processes that read mails for `pool.Reader`: how they begin, what they are given, how they end."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable, Generator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Generic, Protocol, TypeVar, cast

from modori.rules import RuleBook, load_bundled


class HasBytes(Protocol):
    """A mail from wherever; it goes to the workers, so it can be pickled."""

    @property
    def raw(self) -> bytes:
        """As it came."""
        ...


M = TypeVar("M", bound=HasBytes)
T = TypeVar("T")
Work = Callable[[M, RuleBook], T]
"""What is made of one mail. It goes to the workers: a function of a module, or an object that can be pickled."""


def may_be_copied() -> bool:
    """Whether other processes may be copies of this one.

    Not where other threads run: a copy has their locks, held for ever. macOS's libraries bear no copy, Windows makes
    none.
    """
    return sys.platform == "linux" and len(list(Path("/proc/self/task").iterdir())) == 1


class Workers(Generic[M, T]):
    """The processes. Raises OSError, ImportError or NotImplementedError where the system has none to give.

    With a `book` they are copies of this process that use it, with `user_files` new ones that make their own.
    """

    def __init__(self, work: Work[M, T], book: RuleBook | Sequence[Path], processes: int) -> None:
        way = "fork" if isinstance(book, RuleBook) else "spawn"
        self._executor = ProcessPoolExecutor(
            processes, multiprocessing.get_context(way), initializer=_begin, initargs=(work, book)
        )
        try:
            with interrupts_held():
                # All begin now: the executor waits for ever for one that begins while another dies.
                self._first, *_ = [self._executor.submit(_nothing) for _ in range(processes)]
        except BaseException:
            self.end(wait=False)
            raise

    def ready(self) -> bool:
        """Whether one of them has started."""
        return self._first.done()

    def submit(self, mails: list[M]) -> Future[list[T]]:
        """Send mails. Raises BrokenProcessPool, OSError."""
        with interrupts_held():
            return cast("Future[list[T]]", self._executor.submit(_understand, mails))

    def end(self, *, wait: bool) -> None:
        """What is being read is finished, what waits is dropped."""
        self._executor.shutdown(wait=wait, cancel_futures=True)


@contextmanager
def interrupts_held() -> Generator[None]:
    """Ctrl-C goes to the whole group of processes: one that starts here inherits that it is held back."""
    if not hasattr(signal, "pthread_sigmask"):  # Windows
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


# In the worker.

_task: tuple[Work[Any, object], RuleBook] | None = None


def _begin(work: Work[Any, object], book: RuleBook | Sequence[Path]) -> None:
    global _task
    with suppress(ValueError):  # not in the main thread
        signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_die_with_parent, daemon=True).start()
    _task = work, book if isinstance(book, RuleBook) else load_bundled(book)


def _die_with_parent() -> None:
    """A parent that was killed ends no workers; they would wait for ever."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _nothing() -> None:
    """Done as soon as a worker has begun."""


def _understand(mails: list[Any]) -> list[object]:
    if _task is None:
        raise RuntimeError("the worker has not begun")
    work, book = _task
    return [work(mail, book) for mail in mails]
