"""Saving a list: the tool, what is seen before, what goes out, and what happens when it cannot be saved."""

from __future__ import annotations

from datetime import timedelta

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


def choose(qtbot, shown, tool):
    shown.tool.setCurrentIndex(shown.tool.findData(tool))
    qtbot.waitUntil(shown.save.isEnabled)


def saved(qtbot, shown, target):
    shown.save_to(target)
    qtbot.waitUntil(lambda: shown.written is not None)


def preview(shown):
    size = range(shown.preview.rowCount()), range(shown.preview.columnCount())
    return [[shown.preview.item(row, column).text() for column in size[1]] for row in size[0]]


def test_the_button_says_how_many_and_the_first_rows_are_shown(shown):
    assert shown.tool.currentData() == "csv"
    assert shown.save.text() == "Save 4 addresses…"
    assert sorted(line[0] for line in preview(shown)) == sorted([*DEAD, "gen@example.jp"])
    assert {line[3] for line in preview(shown)} == {"User unknown", "Reported the mail as spam"}
    assert "Dead addresses: 3 · asked to stop: 1" in texts(shown)


def test_the_retry_list_is_for_files_that_people_read(qtbot, shown):
    shown.what.setCurrentIndex(shown.what.findData(Choice.RETRY))
    qtbot.waitUntil(lambda: shown.save.text() == "Save 1 address…")
    assert preview(shown)[0][0] == "daiki@example.com"
    choose(qtbot, shown, "listmonk")
    qtbot.waitUntil(lambda: shown.save.text() == "Save 4 addresses…")
    assert not shown.what.isVisible()


def test_the_tool_that_the_user_sends_with_is_preselected(qtbot, window):
    from modori.window.export_dialog import ExportDialog

    window._engine.settings.sent_with = "listmonk"
    window.actions_["export"].trigger()
    opened = dialog(ExportDialog)
    assert opened.tool.currentData() == "listmonk"
    assert "source was read" in texts(opened)
    opened.reject()


def test_files_for_a_tool_with_how_to_import_them(qtbot, window, shown, tmp_path):
    choose(qtbot, shown, "mautic")
    assert shown.suggested_path().name.startswith("unsubscribe-mautic-20")
    saved(qtbot, shown, tmp_path / "list.csv")
    assert (tmp_path / "list.csv").read_text().splitlines()[0] == "email,doNotEmail"
    assert "gen@example.jp" in (tmp_path / "list-asked.csv").read_text()
    assert "gen@example.jp" not in (tmp_path / "list.csv").read_text()
    assert "gen@example.jp" not in (tmp_path / "list-restore.csv").read_text()
    told = texts(shown)
    assert "How to import it:" in told
    assert "To undo it:" in told
    assert "First export the whole list from your tool" in told
    click(shown.after.done)
    qtbot.waitUntil(lambda: not shown.after.done.isEnabled())
    (record,) = window._engine.store.exports(1)
    assert (record.preset, record.rows) == ("mautic", 4)
    assert record.imported_at is not None


def test_a_trial_and_then_only_what_is_new(qtbot, shown, tmp_path, monkeypatch):
    from modori.window import export_dialog

    monkeypatch.setattr(export_dialog, "TRIAL_ROWS", 1)
    choose(qtbot, shown, "listmonk")
    shown.trial.setChecked(True)
    qtbot.waitUntil(lambda: shown.save.text() == "Save 1 address…")
    saved(qtbot, shown, tmp_path / "trial.csv")
    shown.trial.setChecked(False)
    shown.only_new.setChecked(True)
    qtbot.waitUntil(lambda: shown.save.text() == "Save 3 addresses…")
    assert "already exported: 1" in texts(shown)


def test_who_was_kept_after_the_preview_does_not_go_out(qtbot, window, shown, tmp_path):
    choose(qtbot, shown, "plain")
    (row,) = [row for row in window._engine.store.to_export(1, Choice.UNSUBSCRIBE) if row.address == DEAD[0]]
    window._engine.store.decide([row.id], Choice.KEEP, when=window._engine.now())
    saved(qtbot, shown, tmp_path / "list.txt")
    assert DEAD[0] not in (tmp_path / "list.txt").read_text()
    assert DEAD[1] in (tmp_path / "list.txt").read_text()


def test_the_template_of_the_tool(qtbot, shown, tmp_path):
    choose(qtbot, shown, "imail")
    template = tmp_path / "template.csv"
    template.write_bytes("氏名,メールアドレス\r\n".encode("cp932"))
    shown.use_template(template)
    qtbot.waitUntil(shown.save.isEnabled)
    saved(qtbot, shown, tmp_path / "list.csv")
    raw = (tmp_path / "list.csv").read_bytes()
    assert raw.startswith("氏名,メールアドレス\r\n,".encode("cp932"))
    shown.use_template(tmp_path / "gone.csv")
    assert shown.banner.isVisible()


def test_a_warning_while_returned_mail_still_comes(qtbot, window, shown):
    assert "may still be on the way" not in texts(shown)
    last = window._engine.store.last_bounce(1)
    shown._today = last + timedelta(minutes=4)
    shown.only_new.setChecked(True)
    qtbot.waitUntil(lambda: "came 4 minutes ago: more of this newsletter" in texts(shown))


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
    assert f"4 addresses saved to {target}" in texts(shown)
    assert shown.after.show_folder.isVisible()


def test_the_window_writes_what_the_command_line_writes(qtbot, shown, tmp_path, database):
    saved(qtbot, shown, tmp_path / "window.csv")
    with Store(database) as store:
        rows = store.to_export(store.accounts()[0].id, Choice.UNSUBSCRIBE)
        write(preset("csv"), tmp_path / "command.csv", export_rows(rows, "en"))
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
