"""What was saved for a newsletter tool, when; the list as it was then, and who bounced again after it was imported."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QCheckBox, QDialog, QHBoxLayout, QPushButton, QSplitter, QVBoxLayout, QWidget

from ..export import ExportError, preset
from ..records import Account, Choice
from ..store import Exported, ExportRecord, Store
from .banner import Banner
from .dialog_frame import button_row, framed
from .look import GAP
from .plain_table import PlainTable
from .prose import Prose
from .store_work import Desk, StoreWork
from .trouble import note_of
from .words import choice_name, fill, number, reason_name, short_date

_SIZE = (880, 640)


@dataclass(frozen=True, slots=True)
class _Then:
    """One export as it was then, and the ids of those who bounced after it was imported."""

    export_id: int
    recipients: list[Exported]
    back: frozenset[int]


class ExportsDialog(QDialog):
    """`new_wanted` (the preset's id): save what is new since that export."""

    new_wanted = Signal(str)

    def __init__(self, desk: Desk, account: Account, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._language, self._now = desk.language, desk.now
        self._work = StoreWork(desk, self._on_failed)
        self._account_id = account.id or 0
        self._records: list[ExportRecord] = []
        self._then: _Then | None = None
        self._asked = 0
        self.banner, self.told = Banner(desk.language), Prose()
        self.exports = PlainTable(self.tr("Saved lists"), wide=5, right=frozenset({3}))
        self.then = PlainTable(self.tr("The list as it was then"), wide=1)
        self.only_back = QCheckBox(self.tr("Only who &bounced again"))
        self.imported = QPushButton()
        self.new, self.folder = QPushButton(self.tr("Save what is &new since then…")), QPushButton()
        self.folder.setText(self.tr("Open the &folder"))
        self.close_ = QPushButton(self.tr("Close"))
        self._lay_out()
        self._connect()
        self._write_buttons()
        self._read()

    def _lay_out(self) -> None:
        layout = framed(
            self,
            self.tr("Saved lists"),
            self.tr(
                "Say when your tool has imported a list: Modori then notices who bounces again from a later newsletter."
            ),
        )
        line = QHBoxLayout()
        line.addWidget(self.told, 1)
        line.addWidget(self.only_back, 0, Qt.AlignmentFlag.AlignBottom)
        below = QWidget()
        inside = QVBoxLayout(below)
        inside.setContentsMargins(0, GAP, 0, 0)
        inside.setSpacing(GAP)
        inside.addLayout(line)
        inside.addWidget(self.then, 1)
        halves = QSplitter(Qt.Orientation.Vertical)
        halves.setChildrenCollapsible(False)
        halves.addWidget(self.exports)
        halves.addWidget(below)
        halves.setSizes([200, 300])
        layout.addWidget(self.banner)
        layout.addWidget(halves, 1)
        layout.addSpacing(GAP)
        layout.addLayout(button_row(self.close_, left=(self.imported, self.new, self.folder)))
        self.resize(*_SIZE)

    def _connect(self) -> None:
        self.exports.selectionModel().currentRowChanged.connect(lambda *_: self._on_row())
        self.only_back.toggled.connect(lambda _on: self._fill_then())
        self.imported.clicked.connect(self._on_done)
        self.new.clicked.connect(self._on_new)
        self.folder.clicked.connect(self._on_folder)
        self.close_.clicked.connect(self.reject)

    def settled(self) -> bool:
        """Whether nothing is being done."""
        return self._work.settled()

    def _on_failed(self, error: Exception) -> None:
        self.banner.show_error(note_of(error))

    # The saved lists

    def _read(self) -> None:
        self._work.run(lambda store: store.exports(self._account_id), self._on_read)

    def _on_read(self, records: list[ExportRecord]) -> None:
        row = self.exports.current() or 0
        self._records = records
        titles = (
            self.tr("Saved"),
            self.tr("Tool"),
            self.tr("List"),
            self.tr("Addresses"),
            self.tr("Imported"),
            self.tr("Bounced again"),
        )
        self.exports.fill(titles, [self._line(one) for one in records])
        if records:
            self.exports.selectRow(min(row, len(records) - 1))
            self.exports.setFocus()
        else:
            self.told.setText(self.tr("No list was saved yet. Ctrl+E saves one."))
        self._write_buttons()

    def _line(self, one: ExportRecord) -> tuple[str, ...]:
        return (
            short_date(one.at),
            self._tool(one.preset),
            choice_name(one.choice),
            number(one.rows),
            short_date(one.imported_at) or "–",
            (number(one.back) if one.back else self.tr("nobody")) if one.imported_at else "–",
        )

    def _tool(self, preset_id: str) -> str:
        try:
            return preset(preset_id).name[self._language()]
        except ExportError:  # of a version before
            return preset_id

    def _current(self) -> ExportRecord | None:
        row = self.exports.current()
        return self._records[row] if row is not None and row < len(self._records) else None

    def _write_buttons(self) -> None:
        one = self._current()
        imported = one is not None and one.imported_at is not None
        self.imported.setText(self.tr("Not imported &after all") if imported else self.tr("The tool has &imported it"))
        self.imported.setEnabled(one is not None)
        self.new.setEnabled(one is not None and one.choice is Choice.UNSUBSCRIBE)
        self.folder.setEnabled(one is not None and Path(one.path).parent.is_dir())
        self.only_back.setVisible(imported and one is not None and one.back > 0)

    def _on_done(self) -> None:
        one = self._current()
        if one is None:
            return
        when = None if one.imported_at else self._now()
        self._work.run(lambda store: store.set_imported(one.id, when), lambda _: self._read())

    def _on_new(self) -> None:
        one = self._current()
        if one is not None:
            self.new_wanted.emit(one.preset)
            self.accept()

    def _on_folder(self) -> None:
        one = self._current()
        if one is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(Path(one.path).parent)))

    # The list as it was then

    def _on_row(self) -> None:
        self._write_buttons()
        one = self._current()
        if one is None:
            return
        self._asked += 1
        asked = self._asked

        def work(store: Store) -> _Then:
            return _Then(one.id, store.exported(one.id), frozenset(store.back_after(one.id)))

        self._work.run(work, lambda then: self._on_then(asked, then))

    def _on_then(self, asked: int, then: _Then) -> None:
        if asked == self._asked:
            self._then = then
            self._fill_then()

    def _fill_then(self) -> None:
        one, then = self._current(), self._then
        if one is None or then is None:
            return
        back, only_back = self.tr("bounced again"), self.only_back.isVisible() and self.only_back.isChecked()
        rows = [
            (who.address, reason_name(who.reason, who.cause), back if who.recipient_id in then.back else "")
            for who in then.recipients
            if not only_back or who.recipient_id in then.back
        ]
        self.then.fill((self.tr("Address"), self.tr("Reason"), self.tr("Since then")), rows)
        text = fill(self.tr("%1: the list as it was then, %2 addresses."), Path(one.path).name, number(one.rows))
        if then.back:
            again = self.tr("%Ln of them bounced again: look whether the tool really stopped them.", "", len(then.back))
            text = f"{text}\n{again}"
        self.told.setText(text)
