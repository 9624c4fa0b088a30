"""Mails into the database: each once, with its failures, its sending and an excerpt."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from modori.records import Cause, Failure, Kind, Message

from .excerpts import PRIVATE_KINDS, content_key, pack
from .refresh import ASKED
from .rows import Stored
from .sendings import Sendings
from .text import clean, domain_of, fold, note_to_text, stamp

ABOUT_DELIVERY = (Kind.BOUNCE, Kind.DELAYED, Kind.DELIVERED)
_CHUNK = 500


class Writer:
    """One batch, inside a transaction that the store opens and ends.

    What exists already is looked up for the whole batch at once, and rows whose ids nobody needs are
    written together at the end.
    """

    def __init__(self, connection: sqlite3.Connection, account_id: int, folder: str, uidvalidity: int | None) -> None:
        self._connection = connection
        self._run = connection.execute
        self._account = account_id
        self._folder = clean(folder)
        self._validity = uidvalidity
        self._now = time.time()
        self._sendings = Sendings(connection, account_id)
        self._recipients: dict[tuple[str, int], int] = {}
        self._places: list[tuple[object, ...]] = []
        self._excerpts: list[tuple[object, ...]] = []
        self._failures: list[tuple[object, ...]] = []
        self.touched: set[int] = set()

    def add_all(self, mails: Sequence[Stored]) -> None:
        """Store these mails, but for those that are there already (by their place, or by their content)."""
        known = self._known_uids([mail.uid for mail in mails if mail.uid is not None])
        new = [mail for mail in mails if mail.uid is None or mail.uid not in known]
        self._know_recipients(failure.evidence.address for mail in new for failure in mail.message.failures)
        for mail in new:
            row = self._message(mail)
            if self._validity is not None and mail.uid is not None:
                self._places.append((self._account, self._folder, self._validity, mail.uid, row))
        many = self._connection.executemany
        many("INSERT OR IGNORE INTO places VALUES (?, ?, ?, ?, ?)", self._places)
        many("INSERT INTO excerpts VALUES (?, ?)", self._excerpts)
        many(
            "INSERT INTO failures (recipient_id, message_id, sending_id, list_id, at, kind, address, final_address,"
            " reason, action, confirm, permanent, reply, status, phase, diagnostic, remote, rule, matched)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            self._failures,
        )

    def _known_uids(self, uids: Sequence[int]) -> set[int]:
        if not uids or self._validity is None:
            return set()
        rows = self._run(
            "SELECT uid FROM places WHERE account_id = ? AND folder = ? AND uidvalidity = ? AND uid BETWEEN ? AND ?",
            (self._account, self._folder, self._validity, min(uids), max(uids)),
        )
        return {row[0] for row in rows}

    def _know_recipients(self, addresses: Iterable[str]) -> None:
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
        counted = message.kind in (Kind.BOUNCE, *ASKED) and bool(message.failures)
        seen = f"{message.sender or ''}\n{message.subject or ''}"
        content = content_key(message, mail.excerpt)
        cursor = self._run(
            "INSERT OR IGNORE INTO messages (account_id, content, kind, system, message_id, date, subject, sender,"
            " problem, size, copy, folder, uid, listed, search) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                self._account,
                content,
                message.kind.value,
                clean(message.system),
                clean(message.message_id),
                at,
                clean(message.subject),
                clean(message.sender),
                clean(note_to_text(message.problem)) if message.problem else None,
                mail.size,
                message.copy,
                self._folder,
                mail.uid,
                not counted,
                None if counted else fold(clean(seen)),
            ),
        )
        if not cursor.rowcount:
            select = "SELECT id FROM messages WHERE account_id = ? AND content = ?"
            return self._run(select, (self._account, content)).fetchone()[0]
        row = cursor.lastrowid or 0
        if message.kind not in PRIVATE_KINDS and mail.excerpt:
            self._excerpts.append((row, pack(mail.excerpt)))
        self._all_failures(row, message, at)
        return row

    def _all_failures(self, message_row: int, message: Message, at: int) -> None:
        if message.kind not in (*ABOUT_DELIVERY, *ASKED) or not message.failures:
            return
        sending = self._sendings.sending_id(message.sending)
        mailing = self._sendings.list_id(message.sending)
        list_key = (mailing or -1) if message.kind in ASKED else 0
        for failure in message.failures:
            if failure.evidence.address:
                recipient = self._recipient(clean(failure.evidence.address), list_key)
                self.touched.add(recipient)
                facts = (message_row, sending, mailing, at, message.kind.value)
                self._failures.append((recipient, *facts, *_columns(failure)))

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
