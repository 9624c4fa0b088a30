"""Mails into the database: each once, with its failures, its sending and an excerpt."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Collection, Sequence

from modori.records import Cause, Failure, Kind, Message

from .many import next_id, select_in
from .refresh import ASKED
from .rows import Stored
from .sendings import Sendings
from .text import clean, domain_of, fold, note_to_text, stamp

_TELLING = (Kind.BOUNCE, Kind.DELAYED, Kind.DELIVERED, *ASKED)
FAILURE_COLUMNS = (
    *("recipient_id", "message_id", "sending_id", "list_id", "at", "kind", "address", "final_address", "reason"),
    *("action", "confirm", "permanent", "reply", "status", "phase", "diagnostic", "remote", "rule", "matched"),
)
_MESSAGE = (
    "INSERT INTO messages (id, account_id, content, size, folder, uid, reader, kind, system, message_id, date, subject,"
    " sender, problem, copy, listed, search) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
_PLACE = "INSERT OR IGNORE INTO places VALUES (?, ?, ?, ?, ?)"
_UIDL = "INSERT OR REPLACE INTO uidls VALUES (?, ?, ?)"
_EXCERPT = "INSERT INTO excerpts VALUES (?, ?)"
_RECIPIENT = (
    "INSERT INTO recipients (id, account_id, address_key, list_key, address, domain, cause, list_id)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
)
_INSERTS = (_MESSAGE, _PLACE, _UIDL, _EXCERPT, _RECIPIENT)  # in this order: what is pointed at comes first


class Writer:
    """One batch, inside a transaction that the store opens and ends.

    What exists already is looked up for the whole batch at once; the ids of new rows are given here, so that all rows
    of a table are written together at the end.
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
        self._contents: dict[bytes, int] = {}
        self._next_recipient, self._next_message = (next_id(connection, name) for name in ("recipients", "messages"))
        self._rows: dict[str, list[tuple[object, ...]]] = {sql: [] for sql in _INSERTS}
        self._failures: list[tuple[object, ...]] = []
        self.touched: set[int] = set()

    def add_all(self, mails: Sequence[Stored]) -> None:
        """Store these mails, but for those that are there already (by their place, or by their content)."""
        known = self._known_uids([mail.uid for mail in mails if mail.uid is not None])
        new = [mail for mail in mails if mail.uid is None or mail.uid not in known]
        self.know([mail.message for mail in new])
        self._know_contents({mail.kept.key for mail in new if mail.kept.key is not None})
        for mail in new:
            row = self._message(mail)
            if self._validity is not None and mail.uid is not None:
                self._rows[_PLACE].append((self._account, self._folder, self._validity, mail.uid, row))
            if mail.uidl is not None:
                self._rows[_UIDL].append((self._account, clean(mail.uidl), row))
        self.write()
        insert_failures(self._connection, self._failures)

    def write(self) -> None:
        """Write all new rows but the failures, which are to come after what they point at."""
        for sql, rows in self._rows.items():
            self._connection.executemany(sql, rows)
            rows.clear()
        self._sendings.write()

    def _known_uids(self, uids: Sequence[int]) -> set[int]:
        if not uids or self._validity is None:
            return set()
        rows = self._run(
            "SELECT uid FROM places WHERE account_id = ? AND folder = ? AND uidvalidity = ? AND uid BETWEEN ? AND ?",
            (self._account, self._folder, self._validity, min(uids), max(uids)),
        )
        return {row[0] for row in rows}

    def know(self, messages: Sequence[Message]) -> None:
        """Look up the recipients of these messages and the originals that they return, all at once."""
        telling = [message for message in messages if _tells(message)]
        addresses = {fold(clean(f.evidence.address)) for message in telling for f in message.failures}
        sql = "SELECT address_key, list_key, id FROM recipients WHERE account_id = ? AND address_key IN ({marks})"
        for key, list_key, number in select_in(self._connection, sql, addresses, self._account):
            self._recipients[key, list_key] = number
        self._sendings.know(message.sending for message in telling)

    def _know_contents(self, keys: Collection[bytes]) -> None:
        sql = "SELECT content, id FROM messages WHERE account_id = ? AND content IN ({marks})"
        self._contents.update(select_in(self._connection, sql, keys, self._account))

    def _message(self, mail: Stored) -> int:
        """Store the mail itself unless its content is there; the id of its row."""
        content, kept = mail.kept.key, mail.kept.data
        if content is not None and content in self._contents:
            return self._contents[content]
        message, row = mail.message, self._next_message
        self._next_message += 1
        if content is not None:
            self._contents[content] = row
        at = stamp(message.date, mail.received, now=self._now)
        problem = clean(note_to_text(message.problem)) if message.problem else None
        reader = self._reader if kept is not None else None
        place = (self._account, content, mail.size, self._folder, mail.uid, reader)
        self._rows[_MESSAGE].append((row, *place, *about(message, at, problem)))
        if kept is not None:
            self._rows[_EXCERPT].append((row, kept))
        failures = self.failures(row, message, at)
        self.touched.update(failure[0] for failure in failures)
        self._failures += failures
        return row

    def failures(self, message_row: int, message: Message, at: int) -> list[tuple[int, *tuple[object, ...]]]:
        """What a message says of its recipients, as rows of FAILURE_COLUMNS; recipients that are new are made."""
        if not _tells(message):
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
        known = self._recipients.get(key)
        if known is None:
            known, self._next_recipient = self._next_recipient, self._next_recipient + 1
            self._recipients[key] = known
            cause = Cause.REQUEST if list_key else Cause.FAILED
            list_id = list_key if list_key > 0 else None
            self._rows[_RECIPIENT].append(
                (known, self._account, *key, address, domain_of(address), cause.value, list_id)
            )
        return known

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


def _tells(message: Message) -> bool:
    """Whether a message says something of recipients that is kept."""
    return bool(message.failures) and message.kind in _TELLING


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
