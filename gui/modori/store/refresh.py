"""The derived columns of a recipient, worked out from its failures: what makes a list of a million rows fast."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

from modori.records import Cause, Kind, Weight
from modori.rules.reasons import reasons

from . import sendings
from .decisions import place
from .text import fold

ASKED = (Kind.COMPLAINT, Kind.UNSUBSCRIBE_REQUEST)
_SEARCHED = 600  # characters of the server's sentence that the search looks at
_SORTED = 48  # … and that the order looks at


@cache
def hard_reasons() -> frozenset[str]:
    """The reasons that weigh hard."""
    return frozenset(name for name, reason in reasons().items() if reason.weight is Weight.HARD)


def counting(events: Sequence[tuple[int | None, int, bool]]) -> list[bool]:
    """Which of (sending, seconds, is a copy) count: a postmaster's copy only where the bounce itself is missing.

    Of several copies of one sending the first counts.
    """
    if not any(copy for _, _, copy in events):
        return [True] * len(events)
    keys = sendings.keys_of((sending, at) for sending, at, _ in events)
    taken = {key for key, (_, _, copy) in zip(keys, events, strict=True) if not copy}
    result: list[bool] = []
    for key, (_, _, copy) in zip(keys, events, strict=True):
        result.append(not copy or key not in taken)
        if copy:
            taken.add(key)
    return result


_EVENTS = """
SELECT f.id, f.at, f.kind, f.sending_id, f.reason, m.copy, m.system, f.diagnostic, f.address, s.subject, f.list_id,
    f.recipient_id
FROM failures f JOIN messages m ON m.id = f.message_id LEFT JOIN sendings s ON s.id = f.sending_id
WHERE f.recipient_id IN ({marks}) ORDER BY f.at, f.id
"""
_DERIVED = (
    "cause",
    "reason",
    "sendings",
    "failures",
    "failed_since",
    "first_seen",
    "last_seen",
    "diagnostic_key",
    "system",
    "list_id",
    "newest",
    "address",
)
_BEFORE = f"SELECT id, account_id, list_key, decided_at, {', '.join(_DERIVED)} FROM recipients"  # noqa: S608
_CHUNK = 500
_Row = tuple[Any, ...]


def refresh(connection: sqlite3.Connection, recipient_ids: Iterable[int]) -> None:
    """Work out the derived columns of these recipients anew from their failures."""
    recipients = list(recipient_ids)
    for start in range(0, len(recipients), _CHUNK):
        _refresh(connection, recipients[start : start + _CHUNK])


def _refresh(connection: sqlite3.Connection, recipients: list[int]) -> None:
    marks = ", ".join("?" * len(recipients))
    events: dict[int, list[_Row]] = {recipient: [] for recipient in recipients}
    for event in connection.execute(_EVENTS.format(marks=marks), recipients):
        events[event[11]].append(event)
    searched: list[_Row] = []
    # Only what changed is written, because each column has an index to be kept: by the columns that did.
    updates: dict[tuple[str, ...], list[_Row]] = {}
    before = connection.execute(f"{_BEFORE} WHERE id IN ({marks})", recipients).fetchall()
    for recipient, account, list_key, decided_at, *old in before:
        if not events[recipient]:
            continue
        new, text = _derive(events[recipient], list_key, decided_at)
        changed = [(name, value) for name, was, value in zip(_DERIVED, old, new, strict=True) if was != value]
        if changed:
            names, values = zip(*changed, strict=True)
            updates.setdefault(names, []).append((*values, recipient))
        searched.append((recipient, account, text))
    for names, rows in updates.items():
        assignments = ", ".join(f"{name} = ?" for name in names)
        connection.executemany(f"UPDATE recipients SET {assignments} WHERE id = ?", rows)  # noqa: S608 (own names)
    connection.executemany(
        "INSERT OR IGNORE INTO recipient_lists VALUES (?, ?)",
        {(event[10], one) for one, its in events.items() for event in its if event[10] is not None},
    )
    connection.executemany("INSERT OR REPLACE INTO search VALUES (?, ?, ?)", searched)
    place(connection, recipients)


def _derive(events: list[_Row], list_key: int, decided_at: int | None) -> tuple[_Row, str]:
    """The values of the _DERIVED columns, and the text for the search. `events` is oldest first, never empty."""
    wanted = {Kind.BOUNCE.value} if list_key == 0 else {kind.value for kind in ASKED}
    seen = [event for event in events if event[2] in wanted]
    counts = counting([(event[3], event[1], bool(event[5])) for event in seen])
    counted = [event for event, counts_too in zip(seen, counts, strict=True) if counts_too]
    shown = counted or events
    newest, diagnostic = shown[-1], shown[-1][7] or ""
    since = [event for event in counted if decided_at is not None and event[1] > decided_at]
    values = (
        _cause(list_key, counted),
        newest[4],
        len(set(sendings.keys_of((event[3], event[1]) for event in counted))),
        len(counted),
        sum(event[4] in hard_reasons() for event in since),
        shown[0][1],
        newest[1],
        fold(diagnostic[:_SORTED]),
        newest[6],
        newest[10] if list_key == 0 else max(list_key, 0) or None,
        newest[0],
        newest[8],
    )
    return values, fold("\n".join((newest[8], diagnostic[:_SEARCHED], newest[9] or "")))


def _cause(list_key: int, counted: Sequence[tuple[object, ...]]) -> str:
    if list_key == 0:
        return Cause.FAILED.value
    complained = any(event[2] == Kind.COMPLAINT.value for event in counted)
    return (Cause.COMPLAINT if complained else Cause.REQUEST).value
