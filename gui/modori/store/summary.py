"""What a picture of a mailbox shows: how many addresses failed, by reason, domain, sending, and by when last.

Every number is that of the rows which a filter on the same value would give in the table. Groups come out of the
indexes of the lists, so that with a million rows all of it takes about two
seconds (tests/benchmarks/store_query.py).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from .rows import Query, Section
from .text import moment

MOST = 12  # bars of one picture: more are looked for with the search
_DAY, _WEEK = timedelta(days=1), timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: the value for a filter, what stands at it, how many addresses, and the section most of them are in."""

    value: str
    label: str
    count: int
    section: Section


@dataclass(frozen=True, slots=True)
class Span:
    """The addresses whose mail last came back in [`since`, `until`), both aware, in local time."""

    since: datetime
    until: datetime
    count: int
    section: Section | None


@dataclass(frozen=True, slots=True)
class Summary:
    """The pictures of one account or newsletter.

    `reasons` and `domains` have the most frequent, `sendings` the newest ones, newest first; `more_domains` says how
    many others there are. `spans` are days, weeks, months or years without a gap, oldest first. `counts`: addresses
    by section.
    """

    counts: dict[Section, int]
    reasons: list[Bar]
    domains: list[Bar]
    more_domains: int
    sendings: list[Bar]
    spans: list[Span]


def summary(connection: sqlite3.Connection, query: Query) -> Summary:
    """The pictures of the account and list of `query`; its other fields are not looked at."""
    where, values = _scope(query)
    reasons = _bars(connection, "reason", where, values)
    domains = _bars(connection, "domain", where, values)
    return Summary(
        counts=_counts(connection, where, values),
        reasons=reasons[:MOST],
        domains=domains[:MOST],
        more_domains=max(len(domains) - MOST, 0),
        sendings=_sendings(connection, query, where, values),
        spans=_spans(connection, where, values),
    )


def _scope(query: Query) -> tuple[str, list[object]]:
    where, values = "account_id = ? AND section IS NOT NULL", list[object]([query.account_id])
    if query.list_id is not None:
        where += " AND id IN (SELECT recipient_id FROM recipient_lists WHERE list_id = ?)"
        values.append(query.list_id)
    return where, values


def _counts(connection: sqlite3.Connection, where: str, values: list[object]) -> dict[Section, int]:
    sql = f"SELECT section, count(*) FROM recipients WHERE {where} GROUP BY section"  # noqa: S608 (own names only)
    return {Section(name): count for name, count in connection.execute(sql, values)}


_ORDER = tuple(Section)
# Sums in the order of the index; grouped by the section too, each group would be sorted.
_BY_SECTION = ", ".join(f"sum(section = '{section.value}')" for section in _ORDER)


def _largest(counts: Sequence[int]) -> Section:
    return _ORDER[max(range(len(_ORDER)), key=lambda place: (counts[place], -place))]


def _bars(connection: sqlite3.Connection, column: str, where: str, values: list[object]) -> list[Bar]:
    rows = connection.execute(
        f"SELECT {column}, {_BY_SECTION} FROM recipients INDEXED BY recipients_{column}"  # noqa: S608
        f" WHERE {where} AND {column} IS NOT NULL GROUP BY {column}",
        values,
    )
    bars = [Bar(value, value, sum(counts), _largest(counts)) for value, *counts in rows]
    return sorted(bars, key=lambda bar: (-bar.count, bar.value))


def _sendings(connection: sqlite3.Connection, query: Query, where: str, values: list[object]) -> list[Bar]:
    """The newest sendings. Two scans of narrow indexes: joined, each recipient would be read from its row."""
    newest = "SELECT id, subject FROM sendings WHERE account_id = ? AND date IS NOT NULL"
    given: list[object] = [query.account_id]
    if query.list_id is not None:
        newest += " AND list_id = ?"
        given.append(query.list_id)
    sendings = connection.execute(f"{newest} ORDER BY date DESC, id DESC LIMIT {MOST}", given).fetchall()
    places = {section.value: place for place, section in enumerate(_ORDER)}
    shown = f"SELECT id, section FROM recipients INDEXED BY recipients_section WHERE {where}"  # noqa: S608
    sections = {recipient: places[section] for recipient, section in connection.execute(shown, values)}
    bars: list[Bar] = []
    for sending, subject in sendings:
        counts = [0] * len(_ORDER)
        for (recipient,) in connection.execute(
            "SELECT DISTINCT recipient_id FROM failures INDEXED BY failures_sending WHERE sending_id = ?", (sending,)
        ):
            place = sections.get(recipient)
            if place is not None:
                counts[place] += 1
        if any(counts):
            bars.append(Bar(str(sending), subject or "", sum(counts), _largest(counts)))
    return bars


def _spans(connection: sqlite3.Connection, where: str, values: list[object]) -> list[Span]:
    seen = f"FROM recipients INDEXED BY recipients_last_seen WHERE {where}"
    # Each end of the index on its own, where a scan for both would read all of it.
    first, last = (
        connection.execute(f"SELECT last_seen {seen} ORDER BY last_seen {way} LIMIT 1", values).fetchone()
        for way in ("ASC", "DESC")
    )
    if first is None or last is None:
        return []
    spans: list[Span] = []
    for since, until in pairwise(borders(moment(first[0]), moment(last[0]))):
        between = [*values, int(since.timestamp()), int(until.timestamp())]
        counts = connection.execute(
            f"SELECT {_BY_SECTION} {seen} AND last_seen >= ? AND last_seen < ?", between
        ).fetchone()
        known = [count or 0 for count in counts]
        spans.append(Span(since, until, sum(known), _largest(known) if any(known) else None))
    return spans


def borders(first: datetime, last: datetime) -> list[datetime]:
    """Where days, weeks, months or years begin from `first` on, and the end of the one that `last` is in.

    Of the shortest kind that makes no more than some thirty.
    """
    day = first.replace(hour=0, minute=0, second=0, microsecond=0)
    length = last - day
    if length < 31 * _DAY:
        return _steps(day, last, lambda start: start + _DAY)
    if length < 31 * _WEEK:
        return _steps(day - day.weekday() * _DAY, last, lambda start: start + _WEEK)
    month = day.replace(day=1)
    if length < 31 * 30 * _DAY:
        return _steps(month, last, lambda start: _later(start, 1))
    return _steps(month.replace(month=1), last, lambda start: _later(start, 12))


def _steps(start: datetime, last: datetime, following: Callable[[datetime], datetime]) -> list[datetime]:
    # Local midnights, whatever the clocks do in between.
    naive = start.replace(tzinfo=None)
    found = [naive.astimezone()]
    while found[-1] <= last:
        naive = following(naive)
        found.append(naive.astimezone())
    return found


def _later(start: datetime, months: int) -> datetime:
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    return start.replace(year=year, month=month + 1)
