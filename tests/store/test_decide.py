"""The policy proposes, the user decides, and can take everything back."""

from __future__ import annotations

import sqlite3
from array import array
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from modori.records import By, Cause, Choice, Decision, Kind, Note
from modori.store import PastFailure, Query, RecipientRow, Section, Store, UserDecision
from store_mails import START, asked, bounce, failure, sending

WHY = Note("review_hard_once", {"reason": "user_unknown", "dates": "2026-05-03", "count": "1"})
WHEN = START + timedelta(weeks=1)


def proposal(choice: Choice = Choice.UNSUBSCRIBE, held_by: str | None = None, cause: Cause = Cause.FAILED) -> Decision:
    return Decision(choice, cause, "user_unknown", WHY, held_by)


@pytest.fixture
def three(store: Store, account: int) -> list[int]:
    touched = store.add(account, "INBOX", 1, [bounce(1, "a@example.jp", "b@example.jp"), bounce(2, "c@example.jp")])
    store.propose_many(dict.fromkeys(touched, proposal()))
    return touched


def row(store: Store, number: int) -> RecipientRow:
    return store.rows([number])[0]


def sections(store: Store, ids: list[int]) -> list[Section | None]:
    return [each.section for each in store.rows(ids)]


def test_a_recipient_is_shown_once_something_is_proposed(store: Store, account: int) -> None:
    touched = store.add(account, "INBOX", 1, [bounce(1, "a@example.jp")])
    assert store.undecided(account) == array("q", touched)
    waiting = row(store, touched[0])
    assert (waiting.section, waiting.why.code) == (None, "store_not_decided_yet")
    store.propose(touched[0], proposal())
    decided = row(store, touched[0])
    assert (decided.section, decided.choice, decided.by, decided.why) == (
        Section.UNSUBSCRIBE,
        Choice.UNSUBSCRIBE,
        By.POLICY,
        WHY,
    )
    assert decided.decided_reason == "user_unknown"
    assert len(store.undecided(account)) == 0
    store.add(account, "INBOX", 1, [bounce(2, "a@example.jp", week=1)])
    assert store.undecided(account) == array("q", touched)
    assert row(store, touched[0]).section is Section.UNSUBSCRIBE


def test_a_batch_is_decided_about_while_it_is_written(store: Store, account: int) -> None:
    heard: dict[int, list[str | None]] = {}

    def decide(pasts: Iterable[tuple[int, list[PastFailure]]]) -> dict[int, Decision]:
        told = dict(pasts)
        heard.update((one, [failure.reason for failure in its]) for one, its in told.items())
        assert [row.failures for row in store.rows(sorted(told))] == [2, 1]  # the store is up to date already
        return {min(told): proposal()}

    store.add(account, "INBOX", 1, [bounce(1, "a@example.jp")])
    mails = [bounce(2, failure("a@example.jp", "mailbox_full"), week=1), bounce(3, "b@example.jp")]
    first, second = store.add(account, "INBOX", 1, mails, decide=decide)
    assert heard == {first: ["user_unknown", "mailbox_full"], second: ["user_unknown"]}
    assert sections(store, [first, second]) == [Section.UNSUBSCRIBE, None]
    assert store.undecided(account) == array("q", [second])


def test_a_batch_that_cannot_be_decided_about_is_not_written(store: Store, account: int) -> None:
    def decide(pasts: Iterable[tuple[int, list[PastFailure]]]) -> dict[int, Decision]:
        raise ValueError("no decision")

    with pytest.raises(ValueError, match="no decision"):
        store.add(account, "INBOX", 1, [bounce(1, "a@example.jp")], decide=decide)
    assert store.folder_mark(account, "INBOX") is None
    assert len(store.undecided(account)) == 0


@pytest.mark.parametrize(
    ("decision", "section"),
    [
        (proposal(Choice.UNSUBSCRIBE), Section.UNSUBSCRIBE),
        (proposal(Choice.RETRY), Section.RETRY),
        (proposal(Choice.FIX_SENDER), Section.FIX_SENDER),
        (proposal(Choice.REVIEW), Section.REVIEW),
        (proposal(Choice.KEEP), Section.KEPT),
        (proposal(Choice.IGNORE), Section.KEPT),
        (proposal(Choice.UNSUBSCRIBE, "incident:4"), Section.INCIDENTS),
        (proposal(Choice.UNSUBSCRIBE, "not_yours"), Section.NOT_YOURS),
    ],
)
def test_sections(store: Store, three: list[int], decision: Decision, section: Section) -> None:
    store.propose(three[0], decision)
    assert row(store, three[0]).section is section


def test_who_asked_has_a_section_of_their_own(store: Store, account: int) -> None:
    touched = store.add(account, "INBOX", 1, [asked(1, "a@example.jp", Kind.COMPLAINT)])
    store.propose(touched[0], proposal(cause=Cause.COMPLAINT))
    assert sections(store, touched) == [Section.ASKED]
    assert [each.address for each in store.to_export(account, Choice.UNSUBSCRIBE)] == ["a@example.jp"]


def test_the_user_wins_and_stays(store: Store, account: int, three: list[int]) -> None:
    (change,) = store.decide(three[:1], Choice.KEEP, "Was here last week", when=WHEN)
    assert change.after == UserDecision(Choice.KEEP, "Was here last week", WHEN)
    store.propose(three[0], proposal(Choice.RETRY, "incident:1"))
    store.add(account, "INBOX", 1, [bounce(9, "a@example.jp", week=3)])
    store.propose(three[0], proposal(Choice.UNSUBSCRIBE))
    kept = row(store, three[0])
    assert (kept.section, kept.choice, kept.proposed, kept.by) == (
        Section.REVIEW,  # once more, because it failed since
        Choice.KEEP,
        Choice.UNSUBSCRIBE,
        By.USER,
    )
    assert (kept.note, kept.decided_at) == ("Was here last week", WHEN)
    assert row(store, three[1]).by is By.POLICY


def test_a_decision_on_something_held_back_releases_it(store: Store, account: int, three: list[int]) -> None:
    store.propose(three[0], proposal(Choice.UNSUBSCRIBE, "incident:1"))
    assert [each.id for each in store.to_export(account, Choice.UNSUBSCRIBE)] == three[1:]
    store.decide(three[:1], Choice.UNSUBSCRIBE, when=WHEN)
    assert row(store, three[0]).section is Section.UNSUBSCRIBE
    assert [each.id for each in store.to_export(account, Choice.UNSUBSCRIBE)] == three


def test_failing_hard_after_a_decision_is_counted(store: Store, account: int, three: list[int]) -> None:
    store.decide(three[:1], Choice.KEEP, when=WHEN)
    assert row(store, three[0]).failed_since_decision == 0
    later = [
        bounce(11, "a@example.jp", week=2),
        bounce(12, "a@example.jp", week=2, copy=True),
        bounce(13, failure("a@example.jp", "mailbox_full"), week=3),
        bounce(14, "a@example.jp", week=4),
        bounce(15, "a@example.jp", week=5, kind=Kind.DELAYED),
        bounce(16, "a@example.jp", week=0, of=sending(9)),  # older mail that is read late
    ]
    store.add(account, "INBOX", 1, later)
    assert row(store, three[0]).failed_since_decision == 2
    assert (row(store, three[0]).section, row(store, three[0]).choice) == (Section.REVIEW, Choice.KEEP)
    changes = store.decide(three[:1], Choice.KEEP, when=START + timedelta(weeks=3))
    assert row(store, three[0]).failed_since_decision == 1
    store.restore(changes)
    assert row(store, three[0]).failed_since_decision == 2
    store.decide(three[:1], None, when=WHEN)
    assert row(store, three[0]).failed_since_decision == 0


@pytest.mark.parametrize(
    ("choice", "section"), [(Choice.KEEP, Section.KEPT), (Choice.RETRY, Section.RETRY), (Choice.REVIEW, Section.REVIEW)]
)
def test_who_fails_hard_after_a_decision_is_shown_once_more(store: Store, account: int, three, choice, section) -> None:
    store.decide(three[:1], choice, when=WHEN)
    assert row(store, three[0]).section is section
    store.add(account, "INBOX", 1, [bounce(11, failure("a@example.jp", "mailbox_full", "452 full"), week=2)])
    assert row(store, three[0]).section is section
    store.add(account, "INBOX", 1, [bounce(12, "a@example.jp", week=3)])
    assert row(store, three[0]).section is Section.REVIEW
    assert not [one.address for one in store.to_export(account, Choice.UNSUBSCRIBE) if one.address == "a@example.jp"]
    store.decide(three[:1], choice, when=START + timedelta(weeks=4))
    assert row(store, three[0]).section is section


def test_a_file_of_the_version_before_shows_who_failed_since(store: Store, account: int, three, monkeypatch) -> None:
    store.decide(three[:1], Choice.KEEP, when=WHEN)
    store.add(account, "INBOX", 1, [bounce(12, "a@example.jp", week=3)])
    store.close()
    with sqlite3.connect(store.path) as raw:
        raw.execute("UPDATE recipients SET section = 'kept' WHERE user_choice IS NOT NULL")
        for table in ("subscribers", "subscriber_lists"):  # of a later version
            raw.execute(f"DROP TABLE {table}")
        raw.execute("PRAGMA user_version = 6")
    raw.close()
    with Store(store.path) as again:
        assert row(again, three[0]).section is Section.REVIEW
        assert row(again, three[1]).section is not Section.REVIEW


def test_many_decisions_say_few_things_and_can_be_undone(store: Store, account: int) -> None:
    store.add(account, "INBOX", 1, [bounce(number, f"r{number}@example.jp") for number in range(1, 1201)])
    ids = list(store.undecided(account))
    changes = store.decide(ids, Choice.KEEP, "for now", when=WHEN)
    assert [change.recipient_id for change in changes] == ids
    assert len({id(change.after) for change in changes}) == len({id(change.before) for change in changes}) == 1
    assert store.counts(Query(account))[Section.KEPT] == 1200
    store.restore(changes)
    assert store.counts(Query(account))[Section.KEPT] == 0


def test_back_to_the_proposal(store: Store, three: list[int]) -> None:
    store.decide(three, Choice.RETRY, "note", when=WHEN)
    store.decide(three[:1], None, when=WHEN)
    back = row(store, three[0])
    assert (back.section, back.by, back.decided_at, back.note) == (Section.UNSUBSCRIBE, By.POLICY, None, "note")
    store.decide(three[:1], None, "", when=WHEN)
    assert row(store, three[0]).note is None


def test_undo_and_redo(store: Store, account: int, three: list[int]) -> None:
    before = store.rows(three)
    first = store.decide(three, Choice.KEEP, "one", when=WHEN)
    middle = store.rows(three)
    second = store.decide(three[:2], Choice.UNSUBSCRIBE, "two", when=WHEN + timedelta(days=1))
    after = store.rows(three)
    redo_second = store.restore(second)
    assert store.rows(three) == middle
    redo_first = store.restore(first)
    assert store.rows(three) == before
    undo_first = store.restore(redo_first)
    assert store.rows(three) == middle
    store.restore(redo_second)
    assert store.rows(three) == after
    store.restore(second)
    store.restore(undo_first)
    assert store.rows(three) == before
    assert store.counts(Query(account))[Section.UNSUBSCRIBE] == 3


def test_one_recipient_twice_in_one_decision(store: Store, three: list[int]) -> None:
    before = store.rows(three)
    changes = store.decide([three[0], three[0]], Choice.KEEP, when=WHEN)
    store.restore(changes)
    assert store.rows(three) == before


def test_who_is_gone_is_left_out(store: Store, three: list[int]) -> None:
    assert store.decide([10**9], Choice.KEEP, when=WHEN) == ()
    store.propose(10**9, proposal())


def test_export_by_list(store: Store, account: int) -> None:
    shop = sending(0, "shop.example.com")
    mails = [
        bounce(1, "b@example.jp"),
        bounce(2, "a@example.jp", of=shop),
        bounce(3, "b@example.jp", of=replace(shop, subject="Other")),
        asked(4, "c@example.jp", of=shop),
    ]
    touched = store.add(account, "INBOX", 1, mails)
    store.propose_many(dict.fromkeys(touched, proposal()))
    lists = {facet.label: int(facet.value) for facet in store.facets(Query(account), "list")}

    def exported(name: str | None) -> list[str]:
        rows = store.to_export(account, Choice.UNSUBSCRIBE, lists[name] if name else None)
        return [each.address for each in rows]

    assert exported(None) == ["a@example.jp", "b@example.jp", "c@example.jp"]
    assert exported("shop.example.com") == ["a@example.jp", "b@example.jp", "c@example.jp"]
    assert exported("news.example.com") == ["b@example.jp"]
    assert list(store.to_export(account, Choice.RETRY)) == []


def test_decisions_survive_closing(store: Store, three: list[int]) -> None:
    store.decide(three[:1], Choice.KEEP, "note", when=datetime(2026, 5, 3, 10, 30, tzinfo=UTC))
    with Store(store.path) as again:
        assert again.rows(three) == store.rows(three)
