"""A letter to a reader whose carrier or setting refuses the newsletter: to be copied, for no mail gets there."""

from __future__ import annotations

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from ..languages import LANGUAGES, OWN_NAMES
from ..review import advice
from .icons import icon
from .look import GAP, GROUP, PAGE, quiet, scaled
from .prose import Prose

_SIZE = (580, 680)


class LetterDialog(QDialog):
    """The letter can be changed before it is copied. `domain`: what is known of the newsletter's own."""

    def __init__(self, reader: str, domain: str, language: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._reader = reader
        self.setWindowTitle(self.tr("Letter to the reader"))
        title, hint = QLabel(self.tr("Letter to the reader")), quiet(Prose())
        title.setFont(scaled(self.font(), 1.3, bold=True))
        hint.setText(
            self.tr("Mail does not get there: use the phone, the counter, paper or a message. You can change the text.")
        )
        self.carrier, self.domain, self.language = QComboBox(), QLineEdit(domain), QComboBox()
        for one in advice.carriers():
            self.carrier.addItem(one.name[language], one.id)
        known = advice.carrier_of(reader.rpartition("@")[2])
        self.carrier.setCurrentIndex(self.carrier.findData(known.id))
        for code in LANGUAGES:
            self.language.addItem(OWN_NAMES[code], code)
        # A reader at a Japanese carrier reads Japanese, whatever the window speaks.
        self.language.setCurrentIndex(self.language.findData("ja" if known.id else language))
        self.domain.setPlaceholderText("news.example.jp")
        form = QFormLayout()
        form.setVerticalSpacing(GAP)
        form.addRow(self.tr("Reader's &mail is with"), self.carrier)
        form.addRow(self.tr("Your &domain, to be let in"), self.domain)
        form.addRow(self.tr("&Language of the letter"), self.language)
        self.text = QPlainTextEdit()
        self.text.setTabChangesFocus(True)
        self.text.setAccessibleName(self.tr("Text of the letter"))
        self._copied = quiet(QLabel())
        self._copied.setAccessibleName("")
        self.copy, close = QPushButton(self.tr("Copy the letter")), QPushButton(self.tr("Close"))
        self.copy.setIcon(icon("copy", air=4))
        self.copy.setDefault(True)
        self.copy.clicked.connect(self._copy)
        close.clicked.connect(self.reject)
        buttons = QHBoxLayout()
        buttons.setSpacing(GAP)
        buttons.addWidget(self._copied)
        buttons.addStretch(1)
        buttons.addWidget(close)
        buttons.addWidget(self.copy)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(PAGE, PAGE, PAGE, GROUP)
        layout.setSpacing(GROUP)
        layout.addWidget(title)
        layout.addWidget(hint)
        layout.addLayout(form)
        layout.addWidget(self.text, 1)
        layout.addLayout(buttons)
        self.resize(*_SIZE)
        for box in (self.carrier, self.language):
            box.currentIndexChanged.connect(self._write)
        self.domain.textChanged.connect(self._write)
        self._write()

    def _write(self) -> None:
        """Write the letter anew: what was changed by hand belonged to another carrier, domain or language."""
        carrier = advice.carriers()[self.carrier.currentIndex()]
        domain = self.domain.text().strip()
        self.copy.setEnabled(bool(domain))
        self._copied.setText("" if domain else self.tr("Please fill in your domain first."))
        shown = domain or self.domain.placeholderText()
        self.text.setPlainText(advice.letter(carrier, self.language.currentData(), reader=self._reader, domain=shown))

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.text.toPlainText())
        self._copied.setText(self.tr("Copied."))
