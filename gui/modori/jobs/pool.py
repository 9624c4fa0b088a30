"""Understands many mails on several cores, in their order, with bounded memory.

The mails go in batches to worker processes that import no Qt and load the rules once. Starting them costs more
than some hundred mails, so the work begins in this process and goes on there until the workers are ready. Where
they cannot be started, or one dies, this process does the rest; nothing is lost.
"""

from __future__ import annotations

import logging
import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from concurrent.futures import CancelledError, Future, ProcessPoolExecutor
from concurrent.futures import TimeoutError as NotYet
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar, cast

from modori.mailbox import FoundMail
from modori.rules import RuleBook, load_bundled, own_files_of, version

from .progress import CancelToken

BATCH_MAILS = 100
BATCH_BYTES = 1 << 20
WORTH = 1000
"""Mails that are read in this process before others are started.

On two cores others win from about 2,000 mails on (tests/benchmarks/FIGURES.md), and who has read half of that will
hardly stop here; starting them for nothing costs a quarter of a second.
"""
_FLYING_BYTES = 16 << 20
_LOOK = 0.1  # seconds between two looks at the cancel token

_log = logging.getLogger(__name__)
_T = TypeVar("_T")
Work = Callable[[FoundMail, RuleBook], _T]
"""What is made of one mail. It goes to the workers: a function of a module, or an object that can be pickled."""


def cores() -> int:
    """The number of cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def beside() -> int:
    """How many processes leave a core to this one; none where there is only one core."""
    return cores() - 1


class Reader(Generic[_T]):
    """Reads mails with `work`, in this process and in up to `processes` others (0: only here).

    `processes` None: one for each core, none where there is only one. The others make their own `book` of the bundled
    rules and the user's in `user_files` (else those that `book` was read from); where that would not be the same one,
    all is read here.
    A context manager: leaving it ends the workers.
    """

    def __init__(
        self,
        work: Work[_T],
        book: RuleBook,
        *,
        cancel: CancelToken,
        processes: int | None = None,
        user_files: Sequence[Path] = (),
        worth: int | None = None,
    ) -> None:
        several = cores() if cores() > 1 else 0
        self._processes = several if processes is None else processes
        self._work, self._book, self._cancel = work, book, cancel
        self._worth = WORTH if worth is None else worth
        self._user_files = tuple(user_files) or own_files_of(book)
        self._workers: _Workers[_T] | None = None

    def __enter__(self) -> Reader[_T]:
        return self

    def __exit__(self, *_: object) -> None:
        self._end()

    def each(self, mails: Iterable[FoundMail]) -> Iterator[_T]:
        """What `work` makes of each mail, in the same order; ends early when the token is cancelled.

        Raises what `work` or `mails` raise.
        """
        rest = iter(mails)
        yield from self._until_ready(rest)
        yield from self._by_workers(rest)

    def _until_ready(self, mails: Iterator[FoundMail]) -> Iterator[_T]:
        """Mail after mail in this process, until all are read or workers are ready for the rest."""
        for number, mail in enumerate(mails, 1):
            yield from self._done_here([mail])
            if self._cancel.cancelled():
                return
            if self._processes and number >= self._worth:
                if self._workers is None:
                    self._start()
                elif self._workers.ready():
                    return

    def _by_workers(self, mails: Iterator[FoundMail]) -> Iterator[_T]:
        flying: deque[_Batch[_T]] = deque()
        for batch in _batches(mails):
            if self._cancel.cancelled():
                return
            flying.append(_Batch(batch, self._sent(batch)))
            while self._too_many(flying):
                yield from self._landed(flying.popleft())
        while flying:
            yield from self._landed(flying.popleft())

    def _too_many(self, flying: deque[_Batch[_T]]) -> bool:
        return len(flying) > 2 * self._processes + 1 or sum(one.size for one in flying) > _FLYING_BYTES

    def _start(self) -> None:
        if version(self._book) != version(load_bundled(self._user_files)):
            self._processes = 0
            return
        try:
            self._workers = _Workers(self._work, self._processes, self._user_files)
        except (OSError, ImportError, NotImplementedError, BrokenProcessPool) as error:
            self._give_up(error)

    def _sent(self, batch: list[FoundMail]) -> Future[list[_T]] | None:
        """The batch on its way; None when there is nobody to send it to any more."""
        if self._workers is None:
            return None
        try:
            return self._workers.submit(batch)
        except (OSError, BrokenProcessPool) as error:
            self._give_up(error)
            return None

    def _landed(self, batch: _Batch[_T]) -> Iterator[_T]:
        """The results of a batch: those of the workers, or else made here."""
        results = self._waited_for(batch.future) if batch.future is not None else None
        if results is not None:
            yield from results
        else:
            yield from self._done_here(batch.mails)

    def _waited_for(self, future: Future[list[_T]]) -> list[_T] | None:
        while not self._cancel.cancelled():
            try:
                return future.result(timeout=_LOOK)
            except NotYet:
                continue
            except (BrokenProcessPool, CancelledError) as error:
                self._give_up(error)
                return None
        return None

    def _done_here(self, batch: Sequence[FoundMail]) -> Iterator[_T]:
        for mail in batch:
            if self._cancel.cancelled():
                return
            yield self._work(mail, self._book)

    def _give_up(self, why: BaseException) -> None:
        """Go on in this process alone."""
        if self._processes:
            _log.warning("reading goes on in one process, the others are not to be had: %r", why)
        self._processes = 0
        self._end()

    def _end(self) -> None:
        workers, self._workers = self._workers, None
        if workers is not None:
            # After a cancel nobody waits for the batches that are being read.
            workers.end(wait=not self._cancel.cancelled())


@dataclass(slots=True)
class _Batch(Generic[_T]):
    mails: list[FoundMail]
    future: Future[list[_T]] | None

    @property
    def size(self) -> int:
        return sum(len(mail.raw) for mail in self.mails)


def _batches(mails: Iterable[FoundMail]) -> Iterator[list[FoundMail]]:
    """Up to BATCH_MAILS mails each, and no more after BATCH_BYTES."""
    batch: list[FoundMail] = []
    size = 0
    for mail in mails:
        batch.append(mail)
        size += len(mail.raw)
        if len(batch) >= BATCH_MAILS or size >= BATCH_BYTES:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


class _Workers(Generic[_T]):
    """The processes. Raises OSError, ImportError or NotImplementedError where the system has none to give."""

    def __init__(self, work: Work[_T], processes: int, user_files: Sequence[Path]) -> None:
        self._executor = ProcessPoolExecutor(
            processes, multiprocessing.get_context("spawn"), initializer=_begin, initargs=(work, user_files)
        )
        try:
            with _interrupts_held():
                self._first = self._executor.submit(_nothing)
        except BaseException:
            self.end(wait=False)
            raise

    def ready(self) -> bool:
        """Whether one of them has started."""
        return self._first.done()

    def submit(self, batch: list[FoundMail]) -> Future[list[_T]]:
        """Send a batch. Raises BrokenProcessPool, OSError."""
        with _interrupts_held():
            return cast("Future[list[_T]]", self._executor.submit(_understand, batch))

    def end(self, *, wait: bool) -> None:
        """What is being read is finished, what waits is dropped."""
        self._executor.shutdown(wait=wait, cancel_futures=True)


@contextmanager
def _interrupts_held() -> Generator[None]:
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

_task: tuple[Work[object], RuleBook] | None = None


def _begin(work: Work[object], user_files: Sequence[Path]) -> None:
    global _task
    with suppress(ValueError):  # not in the main thread
        signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_die_with_parent, daemon=True).start()
    _task = work, load_bundled(user_files)


def _die_with_parent() -> None:
    """A parent that was killed ends no workers; they would wait for ever."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _nothing() -> None:
    """Done as soon as a worker has begun."""


def _understand(batch: list[FoundMail]) -> list[object]:
    if _task is None:
        raise RuntimeError("the worker has not begun")
    work, book = _task
    return [work(mail, book) for mail in batch]
