"""Mails into the database: each once, with its failures, its sending and an excerpt."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from modori.records import Cause, Failure, Kind, Message

from .refresh import ASKED
from .rows import Stored
from .sendings import Sendings
from .text import clean, domain_of, fold, note_to_text, stamp

ABOUT_DELIVERY = (Kind.BOUNCE, Kind.DELAYED, Kind.DELIVERED)
FAILURE_COLUMNS = (
    *("recipient_id", "message_id", "sending_id", "list_id", "at", "kind", "address", "final_address", "reason"),
    *("action", "confirm", "permanent", "reply", "status", "phase", "diagnostic", "remote", "rule", "matched"),
)
_CHUNK = 500


class Writer:
    """One batch, inside a transaction that the store opens and ends.

    What exists already is looked up for the whole batch at once, and rows whose ids nobody needs are
    written together at the end.
    """

    def __init__(
        self,
        connection: sqlite3.Connection,
        account_id: int,
        folder: str,
        uidvalidity: int | None,
        reader: int | None = None,
    ) -> None:
        self._connection = connection
        self._run = connection.execute
        self._account = account_id
        self._folder = clean(folder)
        self._validity = uidvalidity
        self._reader = reader
        self._now = time.time()
        self._sendings = Sendings(connection, account_id)
        self._recipients: dict[tuple[str, int], int] = {}
        self._places: list[tuple[object, ...]] = []
        self._uidls: list[tuple[object, ...]] = []
        self._excerpts: list[tuple[object, ...]] = []
        self._failures: list[tuple[object, ...]] = []
        self.touched: set[int] = set()

    def add_all(self, mails: Sequence[Stored]) -> None:
        """Store these mails, but for those that are there already (by their place, or by their content)."""
        known = self._known_uids([mail.uid for mail in mails if mail.uid is not None])
        new = [mail for mail in mails if mail.uid is None or mail.uid not in known]
        self.know(mail.message for mail in new)
        for mail in new:
            row = self._message(mail)
            if self._validity is not None and mail.uid is not None:
                self._places.append((self._account, self._folder, self._validity, mail.uid, row))
            if mail.uidl is not None:
                self._uidls.append((self._account, clean(mail.uidl), row))
        many = self._connection.executemany
        many("INSERT OR IGNORE INTO places VALUES (?, ?, ?, ?, ?)", self._places)
        many("INSERT OR REPLACE INTO uidls VALUES (?, ?, ?)", self._uidls)
        many("INSERT INTO excerpts VALUES (?, ?)", self._excerpts)
        insert_failures(self._connection, self._failures)

    def _known_uids(self, uids: Sequence[int]) -> set[int]:
        if not uids or self._validity is None:
            return set()
        rows = self._run(
            "SELECT uid FROM places WHERE account_id = ? AND folder = ? AND uidvalidity = ? AND uid BETWEEN ? AND ?",
            (self._account, self._folder, self._validity, min(uids), max(uids)),
        )
        return {row[0] for row in rows}

    def know(self, messages: Iterable[Message]) -> None:
        """Look up the recipients of these messages, all at once."""
        addresses = (failure.evidence.address for message in messages for failure in message.failures)
        for keys in _chunks({fold(clean(address)) for address in addresses}):
            marks = ", ".join("?" * len(keys))
            rows = self._run(
                "SELECT address_key, list_key, id FROM recipients"  # noqa: S608 (only marks)
                f" WHERE account_id = ? AND address_key IN ({marks})",
                (self._account, *keys),
            )
            self._recipients.update(((key, list_key), number) for key, list_key, number in rows)

    def _message(self, mail: Stored) -> int:
        """Store the mail itself unless its content is there; the id of its row."""
        message = mail.message
        at = stamp(message.date, mail.received, now=self._now)
        content, kept = mail.kept.key, mail.kept.data
        problem = clean(note_to_text(message.problem)) if message.problem else None
        cursor = self._run(
            "INSERT OR IGNORE INTO messages (account_id, content, size, folder, uid, reader, kind, system, message_id,"
            " date, subject, sender, problem, copy, listed, search)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                self._account,
                content,
                mail.size,
                self._folder,
                mail.uid,
                self._reader if kept is not None else None,
                *about(message, at, problem),
            ),
        )
        if not cursor.rowcount:
            select = "SELECT id FROM messages WHERE account_id = ? AND content = ?"
            return self._run(select, (self._account, content)).fetchone()[0]
        row = cursor.lastrowid or 0
        if kept is not None:
            self._excerpts.append((row, kept))
        failures = self.failures(row, message, at)
        self.touched.update(recipient for recipient, *_ in failures)
        self._failures += failures
        return row

    def failures(self, message_row: int, message: Message, at: int) -> list[tuple[int, *tuple[object, ...]]]:
        """What a message says of its recipients, as rows of FAILURE_COLUMNS; recipients that are new are made."""
        if message.kind not in (*ABOUT_DELIVERY, *ASKED) or not message.failures:
            return []
        sending = self._sendings.sending_id(message.sending)
        mailing = self._sendings.list_id(message.sending)
        list_key = (mailing or -1) if message.kind in ASKED else 0
        facts = (message_row, sending, mailing, at, message.kind.value)
        return [
            (self._recipient(clean(failure.evidence.address), list_key), *facts, *_columns(failure))
            for failure in message.failures
            if failure.evidence.address
        ]

    def _recipient(self, address: str, list_key: int) -> int:
        key = (fold(address), list_key)
        if key not in self._recipients:
            cause = Cause.REQUEST if list_key else Cause.FAILED
            cursor = self._run(
                "INSERT INTO recipients (account_id, address_key, list_key, address, domain, cause, list_id)"
                " VALUES (?, ?, ?, ?, ?, ?, ?)",
                (self._account, *key, address, domain_of(address), cause.value, list_key if list_key > 0 else None),
            )
            self._recipients[key] = cursor.lastrowid or 0
        return self._recipients[key]

    def move_mark(self, last_uid: int) -> None:
        """Remember that the folder has been read up to `last_uid`; places under another UIDVALIDITY go."""
        if self._validity is None:
            return
        self._run(
            "INSERT INTO marks VALUES (?, ?, ?, ?) ON CONFLICT (account_id, folder) DO UPDATE SET"
            " last_uid = CASE WHEN uidvalidity = excluded.uidvalidity THEN max(last_uid, excluded.last_uid)"
            " ELSE excluded.last_uid END, uidvalidity = excluded.uidvalidity",
            (self._account, self._folder, self._validity, last_uid),
        )
        # Two ranges of the key, not "<>", which would read every place of the folder.
        for other in ("uidvalidity < ?", "uidvalidity > ?"):
            self._run(
                f"DELETE FROM places WHERE account_id = ? AND folder = ? AND {other}",  # noqa: S608 (own text)
                (self._account, self._folder, self._validity),
            )


def about(message: Message, at: int, problem: str | None) -> tuple[object, ...]:
    """A message as the columns of its table: kind, system, message_id, date, subject, sender, problem, copy, listed,
    search.
    """
    counted = message.kind in (Kind.BOUNCE, *ASKED) and bool(message.failures)
    seen = f"{message.sender or ''}\n{message.subject or ''}"
    return (
        message.kind.value,
        clean(message.system),
        clean(message.message_id),
        at,
        clean(message.subject),
        clean(message.sender),
        problem,
        message.copy,
        not counted,
        None if counted else fold(clean(seen)),
    )


def insert_failures(connection: sqlite3.Connection, rows: Sequence[tuple[object, ...]]) -> None:
    """Write rows of FAILURE_COLUMNS."""
    names, marks = ", ".join(FAILURE_COLUMNS), ", ".join("?" * len(FAILURE_COLUMNS))
    connection.executemany(f"INSERT INTO failures ({names}) VALUES ({marks})", rows)  # noqa: S608 (own names)


def _columns(failure: Failure) -> tuple[object, ...]:
    """A failure as the columns of its table, from `address` on."""
    evidence, verdict = failure.evidence, failure.verdict
    return (
        clean(evidence.address),
        clean(evidence.final_address),
        verdict.reason,
        verdict.action.value,
        verdict.confirm,
        verdict.permanent,
        clean(evidence.reply),
        clean(evidence.status),
        evidence.phase.value if evidence.phase else None,
        clean(evidence.diagnostic),
        clean(evidence.remote),
        verdict.rule,
        clean(verdict.matched),
    )


def _chunks(keys: Iterable[str]) -> Iterator[list[str]]:
    rest = iter(keys)
    while chunk := list(islice(rest, _CHUNK)):
        yield chunk
