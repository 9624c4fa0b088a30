"""Asks before an account is forgotten, and says what is stored of it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from ..records import Account, AccountKind
from ..store import Kept
from .harmless import harmless
from .look import GAP, GROUP, PAGE, quiet, scaled
from .prose import Prose
from .words import fill, size_text


class RemoveDialog(QDialog):
    """To remove is never the default button."""

    def __init__(self, account: Account, kept: Kept, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setModal(True)
        self.setWindowTitle(self.tr("Remove a mailbox"))
        title = QLabel(fill(self.tr("Remove “%1” from Modori?"), harmless(account.name)))
        title.setTextFormat(Qt.TextFormat.PlainText)
        title.setWordWrap(True)
        title.setFont(scaled(self.font(), 1.15, bold=True))
        stored = fill(
            self.tr("Stored on this computer: %1, your decisions about them, and excerpts of %2 (%3)."),
            self.tr("%Ln address(es)", "", kept.recipients),
            self.tr("%Ln mail(s)", "", kept.messages),
            size_text(kept.excerpts),
        )
        if kept.readers:
            listed = self.tr("Your subscriber list goes with it: %Ln reader(s) with their names.", "", kept.readers)
            stored = f"{stored}\n{listed}"
        mailbox = self.tr("All of it is deleted, the kept password too. The mailbox itself stays as it is.")
        files = self.tr("All of it is deleted. The mail files themselves stay as they are.")
        what = Prose()
        what.setText(stored)
        after = quiet(Prose())
        after.setText(mailbox if account.kind is AccountKind.IMAP else files)
        self.remove, self.leave = QPushButton(self.tr("Remove everything")), QPushButton(self.tr("Keep it"))
        self.remove.setAutoDefault(False)
        self.leave.setDefault(True)
        self.remove.clicked.connect(self.accept)
        self.leave.clicked.connect(self.reject)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.remove)
        buttons.addWidget(self.leave)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(PAGE, PAGE, PAGE, GROUP)
        layout.setSpacing(GAP)
        layout.addWidget(title)
        for label in (what, after):
            layout.addWidget(label)
        layout.addSpacing(GROUP)
        layout.addLayout(buttons)
        self.setMinimumWidth(460)
        self.leave.setFocus()
