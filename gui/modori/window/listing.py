"""The middle: banner, filters, and the table of addresses or mails, or why there is none.

The rows shown follow the query; the current row and the selection are kept by id when the ids
change, so that nothing jumps under the reader.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence
from datetime import datetime

from PySide6.QtCore import QByteArray, QEvent, QPoint, Qt, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from ..store import Column, RecipientRow, Section, Store
from . import message_model, recipient_model
from .banner import Banner
from .empty_page import EmptyPage, Why
from .filter_bar import FilterBar
from .look import GAP, GROUP, quiet
from .message_model import MessageModel
from .prose import Prose
from .recipient_model import RecipientModel
from .table_view import TableView
from .words import section_meaning

# So many selected rows are looked for again among the new ids: it takes no time that could be felt.
KEPT_SELECTED = 20_000


class Listing(QWidget):
    """`recipient_shown` and `message_shown` tell the id of the current row; None: no row."""

    recipient_shown = Signal(object)
    message_shown = Signal(object)
    selection_changed = Signal(int)
    opened = Signal()
    sort_asked = Signal(object, bool)
    menu_asked = Signal(QPoint)

    def __init__(
        self, store: Store, language: Callable[[], str], now: Callable[[], datetime], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.banner = Banner(language, self)
        self.filters = FilterBar(now, self)
        self._stack = QStackedWidget(self)
        self.empty = EmptyPage(language, self._stack)
        self._recipients = RecipientModel(store.rows)
        self._messages = MessageModel(store.message_rows, language)
        figures = QFontMetrics(self.font())
        date = figures.horizontalAdvance("2026/12/28") + 20
        self.table = TableView(
            self._recipients,
            recipient_model.COLUMNS,
            {
                Column.ADDRESS: 220,
                Column.READER: 96,
                Column.CHOICE: 116,
                Column.REASON: 140,
                Column.SENDINGS: 68,
                Column.FIRST_SEEN: date,
                Column.LAST_SEEN: date,
            },
            self._stack,
        )
        self.mails = TableView(
            self._messages,
            message_model.COLUMNS,
            {Column.SENDER: 200, Column.SUBJECT: 260, Column.KIND: 160},
            self._stack,
        )
        for page in (self.table, self.mails, self.empty):
            self._stack.addWidget(page)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        self.hint = quiet(Prose())
        second = QHBoxLayout()
        second.setContentsMargins(GAP, 0, GAP, GAP)
        second.setSpacing(GROUP)
        second.addWidget(self.hint, 1)
        second.addWidget(self.filters.count, 0, Qt.AlignmentFlag.AlignTop)
        layout.addWidget(self.banner)
        layout.addWidget(self.filters)
        layout.addLayout(second)
        layout.addWidget(self._stack, 1)
        self._stack.setMinimumHeight(120)  # with large letters the empty page would ask for the room of the others
        self._section = Section.UNSUBSCRIBE
        self._next_row = 0
        self._above = False
        self.filters.top_asked.connect(lambda: self.view.scrollToTop())
        for view in (self.table, self.mails):
            view.row_shown.connect(self._on_row)
            view.opened.connect(self.opened)
            view.sort_asked.connect(self.sort_asked)
            view.menu_asked.connect(self.menu_asked)
            view.selectionModel().selectionChanged.connect(self._on_selection)
            view.verticalScrollBar().valueChanged.connect(self._on_scrolled)
        self.retranslate()

    @property
    def view(self) -> TableView:
        """The table of the section that is shown."""
        return self.mails if self._section is Section.NOT_BOUNCES else self.table

    def show_ids(
        self, ids: array[int], places: array[int] | None, section: Section, why_empty: Why, *, again: bool
    ) -> None:
        """Show these rows, with the current one kept where it is still there, else the one in its place.

        `places`: see `PagedModel.replace`. `again`: the same was asked as before (new mail came), so nothing may move
        that need not: the rows that are seen stay where they are, and new ones come in above and below.
        """
        same = section is self._section
        current = self.view.current_id() if same else None
        self._next_row = max(self.view.currentIndex().row(), 0) if same else 0
        chosen = self.view.chosen_ids() if same and self.view.chosen_count() <= KEPT_SELECTED else []
        top = self.view.top()
        self._section = section
        self.hint.setVisible(bool(ids))
        self.hint.setText(section_meaning(section))
        model = self._messages if section is Section.NOT_BOUNCES else self._recipients
        model.replace(ids, places)
        if not ids:
            self._show_empty(why_empty)
            return
        self._stack.setCurrentWidget(self.view)
        position = None if current is None else model.position(current)
        kept = position is not None
        steady = again and kept
        self.view.show_row(position if position is not None else min(self._next_row, len(ids) - 1), steady=steady)
        if steady:
            self.view.restore_top(top)
        if kept and (steady or len(chosen) > 1):
            found = [place for one in chosen if (place := model.position(one)) is not None]
            self.view.choose(found or [self.view.currentIndex().row()])
        self._on_selection()
        self._count_above(came=steady and top.first)

    def _show_empty(self, why: Why) -> None:
        self.empty.explain(why, self._section)
        self._stack.setCurrentWidget(self.empty)
        self._on_row(None)
        self._on_selection()
        self._count_above(came=False)

    def _count_above(self, *, came: bool) -> None:
        """Say how many rows came in above those that are read, until somebody goes there."""
        self._above = came or (self._above and self.view.verticalScrollBar().value() > 0)
        self.filters.show_above(self.view.rowAt(0) if self._above else 0)

    def add_above(self, widget: QWidget) -> None:
        """Put something between the banner and the filters."""
        layout = self.layout()
        assert isinstance(layout, QVBoxLayout)  # noqa: S101 - made above
        layout.insertWidget(1, widget)

    def show_readers(self, *, known: bool) -> None:
        """Whether there is a subscriber list: then the names of the readers are shown."""
        self.table.have_column(Column.READER, there=known)

    def refresh(self) -> None:
        """Fetch the shown rows anew."""
        for model in (self._recipients, self._messages):
            model.refresh()

    def clear(self) -> None:
        """Show no rows any more: the store is about to be closed."""
        for model in (self._recipients, self._messages):
            model.replace(array("q"))

    def chosen_ids(self) -> list[int]:
        """The selected recipients; none while mails or nothing is shown."""
        return self.table.chosen_ids() if self._stack.currentWidget() is self.table else []

    def current_row(self) -> RecipientRow | None:
        """The current recipient; None while mails or nothing is shown."""
        if self._stack.currentWidget() is not self.table:
            return None
        return self._recipients.row_at(self.table.currentIndex().row())

    def focus_rows(self) -> None:
        """Put the keyboard into the table."""
        self.view.setFocus()

    def states(self) -> dict[str, QByteArray]:
        """Widths of the columns, to be kept."""
        return {"addresses": self.table.header_state(), "mails": self.mails.header_state()}

    def restore(self, state: Callable[[str], QByteArray], hidden: Sequence[str]) -> None:
        """What `states` gave, and which columns of the addresses are hidden."""
        self.table.restore_header(state("addresses"), hidden)
        self.mails.restore_header(state("mails"))

    def tell_row(self) -> None:
        """Tell again which row is the current one."""
        self._on_row(self.view.current_id() if self._stack.currentWidget() is self.view else None)

    def _on_row(self, row_id: int | None) -> None:
        if self._section is Section.NOT_BOUNCES:
            self.message_shown.emit(row_id)
        else:
            self.recipient_shown.emit(row_id)

    def chosen_count(self) -> int:
        """How many rows are selected."""
        return self.view.chosen_count() if self._stack.currentWidget() is self.view else 0

    def _on_selection(self) -> None:
        selected = self.chosen_count()
        model = self._messages if self._section is Section.NOT_BOUNCES else self._recipients
        self.filters.show_count(len(model.ids), selected)
        self.selection_changed.emit(selected)

    def _on_scrolled(self, value: int) -> None:
        if self._above and value == 0:
            self._above = False
            self.filters.show_above(0)

    def changeEvent(self, event: QEvent) -> None:
        """Follow language and palette."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.LanguageChange, QEvent.Type.PaletteChange):
            self.retranslate()

    def retranslate(self) -> None:
        """Write all words anew."""
        self.hint.setText(section_meaning(self._section))
        self.table.setAccessibleName(self.tr("Addresses"))
        self.mails.setAccessibleName(self.tr("Mails that are no bounces"))
        self.refresh()
