"""Mails as the store gets them, made up by the tests of the store."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta

from modori.records import Action, Evidence, Failure, Kind, Message, Phase, Sending, Verdict
from modori.rules.reasons import reasons
from modori.store import Stored, packed

OldFile = Callable[[int], AbstractContextManager[sqlite3.Connection]]
"""What the fixture `old_file` is."""
START = datetime(2026, 3, 2, 9, tzinfo=UTC)


def failure(address: str, reason: str | None = "user_unknown", said: str = "550 5.1.1 User unknown", **more) -> Failure:
    action = more.pop("action", reasons()[reason].action if reason else Action.UNSUBSCRIBE)
    confirm = more.pop("confirm", 1)
    permanent = more.pop("permanent", True)
    evidence = Evidence(address, reply=said[:3], diagnostic=said, phase=Phase.RCPT, remote="mx.example.jp", **more)
    return Failure(evidence, Verdict(reason, action, "generic.rule", said[4:], permanent, confirm))


def sending(week: int = 0, name: str = "news.example.com", **more) -> Sending:
    sent = START + timedelta(weeks=week)
    values = {"list": name, "subject": f"News {week}", "message_id": f"<{week}@{name}>", "date": sent}
    return Sending(**{**values, **more})


def bounce(
    number: int,
    *failures: Failure | str,
    week: int = 0,
    of: Sending | str | None = "week",
    kind: Kind = Kind.BOUNCE,
    **more,
) -> Stored:
    """Mail number `number`, which is its UID too; it came an hour after the sending of that week."""
    values = {
        "system": "postfix",
        "message_id": f"<{number}@mx.example.jp>",
        "date": START + timedelta(weeks=week, hours=1, seconds=number),
        "subject": "Undelivered Mail Returned to Sender",
        "sender": "mailer-daemon@mx.example.jp",
    }
    message = Message(
        kind,
        tuple(failure(one) if isinstance(one, str) else one for one in failures),
        sending=sending(week) if of == "week" else of,
        **{**values, **more},
    )
    excerpt = f"Received: by somebody\r\nSubject: x\r\n\r\nThe report number {number}, which says why.\r\n".encode()
    return Stored(number, message, packed(message, excerpt), 4000 + number)


def asked(number: int, address: str, kind: Kind = Kind.UNSUBSCRIBE_REQUEST, **more) -> Stored:
    return bounce(number, failure(address, None), kind=kind, **more)


def letter(number: int, subject: str = "Lunch?", kind: Kind = Kind.OTHER, **more) -> Stored:
    return bounce(number, of=None, kind=kind, system=None, subject=subject, sender="friend@example.org", **more)
