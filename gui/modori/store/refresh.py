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
from .pasts import pasts
from .rows import PastFailure
from .sendings import keys_of
from .text import fold

ASKED = (Kind.COMPLAINT, Kind.UNSUBSCRIBE_REQUEST)
_FAILED = (Kind.BOUNCE,)
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
        derive(connection, pasts(connection, piece))
        place(connection, piece)


def derive(connection: sqlite3.Connection, happened: Mapping[int, Sequence[PastFailure]]) -> None:
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
        {(one.list_id, one.recipient_id) for its in happened.values() for one in its if one.list_id is not None},
    )
    connection.executemany("INSERT OR REPLACE INTO search VALUES (?, ?, ?)", searched)


def _derive(its: Sequence[PastFailure], list_key: int, decided_at: int | None) -> tuple[_Row, str]:
    """The values of the _DERIVED columns, and the text for the search. `its` is oldest first, never empty."""
    wanted = _FAILED if list_key == 0 else ASKED
    counted = [one for one in its if one.counted and one.kind in wanted]
    shown = counted or its
    newest, diagnostic = shown[-1], shown[-1].diagnostic or ""
    since = [one for one in counted if decided_at is not None and one.at > decided_at]
    values = (
        _cause(list_key, counted),
        newest.reason,
        len(set(keys_of([(one.sending_id, one.at) for one in counted]))),
        len(counted),
        sum(one.reason in hard_reasons() for one in since),
        shown[0].at,
        newest.at,
        fold(diagnostic[:_SORTED]),
        newest.system,
        newest.list_id if list_key == 0 else max(list_key, 0) or None,
        newest.id,
        newest.address,
    )
    return values, fold("\n".join((newest.address, diagnostic[:_SEARCHED], newest.sending_subject or "")))


def _cause(list_key: int, counted: Sequence[PastFailure]) -> str:
    if list_key == 0:
        return Cause.FAILED.value
    complained = any(one.kind is Kind.COMPLAINT for one in counted)
    return (Cause.COMPLAINT if complained else Cause.REQUEST).value
