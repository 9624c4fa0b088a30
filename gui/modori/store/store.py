"""The store as the rest of the program sees it: one object a thread, one file for all."""

from __future__ import annotations

import sqlite3
from array import array
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

import platformdirs

from modori.records import Account, Cause, Choice, Decision, Message

from . import accounts, decisions, exports, fetch, judging
from .errors import told
from .excerpts import unpack
from .exports import Exported, ExportRecord
from .journal import Journal
from .many import select_in
from .pasts import pasts
from .query import Reader
from .refresh import derive, refresh
from .rows import (
    Change,
    DecisionRow,
    Facet,
    FacetBy,
    FolderMark,
    HeldGroup,
    Kept,
    KnownList,
    MessageRow,
    PastFailure,
    Query,
    RecipientRow,
    Section,
    Stored,
    StoreError,
    UserDecision,
)
from .schema import open_database
from .subscribers import Subscribers
from .text import clean, moment
from .write import Writer

if TYPE_CHECKING:
    from .summary import Summary

Decide = Callable[[Iterable[tuple[int, list[PastFailure]]]], Mapping[int, Decision]]
"""What is proposed for recipients, by their ids with all that happened to them; those left out stay undecided."""

FILE_NAME = "modori.sqlite3"


def default_path() -> Path:
    """The database in the user's data directory."""
    return platformdirs.user_data_path("modori", appauthor=False) / FILE_NAME


class Store:
    """An open database.

    An instance belongs to the thread that made it; several instances on one file are fine, also in several processes:
    they read at the same time, and writers wait for each other. Every method may raise StoreError.
    """

    def __init__(self, path: Path | None = None) -> None:
        self.path = path or default_path()
        self._connection = open_database(self.path)
        self._reader = Reader(self._connection)
        self.journal = Journal(self._reading, self._writing)
        self.subscribers = Subscribers(self._reading, self._writing)
        self._scrub_left_over()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file. May be called twice."""
        self._connection.close()

    def interrupt(self) -> None:
        """Stop the query that runs in the thread of this store; it raises StoreError("store_interrupted").

        The only method that another thread may call: an answer that nobody waits for any more can be dropped.
        """
        self._connection.interrupt()

    def version(self) -> int:
        """Another number than before when another store has written into the file since it was last asked."""
        with self._reading() as connection:
            return connection.execute("PRAGMA data_version").fetchone()[0]

    @contextmanager
    def _reading(self) -> Generator[sqlite3.Connection]:
        with told(self.path):
            yield self._connection

    @contextmanager
    def _writing(self) -> Generator[sqlite3.Connection]:
        """One transaction, whole or not at all."""
        with told(self.path):
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield self._connection
                self._connection.execute("COMMIT")
            except BaseException:
                if self._connection.in_transaction:  # a full disk has ended it already
                    self._connection.execute("ROLLBACK")
                raise

    # Accounts

    def accounts(self) -> list[Account]:
        """All accounts, in the order in which they were made."""
        with self._reading() as connection:
            return accounts.load(connection)

    def save_account(self, account: Account) -> Account:
        """Store a new account (id None) or the changed one, and return it with its id."""
        with self._writing() as connection:
            return replace(account, id=accounts.save(connection, account))

    def forget_account(self, account_id: int) -> None:
        """Remove the account with everything that is stored of it; nothing of it stays in the file.

        Raises StoreError("store_not_scrubbed") when the account is gone, but its bytes could not be
        wiped yet (somebody else reads the file, or the disk is full); the next opening tries again.
        """
        # Every table is emptied by hand; looking for left-over children takes most of the time with a million rows.
        self._connection.execute("PRAGMA foreign_keys = OFF")
        try:
            with self._writing() as connection:
                accounts.forget(connection, account_id)
        finally:
            self._connection.execute("PRAGMA foreign_keys = ON")
        try:
            done = accounts.scrub(self._connection)
        except sqlite3.OperationalError as error:
            raise StoreError("store_not_scrubbed", path=str(self.path)) from error
        if not done:
            raise StoreError("store_not_scrubbed", path=str(self.path))

    def _scrub_left_over(self) -> None:
        with told(self.path):
            if accounts.must_scrub(self._connection):
                # Somebody else may have the file open; then a later opening does it.
                with suppress(sqlite3.OperationalError):
                    accounts.scrub(self._connection)

    def kept(self, account_id: int) -> Kept:
        """How much is stored of an account."""
        with self._reading() as connection:
            return accounts.kept(connection, account_id)

    # Mails

    def folder_mark(self, account_id: int, folder: str) -> FolderMark | None:
        """How far the folder has been read; None if never, or after `reset_folder`."""
        with self._reading() as connection:
            row = connection.execute(
                "SELECT uidvalidity, last_uid FROM marks WHERE account_id = ? AND folder = ?",
                (account_id, clean(folder)),
            ).fetchone()
        return FolderMark(*row) if row else None

    def reset_folder(self, account_id: int, folder: str) -> None:
        """Forget the mark (UIDVALIDITY changed). Mails that are read again are not counted again."""
        with self._writing() as connection:
            for table in ("marks", "places"):
                connection.execute(
                    f"DELETE FROM {table} WHERE account_id = ? AND folder = ?",  # noqa: S608 (own names only)
                    (account_id, clean(folder)),
                )

    def known_uidls(self, account_id: int) -> set[str]:
        """The UIDLs (POP3) of all mails that were read, or passed over."""
        with self._reading() as connection:
            return {row[0] for row in connection.execute("SELECT uidl FROM uidls WHERE account_id = ?", (account_id,))}

    def lost_places(self, account_id: int, folder: str) -> bool:
        """Whether mails are stored whose place was forgotten by `reset_folder`, and that were not found again."""
        sql = (
            "SELECT EXISTS (SELECT 1 FROM messages m WHERE account_id = ? AND folder = ? AND uid IS NOT NULL"
            " AND NOT EXISTS (SELECT 1 FROM places WHERE message_id = m.id))"
        )
        with self._reading() as connection:
            return bool(connection.execute(sql, (account_id, clean(folder))).fetchone()[0])

    def known_contents(self, account_id: int, keys: Sequence[bytes]) -> set[bytes]:
        """Those of the `Packed.key`s of which a mail is stored, wherever it was found."""
        with self._reading() as connection:
            sql = "SELECT content FROM messages WHERE account_id = ? AND content IN ({marks})"
            return {row[0] for row in select_in(connection, sql, keys, account_id)}

    def pass_over(self, account_id: int, uidls: Sequence[str]) -> None:
        """Remember mails that are older than the account's first day; forgotten when that day is changed."""
        with self._writing() as connection:
            rows = ((account_id, clean(uidl)) for uidl in uidls)
            connection.executemany("INSERT OR IGNORE INTO uidls VALUES (?, ?, NULL)", rows)

    def add(
        self,
        account_id: int,
        folder: str,
        uidvalidity: int | None,
        mails: Sequence[Stored],
        *,
        last_uid: int | None = None,
        reader: str = "",
        decide: Decide | None = None,
    ) -> list[int]:
        """Store a batch of mails in one transaction and move the folder's mark to the highest UID among them.

        `last_uid` moves the mark further, also without mails. `reader` is the version of the rules and the program
        that read them (see `to_judge`). `uidvalidity` is None for files (no mark).
        A mail that is there already (same place, or same content elsewhere) is not stored again.
        Of ordinary mail (kind `other`, `read_receipt`) only sender, subject and date are kept: it may be somebody's
        private letter (see `packed`).
        `decide` proposes for the recipients that were touched; it may read this store, in which they are already.
        Without it `undecided` gives them until somebody proposes. Returns their ids.
        """
        highest = max((mail.uid for mail in mails if mail.uid is not None), default=0)
        with self._writing() as connection:
            writer = Writer(connection, account_id, folder, uidvalidity, judging.reader_number(connection, reader))
            writer.add_all(mails)
            writer.move_mark(max(highest, last_uid or 0))
            touched = sorted(writer.touched)
            happened = pasts(connection, touched)
            derive(connection, happened)
            decided: Mapping[int, Decision] = {}
            if decide is not None:
                decided = decide(happened.items())
            waiting = ((one,) for one in touched if one not in decided)
            connection.executemany("UPDATE recipients SET undecided = 1 WHERE id = ?", waiting)
            decisions.propose(connection, decided)
            decisions.place(connection, touched)
        return touched

    def excerpt(self, message_id: int) -> bytes:
        """The kept excerpt of a mail; empty where none is kept (ordinary mail)."""
        with self._reading() as connection:
            row = connection.execute("SELECT data FROM excerpts WHERE message_id = ?", (message_id,)).fetchone()
        return unpack(row[0]) if row else b""

    def to_judge(self, account_id: int, reader: str) -> array[int]:
        """The mails with an excerpt that another version of rules or program has read, oldest first."""
        with self._reading() as connection:
            return judging.to_judge(connection, account_id, reader)

    def excerpts(self, message_ids: Sequence[int]) -> list[tuple[int, bytes]]:
        """`excerpt` for many mails, each with its id; those without one are left out."""
        with self._reading() as connection:
            return judging.excerpts(connection, message_ids)

    def judge(self, account_id: int, reader: str, judged: Sequence[tuple[int, Message]]) -> list[int]:
        """Replace what these mails were taken for by what `reader` makes of their excerpts, in one transaction.

        Recipients keep their ids. Those who have no failure any more disappear, unless the user has decided about
        them. A mail that turns out to be an ordinary one loses its excerpt. Returns the ids of the recipients that
        were touched, for which the policy should propose anew; until then `undecided` gives them too.
        """
        with self._writing() as connection:
            return judging.judge(connection, account_id, reader, judged)

    # Decisions

    def setting(self, key: str) -> str | None:
        """What `keep_setting` was given; None before the first time."""
        with self._reading() as connection:
            row = connection.execute("SELECT value FROM meta WHERE key = ?", (f"setting {key}",)).fetchone()
        return row[0] if row else None

    def keep_setting(self, key: str, value: str) -> None:
        """Keep something that holds for all accounts, in the window and on the command line."""
        with self._writing() as connection:
            connection.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (f"setting {key}", clean(value)))

    def undecided(self, account_id: int) -> array[int]:
        """Recipients that got new mail after their last proposal (a scan that ended early leaves them)."""
        with self._reading() as connection:
            rows = connection.execute("SELECT id FROM recipients WHERE account_id = ? AND undecided", (account_id,))
            return array("q", (row[0] for row in rows))

    def failed_between(self, account_id: int, after: datetime, until: datetime) -> array[int]:
        """Recipients to whom something happened later than `after` and not later than `until`."""
        with self._reading() as connection:
            return fetch.failed_between(connection, account_id, int(after.timestamp()), int(until.timestamp()))

    def last_asked(self, account_id: int) -> tuple[datetime, str] | None:
        """What `set_last_asked` was given; None before the first time."""
        with self._reading() as connection:
            row = connection.execute("SELECT asked_at, asked_by FROM accounts WHERE id = ?", (account_id,)).fetchone()
        return (moment(row[0]), row[1]) if row and row[0] is not None else None

    def set_last_asked(self, account_id: int, when: datetime, policy: str) -> None:
        """Remember that the policy was asked about every recipient as of `when`, and in which version."""
        with self._writing() as connection:
            connection.execute(
                "UPDATE accounts SET asked_at = ?, asked_by = ? WHERE id = ?",
                (int(when.timestamp()), clean(policy), account_id),
            )

    def failures_of(self, recipient_id: int) -> list[PastFailure]:
        """Everything that happened to a recipient, oldest first."""
        return next(self.failures_of_many([recipient_id]))[1]

    def failures_of_many(self, recipient_ids: Sequence[int]) -> Iterator[tuple[int, list[PastFailure]]]:
        """`failures_of` for many recipients with few queries, in the order of `recipient_ids`."""
        with self._reading() as connection:
            yield from fetch.failures(connection, recipient_ids)

    def falls(self, account_id: int, reasons: Sequence[str]) -> Iterator[fetch.Fall]:
        """The bounces with one of these reasons, in any order, as `fetch.Fall`."""
        with self._reading() as connection:
            yield from fetch.falls(connection, account_id, reasons)

    def final_addresses(self, account_id: int) -> list[tuple[int, str]]:
        """Recipients whose mail went on to another address (a forward), and that address."""
        with self._reading() as connection:
            sql = (
                "SELECT DISTINCT f.recipient_id, f.final_address FROM failures f JOIN recipients r"
                " ON r.id = f.recipient_id WHERE r.account_id = ? AND f.final_address IS NOT NULL"
            )
            return [(row[0], row[1]) for row in connection.execute(sql, (account_id,))]

    def recipients_of_messages(self, message_ids: Sequence[int]) -> list[int]:
        """The recipients that these mails are about, each once."""
        with self._reading() as connection:
            return fetch.of_messages(connection, message_ids)

    def lists(self, account_id: int, *, at_most: int) -> list[KnownList]:
        """The account's lists; their recipients are counted up to `at_most`, so that it takes no time."""
        with self._reading() as connection:
            return fetch.lists(connection, account_id, at_most)

    def recipients_of_list(self, list_id: int) -> array[int]:
        """The recipients who failed in a list's sendings."""
        with self._reading() as connection:
            rows = connection.execute("SELECT recipient_id FROM recipient_lists WHERE list_id = ?", (list_id,))
            return array("q", (row[0] for row in rows))

    def propose(self, recipient_id: int, decision: Decision) -> None:
        """Store what the policy proposes; a decision of the user keeps winning over it."""
        self.propose_many({recipient_id: decision})

    def propose_many(self, proposals: Mapping[int, Decision]) -> None:
        """`propose` for many recipients in one transaction."""
        with self._writing() as connection:
            decisions.place(connection, decisions.propose(connection, proposals))

    def decide(
        self, recipient_ids: Sequence[int], choice: Choice | None, note: str | None = None, *, when: datetime
    ) -> tuple[Change, ...]:
        """The user decides; None goes back to the proposal. `note` None leaves the note as it is, "" removes it."""
        with self._writing() as connection:
            changes = tuple(decisions.changes(connection, recipient_ids, choice, note, when))
            self._set(connection, [(change.recipient_id, change.after) for change in changes])
        return changes

    def restore(self, changes: Sequence[Change]) -> tuple[Change, ...]:
        """Undo `changes`. What comes back undoes the undoing (redo)."""
        with self._writing() as connection:
            undone = tuple(
                Change(change.recipient_id, now, change.before)
                for change in reversed(changes)
                if (now := decisions.user_decision(connection, change.recipient_id)) is not None
            )
            self._set(connection, [(change.recipient_id, change.after) for change in undone])
        return undone

    def _set(self, connection: sqlite3.Connection, wanted: list[tuple[int, UserDecision]]) -> None:
        later = decisions.set_user_decisions(connection, wanted)
        refresh(connection, later)

    # Lists

    def ids(self, query: Query) -> array[int]:
        """Recipient ids in display order; for Section.NOT_BOUNCES message ids."""
        with self._reading():
            return self._reader.ids(query)

    def rows(self, ids: Sequence[int]) -> list[RecipientRow]:
        """The recipients with these ids, in this order; ids that are gone are left out."""
        with self._reading() as connection:
            return fetch.recipients(connection, ids)

    def each_row(self, ids: Sequence[int]) -> Iterator[RecipientRow]:
        """`rows` for any number of ids, with few rows in memory at a time."""
        for start in range(0, len(ids), 1000):
            yield from self.rows(ids[start : start + 1000])

    def message_rows(self, ids: Sequence[int]) -> list[MessageRow]:
        """The messages with these ids, in this order; ids that are gone are left out."""
        with self._reading() as connection:
            return fetch.messages(connection, ids)

    def counts(self, query: Query) -> dict[Section, int]:
        """Rows by section under the query's filters; its own `section` is not looked at. Every section is there."""
        with self._reading():
            return self._reader.counts(query)

    def facets(self, query: Query, by: FacetBy) -> list[Facet]:
        """What `by` could be filtered to within the query (its own filter on `by` aside).

        Most frequent first; sendings newest first. Lists and sendings count every recipient that failed in them.
        """
        with self._reading():
            return self._reader.facets(query, by)

    def incidents(self, account_id: int) -> list[HeldGroup]:
        """What the section of incidents holds, one group an incident, the largest first."""
        with self._reading():
            return self._reader.incidents(account_id)

    def summary(self, query: Query) -> Summary:
        """The numbers for the pictures of the account and list of `query`."""
        from .summary import summary

        with self._reading() as connection:
            return summary(connection, query)

    def to_export(self, account_id: int, choice: Choice, list_id: int | None = None) -> Iterator[DecisionRow]:
        """All recipients for whom `choice` holds, by address; never one that is held back."""
        yield from self.decisions(self.ids_to_export(account_id, choice, list_id))

    def decisions(self, ids: Sequence[int], *, evidence: bool = True) -> Iterator[DecisionRow]:
        """What goes out of these ids, in this order; without `evidence` (times, server's sentence) twice as fast."""
        with self._reading() as connection:
            yield from fetch.decisions(connection, ids, evidence=evidence)

    # Exports

    def ids_to_export(self, account_id: int, choice: Choice, list_id: int | None = None) -> array[int]:
        """The ids of `to_export`."""
        with self._reading():
            return self._reader.exported(account_id, choice, list_id)

    def causes(self, ids: array[int]) -> dict[Cause, int]:
        """How many of these recipients failed, complained or asked to stop."""
        with self._reading() as connection:
            return exports.causes(connection, ids)

    def record_export(
        self,
        account_id: int,
        at: datetime,
        preset: str,
        path: Path,
        choice: Choice,
        list_id: int | None,
        recipients: Iterable[Exported],
    ) -> int:
        """Remember what was handed to a tool, and who was in it; the id of the export."""
        with self._writing() as connection:
            return exports.record(connection, account_id, at, preset, str(path), choice, list_id, recipients)

    def exports(self, account_id: int) -> list[ExportRecord]:
        """All exports of an account, newest first."""
        with self._reading() as connection:
            return exports.history(connection, account_id)

    def exported(self, export_id: int) -> list[Exported]:
        """Who was in an export, as it was then, by address."""
        with self._reading() as connection:
            return exports.recipients_of(connection, export_id)

    def exported_before(self, account_id: int, preset: str, choice: Choice) -> set[int]:
        """The recipients who are in an earlier export for this tool."""
        with self._reading() as connection:
            return exports.exported_before(connection, account_id, preset, choice)

    def back_after(self, export_id: int) -> array[int]:
        """The recipients of an export who bounced from a sending after it was imported."""
        with self._reading() as connection:
            return exports.back_after(connection, export_id)

    def set_imported(self, export_id: int, when: datetime | None) -> None:
        """The user says that the tool has taken this export; None takes that back."""
        with self._writing() as connection:
            exports.set_imported(connection, export_id, when)

    def last_bounce(self, account_id: int) -> datetime | None:
        """When the newest bounce of the account came; None where there is none."""
        with self._reading() as connection:
            sql = "SELECT max(last_seen) FROM recipients WHERE account_id = ? AND section IS NOT NULL"
            row = connection.execute(sql, (account_id,)).fetchone()
        return moment(row[0]) if row[0] else None
