"""Small mails for tests that need some bounce, not a genuine one (those lie in tests/mails)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

START = datetime(2026, 10, 1, 9, 0, tzinfo=UTC)


def postfix_bounce(
    address: str = "hana@shop.example.jp",
    reply: str = "550 5.1.1 <{address}>: Recipient address rejected: User unknown",
    *,
    sending: str = "letter-1@news.example.jp",
    when: datetime = START,
    bulk: int = 0,
) -> bytes:
    """A bounce as Postfix writes it, for one recipient; `bulk` bytes of newsletter come back with it."""
    reply = reply.format(address=address)
    status = next((word for word in reply.split() if word.count(".") == 2 and word[0] in "45"), f"{reply[0]}.0.0")
    domain = address.rpartition("@")[2]
    date = format_datetime(when)
    return f"""\
Return-Path: <>
From: MAILER-DAEMON@mail.news.example.jp (Mail Delivery System)
To: bounces@news.example.jp
Subject: Undelivered Mail Returned to Sender
Date: {date}
Message-Id: <{when.timestamp():.0f}.{address.replace("@", ".")}@mail.news.example.jp>
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="=_bounce"

--=_bounce
Content-Description: Notification
Content-Type: text/plain; charset=us-ascii

This is the mail system at host mail.news.example.jp.

<{address}>: host mx.{domain}[192.0.2.25] said:
    {reply} (in reply to RCPT TO command)

--=_bounce
Content-Description: Delivery report
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.news.example.jp
X-Postfix-Queue-ID: 4ABC
Arrival-Date: {date}

Final-Recipient: rfc822; {address}
Original-Recipient: rfc822;{address}
Action: failed
Status: {status}
Remote-MTA: dns; mx.{domain}
Diagnostic-Code: smtp; {reply}

--=_bounce
Content-Description: Undelivered Message
Content-Type: message/rfc822

Date: {format_datetime(when - timedelta(minutes=1))}
From: "Monthly letter" <letter@news.example.jp>
To: {address}
Subject: The letter of the month
Message-ID: <{sending}>
List-Id: <letter.news.example.jp>
Content-Type: text/plain

Hello, here is the news.
{"x" * 70 + chr(10)}{("All the news that fits, line after line." + chr(10)) * (bulk // 41)}
--=_bounce--
""".replace("\n", "\r\n").encode()


def ordinary_mail(subject: str = "Lunch on Friday?", when: datetime = START) -> bytes:
    """A mail that a person wrote."""
    return f"""\
From: Keiko <keiko@example.org>
To: letter@news.example.jp
Subject: {subject}
Date: {format_datetime(when)}
Message-ID: <{subject.encode().hex()}@example.org>

Shall we meet at noon?
""".replace("\n", "\r\n").encode()
