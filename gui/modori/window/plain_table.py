"""A small table of words and numbers for dialogs: rows that are all known, sorted as they come."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from .harmless import one_line, tooltip
from .look import ROW, tabular

Index = QModelIndex | QPersistentModelIndex
_Role = Qt.ItemDataRole
_WIDEST = 270
_AIR = "\u2002"  # between figures and the next column
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class _Rows(QAbstractTableModel):
    """`right`: the columns of numbers."""

    def __init__(self, right: frozenset[int], parent: QWidget) -> None:
        super().__init__(parent)
        self._right, self._font = right, tabular(parent.font())
        self._titles: Sequence[str] = ()
        self.rows: Sequence[Sequence[str]] = ()

    def fill(self, titles: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        self.beginResetModel()
        self._titles, self.rows = titles, rows
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._titles)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _Role.DisplayRole) -> Any:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == _Role.TextAlignmentRole:
            return _RIGHT if section in self._right else _LEFT
        air = _AIR if section in self._right else ""
        return self._titles[section] + air if role == _Role.DisplayRole else None

    def data(self, index: Index, role: int = _Role.DisplayRole) -> Any:
        text = self.rows[index.row()][index.column()]
        if role == _Role.DisplayRole:
            return one_line(text) + (_AIR if index.column() in self._right else "")
        if role == _Role.ToolTipRole:
            return tooltip(text)
        if role == _Role.TextAlignmentRole:
            return _RIGHT if index.column() in self._right else _LEFT
        return self._font if role == _Role.FontRole and index.column() in self._right else None


class PlainTable(QTableView):
    """Fill it with `fill`; `wide` is the column that takes the room that is left, `right` those of numbers."""

    def __init__(self, name: str, *, wide: int, right: frozenset[int] = frozenset()) -> None:
        super().__init__()
        self._wide = wide
        self._rows = _Rows(right, self)
        self.setModel(self._rows)
        self.setAccessibleName(name)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setAlternatingRowColors(True)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(max(ROW, self.fontMetrics().height() + 8))
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setSectionsClickable(False)

    def fill(self, titles: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        """Show these rows, each with a text for each title."""
        self._rows.fill(titles, rows)
        header = self.horizontalHeader()
        header.setResizeContentsPrecision(100)  # rows: all of a long list would take too long
        self.resizeColumnsToContents()
        for column in range(len(titles)):
            if column == self._wide:
                header.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)
            elif self.columnWidth(column) > _WIDEST:
                self.setColumnWidth(column, _WIDEST)

        if rows:
            self.selectRow(0)

    def texts(self) -> Sequence[Sequence[str]]:
        """What is shown."""
        return self._rows.rows

    def current(self) -> int | None:
        """The place of the current row; None where there is none."""
        index = self.currentIndex()
        return index.row() if index.isValid() else None
