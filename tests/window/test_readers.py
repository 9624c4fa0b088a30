"""The user's subscriber list: offered above the rows, dropped or chosen, names shown, the cleaned list written."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QFileDialog

from modori.window.readers_dialog import ReadersDialog
from window_hands import click, column, dialog, press, texts
from window_mails import DEAD

LIST = [
    "会員番号,氏名,メールアドレス,備考",
    f'1,"花子, 山田",{DEAD[0].upper()},"=1+1"',
    f"2,一郎,{DEAD[1]},",
    "3,良子,ryoko@example.jp,元気",
    "4,大輝,daiki@example.com,",
]


@pytest.fixture
def readers(tmp_path):
    path = tmp_path / "読者.csv"
    path.write_bytes("\r\n".join([*LIST, ""]).encode("cp932"))
    return path


def opened(qtbot, window) -> ReadersDialog:
    window.actions_["readers"].trigger()
    shown = dialog(ReadersDialog)
    qtbot.waitUntil(shown.settled)
    return shown


@pytest.fixture(autouse=True)
def _closed(window):
    yield
    for one in window.findChildren(ReadersDialog):
        one.reject()


def drop(widget, path):
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    entering = QDragEnterEvent(QPoint(5, 5), Qt.DropAction.CopyAction, data, left, none)
    QApplication.sendEvent(widget, entering)
    assert entering.isAccepted()
    QApplication.sendEvent(widget, QDropEvent(QPointF(5, 5), Qt.DropAction.CopyAction, data, left, none))


def names(window):
    table = window.workspace.listing.table
    return dict(zip(column(table, 0), column(table, 1), strict=True))


def test_it_is_offered_until_it_is_refused(qtbot, window):
    offer = window.rooms.offer
    assert offer.isVisible()
    click(offer.load)
    press(dialog(ReadersDialog), Qt.Key.Key_Escape)
    click(offer.away)
    assert not offer.isVisible()
    assert window._engine.settings.no_list_offered


def test_a_dropped_list_shows_who_fails_by_name(qtbot, window, readers):
    assert window.workspace.listing.table.isColumnHidden(1)
    shown = opened(qtbot, window)
    assert shown.drop.isVisible()
    drop(shown.drop, readers)
    qtbot.waitUntil(lambda: shown.failing.isVisible())
    assert "読者.csv: 4 readers, 3 of them fail." in texts(shown)
    assert shown.column.currentText() == "メールアドレス"
    assert [row[:3] for row in shown.failing.texts()] == [
        ("花子, 山田", DEAD[0].upper(), "Unsubscribe"),
        ("一郎", DEAD[1], "Unsubscribe"),
        ("大輝", "daiki@example.com", "Retry"),
    ]
    assert shown.domains.texts() == [("example.jp", "3", "2", "66.7 %"), ("example.com", "1", "1", "100.0 %")]
    click(shown.close_)
    qtbot.waitUntil(lambda: names(window).get(DEAD[0]) == "花子, 山田")
    assert not window.workspace.listing.table.isColumnHidden(1)
    assert not window.rooms.offer.isVisible()
    window.workspace.listing.table.selectRow(column(window.workspace.listing.table).index(DEAD[1]))
    qtbot.waitUntil(lambda: "On your list: 一郎" in texts(window.workspace.evidence))
    window.workspace.listing.table.selectRow(column(window.workspace.listing.table).index(DEAD[2]))
    qtbot.waitUntil(lambda: "Not on your subscriber list" in texts(window.workspace.evidence))


def test_the_cleaned_list_and_the_rest_keep_every_byte(qtbot, window, readers, tmp_path):
    shown = opened(qtbot, window)
    shown.load(readers)
    qtbot.waitUntil(shown.save.isVisible)
    assert shown.save.text() == "&Save the list without 2 addresses…"
    click(shown.save)
    chooser = next(one for one in shown.findChildren(QFileDialog))
    assert chooser.selectedFiles()[0].endswith("読者-cleaned.csv")
    chooser.reject()
    shown.save_to(tmp_path / "new.csv")
    qtbot.waitUntil(shown.folder.isVisible)
    assert (tmp_path / "new.csv").read_bytes() == "\r\n".join([LIST[0], *LIST[3:], ""]).encode("cp932")
    assert (tmp_path / "new-removed.csv").read_bytes() == "\r\n".join([*LIST[:3], ""]).encode("cp932")
    assert "Saved: 2 readers in new.csv, and the 2 rows that were taken out in new-removed.csv." in texts(shown)


def test_another_column_and_a_file_that_is_no_list(qtbot, window, readers, tmp_path):
    shown = opened(qtbot, window)
    shown.load(readers)
    qtbot.waitUntil(shown.failing.isVisible)
    shown.column.setFocus()
    press(shown.column, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: shown.settled() and shown.failing.isVisible())
    assert shown.failing.texts() == []
    (tmp_path / "text.csv").write_text("nothing\nin it\n")
    shown.load(tmp_path / "text.csv")
    qtbot.waitUntil(shown.banner.isVisible)
    assert shown.failing.isVisible()


def test_it_is_read_again_the_next_time_and_can_be_forgotten(qtbot, window, readers):
    shown = opened(qtbot, window)
    shown.load(readers)
    qtbot.waitUntil(shown.failing.isVisible)
    press(shown, Qt.Key.Key_Escape)
    readers.unlink()
    shown = opened(qtbot, window)
    qtbot.waitUntil(shown.banner.isVisible)
    assert window._engine.store.subscribers.loaded(1).readers == 4
    click(shown.forget)
    qtbot.waitUntil(lambda: window._engine.store.subscribers.loaded(1) is None)
    qtbot.waitUntil(shown.settled)
    assert window.workspace.listing.table.isColumnHidden(1)
    assert window.rooms.offer.isVisible()
