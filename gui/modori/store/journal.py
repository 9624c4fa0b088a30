"""What can be cleaned away from a mailbox, and a journal of what was: enough to put it back.

The journal is written before anything is touched, and after each batch, so that a crash in between leaves word.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from .text import clean, moment

Access = Callable[[], AbstractContextManager[sqlite3.Connection]]


class CleanGroup(StrEnum):
    """Mails that are cleaned together. Ordinary mail, receipts and challenges are in none."""

    DECIDED = "decided"  # bounces, complaints and requests of which every address is decided
    WAITING = "waiting"  # the same with an address that waits for a person
    NOTICES = "notices"  # delays and deliveries
    REPLIES = "replies"  # automatic replies


class Verb(StrEnum):
    """What is done to the mails."""

    MOVE = "move"
    MARK = "mark"
    DELETE = "delete"


class Fate(StrEnum):
    """What became of one mail."""

    PLANNED = "planned"  # written before it is touched
    COPIED = "copied"  # in its new folder, and may still be in its old one
    DONE = "done"
    UNTOUCHED = "untouched"  # it was gone, or as wished, before
    RETURNED = "returned"  # copied back, and may still be in the folder to which it was moved
    BACK = "back"  # put back


@dataclass(frozen=True, slots=True)
class Place:
    """Where a mail lies on the server: by `folder`, `uidvalidity` and `uid`, or by `uidl` (POP3)."""

    message_id: int
    folder: str
    uidvalidity: int = 0
    uid: int = 0
    uidl: str | None = None


@dataclass(frozen=True, slots=True)
class CleanedPlace:
    """An entry of the journal: `place` and what became of it; where it is now if the server told."""

    id: int
    place: Place
    fate: Fate
    now_uidvalidity: int | None
    now_uid: int | None
    mail_id: str | None  # the mail's Message-ID


@dataclass(frozen=True, slots=True)
class Cleaning:
    """One cleaning: when, what, `target` (the folder that mails were moved to), and how many were touched."""

    id: int
    account_id: int
    when: datetime
    verb: Verb
    target: str | None
    done: int
    back: int


_GROUPS = """
SELECT x.message_id, x.folder, x.uidvalidity, x.uid, x.uidl,
    CASE WHEN m.kind IN ('delayed', 'delivered') THEN 'notices' WHEN m.kind = 'auto_reply' THEN 'replies'
         WHEN EXISTS (SELECT 1 FROM failures f JOIN recipients r ON r.id = f.recipient_id WHERE f.message_id = m.id
                      AND (r.section IS NULL OR r.section IN ('review', 'incidents', 'not_yours')))
         THEN 'waiting' ELSE 'decided' END
FROM (SELECT message_id, folder, uidvalidity, uid, NULL AS uidl FROM places WHERE account_id = :account
      UNION ALL SELECT message_id, 'INBOX', 0, 0, uidl FROM uidls WHERE account_id = :account) x
JOIN messages m ON m.id = x.message_id
WHERE (m.kind IN ('delayed', 'delivered', 'auto_reply')
       OR m.kind IN ('bounce', 'complaint', 'unsubscribe_request')
          AND EXISTS (SELECT 1 FROM failures WHERE message_id = m.id))
    AND NOT EXISTS (
        SELECT 1 FROM cleaned c JOIN cleanings g ON g.id = c.cleaning_id
        WHERE c.message_id = x.message_id AND c.folder = x.folder AND c.uidvalidity = x.uidvalidity
            AND c.uid = x.uid AND c.uidl IS x.uidl AND g.verb <> 'mark' AND c.fate NOT IN ('planned', 'copied'))
ORDER BY x.folder, x.uidvalidity, x.uid, x.uidl
"""


class Journal:
    """Part of the store. Every method may raise StoreError."""

    def __init__(self, reading: Access, writing: Access) -> None:
        self._reading, self._writing = reading, writing

    def cleanable(self, account_id: int) -> dict[CleanGroup, list[Place]]:
        """The mails that may be cleaned, as far as they lie where they were read; those cleaned before are left out."""
        found: dict[CleanGroup, list[Place]] = {group: [] for group in CleanGroup}
        with self._reading() as connection:
            for message, folder, validity, uid, uidl, group in connection.execute(_GROUPS, {"account": account_id}):
                found[CleanGroup(group)].append(Place(message, folder, validity, uid, uidl))
        return found

    def begin(self, account_id: int, verb: Verb, target: str | None, places: Sequence[Place], when: datetime) -> int:
        """Write down what is going to be touched; the id of the cleaning."""
        with self._writing() as connection:
            cursor = connection.execute(
                "INSERT INTO cleanings (account_id, at, verb, target) VALUES (?, ?, ?, ?)",
                (account_id, int(when.timestamp()), verb.value, clean(target)),
            )
            number = cursor.lastrowid or 0
            connection.executemany(
                "INSERT INTO cleaned (cleaning_id, message_id, folder, uidvalidity, uid, uidl, fate)"
                " VALUES (?, ?, ?, ?, ?, ?, 'planned')",
                ((number, p.message_id, p.folder, p.uidvalidity, p.uid, p.uidl) for p in places),
            )
        return number

    def note(self, entries: Iterable[tuple[int, Fate, int | None, int | None]]) -> None:
        """What became of entries: their id, and (after a move) UIDVALIDITY and UID where the mail is now."""
        with self._writing() as connection:
            connection.executemany(
                "UPDATE cleaned SET fate = ?2, now_uidvalidity = ?3, now_uid = ?4 WHERE id = ?1",
                ((number, fate.value, validity, uid) for number, fate, validity, uid in entries),
            )

    def unfinished(self, account_id: int) -> list[Cleaning]:
        """The moves of an account that were cut, oldest first: of some mails it is not known where they are."""
        return self._cleanings(account_id, "g.verb = 'move' AND c.fate IN ('planned', 'copied', 'returned')")[::-1]

    def drop(self, ids: Iterable[int]) -> None:
        """Forget entries whose mails were certainly not touched: the work ended before them."""
        with self._writing() as connection:
            connection.executemany("DELETE FROM cleaned WHERE id = ?", ((one,) for one in ids))

    def entries(self, cleaning_id: int) -> list[CleanedPlace]:
        """All entries of a cleaning, by folder and UID."""
        with self._reading() as connection:
            rows = connection.execute(
                "SELECT c.id, c.message_id, c.folder, c.uidvalidity, c.uid, c.uidl, c.fate, c.now_uidvalidity,"
                " c.now_uid, m.message_id FROM cleaned c LEFT JOIN messages m ON m.id = c.message_id"
                " WHERE c.cleaning_id = ? ORDER BY c.folder, c.uidvalidity, c.uid, c.uidl",
                (cleaning_id,),
            )
            return [
                CleanedPlace(row[0], Place(*row[1:6]), Fate(row[6]), row[7], row[8], row[9]) for row in rows.fetchall()
            ]

    def cleanings(self, account_id: int) -> list[Cleaning]:
        """All cleanings of an account that touched something, newest first."""
        return self._cleanings(account_id, "c.fate IN ('done', 'back')")

    def _cleanings(self, account_id: int, some: str) -> list[Cleaning]:
        """Those with an entry of which `some` is true, newest first."""
        with self._reading() as connection:
            sql = (
                "SELECT g.id, g.account_id, g.at, g.verb, g.target, sum(c.fate = 'done'), sum(c.fate = 'back')"  # noqa: S608
                " FROM cleanings g JOIN cleaned c ON c.cleaning_id = g.id WHERE g.account_id = ?"
                f" GROUP BY g.id HAVING sum({some}) ORDER BY g.id DESC"
            )
            rows = connection.execute(sql, (account_id,))
            return [Cleaning(row[0], row[1], moment(row[2]), Verb(row[3]), *row[4:]) for row in rows.fetchall()]
