"""The full window: mailboxes and sections at the left, the rows in the middle, the evidence at the right.

It holds what is looked at (account, list, section, search, order), asks the store for it, and shows
the answer.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QByteArray, QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QResizeEvent
from PySide6.QtWidgets import QLineEdit, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from ..records import Account, Choice
from ..store import Column, Query, Section, Store, StoreError
from .cases import Cases
from .deciding import Decisions
from .decision_buttons import likely_width
from .empty_page import Why
from .listing import Listing
from .look import GROUP, letters
from .lookup import Answer, Counts, Lookup, Offer
from .sidebar import Sidebar

if TYPE_CHECKING:
    from .bridge import Background
    from .decide_dialog import Wanted
    from .evidence import EvidencePane
    from .summary_page import SummaryPage

TYPING_MS = 150
LIVE_MS = 1000

# How wide the evidence is in a wide window, and at least in a narrow one.
_PANE, _NARROW_PANE, _PANE_LEAST = 356, 308, 280
_MIDDLE = 400
_LEFT = 232
# Where something is looked for when the first section has nothing. Mails that are no bounces are none of them: that
# there are only such mails is explained in the first section.
_ELSEWHERE = (
    Section.REVIEW,
    Section.INCIDENTS,
    Section.ASKED,
    Section.FIX_SENDER,
    Section.RETRY,
    Section.KEPT,
    Section.NOT_YOURS,
)

_MESSAGE_COLUMNS = (Column.SUBJECT, Column.SENDER, Column.KIND, Column.LAST_SEEN)


class Workspace(QWidget):
    """`account_shown` tells the id of the account that is looked at; `incident_left`: all incidents are shown again.

    `several_asked`: several shall be decided, or one with a note.
    """

    account_shown = Signal(int)
    incident_left = Signal()
    several_asked = Signal()

    def __init__(
        self,
        store: Store,
        cases: Cases,
        lookup: Lookup,
        decisions: Decisions,
        language: Callable[[], str],
        now: Callable[[], datetime],
        make_summary: Callable[[], SummaryPage],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._lookup, self._decisions, self._language = lookup, decisions, language
        self._query: Query | None = None
        self._answered: Query | None = None
        self._reading: int | None = None
        self._chosen_shape = False
        self._explains = False
        self._anywhere = False
        # From the outside in, here and in all that is inside: what gets its parent late is styled once more.
        self._splitter = QSplitter(Qt.Orientation.Horizontal, self)
        self._middle = QStackedWidget(self._splitter)
        self.sidebar = Sidebar(self._splitter)
        self.listing = Listing(store, language, now, self._middle)
        self._cases, self._make_summary = cases, make_summary
        self.search = QLineEdit(self)  # the window puts it into its tool bar
        self._middle.addWidget(self.listing)
        self._middle.setMinimumWidth(_MIDDLE)  # the summary needs more, and has it: beside it is no evidence
        self._right = QWidget(self._splitter)  # the room of the evidence, until that is there
        self._right.setMinimumWidth(_PANE_LEAST)
        for part in (self.sidebar, self._middle, self._right):
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
        self._lookup.counted.connect(self._on_counts)
        self._lookup.offered.connect(self._on_offer)
        self._lookup.settled.connect(self._on_settled)
        self._lookup.failed.connect(self.listing.banner.show_error)
        self._typing.timeout.connect(self._on_typed)
        self._live.timeout.connect(self.reload)
        self.search.textChanged.connect(lambda: self._typing.start())
        self.search.returnPressed.connect(self.listing.focus_rows)
        self.sidebar.section_chosen.connect(self._on_section)
        self.sidebar.account_chosen.connect(self.show_account)
        self.sidebar.summary_chosen.connect(self._show_summary)
        self.listing.filters.changed.connect(self._on_filter)
        self.listing.sort_asked.connect(self._on_sort)
        self.listing.empty.show_all_asked.connect(self.show_all)
        self.listing.recipient_shown.connect(self._on_recipient)
        self.listing.message_shown.connect(self._on_message)
        self.listing.opened.connect(lambda: self.evidence.focus_mail())
        self._decisions.changed.connect(self.reload)
        self._decisions.failed.connect(self.listing.banner.show_error)

    @cached_property
    def evidence(self) -> EvidencePane:
        """Why; made when it is first needed, for the first window waits for nothing."""
        from .evidence import EvidencePane

        pane = EvidencePane(self._cases, self._language, self)
        pane.setMinimumWidth(_PANE_LEAST)
        pane.setVisible(self._right.isVisibleTo(self._splitter))
        pane.show_selected(self.listing.chosen_count())
        self.listing.selection_changed.connect(pane.show_selected)
        pane.buttons.decided.connect(self.decide)
        pane.buttons.more_asked.connect(self.several_asked)
        self._splitter.replaceWidget(self._splitter.indexOf(self._right), pane)
        self._right.deleteLater()
        self._splitter.setStretchFactor(2, 1)
        self._right = pane
        if not self._chosen_shape:
            self._shape()
        return pane

    def explained(self) -> bool:
        """Whether the evidence is there."""
        return "evidence" in self.__dict__

    @cached_property
    def summary(self) -> SummaryPage:
        """The pictures; made when they are first looked at, for the first window waits for nothing."""
        from .summary_page import span_words

        pictures = self._make_summary()
        self._middle.addWidget(pictures)
        pictures.reason_chosen.connect(lambda reason, section: self._narrow(section, reason=reason))
        pictures.domain_chosen.connect(lambda domain, section: self._narrow(section, domain=domain))
        pictures.sending_chosen.connect(lambda sending, section: self._narrow(section, sending=sending))
        pictures.span_chosen.connect(
            lambda span, section: self._narrow(section, period=(span.since, span.until, span_words(span)))
        )
        return pictures

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
            self._show_nobody()
        self._anywhere = self._query is None or self._query.account_id != account_id
        self._query = Query(account_id, self.sidebar.section(), list_id=list_id, text=self.search.text().strip())
        self.listing.table.show_order(self._query.sort, descending=self._query.descending)
        self.listing.mails.show_order(self._query.sort, descending=self._query.descending)
        self.reload()
        self.account_shown.emit(account_id)

    def reload(self) -> None:
        """Ask the store again for what is looked at."""
        if self._query is not None:
            self._lookup.ask(self._query, live=self._reading is not None)
            if self._middle.currentWidget() is not self.listing:
                self.summary.show_numbers(self._query)

    def _show_summary(self) -> None:
        self._middle.setCurrentWidget(self.summary)
        self._right.hide()
        if self._query is not None:
            self.summary.show_numbers(self._query)

    def _narrow(self, section: Section, **filters: Any) -> None:
        """Go from a picture to the rows that it counts, in the section that holds most of them."""
        self.search.clear()
        self._typing.stop()
        self.listing.filters.clear()
        self.sidebar.choose_section(section)
        self.listing.filters.choose(**filters)
        self.listing.focus_rows()

    def explain(self) -> None:
        """The rules have been read: from now on the evidence can be shown."""
        self._explains = True
        self.evidence.show_nothing()
        QTimer.singleShot(0, self, self.listing.tell_row)  # a breath between making it and filling it

    def show_reading(self, account_id: int | None) -> None:
        """Mail is being read into this account (None: no more): its rows are asked for while they come."""
        if account_id is not None and self.sidebar.section() is Section.UNSUBSCRIBE:
            self._anywhere = account_id == self.account_id
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
        self.incident_left.emit()
        self._change(held_by=None, text="", **self.listing.filters.fields(messages=self._mails()))

    def show_incident(self, key: str | None) -> None:
        """Show the addresses of this incident alone; None: of all."""
        self._change(held_by=key)

    def decide(self, choice: Choice | None) -> None:
        """Decide for the selected rows; None: back to the proposal."""
        self._decide(self.listing.chosen_ids(), choice)

    def _decide(self, ids: Sequence[int], choice: Choice | None, note: str | None = None) -> None:
        try:
            self._decisions.decide(ids, choice, note)
        except StoreError as error:
            self.listing.banner.show_error(error.note)

    def ask_for_several(self, open_store: Callable[[], Store], background: Background) -> None:
        """Decide for several, or with a note, in a dialog."""
        from .decide_dialog import DecideDialog  # dialogs are imported when they are opened

        row = self.listing.current_row()
        if row is None or self._query is None:
            return
        dialog = DecideDialog(
            row, tuple(self.listing.chosen_ids()), self._query, open_store, background, self._language, self
        )
        dialog.decided.connect(self._on_several)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _on_several(self, wanted: Wanted) -> None:
        if wanted.ids is None:
            self._decisions.decide_all(wanted.query, wanted.choice, wanted.note)
        else:
            self._decide(wanted.ids, wanted.choice, wanted.note)

    def copy_address(self) -> None:
        """Put the address of the current row into the clipboard."""
        row = self.listing.current_row()
        if row is not None:
            QGuiApplication.clipboard().setText(row.address)

    def show_only(self, *, reason: bool = False, domain: bool = False) -> None:
        """Filter by what the current row has."""
        row = self.listing.current_row()
        if row is not None:
            self.listing.filters.choose(reason=row.reason if reason else None, domain=row.domain if domain else None)

    def help_topic(self) -> str:
        """What the help begins with: in Review and Fix the reason that is looked at, else the section."""
        from ..review import advice

        section = self.sidebar.section()
        wanted = section in (Section.REVIEW, Section.FIX_SENDER) and self.explained()
        reason = self.evidence.reason() if wanted else None
        return reason if reason and advice.steps(reason) else section.value

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
        self._show_nobody()

    def state(self) -> QByteArray:
        """Where the user wants the three parts to meet, to be kept; empty: wherever it fits."""
        self._right.show()  # beside the summary it is not there, and its width not known
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

    def _evidence_width(self) -> int:
        """How wide the evidence must be, or will have to be once it is there."""
        return self.evidence.wanted_width() if self.explained() else likely_width(self) + 2 * GROUP + 4

    def _shape(self) -> None:
        """Room for all names at the left, and for the sentences at the right; the table gets the rest."""
        width = max(self.width(), 1000)
        handles = 2 * self._splitter.handleWidth()
        left, wanted = self.sidebar.wanted_width(), self._evidence_width()
        right = max(_PANE, wanted) if width >= 1200 else max(_NARROW_PANE, wanted)
        if letters(self) > 1.1:  # there is not room for all: the names at the left give way first
            right = min(right, width * 42 // 100)
            left = min(left, max(width - right - _MIDDLE - handles, _LEFT))
        self._splitter.setSizes([left, width - left - right - handles, right])

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the room anew while the user has not done so."""
        super().resizeEvent(event)
        if not self._chosen_shape:
            self._shape()

    def changeEvent(self, event: QEvent) -> None:
        """Names are longer in another language."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange and not self._chosen_shape:
            QTimer.singleShot(0, self, self._shape)  # when all parts have their new words

    def _change(self, **fields: object) -> None:
        if self._query is not None:
            self._query = replace(self._query, **fields)  # pyright: ignore[reportArgumentType]
            self.reload()

    def _on_typed(self) -> None:
        if self._middle.currentWidget() is not self.listing:
            self.sidebar.choose_section(self.sidebar.section())
        self._change(text=self.search.text().strip())

    def _on_section(self, section: Section) -> None:
        self._middle.setCurrentWidget(self.listing)
        self._anywhere = False
        self._right.show()
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
            held_by=None,
            sort=sort,
            descending=descending,
            **filters.fields(messages=messages),
        )

    def _on_filter(self) -> None:
        self._change(text=self.search.text().strip(), **self.listing.filters.fields(messages=self._mails()))

    def _mails(self) -> bool:
        """Whether the section of mails that are no bounces is looked at."""
        return self.sidebar.section() is Section.NOT_BOUNCES

    def _on_sort(self, column: Column, descending: bool) -> None:
        self._change(sort=column, descending=descending)

    def _elsewhere(self, answer: Answer, why: Why) -> Section | None:
        """Another section that has something, where the first has nothing and nobody has chosen it."""
        if answer.ids or why is not Why.EMPTY_SECTION or not self._anywhere:
            return None
        counts = answer.counts or {}
        return next((section for section in _ELSEWHERE if counts.get(section)), None)

    def _on_answer(self, answer: Answer) -> None:
        section = answer.query.section or Section.UNSUBSCRIBE
        again, self._answered = answer.query == self._answered, answer.query
        why = self._why_empty(answer.query, answer.counts or {})
        elsewhere = self._elsewhere(answer, why)
        self._anywhere = self._anywhere and self._reading is not None
        if elsewhere is not None:
            self.sidebar.show_counts(answer.counts or {})
            self.sidebar.choose_section(elsewhere)
            return
        self.listing.show_ids(answer.ids, answer.places, section, why, again=again)

    def _on_counts(self, told: Counts) -> None:
        self.sidebar.show_counts(told.counts)
        self.sidebar.show_lists(told.lists)

    def _on_offer(self, offer: Offer) -> None:
        self.listing.filters.offer(offer.filters)

    def _on_settled(self) -> None:
        if self._reading is not None:
            self._live.start()

    def _why_empty(self, query: Query, counted: Mapping[Section, int]) -> Why:
        if query.text or query.held_by is not None or self.listing.filters.active():
            return Why.FILTERED
        if self._reading == query.account_id:
            return Why.READING
        counts = dict(counted)
        others = counts.pop(Section.NOT_BOUNCES, 0)
        if not any(counts.values()) and query.section is not Section.NOT_BOUNCES:
            return Why.NO_BOUNCES if others else Why.NOT_READ
        return Why.EMPTY_SECTION

    def _on_recipient(self, recipient_id: int | None) -> None:
        if recipient_id is None or not self._explains:
            self._show_nobody()
            return
        try:
            self.evidence.show_recipient(recipient_id)
        except StoreError as error:
            self.listing.banner.show_error(error.note)

    def _show_nobody(self) -> None:
        if self.explained():
            self.evidence.show_nothing()

    def _on_message(self, message_id: int | None) -> None:
        if message_id is None or not self._explains:
            self._show_nobody()
            return
        try:
            self.evidence.show_message(message_id)
        except StoreError as error:
            self.listing.banner.show_error(error.note)
