"""What is shown after a list was saved: the files, what is not in them, and how the tool imports them."""

from __future__ import annotations

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from ..export import Preset, Written, WrittenFile
from ..languages import Language
from ..records import Note
from ..sentences import tell
from .look import GAP
from .prose import Prose
from .words import fill


class ExportResult(QWidget):
    """`imported` (the export's id): the user says that the tool has taken the files."""

    imported = Signal(int)

    def __init__(self, language: Language) -> None:
        super().__init__()
        self._language: Language = language
        self._export_id = 0
        self._written: Written | None = None
        self._text = Prose()
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._text.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.show_folder = QPushButton(self.tr("Open the &folder"))
        self.done = QPushButton(self.tr("The tool has &imported it"))
        area = QScrollArea()
        area.setWidget(self._text)
        area.setWidgetResizable(True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        buttons = QHBoxLayout()
        for button in (self.show_folder, self.done):
            button.setAutoDefault(False)
            buttons.addWidget(button)
        buttons.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GAP)
        layout.addWidget(area, 1)
        layout.addLayout(buttons)
        self.show_folder.clicked.connect(self._on_show_folder)
        self.done.clicked.connect(lambda: self.imported.emit(self._export_id))

    def show_written(self, tool: Preset, written: Written, export_id: int) -> None:
        """Say what was written, and how `tool` imports it."""
        self._written, self._export_id = written, export_id
        lines = [self._file(one) for one in written.files]
        lines += [str(tell(note, self._language)) for note in written.told]
        steps = [tell(Note("export_first_yours"), self._language).what, *tool.how[self._language]]
        lines += ["", self.tr("How to import it:"), *(f"{place}. {step}" for place, step in enumerate(steps, 1))]
        if tool.beware:
            lines += ["", fill(self.tr("Beware: %1"), tool.beware[self._language])]
        if any(one.what == "restore" for one in written.files):
            lines += ["", fill(self.tr("To undo it: %1"), tool.restore_how[self._language])]
        self._text.setText("\n".join(lines))
        self.done.setEnabled(True)
        self.done.setText(self.tr("The tool has &imported it"))

    def _file(self, one: WrittenFile) -> str:
        rows = self.tr("%Ln address(es)", "", one.rows)
        meaning = {
            "dead": self.tr("%1: dead addresses, saved to %2"),
            "asked": self.tr("%1: people who asked to stop, saved to %2"),
            "all": self.tr("%1 saved to %2"),
            "restore": self.tr("%1: the file that undoes it, saved to %2"),
        }[one.what]
        return fill(meaning, rows, str(one.path))

    def tell_imported(self) -> None:
        """It is remembered: who bounces after this will be noticed."""
        self.done.setEnabled(False)
        self.done.setText(self.tr("Marked as imported"))

    def _on_show_folder(self) -> None:
        if self._written is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._written.path.parent)))
