"""How far a job is, and how to stop it."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from modori.records import Note


class Step(StrEnum):
    """What a job is doing at the moment."""

    CONNECT = "connect"
    READ = "read"
    DECIDE = "decide"  # what is stored is judged again; counts mails
    ASK = "ask"  # the policy is asked again; counts addresses
    CLEAN = "clean"  # mails are moved, marked, deleted or put back
    PAUSE = "pause"  # after a cut, before the next attempt


@dataclass(frozen=True, slots=True)
class Progress:
    """Counts of one running job. `total` is None while it is not known; times are in seconds.

    In a PAUSE after a cut, `pause` is how long it takes and `why` what happened.
    """

    step: Step
    done: int = 0
    total: int | None = None
    bounces: int = 0
    failures: int = 0
    elapsed: float = 0.0
    pause: float = 0.0
    why: Note | None = None

    @property
    def rate(self) -> float | None:
        """Mails a second, None until it can be told."""
        return self.done / self.elapsed if self.done and self.elapsed > 0 else None

    @property
    def seconds_left(self) -> float | None:
        """None while total or rate are unknown."""
        if self.total is None or self.rate is None:
            return None
        return max(0, self.total - self.done) / self.rate


OnProgress = Callable[[Progress], None]


class CancelToken:
    """Asks a job to stop, from any thread.

    The job looks at `cancelled()` between two mails; what blocks (a socket) registers with
    `on_cancel` how it is woken.
    """

    def __init__(self) -> None:
        self._event = threading.Event()
        self._lock = threading.Lock()
        self._wake: list[Callable[[], None]] = []

    def cancel(self) -> None:
        """Ask to stop. Asking twice does no harm."""
        with self._lock:
            first = not self._event.is_set()
            self._event.set()
            wake = list(self._wake) if first else []
        for call in wake:
            call()

    def cancelled(self) -> bool:
        """Whether somebody asked to stop."""
        return self._event.is_set()

    def on_cancel(self, wake: Callable[[], None]) -> None:
        """Have `wake` called (in the cancelling thread) on cancel; at once if that has happened."""
        with self._lock:
            self._wake.append(wake)
            late = self._event.is_set()
        if late:
            wake()


class Stopwatch:
    """Seconds since the job began, on the monotonic clock."""

    def __init__(self) -> None:
        self._start = time.monotonic()

    def seconds(self) -> float:
        """Seconds since the start."""
        return time.monotonic() - self._start
