"""Which sending of which list a returned mail belongs to."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterable

from modori.records import Sending

from .text import clean, fold

# A mail waits up to five days in a queue (RFC 5321 §4.5.4.1): bounces that do not tell their
# sending, but came nearer to each other than this, may be of one and the same.
UNKNOWN_GAP = 5 * 86400


def list_id(connection: sqlite3.Connection, account_id: int, sending: Sending | None) -> int | None:
    """The id of the sending's list, made if it is new; None where the original names neither list nor sender."""
    name = clean((sending.list or sending.sender or "").strip()) if sending else ""
    if not name:
        return None
    key = fold(name)
    connection.execute("INSERT OR IGNORE INTO lists (account_id, key, name) VALUES (?, ?, ?)", (account_id, key, name))
    return connection.execute("SELECT id FROM lists WHERE account_id = ? AND key = ?", (account_id, key)).fetchone()[0]


def sending_id(connection: sqlite3.Connection, account_id: int, sending: Sending | None) -> int | None:
    """The id of the sending, made if it is new; None where the mail does not tell it.

    Known by the original's Message-ID, if that came back before, else by list, subject and day. The
    day comes first for a new one, because many tools give the copy of every reader a Message-ID of its own.
    """
    if sending is None:
        return None
    mailing = list_id(connection, account_id, sending)
    original = _hash(mailing, sending.message_id)
    found = _by_original(connection, account_id, original)
    if found is not None:
        return found
    key = _key(mailing, sending)
    if key is None:
        return None
    connection.execute(
        "INSERT OR IGNORE INTO sendings (account_id, list_id, key, subject, date) VALUES (?, ?, ?, ?, ?)",
        (account_id, mailing, key, clean(sending.subject), int(sending.date.timestamp()) if sending.date else None),
    )
    row = connection.execute("SELECT id FROM sendings WHERE account_id = ? AND key = ?", (account_id, key)).fetchone()
    if original is not None:
        connection.execute("INSERT OR IGNORE INTO originals VALUES (?, ?, ?)", (account_id, original, row[0]))
    return row[0]


def _by_original(connection: sqlite3.Connection, account_id: int, original: bytes | None) -> int | None:
    if original is None:
        return None
    row = connection.execute(
        "SELECT sending_id FROM originals WHERE account_id = ? AND hash = ?", (account_id, original)
    ).fetchone()
    return row[0] if row else None


def _hash(mailing: int | None, message_id: str | None) -> bytes | None:
    identity = (message_id or "").strip()
    if not identity:
        return None
    return hashlib.blake2b(f"{mailing} {identity}".encode("utf-8", "surrogatepass"), digest_size=12).digest()


def _key(mailing: int | None, sending: Sending) -> str | None:
    subject = fold(clean((sending.subject or "").strip()))
    if subject and sending.date:
        return f"{mailing}|{sending.date.date().isoformat()}|{subject}"
    if sending.message_id:
        return f"{mailing}|{clean(sending.message_id.strip())}"
    return f"{mailing}||{subject}" if subject else None


def keys_of(events: Iterable[tuple[int | None, int]]) -> list[str]:
    """The key to count by for each (sending id, seconds), in the same order.

    What does not tell its sending gets the key of the nearest one within UNKNOWN_GAP, or one
    shared with the other unknown ones of those days: too few sendings harm nobody, too many do.
    """
    items = list(events)
    known = [(at, f"{sending}") for sending, at in items if sending is not None]
    unknown = sorted({at for sending, at in items if sending is None})
    keys: dict[int, str] = {}
    start = None
    for at in unknown:
        near = min(((abs(at - other), key) for other, key in known), default=None)
        if near is not None and near[0] <= UNKNOWN_GAP:
            keys[at] = near[1]
            continue
        if start is None or at - start > UNKNOWN_GAP:
            start = at
        keys[at] = f"about {start // 86400}"
    return [f"{sending}" if sending is not None else keys[at] for sending, at in items]
