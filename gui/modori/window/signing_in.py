"""Signing in through a provider's page: what has to be filled in for it, and the work itself."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from importlib.resources import files

from PySide6.QtCore import QEvent, Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from ..jobs import CancelToken
from ..records import Note, Server, SignIn
from ..sentences import tell as words_of
from .bridge import Tell
from .look import GAP, GROUP, PAGE
from .password_field import PasswordField


def sign_in(server: Server, login: str, client_secret: str, language: str, tell: Tell, cancel: CancelToken) -> str:
    """Have the browser sign in; the text for the keyring. Blocks; raises MailboxError.

    `tell` is given the address of the page, to be opened in the window's thread.
    """
    from ..mailbox.browser_sign_in import sign_in_by_browser
    from ..mailbox.errors import MailboxError
    from ..mailbox.grants import Client
    from ..mailbox.issuers import issuer_of
    from ..mailbox.tokens import secret_text

    if server.sign_in is None:
        raise ValueError("this mailbox wants a password")
    issuer, ended = issuer_of(server.sign_in), threading.Event()
    cancel.on_cancel(ended.set)
    grant = sign_in_by_browser(
        issuer,
        Client(server.sign_in.client_id, client_secret or None),
        issuer.wanted(server.security),
        tell,
        ended,
        login=login,
        words=str(words_of(Note("sign_in_done"), language)),
        language=language,
    )
    if grant.refresh_token is None:
        raise MailboxError("sign_in_refused", name=issuer.name, server="no refresh token")
    return secret_text(grant.refresh_token, client_secret or None)


def open_in_browser(url: str) -> None:
    """Show a page in the user's browser. In the window's thread."""
    QDesktopServices.openUrl(QUrl(url))


def client_secret_in(kept: str | None) -> str:
    """The client secret within what the keyring kept; empty where there is none."""
    try:
        told = json.loads(kept or "")
    except ValueError:
        return ""
    return str(told.get("client_secret", "")) if isinstance(told, dict) else ""


class SignInBox(QWidget):
    """The client ID and what else a provider's page needs. `changed` when something was typed."""

    changed = Signal()

    def __init__(self, language: Callable[[], str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._language = language
        self._issuer = ""
        self.client_id, self.tenant, self.mailbox = QLineEdit(), QLineEdit(), QLineEdit()
        self.secret, self.guide = PasswordField(), QPushButton()
        self.guide.setAutoDefault(False)
        self.guide.clicked.connect(self._show_guide)
        self._labels = {name: QLabel() for name in ("client_id", "secret", "tenant", "mailbox")}
        self._fields: dict[str, QLineEdit] = {
            "client_id": self.client_id,
            "secret": self.secret,
            "tenant": self.tenant,
            "mailbox": self.mailbox,
        }
        self._form = form = QFormLayout(self)
        form.setContentsMargins(0, 0, 0, 0)
        form.setHorizontalSpacing(GAP * 2)
        form.setVerticalSpacing(GAP)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        for name, field in self._fields.items():
            form.addRow(self._labels[name], field)
            self._labels[name].setBuddy(field)
            field.textChanged.connect(lambda _: self.changed.emit())
        form.addRow("", self.guide)
        form.setAlignment(self.guide, Qt.AlignmentFlag.AlignLeft)
        self.retranslate()

    def ask_for(self, issuer: str, known: SignIn | None) -> None:
        """Show what this provider needs; `known` is what another mailbox already uses there."""
        if issuer != self._issuer:
            self._issuer = issuer
            self.client_id.setText(known.client_id if known else "")
            self.tenant.setText((known.tenant or "") if known else "")
        shown = {"client_id", "secret"} if issuer == "google" else {"client_id", "tenant", "mailbox"}
        for name in self._fields:
            self._form.setRowVisible(self._fields[name], name in shown)

    def label_width(self) -> int:
        """How wide the labels are, in pixels, for a form above to stand in line."""
        return max(
            self._labels[name].sizeHint().width()
            for name in self._fields
            if self._form.isRowVisible(self._fields[name])
        )

    def sign_in(self) -> SignIn:
        """What is filled in."""
        return SignIn(self._issuer, self.client_id.text().strip(), self.tenant.text().strip() or None)

    def is_complete(self) -> bool:
        """Whether enough is filled in."""
        return bool(self.client_id.text().strip())

    def _show_guide(self) -> None:
        dialog = GuideDialog(self._language(), self)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        """Write all words anew."""
        self._labels["client_id"].setText(self.tr("Client &ID"))
        self._labels["secret"].setText(self.tr("Client &secret"))
        self._labels["tenant"].setText(self.tr("&Organisation"))
        self._labels["mailbox"].setText(self.tr("Shared &mailbox"))
        self.client_id.setPlaceholderText(self.tr("of the program that you registered there"))
        self.tenant.setPlaceholderText(self.tr("tenant, only if you were given one"))
        self.mailbox.setPlaceholderText(self.tr("only if it is not your own"))
        self.guide.setText(self.tr("How to get a client ID"))


class GuideDialog(QDialog):
    """The page of the guide about sign-in."""

    def __init__(self, language: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setModal(True)
        self.setWindowTitle(self.tr("How to get a client ID"))
        page = files("modori_resources").joinpath("guide", f"sign-in-{language}.md").read_text(encoding="utf-8")
        self.text = QTextBrowser()
        self.text.setOpenExternalLinks(True)
        self.text.setMarkdown(page)
        self.text.setAccessibleName(self.windowTitle())
        close = QPushButton(self.tr("Close"))
        close.setDefault(True)
        close.clicked.connect(self.accept)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(PAGE, PAGE, PAGE, GROUP)
        layout.setSpacing(GROUP)
        layout.addWidget(self.text)
        layout.addLayout(row)
        self.resize(720, 560)
