"""What nobody foresaw: told in plain words with the details to copy, instead of a window that vanishes."""

from __future__ import annotations

import logging
import sys
import threading
import traceback
from collections.abc import Callable
from types import TracebackType

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

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

    def __init__(self, window: QWidget, log_text: Callable[[str], str]) -> None:
        super().__init__(window)
        self._window, self._log_text = window, log_text
        self._open = False
        self.caught.connect(self.show, Qt.ConnectionType.QueuedConnection)

    def show(self, details: str, what: str = "") -> None:
        """Tell what happened, unless that is being told already."""
        if self._open:
            return
        from PySide6.QtWidgets import QMessageBox  # not before the first window

        self._open = True
        box = QMessageBox(self._window)
        box.setIcon(QMessageBox.Icon.Critical)
        box.setWindowTitle("Modori")
        box.setText(what or self.tr("Something went wrong inside Modori."))
        box.setInformativeText(
            self.tr("What was read and decided is kept. The details help to mend it. No password is among them.")
        )
        told = self._log_text(details)
        box.setDetailedText(told)
        go_on = box.addButton(self.tr("Go on"), QMessageBox.ButtonRole.AcceptRole)
        box.setDefaultButton(go_on)
        box.setEscapeButton(go_on)
        copy = box.addButton(self.tr("Copy the details"), QMessageBox.ButtonRole.ActionRole)
        # A button of a message box closes it; this one shall not.
        copy.clicked.disconnect()
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(told))
        box.finished.connect(self._on_closed)
        box.finished.connect(box.deleteLater)
        box.open()

    def show_last(self, details: str) -> None:
        """Tell what ended the last run."""
        self.show(details, self.tr("Modori ended by itself the last time."))

    def _on_closed(self) -> None:
        self._open = False


def show_and_log_uncaught(window: QWidget, log_text: Callable[[str], str] = str, last_fault: str = "") -> None:
    """From now on, show exceptions that nobody caught, of any thread.

    `log_text` makes of the details what may be shown; `last_fault` is what ended the last run, if something did.
    """
    uncaught = _Uncaught(window, log_text)

    def show(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        log.error("uncaught", exc_info=(kind, error, trace))
        uncaught.caught.emit("".join(traceback.format_exception(kind, error, trace)))

    def show_of_thread(arguments: threading.ExceptHookArgs) -> None:
        if arguments.exc_value is not None:
            show(arguments.exc_type, arguments.exc_value, arguments.exc_traceback)

    sys.excepthook = show
    threading.excepthook = show_of_thread
    if last_fault:
        uncaught.show_last(last_fault)


def tell_before_start(error: ModoriError) -> None:
    """Tell why there will be no window."""
    from PySide6.QtWidgets import QMessageBox

    told = tell(error.note, system_language())
    box = QMessageBox(QMessageBox.Icon.Critical, "Modori", told.what)
    box.setInformativeText(told.todo)
    box.exec()
