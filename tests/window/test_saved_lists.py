"""The history of saved lists: what went out, done when imported, who bounced again, and what is new since."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from PySide6.QtCore import Qt

from modori.export import preset
from modori.jobs.outgoing import carry_out, plan
from modori.records import Choice
from modori.window.export_dialog import ExportDialog
from modori.window.exports_dialog import ExportsDialog
from store_mails import START, bounce, failure
from window_hands import click, dialog, is_open, press, texts
from window_mails import DEAD

IMPORTED = START.replace(day=30)


@pytest.fixture
def saved(window, tmp_path):
    """The list of a month ago, which is not the whole of today's."""
    store = window._engine.store
    wanted = plan(store, 1, preset("listmonk"), Choice.UNSUBSCRIBE)
    carry_out(store, wanted, preset("listmonk"), tmp_path / "March.csv", language="en", now=IMPORTED)


def opened(qtbot, window) -> ExportsDialog:
    window.actions_["exports"].trigger()
    shown = dialog(ExportsDialog)
    qtbot.waitUntil(shown.settled)
    return shown


def test_nothing_was_saved_yet(qtbot, window):
    shown = opened(qtbot, window)
    assert "No list was saved yet." in texts(shown)
    assert not shown.imported.isEnabled()
    press(shown, Qt.Key.Key_Escape)
    assert not is_open(ExportsDialog)


def test_the_list_as_it_was_and_the_mark_that_it_was_imported(qtbot, window, saved):
    shown = opened(qtbot, window)
    qtbot.waitUntil(lambda: len(shown.then.texts()) == 4)
    assert shown.exports.texts()[0][1:] == ("listmonk", "Unsubscribe", "4", "–", "–")
    assert {line[0] for line in shown.then.texts()} == {*DEAD, "gen@example.jp"}
    assert "March.csv: the list as it was then, 4 addresses." in texts(shown)
    click(shown.imported)
    qtbot.waitUntil(lambda: shown.imported.text() == "Not imported &after all")
    assert shown.exports.texts()[0][5] == "nobody"
    click(shown.imported)
    qtbot.waitUntil(lambda: shown.imported.text() == "The tool has &imported it")
    shown.reject()


def test_who_bounces_from_a_later_newsletter_stands_out(qtbot, window, saved):
    store = window._engine.store
    store.set_imported(1, IMPORTED)
    store.add(1, "INBOX", 7, [bounce(90, failure(DEAD[0]), week=9)])
    assert datetime.now(UTC) > IMPORTED
    shown = opened(qtbot, window)
    qtbot.waitUntil(shown.only_back.isVisible)
    assert "1 of them bounced again: look whether the tool really stopped it." in texts(shown)
    click(shown.only_back)
    assert shown.then.texts() == [(DEAD[0], "User unknown", "bounced again")]
    shown.reject()


def test_what_is_new_since_then(qtbot, window, saved):
    shown = opened(qtbot, window)
    click(shown.new)
    fresh = dialog(ExportDialog)
    assert not is_open(ExportsDialog)
    assert fresh.only_new.isChecked()
    assert fresh.tool.currentData() == "listmonk"
    qtbot.waitUntil(lambda: "already exported: 4" in texts(fresh))
    fresh.reject()
