"""All folders of an account over one connection, and one connection an account at a time."""

import threading
from datetime import UTC, datetime

import pytest

from bounce_mails import postfix_bounce
from modori.jobs import CancelToken, scan_account
from modori.jobs.whole_account import forget_lock, only_one
from modori.mailbox import ImapMailbox, MailboxError
from modori.records import Account, AccountKind, ModoriError, Security, Server

NOW = datetime(2026, 11, 24, tzinfo=UTC)


@pytest.fixture
def account(store):
    server = Server("localhost", 993, Security.IMAPS, "news@example.jp")
    return store.save_account(Account("Letter", AccountKind.IMAP, server, ("INBOX",)))


def test_a_second_scan_of_the_account_is_refused_and_the_next_is_not(store, account):
    with only_one(store.path, account):
        with pytest.raises(ModoriError, match="account_busy"), only_one(store.path, account):
            pass
        other = store.save_account(Account("Other", AccountKind.IMAP, account.server, ("INBOX",)))
        with only_one(store.path, other):
            pass
    with only_one(store.path, account):
        pass


def test_an_error_frees_the_account(store, account):
    with pytest.raises(ZeroDivisionError), only_one(store.path, account):
        1 / 0  # noqa: B018
    with only_one(store.path, account):
        pass


def test_the_lock_is_private_and_goes_with_the_account(store, account):
    with only_one(store.path, account):
        (lock,) = store.path.parent.glob("*.lock")
        assert lock.stat().st_mode & 0o077 == 0
    forget_lock(store.path, account)
    forget_lock(store.path, account)
    assert not list(store.path.parent.glob("*.lock"))


@pytest.mark.dovecot
def test_all_folders_each_mail_told_over_one_connection(store, book, dovecot):
    user = dovecot.user()
    user.deliver(postfix_bounce("a@shop.example.jp"))
    user.deliver(postfix_bounce("b@shop.example.jp"), "Junk")
    account = store.save_account(Account("Letter", AccountKind.IMAP, user.server(), ("INBOX", "Junk")))
    told, seen = [], []
    mailbox = ImapMailbox(user.server(), user.password)
    reports = scan_account(
        store, account, mailbox, book, now=NOW, cancel=CancelToken(),
        progress=lambda folder, _: seen.append(folder),
        heard=lambda folder, uid, message: told.append((folder, uid, message.failures[0].evidence.address)),
    )  # fmt: skip
    assert told == [("INBOX", "1", "a@shop.example.jp"), ("Junk", "1", "b@shop.example.jp")]
    assert [one.folder for one in reports] == ["INBOX", "Junk"]
    assert list(dict.fromkeys(seen)) == ["INBOX", "Junk"]
    with only_one(store.path, account):
        pass


@pytest.mark.dovecot
def test_a_cancel_before_the_start_connects_to_nothing(store, book, dovecot):
    user = dovecot.user()
    account = store.save_account(Account("Letter", AccountKind.IMAP, user.server(), ("INBOX",)))
    cancel = CancelToken()
    threading.Thread(target=cancel.cancel).start()
    while not cancel.cancelled():
        pass
    with pytest.raises(MailboxError, match="cancelled"):
        scan_account(
            store, account, ImapMailbox(user.server(), user.password), book,
            now=NOW, cancel=cancel, progress=lambda *_: None,
        )  # fmt: skip
