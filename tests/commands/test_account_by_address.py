"""`modori account add` with a mail address instead of a URL; nothing leaves this computer."""

import pytest

from bounce_mails import postfix_bounce
from modori.commands import accounts
from modori.mailbox import MailboxError, discover
from modori.records import Account, AccountKind, ModoriError


def test_an_unknown_domain_is_not_asked_without_leave(modori):
    done = modori("account", "add", "Letter", "hana@shop.example.jp")
    assert done.returncode == 2
    assert "--look-up" in done.stderr


def test_a_provider_says_what_to_do_first(modori):
    done = modori("account", "add", "Letter", "hana@yahoo.co.jp", LANG="ja_JP.UTF-8")
    assert done.returncode == 2
    assert "公式サービス以外" in done.stderr
    assert "imaps://hana@imap.mail.yahoo.co.jp:993/" in done.stderr  # then the password is missing
    assert "--password-stdin" in done.stderr


def test_a_provider_without_a_server(modori):
    done = modori("account", "add", "Letter", "hana@proton.me")
    assert done.returncode == 2
    assert "Bridge" in done.stderr


def test_a_user_name_of_its_own(modori):
    assert "--user" in modori("account", "add", "Letter", "hana@docomo.ne.jp").stderr
    done = modori("account", "add", "Letter", "hana@docomo.ne.jp", "--user", "hana-id")
    assert "imaps://hana-id@imap.spmode.ne.jp:993/" in done.stderr


def test_what_is_no_address(modori):
    done = modori("account", "add", "Letter", "hana@")
    assert (done.returncode, "name@example.org" in done.stderr) == (2, True)


def test_a_server_that_could_be_forged_is_only_named(monkeypatch, dovecot):
    found = discover.Found(dovecot.user().server(), "names", sure=False)
    monkeypatch.setattr(discover, "look_up", lambda *_: found)
    with pytest.raises(ModoriError, match="cli_server_not_sure"):
        accounts._find("hana@shop.example.jp", "en", print, user=None, look_up=True)


@pytest.mark.dovecot
def test_the_other_form_of_the_user_name(dovecot):
    user = dovecot.user()
    user.deliver(postfix_bounce())
    server = user.server()
    wrong = Account("Letter", AccountKind.IMAP, dovecot.user("nobody@example.jp", "x").server(), ("INBOX",))
    account, kept = accounts._try(wrong, user.password, (server.user,))
    assert (account.server, kept) == (server, user.password)
    with pytest.raises(MailboxError, match="imap_login_refused"):
        accounts._try(wrong, user.password)
