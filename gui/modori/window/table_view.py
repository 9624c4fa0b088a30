"""The table as a person uses it: sorted by header clicks, walked and decided with keys."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import cast

from PySide6.QtCore import (
    QByteArray,
    QItemSelection,
    QItemSelectionModel,
    QItemSelectionRange,
    QPoint,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QAction, QActionGroup, QContextMenuEvent, QKeyEvent, QMouseEvent, QRegion, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QMenu, QTableView, QWidget

from ..store import Column
from .look import GAP, ROW
from .paged_model import PagedModel

# Which columns give way when the table gets narrow, the last of them first. They come back when it is wide again.
# The number is the room that the last column must keep, else the column goes. The decision may go
# because it is nearly always that of the section.
_GIVE_WAY = {Column.SENDINGS: 60, Column.LAST_SEEN: 60, Column.CHOICE: 220, Column.FIRST_SEEN: 220}


# Where nothing more can go, these get narrower, down to the number.
_NARROWER = {
    Column.SUBJECT: 120,
    Column.SENDER: 112,
    Column.KIND: 96,
    Column.READER: 64,
    Column.REASON: 96,
    Column.ADDRESS: 140,
}
# A date must be seen in full where it is the last column.
_LAST_LEAST = 92


@dataclass(frozen=True, slots=True)
class Top:
    """The first row that is seen: its id, how many pixels of it are above, and where the scroll bar stood."""

    row_id: int | None
    offset: int
    value: int

    @property
    def first(self) -> bool:
        """Whether there was nothing above."""
        return self.value == 0


def _runs(positions: Sequence[int]) -> Iterator[tuple[int, int]]:
    """The first and last of each run of neighbours."""
    start = last = -2
    for position in sorted(positions):
        if position != last + 1:
            if last >= 0:
                yield start, last
            start = position
        last = position
    if last >= 0:
        yield start, last


def _mark(menu: QMenu, group: QActionGroup, text: str, *, on: bool) -> QAction:
    """One of several that exclude each other."""
    action = menu.addAction(text)
    action.setCheckable(True)
    action.setChecked(on)
    group.addAction(action)
    return action


class TableView(QTableView):
    """A table over a PagedModel. `row_shown` tells the id of the current row (None: there is none)."""

    row_shown = Signal(object)
    opened = Signal()
    menu_asked = Signal(QPoint)
    sort_asked = Signal(object, bool)

    def __init__(
        self, model: PagedModel, columns: Sequence[Column], widths: dict[Column, int], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._paged = model
        self._columns = columns
        self._marking = False
        self._widths: dict[int, int] = {}
        self._hidden: set[Column] = set()
        self._absent: set[Column] = set()
        self._fitting = False
        self.setModel(model)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setShowGrid(False)
        self.setAlternatingRowColors(True)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setCornerButtonEnabled(False)
        self.setFrameShape(QTableView.Shape.NoFrame)
        rows = self.verticalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(max(ROW, self.fontMetrics().height() + 8))
        self._set_up_header(widths)
        self._tell = QTimer(self, singleShot=True, interval=30)
        self._tell.timeout.connect(self._tell_row)
        self.selectionModel().currentRowChanged.connect(lambda *_: self._tell.start())

    def _set_up_header(self, widths: dict[Column, int]) -> None:
        header = self.horizontalHeader()
        header.setSectionsMovable(True)
        header.setStretchLastSection(True)
        header.setHighlightSections(False)
        header.setSortIndicatorShown(True)
        header.setSectionsClickable(True)
        header.setMinimumSectionSize(48)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.sortIndicatorChanged.connect(
            lambda section, order: self.sort_asked.emit(self._columns[section], order is Qt.SortOrder.DescendingOrder)
        )
        # Qt's own header asks for each row whether it is selected.
        for one in (header, self.verticalHeader()):
            one.setSelectionModel(QItemSelectionModel(self._paged, self))
        header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header.customContextMenuRequested.connect(self._show_header_menu)
        header.sectionResized.connect(self._on_resized)
        for column, width in widths.items():
            place = self._columns.index(column)
            title = str(self._paged.title(place, Qt.ItemDataRole.DisplayRole))
            self.setColumnWidth(place, max(width, header.fontMetrics().horizontalAdvance(title) + 2 * GAP))

    def show_order(self, column: Column, *, descending: bool) -> None:
        """Show the order in the header without asking for it again."""
        header = self.horizontalHeader()
        header.blockSignals(True)  # noqa: FBT003
        order = Qt.SortOrder.DescendingOrder if descending else Qt.SortOrder.AscendingOrder
        header.setSortIndicator(self._columns.index(column), order)
        header.blockSignals(False)  # noqa: FBT003

    def show_row(self, position: int, *, steady: bool = False) -> None:
        """Make the row at `position` the current and only selected one.

        `steady`: only the current one; marking goes on, and the caller selects what was selected.
        """
        self._marking = self._marking and steady
        index = self._paged.index(position, 0)
        flags = QItemSelectionModel.SelectionFlag
        how = flags.Clear if steady else flags.ClearAndSelect | flags.Rows
        self.selectionModel().setCurrentIndex(index, how)
        if not steady:
            self.scrollTo(index)
        self._tell.start()

    def top(self) -> Top:
        """What is seen at the top, for `restore_top`."""
        row = self.rowAt(0)
        found = self._paged.ids[row] if row >= 0 else None
        return Top(found, self.rowViewportPosition(row) if row >= 0 else 0, self.verticalScrollBar().value())

    def restore_top(self, top: Top) -> None:
        """Scroll to where `top` was seen, though rows came in above it."""
        bar = self.verticalScrollBar()
        position = None if top.row_id is None else self._paged.position(top.row_id)
        if position is None:
            bar.setValue(top.value)
        elif self.verticalScrollMode() is self.ScrollMode.ScrollPerPixel:
            bar.setValue(position * self.rowHeight(position) - top.offset)
        else:
            bar.setValue(position)

    def current_id(self) -> int | None:
        """The id of the current row."""
        index = self.currentIndex()
        return self._paged.ids[index.row()] if index.isValid() else None

    def chosen_ids(self) -> list[int]:
        """The ids of all selected rows, in display order."""
        spans = sorted({(part.top(), part.bottom() + 1) for part in self._ranges()})
        return [one for start, end in spans for one in self._paged.ids[start:end]]

    def _ranges(self) -> Sequence[QItemSelectionRange]:
        return cast("Sequence[QItemSelectionRange]", self.selectionModel().selection())

    def chosen_count(self) -> int:
        """How many rows are selected."""
        return sum(part.height() for part in self._ranges())

    def choose(self, positions: Sequence[int]) -> None:
        """Select the rows at these positions besides; the current one stays."""
        chosen, last = QItemSelection(), self._paged.columnCount() - 1
        for first, end in _runs(positions):
            chosen.append(QItemSelectionRange(self._paged.index(first, 0), self._paged.index(end, last)))
        self.selectionModel().select(chosen, QItemSelectionModel.SelectionFlag.Select)

    def selectAll(self) -> None:
        """Qt: all rows, as one range: a million of them take no time."""
        model = self._paged
        if not model.ids:
            return
        all_rows = QItemSelection(model.index(0, 0), model.index(len(model.ids) - 1, model.columnCount() - 1))
        self.selectionModel().select(all_rows, QItemSelectionModel.SelectionFlag.ClearAndSelect)

    def visualRegionForSelection(self, selection: QItemSelection) -> QRegion:
        """Qt: what to paint anew. Qt itself would walk over all selected rows."""
        return QRegion(0, 0, self.width(), self.height())

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for a menu for the selected rows, at the mouse or (by key) at the current row."""
        index = self.currentIndex()
        if not index.isValid():
            return
        by_mouse = event.reason() is QContextMenuEvent.Reason.Mouse
        place = event.globalPos() if by_mouse else self.viewport().mapToGlobal(self.visualRect(index).bottomLeft())
        self.menu_asked.emit(place)

    def _tell_row(self) -> None:
        self.row_shown.emit(self.current_id())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens the mail; Space marks rows, over which the arrows then walk; Escape ends marking."""
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit()
        elif plain and event.key() == Qt.Key.Key_Space:
            self._mark_and_go_on()
        elif plain and self._marking and event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self._walk(1 if event.key() == Qt.Key.Key_Down else -1)
        elif self._marking and event.key() == Qt.Key.Key_Escape:
            self.show_row(self.currentIndex().row())
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click selects anew."""
        self._marking = False
        super().mousePressEvent(event)

    def _mark_and_go_on(self) -> None:
        index = self.currentIndex()
        if not index.isValid():
            return
        flags = QItemSelectionModel.SelectionFlag
        how = flags.Toggle if self._marking else flags.Select
        self._marking = True
        self.selectionModel().select(index, how | flags.Rows)
        self._walk(1)

    def _walk(self, step: int) -> None:
        below = self.currentIndex().siblingAtRow(self.currentIndex().row() + step)
        if below.isValid():
            self.selectionModel().setCurrentIndex(below, QItemSelectionModel.SelectionFlag.NoUpdate)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Let the lesser columns give way, so that there is never anything to scroll sideways."""
        super().resizeEvent(event)
        self.fit_columns()

    def fit_columns(self) -> None:
        """Hide the lesser columns when the server's sentence would get too narrow, and narrow what still stands."""
        self._fitting = True
        last = len(self._columns) - 1
        header = self.horizontalHeader()
        whole = header.width()  # Asked for its viewport, PySide would look through all kinds of widgets, at the start.
        title = min(header.sectionSizeHint(last), whole * 2 // 5)
        title = max(title, _LAST_LEAST)
        places = {column: place for place, column in enumerate(self._columns) if place != last}
        room = whole - sum(self._width(place) for column, place in places.items() if column not in _GIVE_WAY)
        for column in (one for one in _GIVE_WAY if one in places):
            place = places[column]
            fits = room - self._width(place) >= max(_GIVE_WAY[column], title)
            self.setColumnHidden(place, self._is_gone(column) or not fits)
            room -= 0 if self.isColumnHidden(place) else self._width(place)
        for column in (one for one in _NARROWER if one in places):
            width = self._width(places[column])
            narrower = min(width, max(_NARROWER[column], width - max(title - room, 0)))
            self.setColumnWidth(places[column], narrower)
            room += width - narrower
        # Qt stretches the last one, but not to less than it was given once.
        self.setColumnWidth(last, title)
        self._fitting = False

    def _width(self, place: int) -> int:
        """How wide a column shall be; none where the user has hidden it."""
        if self._is_gone(self._columns[place]):
            return 0
        return self._widths.setdefault(place, self.columnWidth(place))

    def _is_gone(self, column: Column) -> bool:
        return column in self._hidden or column in self._absent

    def have_column(self, column: Column, *, there: bool) -> None:
        """Whether there is anything to show in a column; where not, nobody is asked whether to show it."""
        if there:
            self._absent.discard(column)
        else:
            self._width(self._columns.index(column))
            self._absent.add(column)
        self.setColumnHidden(self._columns.index(column), self._is_gone(column))
        self.fit_columns()

    def _on_resized(self, place: int, _before: int, width: int) -> None:
        """The user made a column wider or narrower."""
        if not self._fitting and width:
            self._widths[place] = width

    def _show_header_menu(self, place: QPoint) -> None:
        """Which columns are shown."""
        menu = self.header_menu()
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.horizontalHeader().mapToGlobal(place))

    def header_menu(self) -> QMenu:
        """A menu of its own with `offer_columns`."""
        menu = QMenu(self)
        self.offer_columns(menu)
        return menu

    def offer_columns(self, menu: QMenu) -> None:
        """A tick for each column that is shown (where there is room); the first and the last stay."""
        for place, column in list(enumerate(self._columns))[1:-1]:
            if column in self._absent:
                continue
            action = menu.addAction(self._title(place))
            action.setCheckable(True)
            action.setChecked(column not in self._hidden)
            action.toggled.connect(lambda shown, column=column: self.show_column(column, shown=shown))

    def offer_orders(self, menu: QMenu) -> None:
        """The columns, of which the one that is sorted by is marked, and the two directions."""
        header = self.horizontalHeader()
        section, order = header.sortIndicatorSection(), header.sortIndicatorOrder()
        columns, directions = QActionGroup(menu), QActionGroup(menu)
        for place, column in enumerate(self._columns):
            if column in self._absent:
                continue
            _mark(menu, columns, self._title(place), on=place == section).triggered.connect(
                lambda _=False, place=place: header.setSortIndicator(place, header.sortIndicatorOrder())
            )
        menu.addSeparator()
        words = {
            Qt.SortOrder.AscendingOrder: self.tr("&Ascending"),
            Qt.SortOrder.DescendingOrder: self.tr("&Descending"),
        }
        for way, text in words.items():
            _mark(menu, directions, text, on=way is order).triggered.connect(
                lambda _=False, way=way: header.setSortIndicator(header.sortIndicatorSection(), way)
            )

    def _title(self, place: int) -> str:
        return str(self._paged.title(place, Qt.ItemDataRole.DisplayRole)).strip()

    def show_column(self, column: Column, *, shown: bool) -> None:
        """Show a column again, or hide it."""
        place = self._columns.index(column)
        if shown:
            self._hidden.discard(column)
            self.setColumnHidden(place, False)  # noqa: FBT003 - Qt's own signature
        else:
            self._width(place)
            self._hidden.add(column)
            self.setColumnHidden(place, True)  # noqa: FBT003
        self.fit_columns()

    def hidden_columns(self) -> list[str]:
        """What the user has hidden, to be kept."""
        return sorted(self._hidden)

    def header_state(self) -> QByteArray:
        """Widths and places of the columns, to be kept."""
        return self.horizontalHeader().saveState()

    def restore_header(self, state: QByteArray, hidden: Sequence[str] = ()) -> None:
        """What `header_state` and `hidden_columns` gave."""
        self._hidden = {column for column in self._columns[1:-1] if column in hidden}
        if not state.isEmpty():
            header = self.horizontalHeader()
            header.blockSignals(True)  # noqa: FBT003
            header.restoreState(state)
            header.blockSignals(False)  # noqa: FBT003
