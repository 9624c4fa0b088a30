"""Finishes moves that were cut: which mails have left their folder, which lie in both, and which were not touched.

Before each step the journal says what is to be done, and after a copy where the copies are. Only a mail whose copy is
seen in the other folder is taken out of its own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import groupby

from modori.mailbox import Cleaner, MailboxError
from modori.mailbox.cleaning import BATCH
from modori.store import CleanedPlace, Fate, Place, Store

_OPEN = (Fate.PLANNED, Fate.COPIED, Fate.RETURNED)


def finish_all(store: Store, account_id: int, cleaner: Cleaner) -> set[Place]:
    """Finish the account's moves that were cut. The mails that are in their new folder, and only there, by now.

    Mails that were not touched are taken out of the journal. Raises MailboxError, StoreError.
    """
    finished: set[Place] = set()
    for cleaning in store.journal.unfinished(account_id):
        entries = [entry for entry in store.journal.entries(cleaning.id) if entry.fate in _OPEN]
        left = finish(store, cleaner, cleaning.target or "", entries)
        store.journal.drop(entry.id for entry in left)
        finished.update({entry.place for entry in entries} - {entry.place for entry in left})
    return finished


def finish(store: Store, cleaner: Cleaner, target: str, entries: Sequence[CleanedPlace]) -> list[CleanedPlace]:
    """Finish a move to `target` as far as it is `entries` of the journal; those that were certainly not moved.

    Raises MailboxError, StoreError.
    """
    left: list[CleanedPlace] = []
    returned = [entry for entry in entries if entry.fate is Fate.RETURNED]
    for batch in by_folder(returned):
        _Finish(store, cleaner, target, batch).returned()
    # Each batch is noted before the next one is begun: of those that are only planned, no more than one was touched.
    for number, batch in enumerate(by_folder([entry for entry in entries if entry.fate is not Fate.RETURNED])):
        work = _Finish(store, cleaner, target, batch)
        left += work.moved(copies_unknown=number == 0 and not cleaner.can_move)
    return left


def by_folder(entries: Sequence[CleanedPlace]) -> list[list[CleanedPlace]]:
    """The entries in batches: up to BATCH of one folder each."""
    batches: list[list[CleanedPlace]] = []
    for _, same in groupby(entries, key=lambda entry: (entry.place.folder, entry.place.uidvalidity)):
        rest = list(same)
        batches += [rest[start : start + BATCH] for start in range(0, len(rest), BATCH)]
    return batches


class _Finish:
    """Works on entries of one folder."""

    def __init__(self, store: Store, cleaner: Cleaner, target: str, batch: Sequence[CleanedPlace]) -> None:
        self._journal, self._cleaner, self._target, self._batch = store.journal, cleaner, target, batch
        self._folder, self._validity = batch[0].place.folder, batch[0].place.uidvalidity

    def moved(self, *, copies_unknown: bool) -> list[CleanedPlace]:
        """Settle what was to be moved; `copies_unknown`: there may be copies of which the server did not tell."""
        if not self._opened(self._folder, self._validity):
            self._note(self._batch, Fate.UNTOUCHED)  # another folder: nothing can be said of these UIDs any more
            return []
        there = self._cleaner.present([entry.place.uid for entry in self._batch])
        self._note([entry for entry in self._batch if entry.place.uid not in there], Fate.DONE)
        both = [entry for entry in self._batch if entry.place.uid in there]
        asked = both if copies_unknown else [entry for entry in both if entry.fate is Fate.COPIED]
        looks = self._cleaner.looks([entry.place.uid for entry in asked])
        validity, copies = self._copies(asked, looks)
        self._cleaner.open(self._folder)
        copied = [entry for entry in asked if entry.id in copies]
        if copied:
            self._cleaner.delete([entry.place.uid for entry in copied])
            self._journal.note((entry.id, Fate.DONE, validity, copies[entry.id]) for entry in copied)
        left = [entry for entry in both if entry.id not in copies]
        self._cleaner.undelete([entry.place.uid for entry in left])
        return left

    def _copies(
        self, entries: Sequence[CleanedPlace], looks: Mapping[int, tuple[int, datetime]]
    ) -> tuple[int | None, dict[int, int]]:
        """The folder's UIDVALIDITY, and the UIDs of the copies that are seen there by the ids of their entries."""
        if not entries or not self._opened(self._target):
            return None, {}
        validity = self._cleaner.uidvalidity
        told = {e.id: e.now_uid for e in entries if e.now_uid is not None and e.now_uidvalidity == validity}
        there = self._cleaner.present(list(told.values()))
        copies = {number: uid for number, uid in told.items() if uid in there}
        for entry in entries:
            if entry.id not in told and entry.mail_id and entry.place.uid in looks:
                # A mail of the same name is its copy only if it has the same size and came at the same time.
                found = self._cleaner.looks(self._cleaner.find(entry.mail_id))
                alike = [uid for uid, look in found.items() if look == looks[entry.place.uid]]
                copies.update({entry.id: max(alike)} if alike else {})
        return validity, copies

    def returned(self) -> None:
        """Settle what was copied back: take it out of the folder to which it had been moved."""
        named = [entry for entry in self._batch if entry.mail_id] if self._opened(self._folder) else []
        home = {entry.id for entry in named if self._cleaner.find(entry.mail_id or "")}
        _, copies = self._copies(self._batch, {})
        twice = [uid for number, uid in copies.items() if number in home]
        if twice:
            self._cleaner.delete(twice)
        # Whoever is in neither folder was taken away by somebody else.
        self._note([entry for entry in self._batch if entry.id in copies and entry.id not in home], Fate.DONE)
        self._note([entry for entry in self._batch if entry.id not in copies or entry.id in home], Fate.BACK)

    def _opened(self, folder: str, uidvalidity: int | None = None) -> bool:
        """Open a folder; False where it is gone, or another one than it was."""
        try:
            self._cleaner.open(folder)
        except MailboxError as error:
            if error.note.code != "imap_folder_gone":
                raise
            return False
        return uidvalidity in (None, self._cleaner.uidvalidity)

    def _note(self, entries: Sequence[CleanedPlace], fate: Fate) -> None:
        self._journal.note((entry.id, fate, entry.now_uidvalidity, entry.now_uid) for entry in entries)
