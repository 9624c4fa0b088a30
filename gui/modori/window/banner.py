"""A message where the work is: what happened, what to do, and a button that does it. Never a modal box."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QToolButton, QVBoxLayout, QWidget

from ..records import Note
from ..sentences import Told, tell
from .icons import icon
from .look import GAP, quiet, scaled
from .prose import Prose


class Banner(QFrame):
    """Hidden until there is something to say."""

    def __init__(self, language: Callable[[], str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._language = language
        self._note: Note | None = None
        self._words: Callable[[], str] | None = None
        self._act: Callable[[], None] | None = None
        self._icon, self._what, self._todo = QLabel(), Prose(), quiet(Prose())
        for label in (self._what, self._todo):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._button, self._close = QPushButton(), QToolButton()
        self._close.setAutoRaise(True)
        self._button.clicked.connect(self._on_button)
        self._close.clicked.connect(self.dismiss)
        escape = QShortcut(QKeySequence(Qt.Key.Key_Escape), self, self.dismiss)
        escape.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setAutoFillBackground(True)
        words = QVBoxLayout()
        words.setSpacing(GAP // 2)
        words.addWidget(self._what)
        words.addWidget(self._todo)
        words.addWidget(self._button, 0, Qt.AlignmentFlag.AlignLeft)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(GAP + 4, GAP, GAP, GAP)
        layout.setSpacing(GAP)
        layout.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        layout.addLayout(words, 1)
        layout.addWidget(self._close, 0, Qt.AlignmentFlag.AlignTop)
        self.hide()

    def show_error(
        self, note: Note, words: Callable[[], str] | None = None, act: Callable[[], None] | None = None
    ) -> None:
        """Tell `note`; with a button called `words()` that does `act`."""
        self._note, self._words, self._act = note, words, act
        self._write()
        self.show()

    def dismiss(self) -> None:
        """Take the message away."""
        self._note = None
        self.hide()

    def told(self) -> Told | None:
        """What is said at the moment."""
        return None if self._note is None else tell(self._note, self._language())

    def _on_button(self) -> None:
        act = self._act
        self.dismiss()
        if act is not None:
            act()

    def _write(self) -> None:
        self._close.setIcon(icon("x"))
        self._close.setToolTip(self.tr("Close this message"))
        self._close.setAccessibleName(self.tr("Close this message"))
        self._icon.setPixmap(icon("circle-alert").pixmap(QSize(20, 20), self.devicePixelRatioF()))
        self._icon.setAccessibleName(self.tr("Error"))
        told = self.told()
        if told is None:
            return
        self._what.setText(told.what)
        self._what.setFont(scaled(self.font(), 1.0, bold=self._language() == "en"))
        self._todo.setText(told.todo)
        self._todo.setVisible(bool(told.todo))
        self._button.setVisible(self._words is not None)
        self._button.setText(self._words() if self._words else "")
        self.setAccessibleName(str(told))

    def changeEvent(self, event: QEvent) -> None:
        """Follow language and palette."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.LanguageChange, QEvent.Type.PaletteChange):
            self._write()
