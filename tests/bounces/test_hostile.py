"""Hostile and broken mail: no exception, bounded answers, and what can be read is read."""

from __future__ import annotations

import email

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bounce_builder import block, report_bounce, text_bounce
from modori.bounces import excerpt, mime, read, readable
from modori.records import Kind
from modori.rules import load_bundled
from modori.sentences import tell

BOUNCE = report_bounce(
    "   ----- The following addresses had permanent fatal errors -----\n<hana@shop.example.jp>\n"
    "    (reason: 550 no)\n\n"
    "   ----- Transcript of session follows -----\n>>> RCPT To:<hana@shop.example.jp>\n<<< 550 no\n",
    block("hana@shop.example.jp", diagnostic="550 5.1.1 no such user"),
)
HEAD = b"From: MAILER-DAEMON@x.example\nTo: a@b.example\nSubject: Undelivered Mail Returned to Sender\n"
REPORT = HEAD + b"Content-Type: multipart/report; boundary=b\n\n--b\nContent-Type: message/delivery-status\n\n"

HOSTILE = {
    "nothing": b"",
    "NUL": b"\0" * 100_000,
    "bare CR": HEAD + b"\r" * 100_000,
    "nested": HEAD
    + b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (i, i) for i in range(10_000)),
    "parts": HEAD + b"Content-Type: multipart/mixed; boundary=b\n\n" + b"--b\nContent-Type: text/plain\n\nx\n" * 10_000,
    "mails in mails": HEAD + b"Content-Type: message/rfc822\n\n" * 10_000,
    "one line": HEAD + b"\n" + b"a" * 1_000_000,
    "at signs": HEAD + b"\n" + b"a@" * 200_000,
    "brackets": HEAD + b"\n" + b"<" * 200_000,
    "styles": HEAD + b"Content-Type: text/html\n\n" + b"<style" * 100_000,
    "header bomb": b"A: b\n" * 100_000 + b"\n",
    "folded bomb": b"Subject: x\n" + b" y\n" * 100_000 + b"\n",
    "words bomb": b"Subject: " + b"=?utf-8?B?" * 50_000 + b"\n\n",
    "broken base64": HEAD + b"Content-Transfer-Encoding: base64\n\n" + b"\xff!A" * 50_000,
    "wrong charset": HEAD + b"Content-Type: text/plain; charset=idna\n\n" + b"\xff" * 1000,
    "not a charset": HEAD + b"Content-Type: text/plain; charset=zlib\n\n" + b"x" * 1000,
    "wrapped replies": REPORT
    + b"Final-Recipient: rfc822; u@x.example\nAction: failed\nDiagnostic-Code: "
    + b"said: 550 " * 20_000,
    "json": b"From: no-reply@sns.amazonaws.com\nx-amz-sns-message-id: 1\n\n" + b'{"a":' * 50_000,
    "dates": b"From: a@b.example\nDate: Fri, 31 Dec 9999 23:59:59 -2359\n\n",
    "blank report": REPORT + b"\n" * 100_000,
}


@pytest.mark.parametrize("raw", HOSTILE.values(), ids=HOSTILE)
def test_hostile_mail(raw: bytes):
    book = load_bundled()
    message = read(raw, book)
    read(raw, book, complete=False)
    assert len(excerpt(raw)) <= 65_536
    assert len(readable(raw)) <= 65_536
    assert len(message.failures) <= 5000


def test_limits_are_told():
    for raw, code in ((HOSTILE["nested"], "bounces_too_deep"), (HOSTILE["parts"], "bounces_too_many_parts")):
        problem = read(raw, load_bundled()).problem
        assert problem is not None
        assert problem.code == code
        assert tell(problem, "en").what != tell(problem, "ja").what


def test_a_damaged_report_says_so():
    raw = (
        HEAD
        + b'Content-Type: multipart/report; report-type=delivery-status; boundary="b\n\n\xff\n--b\nContent-Type: mess'
    )
    message = read(raw, load_bundled())
    assert message.problem is not None
    assert message.problem.code == "bounces_damaged"


def test_a_report_with_very_many_recipients_is_cut_and_says_so():
    raw = REPORT + b"".join(
        b"Final-Recipient: rfc822; u%d@x.example\nAction: failed\nStatus: 5.1.1\n\n" % i for i in range(6000)
    )
    message = read(raw, load_bundled())
    assert len(message.failures) == 5000
    assert message.problem is not None
    assert message.problem.code == "bounces_too_many_recipients"


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=3000))
def test_any_bytes(raw: bytes):
    read(raw, load_bundled())
    assert len(excerpt(raw)) <= 65_536
    readable(raw)


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_a_damaged_bounce(data: st.DataObject):
    """Cut, overwritten and repeated pieces of a real form reach more of the reader than random bytes."""
    raw = bytearray(BOUNCE)
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(raw)))
        length = data.draw(st.integers(0, 60))
        raw[at : at + length] = data.draw(st.binary(max_size=20)) * data.draw(st.integers(0, 3))
    message = read(bytes(raw), load_bundled())
    assert all(failure.evidence.address for failure in message.failures)


@pytest.mark.parametrize("ends", [b"\r\n", b"\r", b"\r\r\n"])
def test_line_ends_do_not_matter(ends: bytes):
    message = read(BOUNCE.replace(b"\n", ends), load_bundled())
    assert message == read(BOUNCE, load_bundled())


def test_undeclared_and_wrong_charsets():
    words = "550 5.1.1 宛先が存在しません hana@shop.example.jp"
    for codec in ("utf-8", "cp932", "euc_jp", "iso2022_jp"):
        for charset in ("us-ascii", "iso-2022-jp", "uft-8", "x-sjis", "unknown-8bit"):
            body = f"This is the MAILER-DAEMON, please DO NOT REPLY to this email.\n\nhana@shop.example.jp: {words}\n"
            head = text_bounce("", Content_Type=f"text/plain; charset={charset}")
            message = read(head + body.encode(codec), load_bundled())
            assert message.kind is Kind.BOUNCE
            assert message.failures[0].evidence.address == "hana@shop.example.jp"
            if not (codec == "iso2022_jp" and charset == "x-sjis"):
                assert message.failures[0].evidence.diagnostic == words, (codec, charset)


def test_the_scanner_sees_what_the_email_package_sees():
    theirs = [
        (part.get_content_type(), part.get_payload(decode=True))
        for part in email.message_from_bytes(BOUNCE).walk()
        if part.get_content_type() in ("text/plain", "text/rfc822-headers")
    ]
    for part in mime.parse(BOUNCE).parts:
        if part.type.startswith("text/"):
            assert (part.type, part.body()) in theirs
