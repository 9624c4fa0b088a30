"""What SQLite's error codes mean to a person."""

from __future__ import annotations

import sqlite3
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from .rows import StoreError

# Primary result codes (https://www.sqlite.org/rescode.html); Python's constants for them are 3.11's.
_CODES = {
    sqlite3.SQLITE_BUSY: "store_busy",
    sqlite3.SQLITE_LOCKED: "store_busy",
    sqlite3.SQLITE_CORRUPT: "store_damaged",
    sqlite3.SQLITE_NOTADB: "store_damaged",
    sqlite3.SQLITE_FULL: "store_disk_full",
    sqlite3.SQLITE_IOERR: "store_disk_trouble",
    sqlite3.SQLITE_READONLY: "store_not_writable",
    sqlite3.SQLITE_CANTOPEN: "store_not_writable",
    sqlite3.SQLITE_PERM: "store_not_writable",
    sqlite3.SQLITE_INTERRUPT: "store_interrupted",
}
# Growing the shared memory file or the journal: on a full disk this is what comes instead of SQLITE_FULL.
_FULL = {sqlite3.SQLITE_IOERR_SHMSIZE, sqlite3.SQLITE_IOERR_WRITE}


def code_of(error: sqlite3.Error) -> str | None:
    """The message code for an error of SQLite; None for those that are our own mistakes."""
    number = getattr(error, "sqlite_errorcode", None)
    if number is None:
        return None
    if number == sqlite3.SQLITE_CONSTRAINT_FOREIGNKEY:
        return "store_account_gone"  # rows hang on accounts; all other links are made in the same transaction
    return "store_disk_full" if number in _FULL else _CODES.get(number & 0xFF)


@contextmanager
def told(path: Path) -> Generator[None]:
    """Turn the errors of SQLite that a person can do something about into StoreError."""
    try:
        yield
    except sqlite3.Error as error:
        code = code_of(error)
        if code is None:
            raise
        raise StoreError(code, path=str(path)) from error
