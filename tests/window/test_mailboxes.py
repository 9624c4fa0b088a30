"""A mailbox from the first page to the second start, against a real Dovecot."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime

import pytest
from PySide6.QtCore import Qt

from dovecot import require_pop3
from modori.jobs.whole_account import only_one
from modori.mailbox import Credentials
from modori.records import Security
from modori.store import Section, Store
from modori.window.account_dialog import AccountDialog
from modori.window.certificate_dialog import CertificateDialog
from modori.window.export_dialog import ExportDialog
from modori.window.password_dialog import PasswordDialog
from modori.window.remove_dialog import RemoveDialog
from window_hands import click, column, counts, dialog, is_open, look_at, press, texts, type_into
from window_mails import bounce_mail

pytestmark = pytest.mark.dovecot
CTRL = Qt.KeyboardModifier.ControlModifier
FULL = "452 4.2.2 {0}: Mailbox is full"


@pytest.fixture
def user(dovecot, monkeypatch):
    """A mailbox with two bounces and an ordinary mail, on a server whose certificate is trusted."""
    monkeypatch.setenv("SSL_CERT_FILE", str(dovecot.ca_file))
    user = dovecot.user()
    user.deliver(bounce_mail("aiko@example.jp", number=1))
    user.deliver(bounce_mail("bunta@example.jp", FULL, number=2))
    user.deliver(b"From: a@example.org\nSubject: Lunch\nMessage-ID: <lunch@example.org>\n\nOn Friday?\n")
    return user


@pytest.fixture
def fill_in(qtbot, dovecot):
    """Type a mailbox into the dialog and press Connect."""

    def do(user, *, password: str | None = None, port: int | None = None, security=Security.IMAPS) -> AccountDialog:
        shown = dialog(AccountDialog)
        if shown.address_page.isVisible():
            click(shown.address_page.by_hand)
        page = shown.server_page
        page.security.setCurrentIndex(page.security.findData(security))
        type_into(page.host, "localhost")
        page.port.setValue(port or dovecot.port(security))
        type_into(page.user, user.name)
        type_into(page.password, password or user.password)
        click(shown.go_on)
        return shown

    return do


def read_with(qtbot, window, shown: AccountDialog) -> None:
    """On the folder page: take what is ticked, and wait for the end of the scan."""
    qtbot.waitUntil(lambda: shown.folder_page.isVisible())
    with qtbot.waitSignal(window.reading.ended, timeout=20_000):
        click(shown.go_on)
    look_at(qtbot, window)


def test_from_the_first_page_to_the_second_start(qtbot, home, open_window, user, fill_in):
    credentials = Credentials(None)
    window = open_window(credentials=credentials)
    click(window.first_page._connect)
    shown = fill_in(user)

    # The folders: the inbox is ticked, the junk folder is proposed.
    qtbot.waitUntil(lambda: shown.folder_page.isVisible())
    folders = shown.folder_page._items()
    assert [one.text(0) for one in folders][:2] == ["INBOX", "Junk"]
    assert folders[0].text(2) == "3"
    assert "look here too" in folders[1].text(1)
    assert shown.folder_page.chosen() == ("INBOX",)
    read_with(qtbot, window, shown)

    # The result.
    table = window.workspace.listing.table
    assert "3 mails read: 2 bounces, 2 failed addresses." in window.scan_bar.text()
    assert "Unread mail 3 → 3: nothing was changed." in window.scan_bar.text()
    assert user.unseen() == 3
    qtbot.waitUntil(lambda: column(table) == ["aiko@example.jp"])
    pane = window.workspace.evidence
    qtbot.waitUntil(lambda: pane.address() == "aiko@example.jp")
    assert pane._reply.marked_text().lower() == "user unknown"
    assert "User unknown" in pane._mail.toPlainText()
    assert (counts(window)[Section.RETRY], counts(window)[Section.NOT_BOUNCES]) == ("1", "1")

    # Decide, take it back, decide otherwise.
    press(table, "k")
    qtbot.waitUntil(lambda: counts(window)[Section.KEPT] == "1")
    press(table, "z", CTRL)
    qtbot.waitUntil(lambda: counts(window)[Section.KEPT] == "0")
    press(table, "3", CTRL)
    qtbot.waitUntil(lambda: column(table) == ["bunta@example.jp"])
    press(table, "u")
    qtbot.waitUntil(lambda: counts(window)[Section.UNSUBSCRIBE] == "2")

    # Export.
    press(table, "e", CTRL)
    export = dialog(ExportDialog)
    qtbot.waitUntil(lambda: export.save.text() == "Save 2 addresses…")
    target = home / "list.csv"
    export.save_to(target)
    qtbot.waitUntil(lambda: export.written is not None)
    written = target.read_text(encoding="utf-8-sig")
    assert "aiko@example.jp" in written
    assert "bunta@example.jp" in written
    click(export.cancel)
    look_at(qtbot, window)

    # Quit, open again: all is there, and only new mail is read.
    window.close()
    window = open_window(credentials=credentials)
    table = window.workspace.listing.table
    qtbot.waitUntil(lambda: sorted(column(table)) == ["aiko@example.jp", "bunta@example.jp"])
    assert counts(window)[Section.NOT_BOUNCES] == "1"
    user.deliver(bounce_mail("chie@example.jp", number=3))
    with qtbot.waitSignal(window.reading.ended, timeout=20_000):
        press(window, Qt.Key.Key_F5)
    assert "1 mail read: 1 bounce, 1 failed address." in window.scan_bar.text()
    qtbot.waitUntil(lambda: counts(window)[Section.UNSUBSCRIBE] == "3")


def test_a_wrong_password_is_said_in_the_dialog_and_can_be_mended(qtbot, open_window, user, fill_in):
    window = open_window()
    click(window.first_page._connect)
    shown = fill_in(user, password="wrong")
    qtbot.waitUntil(shown.banner.isVisible)
    assert "did not accept the user name or the password" in texts(shown.banner)
    qtbot.waitUntil(shown.server_page.password.hasFocus)
    type_into(shown.server_page.password, user.password)
    click(shown.go_on)
    read_with(qtbot, window, shown)
    assert not is_open(AccountDialog)


def test_starttls(qtbot, open_window, user, fill_in):
    window = open_window()
    click(window.first_page._connect)
    read_with(qtbot, window, fill_in(user, security=Security.IMAP_STARTTLS))
    assert "3 mails read" in window.scan_bar.text()


def test_a_pop3_mailbox(qtbot, open_window, user, fill_in):
    require_pop3()
    window = open_window()
    click(window.first_page._connect)
    shown = fill_in(user, security=Security.POP3S)
    qtbot.waitUntil(lambda: shown.folder_page.isVisible())
    assert [one.text(0) for one in shown.folder_page._items()] == ["INBOX"]
    read_with(qtbot, window, shown)
    assert "3 mails read: 2 bounces, 2 failed addresses." in window.scan_bar.text()
    assert user.unseen() == 3
    with qtbot.waitSignal(window.reading.ended, timeout=20_000):
        press(window, Qt.Key.Key_F5)
    assert window.scan_bar.text() == "No new mail."


def test_a_server_without_tls_is_refused_in_plain_words(qtbot, dovecot, open_window, user, fill_in):
    window = open_window()
    click(window.first_page._connect)
    shown = fill_in(user, port=dovecot.plain)
    qtbot.waitUntil(shown.banner.isVisible, timeout=20_000)
    told = shown.banner.told()
    assert told is not None
    assert told.todo
    click(shown.cancel)
    assert not is_open(AccountDialog)


@pytest.mark.parametrize("kind", ["self-signed", "expired", "wrong-host"])
def test_a_bad_certificate_is_shown_and_trusted_for_this_server_only(
    qtbot, dovecot, database, open_window, user, fill_in, kind
):
    window = open_window()
    click(window.first_page._connect)
    shown = fill_in(user, port=dovecot.other(kind).imaps)
    qtbot.waitUntil(lambda: is_open(CertificateDialog))
    asked = dialog(CertificateDialog)
    assert "really localhost" in texts(asked)
    assert asked.leave.isDefault()
    assert not asked.trust.isDefault()

    # Enter does not trust.
    press(asked.leave, Qt.Key.Key_Return)
    qtbot.waitUntil(shown.banner.isVisible)

    click(shown.go_on)
    qtbot.waitUntil(lambda: is_open(CertificateDialog))
    click(dialog(CertificateDialog).trust)
    read_with(qtbot, window, shown)
    with Store(database) as store:
        server = store.accounts()[0].server
    assert server is not None
    assert len(server.fingerprint or "") == 64


def test_connecting_can_be_cancelled(qtbot, open_window, user, fill_in):
    window = open_window()
    click(window.first_page._connect)
    shown = fill_in(user)
    click(shown.cancel)
    qtbot.waitUntil(lambda: not window.background.busy())
    # Either the hand was in time, or the server was faster; in no case is that an error.
    assert shown.isVisible()
    assert shown.go_on.isEnabled()
    assert not shown.banner.isVisible()
    click(shown.cancel)
    assert not is_open(AccountDialog)


def test_without_a_kept_password_the_next_scan_asks_for_it(qtbot, open_window, user, fill_in):
    window = open_window(credentials=Credentials(None))
    click(window.first_page._connect)
    read_with(qtbot, window, fill_in(user))
    window.close()

    window = open_window(credentials=Credentials(None))
    press(window, Qt.Key.Key_F5)
    qtbot.waitUntil(lambda: is_open(PasswordDialog))
    asked = dialog(PasswordDialog)
    assert "stays in memory" in texts(asked)
    type_into(asked.password, "wrong")
    click(asked.log_in)
    banner = window.workspace.listing.banner
    qtbot.waitUntil(banner.isVisible)
    assert "did not accept" in texts(banner)
    click(banner._button)
    qtbot.waitUntil(lambda: is_open(PasswordDialog))
    type_into(dialog(PasswordDialog).password, user.password)
    with qtbot.waitSignal(window.reading.ended, timeout=20_000):
        click(dialog(PasswordDialog).log_in)
    assert "No new mail." in window.scan_bar.text()


def test_a_folder_that_is_gone_is_said_where_the_work_is(qtbot, dovecot, open_window, user, fill_in):
    user.deliver(bounce_mail("aiko@example.jp"), folder="Bounces")
    credentials = Credentials(None)
    window = open_window(credentials=credentials)
    click(window.first_page._connect)
    shown = fill_in(user)
    qtbot.waitUntil(lambda: shown.folder_page.isVisible())
    for item in shown.folder_page._items():
        ticked = item.text(0) == "Bounces"
        item.setCheckState(0, Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked)
    read_with(qtbot, window, shown)
    shutil.rmtree(user.folder_path("Bounces"))
    banner = window.workspace.listing.banner
    press(window, Qt.Key.Key_F5)
    qtbot.waitUntil(banner.isVisible, timeout=20_000)
    assert "Bounces" in texts(banner)
    assert column(window.workspace.listing.table) == ["aiko@example.jp"]


def test_cancel_keeps_what_was_read(qtbot, open_window, user, fill_in):
    for number in range(10, 400):
        user.deliver(bounce_mail(f"reader{number}@example.jp", number=number))
    window = open_window(credentials=Credentials(None))
    click(window.first_page._connect)
    shown = fill_in(user)
    qtbot.waitUntil(lambda: shown.folder_page.isVisible())
    with qtbot.waitSignal(window.reading.started):
        click(shown.go_on)
    qtbot.waitUntil(window.scan_bar._cancel.isVisible)
    click(window.scan_bar._cancel)
    qtbot.waitUntil(lambda: not window.reading.busy(), timeout=20_000)
    look_at(qtbot, window)
    with qtbot.waitSignal(window.reading.ended, timeout=60_000):
        press(window, Qt.Key.Key_F5)

    def dead() -> int:  # so many at once may be an incident
        return sum(int(counts(window)[section]) for section in (Section.UNSUBSCRIBE, Section.INCIDENTS))

    qtbot.waitUntil(lambda: dead() == 391)


def test_a_mailbox_that_a_command_is_scanning_is_tried_again(qtbot, open_window, user, fill_in):
    window = open_window(credentials=Credentials(None))
    click(window.first_page._connect)
    read_with(qtbot, window, fill_in(user))
    (account,) = window.mailboxes.accounts()
    banner = window.mailboxes._banner()
    with only_one(window.mailboxes._store.path, account):
        press(window, Qt.Key.Key_F5)
        qtbot.waitUntil(banner.isVisible)
        assert "being scanned already" in texts(banner)
    with qtbot.waitSignal(window.reading.ended, timeout=20_000):
        click(banner._button)


def test_closing_while_a_scan_runs(qtbot, open_window, user, fill_in):
    for number in range(10, 200):
        user.deliver(bounce_mail(f"reader{number}@example.jp", number=number))
    window = open_window()
    click(window.first_page._connect)
    shown = fill_in(user)
    qtbot.waitUntil(lambda: shown.folder_page.isVisible())
    with qtbot.waitSignal(window.reading.started):
        click(shown.go_on)
    window.close()
    assert not window.isVisible()


def test_settings_can_be_changed_and_everything_removed(qtbot, database, open_window, user, fill_in):
    window = open_window(credentials=Credentials(None))
    click(window.first_page._connect)
    read_with(qtbot, window, fill_in(user))

    window.actions_["edit_account"].trigger()
    shown = dialog(AccountDialog)
    assert shown.server_page.user.text() == user.name
    click(shown.go_on)
    qtbot.waitUntil(lambda: shown.folder_page.isVisible())
    type_into(shown.folder_page.name, "Shop news")
    click(shown.go_on)
    qtbot.waitUntil(lambda: not is_open(AccountDialog))
    assert window.workspace.sidebar._account_list.items()[0].text(0) == "Shop news"

    window.actions_["remove_account"].trigger()
    asked = dialog(RemoveDialog)
    assert "2 addresses" in texts(asked)
    assert asked.leave.isDefault()
    click(asked.remove)
    qtbot.waitUntil(window.first_page.isVisible)
    with Store(database) as store:
        assert store.accounts() == []


def test_a_first_date_leaves_older_mail_alone(qtbot, database, open_window, user, fill_in):
    user.deliver(bounce_mail("old@example.jp", number=9), received=datetime(2020, 1, 1, tzinfo=UTC))
    window = open_window()
    click(window.first_page._connect)
    shown = fill_in(user)
    qtbot.waitUntil(lambda: shown.folder_page.isVisible())
    click(shown.folder_page.only_since)
    assert shown.folder_page.since.isEnabled()
    read_with(qtbot, window, shown)
    assert "3 mails read" in window.scan_bar.text()
    with Store(database) as store:
        assert store.accounts()[0].since is not None


def test_a_password_is_not_kept_for_a_server_that_is_no_longer_used(qtbot, open_window, user, fill_in, dovecot):
    credentials = Credentials(None)
    window = open_window(credentials=credentials)
    click(window.first_page._connect)
    read_with(qtbot, window, fill_in(user))
    assert credentials.get(user.server()) == user.password

    window.actions_["edit_account"].trigger()
    shown = dialog(AccountDialog)
    page = shown.server_page
    page.security.setCurrentIndex(page.security.findData(Security.IMAP_STARTTLS))
    page.port.setValue(dovecot.starttls)
    click(shown.go_on)
    qtbot.waitUntil(lambda: shown.folder_page.isVisible())
    click(shown.go_on)
    qtbot.waitUntil(lambda: not is_open(AccountDialog))
    assert credentials.get(user.server()) is None
    assert credentials.get(user.server(Security.IMAP_STARTTLS)) == user.password
