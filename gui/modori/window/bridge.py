"""The bridge between plain threads and Qt: work runs in a thread, what it tells arrives in the window's.

Progress is thinned to ten a second, so that a fast job cannot flood the event loop.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal

from ..jobs import CancelToken
from ..records import ModoriError

TELL_EVERY_SECONDS = 0.1

log = logging.getLogger(__name__)

Tell = Callable[[Any], None]


class Task(QObject):
    """One piece of work in its own thread.

    Exactly one of `done` (the result) and `failed` (the exception) is called, in the thread of the
    window, after the last progress.
    """

    _told = Signal(object)
    _ended = Signal(object, object)

    def __init__(
        self,
        work: Callable[[Tell, CancelToken], Any],
        *,
        done: Callable[[Any], None],
        failed: Callable[[Exception], None],
        progress: Callable[[Any], None] | None,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self.cancel = CancelToken()
        self._work, self._done, self._failed, self._progress = work, done, failed, progress
        self._last_told = 0.0
        self._held: Any = None
        self._told.connect(self._on_told, Qt.ConnectionType.QueuedConnection)
        self._ended.connect(self._on_ended, Qt.ConnectionType.QueuedConnection)
        self.thread_of_work = threading.Thread(target=self._run, name="modori-work")

    def _run(self) -> None:
        result: Any = None
        error: Exception | None = None
        try:
            result = self._work(self._tell, self.cancel)
        except ModoriError as expected:
            error = expected
        except Exception as unexpected:
            log.exception("work in the background failed")
            error = unexpected
        if self._held is not None:
            self._told.emit(self._held)
        self._ended.emit(result, error)

    def _tell(self, progress: Any) -> None:
        now = time.monotonic()
        if now - self._last_told < TELL_EVERY_SECONDS:
            self._held = progress
            return
        self._last_told, self._held = now, None
        self._told.emit(progress)

    def _on_told(self, progress: Any) -> None:
        if self._progress is not None:
            self._progress(progress)

    def _on_ended(self, result: Any, error: Exception | None) -> None:
        self.thread_of_work.join()
        if error is None:
            self._done(result)
        else:
            self._failed(error)


class Background(QObject):
    """All work that runs behind the window. `shut_down` cancels it and waits for its threads."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tasks: set[Task] = set()
        self._closed = False

    def run(
        self,
        work: Callable[[Tell, CancelToken], Any],
        *,
        done: Callable[[Any], None],
        failed: Callable[[Exception], None],
        progress: Callable[[Any], None] | None = None,
    ) -> Task:
        """Start `work(tell, cancel)` in a thread; the callables are called in the window's thread."""

        def end(call: Callable[[Any], None], value: Any) -> None:
            self._tasks.discard(task)
            task.deleteLater()
            if not self._closed:
                call(value)

        task = Task(
            work,
            done=lambda result: end(done, result),
            failed=lambda error: end(failed, error),
            progress=progress,
            parent=self,
        )
        self._tasks.add(task)
        task.thread_of_work.start()
        return task

    def busy(self) -> bool:
        """Whether anything runs."""
        return bool(self._tasks)

    def shut_down(self) -> None:
        """Cancel all work and wait until its threads have ended; nothing is called back any more."""
        self._closed = True
        for task in self._tasks:
            task.cancel.cancel()
        for task in list(self._tasks):
            task.thread_of_work.join()
