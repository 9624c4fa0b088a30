"""Short help: what each section means, and what the program is."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from .. import __version__
from .icons import application_icon, icon
from .look import GAP, GROUP, PAGE, quiet, scaled
from .prose import Prose
from .words import SECTION_ICONS, SECTIONS, fill, section_meaning, section_name

MEANING = 400


def _closing(dialog: QDialog, words: str) -> QHBoxLayout:
    button = QPushButton(words)
    button.setDefault(True)
    button.clicked.connect(dialog.accept)
    row = QHBoxLayout()
    row.addStretch(1)
    row.addWidget(button)
    return row


class SectionsDialog(QDialog):
    """Each section with its sentence."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("What the sections mean"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(GAP)
        grid.setVerticalSpacing(GAP)
        grid.setColumnStretch(2, 1)
        for place, section in enumerate(SECTIONS):
            picture, name, meaning = QLabel(), QLabel(section_name(section)), Prose()
            picture.setPixmap(icon(SECTION_ICONS[section]).pixmap(QSize(16, 16), self.devicePixelRatioF()))
            meaning.setText(section_meaning(section))
            for column, label in enumerate((picture, name)):
                grid.addWidget(label, place, column, Qt.AlignmentFlag.AlignTop)
            meaning.setFixedWidth(MEANING)
            meaning.setMinimumHeight(meaning.heightForWidth(MEANING))
            grid.addWidget(meaning, place, 2)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(PAGE, PAGE, PAGE, GROUP)
        layout.setSpacing(GROUP)
        title = QLabel(self.tr("What the sections mean"))
        title.setFont(scaled(self.font(), 1.3, bold=True))
        keys = quiet(Prose())
        keys.setText(
            self.tr(
                "Decide with keys: U unsubscribe, R keep sending, F fix on my side, K always keep. "
                "Ctrl+Z takes back every decision."
            )
        )
        layout.addWidget(title)
        layout.addLayout(grid)
        layout.addWidget(keys)
        layout.addLayout(_closing(self, self.tr("Close")))


class AboutDialog(QDialog):
    """Name, version, licence."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("About Modori"))
        logo, name = QLabel(), QLabel("Modori")
        logo.setPixmap(application_icon().pixmap(QSize(48, 48), self.devicePixelRatioF()))
        name.setFont(scaled(self.font(), 1.5, bold=True))
        lines = (
            fill(self.tr("Version %1"), __version__),
            self.tr("Finds out which addresses of a newsletter are dead, and why."),
            self.tr("MIT licence. Icons: Lucide (ISC licence). Built with Qt."),
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(PAGE, PAGE, PAGE, GROUP)
        layout.setSpacing(GAP)
        for part in (logo, name, *(QLabel(line) for line in lines)):
            layout.addWidget(part)
        layout.addSpacing(GAP)
        layout.addLayout(_closing(self, self.tr("Close")))
