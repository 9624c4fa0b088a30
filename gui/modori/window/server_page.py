"""The page of the mailbox dialog where the server is named by hand, and who logs in."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QComboBox, QFormLayout, QHBoxLayout, QLabel, QLineEdit, QSpinBox, QWidget

from ..records import Security, Server
from .look import GAP
from .password_field import KeepBox, PasswordField

_PORTS = {
    Security.IMAPS: 993,
    Security.IMAP_STARTTLS: 143,
    Security.POP3S: 995,
    Security.POP3_STARTTLS: 110,
}


class ServerPage(QWidget):
    """`complete` tells whether enough is filled in."""

    complete = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._trusted: Server | None = None
        self._known_password = False
        self.host, self.user, self.password = QLineEdit(), QLineEdit(), PasswordField()
        self.security, self.port, self.keep = QComboBox(), QSpinBox(), KeepBox()
        self.port.setRange(1, 65535)
        self.port.setButtonSymbols(QSpinBox.ButtonSymbols.NoButtons)
        self.port.setGroupSeparatorShown(False)
        self.port.setFixedWidth(72)
        for security in _PORTS:
            self.security.addItem("", security)
        self._labels = {name: QLabel() for name in ("host", "security", "user", "password")}
        self._port_label = QLabel()
        self._lay_out()
        self.security.currentIndexChanged.connect(self._on_security)
        for field in (self.host, self.user, self.password):
            field.textChanged.connect(self._on_changed)
        self._on_security()
        self.retranslate()

    def _lay_out(self) -> None:
        security = QHBoxLayout()
        security.setSpacing(GAP)
        security.addWidget(self.security, 1)
        security.addWidget(self._port_label)
        security.addWidget(self.port)
        self._port_label.setBuddy(self.port)
        form = QFormLayout(self)
        form.setContentsMargins(0, 0, 0, 0)
        form.setHorizontalSpacing(GAP * 2)
        form.setVerticalSpacing(GAP)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        form.addRow(self._labels["host"], self.host)
        form.addRow(self._labels["security"], security)
        form.addRow(self._labels["user"], self.user)
        form.addRow(self._labels["password"], self.password)
        form.addRow("", self.keep)
        for name, field in (
            ("host", self.host),
            ("security", self.security),
            ("user", self.user),
            ("password", self.password),
        ):
            self._labels[name].setBuddy(field)

    def fill(self, server: Server, *, known_password: bool) -> None:
        """Show a server that is set up already; its password stays unless a new one is typed."""
        self._trusted = server
        self._known_password = known_password
        self.propose(server)
        self.retranslate()

    def propose(self, server: Server) -> None:
        """Fill in a server that the user is to look at."""
        self.host.setText(server.host)
        self.user.setText(server.user)
        self.security.setCurrentIndex(self.security.findData(server.security))
        self.port.setValue(server.port)

    def server(self) -> Server:
        """What is filled in. A trusted certificate is trusted for the same host and port only."""
        host, port = self.host.text().strip(), self.port.value()
        trusted = self._trusted
        same = trusted is not None and (trusted.host, trusted.port) == (host, port)
        return Server(
            host=host,
            port=port,
            security=Security(self.security.currentData()),
            user=self.user.text().strip(),
            fingerprint=trusted.fingerprint if same and trusted else None,
            ca_file=trusted.ca_file if trusted else None,
            sign_in=trusted.sign_in if same and trusted else None,
        )

    def trust(self, server: Server) -> None:
        """Keep the certificate that the user trusts for this server."""
        self._trusted = server

    def is_complete(self) -> bool:
        """Whether enough is filled in to connect."""
        password = bool(self.password.text()) or self._known_password
        return bool(self.host.text().strip() and self.user.text().strip() and password)

    def _on_security(self) -> None:
        if self.port.value() in (*_PORTS.values(), 1):
            self.port.setValue(_PORTS[Security(self.security.currentData())])

    def _on_changed(self) -> None:
        self.complete.emit(self.is_complete())

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        """Write all words anew."""
        self._labels["host"].setText(self.tr("&Server"))
        self._labels["security"].setText(self.tr("Conn&ection"))
        self._labels["user"].setText(self.tr("&User name"))
        self._labels["password"].setText(self.tr("&Password"))
        self._port_label.setText(self.tr("P&ort"))
        self.host.setPlaceholderText(self.tr("imap.example.com"))
        self.user.setPlaceholderText(self.tr("often the whole mail address"))
        self.password.setPlaceholderText(self.tr("unchanged") if self._known_password else "")
        self.security.setItemText(0, self.tr("IMAP with TLS (usual)"))
        self.security.setItemText(1, self.tr("IMAP with STARTTLS"))
        self.security.setItemText(2, self.tr("POP3 with TLS"))
        self.security.setItemText(3, self.tr("POP3 with STARTTLS"))
