"""What the window has done behind it: whole jobs that open the store themselves, here or in a process `apart`.

Each takes what can go to another process, tells (a folder's, mailbox's or file's name, Progress), and loads the rules
itself: the bundled ones, and the user's own in `own_files`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

from modori.mailbox import open_mailbox
from modori.records import Account
from modori.rules import load_bundled
from modori.store import Store

from .intake import ScanReport
from .judging import judge_again, refresh
from .progress import CancelToken, Progress
from .sources import open_files
from .whole_account import scan_account

Tell = Callable[[str, Progress], None]

WORTH_BYTES = 2 << 20
"""From so many bytes of mail files on, reading them takes longer than starting a process."""


def worth_apart(paths: Sequence[Path]) -> bool:
    """Whether these files are worth a process. What a folder holds is not known; it is."""
    return any(path.is_dir() for path in paths) or sum(path.stat().st_size for path in paths if path.is_file()) > (
        WORTH_BYTES
    )


def read_files(
    database: Path,
    account: Account,
    paths: Sequence[Path],
    name: str,
    own_files: Sequence[Path],
    now: datetime,
    *,
    tell: Tell,
    cancel: CancelToken,
) -> ScanReport:
    """Read mail files into an account; `name` is what is told of them. Raises StoreError."""
    with Store(database) as store:
        return open_files(
            store,
            account,
            paths,
            load_bundled(own_files),
            now=now,
            progress=lambda progress: tell(name, progress),
            cancel=cancel,
        )


def read_mailbox(
    database: Path,
    account: Account,
    password: str,
    own_files: Sequence[Path],
    now: datetime,
    *,
    tell: Tell,
    cancel: CancelToken,
    renewed: Callable[[str], None] | None = None,
) -> list[ScanReport]:
    """Read the new mail of a mailbox; `renewed` as in `open_mailbox`. Raises MailboxError, StoreError, ModoriError."""
    if account.server is None:
        raise ValueError("only a mailbox can be scanned")
    with Store(database) as store:
        mailbox = open_mailbox(account.server, password, renewed)
        book = load_bundled(own_files)
        return scan_account(store, account, mailbox, book, now=now, progress=tell, cancel=cancel)


def judge_stored(
    database: Path,
    account: Account,
    own_files: Sequence[Path],
    now: datetime,
    *,
    tell: Tell,
    cancel: CancelToken,
) -> ScanReport:
    """Judge again what is stored of an account. Raises StoreError."""
    if account.id is None:
        raise ValueError("only what is stored can be judged again")
    with Store(database) as store:
        return judge_again(
            store,
            account.id,
            load_bundled(own_files),
            now=now,
            progress=lambda progress: tell(account.name, progress),
            cancel=cancel,
        )


def ask_again(database: Path, account: Account, now: datetime, *, tell: Tell, cancel: CancelToken) -> int:
    """Ask the policy again about an account, as `refresh` does; gives about how many. Raises StoreError."""
    if account.id is None:
        raise ValueError("only what is stored can be asked about")
    with Store(database) as store:
        return refresh(
            store,
            account.id,
            None,
            now,
            progress=lambda progress: tell(account.name, progress),
            cancel=cancel,
        )
