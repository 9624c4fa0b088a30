"""What was exported, when, and to whom: so that the next export holds only what is new, and a return is noticed."""

from __future__ import annotations

import json
import sqlite3
from array import array
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter
from typing import NamedTuple

from modori.records import Cause, Choice

from .text import clean, moment


@dataclass(frozen=True, slots=True)
class ExportRecord:
    """One export. `rows` as written then; `imported_at` when the user said that the tool has taken it.

    `back` counts those of its recipients who bounced from a sending after that.
    """

    id: int
    at: datetime
    preset: str
    path: str
    choice: Choice
    list_id: int | None
    rows: int
    imported_at: datetime | None
    back: int


class Exported(NamedTuple):
    """One recipient of an export, as it was then; the id may be gone from the list by now."""

    recipient_id: int
    address: str
    cause: Cause
    reason: str | None


def record(
    connection: sqlite3.Connection,
    account_id: int,
    at: datetime,
    preset: str,
    path: str,
    choice: Choice,
    list_id: int | None,
    recipients: Iterable[Exported],
) -> int:
    """Remember an export; its id."""
    cursor = connection.execute(
        "INSERT INTO exports (account_id, at, preset, path, choice, list_id) VALUES (?, ?, ?, ?, ?, ?)",
        (account_id, int(at.timestamp()), preset, clean(path), choice.value, list_id),
    )
    number = cursor.lastrowid or 0
    connection.executemany(
        "INSERT OR IGNORE INTO exported VALUES (?, ?, ?, ?, ?)",
        # In the table's own order each row goes to its end.
        (
            (number, one.recipient_id, clean(one.address), one.cause.value, one.reason)
            for one in sorted(recipients, key=attrgetter("recipient_id"))
        ),
    )
    return number


# A bounce of a sending that left before the import says nothing about the import.
_BACK = """
FROM exported e JOIN exports x ON x.id = e.export_id
WHERE e.export_id = ? AND x.imported_at IS NOT NULL AND EXISTS (
    SELECT 1 FROM failures f LEFT JOIN sendings s ON s.id = f.sending_id
    WHERE f.recipient_id = e.recipient_id AND f.kind = 'bounce' AND f.at > x.imported_at
        AND coalesce(s.date, f.at) > x.imported_at)
"""


def history(connection: sqlite3.Connection, account_id: int) -> list[ExportRecord]:
    """All exports of an account, newest first."""
    rows = connection.execute(
        "SELECT id, at, preset, path, choice, list_id, imported_at,"
        " (SELECT count(*) FROM exported WHERE export_id = exports.id)"
        " FROM exports WHERE account_id = ? ORDER BY id DESC",
        (account_id,),
    ).fetchall()
    return [
        ExportRecord(
            id=number,
            at=moment(at),
            preset=preset,
            path=path,
            choice=Choice(choice),
            list_id=list_id,
            rows=count,
            imported_at=None if imported is None else moment(imported),
            back=connection.execute(f"SELECT count(*) {_BACK}", (number,)).fetchone()[0],
        )
        for number, at, preset, path, choice, list_id, imported, count in rows
    ]


def recipients_of(connection: sqlite3.Connection, export_id: int) -> list[Exported]:
    """Who was in an export, as it was then, by address."""
    rows = connection.execute(
        "SELECT recipient_id, address, cause, reason FROM exported WHERE export_id = ? ORDER BY address, recipient_id",
        (export_id,),
    )
    return [Exported(number, address, Cause(cause), reason) for number, address, cause, reason in rows]


def back_after(connection: sqlite3.Connection, export_id: int) -> array[int]:
    """The recipients of an export who bounced from a sending after it was imported."""
    return array("q", (row[0] for row in connection.execute(f"SELECT e.recipient_id {_BACK}", (export_id,))))


def exported_before(connection: sqlite3.Connection, account_id: int, preset: str, choice: Choice) -> set[int]:
    """The recipients who are in an earlier export for this tool."""
    rows = connection.execute(
        "SELECT e.recipient_id FROM exported e JOIN exports x ON x.id = e.export_id"
        " WHERE x.account_id = ? AND x.preset = ? AND x.choice = ?",
        (account_id, preset, choice.value),
    )
    return {row[0] for row in rows}


def causes(connection: sqlite3.Connection, ids: array[int]) -> dict[Cause, int]:
    """How many of these recipients failed, complained or asked to stop."""
    sql = "SELECT cause, count(*) FROM recipients WHERE id IN (SELECT value FROM json_each(?)) GROUP BY cause"
    return {Cause(cause): count for cause, count in connection.execute(sql, (json.dumps(list(ids)),))}


def set_imported(connection: sqlite3.Connection, export_id: int, when: datetime | None) -> None:
    """The tool has taken this export; None takes that back."""
    connection.execute(
        "UPDATE exports SET imported_at = ? WHERE id = ?", (int(when.timestamp()) if when else None, export_id)
    )
