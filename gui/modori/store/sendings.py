"""Which sending of which list a returned mail belongs to."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

from modori.records import Sending

from .many import select_in
from .text import clean, fold

# A mail waits up to five days in a queue (RFC 5321 §4.5.4.1): bounces that do not tell their
# sending, but came nearer to each other than this, may be of one and the same.
UNKNOWN_GAP = 5 * 86400


class Sendings:
    """Finds lists and sendings of one account, and makes those that are new. Lives as long as one transaction.

    `know` comes before, `write` after the rest.
    """

    def __init__(self, connection: sqlite3.Connection, account_id: int) -> None:
        self._connection = connection
        self._run = connection.execute
        self._account = account_id
        self._lists: dict[str, int] = {}
        self._sendings: dict[str, int] = {}
        self._originals: dict[bytes, int] = {}
        self._new: list[tuple[object, ...]] = []

    def know(self, sendings: Iterable[Sending | None]) -> None:
        """Look up the originals of these sendings, all at once; those of others are not known to `sending_id`."""
        hashes = {_hash(self.list_id(sending), sending.message_id) for sending in sendings if sending is not None}
        sql = "SELECT hash, sending_id FROM originals WHERE account_id = ? AND hash IN ({marks})"
        found = select_in(self._connection, sql, hashes - {None}, self._account)
        self._originals.update(found)

    def write(self) -> None:
        """Write the originals that are new since the last time."""
        self._connection.executemany("INSERT INTO originals VALUES (?, ?, ?)", self._new)
        self._new.clear()

    def list_id(self, sending: Sending | None) -> int | None:
        """The id of the sending's list; None where the original names neither list nor sender."""
        name = clean((sending.list or sending.sender or "").strip()) if sending else ""
        if not name:
            return None
        key = fold(name)
        if key not in self._lists:
            insert = "INSERT OR IGNORE INTO lists (account_id, key, name) VALUES (?, ?, ?)"
            self._run(insert, (self._account, key, name))
            select = "SELECT id FROM lists WHERE account_id = ? AND key = ?"
            self._lists[key] = self._run(select, (self._account, key)).fetchone()[0]
        return self._lists[key]

    def sending_id(self, sending: Sending | None) -> int | None:
        """The id of the sending; None where the mail does not tell it.

        Known by the original's Message-ID, if that came back before, else by list, subject and day. The
        day comes first for a new one, because many tools give the copy of every reader a Message-ID of its own.
        """
        if sending is None:
            return None
        mailing = self.list_id(sending)
        original = _hash(mailing, sending.message_id)
        if original is not None and original in self._originals:
            return self._originals[original]
        key = _key(mailing, sending)
        if key is None:
            return None
        if key not in self._sendings:
            self._sendings[key] = self._by_key(key, mailing, sending)
        if original is not None:
            self._originals[original] = self._sendings[key]
            self._new.append((self._account, original, self._sendings[key]))
        return self._sendings[key]

    def _by_key(self, key: str, mailing: int | None, sending: Sending) -> int:
        date = int(sending.date.timestamp()) if sending.date else None
        self._run(
            "INSERT OR IGNORE INTO sendings (account_id, list_id, key, subject, date) VALUES (?, ?, ?, ?, ?)",
            (self._account, mailing, key, clean(sending.subject), date),
        )
        select = "SELECT id FROM sendings WHERE account_id = ? AND key = ?"
        return self._run(select, (self._account, key)).fetchone()[0]


def _hash(mailing: int | None, message_id: str | None) -> bytes | None:
    identity = (message_id or "").strip()
    if not identity:
        return None
    import hashlib  # not before the first window

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
    if all(sending is not None for sending, _ in items):
        return [f"{sending}" for sending, _ in items]
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
