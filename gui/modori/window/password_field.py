"""Where a password is typed, and where it is said what becomes of it."""

from __future__ import annotations

from PySide6.QtCore import QEvent
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QCheckBox, QLineEdit, QVBoxLayout, QWidget

from .icons import icon
from .look import GAP, quiet
from .prose import Prose


class PasswordField(QLineEdit):
    """A password with a button that shows it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setEchoMode(QLineEdit.EchoMode.Password)
        self._eye = QAction(self)
        self._eye.setCheckable(True)
        self._eye.toggled.connect(self._on_eye)
        self.addAction(self._eye, QLineEdit.ActionPosition.TrailingPosition)
        self._on_eye(shown=False)

    def _on_eye(self, shown: bool) -> None:
        self.setEchoMode(QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password)
        self._eye.setIcon(icon("eye-off" if shown else "eye"))
        self._eye.setText(self.tr("Hide the password") if shown else self.tr("Show the password"))
        self._eye.setToolTip(self._eye.text())

    def changeEvent(self, event: QEvent) -> None:
        """Follow language and palette."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.LanguageChange, QEvent.Type.PaletteChange):
            self._on_eye(self._eye.isChecked())


class KeepBox(QWidget):
    """Whether the keyring keeps the password, and where it stays otherwise. Says nothing until `say_where`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._persistent: bool | None = None
        self.remember, self._where = QCheckBox(), quiet(Prose())
        self.remember.setChecked(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GAP)
        layout.addWidget(self.remember)
        layout.addWidget(self._where)
        self.retranslate()

    def say_where(self, *, persistent: bool) -> None:
        """Say where the password goes: to the system's keyring, or nowhere."""
        self._persistent = persistent
        self.remember.setVisible(persistent)
        self.retranslate()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        """Write all words anew."""
        self.remember.setText(self.tr("&Keep the password in this computer's keyring"))
        self._where.setText(self._words())
        self._where.setVisible(self._persistent is not None)

    def _words(self) -> str:
        if self._persistent:
            return self.tr("Modori itself never writes the password to a file.")
        return self.tr(
            "This computer has no keyring that Modori can use: the password stays in memory until you close Modori."
        )
