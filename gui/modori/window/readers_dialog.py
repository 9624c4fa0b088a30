"""The user's own subscriber list: who on it fails, how many of each domain, and the list without those."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QStackedWidget,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from ..export import Cleaned, SubscriberList
from ..jobs.readers import Matched, forget_list, load_list
from ..records import Account
from ..store import LoadedList, RecipientRow, Store
from .banner import Banner
from .dialog_frame import button_row, framed, open_chooser
from .drop_field import DropField
from .harmless import one_line
from .look import GAP, GROUP, PAGE
from .plain_table import PlainTable
from .prose import Prose
from .store_work import Desk, StoreWork
from .trouble import note_of
from .words import choice_name, fill, number, reason_name, section_name

_SIZE = (860, 620)


@dataclass(frozen=True, slots=True)
class _Shown:
    """A list that was read, and what it says about the decisions."""

    readers: SubscriberList
    matched: Matched


class ReadersDialog(QDialog):
    """`changed` when a list was loaded or forgotten: names and incidents are others then."""

    changed = Signal()

    def __init__(self, desk: Desk, account: Account, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._now = desk.now
        self._work = StoreWork(desk, self._on_failed)
        self._account_id = account.id or 0
        self._shown: _Shown | None = None
        self._written: Cleaned | None = None
        self._kept = False
        self.banner, self.told, self.column = Banner(desk.language), Prose(), QComboBox()
        self.drop = DropField(
            self.tr("Drop the list here: a CSV or Excel file as your newsletter tool saves it."),
            self.tr("&Choose the file…"),
        )
        self.failing = PlainTable(self.tr("Readers whose mail comes back"), wide=3)
        self.domains = PlainTable(self.tr("Readers by domain"), wide=0, right=frozenset({1, 2, 3}))
        self._tabs, self._stack, self.outcome = QTabWidget(), QStackedWidget(), Prose()
        self.save = QPushButton(self.tr("&Save the cleaned list…"))
        self.folder = QPushButton(self.tr("Open the &folder"))
        self.other, self.forget = QPushButton(self.tr("&Other file…")), QPushButton(self.tr("Fo&rget the list"))
        self.close_ = QPushButton(self.tr("Close"))
        self._lay_out()
        self._connect()
        self._show_nothing()

    def _lay_out(self) -> None:
        layout = framed(
            self,
            self.tr("Your subscriber list"),
            self.tr(
                "With it Modori shows names, notices when many readers of one domain fail, and takes the dead ones out."
                " The file itself is never changed. Addresses and names stay on this computer."
            ),
        )
        label = QLabel(self.tr("&Address column"))
        label.setBuddy(self.column)
        head = QHBoxLayout()
        head.setSpacing(GROUP)
        head.addWidget(self.told, 1)
        head.addWidget(label)
        head.addWidget(self.column)
        self._tabs.setDocumentMode(True)
        self._tabs.addTab(self.failing, "")
        self._tabs.addTab(self.domains, self.tr("By domain"))
        page = QWidget()
        inside = QVBoxLayout(page)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(GAP)
        inside.addLayout(head)
        inside.addWidget(self._tabs, 1)
        inside.addWidget(self.outcome)
        self._busy = Prose()
        self._busy.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._busy.setContentsMargins(PAGE, PAGE, PAGE, PAGE)
        for one in (self.drop, page, self._busy):
            self._stack.addWidget(one)
        layout.addWidget(self.banner)
        layout.addWidget(self._stack, 1)
        layout.addSpacing(GAP)
        layout.addLayout(button_row(self.folder, self.save, self.close_, left=(self.other, self.forget)))
        self.setAcceptDrops(True)
        self.resize(*_SIZE)

    def _connect(self) -> None:
        self.drop.asked.connect(self._on_choose)
        self.other.clicked.connect(self._on_choose)
        self.drop.dropped.connect(lambda path: self.load(path))
        self.column.activated.connect(self._on_column)
        self.save.clicked.connect(self._on_save)
        self.folder.clicked.connect(self._on_folder)
        self.forget.clicked.connect(self._on_forget)
        self.close_.clicked.connect(self.reject)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Qt: another list can be dropped at any time."""
        self.drop.dragEnterEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        """Qt: load it."""
        self.drop.dropEvent(event)

    # The states

    def _show_nothing(self) -> None:
        self._shown = None
        self._stack.setCurrentIndex(0)
        for one in (self.save, self.other, self.folder):
            one.hide()
        self.forget.setVisible(self._kept)
        self.drop.choose.setFocus()

    def _show_busy(self, words: str) -> None:
        self._busy.setText(words)
        self._stack.setCurrentIndex(2)
        self.save.setEnabled(False)

    def settled(self) -> bool:
        """Whether nothing is being done."""
        return self._work.settled()

    def _on_failed(self, error: Exception) -> None:
        self.banner.show_error(note_of(error))
        if self._shown is None:
            self._show_nothing()
        else:
            self._stack.setCurrentIndex(1)
            self.save.setEnabled(True)

    # Reading it

    def begin(self, path: Path | None = None) -> None:
        """Read this list, or that of the last time, where there is one: it may have changed since."""
        if path is not None:
            self.load(path)
            return
        self._work.run(lambda store: store.subscribers.loaded(self._account_id), self._on_last)

    def _on_last(self, last: LoadedList | None) -> None:
        if last is None:
            return
        self._kept = True
        self.load(last.path, last.column)

    def _on_choose(self) -> None:
        chooser = QFileDialog(self, self.tr("Your subscriber list"))
        chooser.setNameFilters([self.tr("Lists (*.csv *.xlsx *.tsv *.txt)"), self.tr("All files (*)")])
        open_chooser(chooser, self.load)

    def load(self, path: Path, column: int | None = None) -> None:
        """Read a list and show what it says."""
        self.banner.dismiss()
        self.outcome.setText("")
        self.folder.hide()
        self._show_busy(self.tr("Reading the list…"))

        def work(store: Store) -> _Shown:
            return _Shown(*load_list(store, self._account_id, path, self._now(), column))

        self._work.run(work, self._on_loaded)

    def _on_column(self) -> None:
        if self._shown is not None and self.column.currentIndex() != self._shown.readers.column:
            self.load(self._shown.readers.table.path, self.column.currentIndex())

    def _on_loaded(self, shown: _Shown) -> None:
        self._shown, self._kept = shown, True
        matched, table = shown.matched, shown.readers.table
        self.column.clear()
        self.column.addItems([one_line(name) for name in table.columns()])
        self.column.setCurrentIndex(shown.readers.column)
        lines = [
            fill(self.tr("%1: %2 readers, %3 of them fail."), table.path.name, number(matched.readers), self._count())
        ]
        if matched.strangers:
            lines.append(self.tr("%Ln failing address(es) not on this list.", "", matched.strangers))
        self.told.setText("\n".join(lines))
        self._fill()
        self._stack.setCurrentIndex(1)
        going = len(matched.remove)
        self.save.setText(self.tr("&Save the list without %Ln address(es)…", "", going))
        self.save.setEnabled(going > 0)
        for one in (self.save, self.other, self.forget):
            one.show()
        self.failing.setFocus()
        self.changed.emit()

    def _count(self) -> str:
        return number(len(self._shown.matched.failing)) if self._shown else ""

    def _fill(self) -> None:
        assert self._shown is not None  # noqa: S101 - called with a list
        matched = self._shown.matched
        self._tabs.setTabText(0, fill(self.tr("Readers that fail (%1)"), self._count()))
        self.failing.fill(
            (self.tr("Reader"), self.tr("Address"), self.tr("Decision"), self.tr("Reason")),
            [(reader.name, reader.address, _where(row), _why(row)) for reader, row in matched.failing],
        )
        self.domains.fill(
            (self.tr("Domain"), self.tr("Readers"), self.tr("Fail"), self.tr("Share")),
            [
                (domain, number(count), number(failed), f"{100 * failed / max(count, 1):.1f} %")
                for domain, count, failed in matched.rates
            ],
        )

    # What is done with it

    def suggested_path(self) -> Path:
        """Beside the list, under a name of its own: the list is never written over."""
        assert self._shown is not None  # noqa: S101 - the button is only there with a list
        path = self._shown.readers.table.path
        return path.with_name(fill(self.tr("%1-cleaned"), path.stem) + path.suffix)

    def _on_save(self) -> None:
        chooser = QFileDialog(self, self.tr("Save the cleaned list"), str(self.suggested_path()))
        chooser.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        open_chooser(chooser, self.save_to)

    def save_to(self, path: Path) -> None:
        """Write the list without those who are to be unsubscribed, and their rows beside it."""
        if self._shown is None:
            return
        readers, remove = self._shown.readers, self._shown.matched.remove
        self.banner.dismiss()
        self.save.setEnabled(False)
        self._work.run(lambda _store: readers.clean(remove, path), self._on_written)

    def _on_written(self, written: Cleaned) -> None:
        self._written = written
        self.save.setEnabled(True)
        self.folder.show()
        self.outcome.setText(
            fill(
                self.tr("Saved: %1 readers in %2, and the %3 rows that were taken out in %4."),
                number(written.kept),
                written.kept_path.name,
                number(written.removed),
                written.removed_path.name,
            )
        )

    def _on_folder(self) -> None:
        if self._written is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._written.kept_path.parent)))

    def _on_forget(self) -> None:
        def work(store: Store) -> None:
            forget_list(store, self._account_id, self._now())

        self._work.run(work, lambda _: self._on_forgotten())

    def _on_forgotten(self) -> None:
        self._kept = False
        self.banner.dismiss()
        self._show_nothing()
        self.changed.emit()


def _where(row: RecipientRow) -> str:
    return section_name(row.section) if row.section else choice_name(row.choice)


def _why(row: RecipientRow) -> str:
    return reason_name(row.decided_reason or row.reason, row.cause)
