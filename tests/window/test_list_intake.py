"""The subscriber list before there is a mailbox, and among files that are opened: told from mail, or asked about."""

from __future__ import annotations

import pytest
from openpyxl import Workbook
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QFileDialog

from modori.window.list_intake import ListOrErrors
from modori.window.readers_dialog import ReadersDialog
from window_hands import click, column, dialog, is_open, press, texts
from window_mails import DEAD, write_mails

LIST = "氏名,メールアドレス\r\n花子,reader1@example.jp\r\n一郎,reader2@example.jp\r\n"
ERRORS = "address;error\r\nreader1@example.jp;550 5.1.1 User unknown\r\nreader2@example.jp;452 4.2.2 Mailbox full\r\n"


@pytest.fixture
def readers(tmp_path):
    path = tmp_path / "読者.csv"
    path.write_bytes(LIST.encode("cp932"))
    return path


def drop(window, *paths):
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    window.dropEvent(QDropEvent(QPointF(9, 9), Qt.DropAction.CopyAction, data, left, none))


def names(window):
    table = window.workspace.listing.table
    return dict(zip(column(table, 0), column(table, 1), strict=True))


def test_a_list_of_the_first_page_waits_for_the_first_mailbox(qtbot, open_window, readers, tmp_path):
    window = open_window()
    offer = window.first_page.list
    assert "With your subscriber list, Modori shows names" in texts(offer)
    assert not offer.away.isVisible()
    click(offer.load)
    window.findChild(QFileDialog).reject()
    window.lists.keep(readers)
    qtbot.waitUntil(lambda: "読者.csv (2 readers) is loaded with your first mailbox." in texts(offer))
    assert offer.load.text() == "Other list…"
    with qtbot.waitSignal(window.reading.ended, timeout=20_000):
        drop(window, *write_mails(tmp_path, 3))
    qtbot.waitUntil(lambda: names(window).get("reader1@example.jp") == "花子")
    assert window._engine.store.subscribers.loaded(window.workspace.account_id).path == readers
    assert not window.rooms.offer.isVisible()
    assert window._engine.settings.waiting_list is None


def test_a_list_waits_over_a_restart_and_is_not_for_the_sample(qtbot, open_window, readers):
    window = open_window()
    window.lists.keep(readers)
    qtbot.waitUntil(lambda: window._engine.settings.waiting_list == readers)
    with qtbot.waitSignal(window.reading.ended, timeout=30_000):
        click(window.first_page._sample)
    assert window._engine.store.subscribers.loaded(window.workspace.account_id) is None
    assert window._engine.settings.waiting_list == readers


def test_what_was_chosen_can_be_left_again(qtbot, open_window, readers):
    window = open_window()
    window._engine.settings.waiting_list = readers
    window.lists.keep(readers)
    offer = window.first_page.list
    qtbot.waitUntil(offer.away.isVisible)
    assert offer.away.toolTip() == "Do not use this list"
    click(offer.away)
    assert window._engine.settings.waiting_list is None
    assert offer.load.text() == "Load the list…"
    assert not offer.away.isVisible()


def test_a_file_without_addresses_is_told_on_the_first_page(qtbot, open_window, tmp_path):
    window = open_window()
    other = tmp_path / "prices.csv"
    other.write_text("thing,price\ntea,300\n", encoding="utf-8")
    window.lists.keep(other)
    qtbot.waitUntil(lambda: "prices.csv" in texts(window.first_page.list))
    window.actions_.language_asked.emit("ja")
    qtbot.waitUntil(lambda: "アドレス" in texts(window.first_page.list))
    assert window._engine.settings.waiting_list is None


def test_a_list_that_is_gone_when_the_mailbox_comes_is_told(qtbot, open_window, readers, tmp_path):
    window = open_window()
    window.lists.keep(readers)
    qtbot.waitUntil(lambda: window._engine.settings.waiting_list == readers)
    readers.unlink()
    with qtbot.waitSignal(window.reading.ended, timeout=20_000):
        drop(window, *write_mails(tmp_path, 3))
    qtbot.waitUntil(lambda: readers.name in texts(window.workspace.listing.banner))
    assert window._engine.settings.waiting_list is None


def test_a_dropped_table_of_addresses_is_asked_about(qtbot, window, tmp_path):
    path = tmp_path / "list.csv"
    path.write_text(f"name,mail\nHanako,{DEAD[0]}\n", encoding="utf-8")
    drop(window, path)
    qtbot.waitUntil(lambda: is_open(ListOrErrors))
    asked = dialog(ListOrErrors)
    assert "What is “list.csv”?" in texts(asked)
    assert "1 address" in texts(asked)
    assert asked.list_.isDefault()
    click(asked.list_)
    qtbot.waitUntil(lambda: is_open(ReadersDialog))
    shown = dialog(ReadersDialog)
    qtbot.waitUntil(lambda: [row[0] for row in shown.failing.texts()] == ["Hanako"])
    shown.reject()


def test_or_it_is_read_as_errors_after_all(qtbot, window, tmp_path):
    path = tmp_path / "list.csv"
    path.write_text("address,answer\nnew@example.jp,nobody of that name lives here\n", encoding="utf-8")
    drop(window, path)
    qtbot.waitUntil(lambda: is_open(ListOrErrors))
    with qtbot.waitSignal(window.reading.ended, timeout=20_000):
        click(dialog(ListOrErrors).errors)
    with qtbot.waitSignal(window.reading.ended, timeout=20_000):
        window.lists.mail.emit([path])
    drop(window, path)
    qtbot.waitUntil(lambda: is_open(ListOrErrors))
    press(dialog(ListOrErrors), Qt.Key.Key_Escape)
    assert not window.reading.busy()


def test_a_list_of_errors_is_read_without_a_question(qtbot, open_window, tmp_path):
    window = open_window()
    path = tmp_path / "errors.csv"
    path.write_text(ERRORS, encoding="utf-8")
    with qtbot.waitSignal(window.reading.ended, timeout=20_000):
        drop(window, path)
    assert not is_open(ListOrErrors)
    qtbot.waitUntil(lambda: column(window.workspace.listing.table) == ["reader1@example.jp"])


def test_a_workbook_can_only_be_a_list(qtbot, open_window, tmp_path):
    window = open_window()
    book = Workbook()
    for row in (["Name", "Mail"], ["Hanako", "reader1@example.jp"]):
        book.active.append(row)
    book.save(tmp_path / "list.xlsx")
    drop(window, tmp_path / "list.xlsx")
    qtbot.waitUntil(lambda: "list.xlsx (1 reader) is loaded" in texts(window.first_page.list))
    assert not is_open(ListOrErrors)
