"""Asks for the password of a mailbox that is set up, when no keyring has it or the server refused it."""

from __future__ import annotations

from PySide6.QtWidgets import QCheckBox, QDialog, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from ..records import Server
from .look import GAP, GROUP, PAGE, quiet, scaled
from .password_field import PasswordField
from .words import fill


class PasswordDialog(QDialog):
    """After `accept`, `password` has the text and `remember` the tick."""

    def __init__(self, server: Server, *, persistent: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setModal(True)
        self.setWindowTitle(self.tr("Password"))
        title = QLabel(fill(self.tr("Password of %1"), server.user))
        title.setFont(scaled(self.font(), 1.15, bold=True))
        where = quiet(QLabel(fill(self.tr("For the mailbox on %1."), server.host)))
        label = QLabel(self.tr("&Password"))
        self.password, self.remember = (
            PasswordField(),
            QCheckBox(self.tr("&Keep the password in this computer's keyring")),
        )
        label.setBuddy(self.password)
        self.remember.setVisible(persistent)
        self.remember.setChecked(persistent)
        memory = quiet(QLabel(self.tr("It stays in memory until you close Modori.")))
        memory.setVisible(not persistent)
        cancel, self.log_in = QPushButton(self.tr("Cancel")), QPushButton(self.tr("Log in and scan"))
        cancel.setAutoDefault(False)
        self.log_in.setDefault(True)
        self.log_in.setEnabled(False)
        self.password.textChanged.connect(lambda text: self.log_in.setEnabled(bool(text)))
        cancel.clicked.connect(self.reject)
        self.log_in.clicked.connect(self.accept)
        field = QHBoxLayout()
        field.setSpacing(GAP)
        field.addWidget(label)
        field.addWidget(self.password, 1)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(cancel)
        buttons.addWidget(self.log_in)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(PAGE, PAGE, PAGE, GROUP)
        layout.setSpacing(GAP)
        for part in (title, where):
            layout.addWidget(part)
        layout.addSpacing(GAP)
        layout.addLayout(field)
        layout.addWidget(self.remember)
        layout.addWidget(memory)
        layout.addSpacing(GAP)
        layout.addLayout(buttons)
        self.setMinimumWidth(420)
        self.password.setFocus()
