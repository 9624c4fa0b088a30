"""A dialog with work under way: Cancel and closing end the work first, and the dialog only when there is none."""

from __future__ import annotations

from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QDialog, QLabel, QWidget

from .bridge import Task


class WorkingDialog(QDialog):
    """Its work is in `_task`, None when there is none; `_busy_text` says what it does."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._task: Task | None = None
        self._busy_text = QLabel()

    def _stop(self) -> bool:
        """Ask the work to end; gives whether there is any."""
        if self._task is None:
            return False
        self._task.cancel.cancel()
        self._busy_text.setText(self.tr("Stopping…"))
        return True

    def reject(self) -> None:
        """Qt: Cancel or Esc."""
        if not self._stop():
            super().reject()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Qt: the window's own button."""
        event.setAccepted(not self._stop())
