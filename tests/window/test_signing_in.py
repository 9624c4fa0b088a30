"""Connecting through the provider's own page, from the dialog and from the banner, with servers on loopback."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtGui import QDesktopServices

from dovecot import make_ca, make_certificate, write_pem
from modori.mailbox import Credentials, discover, providers
from modori.records import SignIn
from modori.window.account_dialog import AccountDialog
from modori.window.signing_in import GuideDialog
from oauth_server import CLIENT, AuthorizationServer, TokenScript
from scripted_imap import ScriptedImap
from window_hands import click, dialog, texts, type_into


@pytest.fixture
def world(tmp_path, monkeypatch):
    """An authorization server, an IMAP server that trusts it, and a browser."""
    ca = make_ca()
    key, certificate = make_certificate(ca)
    pem, ca_file = write_pem(tmp_path / "server.pem", certificate, key), write_pem(tmp_path / "ca.pem", ca[1])
    monkeypatch.setenv("SSL_CERT_FILE", str(ca_file))
    server = AuthorizationServer(pem, ca_file)
    imap = ScriptedImap(TokenScript(server, "hana@example.jp", [1, 2]), pem, ca_file)
    imap.script.on("LIST", lambda tag, _: b'* LIST () "/" INBOX\r\n' + tag + b" OK done\r\n")
    for name in ("modori.mailbox.issuers.issuer_of", "modori.mailbox.tokens.issuer_of"):
        monkeypatch.setattr(name, lambda _: server.issuer("localhost"))
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: server.browser(url.toString()))
    yield server, imap
    imap.stop()
    server.stop()


def connect(window, imap, provider="microsoft365") -> AccountDialog:
    """Open the dialog and type the address; the server of the provider is the one on loopback."""
    window.mailboxes.connect_mailbox()
    shown = dialog(AccountDialog)
    type_into(shown.address_page.address, "hana@example.jp")
    here = replace(imap.record("hana@example.jp"), ca_file=None)
    chosen = next(one for one in providers.bundled() if one.id == provider)
    shown.address_page.learn(discover.Found(here, "mail_hosts", sure=True, provider=chosen))
    return shown


def test_microsoft_has_no_password_and_signs_in_at_its_page(qtbot, open_window, world):
    server, imap = world
    window = open_window(credentials=Credentials(None))
    shown = connect(window, imap)
    page = shown.address_page
    assert not page.password.isVisible()
    assert not page.other_way.isVisible()
    assert not shown.go_on.isEnabled()
    type_into(page.sign_in_box.client_id, CLIENT)
    assert shown.go_on.text() == "Sign in with Microsoft"
    click(shown.go_on)
    qtbot.waitUntil(shown.folder_page.isVisible)
    with qtbot.waitSignal(window.reading.ended, timeout=20_000):
        click(shown.go_on)
    assert "2 mails read" in window.scan_bar.text()
    (account,) = window.mailboxes.accounts()
    assert account.server.sign_in == SignIn("microsoft", CLIENT)

    # The permission is withdrawn: the banner signs in again, and the scan goes on.
    server.revoke_all()
    window.mailboxes.scan(account)
    banner = window.mailboxes._banner()
    qtbot.waitUntil(banner.isVisible)
    assert "wants you to sign in again" in texts(banner)
    with qtbot.waitSignal(window.reading.ended, timeout=20_000):
        click(banner._button)

    # The next mailbox at Microsoft knows the client ID.
    assert connect(window, imap).address_page.sign_in_box.client_id.text() == CLIENT
    dialog(AccountDialog).reject()


def test_the_page_can_refuse_and_be_left(qtbot, open_window, world):
    server, imap = world
    window = open_window(credentials=Credentials(None))
    shown = connect(window, imap)
    type_into(shown.address_page.sign_in_box.client_id, CLIENT)
    server.refuse = ("access_denied", "no")
    click(shown.go_on)
    qtbot.waitUntil(shown.banner.isVisible)
    assert "not to let Modori in" in texts(shown.banner)
    server.browser = lambda _: None
    click(shown.go_on)
    qtbot.waitUntil(shown._busy.isVisible)
    click(shown.cancel)
    qtbot.waitUntil(lambda: shown._task is None)
    assert shown.address_page.isVisible()
    shown.reject()


def test_gmail_offers_both_ways(open_window, world):
    _, imap = world
    window = open_window()
    shown = connect(window, imap, "gmail")
    page = shown.address_page
    assert page.password.isVisible()
    click(page.other_way)
    assert not page.password.isVisible()
    assert page.sign_in_box.secret.isVisible()
    assert not page.sign_in_box.mailbox.isVisible()
    click(page.other_way)
    assert page.password.isVisible()
    shown.reject()


@pytest.mark.parametrize(("language", "words"), [("en", "Redirect URI"), ("ja", "リダイレクトURI")])
def test_the_guide_is_there(qtbot, qapp, language, words):
    shown = GuideDialog(language)
    qtbot.addWidget(shown)
    assert words in shown.text.toPlainText()
