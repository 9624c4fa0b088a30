"""Asks whether a certificate that cannot be verified is to be trusted, for this server only."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QFormLayout, QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from ..mailbox import Certificate
from ..sentences import tell
from .harmless import harmless
from .icons import large
from .look import GAP, GROUP, PAGE, fixed_font, quiet, scaled
from .prose import Prose
from .words import fill, short_date


def spaced(fingerprint: str) -> str:
    """A fingerprint in groups that can be compared by eye, in two lines."""
    pairs = [fingerprint[place : place + 4].upper() for place in range(0, len(fingerprint), 4)]
    return " ".join(pairs[:8]) + "\n" + " ".join(pairs[8:])


class CertificateDialog(QDialog):
    """Whose it is, why it fails, its fingerprint. To trust it is never the default button."""

    def __init__(self, certificate: Certificate, language: Callable[[], str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Certificate not trusted"))
        self.setModal(True)
        told = tell(certificate.why, language())
        picture = QLabel()
        picture.setPixmap(large("shield-alert", 32, self.devicePixelRatioF()))
        title = _text(fill(self.tr("Modori cannot tell whether this is really %1"), harmless(certificate.host)))
        title.setFont(scaled(self.font(), 1.15, bold=True))
        what = _text(told.what)
        safe = quiet(_text(self.tr("Nothing has been sent to this server yet, neither user name nor password.")))
        ask = _text(
            self.tr(
                "If somebody runs this server for you, ask them to read you the fingerprint. Trust it only if all "
                "of it is the same."
            )
        )
        self.trust = QPushButton(self.tr("Trust it for this server only"))
        self.leave = QPushButton(self.tr("Do not connect"))
        self.leave.setDefault(True)
        self.trust.setAutoDefault(False)
        self.trust.clicked.connect(self.accept)
        self.leave.clicked.connect(self.reject)
        words = QVBoxLayout()
        words.setSpacing(GAP)
        for part in (title, what, safe):
            words.addWidget(part)
        words.addSpacing(GAP)
        words.addWidget(self._facts(certificate))
        words.addSpacing(GAP)
        words.addWidget(ask)
        body = QHBoxLayout()
        body.setSpacing(GROUP)
        body.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
        body.addLayout(words, 1)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.trust)
        buttons.addWidget(self.leave)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(PAGE, PAGE, PAGE, GROUP)
        layout.setSpacing(GROUP)
        layout.addLayout(body)
        layout.addStretch(1)
        layout.addLayout(buttons)
        self.setMinimumWidth(620)
        self.leave.setFocus()

    def _facts(self, certificate: Certificate) -> QFrame:
        frame = QFrame()
        frame.setFrameShape(QFrame.Shape.StyledPanel)
        form = QFormLayout(frame)
        form.setContentsMargins(GAP + 4, GAP, GAP + 4, GAP)
        form.setHorizontalSpacing(GROUP)
        form.setVerticalSpacing(GAP)
        valid = fill(self.tr("%1 to %2"), short_date(certificate.not_before), short_date(certificate.not_after))
        fingerprint = _text(spaced(certificate.fingerprint))
        fingerprint.setFont(fixed_font())
        fingerprint.setAccessibleName(self.tr("Fingerprint"))
        for name, value in (
            (self.tr("Issued to"), _text(harmless(certificate.subject))),
            (self.tr("Issued by"), _text(harmless(certificate.issuer))),
            (self.tr("Valid"), _text(valid)),
            (self.tr("Fingerprint (SHA-256)"), fingerprint),
        ):
            label = quiet(QLabel(name))
            label.setBuddy(value)
            label.setAlignment(Qt.AlignmentFlag.AlignTop)
            form.addRow(label, value)
        return frame


def _text(words: str) -> QLabel:
    label = Prose()
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setText(words)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label
