"""The derived columns of a recipient, worked out from its failures: what makes a list of a million rows fast."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any

from modori.records import Cause, Kind, Weight
from modori.rules.reasons import reasons

from .decisions import place
from .many import pieces, select_in
from .pasts import Event, counting, events, sending_keys
from .text import fold

ASKED = (Kind.COMPLAINT, Kind.UNSUBSCRIBE_REQUEST)
_FAILED, _ASKED = frozenset({Kind.BOUNCE.value}), frozenset(kind.value for kind in ASKED)
_SEARCHED = 600  # characters of the server's sentence that the search looks at
_SORTED = 48  # … and that the order looks at


@cache
def hard_reasons() -> frozenset[str]:
    """The reasons that weigh hard."""
    return frozenset(name for name, reason in reasons().items() if reason.weight is Weight.HARD)


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
_BEFORE = f"SELECT id, account_id, list_key, decided_at, {', '.join(_DERIVED)} FROM recipients WHERE id IN ({{marks}})"  # noqa: S608
_Row = tuple[Any, ...]


def refresh(connection: sqlite3.Connection, recipient_ids: Iterable[int]) -> None:
    """Work out the derived columns of these recipients anew from their failures, and where they are shown."""
    for piece in pieces(list(recipient_ids)):
        derive(connection, events(connection, piece))
        place(connection, piece)


def derive(connection: sqlite3.Connection, happened: Mapping[int, Sequence[Event]]) -> None:
    """Work out the derived columns of recipients from all that `happened` to them, oldest first; `place` comes after.

    Nothing is changed where nothing happened.
    """
    searched: list[_Row] = []
    # Only what changed is written, because each column has an index to be kept: by the columns that did.
    updates: dict[tuple[str, ...], list[_Row]] = {}
    for recipient, account, list_key, decided_at, *old in select_in(connection, _BEFORE, list(happened)):
        if not happened[recipient]:
            continue
        new, text = _derive(happened[recipient], list_key, decided_at)
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
        {(event.list, event.recipient) for its in happened.values() for event in its if event.list is not None},
    )
    connection.executemany("INSERT OR REPLACE INTO search VALUES (?, ?, ?)", searched)


def _derive(its: Sequence[Event], list_key: int, decided_at: int | None) -> tuple[_Row, str]:
    """The values of the _DERIVED columns, and the text for the search. `its` is oldest first, never empty."""
    wanted = _FAILED if list_key == 0 else _ASKED
    seen = [event for event in its if event.kind in wanted]
    counted = [event for event, counts in zip(seen, counting(seen), strict=True) if counts]
    shown = counted or its
    newest, diagnostic = shown[-1], shown[-1].diagnostic or ""
    since = [event for event in counted if decided_at is not None and event.at > decided_at]
    values = (
        _cause(list_key, counted),
        newest.reason,
        len(set(sending_keys(counted))),
        len(counted),
        sum(event.reason in hard_reasons() for event in since),
        shown[0].at,
        newest.at,
        fold(diagnostic[:_SORTED]),
        newest.system,
        newest.list if list_key == 0 else max(list_key, 0) or None,
        newest.id,
        newest.address,
    )
    return values, fold("\n".join((newest.address, diagnostic[:_SEARCHED], newest.subject or "")))


def _cause(list_key: int, counted: Sequence[Event]) -> str:
    if list_key == 0:
        return Cause.FAILED.value
    complained = any(event.kind == Kind.COMPLAINT.value for event in counted)
    return (Cause.COMPLAINT if complained else Cause.REQUEST).value
