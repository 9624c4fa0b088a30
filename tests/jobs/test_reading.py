"""Mails of a mailbox, read while others are fetched."""

import pytest

from bounce_mails import ordinary_mail, postfix_bounce
from modori.jobs import CancelToken
from modori.jobs.reading import read_mails
from modori.mailbox import Fetched, ImapMailbox, LostError
from modori.records import Kind


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


def test_a_cancel_ends_it_early(unused, book):
    cancel = CancelToken()
    mails = read_mails((fetched(uid, ordinary_mail()) for uid in range(1, 1000)), unused, book, cancel)
    next(mails)
    cancel.cancel()
    assert list(mails) == []


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
