"""What mail systems and people add to a bounce on the way to us changes nothing of what it says."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from modori.bounces import read
from modori.records import Kind
from modori.rules import load_bundled

MAILS = Path(__file__).parents[1] / "mails"
# Every mail in its turn would take long; the step is prime, so that all systems and replies come.
SAMPLE = sorted([*(MAILS / "lab").rglob("*.eml"), *(MAILS / "systems").rglob("*.eml")])[::7]


def _marked(mark: bytes) -> Callable[[bytes], bytes]:
    def marked(raw: bytes) -> bytes:
        head, gap, body = raw.replace(b"\r\n", b"\n").partition(b"\n\n")
        return re.sub(rb"(?im)^subject:[ \t]*", lambda found: found[0] + mark, head, count=1) + gap + body

    return marked


def _forwarded(raw: bytes) -> bytes:
    head = (
        b"From: Taro <taro@office.example.jp>\nReturn-Path: <taro@office.example.jp>\nTo: list@news.example.jp\n"
        b'Subject: please look\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="=_f"\n\n'
    )
    return head + b"--=_f\n\nSee below.\n--=_f\nContent-Type: message/rfc822\n\n" + raw + b"\n--=_f--\n"


CHANGES: dict[str, Callable[[bytes], bytes]] = {
    "line ends": lambda raw: raw.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n"),
    "spam mark": _marked(b"[SPAM] "),
    "stars": _marked(b"***SPAM*** "),
    "footer": lambda raw: raw.rstrip(b"\n") + b"\n\n--\nScanned by office@office.example.jp, http://www.example.net\n",
    "mbox": lambda raw: b"From MAILER-DAEMON Mon Nov  2 09:00:05 2026\n" + raw,
    "forwarded": _forwarded,
}


def told(raw: bytes) -> tuple[Kind, list[tuple[str, str | None, str]]]:
    message = read(raw, load_bundled())
    failures = [(f.evidence.address.lower(), f.verdict.reason, f.verdict.action.value) for f in message.failures]
    return message.kind, sorted(failures, key=str)


@pytest.mark.parametrize("change", CHANGES)
def test_it_says_the_same(change: str):
    wrong = []
    for path in SAMPLE:
        raw = path.read_bytes()
        before = told(raw)
        if change == "forwarded" and before[0] is not Kind.BOUNCE:
            continue
        after = told(CHANGES[change](raw))
        if after != before:
            wrong.append((path.relative_to(MAILS).as_posix(), before, after))
    assert wrong == []
