"""The second page of the mailbox dialog: which folders to read, since when, and what to call the mailbox."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QDate, QEvent, QLocale, QSize, Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QDateEdit,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from ..mailbox import Folder
from .harmless import one_line
from .icons import icon
from .look import GAP, quiet, row_height, tabular
from .prose import Prose
from .words import fill, number

_NAME = Qt.ItemDataRole.UserRole
_ROLE = Qt.ItemDataRole.UserRole + 1
_COUNT = Qt.ItemDataRole.UserRole + 2
_ICONS = {"inbox": "inbox", "junk": "shield-alert", "archive": "archive", "trash": "trash-2"}


class FolderPage(QWidget):
    """`complete` tells whether a folder is chosen."""

    complete = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.folders, self.only_since, self.since, self.name = QTreeWidget(), QCheckBox(), QDateEdit(), QLineEdit()
        self._title, self._name_label, self._hint = QLabel(), QLabel(), quiet(Prose())
        self._estimate = quiet(Prose())
        self._pace: float | None = None
        self._first = False
        self._title.setBuddy(self.folders)
        self._name_label.setBuddy(self.name)
        self._set_up_folders()
        self.since.setCalendarPopup(True)
        self.since.setDate(QDate.currentDate().addYears(-1))
        self.since.setMaximumDate(QDate.currentDate())
        self.since.setEnabled(False)
        self.only_since.toggled.connect(self.since.setEnabled)
        since = QHBoxLayout()
        since.setSpacing(GAP)
        since.addWidget(self.only_since)
        since.addWidget(self.since)
        since.addStretch(1)
        name = QHBoxLayout()
        name.setSpacing(GAP)
        name.addWidget(self._name_label)
        name.addWidget(self.name, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GAP)
        layout.addWidget(self._title)
        layout.addWidget(self.folders, 1)
        layout.addWidget(self._estimate)
        layout.addWidget(self._hint)
        layout.addLayout(since)
        layout.addLayout(name)
        self.retranslate()

    def _set_up_folders(self) -> None:
        self.folders.setColumnCount(3)
        self.folders.setRootIsDecorated(False)
        self.folders.setUniformRowHeights(True)
        self.folders.setMinimumHeight(180)
        header = self.folders.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(2, QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionsMovable(False)
        self.folders.itemChanged.connect(self._on_tick)

    def fill(self, folders: Sequence[Folder], chosen: Sequence[str], since: str | None, name: str) -> None:
        """Show the folders of the mailbox. With none chosen yet, the inbox is."""
        self.folders.blockSignals(True)  # noqa: FBT003
        self.folders.clear()
        for folder in folders:
            if folder.selectable:
                ticked = folder.name in chosen if chosen else folder.role == "inbox"
                self._add(folder, ticked=ticked)
        first = self.folders.topLevelItem(0)
        if first is not None:
            self.folders.setCurrentItem(first)
        self.folders.blockSignals(False)  # noqa: FBT003
        self.only_since.setChecked(since is not None)
        if since is not None:
            self.since.setDate(QDate.fromString(since, Qt.DateFormat.ISODate))
        self.name.setText(name)
        self.retranslate()
        self.complete.emit(self.is_complete())

    def _add(self, folder: Folder, *, ticked: bool) -> None:
        item = QTreeWidgetItem(self.folders)
        item.setText(0, one_line(folder.name))
        item.setData(0, _NAME, folder.name)
        item.setData(0, _ROLE, folder.role)
        item.setData(0, _COUNT, folder.messages)
        item.setIcon(0, icon(_ICONS.get(folder.role or "", "folder")))
        item.setCheckState(0, Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked)
        item.setSizeHint(0, QSize(0, row_height(self)))
        item.setText(2, "" if folder.messages is None else number(folder.messages))
        item.setTextAlignment(2, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        item.setFont(2, tabular(self.font()))

    def tell_pace(self, pace: float | None, *, first: bool) -> None:
        """`pace` in mails a second; nothing is told of a mailbox that has been scanned before (`first` False)."""
        self._pace, self._first = pace, first
        self._write_estimate()

    def _on_tick(self) -> None:
        self._write_estimate()
        self.complete.emit(self.is_complete())

    def _write_estimate(self) -> None:
        """How many mails the first scan reads, and how long that takes about; a first day makes it less."""
        ticked = [item for item in self._items() if item.checkState(0) is Qt.CheckState.Checked]
        counts = [item.data(0, _COUNT) for item in ticked]
        self._estimate.setVisible(self._first and None not in counts)
        if not self._first or None in counts:
            return
        mails = sum(counts)
        words = self.tr("%Ln mail(s) to read", "", mails)
        if self._pace and mails:
            words = fill(self.tr("%1, %2"), words, self._time(mails / self._pace))
        self._estimate.setText(words)

    def _time(self, seconds: float) -> str:
        if seconds < 60:
            return self.tr("less than a minute")
        minutes = round(seconds / 60)
        if minutes < 90:
            return self.tr("about %n minute(s)", "", minutes)
        return self.tr("about %n hour(s)", "", round(minutes / 60))

    def chosen(self) -> tuple[str, ...]:
        """The ticked folders, as the server names them."""
        return tuple(item.data(0, _NAME) for item in self._items() if item.checkState(0) is Qt.CheckState.Checked)

    def since_date(self) -> str | None:
        """ISO date of the first day to read; None: everything."""
        if not self.only_since.isChecked():
            return None
        return self.since.date().toString(Qt.DateFormat.ISODate)

    def is_complete(self) -> bool:
        """Whether a folder is chosen."""
        return bool(self.chosen())

    def _items(self) -> list[QTreeWidgetItem]:
        found = (self.folders.topLevelItem(place) for place in range(self.folders.topLevelItemCount()))
        return [item for item in found if item is not None]

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        """Write all words anew."""
        self._title.setText(self.tr("&Folders to read"))
        self._hint.setText(self.tr("Returned mail often ends up in the junk folder. You can tick several folders."))
        self.only_since.setText(self.tr("Only mail received since"))
        self.since.setAccessibleName(self.tr("First day to read"))
        self.since.setLocale(QLocale())
        self._name_label.setText(self.tr("&Name in Modori"))
        self.folders.setHeaderLabels([self.tr("Folder"), "", self.tr("Mails")])
        self.folders.headerItem().setTextAlignment(2, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._write_estimate()
        hints = {"inbox": self.tr("inbox"), "junk": self.tr("junk mail: look here too")}
        self.folders.blockSignals(True)  # noqa: FBT003
        for item in self._items():
            item.setText(1, hints.get(item.data(0, _ROLE), ""))
        self.folders.blockSignals(False)  # noqa: FBT003
