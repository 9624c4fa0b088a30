"""The store goes to another computer by hand: saved into a file in one window, loaded in another."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from modori.records import Choice
from modori.store import Query, Section, Store
from modori.store.moving import save_all
from modori.window.move_dialog import MoveDialog
from window_hands import click, column, counts, dialog, press, texts
from window_mails import DEAD, fill


@pytest.fixture
def file(tmp_path):
    """What another computer has saved; there, everybody is kept."""
    (tmp_path / "other").mkdir()
    with Store(tmp_path / "other" / "modori.sqlite3") as store:
        fill(store)
        dead = [row.id for row in store.to_export(1, Choice.UNSUBSCRIBE)]
        store.decide(dead, Choice.KEEP, when=datetime(2026, 11, 24, tzinfo=UTC))
        save_all(store, tmp_path / "all.modori")
    return tmp_path / "all.modori"


def opened(qtbot, window) -> MoveDialog:
    qtbot.waitUntil(window.actions_["move"].isEnabled)  # not while the mails are judged again at the start
    window.actions_["move"].trigger()
    return dialog(MoveDialog)


def test_everything_is_saved_into_one_file(qtbot, window, tmp_path):
    shown = opened(qtbot, window)
    assert "Passwords are not in the file" in texts(shown)
    assert "own rules" not in texts(shown)
    click(shown.save)
    chooser = next(one for one in shown.findChildren(QFileDialog))
    assert chooser.selectedFiles()[0].endswith(".modori")
    chooser.reject()
    shown.save_to(tmp_path / "all.modori")
    assert not shown.save.isEnabled()
    press(shown, Qt.Key.Key_Escape)
    shown.close()
    assert shown.isVisible()  # the work is ended first
    qtbot.waitUntil(shown.folder.isVisible)
    assert f"Everything is in {tmp_path / 'all.modori'}" in texts(shown)
    assert "delete it when it has been loaded" in texts(shown)
    with Store(tmp_path / "all.modori") as copy:
        assert [one.name for one in copy.accounts()] == [one.name for one in window.mailboxes.accounts()]
    shown.save_to(tmp_path / "all.modori")
    qtbot.waitUntil(shown.banner.isVisible)
    assert "There is already a file" in texts(shown.banner)
    press(shown, Qt.Key.Key_Escape)
    assert not shown.isVisible()


def test_the_users_own_rules_are_told_to_be_left_behind(qtbot, window):
    window._engine.own_rules.write_text("", encoding="utf-8")
    shown = opened(qtbot, window)
    assert f"Your own rules are not in it either: they are in {window._engine.own_rules}." in texts(shown)
    shown.reject()


def test_an_empty_window_takes_everything_in(qtbot, open_window, file):
    window = open_window()
    assert window.first_page.isVisible()
    shown = opened(qtbot, window)
    shown.load_from(file)
    qtbot.waitUntil(lambda: "1 mailbox loaded, with all decisions." in texts(shown))
    assert "asks for the passwords" in texts(shown)
    press(shown, Qt.Key.Key_Escape)
    qtbot.waitUntil(window.reading.idle, timeout=20_000)
    window.workspace.sidebar.choose_section(Section.KEPT)
    qtbot.waitUntil(lambda: set(DEAD) <= set(column(window.workspace.listing.table)))


def test_what_is_here_gives_way_only_when_the_user_says_so(qtbot, window, file, database):
    window.workspace.decide(Choice.RETRY)
    qtbot.waitUntil(lambda: window.decisions.undo_stack.canUndo() and not window.decisions.working())
    shown = opened(qtbot, window)
    shown.load_from(file)
    qtbot.waitUntil(shown.question.isVisible)
    assert "There are mailboxes in Modori on this computer already." in texts(shown)
    click(shown.leave)
    assert not shown.question.isVisible()
    assert counts(window)[Section.KEPT] == "0"
    shown.load_from(file)
    qtbot.waitUntil(shown.question.isVisible)
    click(shown.replace)
    qtbot.waitUntil(lambda: "What was here before is in " in texts(shown))
    (kept,) = database.parent.glob("modori-before-*.sqlite3")
    assert str(kept) in texts(shown)
    press(shown, Qt.Key.Key_Escape)
    assert not window.decisions.undo_stack.canUndo()
    with Store(file) as other:
        kept_there = other.counts(Query(1))[Section.KEPT]
    qtbot.waitUntil(lambda: counts(window)[Section.KEPT] == str(kept_there))
    assert kept_there >= len(DEAD)


@pytest.mark.parametrize("kind", ["none", "no store", "newer"])
def test_a_file_that_cannot_be_taken_in_changes_nothing(qtbot, open_window, tmp_path, file, kind):
    window = open_window()
    if kind == "none":
        file.unlink()
    elif kind == "no store":
        file.write_bytes(b"From: a@example.jp\n\nhello\n" * 100)
    else:
        raw = sqlite3.connect(file)
        raw.execute("PRAGMA user_version = 99")
        raw.close()
    shown = opened(qtbot, window)
    shown.load_from(file)
    qtbot.waitUntil(shown.banner.isVisible)
    assert not window.mailboxes.accounts()
    assert shown.load.isEnabled()
    shown.reject()
