"""An open store with an account in it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from modori.records import Account, AccountKind, Security, Server
from modori.store import Store

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
