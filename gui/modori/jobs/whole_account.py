"""Scans all folders of a mailbox over one connection, and never two connections of one account at a time.

Many servers refuse a second connection of the same user, and two scans at once would only do the same
work twice. The lock is the operating system's own on a file beside the store, so it ends with its process.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Generator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

from filelock import FileLock, Timeout

from modori.mailbox import Mailbox
from modori.records import Account, ModoriError
from modori.review import Policy
from modori.rules import RuleBook
from modori.store import Store

from .intake import OnMail, ScanReport
from .progress import CancelToken, Progress
from .scan import scan_folder

OnFolder = Callable[[str, Progress], None]  # the folder's name, and how far it is


def scan_account(
    store: Store,
    account: Account,
    mailbox: Mailbox,
    book: RuleBook,
    *,
    now: datetime,
    progress: OnFolder,
    cancel: CancelToken,
    policy: Policy | None = None,
    heard: OnMail | None = None,
) -> list[ScanReport]:
    """Connect `mailbox`, and read the new mail of all folders of `account`; one report a folder, at least one.

    The folders after one that was cancelled or lost are left for the next time. `heard` is told each mail that is new.
    Raises ModoriError("account_busy") while another scan of this account runs, MailboxError and StoreError.
    """
    cancel.on_cancel(mailbox.cancel)
    reports: list[ScanReport] = []
    with only_one(store.path, account), mailbox:
        for folder in account.folders:
            report = scan_folder(
                store,
                account,
                folder,
                mailbox,
                book,
                now=now,
                progress=lambda told, folder=folder: progress(folder, told),
                cancel=cancel,
                policy=policy,
                heard=heard,
            )
            reports.append(report)
            if report.ended != "done":
                break
    return reports


@contextmanager
def only_one(store: Path, account: Account) -> Generator[None]:
    """Hold the account's lock meanwhile. Raises ModoriError("account_busy") when somebody else does."""
    lock = FileLock(_lock_file(store, account), mode=0o600)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        raise ModoriError("account_busy", name=account.name) from None
    try:
        yield
    finally:
        lock.release()


def forget_lock(store: Path, account: Account) -> None:
    """Remove the lock's file with its account."""
    with suppress(OSError):
        os.unlink(_lock_file(store, account))  # noqa: PTH108 (the name is made for filelock as text)


def _lock_file(store: Path, account: Account) -> str:
    return str(store.with_name(f"{store.name}-account-{account.id}.lock"))
