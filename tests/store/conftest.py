"""An open store with an account in it."""

from __future__ import annotations

import sqlite3
from collections.abc import Generator, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from modori.records import Account, AccountKind, Security, Server
from modori.store import Store, schema
from store_mails import OldFile

ACCOUNT = Account(
    "News", AccountKind.IMAP, Server("imap.example.jp", 993, Security.IMAPS, "news@example.jp"), ("INBOX",)
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "modori.sqlite3"


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    with Store(path) as opened:
        yield opened


@pytest.fixture
def account(store: Store) -> int:
    return store.save_account(ACCOUNT).id or 0


@pytest.fixture
def old_file(path: Path, monkeypatch: pytest.MonkeyPatch) -> OldFile:
    """Makes the file as a program with that version of the schema did, open to be filled; kept and closed then."""

    @contextmanager
    def made(version: int) -> Generator[sqlite3.Connection]:
        with monkeypatch.context() as old:
            old.setattr(schema, "MIGRATIONS", schema.MIGRATIONS[:version])
            old.setattr(schema, "VERSION", version)
            schema.open_database(path).close()
        with closing(sqlite3.connect(path)) as raw, raw:
            yield raw

    return made
