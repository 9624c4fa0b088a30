"""Reads mail files and the bundled sample mailbox into the store."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from importlib.resources import as_file, files
from pathlib import Path

from modori.mailbox import read_paths
from modori.records import Account, AccountKind
from modori.review import Policy
from modori.rules import RuleBook
from modori.store import Store

from .intake import Intake, ScanReport
from .pool import Reader
from .progress import CancelToken, OnProgress
from .reading import understand_and_keep
from .understand import reader_of

FILES_FOLDER = "files"


def open_files(
    store: Store,
    account: Account,
    paths: Iterable[Path],
    book: RuleBook,
    *,
    now: datetime,
    progress: OnProgress,
    cancel: CancelToken,
    policy: Policy | None = None,
) -> ScanReport:
    """Read mail files, folders, Maildirs and mboxes into `account`. The same mail twice counts once.

    Raises StoreError. A file that cannot be read is kept as an unreadable mail, with its note.
    """
    if account.id is None:
        raise ValueError("the account must be stored before files are read into it")
    intake = Intake(
        store,
        account.id,
        FILES_FOLDER,
        None,  # files have no UIDVALIDITY
        now=now,
        progress=progress,
        cancel=cancel,
        reader=reader_of(book),
        policy=policy,
    )
    ended = "done"
    try:
        with Reader(understand_and_keep, book, cancel=cancel) as reader:
            for message, kept, size in reader.each(read_paths(paths)):
                intake.take(message, kept, size)
        if cancel.cancelled():
            ended = "cancelled"
    finally:
        intake.finish()
    return replace(intake.report, ended=ended)


def open_sample(
    store: Store,
    name: str,
    book: RuleBook,
    *,
    now: datetime,
    progress: OnProgress,
    cancel: CancelToken,
    folder: Path | None = None,
) -> tuple[Account, ScanReport]:
    """Open the bundled sample mailbox (or the mails of `folder`) as an account called `name`.

    A sample that was opened before is opened again, not added a second time.
    """
    account = next((known for known in store.accounts() if known.kind is AccountKind.SAMPLE), None)
    account = account or store.save_account(Account(name=name, kind=AccountKind.SAMPLE))
    with as_file(files("modori_resources").joinpath("samples")) as bundled:
        mails = sorted((folder or bundled).glob("*.eml"))
        report = open_files(store, account, mails, book, now=now, progress=progress, cancel=cancel)
    return account, report
