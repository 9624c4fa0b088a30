"""All mailboxes with one click, one after the other; one that can not be read does not keep the others waiting."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt

from modori.mailbox import Credentials
from modori.records import Account, AccountKind
from modori.store import Store
from window_hands import press, texts
from window_mails import bounce_mail

pytestmark = pytest.mark.dovecot


@pytest.fixture
def window(dovecot, database, open_window):
    """Three mailboxes with a bounce each; nobody listens where the second should be."""
    credentials = Credentials(None)
    with Store(database) as store:
        for place, name in enumerate(("First", "Second", "Third")):
            user = dovecot.user()
            user.deliver(bounce_mail(f"{name.lower()}@example.jp", number=place))
            server = user.server() if name != "Second" else replace(user.server(), port=1)
            credentials.put(server, user.password)
            store.save_account(Account(name, AccountKind.IMAP, server, ("INBOX",)))
        store.save_account(Account("Files", AccountKind.FILES))
    return open_window(credentials=credentials)


def test_all_with_one_click(qtbot, window, database):
    heard = []
    window.reading.started.connect(lambda account: heard.append(account.name))
    assert window.actions_["scan_all"].isEnabled()
    press(window, Qt.Key.Key_F5, Qt.KeyboardModifier.ShiftModifier)
    qtbot.waitUntil(lambda: heard == ["First", "Second", "Third"] and not window.reading.busy(), timeout=30_000)
    with Store(database) as store:
        assert [store.kept(one.id).recipients for one in store.accounts()] == [1, 0, 1, 0]
    assert "port 1" in texts(window.mailboxes._banner())


def test_a_cancel_ends_them_all(qtbot, window):
    heard = []
    window.reading.started.connect(lambda account: (heard.append(account.name), window.reading.cancel()))
    window.actions_["scan_all"].trigger()
    qtbot.waitUntil(lambda: bool(heard) and not window.reading.busy(), timeout=30_000)
    window.mailboxes._queue._next()  # as if the next turn had come
    assert heard == ["First"]


def test_with_one_mailbox_there_is_nothing_to_choose(open_window):
    assert not open_window(filled=True).actions_["scan_all"].isEnabled()
