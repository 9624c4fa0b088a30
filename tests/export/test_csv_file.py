"""The CSV file: what is in it, and that it is whole or not there."""

from __future__ import annotations

import csv
import os
import re
import stat
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from modori.export import ExportError, ExportRow, Written, preset, write
from modori.records import By, Cause, Choice
from modori.sentences import tell
from namespaces import OWN_MOUNTS

JAPAN = timezone(timedelta(hours=9))
ROW = ExportRow(
    address="dead@example.jp",
    choice=Choice.UNSUBSCRIBE,
    cause=Cause.FAILED,
    reason_words="User unknown",
    reason="user_unknown",
    sendings=2,
    failures=3,
    first_seen=datetime(2026, 5, 3, 9, 5, tzinfo=JAPAN),
    last_seen=datetime(2026, 5, 10, 23, 59, 59, tzinfo=JAPAN),
    list_name="news.example.com",
    diagnostic='550 5.1.1 <dead@example.jp>: "no such user", sorry\r\n=really',
    by=By.USER,
    note="called, moved",
)


def write_csv(path: Path, rows, *, bom: bool = True, language="en") -> Written:
    wanted = preset("csv")
    if not bom:
        wanted = replace(wanted, dead=replace(wanted.dead, encoding="utf-8"))
    return write(wanted, path, rows, language=language)


def cells(path: Path, encoding: str = "utf-8") -> list[list[str]]:
    with path.open(encoding=encoding, newline="") as file:
        return list(csv.reader(file, strict=True))


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_header_and_row(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    written = write_csv(path, [ROW], bom=False, language="en")
    assert (written.path, written.rows) == (path, 1)
    header, row = cells(path)
    assert header == [
        "Email address",
        "Action",
        "Cause",
        "Reason",
        "Reason ID",
        "Sendings failed",
        "Returned mails",
        "First seen",
        "Last seen",
        "List",
        "Server's sentence",
        "Decided by",
        "Note",
    ]
    assert row == [
        "dead@example.jp",
        "unsubscribe",
        "failed",
        "User unknown",
        "user_unknown",
        "2",
        "3",
        "2026-05-03 09:05",
        "2026-05-10 23:59",
        "news.example.com",
        '550 5.1.1 <dead@example.jp>: "no such user", sorry =really',
        "you",
        "called, moved",
    ]


def test_bytes(tmp_path: Path) -> None:
    path = tmp_path / "一覧.csv"
    write_csv(path, [ROW], bom=True, language="ja")
    raw = path.read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf" + "メールアドレス,対応,区分,理由,".encode())
    assert raw.count(b"\r\n") == 2
    assert b"\n" not in raw.replace(b"\r\n", b"")
    assert b'"550 5.1.1 <dead@example.jp>: ""no such user"", sorry =really"' in raw
    write_csv(path, [ROW], bom=False, language="ja")
    assert path.read_bytes() == raw[3:]


def test_an_empty_list_is_a_file_with_a_header(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    assert write_csv(path, [], bom=True, language="en").rows == 0
    assert len(cells(path, "utf-8-sig")) == 1


@given(
    st.lists(st.tuples(st.text(st.characters(codec=None), min_size=1), st.text(st.characters(codec=None))), max_size=5)
)
def test_any_text_gives_one_readable_line_a_row(tmp_path_factory: pytest.TempPathFactory, pairs) -> None:
    path = tmp_path_factory.mktemp("any") / "list.csv"
    rows = [ExportRow(address, Choice.RETRY, Cause.FAILED, diagnostic=said, note=said) for address, said in pairs]
    write_csv(path, rows, bom=True, language="ja")
    assert path.read_bytes().decode("utf-8").count("\r\n") == len(rows) + 1
    assert {len(line) for line in cells(path, "utf-8-sig")} == {13}


def refused(path: Path, rows=(ROW,)) -> str:
    with pytest.raises(ExportError) as caught:
        write_csv(path, rows, bom=True, language="en")
    for language in ("en", "ja"):
        assert "…" not in str(tell(caught.value.note, language))
    return caught.value.note.code


def test_a_failing_source_leaves_nothing_and_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text("old")

    def rows() -> Iterator[ExportRow]:
        yield from [ROW] * 10_000
        raise KeyError("source")

    with pytest.raises(KeyError):
        write_csv(path, rows(), bom=True, language="en")
    assert path.read_text() == "old"
    assert names(tmp_path) == ["list.csv"]


def test_a_new_file_is_for_its_owner_and_an_old_one_keeps_its_mode(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    write_csv(path, [ROW], bom=True, language="en")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    path.chmod(0o664)
    write_csv(path, [ROW], bom=True, language="en")
    assert stat.S_IMODE(path.stat().st_mode) == 0o664


def test_a_link_is_followed(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    link = tmp_path / "link.csv"
    link.symlink_to(tmp_path / "real" / "list.csv")
    write_csv(link, [ROW], bom=True, language="en")
    assert link.is_symlink()
    assert len(cells(tmp_path / "real" / "list.csv", "utf-8-sig")) == 2


def test_places_that_cannot_be_written(tmp_path: Path) -> None:
    assert refused(tmp_path) == "export_is_folder"
    assert refused(tmp_path / "gone" / "list.csv") == "export_no_folder"
    (tmp_path / "file").write_text("")
    assert refused(tmp_path / "file" / "list.csv") == "export_no_folder"
    assert refused(tmp_path / ("x" * 300)) == "export_bad_name"
    assert refused(tmp_path / "a\0b") == "export_bad_name"
    os.mkfifo(tmp_path / "pipe")
    assert refused(tmp_path / "pipe") == "export_not_a_file"
    if Path("/dev/full").exists():
        assert refused(Path("/dev/full")) == "export_not_a_file"
    assert names(tmp_path) == ["file", "pipe"]


def test_no_permission(tmp_path: Path) -> None:
    """In a process without privileges, since root may write anywhere."""
    folder = tmp_path / "locked"
    folder.mkdir()
    (folder / "old.csv").write_text("old")
    (folder / "old.csv").chmod(0o444)
    folder.chmod(0o555)
    code = f"""
import os, sys
from pathlib import Path
from modori.export import ExportError, preset, write
from modori.sentences import codes
codes()
if os.getuid() == 0:
    os.setgid(65534)
    os.setuid(65534)
for name in ("new.csv", "old.csv"):
    try:
        write(preset("csv"), Path({str(folder)!r}, name), [])
    except ExportError as error:
        print(error.note.code)
"""
    for parent in [folder, *folder.parents]:  # the other user must get there
        if parent.stat().st_uid == os.getuid() and parent != Path("/"):
            parent.chmod(parent.stat().st_mode | 0o111)
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["export_denied", "export_denied"]
    assert (folder / "old.csv").read_text() == "old"
    assert names(folder) == ["old.csv"]


FULL_DISK = """
import os
from pathlib import Path
from modori.export import ExportError, ExportRow, preset, write
from modori.records import Cause, Choice
folder = Path({folder!r})
(folder / "old.csv").write_text("old")
rows = (ExportRow(f"a{{i}}@example.jp", Choice.RETRY, Cause.FAILED) for i in range(100_000))
for name in ("new.csv", "old.csv"):
    try:
        write(preset("csv"), folder / name, rows)
    except ExportError as error:
        print(error.note.code)
print((folder / "old.csv").read_text(), *os.listdir(folder))
"""


def test_a_full_disk(tmp_path: Path) -> None:
    """On a real small disk: a tmpfs of 64 KiB in a mount namespace of its own."""
    code = FULL_DISK.format(folder=str(tmp_path))
    script = 'mount -t tmpfs -o size=64k t "$1" && exec "$2" -c "$3"'
    command = [*OWN_MOUNTS, "sh", "-c", script, "sh", str(tmp_path), sys.executable, code]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode and re.search("unshare|mount", done.stderr):
        pytest.skip(f"no mount namespace here: {done.stderr.strip()}")
    assert done.stdout.split() == ["export_disk_full", "export_disk_full", "old", "old.csv"], done.stderr
    assert names(tmp_path) == []


def test_a_disk_that_fills_up_wherever_a_mount_is_not_possible(tmp_path: Path) -> None:
    """A file size limit stops the writing at any place, like a quota."""
    code = "import resource, signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
    code += "resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, 50_000))\n"
    code += FULL_DISK.format(folder=str(tmp_path))
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["export_disk_full", "export_disk_full", "old", "old.csv"]
