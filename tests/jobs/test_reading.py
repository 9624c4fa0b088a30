"""Mails of a mailbox, read while others are fetched."""

from dataclasses import replace

import pytest

from bounce_mails import ordinary_mail, postfix_bounce
from dovecot import require_pop3
from imap_proxy import Proxy
from modori.jobs import CancelToken
from modori.jobs.reading import read_mails
from modori.mailbox import Fetched, ImapMailbox, LostError, open_mailbox
from modori.records import Kind, Note, Security


def fetched(uid, raw):
    return Fetched(uid, len(raw), raw, complete=True, received=None)


def then_lost(*mails):
    yield from mails
    raise LostError("imap_connection_lost")


@pytest.fixture
def unused(dovecot):
    """A mailbox that is not connected: nothing may be asked of it."""
    user = dovecot.user()
    return ImapMailbox(user.server(), user.password)


def test_what_came_before_a_cut_is_read_before_the_cut_is_told(unused, book):
    mails = [fetched(1, postfix_bounce("gone@shop.example.jp")), fetched(2, ordinary_mail())]
    reading = read_mails(then_lost(*mails), unused, book, CancelToken())
    found = [next(reading) for _ in mails]
    assert [(one.mail.uid, one.message.kind) for one in found] == [(1, Kind.BOUNCE), (2, Kind.OTHER)]
    with pytest.raises(LostError):
        next(reading)


def test_nothing_is_kept_of_ordinary_mail(unused, book):
    bounce, letter = read_mails(
        [fetched(1, postfix_bounce("gone@shop.example.jp")), fetched(2, ordinary_mail())], unused, book, CancelToken()
    )
    assert b"gone@shop.example.jp" in bounce.kept.excerpt
    assert letter.kept.data is None


def test_a_mail_that_the_server_refuses_has_its_problem(unused, book):
    why = Note("imap_mail_refused", {"uid": "1"})
    refused = Fetched(1, 0, b"", complete=True, received=None, note=why)
    (one,) = read_mails([refused], unused, book, CancelToken())
    assert (one.message.kind, one.message.problem) == (Kind.OTHER, why)


def test_a_cancel_ends_it_early(unused, book):
    cancel = CancelToken()
    mails = read_mails((fetched(uid, ordinary_mail()) for uid in range(1, 1000)), unused, book, cancel)
    next(mails)
    cancel.cancel()
    assert list(mails) == []


def exim_bounce(address):
    """A bounce in plain text that gives back a newsletter of 100 KB, without any report."""
    return f"""\
From: Mail Delivery System <Mailer-Daemon@mail.news.example.jp>
To: bounces@news.example.jp
Subject: Mail delivery failed: returning message to sender
X-Failed-Recipients: {address}
Date: Sun, 04 Oct 2026 09:00:00 +0900
Message-Id: <{address.replace("@", ".")}@mail.news.example.jp>

This message was created automatically by mail delivery software.

A message that you sent could not be delivered to one or more of its
recipients. This is a permanent error. The following address(es) failed:

  {address}
    host mx.club.example.jp [192.0.2.7]
    SMTP error from remote mail server after RCPT TO:<{address}>:
    550 5.1.1 User unknown

------ This is a copy of the message, including all the headers. ------

Return-path: <bounces@news.example.jp>
Date: Sun, 04 Oct 2026 08:59:00 +0900
From: letter@news.example.jp
To: {address}
Subject: The letter of the month
List-Id: <letter.news.example.jp>

{("All the news that fits, line after line." + chr(10)) * 2500}""".encode()


def person(subject, headers, body):
    return f"""\
From: Hanako <hanako@shop.example.jp>
To: letter@news.example.jp
Subject: {subject}
Date: Mon, 05 Oct 2026 09:00:00 +0900
Message-Id: <{len(body)}@shop.example.jp>
{headers}

{body}
""".encode()


def answer_below_a_long_style():
    style = "p { margin: 0; color: #333333 }\n" * 500
    page = f"<html><head><style>\n{style}</style></head><body><p>Please unsubscribe me.</p></body></html>"
    return person("Re: The letter of the month", "MIME-Version: 1.0\nContent-Type: text/html; charset=utf-8", page)


def forwarded_below_a_picture():
    picture = ("A" * 76 + "\n") * 300
    inner = postfix_bounce("forwarded@shop.example.jp").decode().replace("\r\n", "\n")
    return person(
        "Fwd: Undelivered Mail",
        'MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="=_outer"',
        "--=_outer\nContent-Type: text/plain\n\nCan you look at this?\n"
        f"--=_outer\nContent-Type: image/png\nContent-Transfer-Encoding: base64\n\n{picture}"
        f"--=_outer\nContent-Type: message/rfc822\n\n{inner}\n--=_outer--",
    )


def told(found):
    """What was read, by the mails' numbers; the excerpts may end earlier where less was fetched."""
    return [(one.mail.uid, replace(one.message, incomplete=False), one.kept.key) for one in found]


@pytest.mark.dovecot
@pytest.mark.parametrize("security", [Security.IMAPS, Security.POP3S])
def test_whole_newsletters_stay_on_the_server_and_nothing_is_lost(dovecot, user, book, security):
    if security.is_pop3():
        require_pop3()
    raws = [postfix_bounce(f"reader{number}@shop.example.jp", bulk=100_000) for number in range(40)]
    raws += [exim_bounce(f"reader{number}@club.example.jp") for number in range(40, 50)]
    raws += [answer_below_a_long_style(), forwarded_below_a_picture()]
    for raw in raws:
        user.deliver(raw)
    between = Proxy(dovecot.port(security))
    server = user.server(security, port=between.port)
    with open_mailbox(server, user.password) as mailbox:
        mailbox.examine("INBOX")
        found = list(read_mails(mailbox.mails(), mailbox, book, CancelToken()))
        everything = [
            Fetched(one.mail.uid, len(raw), raw, complete=True, received=None)
            for one, raw in zip(found, raws, strict=True)
        ]
        assert told(found) == told(read_mails(everything, mailbox, book, CancelToken()))
    between.stop()
    assert sum(len(one.message.failures) for one in found) == 52
    assert sum(between.passed) < 0.15 * sum(map(len, raws))


@pytest.mark.dovecot
def test_every_mail_keeps_its_place_whoever_reads_it_and_whether_its_rest_is_needed(dovecot, book, monkeypatch):
    monkeypatch.setattr("modori.jobs.pool.WORTH_A_COPY", 5)
    monkeypatch.setattr("modori.jobs.pool.WORTH", 5)
    user = dovecot.user()
    addresses = [f"reader{number}@shop.example.jp" for number in range(60)]
    for number, address in enumerate(addresses):
        raw = postfix_bounce(address)
        if number % 7 == 3:  # what decides stands behind a long human text
            raw = raw.replace(
                b"This is the mail system", b"We regret to say so. " * 8000 + b"\r\nThis is the mail system"
            )
        user.deliver(raw)
    with ImapMailbox(user.server(), user.password) as mailbox:
        mailbox.examine("INBOX")
        found = list(read_mails(mailbox.mails(), mailbox, book, CancelToken()))
    assert [one.message.failures[0].evidence.address for one in found] == addresses
    assert [one.mail.uid for one in found] == list(range(1, 61))
