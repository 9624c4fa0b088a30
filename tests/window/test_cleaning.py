"""Cleaning the mailbox from the window, on a real Dovecot."""

from __future__ import annotations

from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import Qt

from dovecot import require_pop3
from modori.mailbox import Credentials
from modori.records import Account, AccountKind, Security
from modori.store import CleanGroup, Store
from modori.window.clean_dialog import CleanDialog
from modori.window.password_dialog import PasswordDialog
from window_hands import click, dialog, is_open, look_at, press, texts, type_into
from window_mails import bounce_mail

pytestmark = pytest.mark.dovecot
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def user(dovecot):
    user = dovecot.user()
    for number, name in enumerate(("aiko", "bunta", "chie"), 1):
        user.deliver(bounce_mail(f"{name}@example.jp", number=number))
    user.deliver(b"From: a@example.org\nSubject: Lunch\nMessage-ID: <lunch@example.org>\n\nOn Friday?\n")
    return user


@pytest.fixture
def open_clean(qtbot, database, open_window, user):
    """A window with the scanned mailbox, and its cleaning dialog."""

    opened: list[CleanDialog] = []

    def open_(security=Security.IMAPS, *, password: bool = True) -> CleanDialog:
        server = user.server(security)
        with Store(database) as store:
            store.save_account(Account("News", AccountKind.IMAP, server, ("INBOX",)))
        credentials = Credentials(None)
        credentials.put(server, user.password, remember=False)
        window = open_window(credentials=credentials)
        with qtbot.waitSignal(window.reading.ended, timeout=20_000):
            press(window, Qt.Key.Key_F5)
        look_at(qtbot, window)
        if not password:
            credentials.forget(server)
        press(window, "l", CTRL)
        shown = dialog(CleanDialog)
        opened.append(shown)
        qtbot.waitUntil(lambda: shown.model.rowCount() == 3)
        return shown

    yield open_
    for one in opened:
        if shiboken6.isValid(one):
            one.close()


def done(qtbot, shown: CleanDialog) -> str:
    qtbot.waitUntil(lambda: shown.report is not None and shown._done.isVisible(), timeout=20_000)
    shown.report = None
    return shown._done.text()


def test_move_and_put_back(qtbot, open_clean, user):
    shown = open_clean()
    assert "decided: 3" in texts(shown).replace("&", "")
    assert shown.move_.text() == "&Move 3 mails"
    assert not shown.put_back.isVisible()
    type_into(shown.folder, "Old")
    click(shown.move_)
    assert done(qtbot, shown) == "3 mails moved to “Old”."
    assert (len(user.files()), len(user.files("Old"))) == (1, 3)
    qtbot.waitUntil(lambda: shown.model.rowCount() == 0)
    assert not shown.move_.isEnabled()
    assert not shown.groups[CleanGroup.DECIDED].isEnabled()
    qtbot.waitUntil(shown.put_back.isVisible)
    assert "3 mails moved to “Old”" in shown._past.text()
    click(shown.put_back)
    assert done(qtbot, shown) == "3 mails put back."
    assert (len(user.files()), len(user.files("Old"))) == (4, 0)
    qtbot.waitUntil(lambda: not shown.put_back.isVisible())
    click(shown.close_)
    assert not is_open(CleanDialog)


def test_what_is_not_ticked_is_not_touched(qtbot, open_clean, user):
    shown = open_clean()
    press(shown.groups[CleanGroup.DECIDED], Qt.Key.Key_Space)
    assert shown.model.rowCount() == 0
    for button in (shown.move_, shown.mark, shown.delete):
        assert not button.isEnabled()


def test_mark_as_read(qtbot, open_clean, user):
    shown = open_clean()
    click(shown.mark)
    assert done(qtbot, shown) == "3 mails marked as read."
    assert user.unseen() == 1
    qtbot.waitUntil(shown.put_back.isVisible)
    click(shown.put_back)
    assert done(qtbot, shown) == "3 mails put back."
    assert user.unseen() == 4


def test_deleting_asks_twice_and_enter_does_not_delete(qtbot, open_clean, user):
    shown = open_clean()
    click(shown.delete)
    assert shown.sure.isVisible()
    assert "cannot be put back" in texts(shown)
    press(shown, Qt.Key.Key_Return)
    click(shown.leave)
    assert not shown.sure.isVisible()
    assert len(user.files()) == 4
    click(shown.delete)
    click(shown.sure)
    assert done(qtbot, shown) == "3 mails deleted on the server."
    assert len(user.files()) == 1
    assert not shown.put_back.isVisible()


def test_a_server_that_cannot_move_says_why_and_offers_to_mark(qtbot, open_clean, user, monkeypatch):
    def few(imap):
        imap.ask("CAPABILITY")
        imap.untagged("CAPABILITY")
        return frozenset({"IMAP4REV1"})

    monkeypatch.setattr("modori.mailbox.cleaning._capabilities", few)
    shown = open_clean()
    click(shown.move_)
    qtbot.waitUntil(shown.banner.isVisible)
    assert "neither MOVE nor UIDPLUS" in texts(shown.banner)
    assert len(user.files()) == 4
    click(shown.banner._button)
    assert done(qtbot, shown) == "3 mails marked as read."
    assert (len(user.files()), user.unseen()) == (4, 1)


def test_without_a_kept_password_it_is_asked_for(qtbot, open_clean, user):
    shown = open_clean(password=False)
    click(shown.move_)
    qtbot.waitUntil(lambda: is_open(PasswordDialog))
    asked = dialog(PasswordDialog)
    type_into(asked.password, user.password)
    asked.accept()
    assert done(qtbot, shown) == "3 mails moved to “Handled bounces”."


def test_pop3_saves_copies_and_deletes(qtbot, open_clean, user, tmp_path):
    require_pop3()
    shown = open_clean(Security.POP3S)
    assert not shown.move_.isVisible()
    assert not shown.mark.isVisible()
    shown.copies.setText(str(tmp_path / "kept"))
    click(shown.delete)
    click(shown.sure)
    assert done(qtbot, shown) == "3 mails deleted on the server."
    assert len(user.files()) == 1
    assert len(list(Path(tmp_path, "kept").glob("*.eml"))) == 3


def test_pop3_deletes_nothing_when_the_copies_cannot_be_saved(qtbot, open_clean, user, tmp_path):
    require_pop3()
    shown = open_clean(Security.POP3S)
    (tmp_path / "kept").write_text("no folder")
    shown.copies.setText(str(tmp_path / "kept"))
    click(shown.delete)
    click(shown.sure)
    qtbot.waitUntil(shown.banner.isVisible)
    assert "nothing was deleted" in texts(shown.banner)
    assert len(user.files()) == 4
