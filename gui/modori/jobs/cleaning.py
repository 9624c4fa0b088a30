"""Cleans handled mails away from a mailbox, and puts them back: exactly the places that the user was shown.

What is going to be touched stands in the store's journal before it is; a cut leaves the rest as it was.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby
from pathlib import Path

from modori.mailbox import Cleaner, ImapMailbox, LeftCopiesError, Mailbox, MailboxError, Moved, Pop3Mailbox
from modori.mailbox.cleaning import BATCH
from modori.records import Account, ModoriError, Note
from modori.store import CleanedPlace, Cleaning, Fate, Place, Store, Verb

from .progress import CancelToken, OnProgress, Progress, Step, Stopwatch

_UNSAFE = re.compile(r"[^A-Za-z0-9._-]+")


@dataclass(frozen=True, slots=True)
class CleanReport:
    """What was done: mails touched, and those `missing` (gone before). `ended` and `note` as in a ScanReport."""

    verb: Verb
    target: str | None = None
    done: int = 0
    missing: int = 0
    ended: str = "done"
    note: Note | None = None


def clean(
    store: Store,
    account: Account,
    mailbox: Mailbox,
    verb: Verb,
    places: Sequence[Place],
    *,
    target: str | None = None,
    copies: Path | None = None,
    now: datetime,
    progress: OnProgress,
    cancel: CancelToken,
) -> CleanReport:
    """Move the mails at `places` to the folder `target` (made if need be), mark them as read, or delete them for good.

    `mailbox` is connected. POP3 can only delete; with `copies` each mail is first written there as a file. Raises
    StoreError, ModoriError("clean_copies_not_saved") when nothing was deleted, and MailboxError for what goes wrong
    before the first mail is touched: a server that cannot do it safely, a folder that was made anew. Later trouble is
    in the report.
    """
    cancel.on_cancel(mailbox.cancel)
    work = _Work(store, account, verb, target, now, progress, cancel, len(places))
    if isinstance(mailbox, Pop3Mailbox):
        return work.pop3(mailbox, places, copies)
    return work.imap(mailbox, places)


class _Work:
    def __init__(
        self,
        store: Store,
        account: Account,
        verb: Verb,
        target: str | None,
        now: datetime,
        progress: OnProgress,
        cancel: CancelToken,
        total: int,
    ) -> None:
        assert account.id is not None  # noqa: S101 (only stored accounts have places)
        self._store, self._account_id, self._now = store, account.id, now
        self._progress, self._cancel, self._total = progress, cancel, total
        self._watch = Stopwatch()
        self.report = CleanReport(verb, target)

    def _begin(self, places: Sequence[Place]) -> list[CleanedPlace]:
        verb, target = self.report.verb, self.report.target
        number = self._store.journal.begin(self._account_id, verb, target, places, self._now)
        return self._store.journal.entries(number)

    def pop3(self, mailbox: Pop3Mailbox, places: Sequence[Place], copies: Path | None) -> CleanReport:
        if self.report.verb is not Verb.DELETE:
            raise MailboxError("clean_pop3_only_deletes", host=mailbox.server.host)
        entries = self._begin(places)
        kept = 0

        def keep(key: str, raw: bytes) -> None:
            nonlocal kept
            if copies is not None:
                _write_safely(copies / f"{_UNSAFE.sub('_', key)[:100]}.eml", raw)
            kept += 1
            self._tell(kept)

        names = [entry.place.uidl or "" for entry in entries]
        try:
            gone = mailbox.remove(names, keep, read=copies is not None)
        except MailboxError as error:
            # Nothing is deleted before the session's end, but for a server that could not delete all.
            self._store.journal.drop(entry.id for entry in entries)
            return self._ended(error)
        fates = [(e.id, Fate.DONE if e.place.uidl in gone else Fate.UNTOUCHED, None, None) for e in entries]
        self._store.journal.note(fates)
        return replace(self.report, done=len(gone), missing=len(entries) - len(gone))

    def imap(self, mailbox: ImapMailbox, places: Sequence[Place]) -> CleanReport:
        cleaner, verb = Cleaner(mailbox), self.report.verb
        cleaner.require(removing=verb is not Verb.MARK, deleting=verb is Verb.DELETE)
        if verb is Verb.MOVE:
            self.report = replace(self.report, target=cleaner.make_folder(self.report.target or ""))
        for folder, validity in sorted({(place.folder, place.uidvalidity) for place in places}):
            if folder == self.report.target:
                raise MailboxError("clean_same_folder", folder=folder)
            _open(cleaner, folder, validity)
        batches = list(_batches(self._begin(places)))
        try:
            while batches and not self._cancel.cancelled():
                self._one_batch(cleaner, batches.pop(0))
        except MailboxError as error:
            return self._ended(error)
        finally:
            self._store.journal.drop(entry.id for batch in batches for entry in batch)
        return replace(self.report, ended="cancelled") if batches else self.report

    def _one_batch(self, cleaner: Cleaner, batch: Sequence[CleanedPlace]) -> None:
        first = batch[0].place
        _open(cleaner, first.folder, first.uidvalidity)
        there = sorted(cleaner.present([entry.place.uid for entry in batch]))
        moved, touched = Moved(None, {}), set(there)
        if there and self.report.verb is Verb.MOVE:
            moved = cleaner.move(there, self.report.target or "")
        elif there and self.report.verb is Verb.DELETE:
            cleaner.delete(there)
        elif there:
            touched = cleaner.mark(there)
        self._store.journal.note(
            (e.id, Fate.DONE, moved.uidvalidity, moved.uids.get(e.place.uid))
            if e.place.uid in touched
            else (e.id, Fate.UNTOUCHED, None, None)
            for e in batch
        )
        missing = len(batch) - len(there)
        # Those that were read already are as wished, too.
        self.report = replace(self.report, done=self.report.done + len(there), missing=self.report.missing + missing)
        self._tell(self.report.done + self.report.missing)

    def _ended(self, error: MailboxError) -> CleanReport:
        if self._cancel.cancelled() and not isinstance(error, LeftCopiesError):
            return replace(self.report, ended="cancelled")
        return replace(self.report, ended="lost", note=error.note)

    def _tell(self, done: int) -> None:
        self._progress(Progress(Step.CLEAN, done, self._total, elapsed=self._watch.seconds()))


def put_back(
    store: Store, mailbox: ImapMailbox, cleaning: Cleaning, *, progress: OnProgress, cancel: CancelToken
) -> CleanReport:
    """Undo a cleaning: move the mails to where they were, or mark them as unread again.

    A mail that is not where it was moved to is looked for by its Message-ID; what is not found is `missing`.
    Raises MailboxError, StoreError.
    """
    if cleaning.verb is Verb.DELETE:
        raise ValueError("what was deleted cannot be put back")
    cancel.on_cancel(mailbox.cancel)
    entries = [e for e in store.journal.entries(cleaning.id) if e.fate in (Fate.DONE, Fate.PLANNED)]
    back = _Back(store, Cleaner(mailbox), cleaning)
    report, watch = CleanReport(cleaning.verb, cleaning.target), Stopwatch()
    for batch in _batches(entries):
        if cancel.cancelled():
            return replace(report, ended="cancelled")
        done = back.unmark(batch) if cleaning.verb is Verb.MARK else back.move(batch)
        report = replace(report, done=report.done + done, missing=report.missing + len(batch) - done)
        progress(Progress(Step.CLEAN, report.done + report.missing, len(entries), elapsed=watch.seconds()))
    return report


class _Back:
    def __init__(self, store: Store, cleaner: Cleaner, cleaning: Cleaning) -> None:
        self._store, self._cleaner, self._cleaning = store, cleaner, cleaning

    def unmark(self, batch: Sequence[CleanedPlace]) -> int:
        first = batch[0].place
        _open(self._cleaner, first.folder, first.uidvalidity)
        marked = [entry.place.uid for entry in batch if entry.fate is Fate.DONE]
        there = self._cleaner.present(marked)
        self._cleaner.unmark(sorted(there))
        return self._note(batch, {entry.id for entry in batch if entry.place.uid in there})

    def move(self, batch: Sequence[CleanedPlace]) -> int:
        self._cleaner.open(self._cleaning.target or "")
        where = {entry.id: uid for entry in batch if (uid := self._where(entry)) is not None}
        there = self._cleaner.present(list(where.values()))
        found = {number: uid for number, uid in where.items() if uid in there}
        if found:
            self._cleaner.move(sorted(set(found.values())), batch[0].place.folder)
        return self._note(batch, set(found))

    def _where(self, entry: CleanedPlace) -> int | None:
        """The UID in the folder to which the mail was moved."""
        if entry.now_uid is not None and entry.now_uidvalidity == self._cleaner.uidvalidity:
            return entry.now_uid
        found = self._cleaner.find(entry.mail_id) if entry.mail_id else []
        return found[0] if len(found) == 1 else None

    def _note(self, batch: Sequence[CleanedPlace], back: set[int]) -> int:
        self._store.journal.note(
            (entry.id, Fate.BACK if entry.id in back else Fate.UNTOUCHED, None, None) for entry in batch
        )
        return len(back)


def _open(cleaner: Cleaner, folder: str, uidvalidity: int) -> None:
    """UIDs mean nothing under another UIDVALIDITY (RFC 3501 §2.3.1.1)."""
    cleaner.open(folder)
    if cleaner.uidvalidity != uidvalidity:
        raise MailboxError("clean_folder_changed", folder=folder)


def _batches(entries: Sequence[CleanedPlace]) -> Iterator[list[CleanedPlace]]:
    """Up to BATCH entries of one folder each."""
    for _, same in groupby(entries, key=lambda entry: (entry.place.folder, entry.place.uidvalidity)):
        rest = list(same)
        for start in range(0, len(rest), BATCH):
            yield rest[start : start + BATCH]


def _write_safely(path: Path, raw: bytes) -> None:
    """The file is on the disk, whole, when this returns. Raises ModoriError("clean_copies_not_saved")."""
    part = path.with_suffix(".part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with part.open("wb") as file:
            file.write(raw)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except OSError as error:
        why = error.strerror or type(error).__name__
        raise ModoriError("clean_copies_not_saved", path=str(path.parent), error=why) from error
