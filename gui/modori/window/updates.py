"""New versions: asked for by the user, or once a week where the user allowed it; what is known stands at the foot."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QMainWindow, QToolButton

from ..jobs import CancelToken
from .bridge import Background
from .settings import Settings
from .trouble import note_of
from .words import fill

if TYPE_CHECKING:
    from ..jobs.updates import Releases

EVERY = timedelta(days=7)


class Updates(QToolButton):
    """A quiet word in the status bar of `window`, shown once a newer version is known; a press opens the dialog.

    `found` has the newer version or None, `failed` the note that says why nothing is known.
    """

    found = Signal(object)
    failed = Signal(object)

    def __init__(
        self,
        window: QMainWindow,
        settings: Settings,
        background: Background,
        releases: Callable[[], Releases],
        now: Callable[[], datetime],
        language: Callable[[], str],
    ) -> None:
        super().__init__(window)
        self._window, self._settings, self._background = window, settings, background
        self._releases, self._now, self._language = releases, now, language
        self.version: str | None = None
        self.setAutoRaise(True)
        self.clicked.connect(self.show_dialog)
        self.hide()
        window.statusBar().addPermanentWidget(self)

    def ask_if_allowed(self) -> None:
        """Ask where the user allowed it and a week has gone by. Nobody is told when that fails."""
        last, today = self._settings.updates_asked, self._now().date()
        if self._settings.looks_for_updates and (last is None or not last <= today < last + EVERY):
            self.ask()

    def ask(self) -> None:
        """Ask behind the window."""
        self._settings.updates_asked = self._now().date()
        self._background.run(self._newer, done=self._on_found, failed=lambda error: self.failed.emit(note_of(error)))

    def _newer(self, _tell: Any, cancel: CancelToken) -> str | None:
        from ..jobs.updates import newer  # what speaks TLS is not needed at the start

        return newer(self._releases(), cancel)

    def _on_found(self, version: str | None) -> None:
        self.version = version
        self._write()
        self.setVisible(version is not None)
        self.found.emit(version)

    def show_dialog(self) -> None:
        """Show what is known, and offer to ask."""
        from .update_dialog import UpdateDialog

        dialog = UpdateDialog(self, self._settings, self._releases(), self._language, self._window)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self._write()

    def _write(self) -> None:
        self.setText(fill(self.tr("Modori %1 is out"), self.version or ""))
