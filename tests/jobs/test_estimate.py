"""The pace of a mailbox, measured on its newest mails, and nothing is changed by it."""

import pytest

from bounce_mails import postfix_bounce
from dovecot import require_pop3
from modori.jobs import pace
from modori.mailbox import ImapMailbox, open_mailbox
from modori.records import Security

pytestmark = pytest.mark.dovecot


def test_the_pace_of_the_newest_mails(dovecot):
    user = dovecot.user()
    for number in range(60):
        user.deliver(postfix_bounce(f"r{number}@example.jp"))
    with ImapMailbox(user.server(), user.password) as mailbox:
        speed = pace(mailbox, mailbox.folders())
    assert speed is not None
    assert speed > 0
    assert user.unseen() == 60


def test_a_few_mails_tell_nothing(dovecot):
    user = dovecot.user()
    user.deliver(postfix_bounce())
    with ImapMailbox(user.server(), user.password) as mailbox:
        assert pace(mailbox, mailbox.folders()) is None
        assert pace(mailbox, []) is None


def test_pop3_is_not_measured(dovecot):
    require_pop3()
    user = dovecot.user()
    with open_mailbox(user.server(Security.POP3S), user.password) as mailbox:
        assert pace(mailbox, mailbox.folders()) is None
