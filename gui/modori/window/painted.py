"""Waits until a window has been painted: what the first look does not need is made after it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QWidget

PATIENCE_MS = 2000
"""How long a paint is waited for: a window that starts minimised has none."""


class FirstPaint(QObject):
    """Calls `then` once, in the first moment after `window` has been painted for the first time."""

    def __init__(self, window: QWidget, then: Callable[[], None]) -> None:
        super().__init__(window)
        self._window, self._then = window, then
        self._timer = QTimer(self, singleShot=True, interval=PATIENCE_MS)
        self._timer.timeout.connect(self._on_painted)
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt: what the window hears."""
        if event.type() is QEvent.Type.Show:
            self._timer.start()
        elif event.type() is QEvent.Type.Paint:
            self._timer.start(0)
        return super().eventFilter(watched, event)

    def _on_painted(self) -> None:
        self._window.removeEventFilter(self)
        self._then()
        self.deleteLater()
