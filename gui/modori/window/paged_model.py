"""A table that holds only ids; rows are fetched when they are painted, a page at a time.

It does not care whether it shows 100 or 1,000,000 rows: order and filters are the database's work
(facts on large tables in the design, §7). There is no proxy model.
"""

from __future__ import annotations

from array import array
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QModelRoleData,
    QModelRoleDataSpan,
    QPersistentModelIndex,
    Qt,
)

PAGE_ROWS = 32
PAGES_KEPT = 64
# So many ids are looked through in no time that could be felt.
SEARCHED = 20_000

Index = QModelIndex | QPersistentModelIndex
_Role = Qt.ItemDataRole
# What a cell is painted from; the rest is asked for one at a time, and seldom.
_PAINTED = (_Role.DisplayRole, _Role.DecorationRole, _Role.FontRole, _Role.TextAlignmentRole)
_UNUSED = (_Role.ForegroundRole, _Role.BackgroundRole, _Role.CheckStateRole)
_KNOWN = frozenset(role.value for role in (*_PAINTED, *_UNUSED))


class HasId(Protocol):
    """Any row of the store."""

    @property
    def id(self) -> int:
        """The row's id."""
        ...


@dataclass(slots=True)
class _Page:
    """Rows by id, and what their cells (row number, column) are painted from, once they have been."""

    rows: dict[int, Any]
    cells: dict[tuple[int, int], dict[int, Any]] = field(default_factory=dict)


class PagedModel(QAbstractTableModel):
    """Ids in display order. Subclasses say how rows are fetched and what their cells show."""

    def __init__(self) -> None:
        super().__init__()
        self._ids: array[int] = array("q")
        self._places: array[int] | None = None
        self._pages: OrderedDict[int, _Page] = OrderedDict()
        self._said: dict[object, str] = {}

    def fetch(self, ids: Sequence[int]) -> Sequence[HasId]:
        """The rows with these ids; gone ones are left out."""
        raise NotImplementedError

    def cell(self, row: Any, column: int, role: int) -> Any:
        """What `row` shows in `column` for an item data role."""
        raise NotImplementedError

    def title(self, column: int, role: int) -> Any:
        """The header of `column`."""
        raise NotImplementedError

    def replace(self, ids: array[int], places: array[int] | None = None) -> None:
        """Show these ids instead; every row is fetched anew. `places`: see `places_of`."""
        self.beginResetModel()
        self._ids, self._places = ids, places
        self._pages.clear()
        self.endResetModel()

    def refresh(self) -> None:
        """Fetch the shown rows anew and paint them; the language may be another one now."""
        self._pages.clear()
        self._said.clear()
        if self._ids:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._ids) - 1, self.columnCount() - 1))

    @property
    def ids(self) -> array[int]:
        """All ids in display order. Not to be changed."""
        return self._ids

    def position(self, row_id: int) -> int | None:
        """The row number of an id, None when it is not shown."""
        if self._places is not None:
            place = self._places[row_id] if row_id < len(self._places) else 0
            return place if self._ids[place] == row_id else None
        try:
            return self._ids.index(row_id)
        except ValueError:
            return None

    def row_at(self, position: int) -> Any | None:
        """The row at a row number; None when it is gone from the store."""
        if not 0 <= position < len(self._ids):
            return None
        return self._page(position // PAGE_ROWS).rows.get(self._ids[position])

    def _page(self, page: int) -> _Page:
        known = self._pages.get(page)
        if known is not None:
            self._pages.move_to_end(page)
            return known
        start = page * PAGE_ROWS
        fetched = _Page({row.id: row for row in self.fetch(self._ids[start : start + PAGE_ROWS])})
        self._pages[page] = fetched
        if len(self._pages) > PAGES_KEPT:
            self._pages.popitem(last=False)
        return fetched

    def _painted(self, position: int, column: int) -> dict[int, Any]:
        """What a cell is painted from, by role."""
        page = self._page(position // PAGE_ROWS)
        known = page.cells.get((position, column))
        if known is None:
            row = page.rows.get(self._ids[position])
            found = {} if row is None else {role.value: self.cell(row, column, role) for role in _PAINTED}
            known = page.cells[position, column] = {role: value for role, value in found.items() if value is not None}
        return known

    def once(self, key: object, say: Callable[[], str]) -> str:
        """What `say` gives for `key`, asked once until `refresh`: dates, numbers and names come again and again."""
        said = self._said.get(key)
        if said is None:
            said = self._said[key] = say()
        return said

    def multiData(self, index: Index, roleDataSpan: QModelRoleDataSpan | QModelRoleData) -> None:  # noqa: N803 - Qt's
        """Qt: all that a cell is painted from, in one call: each call from Qt waits for Python's lock."""
        if isinstance(roleDataSpan, QModelRoleData):
            roleDataSpan = QModelRoleDataSpan(roleDataSpan)  # noqa: N806
        painted = self._painted(index.row(), index.column()) if index.isValid() else {}
        for place in range(roleDataSpan.size()):
            one = roleDataSpan[place]  # pyright: ignore[reportIndexIssue] - not in PySide's stubs
            role = one.role()
            value = painted.get(role) if role in _KNOWN else self.data(index, role)
            if value is None:
                one.clearData()
            else:
                one.setData(value)

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


def places_of(ids: array[int]) -> array[int] | None:
    """The row number of each id, for `PagedModel.replace`; None where looking through the ids is quick enough.

    To be made outside of the window's thread: it takes 0.1 s for a million.
    """
    if len(ids) < SEARCHED:
        return None
    highest = max(max(ids[start : start + SEARCHED]) for start in range(0, len(ids), SEARCHED))
    if highest > len(ids) * 16:
        return None
    places = array("i", bytes(4 * (highest + 1)))
    for place, one in enumerate(ids):
        places[one] = place
    return places
