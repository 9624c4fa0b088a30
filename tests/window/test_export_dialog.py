"""Saving a list: what is seen before, and what happens when it cannot be saved."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QFileDialog

from modori.export import preset, write
from modori.jobs import export_rows
from modori.records import Choice
from modori.store import Store
from window_hands import click, dialog, texts
from window_mails import DEAD


@pytest.fixture
def shown(qtbot, window):
    from modori.window.export_dialog import ExportDialog

    window.actions_["export"].trigger()
    opened = dialog(ExportDialog)
    qtbot.waitUntil(opened.save.isEnabled)
    yield opened
    opened.reject()


def test_the_button_says_how_many_and_the_first_rows_are_shown(shown):
    assert shown.save.text() == "Save 4 addresses…"
    first = [shown.preview.item(row, 0).text() for row in range(shown.preview.rowCount())]
    assert sorted(first) == sorted([*DEAD, "gen@example.jp"])
    reasons = {shown.preview.item(row, 1).text() for row in range(4)}
    assert reasons == {"User unknown", "Complained"}


def test_the_retry_list(qtbot, shown):
    shown.what.setCurrentIndex(shown.what.findData(Choice.RETRY))
    qtbot.waitUntil(lambda: shown.save.text() == "Save 1 address…")
    assert shown.preview.item(0, 0).text() == "daiki@example.com"


def test_the_file_chooser_proposes_a_name_and_the_file_is_written(qtbot, shown, tmp_path):
    assert shown.suggested_path().name.startswith("unsubscribe-20")
    click(shown.save)
    chooser = shown.findChild(QFileDialog)
    assert chooser.acceptMode() is QFileDialog.AcceptMode.AcceptSave
    target = tmp_path / "dead.csv"
    chooser.fileSelected.emit(str(target))
    chooser.close()
    qtbot.waitUntil(lambda: shown.written is not None)
    assert target.read_bytes().startswith(b"\xef\xbb\xbf")
    assert "4 addresses saved to" in texts(shown)
    assert shown.show_folder.isVisible()


def test_without_byte_order_mark_and_in_japanese(qtbot, shown, tmp_path):
    shown.language.setCurrentIndex(shown.language.findData("ja"))
    shown.bom.setChecked(False)
    qtbot.waitUntil(shown.save.isEnabled)
    target = tmp_path / "dead.csv"
    shown.save_to(target)
    qtbot.waitUntil(lambda: shown.written is not None)
    assert "宛先不明" in target.read_text(encoding="utf-8")
    assert not target.read_bytes().startswith(b"\xef\xbb\xbf")


@pytest.mark.parametrize("language", ["en", "ja"])
def test_the_window_writes_what_the_command_line_writes(qtbot, shown, tmp_path, database, language):
    shown.language.setCurrentIndex(shown.language.findData(language))
    qtbot.waitUntil(shown.save.isEnabled)
    shown.save_to(tmp_path / "window.csv")
    qtbot.waitUntil(lambda: shown.written is not None)
    with Store(database) as store:
        rows = store.to_export(store.accounts()[0].id, Choice.UNSUBSCRIBE)
        write(preset("csv"), tmp_path / "command.csv", export_rows(rows, language), language=language)
    assert (tmp_path / "window.csv").read_bytes() == (tmp_path / "command.csv").read_bytes()


def test_a_file_that_cannot_be_written_is_said_in_the_dialog(qtbot, shown, tmp_path):
    shown.save_to(tmp_path / "nowhere" / "dead.csv")
    qtbot.waitUntil(shown.banner.isVisible)
    told = shown.banner.told()
    assert told is not None
    assert told.todo
    assert shown.written is None
    assert shown.save.isEnabled()


def test_a_full_disk_keeps_the_old_file(qtbot, shown, tmp_path, monkeypatch):
    import errno
    import os

    target = tmp_path / "dead.csv"
    target.write_text("the list of last month")

    def full(_descriptor):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    shown.save_to(target)
    qtbot.waitUntil(shown.banner.isVisible)
    assert target.read_text() == "the list of last month"
    assert list(tmp_path.glob("*.csv*")) == [target]


def test_an_empty_list_cannot_be_saved(qtbot, window, shown):
    ids = [row.id for row in window._engine.store.to_export(1, Choice.RETRY)]
    window.decisions.decide(ids, Choice.KEEP)
    shown.what.setCurrentIndex(shown.what.findData(Choice.RETRY))
    qtbot.waitUntil(lambda: "there is nothing to save" in texts(shown))
    assert not shown.save.isEnabled()
