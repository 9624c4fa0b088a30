"""Many rows at once: a statement costs as much as some rows, and may not name too many of them."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterator, Sequence
from typing import Any

TOGETHER = 500  # keys that one statement names


def pieces(keys: Sequence[Any]) -> Iterator[Sequence[Any]]:
    """`keys` in pieces of which a statement can name each."""
    for start in range(0, len(keys), TOGETHER):
        yield keys[start : start + TOGETHER]


def select_in(connection: sqlite3.Connection, sql: str, keys: Collection[Any], *before: object) -> list[Any]:
    """All rows of a query whose `{marks}` stand for the `keys`, after the parameters `before`."""
    found: list[Any] = []
    for piece in pieces(keys if isinstance(keys, Sequence) else list(keys)):
        found += connection.execute(sql.format(marks=", ".join("?" * len(piece))), (*before, *piece))
    return found


def next_id(connection: sqlite3.Connection, table: str) -> int:
    """The id that SQLite would give the next row of a table with AUTOINCREMENT; good inside a writing transaction."""
    row = connection.execute("SELECT seq FROM sqlite_sequence WHERE name = ?", (table,)).fetchone()
    return (row[0] if row else 0) + 1
