"""The first page, files, and the sample mailbox."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QFileDialog, QToolBar

from modori.languages import LANGUAGES, WHOLE
from modori.store import Section
from modori.window.account_dialog import AccountDialog
from modori.window.empty_page import Why
from modori.window.senders import sender, senders
from window_hands import click, column, counts, dialog, is_open, press, texts
from window_mails import bounce_mail, write_mails


def test_three_choices_with_a_sentence_each(open_window):
    window = open_window()
    page = window.first_page
    assert page.isVisible()
    assert not any(bar.isVisible() for bar in window.findChildren(QToolBar))
    for button in (page._connect, page._files, page._sample):
        assert button.accessibleName()
        assert button.accessibleDescription().endswith(".")
    assert "nothing in your mailbox is changed" in texts(page)


def test_the_keyboard_reaches_each_choice(qtbot, open_window):
    window = open_window()
    page = window.first_page
    page._connect.setFocus()
    press(page._connect, Qt.Key.Key_Tab)
    qtbot.waitUntil(page._files.hasFocus)
    press(page._files, Qt.Key.Key_Tab)
    qtbot.waitUntil(page._sample.hasFocus)
    page._connect.setFocus()
    press(page._connect, Qt.Key.Key_Space)
    assert is_open(AccountDialog)
    press(dialog(AccountDialog), Qt.Key.Key_Escape)
    assert not is_open(AccountDialog)


def test_the_sample_mailbox_fills_the_window(qtbot, open_window):
    window = open_window()
    with qtbot.waitSignal(window.reading.ended, timeout=30_000):
        click(window.first_page._sample)
    table = window.workspace.listing.table
    qtbot.waitUntil(lambda: table.model().rowCount() > 5)
    qtbot.waitUntil(lambda: window.workspace.evidence.address() == column(table)[0])
    assert int(counts(window)[Section.NOT_BOUNCES]) > 5
    assert "mails read" in window.scan_bar.text()
    assert "Unread" not in window.scan_bar.text()


def test_the_sample_is_not_added_twice(qtbot, open_window):
    window = open_window()
    for open_sample in (window.first_page._sample.click, window.actions_["sample"].trigger):
        with qtbot.waitSignal(window.reading.ended, timeout=30_000):
            open_sample()
    assert len(window.mailboxes.accounts()) == 1
    qtbot.waitUntil(lambda: int(counts(window)[Section.UNSUBSCRIBE]) > 5)
    assert int(counts(window)[Section.UNSUBSCRIBE]) < 20


def test_dropped_files_are_read(qtbot, open_window, tmp_path):
    window = open_window()
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in write_mails(tmp_path, 3)])
    none = Qt.KeyboardModifier.NoModifier
    event = QDropEvent(QPointF(9, 9), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, none)
    with qtbot.waitSignal(window.reading.ended, timeout=20_000):
        window.dropEvent(event)
    table = window.workspace.listing.table
    qtbot.waitUntil(lambda: sorted(column(table)) == [f"reader{n}@example.jp" for n in (1, 2, 3)])
    assert not window.actions_["scan"].isEnabled()


@pytest.mark.parametrize("name", ["open_files", "open_folder"])
def test_files_and_folders_can_be_chosen(qtbot, open_window, tmp_path, monkeypatch, name):
    window = open_window()
    paths = write_mails(tmp_path, 2)
    chosen = paths if name == "open_files" else [tmp_path]
    window.actions_[name].trigger()
    chooser = window.findChild(QFileDialog)
    with qtbot.waitSignal(window.reading.ended, timeout=20_000):
        chooser.filesSelected.emit([str(path) for path in chosen])
    chooser.close()
    qtbot.waitUntil(lambda: counts(window)[Section.UNSUBSCRIBE] == "2")


def test_a_mailbox_without_bounces_explains_itself(qtbot, open_window, tmp_path):
    path = tmp_path / "letter.eml"
    path.write_bytes(b"From: a@example.org\nSubject: Lunch\n\nOn Friday?\n")
    window = open_window()
    with qtbot.waitSignal(window.reading.ended, timeout=20_000):
        window.mailboxes.open_files([path])
    empty = window.workspace.listing.empty
    qtbot.waitUntil(lambda: "No returned mail here" in texts(empty))
    assert "sending services keep returned mail to themselves" in texts(empty)


@pytest.mark.parametrize("again", [False, True])
def test_a_mail_that_is_opened_is_shown_in_the_section_where_it_is(qtbot, open_window, tmp_path, again):
    path = tmp_path / "returned.eml"
    path.write_bytes(bounce_mail("kimi@docomo.ne.jp", "550 Unknown user kimi@docomo.ne.jp (in reply to end of DATA)"))
    window = open_window()
    with qtbot.waitSignal(window.reading.ended, timeout=20_000):
        window.mailboxes.open_files([path])
    if again:  # a window that is opened on what is known goes there, too
        window.close()
        window._language.leave()
        window = open_window()
    work = window.workspace
    qtbot.waitUntil(lambda: work.evidence.address() == "kimi@docomo.ne.jp", timeout=20_000)
    assert work.sidebar.section() is Section.REVIEW
    work.sidebar.choose_section(Section.UNSUBSCRIBE)  # who wants to see the empty one sees it
    qtbot.waitUntil(lambda: work.listing.empty.isVisible())
    assert work.sidebar.section() is Section.UNSUBSCRIBE


def test_the_window_remembers_its_shape_and_language(qtbot, open_window):
    window = open_window()
    window.resize(780, 600)
    window.actions_.language_asked.emit("ja")
    size = window.size()
    window.close()
    again = open_window(language="")
    assert again.size() == size
    assert "サンプルのメールボックスを試す" in texts(again.first_page)


def test_what_the_newsletter_is_sent_with_explains_an_empty_result(qtbot, open_window):
    window = open_window()
    page = window.first_page
    assert not page._where.isVisible()
    page.sent_with.setFocus()
    page.sent_with.setCurrentIndex(page.sent_with.findData("blastmail"))
    assert "keeps returned mail to itself" in texts(page)
    window.actions_.language_asked.emit("ja")
    qtbot.waitUntil(lambda: "お手元のメールボックスには届きません" in texts(page))
    window.actions_.language_asked.emit("en")
    empty = window.workspace.listing.empty
    empty.explain(Why.NO_BOUNCES, Section.UNSUBSCRIBE)
    assert "Blastmail keeps returned mail to itself" in empty._text.text()
    window.close()
    window._language.leave()
    assert open_window().first_page.sent_with.currentData() == "blastmail"


def test_every_way_to_send_says_where_its_bounces_go_in_both_languages():
    for one in senders():
        assert one.name.keys() == one.says.keys()
        assert set(WHOLE) <= set(one.says) <= set(LANGUAGES)
        assert one.says["en"].endswith(".")
        assert one.says["ja"].endswith("。")
    assert sender("nobody") is None
