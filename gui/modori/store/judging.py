"""Mails that are here already, judged again after the rules or the program have changed.

Everything is worked out from the kept excerpts, without the server. Which rules and which program a mail was last
read by is remembered as the number of their version in the table `readers`; a mail without an excerpt has none.
"""

from __future__ import annotations

import sqlite3
from array import array
from collections.abc import Iterable, Sequence
from typing import Any

from modori.records import Kind, Message

from .decisions import place
from .excerpts import PRIVATE_KINDS, content_key, unpack
from .many import select_in
from .refresh import refresh
from .text import clean, note_from_text, note_to_text, stamp
from .write import FAILURE_COLUMNS, Writer, about, insert_failures

# What was wrong with the mail itself, as read() sees it; other problems (cut off, unreadable) are not in the excerpt.
_OF_READING = frozenset({"bounces_damaged"})


def reader_number(connection: sqlite3.Connection, version: str) -> int:
    """The number of a version of rules and program, a new one where it has none; inside a transaction."""
    connection.execute("INSERT OR IGNORE INTO readers (version) VALUES (?)", (version,))
    return connection.execute("SELECT id FROM readers WHERE version = ?", (version,)).fetchone()[0]


def to_judge(connection: sqlite3.Connection, account: int, version: str) -> array[int]:
    """The mails with an excerpt that were last read by another version."""
    found = connection.execute("SELECT id FROM readers WHERE version = ?", (version,)).fetchone()
    number = found[0] if found else -1
    ids = array("q")
    # Two ranges of the index, not "<>".
    for other in ("reader < ?", "reader > ?"):
        rows = connection.execute(f"SELECT id FROM messages WHERE account_id = ? AND {other}", (account, number))  # noqa: S608
        ids.extend(row[0] for row in rows)
    return array("q", sorted(ids))


def excerpts(connection: sqlite3.Connection, message_ids: Sequence[int]) -> list[tuple[int, bytes]]:
    """The kept excerpts of these mails; those that have none are left out."""
    rows = select_in(connection, "SELECT message_id, data FROM excerpts WHERE message_id IN ({marks})", message_ids)
    return [(message, unpack(data)) for message, data in rows]


def judge(
    connection: sqlite3.Connection, account: int, version: str, judged: Sequence[tuple[int, Message]]
) -> list[int]:
    """Put what these mails say now in the place of what they said; inside a transaction.

    Mails that are gone meanwhile are left out. Returns the recipients for whom anything is another than before.
    """
    return sorted(_Judging(connection, account, version).all(judged))


class _Judging:
    """One batch. What says the same as before is not written again, so that its rows keep their ids."""

    def __init__(self, connection: sqlite3.Connection, account: int, version: str) -> None:
        self._connection, self._account = connection, account
        self._reader = reader_number(connection, version)
        self._writer = Writer(connection, account, "", None)
        self._touched: set[int] = set()
        self._replaced: list[int] = []
        self._failures: list[tuple[object, ...]] = []

    def all(self, judged: Sequence[tuple[int, Message]]) -> set[int]:
        ids = [message_id for message_id, _ in judged]
        self._writer.know([message for _, message in judged])
        before = _failures_before(self._connection, ids)
        messages = "SELECT id, account_id, kind, copy, date, problem FROM messages WHERE id IN ({marks})"
        known = {row[0]: row for row in select_in(self._connection, messages, ids) if row[1] == self._account}
        for message_id, message in judged:
            if message_id in known:
                self._one(message_id, message, known[message_id], before.get(message_id, []))
        many = self._connection.executemany
        many("DELETE FROM failures WHERE message_id = ?", ((one,) for one in self._replaced))
        self._writer.write()
        insert_failures(self._connection, self._failures)
        self._settle()
        return self._touched

    def _one(self, row: int, message: Message, known: tuple[Any, ...], before: list[tuple[Any, ...]]) -> None:
        _, _, kind, copy, date, problem = known
        at = stamp(message.date, now=date)
        now = self._writer.failures(row, message, at)
        if now != before or copy != message.copy:
            self._touched.update(failure[0] for failure in (*before, *now))
        if now != before:
            self._replaced.append(row)
            self._failures += now
        self._rewrite(row, message, at, problem)
        if (message.kind in PRIVATE_KINDS) and Kind(kind) not in PRIVATE_KINDS:
            self._forget_text(row, message)

    def _rewrite(self, row: int, message: Message, at: int, problem: str | None) -> None:
        told = note_to_text(message.problem) if message.problem else None
        if told is None and problem is not None and note_from_text(problem).code not in _OF_READING:
            told = problem
        self._connection.execute(
            "UPDATE messages SET kind = ?, system = ?, message_id = ?, date = ?, subject = ?, sender = ?, problem = ?,"
            " copy = ?, listed = ?, search = ?, reader = ? WHERE id = ?",
            (*about(message, at, clean(told)), self._reader, row),
        )

    def _forget_text(self, row: int, message: Message) -> None:
        """It turns out to be somebody's ordinary mail: of that no text is kept."""
        self._connection.execute("DELETE FROM excerpts WHERE message_id = ?", (row,))
        self._connection.execute(
            "UPDATE OR IGNORE messages SET reader = NULL, content = ? WHERE id = ?", (content_key(message, b""), row)
        )

    def _settle(self) -> None:
        """Work out anew what is derived of the recipients; those without any failure go, but for the user's own."""
        touched = sorted(self._touched)
        sql = (
            "SELECT id, user_choice IS NOT NULL OR note IS NOT NULL FROM recipients r WHERE id IN ({marks})"
            " AND NOT EXISTS (SELECT 1 FROM failures WHERE recipient_id = r.id)"
        )
        empty = select_in(self._connection, sql, touched)
        self._remove(recipient for recipient, users in empty if not users)
        self._blank([recipient for recipient, users in empty if users])
        many = self._connection.executemany
        many("DELETE FROM recipient_lists WHERE recipient_id = ?", ((one,) for one in touched))
        refresh(self._connection, touched)
        # Those without a failure have nothing that the policy could be asked about.
        left = self._touched - {recipient for recipient, _ in empty}
        many("UPDATE recipients SET undecided = 1 WHERE id = ?", ((one,) for one in left))
        self._touched = left

    def _remove(self, recipients: Iterable[int]) -> None:
        self._connection.executemany("DELETE FROM recipients WHERE id = ?", ((one,) for one in recipients))

    def _blank(self, recipients: Sequence[int]) -> None:
        """The user has decided about these: they stay, with nothing against them."""
        self._connection.executemany(
            "UPDATE recipients SET failures = 0, sendings = 0, failed_since = 0, newest = NULL, proposed = NULL,"
            " why = NULL, decided_reason = NULL, held_by = NULL, undecided = 0 WHERE id = ?",
            ((one,) for one in recipients),
        )
        place(self._connection, recipients)


def _failures_before(connection: sqlite3.Connection, messages: Sequence[int]) -> dict[int, list[tuple[Any, ...]]]:
    columns = ", ".join(FAILURE_COLUMNS)
    sql = f"SELECT {columns} FROM failures WHERE message_id IN ({{marks}}) ORDER BY id"  # noqa: S608 (own names)
    found: dict[int, list[tuple[Any, ...]]] = {}
    for row in select_in(connection, sql, messages):
        found.setdefault(row[1], []).append(row)
    return found
