"""The first page: an empty window that says what to do."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from .icons import application_icon, icon, large
from .list_offer import ListOffer
from .look import GAP, GROUP, PAGE, letters, quiet, scaled
from .prose import Prose
from .senders import sender, senders

WIDTH = 560


class ChoiceButton(QPushButton):
    """A large button with an icon, what it does, and one sentence about it."""

    def __init__(self, drawing: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._drawing = drawing
        self._picture, self._title, self._sentence = QLabel(), QLabel(), quiet(Prose())
        for label in (self._picture, self._title, self._sentence):
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        words = QVBoxLayout()
        words.setSpacing(GAP // 2)
        words.addWidget(self._title)
        words.addWidget(self._sentence)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(GROUP, GAP + 4, GROUP, GAP + 4)
        layout.setSpacing(GROUP)
        layout.addWidget(self._picture)
        layout.addLayout(words, 1)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self.draw()

    def say(self, title: str, sentence: str) -> None:
        """Set both texts."""
        self._title.setText(title)
        self._sentence.setText(sentence)
        self.setAccessibleName(title)
        self.setAccessibleDescription(sentence)

    def draw(self) -> None:
        """Draw icon and fonts for the palette of the moment."""
        self._picture.setPixmap(large(self._drawing, 24, self.devicePixelRatioF()))
        self._title.setFont(scaled(self.font(), 1.1, bold=True))
        self._title.setForegroundRole(QPalette.ColorRole.ButtonText)

    def sizeHint(self) -> QSize:
        """As large as what is inside."""
        layout = self.layout()
        assert layout is not None  # noqa: S101
        width = max(self.width(), 320)
        return QSize(width, max(layout.sizeHint().height(), layout.heightForWidth(width)))

    def minimumSizeHint(self) -> QSize:
        """Never smaller than its text."""
        return QSize(320, self.sizeHint().height())


class FirstPage(QWidget):
    """Three ways to begin."""

    connect_asked = Signal()
    files_asked = Signal()
    sample_asked = Signal()
    sender_chosen = Signal(object)
    help_asked = Signal()

    def __init__(self, language: Callable[[], str], sent_with: str | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._language = language
        self._question, self.sent_with, self._where = QLabel(), QComboBox(), quiet(Prose())
        self._question.setBuddy(self.sent_with)
        self.sent_with.addItem("", None)
        for one in senders():
            self.sent_with.addItem("", one.id)
        self.sent_with.setCurrentIndex(max(0, self.sent_with.findData(sent_with)))
        self.sent_with.currentIndexChanged.connect(self._on_sender)
        self._logo, self._name, self._promise = QLabel(), QLabel("Modori"), quiet(Prose())
        self._privacy, self.list = quiet(Prose()), ListOffer(language)
        self._connect = ChoiceButton("plug")
        self._files = ChoiceButton("folder-open")
        self._sample = ChoiceButton("flask-conical")
        self._help = QPushButton()
        self._help.setFlat(True)
        self._help.clicked.connect(self.help_asked)
        self._connect.clicked.connect(self.connect_asked)
        self._files.clicked.connect(self.files_asked)
        self._sample.clicked.connect(self.sample_asked)
        self._lay_out()
        self.retranslate()

    def _lay_out(self) -> None:
        heading = QHBoxLayout()
        heading.setSpacing(GROUP)
        words = QVBoxLayout()
        words.setSpacing(GAP // 2)
        words.addWidget(self._name)
        words.addWidget(self._promise)
        heading.addWidget(self._logo, 0, Qt.AlignmentFlag.AlignTop)
        heading.addLayout(words, 1)
        scroll = QScrollArea(self)  # for large letters in a small window
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        whole = QWidget()
        scroll.setWidget(whole)
        column = QWidget(whole)
        column.setMaximumWidth(round(WIDTH * letters(self)))
        column.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        inside = QVBoxLayout(column)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(GAP)
        inside.addLayout(heading)
        inside.addSpacing(GROUP)
        for button in (self._connect, self._files, self._sample):
            inside.addWidget(button)
        inside.addSpacing(GROUP)
        question = QHBoxLayout()
        question.setSpacing(GROUP)
        question.addWidget(self._question)
        question.addWidget(self.sent_with, 1)
        inside.addLayout(question)
        inside.addWidget(self._where)
        inside.addSpacing(GROUP)
        inside.addWidget(self.list)
        inside.addSpacing(GROUP)
        inside.addWidget(self._privacy)
        inside.addSpacing(GAP)
        inside.addWidget(self._help, 0, Qt.AlignmentFlag.AlignLeft)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(column, 100)
        row.addStretch(1)
        page = QVBoxLayout(whole)
        page.setContentsMargins(PAGE, PAGE, PAGE, PAGE)
        page.addStretch(2)
        page.addLayout(row)
        page.addStretch(3)
        outside = QVBoxLayout(self)
        outside.setContentsMargins(0, 0, 0, 0)
        outside.addWidget(scroll)

    def _on_sender(self) -> None:
        self.sender_chosen.emit(self.sent_with.currentData())
        self._write_where()

    def _write_where(self) -> None:
        chosen = sender(self.sent_with.currentData())
        self._where.setText(chosen.says[self._language()] if chosen else "")
        self._where.setVisible(chosen is not None)

    def changeEvent(self, event: QEvent) -> None:
        """Follow language and palette."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.LanguageChange, QEvent.Type.PaletteChange, QEvent.Type.FontChange):
            self.retranslate()

    def retranslate(self) -> None:
        """Write all words anew."""
        self._question.setText(self.tr("What is it &sent with?"))
        self.sent_with.setItemText(0, self.tr("(please choose)"))
        for place, one in enumerate(senders(), start=1):
            self.sent_with.setItemText(place, one.name[self._language()])
        self._write_where()
        self._logo.setPixmap(application_icon().pixmap(QSize(48, 48), self.devicePixelRatioF()))
        self._name.setFont(scaled(self.font(), 1.8, bold=True))
        self._promise.setText(self.tr("Find out which addresses of your newsletter are dead, and why."))
        self._connect.say(
            self.tr("Connect a mailbox"),
            self.tr("Read the mailbox to which your newsletter's returned mail comes (IMAP or POP3)."),
        )
        self._files.say(
            self.tr("Open mail files"),
            self.tr("Read saved mail: .eml files, mbox files, folders. You can also drop them here."),
        )
        self._sample.say(
            self.tr("Try the sample mailbox"),
            self.tr("Look around with made-up mail. Nothing to set up."),
        )
        self._privacy.setText(
            self.tr("Modori only reads: nothing in your mailbox is changed, and nothing is sent anywhere.")
        )
        self._help.setText(self.tr("Questions before you begin (F1)"))
        self._help.setIcon(icon("info", air=4))
        for button in (self._connect, self._files, self._sample):
            button.draw()
