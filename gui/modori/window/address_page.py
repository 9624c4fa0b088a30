"""The first page of the mailbox dialog: mail address and password, nothing else unless the server is not found."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFormLayout, QFrame, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from ..mailbox import MailboxError
from ..records import SignIn
from .look import GAP, scaled
from .password_field import KeepBox, PasswordField
from .prose import Prose
from .signing_in import SignInBox
from .words import fill

if TYPE_CHECKING:
    from ..mailbox.discover import Found
    from ..mailbox.providers import Address, Provider


class AddressPage(QWidget):
    """`complete` tells whether enough is filled in; `by_hand` that the user wants to name the server.

    While an address is typed, a card says what its provider wants to have done first, or, where the domain is not
    known, that it has to be asked and what it is told.
    """

    complete = Signal(bool)

    def __init__(
        self, language: Callable[[], str], sign_ins: Sequence[SignIn] = (), parent: QWidget | None = None
    ) -> None:
        """`sign_ins`: what other mailboxes use at their provider's page."""
        super().__init__(parent)
        self._language, self._sign_ins = language, sign_ins
        self._found: Found | None = None
        self._at_page = False  # the provider's own page signs in
        self.sign_in_box, self.other_way = SignInBox(language), QPushButton()
        self.other_way.setAutoDefault(False)
        self.other_way.clicked.connect(self._go_other_way)
        self.sign_in_box.changed.connect(lambda: self.complete.emit(self.is_complete()))
        self.address, self.user, self.password, self.keep = QLineEdit(), QLineEdit(), PasswordField(), KeepBox()
        self.by_hand = QPushButton()
        self.by_hand.setAutoDefault(False)
        self._labels = {name: QLabel() for name in ("address", "user", "password")}
        self._card, self._card_name, self._card_words = QFrame(), QLabel(), Prose()
        self._help = QPushButton()
        self._help.setAutoDefault(False)
        self._help.clicked.connect(self._show_help)
        self._lay_out()
        self.address.textChanged.connect(self._on_address)
        for field in (self.user, self.password):
            field.textChanged.connect(lambda _: self.complete.emit(self.is_complete()))
        self.retranslate()

    def _lay_out(self) -> None:
        self._card.setFrameShape(QFrame.Shape.StyledPanel)
        card = QVBoxLayout(self._card)
        card.setContentsMargins(GAP + 4, GAP, GAP + 4, GAP)
        card.setSpacing(GAP // 2)
        self._card_name.setFont(scaled(self.font(), 1.0, bold=True))
        self._card_words.setTextFormat(Qt.TextFormat.PlainText)
        card.addWidget(self._card_name)
        card.addWidget(self._card_words)
        card.addWidget(self._help, 0, Qt.AlignmentFlag.AlignLeft)
        form = QFormLayout(self)
        form.setContentsMargins(0, 0, 0, 0)
        form.setHorizontalSpacing(GAP * 2)
        form.setVerticalSpacing(GAP)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        for name, field in (("address", self.address), ("user", self.user), ("password", self.password)):
            form.addRow(self._labels[name], field)
            self._labels[name].setBuddy(field)
            if name == "address":
                form.addRow("", self._card)
        form.addRow("", self.keep)
        form.addRow(self.sign_in_box)
        for button in (self.other_way, self.by_hand):
            form.addRow("", button)
            form.setAlignment(button, Qt.AlignmentFlag.AlignLeft)

    def parsed(self) -> Address | None:
        """The address that is typed; None while it is none."""
        from ..mailbox.providers import Address

        try:
            return Address.of(self.address.text())
        except MailboxError:
            return None

    def found(self) -> Found | None:
        """What the bundled providers say of the address."""
        return self._found

    def learn(self, found: Found) -> None:
        """What was looked up for the address that is typed."""
        self._found = found
        self._write_card()
        self.complete.emit(self.is_complete())

    def must_look_up(self) -> bool:
        """Whether only the network knows the server; the card says whom it asks."""
        return self.parsed() is not None and (
            self._found is None or (self._found.server is None and not self._has_no_server())
        )

    def user_name(self) -> str | None:
        """The name to log in with, where the provider wants another one than the address."""
        return self.user.text().strip() if self._wants_user() else None

    def is_complete(self) -> bool:
        """Whether enough is filled in to go on."""
        if self.parsed() is None or self._has_no_server():
            return False
        if self.must_look_up():
            return True  # what else is needed shows then
        if self.at_page():
            return self.sign_in_box.is_complete()
        return bool(self.password.text()) and self.user_name() != ""

    def at_page(self) -> bool:
        """Whether the provider's own page signs in instead of the password."""
        provider = self._provider()
        if provider is None or provider.sign_in is None or self._found is None or self._found.server is None:
            return False
        return self._at_page or provider.needs_sign_in()

    def issuer_name(self) -> str:
        """What the provider of the page is called."""
        provider = self._provider()
        return (provider.sign_in or "").capitalize() if provider else ""

    def _go_other_way(self) -> None:
        self._at_page = not self._at_page
        self._write_card()
        self.complete.emit(self.is_complete())

    def _wants_user(self) -> bool:
        server = self._found.server if self._found else None
        return server is not None and not server.user

    def _has_no_server(self) -> bool:
        provider = self._provider()
        return provider is not None and not provider.places

    def _provider(self) -> Provider | None:
        return self._found.provider if self._found else None

    def _on_address(self) -> None:
        from ..mailbox import discover

        address = self.parsed()
        self._found = discover.known(address) if address else None
        self._write_card()
        self.complete.emit(self.is_complete())

    def _write_card(self) -> None:
        """What the user should know about this address before the password is typed."""
        provider, address = self._provider(), self.parsed()
        if provider is not None:
            self._card_name.setText(provider.names[self._language()])
            self._card_words.setText(provider.note.get(self._language(), ""))
            self._help.setText(fill(self.tr("Open the help page of %1"), provider.names[self._language()]))
        elif address is not None:
            self._card_name.setText(fill(self.tr("Modori does not know %1 yet"), address.domain))
            self._card_words.setText(
                fill(
                    self.tr(
                        "“Look it up” asks the name service and the servers of %1 for the mail server. "
                        "Only what stands behind the @ is told, neither your name nor the password."
                    ),
                    address.domain,
                )
            )
        self._card.setVisible(address is not None)
        self._card_words.setVisible(bool(self._card_words.text()))
        self._help.setVisible(provider is not None and provider.help is not None)
        for widget in (self._labels["user"], self.user):
            widget.setVisible(self._wants_user())
        self._show_way(provider)
        self._card.setAccessibleName(f"{self._card_name.text()}. {self._card_words.text()}")

    def _show_way(self, provider: Provider | None) -> None:
        """Fields for a password, or for the provider's page."""
        page = self.at_page()
        if page and provider is not None and provider.sign_in is not None:
            issuer = provider.sign_in
            self.sign_in_box.ask_for(issuer, next((one for one in self._sign_ins if one.issuer == issuer), None))
        for widget in (self._labels["password"], self.password, self.keep):
            widget.setVisible(not page)
        self.sign_in_box.setVisible(page)
        self._labels["address"].setMinimumWidth(self.sign_in_box.label_width() if page else 0)
        self.by_hand.setVisible(not page)
        choice = provider is not None and provider.sign_in is not None and not provider.needs_sign_in()
        self.other_way.setVisible(choice)
        words = self.tr("Use a password instead") if page else self.tr("Sign in at the page of %1 instead")
        self.other_way.setText(fill(words, self.issuer_name()))

    def _show_help(self) -> None:
        provider = self._provider()
        if provider is not None and provider.help is not None:
            QDesktopServices.openUrl(QUrl(provider.help))

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        """Write all words anew."""
        self._labels["address"].setText(self.tr("Mail &address"))
        self._labels["user"].setText(self.tr("&User name"))
        self._labels["password"].setText(self.tr("&Password"))
        self.address.setPlaceholderText(self.tr("bounces@example.com"))
        self.by_hand.setText(self.tr("Enter the &server by hand…"))
        self._write_card()
