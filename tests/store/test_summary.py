"""The pictures show what the table would: each number is that of a filter on the same value."""

from __future__ import annotations

import itertools
from datetime import datetime, timedelta

import pytest

from modori.records import Choice, Decision, Kind, Note
from modori.store import Query, Section, Store
from modori.store.summary import MOST, borders
from store_mails import asked, bounce, failure, sending

WHY = Note("review_nothing_failed")


@pytest.fixture
def filled(store: Store, account: int) -> Store:
    full = [failure(f"full{number}@docomo.ne.jp", "mailbox_full", "452 full") for number in range(4)]
    mails = [bounce(number, f"dead{number}@d{number}.example.jp", week=number % 14) for number in range(1, 20)]
    mails += [bounce(100 + number, one, week=20) for number, one in enumerate(full)]
    mails.append(bounce(200, "dead1@d1.example.jp", week=20))
    mails.append(bounce(201, "other@d1.example.jp", week=1, of=sending(1, "other.example.org")))
    mails.append(asked(202, "tired@example.com", kind=Kind.COMPLAINT))
    store.add(account, "INBOX", 1, mails)
    for row in store.rows(store.undecided(account)):
        newest = store.failures_of(row.id)[-1]
        store.propose(row.id, Decision(Choice(newest.action), row.cause, newest.reason, WHY))
    return store


def every(store: Store, account: int, **fields) -> int:
    return len(store.ids(Query(account, **fields)))


def test_each_bar_counts_what_its_filter_shows(filled, account):
    seen = filled.summary(Query(account))
    assert [(bar.value, bar.count, bar.section) for bar in seen.reasons] == [
        ("user_unknown", 20, Section.UNSUBSCRIBE),
        ("mailbox_full", 4, Section.RETRY),
    ]
    assert all(every(filled, account, reason=bar.value) == bar.count for bar in seen.reasons)
    assert all(every(filled, account, domain=bar.value) == bar.count for bar in seen.domains)
    assert all(every(filled, account, sending_id=int(bar.value)) == bar.count for bar in seen.sendings)
    assert all(every(filled, account, since=one.since, until=one.until) == one.count for one in seen.spans)
    assert sum(one.count for one in seen.spans) == every(filled, account) == sum(seen.counts.values())


def test_the_most_frequent_domains_and_the_newest_sendings_come_first(filled, account):
    seen = filled.summary(Query(account))
    assert seen.domains[0].value == "docomo.ne.jp"
    assert len(seen.domains) == MOST
    assert seen.more_domains == len({"docomo.ne.jp", "example.com", *(f"d{n}" for n in range(1, 20))}) - MOST
    assert [bar.label for bar in seen.sendings[:2]] == ["News 20", "News 13"]
    assert len(seen.sendings) == MOST
    assert seen.sendings[0].section is Section.RETRY


def test_one_newsletter_alone(filled, account):
    other = next(one for one in filled.facets(Query(account), "list") if one.label == "other.example.org")
    seen = filled.summary(Query(account, list_id=int(other.value)))
    assert [bar.label for bar in seen.domains] == ["d1.example.jp"]
    assert seen.counts == {Section.UNSUBSCRIBE: 1}
    assert len(seen.sendings) == len(seen.spans) == 1


def test_an_empty_mailbox_has_no_bars(store, account):
    seen = store.summary(Query(account))
    assert (seen.counts, seen.reasons, seen.domains, seen.sendings, seen.spans) == ({}, [], [], [], [])


@pytest.mark.parametrize(
    ("days", "parts", "step"),
    [(0, 1, 1), (30, 31, 1), (31, 5, 7), (200, 29, 7), (300, 10, 28), (900, 30, 28), (3000, 9, 365)],
)
def test_time_is_cut_into_as_few_parts_as_can_be_drawn(days, parts, step):
    first = datetime(2020, 3, 2, 9).astimezone()
    last = first + timedelta(days=days)
    found = borders(first, last)
    assert len(found) - 1 == parts
    assert found[0] <= first <= last < found[-1]
    assert all(later - one >= timedelta(days=step) - timedelta(hours=1) for one, later in itertools.pairwise(found))
