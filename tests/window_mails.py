"""A store with something in each section, for the tests of the window."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from modori.jobs.judging import policy_version
from modori.jobs.understand import reader_of
from modori.records import Account, AccountKind, Action, Cause, Choice, Decision, Kind, Note, Security, Server
from modori.review import STANDARD
from modori.rules import load_bundled
from modori.store import Store
from store_mails import asked, bounce, failure, letter

NOW = datetime(2026, 4, 1, 12, tzinfo=UTC)
SERVER = Server("imap.example.jp", 993, Security.IMAPS, "news@example.jp")
DEAD = ["aiko@example.jp", "bunta@example.jp", "chie@example.org"]
WHY = Note("window_unexpected", {"error": "the sentence of the policy"})


def fill(store: Store) -> Account:
    """Three dead addresses, and one or two in each other section."""
    account = store.save_account(Account("News", AccountKind.IMAP, SERVER, ("INBOX",)))
    full = failure("daiki@example.com", "mailbox_full", "452 4.2.2 The mailbox is full", permanent=False)
    blocked = failure("emi@example.net", "blocked", "550 5.7.1 Client host blocked using a list")
    vague = failure("fumio@docomo.ne.jp", "undetermined", "550 Unknown user fumio", action=Action.REVIEW)
    mails = [
        bounce(1, DEAD[0], week=0),
        bounce(2, DEAD[0], week=1),
        bounce(3, DEAD[1], week=1),
        bounce(4, failure(DEAD[2], said="550 5.1.1 No such user here <b>"), week=2),
        bounce(5, full, week=2),
        bounce(6, blocked, week=2),
        bounce(7, vague, week=2),
        asked(8, "gen@example.jp", kind=Kind.COMPLAINT),
        letter(9, "Lunch on Friday?"),
        letter(10, "不在のお知らせ", kind=Kind.AUTO_REPLY),
    ]
    assert account.id is not None
    store.add(account.id, "INBOX", 7, mails, reader=reader_of(load_bundled()))
    decide_all(store)
    store.set_last_asked(account.id, datetime.now(UTC), policy_version(STANDARD))
    return account


def decide_all(store: Store) -> None:
    """Propose for everybody what the newest failure says."""
    for recipient_id in store.undecided(1):
        newest = store.failures_of(recipient_id)[-1]
        cause = Cause.COMPLAINT if newest.kind is Kind.COMPLAINT else Cause.FAILED
        store.propose(recipient_id, Decision(Choice(newest.action.value), cause, newest.reason, WHY))


def bounce_mail(address: str, said: str = "550 5.1.1 {0}: User unknown", number: int = 1) -> bytes:
    """A Postfix bounce for `address`, as it lies in a mailbox."""
    reply = said.format(f"<{address}>")
    return f"""\
Return-Path: <>
From: MAILER-DAEMON@mail.example.jp (Mail Delivery System)
To: bounces@news.example.jp
Subject: Undelivered Mail Returned to Sender
Date: Thu, {number % 28 + 1:02} Oct 2026 10:00:00 +0900
Message-ID: <bounce-{number}@mail.example.jp>
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="=_{number}"

--=_{number}
Content-Type: text/plain; charset=us-ascii

This is the mail system at host mail.example.jp.

I'm sorry to have to inform you that your message could not
be delivered to one or more recipients. It's attached below.

<{address}>: host mx.example.jp[192.0.2.25] said: {reply} (in reply to RCPT TO command)

--=_{number}
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.example.jp

Final-Recipient: rfc822; {address}
Action: failed
Status: 5.1.1
Remote-MTA: dns; mx.example.jp
Diagnostic-Code: smtp; {reply}

--=_{number}
Content-Type: text/rfc822-headers

From: Shop <shop@news.example.jp>
To: {address}
Subject: October news
Date: Thu, {number % 28 + 1:02} Oct 2026 09:00:00 +0900
Message-ID: <october-{number % 28}@news.example.jp>
List-Id: <news.example.jp>

--=_{number}--
""".encode()


def write_mails(folder: Path, count: int) -> list[Path]:
    """`count` bounces as .eml files."""
    paths = [folder / f"{number}.eml" for number in range(1, count + 1)]
    for number, path in enumerate(paths, start=1):
        path.write_bytes(bounce_mail(f"reader{number}@example.jp", number=number))
    return paths
