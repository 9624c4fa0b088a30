"""What nobody foresaw: told in plain words with the details to copy, instead of a window that vanishes."""

from __future__ import annotations

import logging
import sys
import threading
import traceback
from types import TracebackType

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QMessageBox, QWidget

from ..records import ModoriError, Note
from ..sentences import tell
from .translation import system_language

log = logging.getLogger(__name__)


def note_of(error: Exception) -> Note:
    """What to tell about `error`: its own note, or that something went wrong that nobody foresaw."""
    if isinstance(error, ModoriError):
        return error.note
    return Note("window_unexpected", {"error": f"{type(error).__name__}: {error}"})


class _Uncaught(QObject):
    """Brings an exception from any thread into the window's."""

    caught = Signal(str)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._open = False
        self.caught.connect(self._show, Qt.ConnectionType.QueuedConnection)

    def _show(self, details: str) -> None:
        if self._open:
            return
        self._open = True
        box = QMessageBox(self._window)
        box.setIcon(QMessageBox.Icon.Critical)
        box.setWindowTitle("Modori")
        box.setText(self.tr("Something went wrong inside Modori."))
        box.setInformativeText(self.tr("What was read and decided is kept. The details help to mend it."))
        box.setDetailedText(details)
        box.addButton(self.tr("Go on"), QMessageBox.ButtonRole.AcceptRole)
        box.finished.connect(self._on_closed)
        box.finished.connect(box.deleteLater)
        box.open()

    def _on_closed(self) -> None:
        self._open = False


def show_and_log_uncaught(window: QWidget) -> None:
    """From now on, show exceptions that nobody caught, of any thread."""
    uncaught = _Uncaught(window)

    def show(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        log.error("uncaught", exc_info=(kind, error, trace))
        uncaught.caught.emit("".join(traceback.format_exception(kind, error, trace)))

    def show_of_thread(arguments: threading.ExceptHookArgs) -> None:
        if arguments.exc_value is not None:
            show(arguments.exc_type, arguments.exc_value, arguments.exc_traceback)

    sys.excepthook = show
    threading.excepthook = show_of_thread


def tell_before_start(error: ModoriError) -> None:
    """Tell why there will be no window."""
    told = tell(error.note, system_language())
    box = QMessageBox(QMessageBox.Icon.Critical, "Modori", told.what)
    box.setInformativeText(told.todo)
    box.exec()
