"""The file itself: who may read it, what happens when it is damaged, newer, locked, or its disk is full."""

from __future__ import annotations

import os
import re
import sqlite3
import stat
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from modori.records import Account, AccountKind, Cause, Choice, Decision, Note
from modori.sentences import tell
from modori.store import Query, Store, StoreError, default_path, schema
from namespaces import OWN_MOUNTS
from store_mails import bounce


def refused(path: Path) -> str:
    with pytest.raises(StoreError) as caught, Store(path) as store:
        store.accounts()
    for language in ("en", "ja"):
        assert str(path) in str(tell(caught.value.note, language))
    return caught.value.note.code


@pytest.mark.skipif(os.name != "posix", reason="modes of files are a thing of POSIX")
def test_only_the_owner_can_read_it(store: Store, account: int, path: Path) -> None:
    store.add(account, "INBOX", 1, [bounce(1, "a@example.jp")])
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    files = list(path.parent.iterdir())
    assert len(files) == 3
    assert {stat.S_IMODE(each.stat().st_mode) for each in files} == {0o600}


def test_an_open_file_of_others_is_closed_to_them(tmp_path: Path) -> None:
    path = tmp_path / "modori.sqlite3"
    path.touch(0o644)
    Store(path).close()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_it_lies_in_the_users_data(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "home"))
    with Store() as store:
        assert store.path == default_path()
        assert store.path.name == "modori.sqlite3"
        assert store.path.exists()


def test_closing_twice_and_leaving_no_journal(path: Path) -> None:
    store = Store(path)
    store.close()
    store.close()
    assert [each.name for each in path.parent.iterdir()] == ["modori.sqlite3"]


@pytest.mark.parametrize("content", [b"this is no database, but a letter" * 400, b"SQLite format 3\0" + b"\xff" * 9000])
def test_a_file_that_is_none_of_ours_is_left_alone(path: Path, content: bytes) -> None:
    path.parent.mkdir()
    path.write_bytes(content)
    assert refused(path) == "store_damaged"
    assert path.read_bytes() == content


def test_the_database_of_another_program_is_left_alone(path: Path) -> None:
    path.parent.mkdir()
    with sqlite3.connect(path) as raw:
        raw.execute("CREATE TABLE accounts (x TEXT)")
    raw.close()
    before = path.read_bytes()
    assert refused(path) == "store_damaged"
    assert path.read_bytes() == before


def use_everything(path: Path, account: int) -> None:
    with Store(path) as store:
        store.rows(store.ids(Query(account)))
        store.failures_of(1)
        store.kept(account)
        store.add(account, "INBOX", 1, [bounce(9999, "b@example.jp")])


def test_a_damaged_file_is_told_and_kept(path: Path) -> None:
    with Store(path) as store:
        account = store.save_account(Account("x", AccountKind.FILES)).id or 0
        store.add(account, "INBOX", 1, [bounce(number, f"a{number}@example.jp") for number in range(500)])
    size = path.stat().st_size
    with path.open("r+b") as file:
        file.seek(8192)
        file.write(b"\xff" * (size - 8192))
    with pytest.raises(StoreError) as caught:
        use_everything(path, account)
    assert caught.value.note.code == "store_damaged"
    assert path.stat().st_size >= size


def test_a_file_of_a_newer_program_is_refused_and_untouched(path: Path) -> None:
    Store(path).close()
    with sqlite3.connect(path) as raw:
        raw.execute(f"PRAGMA user_version = {schema.VERSION + 1}")
    raw.close()
    before = path.read_bytes()
    assert refused(path) == "store_newer"
    assert path.read_bytes() == before


def test_a_migration_runs_once_and_keeps_what_is_there(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Store(path) as store:
        saved = store.save_account(Account("x", AccountKind.FILES))
    more = "CREATE TABLE later (x TEXT); -- a remark; with a semicolon\nINSERT INTO later VALUES ('a;b');"
    monkeypatch.setattr(schema, "MIGRATIONS", (*schema.MIGRATIONS, more))
    monkeypatch.setattr(schema, "VERSION", schema.VERSION + 1)
    for _ in range(2):
        with Store(path) as store:
            assert store.accounts() == [saved]
            assert store._connection.execute("SELECT x FROM later").fetchall() == [("a;b",)]


def test_a_migration_that_fails_changes_nothing(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Store(path).close()
    monkeypatch.setattr(schema, "MIGRATIONS", (*schema.MIGRATIONS, "CREATE TABLE later (x TEXT);\nSELECT nothing;"))
    monkeypatch.setattr(schema, "VERSION", schema.VERSION + 1)
    with pytest.raises(sqlite3.OperationalError):
        Store(path)
    monkeypatch.undo()
    with Store(path) as store:
        assert store._connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'later'").fetchone() is None


def test_places_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert refused(tmp_path / "file" / "modori.sqlite3") == "store_not_writable"
    assert refused(tmp_path) == "store_not_writable"


def test_another_process_that_ends_leaves_the_journal_to_those_who_read_on(
    store: Store, account: int, path: Path
) -> None:
    store.add(account, "INBOX", 1, [bounce(1, "a@example.jp")])
    Store(path).close()  # a second connection of this process comes and goes
    program = f"from pathlib import Path; from modori.store import Store; Store(Path({str(path)!r})).close()"
    subprocess.run([sys.executable, "-c", program], check=True, timeout=60)
    assert path.with_name(path.name + "-wal").exists()
    assert store.kept(account).messages == 1
    Store(path).close()


def test_another_writer_is_waited_for_and_told(store: Store, account: int, path: Path) -> None:
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    store._connection.execute("PRAGMA busy_timeout = 50")
    with pytest.raises(StoreError) as caught:
        store.add(account, "INBOX", 1, [bounce(1, "a@example.jp")])
    assert caught.value.note.code == "store_busy"
    assert store.kept(account).messages == 0  # reading goes on
    other.execute("COMMIT")
    other.close()
    assert store.add(account, "INBOX", 1, [bounce(1, "a@example.jp")]) == [1]


def test_many_threads_read_and_write_one_file(store: Store, account: int, path: Path) -> None:
    """Four writers with folders of their own, and readers meanwhile; nothing is lost, nobody is refused."""
    done = threading.Event()

    def write(part: int) -> None:
        with Store(path) as mine:
            for batch in range(10):
                numbers = range(batch * 10, batch * 10 + 10)
                mails = [bounce(part * 1000 + number, f"reader{number}@example.jp", week=part) for number in numbers]
                touched = mine.add(account, f"folder {part}", 1, mails)
                decision = Decision(Choice.RETRY, Cause.FAILED, None, Note("review_nothing_failed"))
                mine.propose_many(dict.fromkeys(touched, decision))

    def read() -> int:
        seen = 0
        with Store(path) as mine:
            while not done.is_set():
                ids = mine.ids(Query(account, text="reader"))
                assert len(ids) >= seen
                assert len(mine.rows(ids)) == len(ids)
                seen = len(ids)
        return seen

    with ThreadPoolExecutor(6) as pool:
        readers = [pool.submit(read) for _ in range(2)]
        for writer in [pool.submit(write, part) for part in range(4)]:
            writer.result()
        done.set()
        for reader in readers:
            reader.result()
    rows = store.rows(store.ids(Query(account)))
    assert len(rows) == 100
    assert {(row.sendings, row.failures) for row in rows} == {(4, 4)}


def test_two_processes_make_one_file(path: Path) -> None:
    code = f"from pathlib import Path; from modori.store import Store; Store(Path({str(path)!r})).close()"
    started = [subprocess.Popen([sys.executable, "-c", code]) for _ in range(4)]
    assert [each.wait() for each in started] == [0, 0, 0, 0]
    Store(path).close()


def test_a_query_can_be_stopped_from_another_thread(store: Store, account: int) -> None:
    store._connection.create_function("endless", 0, lambda: 1)
    endless = "WITH RECURSIVE n(x) AS (VALUES (1) UNION ALL SELECT x + endless() FROM n) SELECT max(x) FROM n"
    begun = threading.Event()
    store._connection.create_function("begun", 0, begun.set)

    def stop() -> None:
        assert begun.wait(30)
        store.interrupt()

    thread = threading.Thread(target=stop)
    thread.start()
    with pytest.raises(StoreError) as caught, store._reading() as connection:
        connection.execute(endless.replace("VALUES (1)", "SELECT 1 + coalesce(begun(), 0)")).fetchone()
    thread.join()
    assert caught.value.note.code == "store_interrupted"
    assert store.accounts()


FULL_DISK = """
from pathlib import Path
from namespaces import OWN_MOUNTS
from store_mails import bounce
from modori.records import Account, AccountKind
from modori.store import Store, StoreError
path = Path({path!r})
with Store(path) as store:
    account = store.save_account(Account("x", AccountKind.FILES)).id
    stored = 0
    try:
        for batch in range(1000):
            numbers = range(batch * 50, batch * 50 + 50)
            store.add(account, "INBOX", 1, [bounce(n, f"a{{n}}@example.jp") for n in numbers])
            stored += 50
    except StoreError as error:
        print(error.note.code)
    print(stored > 0, store.kept(account).messages == stored)
(path.parent / "ballast").unlink()
with Store(path) as store:
    print(store.kept(account).messages == stored, store.folder_mark(account, "INBOX").last_uid == stored - 1)
    print(len(store.add(account, "INBOX", 1, [bounce(10**6, "z@example.jp")])))
"""


def test_a_full_disk(tmp_path: Path) -> None:
    """On a real small disk: a tmpfs of 4 MiB in a mount namespace of its own, half of it taken by something else."""
    code = FULL_DISK.format(path=str(tmp_path / "modori.sqlite3"))
    script = (
        'mount -t tmpfs -o size=4m t "$1" && head -c 2000000 /dev/zero > "$1/ballast"'
        ' && PYTHONPATH="$4" exec "$2" -W error -c "$3"'
    )
    tests = str(Path(__file__).parent.parent)
    parts = ["sh", str(tmp_path), sys.executable, code, tests]
    done = subprocess.run(
        [*OWN_MOUNTS, "sh", "-c", script, *parts],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode and re.search("^(unshare|mount)", done.stderr):
        pytest.skip(f"no mount namespace here: {done.stderr.strip()}")
    assert done.stdout.split() == ["store_disk_full", "True", "True", "True", "True", "1"], done.stderr
