"""Rows by id, as the dataclasses of `rows`."""

from __future__ import annotations

import json
import sqlite3
from array import array
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

from modori.records import By, Cause, Choice, Kind, Note

from .many import pieces, select_in
from .pasts import pasts
from .rows import DecisionRow, KnownList, MessageRow, PastFailure, RecipientRow, Section
from .text import moment, note_from_text

Fall = tuple[int, int, str, str, str, str, datetime, str]
"""Id, recipient, domain, remote host (lower case; "": none), reason, sending (or day), time, the server's sentence."""
_AT_ONCE = 20_000  # so many that a page of the file is seldom read twice, whatever the order; some 15 MB
_Row = Sequence[Any]
_RECIPIENTS = """
SELECT json_group_array(json_array(
    r.id, r.account_id, r.address, r.domain, r.section, r.choice, r.proposed, r.user_choice,
    r.cause, r.reason, r.decided_reason, r.why, r.held_by, r.sendings, r.failures, r.first_seen, r.last_seen,
    f.diagnostic, f.rule,
    r.system, r.list_id, l.name, s.subject, r.note, r.decided_at, r.failed_since, u.name))
FROM recipients r LEFT JOIN failures f ON f.id = r.newest LEFT JOIN lists l ON l.id = r.list_id
    LEFT JOIN sendings s ON s.id = f.sending_id
    LEFT JOIN subscribers u ON u.account_id = r.account_id AND u.address_key = r.address_key
WHERE r.id IN ({marks})
"""
_DECISIONS = """
SELECT r.id, r.address, r.choice, r.cause, r.section, coalesce(r.decided_reason, r.reason), r.sendings, r.failures,
    r.first_seen, r.last_seen, l.name, {said}, r.user_choice, r.note
FROM recipients r LEFT JOIN lists l ON l.id = r.list_id {newest}
WHERE r.id IN (SELECT value FROM json_each(?))
"""
_PLAIN_DECISIONS = _DECISIONS.format(said="NULL", newest="")
_TOLD_DECISIONS = _DECISIONS.format(said="f.diagnostic", newest="LEFT JOIN failures f ON f.id = r.newest")
_MESSAGES = """
SELECT json_group_array(json_array(
    id, account_id, kind, sender, subject, date, system, message_id, problem, size, folder, uid))
FROM messages WHERE id IN ({marks})
"""
_NOT_YET = Note("store_not_decided_yet")


def _as_one(connection: sqlite3.Connection, sql: str, ids: Sequence[int]) -> list[_Row]:
    """`select_in` where the statement gives all rows as one piece of JSON; there is no blob in them.

    For each row that SQLite gives by itself, a window that is being painted would wait for Python's lock, which a scan
    may have.
    """
    return json.loads(select_in(connection, sql, ids)[0][0])


def lists(connection: sqlite3.Connection, account_id: int, at_most: int) -> list[KnownList]:
    """The lists of an account. A sender's address stands for a list that has no List-Id; only it has an @."""
    rows = connection.execute(
        "SELECT id, name, (SELECT COUNT(*) FROM (SELECT 1 FROM recipient_lists WHERE list_id = l.id LIMIT ?)) "
        "FROM lists l WHERE account_id = ? ORDER BY id",
        (at_most, account_id),
    )
    return [KnownList(row[0], row[1], "@" not in row[1], row[2]) for row in rows]


def recipients(connection: sqlite3.Connection, ids: Sequence[int]) -> list[RecipientRow]:
    """The recipients with these ids, in this order."""
    found = {row[0]: row for chunk in pieces(ids) for row in _as_one(connection, _RECIPIENTS, chunk)}
    return [_recipient(found[one]) for one in ids if one in found]


# An enum that is called looks its value up in Python; a hundred thousand rows are read for one file.
_SECTIONS: dict[str, Section] = {one.value: one for one in Section}
_CHOICES: dict[str, Choice] = {one.value: one for one in Choice}
_CAUSES: dict[str, Cause] = {one.value: one for one in Cause}


def _recipient(row: _Row) -> RecipientRow:
    first_seen = moment(row[15])
    return RecipientRow(
        id=row[0],
        account_id=row[1],
        address=row[2],
        domain=row[3],
        section=_SECTIONS[row[4]] if row[4] else None,
        choice=_CHOICES[row[5]],
        proposed=_CHOICES[row[6]] if row[6] else Choice.REVIEW,
        by=By.USER if row[7] else By.POLICY,
        cause=_CAUSES[row[8]],
        reason=row[9],
        decided_reason=row[10],
        why=note_from_text(row[11]) if row[11] else _NOT_YET,
        held_by=row[12],
        sendings=row[13],
        failures=row[14],
        first_seen=first_seen,
        last_seen=first_seen if row[16] == row[15] else moment(row[16]),
        diagnostic=row[17],
        rule=row[18],
        system=row[19],
        list_id=row[20],
        list_name=row[21],
        subject=row[22],
        note=row[23],
        decided_at=None if row[24] is None else moment(row[24]),
        failed_since_decision=row[25],
        reader=row[26],
    )


def decisions(connection: sqlite3.Connection, ids: Sequence[int], *, evidence: bool) -> Iterator[DecisionRow]:
    """The recipients with these ids as they go out, in this order."""
    sql = _TOLD_DECISIONS if evidence else _PLAIN_DECISIONS
    for start in range(0, len(ids), _AT_ONCE):
        chunk = ids[start : start + _AT_ONCE]
        found = {row[0]: row for row in connection.execute(sql, (json.dumps(list(chunk)),))}
        for row in (found[one] for one in chunk if one in found):
            number, address, choice, cause, section, reason, sent, failed, first, last, name, said, own, note = row
            since = moment(first) if evidence else None
            until = since if last == first or not evidence else moment(last)
            yield DecisionRow(
                number, address, _CHOICES[choice], _CAUSES[cause], _SECTIONS[section] if section else None, reason,
                sent, failed, since, until, name, said, By.USER if own else By.POLICY, note,
            )  # fmt: skip


def messages(connection: sqlite3.Connection, ids: Sequence[int]) -> list[MessageRow]:
    """The messages with these ids, in this order."""
    found = {row[0]: row for chunk in pieces(ids) for row in _as_one(connection, _MESSAGES, chunk)}
    return [_message(found[one]) for one in ids if one in found]


def _message(row: _Row) -> MessageRow:
    return MessageRow(
        id=row[0],
        account_id=row[1],
        kind=Kind(row[2]),
        sender=row[3],
        subject=row[4],
        date=None if row[5] is None else moment(row[5]),
        system=row[6],
        message_id=row[7],
        problem=note_from_text(row[8]) if row[8] else None,
        size=row[9],
        folder=row[10] or None,
        uid=row[11],
    )


def failures(connection: sqlite3.Connection, ids: Sequence[int]) -> Iterator[tuple[int, list[PastFailure]]]:
    """For each recipient everything that happened, oldest first."""
    for chunk in pieces(ids):
        yield from pasts(connection, chunk).items()


_BETWEEN = """
SELECT id FROM recipients r INDEXED BY recipients_first_seen
WHERE account_id = :account AND first_seen <= :until AND section IS NOT NULL AND last_seen > :after
    AND EXISTS (SELECT 1 FROM failures WHERE recipient_id = r.id AND at > :after AND at <= :until)
"""


_FALLS = """
SELECT f.id, f.recipient_id, r.domain, lower(coalesce(f.remote, '')), f.reason, f.sending_id, f.at,
    coalesce(f.diagnostic, '')
FROM failures f JOIN recipients r ON r.id = f.recipient_id
WHERE r.account_id = ? AND f.kind = 'bounce' AND f.reason IN ({marks})
"""
_DAY = 86400


def falls(connection: sqlite3.Connection, account_id: int, reasons: Sequence[str]) -> Iterator[Fall]:
    """The bounces with one of these reasons, in any order."""
    sql = _FALLS.format(marks=", ".join("?" * len(reasons)))
    for number, recipient, domain, host, reason, sending, at, said in connection.execute(sql, (account_id, *reasons)):
        key = f"{sending}" if sending is not None else f"day {at // _DAY}"
        yield number, recipient, domain, host, reason, key, datetime.fromtimestamp(at, UTC), said


def of_messages(connection: sqlite3.Connection, message_ids: Sequence[int]) -> list[int]:
    """The recipients that these mails are about, each once."""
    sql = "SELECT DISTINCT recipient_id FROM failures WHERE message_id IN ({marks})"
    return sorted({row[0] for row in select_in(connection, sql, message_ids)})


def failed_between(connection: sqlite3.Connection, account_id: int, after: int, until: int) -> array[int]:
    """The recipients with a failure in these seconds: `after` < at <= `until`."""
    rows = connection.execute(_BETWEEN, {"account": account_id, "after": after, "until": until})
    return array("q", (row[0] for row in rows))
