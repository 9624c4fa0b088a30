"""A line above the rows that offers to load the subscriber list, before anything is reviewed. It can be sent away."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QPushButton, QToolButton, QWidget

from .icons import icon
from .look import GAP, letters
from .prose import Prose

# So wide the words must be to stand beside the button.
_WORDS = 160


class ListOffer(QFrame):
    """`wanted` when the list shall be loaded, `refused` when the line shall not come again. Hidden at first."""

    wanted = Signal()
    refused = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
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
        self.hide()

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
        self._words.setText(self.tr("With your subscriber list, Modori shows names and notices more trouble."))
        self.load.setText(self.tr("Load the list…"))
        self.away.setIcon(icon("x"))
        self.away.setToolTip(self.tr("Do not offer this again"))
        self.away.setAccessibleName(self.tr("Do not offer this again"))
        QTimer.singleShot(0, self, self._arrange)  # when the layout has heard of the words
