"""Connections that break or stall, on a proxy in front of a real Dovecot."""

from __future__ import annotations

import threading

import pytest

from imap_proxy import Plan
from modori.mailbox import ImapMailbox, LostError, MailboxError
from modori.records import Security

pytestmark = pytest.mark.dovecot

COUNT = 150


@pytest.fixture(scope="module")
def filled(dovecot):
    user = dovecot.user()
    for number in range(COUNT):
        user.deliver(b"Subject: mail %d\n\n" % number + b"text\n" * 300)
    return user


@pytest.fixture(scope="module")
def undisturbed(filled):
    with ImapMailbox(filled.server(), filled.password) as mailbox:
        mailbox.examine("INBOX")
        return [(m.uid, m.raw) for m in mailbox.mails()]


@pytest.mark.parametrize("reset", [False, True])
@pytest.mark.parametrize("where", [*range(6_000, 12_000, 1_001), *range(30_000, 290_000, 33_337)])
def test_after_a_drop_the_scan_goes_on_and_yields_every_uid_once(dovecot, proxy, filled, undisturbed, where, reset):
    between = proxy(dovecot.imaps, [Plan(drop_after=where, reset=reset)])
    with ImapMailbox(filled.server(port=between.port), filled.password) as mailbox:
        mailbox.examine("INBOX")
        got = [(m.uid, m.raw) for m in mailbox.mails()]
    assert got == undisturbed
    assert between.connections == 2


def test_drop_after_drop_is_survived_as_long_as_mails_come_in_between(dovecot, proxy, filled, undisturbed):
    between = proxy(dovecot.imaps, [Plan(drop_after=12_000) for _ in range(20)])
    pauses = []
    with ImapMailbox(filled.server(port=between.port), filled.password, waits=(0.01,)) as mailbox:
        mailbox.on_pause = lambda error, seconds: pauses.append((error.note.code, seconds))
        mailbox.examine("INBOX")
        assert [(m.uid, m.raw) for m in mailbox.mails()] == undisturbed
    assert between.connections == 21
    assert pauses == [("imap_connection_lost", 0.01)] * 20


def test_when_nothing_comes_any_more_the_drop_is_told_and_what_was_read_was_yielded(
    dovecot, proxy, filled, undisturbed
):
    between = proxy(dovecot.imaps, [Plan(drop_after=120_000), *(Plan(drop_after=6_000) for _ in range(9))])
    got = []
    with ImapMailbox(filled.server(port=between.port), filled.password, waits=(0, 0.01, 0.02)) as mailbox:
        mailbox.examine("INBOX")
        with pytest.raises(LostError) as caught:
            got.extend((m.uid, m.raw) for m in mailbox.mails())
    assert caught.value.note.code == "imap_connection_lost"
    assert between.connections == 4
    assert 50 <= len(got) < COUNT
    assert got == undisturbed[: len(got)]


def test_a_pause_can_be_cancelled(dovecot, proxy, filled):
    between = proxy(dovecot.imaps, [Plan(drop_after=60_000)])
    with ImapMailbox(filled.server(port=between.port), filled.password, waits=(3600,)) as mailbox:
        mailbox.on_pause = lambda *_: mailbox.cancel()
        mailbox.examine("INBOX")
        with pytest.raises(MailboxError) as caught:
            list(mailbox.mails())
    assert caught.value.note.code == "cancelled"


def test_a_drop_while_one_mail_is_asked_for_in_the_middle_of_a_scan(dovecot, proxy, filled, undisturbed):
    between = proxy(dovecot.imaps, [Plan(drop_after=300_000)])
    got = []
    with ImapMailbox(filled.server(port=between.port), filled.password) as mailbox:
        mailbox.examine("INBOX")
        for mail in mailbox.mails():
            got.append((mail.uid, mailbox.whole(mail.uid)))
    assert got == undisturbed
    assert between.connections == 2


def test_when_the_server_stays_away_the_first_drop_is_what_is_told(dovecot, proxy, filled):
    between = proxy(dovecot.imaps, [Plan(drop_after=60_000), Plan(drop_after=0)])
    with ImapMailbox(filled.server(port=between.port), filled.password, waits=(0,)) as mailbox:
        mailbox.examine("INBOX")
        with pytest.raises(LostError) as caught:
            list(mailbox.mails())
    assert caught.value.note.code == "imap_connection_lost"


def test_a_server_that_falls_silent_is_left_after_the_timeout(dovecot, proxy, filled, undisturbed):
    between = proxy(dovecot.imaps, [Plan(stall_after=60_000)])
    with ImapMailbox(filled.server(port=between.port), filled.password, timeout=0.5) as mailbox:
        mailbox.examine("INBOX")
        assert [(m.uid, m.raw) for m in mailbox.mails()] == undisturbed


@pytest.mark.parametrize("where", [0, 1000, 60_000])
@pytest.mark.parametrize("security", [Security.IMAPS, Security.IMAP_STARTTLS])
def test_cancel_ends_a_stalled_call_within_a_second(dovecot, proxy, filled, where, security):
    between = proxy(dovecot.port(security), [Plan(stall_after=where)])
    mailbox = ImapMailbox(filled.server(security, port=between.port), filled.password)
    caught: list[MailboxError] = []

    def scan() -> None:
        try:
            with mailbox:
                mailbox.examine("INBOX")
                list(mailbox.mails())
        except MailboxError as error:
            caught.append(error)

    thread = threading.Thread(target=scan)
    thread.start()
    assert between.stalled.wait(20)
    mailbox.cancel()
    thread.join(1.0)
    assert not thread.is_alive()
    assert [error.note.code for error in caught] == ["cancelled"]
    assert between.connections == 1


def test_a_cancelled_mailbox_stays_cancelled(dovecot, filled):
    mailbox = ImapMailbox(filled.server(), filled.password)
    mailbox.connect()
    mailbox.cancel()
    with pytest.raises(MailboxError) as caught:
        mailbox.examine("INBOX")
    assert caught.value.note.code == "cancelled"
    mailbox.close()
    with pytest.raises(MailboxError) as caught:
        mailbox.connect()
    assert caught.value.note.code == "cancelled"


def test_leaving_never_raises_when_the_server_is_gone(dovecot, proxy, filled):
    between = proxy(dovecot.imaps)
    with ImapMailbox(filled.server(port=between.port), filled.password):
        between.stop()


# Slow, and ending in the middle of TLS.


def test_a_server_that_drips_is_waited_for(dovecot, proxy, filled, undisturbed):
    """Each byte is progress: the time limit is for silence."""
    between = proxy(dovecot.imaps, [Plan(piece=4_000, pause=0.01)])
    with ImapMailbox(filled.server(port=between.port), filled.password, timeout=0.5) as mailbox:
        mailbox.examine("INBOX")
        assert [(m.uid, m.raw) for m in mailbox.mails()] == undisturbed
    assert between.connections == 1


@pytest.mark.parametrize("where", [1, 300, 700, 1500])
def test_tls_that_ends_early_is_told(dovecot, proxy, filled, where):
    between = proxy(dovecot.imaps, [Plan(drop_after=where) for _ in range(3)])
    with pytest.raises(LostError):
        ImapMailbox(filled.server(port=between.port), filled.password, timeout=5).connect()
