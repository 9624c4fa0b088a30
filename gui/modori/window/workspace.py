"""The full window: mailboxes and sections at the left, the rows in the middle, the evidence at the right.

It holds what is looked at (account, list, section, search, order), asks the store for it, and shows
the answer.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtCore import QByteArray, QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLineEdit, QSplitter, QVBoxLayout, QWidget

from ..records import Account, Choice
from ..store import Column, Query, Section, Store, StoreError
from .cases import Cases
from .deciding import Decisions
from .empty_page import Why
from .evidence import EvidencePane
from .listing import Listing
from .lookup import Answer, Lookup
from .sidebar import Sidebar

TYPING_MS = 150
LIVE_MS = 1000

_MESSAGE_COLUMNS = (Column.SUBJECT, Column.SENDER, Column.KIND, Column.LAST_SEEN)


class Workspace(QWidget):
    """`account_shown` tells the id of the account that is looked at."""

    account_shown = Signal(int)

    def __init__(
        self,
        store: Store,
        cases: Cases,
        lookup: Lookup,
        decisions: Decisions,
        language: Callable[[], str],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._store, self._lookup, self._decisions = store, lookup, decisions
        self._query: Query | None = None
        self._answered: Query | None = None
        self._reading: int | None = None
        self._chosen_shape = False
        self.sidebar, self.listing = Sidebar(), Listing(store, language)
        self.evidence = EvidencePane(cases, language)
        self.search = QLineEdit()
        self._splitter = QSplitter(Qt.Orientation.Horizontal)
        for part in (self.sidebar, self.listing, self.evidence):
            self._splitter.addWidget(part)
        self._splitter.setChildrenCollapsible(False)
        self._splitter.setHandleWidth(1)
        self._splitter.splitterMoved.connect(self._on_moved)
        for place, stretch in enumerate((0, 2, 1)):
            self._splitter.setStretchFactor(place, stretch)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._splitter)
        self._typing = QTimer(self, singleShot=True, interval=TYPING_MS)
        self._live = QTimer(self, singleShot=True, interval=LIVE_MS)
        self._connect()

    def _connect(self) -> None:
        self._lookup.answered.connect(self._on_answer)
        self._lookup.failed.connect(self.listing.banner.show_error)
        self._typing.timeout.connect(self._on_typed)
        self._live.timeout.connect(self.reload)
        self.search.textChanged.connect(lambda: self._typing.start())
        self.search.returnPressed.connect(self.listing.focus_rows)
        self.sidebar.section_chosen.connect(self._on_section)
        self.sidebar.account_chosen.connect(self.show_account)
        self.listing.filters.changed.connect(self._on_filter)
        self.listing.sort_asked.connect(self._on_sort)
        self.listing.empty.show_all_asked.connect(self.show_all)
        self.listing.recipient_shown.connect(self._on_recipient)
        self.listing.message_shown.connect(self._on_message)
        self.listing.selection_changed.connect(self.evidence.show_selected)
        self.listing.opened.connect(self.evidence.focus_mail)
        self.evidence.buttons.decided.connect(self.decide)
        self._decisions.changed.connect(self.reload)

    @property
    def account_id(self) -> int | None:
        """The account that is looked at."""
        return self._query.account_id if self._query else None

    @property
    def list_id(self) -> int | None:
        """The newsletter that is looked at; None: all of the account."""
        return self._query.list_id if self._query else None

    @property
    def looked_for(self) -> str | None:
        """The text whose rows are shown; None before the first answer."""
        return self._answered.text if self._answered else None

    def show_accounts(self, accounts: Sequence[Account]) -> None:
        """List these accounts at the left."""
        self.sidebar.show_accounts(accounts)

    def show_account(self, account_id: int, list_id: int | None = None) -> None:
        """Look at this account (and newsletter)."""
        self.sidebar.choose_account(account_id, list_id)
        self.listing.filters.clear()
        if self._query is None or self._query.account_id != account_id:
            self.evidence.show_nothing()
        self._query = Query(account_id, self.sidebar.section(), list_id=list_id, text=self.search.text().strip())
        self.listing.table.show_order(self._query.sort, descending=self._query.descending)
        self.listing.mails.show_order(self._query.sort, descending=self._query.descending)
        self.reload()
        self.account_shown.emit(account_id)

    def reload(self) -> None:
        """Ask the store again for what is looked at."""
        if self._query is not None:
            self._lookup.ask(self._query)

    def show_reading(self, account_id: int | None) -> None:
        """Mail is being read into this account (None: no more): its rows are asked for while they come."""
        self._reading = account_id
        if account_id is None:
            self._live.stop()
            self.reload()
        elif not self._live.isActive():
            self._live.start()

    def show_all(self) -> None:
        """Take search and filters away."""
        self.search.clear()
        self._typing.stop()
        self.listing.filters.clear()
        self._on_filter()

    def decide(self, choice: Choice | None) -> None:
        """Decide for the selected rows; None: back to the proposal."""
        try:
            self._decisions.decide(self.listing.chosen_ids(), choice)
        except StoreError as error:
            self.listing.banner.show_error(error.note)

    def go_to_search(self) -> None:
        """Put the keyboard into the search field."""
        self.search.setFocus()
        self.search.selectAll()

    def let_go(self) -> None:
        """Look at nothing any more: the store is about to be closed."""
        self._query = None
        self._typing.stop()
        self._live.stop()
        self.listing.clear()
        self.evidence.show_nothing()

    def state(self) -> QByteArray:
        """Where the user wants the three parts to meet, to be kept; empty: wherever it fits."""
        return self._splitter.saveState() if self._chosen_shape else QByteArray()

    def restore(self, state: QByteArray) -> None:
        """What `state` gave."""
        self._chosen_shape = not state.isEmpty()
        if self._chosen_shape:
            self._splitter.restoreState(state)
        else:
            self._shape()
        self._splitter.setHandleWidth(1)

    def _on_moved(self) -> None:
        self._chosen_shape = True

    def _shape(self) -> None:
        """Room for all names at the left, and for the sentences at the right; the table gets the rest."""
        width = max(self.width(), 1000)
        left, right = self.sidebar.wanted_width(), 356 if width >= 1200 else 308
        self._splitter.setSizes([left, width - left - right, right])

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the room anew while the user has not done so."""
        super().resizeEvent(event)
        if not self._chosen_shape:
            self._shape()

    def changeEvent(self, event: QEvent) -> None:
        """Names are longer in another language."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange and not self._chosen_shape:
            self._shape()

    def _change(self, **fields: object) -> None:
        if self._query is not None:
            self._query = replace(self._query, **fields)  # pyright: ignore[reportArgumentType]
            self.reload()

    def _on_typed(self) -> None:
        self._change(text=self.search.text().strip())

    def _on_section(self, section: Section) -> None:
        messages = section is Section.NOT_BOUNCES
        self.listing.filters.for_messages(messages=messages)
        if self._query is None:
            return
        sort, descending = self._query.sort, self._query.descending
        if messages and sort not in _MESSAGE_COLUMNS:
            sort, descending = Column.LAST_SEEN, True
            self.listing.mails.show_order(sort, descending=descending)
        filters = self.listing.filters
        self._change(
            section=section,
            sort=sort,
            descending=descending,
            reason=None if messages else filters.reason,
            sending_id=None if messages else filters.sending_id,
        )

    def _on_filter(self) -> None:
        filters = self.listing.filters
        self._change(reason=filters.reason, sending_id=filters.sending_id, text=self.search.text().strip())

    def _on_sort(self, column: Column, descending: bool) -> None:
        self._change(sort=column, descending=descending)

    def _on_answer(self, answer: Answer) -> None:
        self.sidebar.show_counts(answer.counts)
        self.sidebar.show_lists(answer.filters["list"])
        self.listing.filters.offer(answer.filters["reason"], answer.filters["sending"])
        section = answer.query.section or Section.UNSUBSCRIBE
        again, self._answered = answer.query == self._answered, answer.query
        self.listing.show_ids(answer.ids, section, self._why_empty(answer), again=again)
        if self._reading is not None:
            self._live.start()

    def _why_empty(self, answer: Answer) -> Why:
        query = answer.query
        if query.text or query.reason or query.sending_id:
            return Why.FILTERED
        if self._reading == query.account_id:
            return Why.READING
        counts = dict(answer.counts)
        others = counts.pop(Section.NOT_BOUNCES, 0)
        if not any(counts.values()) and query.section is not Section.NOT_BOUNCES:
            return Why.NO_BOUNCES if others else Why.NOT_READ
        return Why.EMPTY_SECTION

    def _on_recipient(self, recipient_id: int | None) -> None:
        if recipient_id is None:
            self.evidence.show_nothing()
            return
        try:
            self.evidence.show_recipient(recipient_id)
        except StoreError as error:
            self.listing.banner.show_error(error.note)

    def _on_message(self, message_id: int | None) -> None:
        if message_id is None:
            self.evidence.show_nothing()
            return
        try:
            self.evidence.show_message(message_id)
        except StoreError as error:
            self.listing.banner.show_error(error.note)
