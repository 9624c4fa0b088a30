"""Lists: every order, filter, count and facet against a plain Python answer."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from modori.records import Account, AccountKind, Cause, Choice, Decision, Kind, Note
from modori.store import Column, Facet, Query, RecipientRow, Section, Store
from modori.store import query as query_module
from store_mails import asked, bounce, failure, letter, sending

WHY = Note("review_nothing_failed")
RECIPIENT_COLUMNS = [column for column in Column if column not in (Column.SUBJECT, Column.SENDER, Column.KIND)]
REASONS = {
    "user_unknown": "550 5.1.1 User unknown",
    "mailbox_full": "452 4.2.2 Mailbox FULL",
    "blocked": "554 5.7.1 ブロックされました",
    "recipient_refused": "550 refused",
}
DOMAINS = ["docomo.ne.jp", "Example.COM", "example.org", "b.example.jp"]
LISTS = ["news.example.com", "Alpha.example.com", None]


def proposed(store: Store, account: int) -> list[RecipientRow]:
    """Decide for all that wait, as the newest failure says, and give all rows that are shown."""
    waiting = store.undecided(account)
    decisions = {
        row.id: Decision(
            Choice(store.failures_of(row.id)[-1].action) if row.cause is Cause.FAILED else Choice.UNSUBSCRIBE,
            row.cause,
            row.reason,
            WHY,
        )
        for row in store.rows(waiting)
    }
    store.propose_many(decisions)
    return [row for row in store.rows(waiting) if row.section]


@pytest.fixture
def rows(store: Store, account: int) -> list[RecipientRow]:
    dice = random.Random(5)
    mails = []
    for number in range(1, 260):
        reason = dice.choice(list(REASONS))
        address = f"{dice.choice('abcÄあ')}{dice.randrange(60)}@{dice.choice(DOMAINS)}"
        week = dice.randrange(5)
        of = sending(week, dice.choice(LISTS), subject=dice.choice([f"News {week}", "春のお知らせ"]))
        if number % 10 == 0:
            mails.append(asked(number, address, of=of, week=week))
        else:
            said = failure(address, reason, REASONS[reason])
            mails.append(bounce(number, said, of=of, week=week, system=dice.choice(["postfix", "qmail", None])))
    mails += [letter(number, f"Letter {number % 7}", week=number % 3) for number in range(300, 330)]
    store.add(account, "INBOX", 1, mails)
    rows = proposed(store, account)
    store.decide([row.id for row in rows[::9]], Choice.KEEP, when=datetime.now(UTC))
    # An account that must never show.
    other = store.save_account(replace(store.accounts()[0], id=None)).id or 0
    store.add(other, "INBOX", 1, mails[:50])
    proposed(store, other)
    on_list = [(row.address, "愛子" if row.id % 2 else "Bob") for row in rows[::3]]
    store.subscribers.keep(account, store.path, 0, datetime.now(UTC), [*on_list, (rows[1].address, "")])
    return store.rows([row.id for row in rows])


@pytest.fixture(params=["few rows", "many rows"])
def _both_ways(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Filters sort what is left, or walk an index: both must give the same."""
    monkeypatch.setattr(query_module, "_FEW", 20_000 if request.param == "few rows" else -1)


def key_of(column: Column, row: RecipientRow) -> object:
    keys = {
        Column.ADDRESS: row.address.casefold(),
        Column.READER: row.reader or "\uffff",
        Column.DOMAIN: row.domain,
        Column.CHOICE: row.choice.value,
        Column.REASON: row.reason or "",
        Column.SENDINGS: row.sendings,
        Column.FIRST_SEEN: row.first_seen,
        Column.LAST_SEEN: row.last_seen,
        Column.DIAGNOSTIC: (row.diagnostic or "").casefold(),
        Column.LIST: (row.list_name or "").lower(),
    }
    return keys[column]


def expected(rows: list[RecipientRow], query: Query) -> list[int]:
    return [row.id for row in sorted(rows, key=lambda row: (key_of(query.sort, row), row.id), reverse=query.descending)]


@pytest.mark.usefixtures("_both_ways")
@pytest.mark.parametrize("descending", [False, True])
@pytest.mark.parametrize("column", RECIPIENT_COLUMNS)
def test_orders(store: Store, account: int, rows: list[RecipientRow], column: Column, *, descending: bool) -> None:
    for section in (None, Section.UNSUBSCRIBE, Section.KEPT, Section.ASKED):
        query = Query(account, section, sort=column, descending=descending)
        wanted = [row for row in rows if section in (None, row.section)]
        assert list(store.ids(query)) == expected(wanted, query)
        found = [row for row in wanted if "example" in row.address.casefold()]
        assert list(store.ids(replace(query, text="EXAMPLE @"))) == expected(found, query)


def failed_in(store: Store, row: RecipientRow, sending_id: int) -> bool:
    return any(past.sending_id == sending_id for past in store.failures_of(row.id))


@pytest.mark.usefixtures("_both_ways")
@pytest.mark.parametrize("section", [None, Section.UNSUBSCRIBE, Section.RETRY])
@pytest.mark.parametrize("column", [Column.ADDRESS, Column.LAST_SEEN, Column.LIST])
def test_filters(store: Store, account: int, rows: list[RecipientRow], section: Section | None, column: Column) -> None:
    base = Query(account, section, sort=column)
    middle = sorted(row.last_seen for row in rows)[len(rows) // 2]
    rows = [row for row in rows if section in (None, row.section)]
    sending_id = store.failures_of(rows[0].id)[0].sending_id or 0
    list_id = next(row.list_id for row in rows if row.list_id)
    lists = {name: {past.list_name for past in store.failures_of(row.id)} for row in rows for name in [row.id]}
    list_name = next(row.list_name for row in rows if row.list_id == list_id)
    for query, passes in [
        (replace(base, reason="mailbox_full"), lambda row: row.reason == "mailbox_full"),
        (replace(base, domain="EXAMPLE.com"), lambda row: row.domain == "example.com"),
        (replace(base, domain=""), lambda row: not row.domain),
        (replace(base, system="qmail"), lambda row: row.system == "qmail"),
        (replace(base, since=middle), lambda row: row.last_seen >= middle),
        (replace(base, sending_id=sending_id), lambda row: failed_in(store, row, sending_id)),
        (replace(base, list_id=list_id), lambda row: list_name in lists[row.id]),
        (replace(base, text="ブロック"), lambda row: "ブロック" in (row.diagnostic or "")),
        (
            replace(base, text="  mailbox　ＦＵＬＬ docomo "),
            lambda row: row.reason == "mailbox_full" and "docomo" in row.domain,
        ),
        (replace(base, text="春のお"), lambda row: row.subject == "春のお知らせ"),
        (replace(base, text="100%_"), lambda row: False),
        (replace(base, text="愛子"), lambda row: row.reader == "愛子"),
        (replace(base, text="ＢＯＢ docomo"), lambda row: row.reader == "Bob" and "docomo" in row.address),
        (replace(base, text="  "), lambda row: True),
        (
            replace(base, reason="user_unknown", domain="docomo.ne.jp", system="postfix", text="unknown"),
            lambda row: (row.reason, row.domain, row.system) == ("user_unknown", "docomo.ne.jp", "postfix"),
        ),
    ]:
        assert list(store.ids(query)) == expected([row for row in rows if passes(row)], query), query


def test_counts_follow_the_filters(store: Store, account: int, rows: list[RecipientRow]) -> None:
    counts = Counter(row.section for row in rows)
    assert store.counts(Query(account, Section.RETRY)) == {
        section: 30 if section is Section.NOT_BOUNCES else counts[section] for section in Section
    }
    for query in (Query(account, text="docomo"), Query(account, domain="docomo.ne.jp"), Query(account, sending_id=1)):
        counts = store.counts(query)
        assert counts[Section.NOT_BOUNCES] == 0
        assert sum(counts.values()) == len(store.ids(query)) > 0
        assert all(counts[one] == len(store.ids(replace(query, section=one))) for one in Section)
    assert store.counts(Query(account, text="letter 3"))[Section.NOT_BOUNCES] == 4


@pytest.mark.parametrize("section", [None, Section.UNSUBSCRIBE])
def test_facets(store: Store, account: int, rows: list[RecipientRow], section: Section | None) -> None:
    rows = [row for row in rows if section in (None, row.section)]
    query = Query(account, section, reason="user_unknown", domain="docomo.ne.jp")
    for by, others in (
        ("reason", [row.reason for row in rows if row.domain == "docomo.ne.jp"]),
        ("domain", [row.domain for row in rows if row.reason == "user_unknown"]),
        ("system", [row.system for row in rows if (row.reason, row.domain) == ("user_unknown", "docomo.ne.jp")]),
    ):
        counts = Counter(value for value in others if value is not None)
        facets = store.facets(query, by)
        assert {facet.value: facet.count for facet in facets} == counts
        assert [facet.count for facet in facets] == sorted(counts.values(), reverse=True)
    for facet in [*store.facets(query, "sending"), *store.facets(query, "list")]:
        assert facet.count > 0
    for facet in store.facets(query, "list"):
        assert facet.count == len(store.ids(replace(query, list_id=int(facet.value))))
    for facet in store.facets(query, "sending"):
        assert facet.count == len(store.ids(replace(query, sending_id=int(facet.value))))


def test_other_mails(store: Store, account: int, rows: list[RecipientRow]) -> None:
    query = Query(account, Section.NOT_BOUNCES, sort=Column.SUBJECT, descending=False)
    found = store.message_rows(store.ids(query))
    assert [(row.subject, row.id) for row in found] == sorted((row.subject, row.id) for row in found)
    assert len(found) == 30
    by_date = store.message_rows(store.ids(replace(query, sort=Column.LAST_SEEN, descending=True)))
    assert [row.date for row in by_date] == sorted((row.date for row in found if row.date), reverse=True)
    assert {row.kind for row in found} == {Kind.OTHER}
    assert len(store.ids(replace(query, text="FRIEND letter　６"))) == 5
    assert list(store.ids(replace(query, reason="blocked"))) == []
    assert store.facets(query, "reason") == []


def test_rows_come_in_the_order_that_was_asked(store: Store, account: int, rows: list[RecipientRow]) -> None:
    ids = [row.id for row in rows]
    random.Random(3).shuffle(ids)
    assert [row.id for row in store.rows([*ids, 10**9])] == ids
    assert [row.id for row in store.rows([ids[0], ids[0]])] == [ids[0], ids[0]]
    assert store.rows([]) == []
    many = list(store.failures_of_many(ids))
    assert [number for number, _ in many] == ids
    assert many[7][1] == store.failures_of(ids[7])


def test_an_empty_account(store: Store, account: int) -> None:
    assert len(store.ids(Query(account))) == 0
    assert store.facets(Query(account), "list") == list[Facet]()
    assert store.counts(Query(account)) == dict.fromkeys(Section, 0)
    assert store.rows([1]) == store.message_rows([1]) == store.failures_of(1) == []
    assert store.excerpt(1) == b""


def test_every_order_walks_its_index(store: Store, account: int, rows: list[RecipientRow]) -> None:
    """A list of a section is never sorted at the time of asking."""
    plans: list[str] = []
    run = store._reader._run

    def explained(sql: str, values=()):
        plans.extend(row[3] for row in run(f"EXPLAIN QUERY PLAN {sql}", values))
        return run(sql, values)

    store._reader._run = explained
    for column in RECIPIENT_COLUMNS:
        if column not in (Column.LIST, Column.READER):  # one walk a list; names are looked up on the list
            store.ids(Query(account, Section.UNSUBSCRIBE, sort=column))
    walks = [plan for plan in plans if "recipients" in plan]
    assert len(walks) == len(RECIPIENT_COLUMNS) - 2
    assert all("USING COVERING INDEX" in plan for plan in walks), plans
    assert not [plan for plan in plans if "TEMP B-TREE" in plan]


def test_a_search_is_made_anew_when_anybody_has_written(store, account):
    query = Query(account, text="hana")
    assert not store.ids(query)
    store.add(account, "INBOX", 1, [bounce(1, "hana@example.jp")])
    proposed(store, account)
    assert len(store.ids(query)) == len(store.ids(query)) == 1
    with Store(store.path) as other:
        other.add(account, "INBOX", 1, [bounce(2, "hanako@example.jp")])
        proposed(other, account)
    assert len(store.ids(query)) == 2
    gone = store.save_account(Account("gone", AccountKind.FILES)).id
    store.forget_account(gone)
    assert len(store.ids(query)) == 2


def test_the_version_tells_that_another_store_has_written(store, account):
    before = store.version()
    assert store.version() == before
    with Store(store.path) as other:
        other.add(account, "INBOX", 1, [bounce(1, "hana@example.jp")])
    assert store.version() != before
