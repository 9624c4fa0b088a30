"""Thunderbird's folders, found by themselves."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from modori.mailbox import thunderbird
from modori.mailbox.thunderbird import LocalFolder
from modori.window.thunderbird_dialog import ThunderbirdDialog
from window_hands import click, dialog, is_open, texts
from window_mails import bounce_mail


@pytest.fixture
def open_dialog(qtbot, open_window, monkeypatch):
    def open_(folders):
        monkeypatch.setattr(thunderbird, "local_folders", lambda: folders)
        window = open_window()
        window.actions_["open_thunderbird"].trigger()
        qtbot.waitUntil(lambda: is_open(ThunderbirdDialog))
        return window, dialog(ThunderbirdDialog)

    return open_


def test_the_ticked_folders_are_read(qtbot, open_dialog, tmp_path):
    box = tmp_path / "Bounces"
    mails = (bounce_mail(f"{name}@example.jp", number=n) for n, name in enumerate(("aiko", "bunta"), 1))
    box.write_bytes(b"".join(b"From - Mon Nov 23 09:00:00 2026\n" + mail + b"\n" for mail in mails))
    (tmp_path / "Inbox").write_bytes(b"From - Mon Nov 23 09:00:00 2026\nSubject: Lunch\n\nOn Friday?\n")
    window, shown = open_dialog(
        [LocalFolder(f"Local Folders/{name}", tmp_path / name, 9) for name in ("Bounces", "Inbox")]
    )
    assert not shown.read.isEnabled()
    shown.folders.item(0).setCheckState(Qt.CheckState.Checked)
    assert shown.chosen() == [box]
    with qtbot.waitSignal(window.reading.ended, timeout=20_000):
        click(shown.read)
    assert "2 mails read: 2 bounces" in window.scan_bar.text()


def test_where_there_is_none_it_is_said(open_dialog):
    _, shown = open_dialog([])
    assert "No folder of Thunderbird" in texts(shown)
    assert not shown.read.isEnabled()
    click(shown.leave)
