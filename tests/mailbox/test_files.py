from __future__ import annotations

import io
import os
import sys
import zipfile
from pathlib import Path

import pytest

from modori.mailbox import FoundMail, mbox, read_paths, thunderbird
from modori.sentences import tell

ONE = b"Subject: one\n\ntext\n"
TWO = b"Subject: two\n\ntext\n"


def read(*paths: Path) -> list[FoundMail]:
    return list(read_paths(paths))


def test_a_file_a_folder_and_what_is_hidden(tmp_path):
    box = tmp_path / "box"
    (box / "b").mkdir(parents=True)
    (box / ".git").mkdir()
    (box / "z.eml").write_bytes(ONE)
    (box / "b" / "2").write_bytes(TWO)
    (box / "b" / "10.txt").write_bytes(ONE)
    (box / ".hidden").write_bytes(ONE)
    (box / ".git" / "x").write_bytes(ONE)
    assert read(box, box / "z.eml") == [
        FoundMail(str(box / "b" / "10.txt"), 0, ONE),
        FoundMail(str(box / "b" / "2"), 0, TWO),
        FoundMail(str(box / "z.eml"), 0, ONE),
        FoundMail(str(box / "z.eml"), 0, ONE),
    ]


def test_the_source_stays_as_relative_as_it_was_given(tmp_path, monkeypatch):
    (tmp_path / "box").mkdir()
    (tmp_path / "box" / "a.eml").write_bytes(ONE)
    monkeypatch.chdir(tmp_path)
    assert [found.source for found in read(Path("box"))] == [str(Path("box") / "a.eml")]


def test_of_a_maildir_only_cur_and_new(tmp_path):
    for part in ("cur", "new", "tmp", ".Junk/cur"):
        (tmp_path / part).mkdir(parents=True)
    (tmp_path / "cur" / "1:2,S").write_bytes(ONE)
    (tmp_path / "new" / "2").write_bytes(TWO)
    (tmp_path / "tmp" / "3").write_bytes(b"half")
    (tmp_path / ".Junk" / "cur" / "4").write_bytes(ONE)
    (tmp_path / "dovecot-uidlist").write_bytes(b"3 V1")
    assert [found.raw for found in read(tmp_path)] == [ONE, TWO]


@pytest.mark.parametrize("end", [b"\n", b"\r\n"])
def test_an_mbox(tmp_path, end):
    mail = b"Subject: one\n\nFrom here on it is text\n\n>From the start\n>>From twice\nFrom x\n\nFrom nothing\n"
    text = b"From a@example.jp Mon Nov 23 09:00:00 2026\n" + mail + b"\nFrom - Mon Nov 23 09:00:01 2026\n" + TWO
    (tmp_path / "mbox").write_bytes(text.replace(b"\n", end))
    first, second = read(tmp_path / "mbox")
    assert first.raw == mail.replace(b"\n>", b"\n").replace(b"\n", end)
    assert (first.index, second.index) == (0, 1)
    assert second.raw == TWO.replace(b"\n", end)


def test_an_mbox_with_mixed_line_ends_and_a_bare_from_line_in_the_text(tmp_path):
    text = (
        b"From a Mon Nov 23 09:00:00 2026\r\nSubject: one\r\n\r\ntext\r\n\r\n"
        b"From a Mon Nov 23 09:00:00 2026\n>From b Mon Nov 23 09:00:00 2026\nSubject: two\n\n\n"
        b"From c Mon Nov 23 09:00:00 2026\nis not followed by a header\n\n"
        b"From d  Mon Nov 23 9:00:00 2026\nSubject: three\n\nlast without an end"
    )
    (tmp_path / "mbox").write_bytes(text)
    raws = [found.raw for found in read(tmp_path / "mbox")]
    assert raws[0] == b"Subject: one\r\n\r\ntext\r\n"
    assert raws[1].endswith(b"\n\nFrom c Mon Nov 23 09:00:00 2026\nis not followed by a header\n")
    assert raws[2] == b"Subject: three\n\nlast without an end"
    assert len(raws) == 3


def test_an_mbox_whose_from_lines_have_no_time(tmp_path):
    (tmp_path / "mbox").write_bytes(b"From MAILER-DAEMON\n" + ONE + b"\nFrom a@example.jp\n" + TWO)
    assert [found.raw for found in read(tmp_path / "mbox")] == [ONE, TWO]


def test_a_single_mail_that_begins_with_from_is_no_mbox_of_two(tmp_path):
    (tmp_path / "a.eml").write_bytes(b"From a Mon Nov 23 09:00:00 2026\n" + ONE)
    assert [found.raw for found in read(tmp_path / "a.eml")] == [ONE]
    quoting = ONE + b"\nFrom b Mon Nov 23 09:00:00 2026\n" + TWO
    for name in ("a.eml", "cur/1:2,S"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / "new").mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"From a Mon Nov 23 09:00:00 2026\n" + quoting)
    assert [found.raw for found in read(tmp_path / "a.eml", tmp_path)] == [quoting, quoting]
    (tmp_path / "b.eml").write_bytes(b"From: a@example.jp\n" + ONE)
    assert [found.raw for found in read(tmp_path / "b.eml")] == [b"From: a@example.jp\n" + ONE]


def test_a_large_mbox_is_read_as_a_stream():
    class Counting(io.RawIOBase):
        def __init__(self) -> None:
            self.mails = 0

        def readable(self) -> bool:
            return True

        def readinto(self, into) -> int:
            if self.mails >= 100_000:
                return 0
            piece = b"From a Mon Nov 23 09:00:00 2026\nSubject: x\n\ntext\n\n"
            self.mails += 1
            into[: len(piece)] = piece
            return len(piece)

    source = Counting()
    mails = mbox.split(io.BufferedReader(source))
    assert next(mails) == (b"Subject: x\n\ntext\n", False)
    assert source.mails < 1000
    assert sum(1 for _ in mails) == 99_999


@pytest.mark.parametrize("block", [1, 2, 7, 50, 1000])
def test_an_mbox_says_the_same_however_it_is_cut_into_blocks(monkeypatch, block):
    monkeypatch.setattr(mbox, "BLOCK", block)
    text = (
        b"From a Mon Nov 23 09:00:00 2026\n>From b\nSubject: one\n\ntext\n\nFrom here on it is text\n\n"
        b"From c Mon Nov 23 09:00:00 2026\n\nno header\n\r\nFrom d 9:00 2026\r\nSubject: two\r\n\r\n>>From e\r\n\r\n"
        b"From f 9:00 2026\nSubject: three\n\n\n\nFrom g 9:00 2026\nSub"
    )
    assert [raw for raw, _ in mbox.split(io.BufferedReader(io.BytesIO(text)))] == [
        b"From b\nSubject: one\n\ntext\n\nFrom here on it is text\n\nFrom c Mon Nov 23 09:00:00 2026\n\nno header\n",
        b"Subject: two\r\n\r\n>From e\r\n",
        b"Subject: three\n\n\n\nFrom g 9:00 2026\nSub",
    ]


@pytest.mark.parametrize("end", [b"", b"\n", b"\n\n", b"\r\n\r\n"])
def test_a_from_line_at_the_end_of_an_mbox_separates_nothing(end):
    text = b"From a 9:00 2026\n" + ONE + b"\nFrom b 9:00 2026"
    (mail, _), *others = mbox.split(io.BufferedReader(io.BytesIO(text + end)))
    line_end = b"" if end in (b"", b"\n") else end[: len(end) // 2]  # an empty line at the end is the mbox's
    assert (mail, others) == (ONE + b"\nFrom b 9:00 2026" + (line_end or end), [])


def test_a_from_line_without_an_end_is_not_awaited_for_ever(monkeypatch):
    monkeypatch.setattr(mbox, "MAX_LINE", 1000)
    monkeypatch.setattr(mbox, "BLOCK", 100)
    text = b"From a 9:00 2026\n" + ONE + b"\nFrom b 9:00 2026" + b"x" * 5000 + b"\n" + TWO
    (mail, _), *others = mbox.split(io.BufferedReader(io.BytesIO(text)))
    assert (mail, others) == (text.partition(b"\n")[2], [])


def test_a_mail_larger_than_the_limit_is_cut(tmp_path, monkeypatch):
    from modori.mailbox import files

    monkeypatch.setattr(files, "MAX_MAIL", 1000)
    monkeypatch.setattr(mbox, "MAX_MAIL", 1000)
    line = b"x" * 99 + b"\n"
    (tmp_path / "a.eml").write_bytes(ONE + line * 20)
    (tmp_path / "b.mbox").write_bytes(b"From a 9:00 2026\n" + ONE + line * 20 + b"\nFrom a 9:00 2026\n" + TWO)
    single, first, second = read(tmp_path)
    assert (len(single.raw), single.note.code) == (1000, "file_cut")
    assert first.raw == ONE + line * 9
    assert first.note.code == "file_cut"
    assert (second.raw, second.note) == (TWO, None)


def test_standard_input(monkeypatch):
    class Stdin:
        buffer = io.BytesIO(ONE)

    monkeypatch.setattr(sys, "stdin", Stdin)
    assert read(Path("-")) == [FoundMail("-", 0, ONE)]
    Stdin.buffer = io.BytesIO(b"From a 9:00 2026\n" + ONE + b"\nFrom a 9:00 2026\n" + TWO)
    assert [found.index for found in read(Path("-"))] == [0, 1]


def test_what_can_not_be_read_becomes_a_note(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "empty").write_bytes(b"")
    (tmp_path / "loop").symlink_to(tmp_path)
    (tmp_path / "nowhere").symlink_to(tmp_path / "missing")
    (tmp_path / "zz.eml").write_bytes(ONE)
    found = read(tmp_path, tmp_path / "not there")
    codes = [(Path(f.source).name, f.note and f.note.code) for f in found]
    assert codes == [
        ("empty", "file_empty"),
        ("nowhere", "file_missing"),
        ("pipe", "file_not_a_file"),
        ("zz.eml", None),
        ("not there", "file_missing"),
    ]
    for mail in found:
        if mail.note:
            assert mail.raw == b""
            for language in ("en", "ja"):
                assert mail.source in str(tell(mail.note, language))


def test_a_file_without_permission(tmp_path):
    (tmp_path / "a.eml").write_bytes(ONE)
    (tmp_path / "a.eml").chmod(0)
    (found,) = read(tmp_path)
    if os.geteuid() == 0:
        assert found.raw == ONE  # root may read anything
    else:
        assert found.note.code == "file_unreadable"


def packed(path: Path, files: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, raw in files.items():
            archive.writestr(name, raw)
    return path


def test_a_zip_of_mails(tmp_path):
    box = b"From a 9:00 2026\n" + ONE + b"\nFrom a 9:00 2026\n" + TWO
    path = packed(
        tmp_path / "mails.zip",
        {
            "b/2.eml": TWO,
            "b/box": box,
            "a.eml": ONE,
            "__MACOSX/a.eml": b"x",
            "b/.hidden": b"x",
            "list.csv": b"email,reason\na@example.jp,550 no\n",
        },
    )
    found = read(path)
    assert [(one.source.removeprefix(str(path)), one.index) for one in found] == [
        *(("/a.eml", 0), ("/b/2.eml", 0), ("/b/box", 0), ("/b/box", 1), ("/list.csv", 0))
    ]
    assert [one.raw for one in found[:4]] == [ONE, TWO, ONE, TWO]
    assert all(one.note is None for one in found)
    assert read(tmp_path) == found


def test_a_zip_that_is_broken_cut_or_locked(tmp_path):
    whole = packed(tmp_path / "a.zip", {"a.eml": ONE * 50, "b.eml": TWO}).read_bytes()
    (tmp_path / "b.zip").write_bytes(whole[:60])
    damaged = bytearray(whole)
    damaged[45:60] = b"\xff" * 15
    (tmp_path / "c.zip").write_bytes(damaged)
    locked = bytearray(whole)
    locked[6] |= 1  # the flag of the first entry's local header,
    locked[whole.index(b"PK\x01\x02") + 8] |= 1  # and of its central one
    (tmp_path / "d.zip").write_bytes(locked)
    found = {name: read(tmp_path / f"{name}.zip") for name in "abcd"}
    assert [one.note for one in found["a"]] == [None, None]
    assert [one.note and one.note.code for one in found["b"]] == ["file_zip_broken"]
    assert [one.note and one.note.code for one in found["c"]] == ["file_zip_broken", None]
    assert [one.note and one.note.code for one in found["d"]] == [None, "file_zip_locked"]


def test_outlook_files_are_refused_with_what_to_do(tmp_path):
    (tmp_path / "a.msg").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    (tmp_path / "b.pst").write_bytes(b"!BDN" + bytes(600))
    first, second = read(tmp_path)
    assert (first.note.code, second.note.code) == ("file_outlook_mail", "file_outlook_store")
    assert ".eml" in str(tell(first.note, "en"))
    assert ".eml" in str(tell(first.note, "ja"))


def test_a_forwarded_bounce_keeps_its_own_file(tmp_path):
    """An .eml that is attached inside another is read by `bounces`; here it is one mail."""
    (tmp_path / "a.eml").write_bytes(b"Content-Type: message/rfc822\n\n" + ONE)
    assert len(read(tmp_path)) == 1


def test_thunderbirds_local_folders_are_found(tmp_path, monkeypatch):
    home = tmp_path / ".thunderbird"
    profile = home / "ab12.default"
    mail = profile / "Mail" / "Local Folders"
    (mail / "Inbox.sbd").mkdir(parents=True)
    for place, raw in (
        (mail / "Inbox", b"From - Mon Nov 23 09:00:00 2026\n" + ONE),
        (mail / "Inbox.sbd" / "Bounces", TWO),
    ):
        place.write_bytes(raw)
        place.with_name(place.name + ".msf").write_bytes(b"// <!-- <mdb:mork:z")
    (mail / "Empty").write_bytes(b"")
    (mail / "Empty.msf").write_bytes(b"x")
    (mail / "msgFilterRules.dat").write_bytes(b"x")
    ini = "[General]\n[Profile0]\nName=a\nIsRelative=1\nPath=ab12.default\n[Profile1]\nPath=gone\n"
    (home / "profiles.ini").write_text(ini)
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    monkeypatch.setattr(sys, "platform", "linux")
    found = thunderbird.local_folders()
    assert [folder.name for folder in found] == ["Local Folders/Inbox", "Local Folders/Inbox/Bounces"]
    assert found[0].size == len(ONE) + 32
    assert [one.raw for one in read(*(folder.path for folder in found))] == [ONE, TWO]
    # Of a folder opened by hand the indexes are no mails either.
    assert all(not one.source.endswith(".msf") for one in read(mail))
    monkeypatch.setattr(Path, "home", lambda: tmp_path / "nowhere")
    assert thunderbird.local_folders() == []
