"""The store goes to another computer in one file."""

from __future__ import annotations

import os
import shutil
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from modori.records import Choice
from modori.store import Query, Section, Store, StoreError, schema
from modori.store.moving import save_all, take_in
from store_mails import bounce

NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)


@pytest.fixture
def filled(store: Store, account: int) -> Store:
    touched = store.add(account, "INBOX", 7, [bounce(1, "hana@example.jp"), bounce(2, "ken@example.jp")])
    store.decide(touched[:1], Choice.KEEP, "a friend", when=NOW)
    return store


@pytest.fixture
def file(filled: Store, tmp_path: Path) -> Path:
    save_all(filled, tmp_path / "everything.modori")
    return tmp_path / "everything.modori"


def everything(store: Store) -> list[object]:
    (account,) = store.accounts()
    kept = store.rows(store.ids(Query(account.id or 0, Section.KEPT)))
    mark = store.folder_mark(account.id or 0, "INBOX")
    return [account, [(row.address, row.note, row.by) for row in kept], mark, store.excerpt(1), store.excerpt(2)]


def test_all_is_there_on_the_other_computer(filled: Store, file: Path, tmp_path: Path) -> None:
    with Store(tmp_path / "other" / "modori.sqlite3") as other:
        assert take_in(other, file, NOW) is None
        assert everything(other) == everything(filled)
        assert everything(other)[1]
        other.save_account(other.accounts()[0])  # it is a store like any other: it can be written


def test_the_file_is_one_file_for_its_owner_only_and_nothing_deleted_is_in_it(filled: Store, tmp_path: Path) -> None:
    gone = filled.save_account(filled.accounts()[0]).id
    with closing(sqlite3.connect(filled.path)) as raw, raw:
        raw.execute("UPDATE accounts SET name = 'erstens-gone' WHERE id = ?", (gone,))
        raw.execute("UPDATE accounts SET name = 'short'")
    path = tmp_path / "x"
    save_all(filled, path)
    assert b"erstens-gone" not in path.read_bytes()
    assert os.name == "nt" or path.stat().st_mode & 0o077 == 0
    assert sorted(one.name for one in tmp_path.glob("x*")) == ["x"]


def test_a_file_that_is_there_is_not_overwritten(filled: Store, tmp_path: Path) -> None:
    path = tmp_path / "letter.txt"
    path.write_text("precious")
    with pytest.raises(StoreError, match="store_file_exists"):
        save_all(filled, path)
    assert path.read_text() == "precious"


def test_where_nothing_can_be_written_nothing_is_left(filled: Store, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="store_not_writable"):
        save_all(filled, tmp_path / "no such folder" / "x")


def test_accounts_give_way_only_when_asked_and_are_kept(filled: Store, file: Path) -> None:
    before = everything(filled)
    (account,) = filled.accounts()
    filled.add(account.id or 0, "INBOX", 7, [bounce(3, "new@example.jp")])
    later = everything(filled)
    with pytest.raises(StoreError, match="store_not_empty"):
        take_in(filled, file, NOW)
    assert everything(filled) == later
    kept = take_in(filled, file, NOW, replace=True)
    assert kept == filled.path.with_name("modori-before-20261124-093000.sqlite3")
    assert everything(filled) == before
    with Store(kept) as old:
        assert everything(old) == later


def test_a_window_that_has_the_store_open_sees_what_was_taken_in(filled: Store, file: Path) -> None:
    before = everything(filled)
    (account,) = filled.accounts()
    filled.add(account.id or 0, "INBOX", 7, [bounce(3, "new@example.jp")])
    with Store(filled.path) as window:
        version = window.version()
        take_in(filled, file, NOW, replace=True)
        assert window.version() != version
        assert everything(window) == before


def test_a_file_of_a_newer_program_or_none_of_ours_changes_nothing(filled: Store, file: Path, tmp_path: Path) -> None:
    before = everything(filled)
    newer = tmp_path / "newer"
    shutil.copy(file, newer)
    with closing(sqlite3.connect(newer)) as raw:
        raw.execute(f"PRAGMA user_version = {schema.VERSION + 1}")
    text = tmp_path / "text"
    text.write_text("Dear reader\n" * 1000)
    foreign = tmp_path / "foreign"
    with closing(sqlite3.connect(foreign)) as raw, raw:
        raw.execute("CREATE TABLE bookmarks (url)")
    cut = tmp_path / "cut"
    cut.write_bytes(file.read_bytes()[:20_000])
    for path, code in (
        (newer, "store_newer"),
        (text, "store_damaged"),
        (foreign, "store_damaged"),
        (cut, "store_damaged"),
        (tmp_path / "missing", "store_file_missing"),
    ):
        with pytest.raises(StoreError) as caught:
            take_in(filled, path, NOW, replace=True)
        assert (caught.value.note.code, caught.value.note.details["path"]) == (code, str(path))
        assert everything(filled) == before
    assert not list(filled.path.parent.glob("*before*"))


def test_a_file_of_an_older_program_is_brought_up_to_date(old_file, path: Path, tmp_path: Path) -> None:
    with old_file(1) as raw:
        raw.execute("INSERT INTO accounts (name, kind, folders) VALUES ('Old', 'files', '[]')")
    with Store(tmp_path / "other" / "modori.sqlite3") as other:
        take_in(other, path, NOW)
        assert [account.name for account in other.accounts()] == ["Old"]
    with closing(sqlite3.connect(path)) as raw:
        assert raw.execute("PRAGMA user_version").fetchone()[0] == 1
