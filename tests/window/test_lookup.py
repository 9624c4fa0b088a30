"""The thread that asks the store: what it answers, in which order, and what is dropped because nobody waits for it."""

from __future__ import annotations

import threading
from array import array

import pytest

from modori.records import Note
from modori.store import Query, Section, Store, StoreError
from modori.window.lookup import Answer, Counts, Lookup, Offer
from store_mails import bounce
from window_mails import DEAD, fill


class Hearer:
    """All that a lookup tells, in its order."""

    def __init__(self, lookup: Lookup) -> None:
        self.heard: list[object] = []
        for signal in (lookup.answered, lookup.counted, lookup.offered, lookup.failed):
            signal.connect(self.heard.append)
        lookup.settled.connect(lambda: self.heard.append("settled"))

    def kinds(self) -> list[str]:
        return [one if isinstance(one, str) else type(one).__name__ for one in self.heard]


@pytest.fixture
def account(database) -> int:
    with Store(database) as store:
        return fill(store).id or 0


@pytest.fixture
def start(qapp, database):
    """Make a lookup on a store, or on what `open_store` gives; its thread ends with the test."""
    made: list[Lookup] = []

    def do(open_store=lambda: Store(database)) -> tuple[Lookup, Hearer]:
        made.append(Lookup(open_store))
        return made[-1], Hearer(made[-1])

    yield do
    for one in made:
        one.shut_down()
    assert not [one for one in threading.enumerate() if one.name == "modori-lookup"]


def settled(hearer: Hearer, times: int = 1) -> bool:
    return hearer.kinds().count("settled") == times


def test_rows_come_first_then_counts_then_what_filters_offer(qtbot, start, account):
    lookup, hearer = start()
    lookup.ask(Query(account, Section.UNSUBSCRIBE))
    qtbot.waitUntil(lambda: settled(hearer))
    assert hearer.kinds() == ["Answer", "Counts", "Offer", "settled"]
    answer, counts, offer, _ = hearer.heard
    assert isinstance(answer, Answer)
    assert isinstance(counts, Counts)
    assert isinstance(offer, Offer)
    assert len(answer.ids) == counts.counts[Section.UNSUBSCRIBE] == len(DEAD)
    assert [(one.value, one.count) for one in offer.filters["domain"]] == [("example.jp", 2), ("example.org", 1)]


def test_where_there_are_no_rows_the_counts_come_with_the_answer(qtbot, start, account):
    lookup, hearer = start()
    lookup.ask(Query(account, Section.KEPT))
    qtbot.waitUntil(lambda: settled(hearer))
    answer = hearer.heard[0]
    assert isinstance(answer, Answer)
    assert answer.ids == array("q")
    assert answer.counts is not None
    assert answer.counts[Section.UNSUBSCRIBE] == len(DEAD)


def test_the_same_is_not_offered_twice_until_somebody_writes(qtbot, start, account, database):
    lookup, hearer = start()
    for times in (1, 2):
        lookup.ask(Query(account, Section.UNSUBSCRIBE))
        qtbot.waitUntil(lambda times=times: settled(hearer, times))
    assert hearer.kinds().count("Offer") == 1
    with Store(database) as store:
        store.add(account, "INBOX", 7, [bounce(99, "new@example.net")])
    lookup.ask(Query(account, Section.UNSUBSCRIBE))
    qtbot.waitUntil(lambda: settled(hearer, 3))
    assert hearer.kinds().count("Offer") == 2


class Slow(Store):
    """A store whose first query waits until somebody interrupts it."""

    def __init__(self, path) -> None:
        super().__init__(path)
        self.asked, self.interrupted, self.waits = threading.Event(), threading.Event(), True

    def ids(self, query):
        if self.waits:
            self.waits = False
            self.asked.set()
            assert self.interrupted.wait(60)
            raise StoreError("store_interrupted")
        return super().ids(query)

    def interrupt(self) -> None:
        super().interrupt()
        self.interrupted.set()


def test_a_query_that_nobody_waits_for_is_interrupted_and_dropped(qtbot, start, account, database):
    opened: list[Slow] = []

    def open_store() -> Store:
        opened.append(Slow(database))
        return opened[-1]

    lookup, hearer = start(open_store)
    lookup.ask(Query(account, Section.RETRY))
    qtbot.waitUntil(lambda: bool(opened) and opened[0].asked.is_set())
    lookup.ask(Query(account, Section.UNSUBSCRIBE))
    qtbot.waitUntil(lambda: settled(hearer))
    assert hearer.kinds() == ["Answer", "Counts", "Offer", "settled"]
    assert [one.query.section for one in hearer.heard if isinstance(one, Answer)] == [Section.UNSUBSCRIBE]


def test_it_ends_though_a_query_runs(qtbot, start, account, database):
    opened: list[Slow] = []

    def open_store() -> Store:
        opened.append(Slow(database))
        return opened[-1]

    lookup, hearer = start(open_store)
    lookup.ask(Query(account, Section.RETRY))
    qtbot.waitUntil(lambda: bool(opened) and opened[0].asked.is_set())
    lookup.shut_down()
    assert hearer.heard == []


class Damaged(Store):
    """A store whose first query finds the file damaged."""

    whole = False

    def ids(self, query):
        if not self.whole:
            self.whole = True
            raise StoreError("store_damaged", path=str(self.path))
        return super().ids(query)


def test_trouble_is_told_and_the_next_question_is_answered(qtbot, start, account, database):
    lookup, hearer = start(lambda: Damaged(database))
    lookup.ask(Query(account, Section.UNSUBSCRIBE))
    qtbot.waitUntil(lambda: bool(hearer.heard))
    assert hearer.heard == [Note("store_damaged", {"path": str(database)})]
    lookup.ask(Query(account, Section.UNSUBSCRIBE))
    qtbot.waitUntil(lambda: settled(hearer))
    assert hearer.kinds() == ["Note", "Answer", "Counts", "Offer", "settled"]
