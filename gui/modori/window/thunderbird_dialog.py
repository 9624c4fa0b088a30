"""Which of Thunderbird's folders on this computer shall be read."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from ..mailbox.thunderbird import LocalFolder
from .harmless import one_line
from .icons import icon
from .look import GAP, GROUP, PAGE, quiet, scaled
from .prose import Prose
from .words import fill, size_text

_PATH = Qt.ItemDataRole.UserRole


class ThunderbirdDialog(QDialog):
    """`chosen` gives the files of the ticked folders."""

    def __init__(self, folders: Sequence[LocalFolder], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setModal(True)
        self.setWindowTitle(self.tr("Folders of Thunderbird"))
        title = QLabel(self.tr("Which folders shall Modori read?"))
        title.setFont(scaled(self.font(), 1.3, bold=True))
        about = quiet(Prose())
        about.setText(
            self.tr("These folders of Thunderbird lie on this computer. They are only read.")
            if folders
            else self.tr("No folder of Thunderbird with mails was found on this computer.")
        )
        self.folders = QListWidget()
        self.folders.setAccessibleName(self.tr("Folders of Thunderbird"))
        for folder in folders:
            words = fill(self.tr("%1 (%2)"), one_line(folder.name), size_text(folder.size))
            item = QListWidgetItem(icon("folder"), words, self.folders)
            item.setData(_PATH, str(folder.path))
            item.setCheckState(Qt.CheckState.Unchecked)
        self.folders.setVisible(bool(folders))
        self.read, self.leave = QPushButton(self.tr("Read these folders")), QPushButton(self.tr("Cancel"))
        self.read.setDefault(True)
        self.leave.setAutoDefault(False)
        self.read.clicked.connect(self.accept)
        self.leave.clicked.connect(self.reject)
        self.folders.itemChanged.connect(lambda _: self._enable())
        buttons = QHBoxLayout()
        buttons.setSpacing(GAP)
        buttons.addStretch(1)
        buttons.addWidget(self.leave)
        buttons.addWidget(self.read)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(PAGE, PAGE, PAGE, GROUP)
        layout.setSpacing(GAP)
        layout.addWidget(title)
        layout.addWidget(about)
        layout.addWidget(self.folders, 1)
        layout.addSpacing(GAP)
        layout.addLayout(buttons)
        self.setMinimumWidth(520)
        self._enable()

    def chosen(self) -> list[Path]:
        """The files of the ticked folders, in the order shown."""
        items = (self.folders.item(row) for row in range(self.folders.count()))
        return [Path(item.data(_PATH)) for item in items if item.checkState() is Qt.CheckState.Checked]

    def _enable(self) -> None:
        self.read.setEnabled(bool(self.chosen()))
