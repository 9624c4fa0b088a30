"""A field onto which a file is dropped, with a button for those who would rather choose it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFrame, QPushButton, QVBoxLayout

from .look import GAP, PAGE, quiet
from .prose import Prose


class DropField(QFrame):
    """`dropped` tells the path of the file; `asked` when the button was pressed."""

    dropped = Signal(Path)
    asked = Signal()

    def __init__(self, words: str, button: str) -> None:
        super().__init__()
        self.setObjectName("dropField")
        self.setAcceptDrops(True)
        self.setFrameShape(QFrame.Shape.StyledPanel)
        text = quiet(Prose())
        text.setText(words)
        text.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.choose = QPushButton(button)
        self.choose.setAutoDefault(False)
        self.choose.clicked.connect(self.asked)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(PAGE, PAGE, PAGE, PAGE)
        layout.setSpacing(GAP)
        layout.addStretch(1)
        layout.addWidget(text)
        layout.addWidget(self.choose, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch(1)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Qt: one file of this computer can be dropped."""
        urls = event.mimeData().urls()
        if len(urls) == 1 and urls[0].isLocalFile():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Qt: take it."""
        event.acceptProposedAction()
        self.dropped.emit(Path(event.mimeData().urls()[0].toLocalFile()))
