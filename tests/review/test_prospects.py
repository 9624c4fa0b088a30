"""What would change a decision: each answer is checked by letting it happen."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from modori.records import Action, Choice, Kind, Weight
from modori.review import CAUTIOUS, STANDARD, Past, Prospect, decide, prospects
from modori.rules.reasons import reasons
from modori.sentences import tell

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
U, R, F, V = Choice.UNSUBSCRIBE, Choice.RETRY, Choice.FIX_SENDER, Choice.REVIEW


def past(reason: str, day: int = 0, *, confirm: int = 1, action: Action | None = None, own: bool = True) -> Past:
    """A bounce `day` days before NOW, of a sending of its own."""
    known = reasons()[reason]
    return Past(
        kind=Kind.BOUNCE,
        reason=reason,
        weight=known.weight,
        action=action or known.action,
        confirm=confirm,
        permanent=None,
        when=NOW - timedelta(days=day),
        sending=f"s{day}",
        own_word=own,
    )


def told(found: list[Prospect]) -> list[tuple[str, Choice]]:
    return [(tell(one.what).what, one.choice) for one in found]


ONCE, UNKNOWN = "One more sending that fails like this", "A clear answer of the server that this address does not exist"
ARRIVED = "A report that a later mail was delivered"
CASES = {
    "dead: a delivery, or a year": (
        [past("user_unknown", 10)],
        [(ARRIVED, V), ("No further failure until 23 May 2027", V)],
    ),
    "a carrier's unknown": (
        [past("user_unknown", 10, confirm=2)],
        [(ONCE, U)],
    ),
    "full for the first time": (
        [past("mailbox_full", 1)],
        [("2 more sendings that fail like this, the last on 14 Jun 2026 or later", U)],
    ),
    "full twice, long enough": ([past("mailbox_full", 30), past("mailbox_full", 9)], [(ONCE, U)]),
    "full twice, too near": (
        [past("mailbox_full", 9), past("mailbox_full", 2)],
        [("One more sending that fails like this, on 6 Jun 2026 or later", U)],
    ),
    "no such domain": (
        [past("domain_unknown", 1)],
        [("One more sending that fails like this, on 3 Jun 2026 or later", U)],
    ),
    "the sender's own fault": (
        [past("blocked", 3)],
        [("However often it fails like this: it never counts against this address", F), (UNKNOWN, U)],
    ),
    "for a person": (
        [past("undetermined", 3)],
        [("However often it fails like this: it never becomes an unsubscription by itself", V), (UNKNOWN, U)],
    ),
    "nothing failed": ([replace(past("mailbox_full"), kind=Kind.DELIVERED, action=Action.IGNORE)], []),
    "asked to stop": ([replace(past("user_unknown"), kind=Kind.COMPLAINT, reason=None)], []),
}


@pytest.mark.parametrize(("pasts", "expected"), CASES.values(), ids=CASES)
def test_what_would_change_it(pasts, expected):
    found = told(prospects(pasts, STANDARD, NOW))
    assert found[: len(expected)] == expected
    assert expected or not found


def test_another_policy_answers_otherwise():
    assert told(prospects([past("user_unknown", 10)], CAUTIOUS, NOW))[0] == (ONCE, U)


def test_japanese_says_it_too():
    what = prospects([past("mailbox_full", 1)], STANDARD, NOW)[0].what
    assert tell(what, "ja").what == "同じエラーの配信が、あと2回（最後が2026年6月14日以降）"


REASONS = st.sampled_from(["user_unknown", "domain_unknown", "mailbox_full", "blocked", "undetermined", "greylisted"])


@st.composite
def lives(draw) -> list[Past]:
    days = draw(st.lists(st.integers(0, 500), min_size=1, max_size=5, unique=True))
    return [past(draw(REASONS), day, confirm=draw(st.integers(1, 2)), own=draw(st.booleans())) for day in days]


@given(lives(), st.sampled_from([STANDARD, CAUTIOUS]))
@settings(deadline=None, max_examples=60)
def test_what_is_foretold_comes_true(pasts, policy):
    before = decide(pasts, policy, NOW)
    for one in prospects(pasts, policy, NOW):
        if one.what.code.startswith("turn_fails"):
            count, day = int(one.what.details["count"]), date.fromisoformat(one.what.details["date"])
            last = datetime.combine(day, time(12), UTC)
            newest = max(pasts, key=lambda each: each.when)
            times = [last] if count == 1 else [NOW, *[last] * (count - 1)]
            more = [replace(newest, when=when, sending=f"x{place}") for place, when in enumerate(times)]
            assert one.choice is decide([*pasts, *more], policy, last).choice is not before.choice
        elif one.what.code == "turn_time":
            day = datetime.combine(date.fromisoformat(one.what.details["date"]), time(12), UTC)
            assert one.choice is decide(pasts, policy, day).choice is not before.choice
        elif one.what.code == "turn_never_sender":
            newest = max(pasts, key=lambda each: each.when)
            assert newest.weight is Weight.SENDER
