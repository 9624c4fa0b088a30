"""A line above the rows that offers to load the subscriber list, before anything is reviewed. It can be sent away."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QToolButton, QWidget

from .icons import icon
from .look import GAP
from .prose import Prose


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
        layout.addWidget(self._words, 1)
        layout.addWidget(self.load)
        layout.addWidget(self.away)
        self.load.clicked.connect(self.wanted)
        self.away.clicked.connect(self.refused)
        self.retranslate()
        self.hide()

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
