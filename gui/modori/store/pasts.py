"""All that happened to a recipient: read once, for what is derived of it and for the policy."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Sequence
from typing import Any

from modori.records import Action, Kind, Phase

from .many import select_in
from .rows import PastFailure
from .sendings import keys_of

# In the order of PastFailure's fields.
_SELECT = """
SELECT f.recipient_id, f.id, f.message_id, f.kind, f.address, f.final_address, f.reason, f.action, f.confirm,
    f.permanent, f.at, f.sending_id, s.subject, f.list_id, l.name, f.reply, f.status, f.phase, f.diagnostic, f.remote,
    m.system, f.rule, f.matched, m.copy, m.folder, m.uid
FROM failures f JOIN messages m ON m.id = f.message_id LEFT JOIN sendings s ON s.id = f.sending_id
    LEFT JOIN lists l ON l.id = f.list_id
WHERE f.recipient_id IN ({marks}) ORDER BY f.at, f.id
"""
_KIND, _AT, _SENDING, _COPY = 3, 10, 11, 23  # of the columns
_WAITING = (Kind.DELAYED.value, Kind.DELIVERED.value)
# An enum that is called looks its value up in Python.
_KINDS: dict[str, Kind] = {one.value: one for one in Kind}
_ACTIONS: dict[str, Action] = {one.value: one for one in Action}
_PHASES: dict[str, Phase] = {one.value: one for one in Phase}
_Row = tuple[Any, ...]


def pasts(connection: sqlite3.Connection, recipient_ids: Collection[int]) -> dict[int, list[PastFailure]]:
    """What happened to each of these recipients, oldest first; in the order in which they are given."""
    found: dict[int, list[_Row]] = {one: [] for one in recipient_ids}
    for row in select_in(connection, _SELECT, list(found)):
        found[row[0]].append(row)
    return {one: _past(rows) for one, rows in found.items()}


def _past(rows: Sequence[_Row]) -> list[PastFailure]:
    keys = keys_of([(row[_SENDING], row[_AT]) for row in rows])
    counts = iter(_counting([row for row in rows if row[_KIND] not in _WAITING]))
    counted = [row[_KIND] in _WAITING or next(counts) for row in rows]
    return [_failure(row, key, counts_too) for row, key, counts_too in zip(rows, keys, counted, strict=True)]


def _counting(rows: Sequence[_Row]) -> list[bool]:
    """Which of a recipient's failures count: a postmaster's copy only where the bounce itself is missing.

    Of several copies of one sending the first counts.
    """
    if not any(row[_COPY] for row in rows):
        return [True] * len(rows)
    keys = keys_of((row[_SENDING], row[_AT]) for row in rows)
    taken = {key for key, row in zip(keys, rows, strict=True) if not row[_COPY]}
    result: list[bool] = []
    for key, row in zip(keys, rows, strict=True):
        result.append(not row[_COPY] or key not in taken)
        if row[_COPY]:
            taken.add(key)
    return result


def _failure(row: _Row, key: str, counted: bool) -> PastFailure:
    return PastFailure._make(
        (
            *row[:_KIND],
            _KINDS[row[_KIND]],
            *row[4:7],
            _ACTIONS[row[7]],
            row[8],
            None if row[9] is None else bool(row[9]),
            *row[_AT:17],
            _PHASES[row[17]] if row[17] else None,
            *row[18:_COPY],
            bool(row[_COPY]),
            row[24] or None,
            row[25],
            key,
            counted,
        )
    )
