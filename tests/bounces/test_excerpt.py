"""Excerpts: small, and read as the whole mail is. Readable text. Beginnings of mails."""

from __future__ import annotations

from pathlib import Path

import pytest

from bounce_builder import ORIGINAL, block, report_bounce, text_bounce
from modori.bounces import excerpt, read, readable
from modori.records import Kind
from modori.rules import load_bundled

TESTS = Path(__file__).parents[1]
SHARED = TESTS.parents[1] / "shared" / "corpora"
FOLDERS = [TESTS / "mails" / "lab", TESTS / "mails" / "kinds", SHARED / "lab", SHARED / "set-of-emails" / "mails"]

TEXT = "This is the mail system at host m.\n\n<hana@shop.example.jp>: host mx[192.0.2.1] said: 550 5.1.1 no such user\n"
BOUNCE = report_bounce(TEXT, block("hana@shop.example.jp", diagnostic="550 5.1.1 no such user"))
LARGE = report_bounce(
    TEXT,
    block("hana@shop.example.jp", diagnostic="550 5.1.1 no such user"),
    original=ORIGINAL.format(to="hana@shop.example.jp") + "\n" + "A long letter.\n" * 100_000,
)


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: f"{folder.parent.name}-{folder.name}")
def test_an_excerpt_says_what_the_mail_says(folder: Path):
    if not folder.is_dir():
        pytest.skip(f"{folder.name} is not here")
    book = load_bundled()
    different: list[str] = []
    for path in sorted(folder.rglob("*.eml")):
        raw = path.read_bytes()
        short = excerpt(raw)
        assert len(short) <= 65_536
        if read(short, book) != read(raw, book):
            different.append(path.name)
    assert different == []


def test_an_excerpt_of_a_large_bounce_is_small():
    assert len(LARGE) > 1_000_000
    short = excerpt(LARGE)
    assert len(short) < 4000
    assert read(short, load_bundled()) == read(LARGE, load_bundled())
    assert excerpt(short) == short


@pytest.mark.parametrize("kind", ["message/rfc822", 'application/octet-stream; name="bounce.eml"'])
def test_an_excerpt_keeps_an_attached_bounce(kind: str):
    body = f"--=_o\nContent-Type: text/plain\n\nhi\n--=_o\nContent-Type: {kind}\n\n{BOUNCE.decode()}\n--=_o--\n"
    person = "taro@office.example.jp"
    raw = text_bounce(
        body, From=person, Return_Path=f"<{person}>", Subject="Fwd", Content_Type='multipart/mixed; boundary="=_o"'
    )
    assert read(raw, load_bundled()).kind is Kind.BOUNCE
    assert read(excerpt(raw), load_bundled()) == read(raw, load_bundled())


def test_readable_is_text_and_report_without_markup():
    text = readable(LARGE)
    assert "no such user" in text
    assert "Final-Recipient: rfc822; hana@shop.example.jp" in text
    assert "Subject: November letter" in text
    assert "A long letter." not in text
    page = text_bounce(
        "<html><body><p>It &lt;failed&gt;</p><script>x()</script></body></html>", Content_Type="text/html"
    )
    assert readable(page) == "It <failed>"


def whole(raw: bytes) -> bool:
    return not read(raw, load_bundled(), complete=False).incomplete


def test_a_beginning_that_holds_the_report_is_enough():
    assert whole(LARGE[:8000])
    assert read(LARGE[:8000], load_bundled(), complete=False).failures == read(LARGE, load_bundled()).failures


def test_a_beginning_that_ends_before_the_report_is_not():
    at = BOUNCE.index(b"Content-Type: message/delivery-status")
    assert not whole(BOUNCE[:at])
    assert not whole(BOUNCE[: BOUNCE.index(b"Diagnostic-Code")])
    assert not whole(BOUNCE[: BOUNCE.index(b"<hana")])


def test_a_beginning_that_ends_in_a_header_is_not_enough():
    assert not whole(BOUNCE[:100])
    assert not whole(LARGE[: LARGE.index(b"List-Id")])


def test_the_beginning_of_ordinary_mail_is_enough():
    letter = text_bounce(
        "Hello\n" * 1000, From="taro@office.example.jp", Subject="Photos", Return_Path="<taro@office.example.jp>"
    )
    assert whole(letter[:3000])
    picture = (
        b"From: taro@office.example.jp\nSubject: Photos\nContent-Type: multipart/mixed; boundary=b\n\n"
        b"--b\n\nhere\n--b\nContent-Type: image/png\nContent-Transfer-Encoding: base64\n\n" + b"QUJD" * 2000
    )
    assert whole(picture)
    assert read(picture, load_bundled(), complete=False).kind is Kind.OTHER


def test_a_complete_mail_is_never_incomplete():
    assert not read(BOUNCE[:300], load_bundled()).incomplete
