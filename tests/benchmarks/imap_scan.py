"""How fast mails come in: ImapMailbox.mails() against bare imapclient, side by side on one local Dovecot.

usage: python tests/benchmarks/imap_scan.py [MAILS]

Both run in turn, the best of three counts; Dovecot's caches are warm for both.
"""

from __future__ import annotations

import ssl
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from imapclient import IMAPClient

from dovecot import Dovecot, User
from modori.mailbox import ImapMailbox

_REPORT = b"""\
Return-Path: <>
From: MAILER-DAEMON@mx.example.jp
To: news@example.jp
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

I'm sorry to have to inform you that your message could not be delivered.

<reader%d@example.com>: host mx.example.com[192.0.2.1] said: 550 5.1.1 User unknown

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.jp

Final-Recipient: rfc822; reader%d@example.com
Action: failed
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 User unknown

--b
Content-Type: text/rfc822-headers

%s
--b--
"""
_HEADERS = b"".join(b"X-Header-%d: some text that stands in a header of the original\n" % n for n in range(25))


def bare(user: User, context: ssl.SSLContext) -> int:
    """All mails with imapclient alone, 100 a request."""
    with IMAPClient("localhost", user.home.imaps, ssl_context=context) as client:
        client.login(user.name, user.password)
        client.select_folder("INBOX", readonly=True)
        uids = client.search("ALL")
        size = 0
        for start in range(0, len(uids), 100):
            for data in client.fetch(uids[start : start + 100], ["BODY.PEEK[]"]).values():
                size += len(data[b"BODY[]"])
        return size


def ours(user: User) -> int:
    """All mails with ImapMailbox."""
    with ImapMailbox(user.server(), user.password) as mailbox:
        mailbox.examine("INBOX")
        return sum(len(mail.raw) for mail in mailbox.mails())


def main(count: int) -> None:
    """Fill a mailbox, measure, print."""
    with tempfile.TemporaryDirectory(prefix="modori-dovecot-") as root:
        server = Dovecot(Path(root))
        try:
            user = server.user()
            for number in range(count):
                user.deliver(_REPORT % (number, number, _HEADERS))
            context = ssl.create_default_context(cafile=str(server.ca_file))
            expected = bare(user, context)  # warms the caches
            best = {"bare imapclient": 1e9, "ImapMailbox.mails": 1e9}
            for _ in range(3):
                for name, run in (
                    ("bare imapclient", lambda: bare(user, context)),
                    ("ImapMailbox.mails", lambda: ours(user)),
                ):
                    began = time.perf_counter()
                    size = run()
                    best[name] = min(best[name], time.perf_counter() - began)
                    if size != expected:
                        raise SystemExit(f"{name} read {size} bytes, not {expected}")
        finally:
            server.stop()
    print(f"{count} mails, {expected / 1e6:.1f} MB")  # noqa: T201
    for name, seconds in best.items():
        print(f"{name:20} {seconds:6.2f} s  {count / seconds:8.0f} mails/s")  # noqa: T201
    print(f"ratio {best['ImapMailbox.mails'] / best['bare imapclient']:.2f}")  # noqa: T201


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 20_000)
