"""The store as the rest of the program sees it: one object a thread, one file for all."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Self

import platformdirs

from ..records import Account, Choice, Decision
from .rows import (
    Change,
    Facet,
    FacetBy,
    FolderMark,
    Kept,
    MessageRow,
    PastFailure,
    Query,
    RecipientRow,
    Section,
    Stored,
)

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

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None):
        self.close()

    def close(self) -> None:
        """Close the file. May be called twice; never raises."""

    def accounts(self) -> list[Account]:
        """All accounts, in the order in which they were made."""
        raise NotImplementedError

    def save_account(self, account: Account) -> Account:
        """Store a new account (id None) or the changed one, and return it with its id."""
        raise NotImplementedError

    def forget_account(self, account_id: int) -> None:
        """Remove the account with everything that is stored of it; nothing of it stays in the file."""
        raise NotImplementedError

    def kept(self, account_id: int) -> Kept:
        """How much is stored of an account."""
        raise NotImplementedError

    def folder_mark(self, account_id: int, folder: str) -> FolderMark | None:
        """How far the folder has been read; None if never, or after `reset_folder`."""
        raise NotImplementedError

    def reset_folder(self, account_id: int, folder: str) -> None:
        """Forget the mark (UIDVALIDITY changed). Mails that are read again are not counted again."""
        raise NotImplementedError

    def add(
        self,
        account_id: int,
        folder: str,
        uidvalidity: int | None,
        mails: Sequence[Stored],
        *,
        last_uid: int | None = None,
    ) -> list[int]:
        """Store a batch of mails in one transaction and move the folder's mark to the highest UID among them.

        `last_uid` moves the mark further, also without mails. `uidvalidity` is None for files (no mark).
        Returns the ids of the recipients that were touched, for which the policy should propose anew;
        until then `undecided` gives them too.
        """
        raise NotImplementedError

    def undecided(self, account_id: int) -> array[int]:
        """Recipients that got new mail after their last proposal (a scan that ended early leaves them)."""
        raise NotImplementedError

    def failures_of(self, recipient_id: int) -> list[PastFailure]:
        """Everything that happened to a recipient, oldest first."""
        raise NotImplementedError

    def failures_of_many(self, recipient_ids: Sequence[int]) -> Iterator[tuple[int, list[PastFailure]]]:
        """`failures_of` for many recipients with few queries, in the order of `recipient_ids`."""
        raise NotImplementedError

    def propose(self, recipient_id: int, decision: Decision) -> None:
        """Store what the policy proposes; a decision of the user keeps winning over it."""
        raise NotImplementedError

    def propose_many(self, decisions: Mapping[int, Decision]) -> None:
        """`propose` for many recipients in one transaction."""
        raise NotImplementedError

    def ids(self, query: Query) -> array[int]:
        """Recipient ids in display order; for Section.NOT_BOUNCES message ids."""
        raise NotImplementedError

    def rows(self, ids: Sequence[int]) -> list[RecipientRow]:
        """The recipients with these ids, in this order; ids that are gone are left out."""
        raise NotImplementedError

    def message_rows(self, ids: Sequence[int]) -> list[MessageRow]:
        """The messages with these ids, in this order; ids that are gone are left out."""
        raise NotImplementedError

    def counts(self, query: Query) -> dict[Section, int]:
        """Rows by section under the query's filters; its own `section` is not looked at. Every section is there."""
        raise NotImplementedError

    def facets(self, query: Query, by: FacetBy) -> list[Facet]:
        """What `by` could be filtered to within the query (its own filter on `by` aside), most frequent first."""
        raise NotImplementedError

    def excerpt(self, message_id: int) -> bytes:
        """The kept excerpt of a mail; empty where none is kept (ordinary mail)."""
        raise NotImplementedError

    def decide(
        self, recipient_ids: Sequence[int], choice: Choice | None, note: str | None = None, *, when: datetime
    ) -> tuple[Change, ...]:
        """The user decides; None goes back to the proposal. `note` None leaves the note as it is, "" removes it."""
        raise NotImplementedError

    def restore(self, changes: Sequence[Change]) -> tuple[Change, ...]:
        """Undo `changes`. What comes back undoes the undoing (redo)."""
        raise NotImplementedError

    def to_export(self, account_id: int, choice: Choice, list_id: int | None = None) -> Iterator[RecipientRow]:
        """All recipients for whom `choice` holds, by address; never one that is held back."""
        raise NotImplementedError
