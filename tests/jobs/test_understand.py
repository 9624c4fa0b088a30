"""Fetched mails that are not simply there, against a real Dovecot."""

import dataclasses

import pytest

from bounce_mails import ordinary_mail, postfix_bounce
from modori.jobs.understand import completed
from modori.mailbox import ImapMailbox

pytestmark = pytest.mark.dovecot


@pytest.fixture
def fetched(dovecot):
    """A mailbox with one bounce of which only the beginning came, and the file that holds it."""
    user = dovecot.user()
    file = user.deliver(postfix_bounce("gone@shop.example.jp"))
    with ImapMailbox(user.server(), user.password) as mailbox:
        mailbox.examine("INBOX")
        (mail,) = mailbox.mails()
        cut = mail.raw.index(b"Final-Recipient")
        yield mailbox, dataclasses.replace(mail, raw=mail.raw[:cut], complete=False), file


def test_the_rest_is_fetched_when_it_decides(fetched, book):
    mailbox, mail, _ = fetched
    raw, message = completed(mail, mailbox, book)
    assert len(raw) == mail.size
    assert [one.evidence.address for one in message.failures] == ["gone@shop.example.jp"]


def test_a_mail_that_was_deleted_meanwhile_is_told_and_the_scan_goes_on(fetched, book):
    mailbox, mail, file = fetched
    file.unlink()
    raw, message = completed(mail, mailbox, book)
    assert raw == mail.raw
    assert message.problem.code == "imap_mail_gone"


def test_the_rest_of_ordinary_mail_is_left_on_the_server(fetched, book):
    mailbox, mail, file = fetched
    file.unlink()
    ordinary = dataclasses.replace(mail, raw=ordinary_mail()[:-10])
    assert completed(ordinary, mailbox, book)[1].problem is None
