"""When to connect again after a connection broke: soon at first, then with longer and longer pauses.

A server that throws everybody out does so to all its clients at once; who comes back at once makes it worse.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence

from .errors import MailboxError

WAITS = (0.0, 1.0, 4.0, 15.0, 60.0)
"""Seconds before each attempt; counted anew as soon as something was read."""

OnPause = Callable[[MailboxError, float], None]


class Retries:
    """How often and when one piece of work is tried again. `cancelled` ends every pause.

    `on_pause` is told why, and how many seconds the pause will take, before each one that can be noticed.
    """

    def __init__(self, cancelled: threading.Event, waits: Sequence[float], on_pause: OnPause | None = None) -> None:
        self._cancelled, self._waits, self._on_pause = cancelled, tuple(waits), on_pause
        self._used = 0

    def progress(self) -> None:
        """Something was read: the next cut is the first again."""
        self._used = 0

    def pause(self, why: MailboxError, *, once: bool = False) -> None:
        """Wait for the next attempt; with `once` there is only one.

        Raises `why` when there is none left, MailboxError("cancelled").
        """
        if self._used >= (min(1, len(self._waits)) if once else len(self._waits)):
            raise why
        seconds = self._waits[self._used]
        self._used += 1
        if seconds and self._on_pause is not None:
            self._on_pause(why, seconds)
        if self._cancelled.wait(seconds) or self._cancelled.is_set():
            raise MailboxError("cancelled")
