"""What every larger dialog has alike: a title, a quiet line below it, and the buttons at the bottom right."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QFileDialog, QHBoxLayout, QLabel, QPushButton, QVBoxLayout

from .look import GAP, GROUP, PAGE, quiet, scaled
from .prose import Prose


def framed(dialog: QDialog, title: str, below: str) -> QVBoxLayout:
    """Give `dialog` its title and the line `below` it; the layout takes the rest."""
    dialog.setModal(True)
    dialog.setWindowTitle(title)
    head, line = QLabel(title), quiet(Prose())
    head.setFont(scaled(dialog.font(), 1.3, bold=True))
    line.setTextFormat(Qt.TextFormat.PlainText)
    line.setText(below)
    layout = QVBoxLayout(dialog)
    layout.setContentsMargins(PAGE, PAGE, PAGE, GROUP)
    layout.setSpacing(GAP)
    layout.addWidget(head)
    layout.addWidget(line)
    layout.addSpacing(GAP)
    return layout


def button_row(*right: QPushButton, left: tuple[QPushButton, ...] = ()) -> QHBoxLayout:
    """Buttons at the bottom; those at the left do not close the dialog. None is the default but who says so."""
    row = QHBoxLayout()
    row.setSpacing(GAP)
    for button in left:
        row.addWidget(button)
    row.addStretch(1)
    for button in right:
        row.addWidget(button)
    for button in (*left, *right):
        button.setAutoDefault(False)
    return row


def open_chooser(chooser: QFileDialog, then: Callable[[Path], object]) -> None:
    """Open a dialog for one file, and go on with the file that was chosen."""
    chooser.fileSelected.connect(lambda path: then(Path(path)))
    chooser.finished.connect(chooser.deleteLater)
    chooser.open()
