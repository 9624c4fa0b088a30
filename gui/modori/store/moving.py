"""The whole store as one file that goes to another computer, and what is done with it there.

There are no secrets in it: passwords and tokens are only in the keyring (DESIGN §1), and are asked for again.
"""

from __future__ import annotations

import os
import sqlite3
import tempfile
from contextlib import closing
from datetime import datetime
from pathlib import Path

from .errors import told
from .rows import StoreError
from .schema import open_database
from .store import Store

_TOGETHER = 2048  # pages that are copied before others may use the store


def save_all(store: Store, path: Path) -> None:
    """Write everything that is stored into a new file at `path`, readable by its owner only. `store` may be in use.

    Raises StoreError: store_file_exists, and what any writing may raise; a file that was begun is removed then.
    """
    try:
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    except FileExistsError:
        raise StoreError("store_file_exists", path=str(path)) from None
    except OSError as error:
        raise StoreError("store_not_writable", path=str(path)) from error
    try:
        with told(store.path), closing(sqlite3.connect(store.path)) as source, told(path):
            # Into one file without a journal beside it, and without what was deleted.
            source.execute("VACUUM INTO ?", (str(path),))
    except BaseException:
        path.unlink(missing_ok=True)
        raise


def take_in(store: Store, path: Path, now: datetime, *, replace: bool = False) -> Path | None:
    """Let `store` hold what `save_all` wrote into `path`, on this or another computer.

    A file of an older Modori is brought up to date; `path` itself is not changed. A store that has accounts is only
    replaced with `replace`, and is kept in a file beside it, whose path is given back. Raises StoreError:
    store_not_empty, store_newer, store_damaged and what any writing may raise; nothing was changed then.
    """
    accounts = store.accounts()
    if accounts and not replace:
        raise StoreError("store_not_empty", path=str(store.path))
    if not path.is_file():
        raise StoreError("store_file_missing", path=str(path))
    with tempfile.TemporaryDirectory(prefix="modori-", dir=store.path.parent) as place:
        copy = Path(place) / "copy.sqlite3"
        given = f"{path.resolve().as_uri()}?mode=ro"
        with told(path), closing(sqlite3.connect(given, uri=True)) as source, closing(sqlite3.connect(copy)) as into:
            source.backup(into)
        with told(copy), closing(_checked(copy, path)) as source:
            kept = _beside(store.path, now) if accounts else None
            if kept is not None:
                save_all(store, kept)
            with told(store.path), closing(sqlite3.connect(store.path)) as target:
                source.backup(target, pages=_TOGETHER)
    return kept


def _checked(copy: Path, path: Path) -> sqlite3.Connection:
    """The copy with the newest schema; errors name the file that was given."""
    try:
        connection = open_database(copy)
        sound = connection.execute("PRAGMA quick_check(1)").fetchone()[0] == "ok"
    except StoreError as error:
        raise StoreError(error.note.code, path=str(path)) from error
    if not sound:
        connection.close()
        raise StoreError("store_damaged", path=str(path))
    return connection


def _beside(path: Path, now: datetime) -> Path:
    return path.with_name(f"{path.stem}-before-{now:%Y%m%d-%H%M%S}{path.suffix}")
