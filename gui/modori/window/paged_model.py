"""A table that holds only ids; rows are fetched when they are painted, a page at a time.

It does not care whether it shows 100 or 1,000,000 rows: order and filters are the database's work
(facts on large tables in the design, §7). There is no proxy model.
"""

from __future__ import annotations

from array import array
from collections import OrderedDict
from collections.abc import Sequence
from typing import Any, Protocol

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

PAGE_ROWS = 64
PAGES_KEPT = 32

Index = QModelIndex | QPersistentModelIndex


class HasId(Protocol):
    """Any row of the store."""

    @property
    def id(self) -> int:
        """The row's id."""
        ...


class PagedModel(QAbstractTableModel):
    """Ids in display order. Subclasses say how rows are fetched and what their cells show."""

    def __init__(self) -> None:
        super().__init__()
        self._ids: array[int] = array("q")
        self._pages: OrderedDict[int, dict[int, Any]] = OrderedDict()

    def fetch(self, ids: Sequence[int]) -> Sequence[HasId]:
        """The rows with these ids; gone ones are left out."""
        raise NotImplementedError

    def cell(self, row: Any, column: int, role: int) -> Any:
        """What `row` shows in `column` for an item data role."""
        raise NotImplementedError

    def title(self, column: int, role: int) -> Any:
        """The header of `column`."""
        raise NotImplementedError

    def replace(self, ids: array[int]) -> None:
        """Show these ids instead; every row is fetched anew."""
        self.beginResetModel()
        self._ids = ids
        self._pages.clear()
        self.endResetModel()

    def refresh(self) -> None:
        """Fetch the shown rows anew and paint them."""
        self._pages.clear()
        if self._ids:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._ids) - 1, self.columnCount() - 1))

    @property
    def ids(self) -> array[int]:
        """All ids in display order. Not to be changed."""
        return self._ids

    def position(self, row_id: int) -> int | None:
        """The row number of an id, None when it is not shown."""
        try:
            return self._ids.index(row_id)
        except ValueError:
            return None

    def row_at(self, position: int) -> Any | None:
        """The row at a row number; None when it is gone from the store."""
        if not 0 <= position < len(self._ids):
            return None
        return self._page(position // PAGE_ROWS).get(self._ids[position])

    def _page(self, page: int) -> dict[int, Any]:
        known = self._pages.get(page)
        if known is not None:
            self._pages.move_to_end(page)
            return known
        start = page * PAGE_ROWS
        rows = {row.id: row for row in self.fetch(self._ids[start : start + PAGE_ROWS])}
        self._pages[page] = rows
        if len(self._pages) > PAGES_KEPT:
            self._pages.popitem(last=False)
        return rows

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """Qt: number of rows."""
        return 0 if parent.isValid() else len(self._ids)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Qt: one cell."""
        if not index.isValid():
            return None
        row = self.row_at(index.row())
        return None if row is None else self.cell(row, index.column(), role)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Qt: one header."""
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < self.columnCount():
            return None
        return self.title(section, role)
