"""Connecting with a mail address and a password: the server is found, or asked for, or named by hand."""

from __future__ import annotations

import threading

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QDesktopServices

from dovecot import make_certificate, write_pem
from modori.mailbox import Credentials, discover
from modori.records import Security
from modori.window.account_dialog import AccountDialog
from modori.window.bridge import Background
from window_hands import click, press, texts, type_into
from window_mails import bounce_mail

pytestmark = pytest.mark.dovecot


@pytest.fixture
def test_tls(dovecot, tmp_path, monkeypatch):
    """A certificate for the servers of a test, from the authority that the Dovecot has, too."""
    monkeypatch.setenv("SSL_CERT_FILE", str(dovecot.ca_file))
    key, certificate = make_certificate(dovecot.ca)
    return write_pem(tmp_path / "server.pem", certificate, key), dovecot.ca_file


@pytest.fixture
def open_dialog(qtbot, qapp):
    background = Background()
    opened: list[AccountDialog] = []

    def open_it(network=None, language="en") -> AccountDialog:
        shown = AccountDialog(Credentials(None), background, lambda: language, network=network)
        qtbot.addWidget(shown)
        shown.open()
        opened.append(shown)
        qtbot.waitUntil(lambda: not background.busy())
        return shown

    yield open_it
    background.shut_down()
    for one in opened:
        one.close()


def test_a_known_provider_says_what_to_do_before_the_password_is_typed(open_dialog, monkeypatch):
    opened = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toString()))
    shown = open_dialog()
    assert not shown.go_on.isEnabled()
    page = shown.address_page
    type_into(page.address, "hana@gmail.com")
    assert "app password" in texts(page._card)
    assert not page.user.isVisible()
    click(page._help)
    assert opened == ["https://support.google.com/accounts/answer/185833"]
    type_into(page.password, "secret")
    assert (shown.go_on.text(), shown.go_on.isEnabled()) == ("Connect", True)


def test_a_user_name_is_asked_for_only_where_it_is_another_one(open_dialog):
    shown = open_dialog(language="ja")
    page = shown.address_page
    type_into(page.address, "hana@docomo.ne.jp")
    type_into(page.password, "secret")
    assert page.user.isVisible()
    assert "IMAP専用パスワード" in page._card_words.text()
    assert not shown.go_on.isEnabled()
    type_into(page.user, "hana-id")
    assert shown.go_on.isEnabled()


def test_where_mail_programs_can_not_read_there_is_nothing_to_connect_to(open_dialog):
    shown = open_dialog()
    type_into(shown.address_page.address, "hana@softbank.ne.jp")
    type_into(shown.address_page.password, "secret")
    assert "MMS" in texts(shown.address_page._card)
    assert not shown.go_on.isEnabled()


def test_an_unknown_domain_is_asked_only_when_the_user_says_so(qtbot, open_dialog, network, dovecot):
    user = dovecot.user("hana@example.jp")
    user.deliver(bounce_mail("aiko@example.jp"))
    config = f"""<clientConfig><emailProvider><incomingServer type="imap"><hostname>localhost</hostname>
      <port>{dovecot.imaps}</port><socketType>SSL</socketType><username>%EMAILADDRESS%</username>
      </incomingServer></emailProvider></clientConfig>"""
    made, names, web = network(config=config)
    shown = open_dialog(made)
    type_into(shown.address_page.address, "hana@example.jp")
    type_into(shown.address_page.password, user.password)
    assert "neither your name nor the password" in texts(shown.address_page._card)
    assert not names.asked
    assert not web.asked
    assert shown.go_on.text() == "Look it up"
    press(shown.address_page.password, Qt.Key.Key_Return)
    qtbot.waitUntil(shown.folder_page.isVisible)
    assert shown.folder_page.name.text() == "hana@example.jp"
    click(shown.back)
    assert shown.address_page.isVisible()
    assert shown.go_on.text() == "Connect"  # it is known now


def test_how_much_the_first_scan_reads_is_said_before_it(qtbot, open_dialog, dovecot, test_tls):
    user = dovecot.user()
    for number in range(8):
        user.deliver(bounce_mail(f"reader{number}@example.jp", number=number))
    user.deliver(bounce_mail("junk@example.jp"), "Junk")
    shown = open_dialog()
    page, folders = shown.address_page, shown.folder_page
    type_into(page.address, "hana@example.jp")
    type_into(page.password, user.password)
    page.learn(discover.Found(user.server(), "guess", sure=True))
    click(shown.go_on)
    qtbot.waitUntil(folders.isVisible)
    assert folders._estimate.text() == "8 mail(s) to read, less than a minute"
    folders._items()[1].setCheckState(0, Qt.CheckState.Checked)
    assert folders._estimate.text() == "9 mail(s) to read, less than a minute"
    # (No translation is installed here, so the plural is not chosen.)
    folders.tell_pace(0.05, first=True)
    assert folders._estimate.text() == "9 mail(s) to read, about 3 minute(s)"
    folders.tell_pace(0.001, first=True)
    assert "about 2 hour(s)" in folders._estimate.text()  # 2.5, rounded to even
    folders.tell_pace(None, first=True)
    assert folders._estimate.text() == "9 mail(s) to read"
    folders.tell_pace(None, first=False)
    assert not folders._estimate.isVisible()
    assert user.unseen() == 8


def test_an_own_domain_at_microsoft_needs_no_password_to_be_looked_up(qtbot, open_dialog, network):
    made, names, _ = network({("example.jp", "MX"): ["0 example-jp.mail.protection.outlook.com."]})
    shown = open_dialog(made)
    page = shown.address_page
    type_into(page.address, "hana@example.jp")
    assert page.password.text() == ""
    click(shown.go_on)
    qtbot.waitUntil(page.sign_in_box.isVisible)
    assert names.asked
    assert shown._task is None  # no page opens before the user says so
    assert not page.password.isVisible()
    assert not shown.go_on.isEnabled()
    type_into(page.sign_in_box.client_id, "my program")
    assert (shown.go_on.text(), shown.go_on.isEnabled()) == ("Sign in with Microsoft", True)


def test_what_was_looked_up_waits_for_the_password(qtbot, open_dialog, network):
    made, _, _ = network({("example.jp", "MX"): ["0 mx.zoho.eu."]})
    shown = open_dialog(made)
    type_into(shown.address_page.address, "hana@example.jp")
    click(shown.go_on)
    qtbot.waitUntil(lambda: "Zoho" in texts(shown.address_page._card))
    assert not shown.go_on.isEnabled()
    type_into(shown.address_page.password, "secret")
    assert shown.go_on.text() == "Connect"


def test_a_server_that_only_the_name_service_names_is_shown_first(qtbot, open_dialog, network, dovecot):
    user = dovecot.user("hana@example.jp")
    made, _, _ = network({("_imaps._tcp.example.jp", "SRV"): [f"0 0 {dovecot.imaps} localhost."]})
    shown = open_dialog(made)
    type_into(shown.address_page.address, "hana@example.jp")
    type_into(shown.address_page.password, user.password)
    click(shown.go_on)
    qtbot.waitUntil(shown.server_page.isVisible)
    assert "could have been forged" in texts(shown.banner)
    page = shown.server_page
    assert (page.host.text(), page.port.value(), page.user.text()) == ("localhost", dovecot.imaps, "hana@example.jp")
    click(shown.go_on)
    qtbot.waitUntil(shown.folder_page.isVisible)


def test_nothing_found_leads_to_the_server_by_hand(qtbot, open_dialog, network):
    made, _, _ = network()
    shown = open_dialog(made)
    type_into(shown.address_page.address, "hana@example.jp")
    type_into(shown.address_page.password, "secret")
    click(shown.go_on)
    qtbot.waitUntil(shown.server_page.isVisible)
    assert "No mail server of example.jp was found" in texts(shown.banner)
    assert shown.server_page.user.text() == "hana@example.jp"
    assert shown.server_page.password.text() == "secret"
    click(shown.back)
    assert shown.address_page.isVisible()


def test_the_other_form_of_the_user_name_is_tried(qtbot, open_dialog, dovecot, test_tls):
    user = dovecot.user("hana@example.jp")
    shown = open_dialog()
    page = shown.address_page
    type_into(page.address, "nobody@example.jp")
    type_into(page.password, user.password)
    page.learn(discover.Found(dovecot.user("ken", "x").server(), "guess", sure=True, other_user="hana"))
    click(shown.go_on)
    qtbot.waitUntil(shown.folder_page.isVisible)
    assert shown._server is not None
    assert shown._server.user == "hana"


def test_a_wrong_password_keeps_the_card_with_what_to_do(qtbot, open_dialog, dovecot, test_tls):
    shown = open_dialog()
    page = shown.address_page
    type_into(page.address, "hana@gmail.com")
    type_into(page.password, "usual")
    gmail = page.found().provider
    page.learn(discover.Found(dovecot.user("hana").server(), "provider", sure=True, provider=gmail))
    click(shown.go_on)
    qtbot.waitUntil(shown.banner.isVisible)
    assert page.isVisible()
    assert "app password" in texts(page._card)
    qtbot.waitUntil(page.password.hasFocus)


def test_a_look_up_can_be_cancelled(qtbot, open_dialog, network, monkeypatch):
    begun = threading.Event()

    def slow(_address, cancelled, _network):
        begun.set()
        assert cancelled.wait(20)

    monkeypatch.setattr(discover, "look_up", slow)
    shown = open_dialog()
    type_into(shown.address_page.address, "hana@example.jp")
    type_into(shown.address_page.password, "secret")
    click(shown.go_on)
    assert begun.wait(20)
    click(shown.cancel)
    qtbot.waitUntil(lambda: shown._task is None)
    assert shown.address_page.isVisible()
    assert shown.go_on.isEnabled()


def test_the_ports_of_the_network_are_the_usual_ones():
    assert dict(discover.Network().ports) == {
        Security.IMAPS: 993,
        Security.IMAP_STARTTLS: 143,
        Security.POP3S: 995,
        Security.POP3_STARTTLS: 110,
    }
