"""Understands many mails on several cores, in their order, with bounded memory.

The mails go in batches to worker processes that import no Qt; this process reads along whenever enough is on its way.
On Linux a process of one thread makes its workers as copies of itself, in no time. Elsewhere each begins anew and
loads the rules, which costs more than some hundred mails: the work begins here and goes on here until they are ready.
Where they cannot be started, or one dies, this process does the rest; nothing is lost.
"""

from __future__ import annotations

import logging
import os
import time
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import CancelledError, Future
from concurrent.futures import TimeoutError as NotYet
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic

from modori.rules import RuleBook, load_bundled, own_files_of, version

from .progress import CancelToken
from .workers import M, T, Work, Workers, may_be_copied

BATCH_MAILS = 100
BATCH_BYTES = 1 << 20
BATCH_SECONDS = 0.2  # mails that arrive slowly wait no longer for others
WORTH = 1000
"""Mails that are read in this process before others are started anew.

On two cores others win from about 2,000 mails on (tests/benchmarks/FIGURES.md), and who has read half of that will
hardly stop here; starting them for nothing costs a quarter of a second.
"""
WORTH_A_COPY = 200  # the same where they are copies of this process
_FLYING_BYTES = 16 << 20
_AHEAD = 8  # batches that wait for each worker: so it has work while this process writes what was read
_LOOK = 0.1  # seconds between two looks at the cancel token

_log = logging.getLogger(__name__)


def cores() -> int:
    """The number of cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def beside() -> int:
    """How many processes leave a core to this one; none where there is only one core."""
    return cores() - 1


class Reader(Generic[M, T]):
    """Reads mails with `work`, in this process and in up to `processes` others (0: only here).

    `processes` None: as many as leave a core to this one. Others that are no copies of this process make their own
    `book` of the bundled rules and the user's in `user_files` (else those that `book` was read from); where that would
    not be the same one, all is read here. `worth`: so many mails are read before others are started.
    A context manager: leaving it ends the workers.
    """

    def __init__(
        self,
        work: Work[M, T],
        book: RuleBook,
        *,
        cancel: CancelToken,
        processes: int | None = None,
        user_files: Sequence[Path] = (),
        worth: int | None = None,
    ) -> None:
        self._processes = beside() if processes is None else processes
        self._work, self._book, self._cancel = work, book, cancel
        self._worth = (WORTH_A_COPY if may_be_copied() else WORTH) if worth is None else worth
        self._user_files = tuple(user_files) or own_files_of(book)
        self._workers: Workers[M, T] | None = None

    def __enter__(self) -> Reader[M, T]:
        return self

    def __exit__(self, *_: object) -> None:
        self._end()

    def each(self, mails: Iterable[M]) -> Iterator[T]:
        """What `work` makes of each mail, in the same order; ends early when the token is cancelled.

        No more than 16 MB of mails are taken ahead of the results. Raises what `work` or `mails` raise.
        """
        rest = iter(mails)
        yield from self._until_ready(rest)
        yield from self._by_all(rest)

    def _until_ready(self, mails: Iterator[M]) -> Iterator[T]:
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

    def _by_all(self, mails: Iterator[M]) -> Iterator[T]:
        """The rest in batches: as many with the workers as keep them at work, the others here meanwhile."""
        flying: deque[_Batch[M, T]] = deque()
        for batch in _batches(mails):
            if self._cancel.cancelled():
                return
            away = sum(one.away() for one in flying)
            if away <= _AHEAD * self._processes:
                batch.future = self._sent(batch.mails)
            else:
                batch.results = list(self._done_here(batch.mails))
            flying.append(batch)
            while flying and (not flying[0].away() or self._too_many(flying)):
                yield from self._landed(flying.popleft())
        while flying:
            yield from self._landed(flying.popleft())

    def _too_many(self, flying: deque[_Batch[M, T]]) -> bool:
        return len(flying) > (_AHEAD + 2) * self._processes + 2 or sum(one.size for one in flying) > _FLYING_BYTES

    def _start(self) -> None:
        copies = may_be_copied()
        if not copies and version(self._book) != version(load_bundled(self._user_files)):
            self._processes = 0
            return
        book = self._book if copies else self._user_files
        try:
            self._workers = Workers(self._work, book, self._processes)
        except (OSError, ImportError, NotImplementedError, BrokenProcessPool) as error:
            self._give_up(error)

    def _sent(self, mails: list[M]) -> Future[list[T]] | None:
        """The mails on their way; None when there is nobody to send them to any more."""
        if self._workers is None:
            return None
        try:
            return self._workers.submit(mails)
        except (OSError, BrokenProcessPool) as error:
            self._give_up(error)
            return None

    def _landed(self, batch: _Batch[M, T]) -> Iterator[T]:
        """The results of a batch: those that are there, or else made here."""
        results = batch.results
        if results is None and batch.future is not None:
            results = self._waited_for(batch.future)
        yield from self._done_here(batch.mails) if results is None else results

    def _waited_for(self, future: Future[list[T]]) -> list[T] | None:
        while not self._cancel.cancelled():
            try:
                return future.result(timeout=_LOOK)
            except NotYet:
                continue
            except (BrokenProcessPool, CancelledError) as error:
                self._give_up(error)
                return None
        return None

    def _done_here(self, mails: Sequence[M]) -> Iterator[T]:
        for mail in mails:
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
class _Batch(Generic[M, T]):
    """Mails that are read together, `size` bytes, and where their results are or come from."""

    mails: list[M]
    size: int
    future: Future[list[T]] | None = None
    results: list[T] | None = None

    def away(self) -> bool:
        """Whether a worker has not done with it yet."""
        return self.future is not None and not self.future.done()


def _batches(mails: Iterable[M]) -> Iterator[_Batch[M, Any]]:
    """Up to BATCH_MAILS mails each, and no more after BATCH_BYTES or BATCH_SECONDS."""
    batch: list[M] = []
    size, began = 0, 0.0
    for mail in mails:
        if not batch:
            began = time.monotonic()
        batch.append(mail)
        size += len(mail.raw)
        if len(batch) >= BATCH_MAILS or size >= BATCH_BYTES or time.monotonic() - began >= BATCH_SECONDS:
            yield _Batch(batch, size)
            batch, size = [], 0
    if batch:
        yield _Batch(batch, size)
