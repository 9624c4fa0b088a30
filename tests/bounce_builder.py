"""Bounces built in code for the tests of the reader: any report, text and original, with our own names."""

from __future__ import annotations

ORIGINAL = """\
Return-Path: <bounces@news.example.jp>
Received: from web.news.example.jp (web.news.example.jp [192.0.2.10])
\tby mail.news.example.jp (Postfix) with ESMTP id 4ABC
\tfor <{to}>; Mon, 2 Nov 2026 09:00:00 +0900
From: News <letter@news.example.jp>
To: {to}
Subject: November letter
Message-ID: <letter-11@news.example.jp>
List-Id: Letters <letters.news.example.jp>
Date: Mon, 2 Nov 2026 09:00:00 +0900
"""


def headers(**fields: str) -> str:
    """The head of a bounce; underscores in names stand for hyphens."""
    base = {
        "Return_Path": "<>",
        "From": "MAILER-DAEMON@mail.news.example.jp",
        "To": "bounces@news.example.jp",
        "Subject": "Undelivered Mail Returned to Sender",
        "Date": "Mon, 2 Nov 2026 09:00:05 +0900",
        "Message_ID": "<bounce-1@mail.news.example.jp>",
    }
    merged = {**base, **fields}
    return "".join(f"{name.replace('_', '-')}: {value}\n" for name, value in merged.items() if value)


def text_bounce(body: str, *, original: str = "", **fields: str) -> bytes:
    """A bounce without MIME: head, text, and the original behind whatever separator the text ends with."""
    return f"{headers(**fields)}\n{body}{original}".encode()


def block(address: str, *, action: str = "failed", status: str = "5.1.1", diagnostic: str = "", **more: str) -> str:
    """The fields of one recipient in a report."""
    lines = [f"Final-Recipient: rfc822; {address}", f"Action: {action}", f"Status: {status}"]
    if diagnostic:
        lines.append(f"Diagnostic-Code: smtp; {diagnostic}")
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in more.items()]
    return "\n".join(lines) + "\n"


def report_bounce(
    text: str,
    *blocks: str,
    to: str = "hana@shop.example.jp",
    original: str | None = None,
    message: str = "",
    **fields: str,
) -> bytes:
    """A bounce in the form of RFC 3464: human text, report, headers of the original."""
    original = ORIGINAL.format(to=to) if original is None else original
    fields = {"MIME_Version": "1.0", **fields}
    fields.setdefault("Content_Type", 'multipart/report; report-type=delivery-status; boundary="=_b"')
    report = "Reporting-MTA: dns; mail.news.example.jp\n" + message + "".join(f"\n{one}" for one in blocks)
    return (
        f"{headers(**fields)}\n--=_b\nContent-Type: text/plain; charset=utf-8\n\n{text}\n"
        f"--=_b\nContent-Type: message/delivery-status\n\n{report}\n"
        f"--=_b\nContent-Type: text/rfc822-headers\n\n{original}\n--=_b--\n"
    ).encode()
