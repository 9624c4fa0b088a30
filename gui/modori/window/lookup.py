"""Asks the store for ids and counts in a thread of its own, so that sorting a million rows blocks nothing.

Requests are numbered; only the newest one that waits is worked on, and an answer to an older one is
dropped.
"""

from __future__ import annotations

import logging
import threading
from array import array
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt, Signal

from ..records import Note
from ..store import Facet, FacetBy, Query, Section, Store, StoreError
from .trouble import note_of

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Answer:
    """What the store says to a query. `filters` holds what each filter could be set to."""

    number: int
    query: Query
    ids: array[int]
    counts: dict[Section, int]
    filters: dict[FacetBy, list[Facet]]


FILTERS: tuple[FacetBy, ...] = ("list", "sending", "reason", "domain", "system")


class Lookup(QObject):
    """`ask` in the window's thread, hear `answered` or `failed` (a Note) there."""

    answered = Signal(object)
    failed = Signal(object)
    _answer = Signal(object)
    _failure = Signal(int, object)

    def __init__(self, open_store: Callable[[], Store], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._open_store = open_store
        self._wanted: tuple[int, Query] | None = None
        self._number = 0
        self._closing = False
        self._signal = threading.Condition()
        self._answer.connect(self._on_answer, Qt.ConnectionType.QueuedConnection)
        self._failure.connect(self._on_failure, Qt.ConnectionType.QueuedConnection)
        self._thread = threading.Thread(target=self._run, name="modori-lookup")
        self._thread.start()

    def ask(self, query: Query) -> int:
        """Ask for the ids and counts of `query`; gives the number of the request."""
        with self._signal:
            self._number += 1
            self._wanted = (self._number, query)
            self._signal.notify()
            return self._number

    def shut_down(self) -> None:
        """End the thread, after the query that it is at."""
        with self._signal:
            self._closing = True
            self._signal.notify()
        self._thread.join()

    def _run(self) -> None:
        store: Store | None = None
        try:
            while (wanted := self._next()) is not None:
                try:
                    store = store or self._open_store()
                    answer = _look_up(store, *wanted)
                except StoreError as error:
                    self._failure.emit(wanted[0], error.note)
                except Exception as unexpected:
                    log.exception("the lookup failed")
                    self._failure.emit(wanted[0], note_of(unexpected))
                else:
                    self._answer.emit(answer)
        finally:
            if store is not None:
                store.close()

    def _next(self) -> tuple[int, Query] | None:
        with self._signal:
            self._signal.wait_for(lambda: self._wanted is not None or self._closing)
            wanted, self._wanted = self._wanted, None
            return None if self._closing else wanted

    def _on_answer(self, answer: Answer) -> None:
        if answer.number == self._number and not self._closing:
            self.answered.emit(answer)

    def _on_failure(self, number: int, note: Note) -> None:
        if number == self._number and not self._closing:
            self.failed.emit(note)


def _look_up(store: Store, number: int, query: Query) -> Answer:
    everything = Query(query.account_id)
    return Answer(
        number=number,
        query=query,
        ids=store.ids(query),
        counts=store.counts(query),
        filters={by: store.facets(everything, by) for by in FILTERS},
    )
