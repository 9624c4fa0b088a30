"""Cleans handled mails away from a mailbox, and puts them back: exactly the places that the user was shown.

What is going to be touched stands in the store's journal before it is; a cut leaves the rest as it was.
"""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from pathlib import Path

from modori.mailbox import Cleaner, ImapMailbox, LeftCopiesError, LostError, Mailbox, MailboxError, Moved, Pop3Mailbox
from modori.records import Account, ModoriError, Note
from modori.store import CleanedPlace, Cleaning, Fate, Place, Store, Verb

from .progress import CancelToken, OnProgress, Progress, Step, Stopwatch
from .unfinished import by_folder, finish, finish_all

MOST_CUTS = 3  # so often one batch is begun again
_NOWHERE = Moved(None, {})
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
    before the first mail is touched: a server that cannot do it safely, a folder that was made anew. After a cut it
    connects again and goes on; other trouble is in the report, and what is left half done is finished the next time.
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
        self._cleaning = 0  # the id of the journal's entry
        self.report = CleanReport(verb, target)

    def _begin(self, places: Sequence[Place]) -> list[CleanedPlace]:
        verb, target = self.report.verb, self.report.target
        self._cleaning = self._store.journal.begin(self._account_id, verb, target, places, self._now)
        return self._store.journal.entries(self._cleaning)

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
        if verb is not Verb.MARK:
            # A move that was cut has been wished, too; and nothing must be copied a second time.
            finished = finish_all(self._store, self._account_id, cleaner)
            asked, places = len(places), [place for place in places if place not in finished]
            self.report = replace(self.report, done=asked - len(places))
        if verb is Verb.MOVE:
            self.report = replace(self.report, target=cleaner.make_folder(self.report.target or ""))
        for folder, validity in sorted({(place.folder, place.uidvalidity) for place in places}):
            if folder == self.report.target:
                raise MailboxError("clean_same_folder", folder=folder)
            _open(cleaner, folder, validity)
        batches = by_folder(self._begin(places))
        try:
            while batches and not self._cancel.cancelled():
                self._one_batch(mailbox, batches.pop(0))
        except MailboxError as error:
            return self._ended(error)
        finally:
            self._store.journal.drop(entry.id for batch in batches for entry in batch)
        return replace(self.report, ended="cancelled") if batches else self.report

    def _one_batch(self, mailbox: ImapMailbox, batch: Sequence[CleanedPlace]) -> None:
        """Touch the mails of one batch; after a cut connect again and go on where it stopped."""
        cuts, copies = 0, None
        while batch:
            try:
                if cuts:
                    batch = self._left(Cleaner(mailbox), batch)
                if batch:
                    self._touch(Cleaner(mailbox), batch)
                batch = []
            except MailboxError as error:
                copies = error if isinstance(error, LeftCopiesError) else copies
                lost = error.__cause__ if error is copies else error
                if not isinstance(lost, LostError) or self._cancel.cancelled() or cuts == MOST_CUTS:
                    raise copies or error from None
                cuts += 1
                try:
                    mailbox.reconnect(lost)
                except MailboxError:
                    raise copies or error from None
        self._tell(self.report.done + self.report.missing)

    def _left(self, cleaner: Cleaner, batch: Sequence[CleanedPlace]) -> list[CleanedPlace]:
        """Finish what a cut interrupted; the entries of a batch that are still to be touched."""
        number = {entry.id for entry in batch}
        now = [e for e in self._store.journal.entries(self._cleaning) if e.id in number]
        waiting = [entry for entry in now if entry.fate in (Fate.PLANNED, Fate.COPIED)]
        if self.report.verb is Verb.MARK:
            return waiting
        left = finish(self._store, cleaner, self.report.target or "", waiting)
        self.report = replace(self.report, done=self.report.done + len(waiting) - len(left))
        return left

    def _touch(self, cleaner: Cleaner, batch: Sequence[CleanedPlace]) -> None:
        first = batch[0].place
        _open(cleaner, first.folder, first.uidvalidity)
        there = sorted(cleaner.present([entry.place.uid for entry in batch]))
        self._note([entry for entry in batch if entry.place.uid not in there], Fate.UNTOUCHED)
        self.report = replace(self.report, missing=self.report.missing + len(batch) - len(there))
        batch = [entry for entry in batch if entry.place.uid in there]
        moved, touched = _NOWHERE, set(there)
        if there and self.report.verb is Verb.MOVE:
            copied = partial(self._note, batch, Fate.COPIED)
            moved = cleaner.move(there, self.report.target or "", copied)
        elif there and self.report.verb is Verb.DELETE:
            cleaner.delete(there)
        elif there:
            touched = cleaner.mark(there)
        self._note([entry for entry in batch if entry.place.uid in touched], Fate.DONE, moved)
        # Those that were read already are as wished, too.
        self._note([entry for entry in batch if entry.place.uid not in touched], Fate.UNTOUCHED)
        self.report = replace(self.report, done=self.report.done + len(there))

    def _note(self, entries: Sequence[CleanedPlace], fate: Fate, moved: Moved = _NOWHERE) -> None:
        where = [(entry.id, fate, moved.uidvalidity, moved.uids.get(entry.place.uid)) for entry in entries]
        self._store.journal.note(where)

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

    A move that was cut is finished first. A mail that is not where it was moved to is looked for by its Message-ID;
    what is not found is `missing`.
    Raises MailboxError, StoreError.
    """
    if cleaning.verb is Verb.DELETE:
        raise ValueError("what was deleted cannot be put back")
    cancel.on_cancel(mailbox.cancel)
    cleaner = Cleaner(mailbox)
    if cleaning.verb is Verb.MOVE:
        finish_all(store, cleaning.account_id, cleaner)
    entries = [e for e in store.journal.entries(cleaning.id) if e.fate in (Fate.DONE, Fate.PLANNED)]
    back = _Back(store, cleaner, cleaning)
    report, watch = CleanReport(cleaning.verb, cleaning.target), Stopwatch()
    for batch in by_folder(entries):
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
            # Where it is now stays noted: from there it is to be taken out.
            validity = self._cleaner.uidvalidity
            returned = [(number, Fate.RETURNED, validity, uid) for number, uid in found.items()]
            copied = partial(self._store.journal.note, returned)
            self._cleaner.move(sorted(set(found.values())), batch[0].place.folder, lambda _: copied())
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
