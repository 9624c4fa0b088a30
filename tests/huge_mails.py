"""Mails of extreme size or shape, by name, and a program that reads one of them under a limit of memory.

    python tests/huge_mails.py NAME MEGABYTES

prints what came out as JSON. The limit is on the address space beyond what the program needs before it reads.
"""

from __future__ import annotations

import json
import resource
import sys
from base64 import b64encode
from collections.abc import Callable
from pathlib import Path

HEAD = (
    b"Return-Path: <>\nFrom: MAILER-DAEMON@x.example\nTo: a@b.example\nSubject: Undelivered Mail Returned to Sender\n"
)
REPORT = HEAD + b'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\n\n'
STATUS = b"--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; x.example\n\n"
BLOCK = b"Final-Recipient: rfc822; hana@shop.example.jp\nAction: failed\nStatus: 5.1.1\n"
ONE = BLOCK + b"Diagnostic-Code: smtp; 550 5.1.1 User unknown\n\n"
BACK = b"--b\nContent-Type: message/rfc822\n\nSubject: a\nFrom: l@b.example\n\n"
LINE = b"All the news that fits, line after line, for you.\n"


def _nested(depth: int) -> bytes:
    return b"".join(b'Content-Type: multipart/mixed; boundary="n%d"\n\n--n%d\n' % (i, i) for i in range(depth))


def _in_mails(depth: int) -> bytes:
    """Mails in mails, each in a part of its own, a bounce in the innermost."""
    raw = REPORT + STATUS + ONE + b"--b--\n"
    for i in range(depth):
        mark = b"m%d" % i
        raw = b'From: a@b.example\nSubject: fwd\nContent-Type: multipart/mixed; boundary="%s"\n\n--%s\n' % (
            mark,
            mark,
        ) + (b"Content-Type: message/rfc822\n\n" + raw + b"\n--" + mark + b"--\n")
    return raw


def _words() -> bytes:
    """Encoded-words of one letter each in different charsets, and one that unpacks to much."""
    one = b" ".join(
        b"=?%s?Q?=41?=" % c for c in (b"utf-8", b"iso-2022-jp", b"utf-7", b"hz", b"x-none", b"zlib", b"bz2")
    )
    long = b"=?utf-8?B?" + b64encode(b"A" * 1_000_000) + b"?="
    return (
        HEAD + b"X-A: " + b" ".join([one] * 20_000) + b"\nX-B: " + long + b"\n\n=?utf-8?Q?" + b"=41" * 500_000 + b"?=\n"
    )


MAILS: dict[str, Callable[[], bytes]] = {
    "50 MB newsletter returned": lambda: REPORT + STATUS + ONE + BACK + LINE * 1_000_000 + b"\n--b--\n",
    "50 MB text": lambda: HEAD + b"\n" + LINE * 1_000_000,
    "50 MB base64": lambda: HEAD + b"Content-Transfer-Encoding: base64\n\n" + b64encode(LINE * 750_000),
    "50 MB before the report": lambda: REPORT + b"--b\n\n" + LINE * 1_000_000 + STATUS + ONE + b"--b--\n",
    "10,000 nested parts": lambda: HEAD + _nested(10_000),
    "10,000 parts": lambda: REPORT + b"--b\nContent-Type: text/plain\n\nx\n" * 10_000,
    "1,000 mails in mails": lambda: _in_mails(1000),
    "10,000 mails in mails": lambda: HEAD + b"Content-Type: message/rfc822\n\n" * 10_000,
    "1 MB lines": lambda: HEAD + b"\n" + (b"word " * 200_000 + b"\n") * 5,
    "1 MB line of an address": lambda: HEAD + b"\n<" + b"a" * 1_000_000 + b"@b.example>: 550 User unknown\n",
    "1 MB line of addresses": lambda: HEAD + b"\n" + b"<a@b.example>, " * 70_000 + b": 550 User unknown\n",
    "1 MB diagnostic": lambda: REPORT + STATUS + BLOCK + b"Diagnostic-Code: smtp; 550 " + b"said: " * 170_000 + b"\n\n",
    "1 MB folded diagnostic": lambda: REPORT + STATUS + BLOCK + b"Diagnostic-Code: smtp; 550\n" + b" x y\n" * 200_000,
    "NUL bytes": lambda: (REPORT + STATUS + ONE + BACK).replace(b"e", b"e\0") + b"\0" * 1_000_000,
    "bare CR": lambda: (REPORT + STATUS + ONE + BACK + LINE * 20_000).replace(b"\n", b"\r"),
    "broken base64": lambda: (
        HEAD + b"Content-Transfer-Encoding: base64\n\n" + b64encode(LINE)[:-3] + b"=%\xff" * 300_000
    ),
    "unknown charsets": lambda: (
        HEAD
        + b"Content-Type: multipart/mixed; boundary=b\n\n"
        + b"".join(b"--b\nContent-Type: text/plain; charset=x-%d\n\n\xe3\x81\x82\xff\n" % i for i in range(2000))
    ),
    "100,000 headers": lambda: b"".join(b"X-H%d: v\n" % i for i in range(100_000)) + REPORT + STATUS + ONE,
    "100,000 headers of one name": lambda: HEAD + b"Received: from a (b [192.0.2.1]) by c; x\n" * 100_000 + b"\n",
    "10 MB header": lambda: HEAD + b"X-A: " + b"long " * 2_000_000 + b"\n\ntext\n",
    "10 MB folded header": lambda: HEAD + b"To:" + b" a@b.example,\n" * 700_000 + b"\n\ntext\n",
    "100,000 recipients": lambda: REPORT + STATUS + b"".join(ONE.replace(b"hana", b"u%d" % i) for i in range(100_000)),
    "100,000 recipients in the text": lambda: (
        HEAD
        + b"\nThis is the mail system at host x.example.\n\n"
        + b"".join(b"<u%d@shop.example.jp>: host mx said: 550 5.1.1 User unknown\n\n" % i for i in range(100_000))
    ),
    "encoded-words that grow": _words,
    "one part ten thousand times in the boundary": lambda: REPORT + b"--b\n" * 10_000 + STATUS + ONE,
    "HTML of tags": lambda: HEAD + b"Content-Type: text/html\n\n" + b"<p><b>" * 300_000,
    "HTML of brackets": lambda: HEAD + b"Content-Type: text/html\n\n" + b"<a " * 500_000,
    "HTML of entities": lambda: HEAD + b"Content-Type: text/html\n\n" + b"&amp;lt;" * 300_000,
}


def main() -> int:
    """Read one mail in all ways; an exception of ours or a lack of memory ends it with a traceback."""
    name, megabytes = sys.argv[1], int(sys.argv[2])
    sys.path.insert(0, str(Path(__file__).parent))
    from modori.bounces import excerpt, read, readable
    from modori.bounces.anonymize import anonymize
    from modori.export.json_lines import json_line
    from modori.rules import load_bundled

    book = load_bundled()
    anonymize(REPORT + STATUS + ONE)
    raw = MAILS[name]()
    used = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (used + (megabytes << 20),) * 2)
    message = read(raw, book)
    json.loads(json_line(message, "mail"))
    kept, text, made = excerpt(raw), readable(raw), anonymize(raw)
    again = read(made, book)
    sys.stdout.write(
        json.dumps(
            {
                "kind": message.kind.value,
                "named": len(message.failures),
                "first": message.failures[0].evidence.address if message.failures else None,
                "problem": message.problem.code if message.problem else None,
                "excerpt": len(kept),
                "readable": len(text),
                "anonymized": len(made),
                "again": [again.kind.value, len(again.failures)],
            }
        )
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
