"""Asks the store for ids and counts in a thread of its own, so that sorting a million rows blocks nothing.

Requests are numbered, and only the newest one counts: a query that nobody waits for any more is interrupted, and an
answer to an older request is dropped. The rows come first, then the counts, then what the filters offer.
"""

from __future__ import annotations

import logging
import threading
import time
from array import array
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, Qt, Signal

from ..records import Note
from ..store import Facet, FacetBy, KnownList, Query, Section, Store, StoreError
from .paged_model import places_of
from .trouble import note_of

log = logging.getLogger(__name__)

FILTERS: tuple[FacetBy, ...] = ("reason", "domain", "sending", "system")
# While mail comes in, working out anew what the filters offer may take a tenth of the time.
_SELDOM = 10


@dataclass(frozen=True, slots=True)
class Answer:
    """The rows of a query. `places` is for the model; `counts` is there where there are no rows, else it follows."""

    query: Query
    ids: array[int]
    places: array[int] | None
    counts: dict[Section, int] | None


@dataclass(frozen=True, slots=True)
class Counts:
    """How many rows each section has under the query's filters, and the lists of the account."""

    counts: dict[Section, int]
    lists: list[KnownList]


@dataclass(frozen=True, slots=True)
class Offer:
    """What each filter could be set to, with the number of rows there would be."""

    filters: dict[FacetBy, list[Facet]]


@dataclass(frozen=True, slots=True)
class _Request:
    number: int
    query: Query
    live: bool


class Lookup(QObject):
    """`ask` in the window's thread; hear `answered`, `counted`, `offered` (the same is not offered twice), and at the
    end of every request that no other one came before `settled`, or `failed` (a Note) there.
    """

    answered = Signal(object)
    counted = Signal(object)
    offered = Signal(object)
    settled = Signal()
    failed = Signal(object)
    _told = Signal(int, object)

    def __init__(self, open_store: Callable[[], Store], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._open_store = open_store
        self._wanted: _Request | None = None
        self._number = 0
        self._closing = False
        self._signal = threading.Condition()
        self._store: Store | None = None
        self._offers = _Offers()
        self._told.connect(self._on_told, Qt.ConnectionType.QueuedConnection)
        self._thread = threading.Thread(target=self._run, name="modori-lookup")
        self._thread.start()

    def ask(self, query: Query, *, live: bool = False) -> int:
        """Ask for the rows of `query`; gives the number of the request. What was asked before is given up.

        `live`: mail is coming in and it will be asked again soon; what takes long is then left out now and then.
        """
        with self._signal:
            self._number += 1
            self._wanted = _Request(self._number, query, live)
            self._interrupt()
            self._signal.notify()
            return self._number

    def shut_down(self) -> None:
        """End the thread."""
        with self._signal:
            self._closing = True
            self._interrupt()
            self._signal.notify()
        self._thread.join()

    def _interrupt(self) -> None:
        if self._store is not None:
            self._store.interrupt()

    def _run(self) -> None:
        try:
            while (wanted := self._next()) is not None:
                try:
                    self._look_up(self._opened(), wanted)
                except StoreError as error:
                    if error.note.code != "store_interrupted" or not self._late(wanted):
                        self._told.emit(wanted.number, error.note)
                except Exception as unexpected:
                    log.exception("the lookup failed")
                    self._told.emit(wanted.number, note_of(unexpected))
        finally:
            with self._signal:
                store, self._store = self._store, None
            if store is not None:
                store.close()

    def _next(self) -> _Request | None:
        with self._signal:
            self._signal.wait_for(lambda: self._wanted is not None or self._closing)
            wanted, self._wanted = self._wanted, None
            return None if self._closing else wanted

    def _opened(self) -> Store:
        if self._store is None:
            opened = self._open_store()
            with self._signal:
                self._store = opened
            return opened
        return self._store

    def _late(self, wanted: _Request) -> bool:
        with self._signal:
            return self._closing or wanted.number != self._number

    def _look_up(self, store: Store, wanted: _Request) -> None:
        for part in self._parts(store, wanted):
            if self._late(wanted):
                return
            if part is not None:
                self._told.emit(wanted.number, part)
        self._told.emit(wanted.number, None)

    def _parts(self, store: Store, wanted: _Request) -> Iterator[Answer | Counts | Offer | None]:
        """The parts of the answer, in the order in which they are wanted."""
        query = wanted.query
        ids = store.ids(query)
        counts = None if ids else store.counts(query)
        yield Answer(query, ids, places_of(ids), counts)
        lists = [one for one in store.lists(query.account_id, at_most=1) if one.recipients]
        yield Counts(counts or store.counts(query), sorted(lists, key=lambda one: one.name.casefold()))
        yield from self._offers.made(store, query, live=wanted.live)

    def _on_told(self, number: int, part: object) -> None:
        if number != self._number or self._closing:
            return
        match part:
            case Answer():
                self.answered.emit(part)
            case Counts():
                self.counted.emit(part)
            case Offer():
                self.offered.emit(part)
            case Note():
                self.failed.emit(part)
            case _:
                self.settled.emit()


class _Offers:
    """Works out what the filters offer, when something has changed."""

    def __init__(self) -> None:
        self._known: tuple[Query, int] | None = None
        self._made_at, self._took = 0.0, 0.0

    def made(self, store: Store, query: Query, *, live: bool) -> Iterator[Offer | None]:
        """The Offer in parts that can be interrupted; nothing where it is as before."""
        wanted = (replace(query, sort=Query(0).sort, descending=True), store.version())
        if wanted == self._known:
            return
        same = self._known is not None and self._known[0] == wanted[0]
        if same and live and time.monotonic() - self._made_at < self._took * _SELDOM:
            return
        begin = time.monotonic()
        filters: dict[FacetBy, list[Facet]] = {}
        for by in FILTERS:
            filters[by] = store.facets(query, by)
            yield None
        yield Offer(filters)
        self._known, self._made_at = wanted, time.monotonic()
        self._took = self._made_at - begin
