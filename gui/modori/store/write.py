"""Mails into the database: each once, with its failures, its sending and an excerpt."""

from __future__ import annotations

import sqlite3
import time

from modori.records import Cause, Failure, Kind, Message

from . import sendings
from .excerpts import PRIVATE_KINDS, content_key, pack
from .refresh import ASKED
from .rows import Stored
from .text import clean, domain_of, fold, note_to_text, stamp

ABOUT_DELIVERY = (Kind.BOUNCE, Kind.DELAYED, Kind.DELIVERED)


class Writer:
    """One batch: used inside a transaction that the store opens and ends."""

    def __init__(self, connection: sqlite3.Connection, account_id: int, folder: str, uidvalidity: int | None) -> None:
        self._run = connection.execute
        self._connection = connection
        self._account = account_id
        self._folder = clean(folder)
        self._validity = uidvalidity
        self._now = time.time()
        self.touched: set[int] = set()

    def add(self, mail: Stored) -> None:
        """Store one mail, unless it is there already (by its place, or by its content)."""
        if self._validity is not None and mail.uid is not None:
            place_key = (self._account, self._folder, self._validity, mail.uid)
            known = self._run(
                "SELECT 1 FROM places WHERE account_id = ? AND folder = ? AND uidvalidity = ? AND uid = ?", place_key
            ).fetchone()
            if known:
                return
            message_id = self._same(mail) or self._message(mail)
            self._run("INSERT INTO places VALUES (?, ?, ?, ?, ?)", (*place_key, message_id))
        elif self._same(mail) is None:
            self._message(mail)

    def _same(self, mail: Stored) -> int | None:
        key = content_key(mail.message, mail.excerpt)
        if key is None:
            return None
        row = self._run("SELECT id FROM messages WHERE account_id = ? AND content = ?", (self._account, key)).fetchone()
        return row[0] if row else None

    def _message(self, mail: Stored) -> int:
        message = mail.message
        at = stamp(message.date, mail.received, now=self._now)
        counted = message.kind in (Kind.BOUNCE, *ASKED) and bool(message.failures)
        seen = f"{message.sender or ''}\n{message.subject or ''}"
        cursor = self._run(
            "INSERT INTO messages (account_id, content, kind, system, message_id, date, subject, sender, problem,"
            " size, copy, folder, uid, listed, search) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                self._account,
                content_key(message, mail.excerpt),
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
        row = cursor.lastrowid or 0
        if message.kind not in PRIVATE_KINDS and mail.excerpt:
            self._run("INSERT INTO excerpts VALUES (?, ?)", (row, pack(mail.excerpt)))
        self._failures(row, message, at)
        return row

    def _failures(self, message_row: int, message: Message, at: int) -> None:
        if message.kind not in (*ABOUT_DELIVERY, *ASKED) or not message.failures:
            return
        sending = sendings.sending_id(self._connection, self._account, message.sending)
        list_key = 0
        if message.kind in ASKED:
            list_key = sendings.list_id(self._connection, self._account, message.sending) or -1
        for failure in message.failures:
            if failure.evidence.address:
                self._failure(message_row, message, at, sending, list_key, failure)

    def _failure(
        self, message_row: int, message: Message, at: int, sending: int | None, list_key: int, failure: Failure
    ) -> None:
        evidence, verdict = failure.evidence, failure.verdict
        recipient = self._recipient(clean(evidence.address), list_key)
        self._run(
            "INSERT INTO failures (recipient_id, message_id, sending_id, at, kind, address, final_address, reason,"
            " action, confirm, permanent, reply, status, phase, diagnostic, remote, rule, matched)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                recipient,
                message_row,
                sending,
                at,
                message.kind.value,
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
            ),
        )
        self.touched.add(recipient)

    def _recipient(self, address: str, list_key: int) -> int:
        key = (self._account, fold(address), list_key)
        find = "SELECT id FROM recipients WHERE account_id = ? AND address_key = ? AND list_key = ?"
        row = self._run(find, key).fetchone()
        if row:
            return row[0]
        cursor = self._run(
            "INSERT INTO recipients (account_id, address_key, list_key, address, domain, cause, list_id)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            (
                *key,
                address,
                domain_of(address),
                (Cause.REQUEST if list_key else Cause.FAILED).value,
                list_key if list_key > 0 else None,
            ),
        )
        return cursor.lastrowid or 0

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
        self._run(
            "DELETE FROM places WHERE account_id = ? AND folder = ? AND uidvalidity <> ?",
            (self._account, self._folder, self._validity),
        )
