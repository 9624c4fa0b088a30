"""Says what is asked of whom, asks for a new version when told to, and keeps whether Modori may ask by itself."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QCheckBox, QDialog, QHBoxLayout, QLabel, QMainWindow, QPushButton, QVBoxLayout

from .. import __version__
from ..jobs.updates import Releases
from ..records import Note
from ..sentences import tell
from .look import GAP, GROUP, PAGE, quiet, scaled
from .prose import Prose
from .settings import Settings
from .updates import Updates
from .words import fill


class UpdateDialog(QDialog):
    """Installs nothing, and asks nothing until its button is pressed."""

    def __init__(
        self,
        updates: Updates,
        settings: Settings,
        releases: Releases,
        language: Callable[[], str],
        parent: QMainWindow | None = None,
    ) -> None:
        super().__init__(parent)
        self._updates, self._releases, self._language = updates, releases, language
        self.setModal(True)
        self.setWindowTitle(self.tr("New versions"))
        title, what, self.answer = QLabel(), quiet(Prose()), Prose()
        title.setText(fill(self.tr("You have Modori %1"), __version__))
        title.setFont(scaled(self.font(), 1.15, bold=True))
        what.setText(self._what())
        self.answer.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.by_itself = QCheckBox(self.tr("Ask once a &week, when Modori starts"))
        self.by_itself.setChecked(settings.looks_for_updates)
        self.by_itself.toggled.connect(lambda wanted: settings.keep_looking_for_updates(wanted=wanted))
        self.ask, self.page, close = QPushButton(self.tr("Ask &now")), QPushButton(), QPushButton(self.tr("Close"))
        self.page.setText(self.tr("Open the &download page"))
        self.ask.clicked.connect(self._ask)
        self.page.clicked.connect(lambda: QDesktopServices.openUrl(QUrl(releases.page)))
        close.clicked.connect(self.accept)
        buttons = QHBoxLayout()
        buttons.addWidget(self.page)
        buttons.addStretch(1)
        buttons.addWidget(self.ask)
        buttons.addWidget(close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(PAGE, PAGE, PAGE, GROUP)
        layout.setSpacing(GAP)
        for part in (title, what, self.by_itself, self.answer):
            layout.addWidget(part)
        layout.addSpacing(GROUP)
        layout.addLayout(buttons)
        self.setMinimumWidth(500)
        for part in (self.by_itself, self.ask, self.answer):
            part.setVisible(bool(releases.feed))
        (self.ask if releases.feed else close).setDefault(True)
        updates.found.connect(self._on_found)
        updates.failed.connect(self._on_failed)
        self._say(self._out(updates.version) if updates.version else "", offer=updates.version is not None)

    def _what(self) -> str:
        if not self._releases.feed:
            return str(tell(Note("update_no_feed"), self._language()))
        return fill(
            self.tr(
                "Modori asks %1 for the number of the newest version, and tells nothing about you or your mail. "
                "It installs nothing by itself."
            ),
            self._releases.host,
        )

    def _ask(self) -> None:
        self.ask.setEnabled(False)
        self._say(self.tr("Asking…"))
        self._updates.ask()

    def _on_found(self, version: str | None) -> None:
        self._say(self._out(version) if version else self.tr("You have the newest version."), offer=bool(version))
        self.ask.setEnabled(True)

    def _on_failed(self, note: Note) -> None:
        self._say(str(tell(note, self._language())))
        self.ask.setEnabled(True)

    def _out(self, version: str) -> str:
        return fill(self.tr("Version %1 is out."), version)

    def _say(self, words: str, *, offer: bool = False) -> None:
        self.answer.setText(words)
        self.page.setVisible(offer and bool(self._releases.page))
