"""A line that offers to load the subscriber list, before anything is reviewed. It can be sent away."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QPushButton, QToolButton, QWidget

from ..records import Note
from ..sentences import tell
from .harmless import one_line
from .icons import icon
from .look import GAP, letters
from .prose import Prose
from .words import fill

# So wide the words must be to stand beside the button.
_WORDS = 160


class ListOffer(QFrame):
    """`wanted` when a list shall be loaded, `refused` when the line, or the list that waits, shall go away."""

    wanted = Signal()
    refused = Signal()

    def __init__(self, language: Callable[[], str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._language = language
        self._list: tuple[str, int] | None = None
        self._trouble: Note | None = None
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self._words, self.load, self.away = Prose(), QPushButton(), QToolButton()
        self.away.setAutoRaise(True)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(GAP + 4, GAP // 2, GAP // 2, GAP // 2)
        layout.setSpacing(GAP)
        self._parts = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._parts.setSpacing(GAP)
        self._parts.addWidget(self._words, 1)
        self._parts.addWidget(self.load, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addLayout(self._parts, 1)
        layout.addWidget(self.away, 0, Qt.AlignmentFlag.AlignTop)
        self.load.clicked.connect(self.wanted)
        self.away.clicked.connect(self.refused)
        self.retranslate()

    def show_waiting(self, name: str, readers: int) -> None:
        """There is no mailbox yet: this list waits for the first one."""
        self._list, self._trouble = (name, readers), None
        self.retranslate()

    def show_nothing(self, trouble: Note | None = None) -> None:
        """No list waits; `trouble`: why the one that was chosen does not."""
        self._list, self._trouble = None, trouble
        self.retranslate()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt: there is more or less room."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        """With large letters the button stands below the words."""
        room = self.width() - self.load.sizeHint().width() - self.away.sizeHint().width()
        below = room < _WORDS * letters(self)
        self._parts.setDirection(QBoxLayout.Direction.TopToBottom if below else QBoxLayout.Direction.LeftToRight)
        self.setMinimumHeight(self.heightForWidth(self.width()) if below else 0)

    def changeEvent(self, event: QEvent) -> None:
        """Follow language and palette."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.LanguageChange, QEvent.Type.PaletteChange):
            self.retranslate()

    def retranslate(self) -> None:
        """Write all words anew."""
        self._words.setText(self._told())
        self.load.setText(self.tr("Load the list…") if self._list is None else self.tr("Other list…"))
        self.away.setIcon(icon("x"))
        away = self.tr("Do not offer this again") if self._list is None else self.tr("Do not use this list")
        self.away.setToolTip(away)
        self.away.setAccessibleName(away)
        QTimer.singleShot(0, self, self._arrange)  # when the layout has heard of the words

    def _told(self) -> str:
        if self._trouble is not None:
            return str(tell(self._trouble, self._language()))
        if self._list is None:
            return self.tr("With your subscriber list, Modori shows names and notices more trouble.")
        name, readers = self._list
        return fill(self.tr("%1 (%2) is loaded with your first mailbox."), one_line(name), self._readers(readers))

    def _readers(self, count: int) -> str:
        return self.tr("%Ln reader(s)", "", count)
