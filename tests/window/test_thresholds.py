"""The thresholds: both presets, single ones, what they would move, made and taken back."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from bounce_mails import START, postfix_bounce
from modori.jobs import CancelToken, open_files
from modori.jobs.policies import policy_of
from modori.records import Account, AccountKind
from modori.review import CAUTIOUS, STANDARD
from modori.rules import load_bundled
from modori.store import Section, Store
from modori.window.policy_dialog import PolicyDialog
from window_hands import counts, dialog, press


@pytest.fixture
def window(qtbot, database, tmp_path, open_window):
    """Two dead readers, who each failed in one newsletter."""
    for number, name in enumerate(("hana", "ken")):
        (tmp_path / f"{number}.eml").write_bytes(postfix_bounce(f"{name}@{name}.example"))
    with Store(database) as store:
        made = store.save_account(Account("Letter", AccountKind.FILES))
        open_files(store, made, [tmp_path], load_bundled(), now=START, progress=lambda _: None, cancel=CancelToken())
    window = open_window()
    qtbot.waitUntil(lambda: window.reading.idle() and counts(window).get(Section.UNSUBSCRIBE) == "2")
    return window


def opened(qtbot, window) -> PolicyDialog:
    window.actions_["thresholds"].trigger()
    shown = dialog(PolicyDialog)
    qtbot.waitUntil(shown.settled)
    return shown


def test_a_preset_is_tried_made_and_taken_back(qtbot, window):
    shown = opened(qtbot, window)
    assert shown.preview.text() == "These thresholds are in use."
    assert not shown.use.isEnabled()
    shown.preset.setFocus()
    press(shown.preset, Qt.Key.Key_Down)
    qtbot.waitUntil(shown.settled)
    assert shown.preview.text() == "This change moves 2 addresses from “Unsubscribe” to “Review”."
    assert shown.fields["hard_sendings"].text() == "2 newsletters"
    press(shown, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: counts(window).get(Section.REVIEW) == "2")
    assert policy_of(window._engine.store) == CAUTIOUS
    qtbot.waitUntil(window.reading.idle)
    assert window.actions_["undo"].text() == "&Undo: other thresholds"
    window.actions_["undo"].trigger()
    qtbot.waitUntil(lambda: counts(window).get(Section.UNSUBSCRIBE) == "2")
    assert policy_of(window._engine.store) == STANDARD
    qtbot.waitUntil(window.reading.idle)


def test_a_single_threshold_is_typed(qtbot, window):
    shown = opened(qtbot, window)
    field = shown.fields["soft_span"]
    field.setFocus()
    field.selectAll()
    press(field, "30")
    qtbot.waitUntil(shown.settled)
    assert shown.preset.currentText() == "Own thresholds"
    assert shown.preview.text() == "This change moves no address."
    assert shown.wanted().soft_span.days == 30
    assert shown.use.isEnabled()
    press(shown, Qt.Key.Key_Escape)
    assert policy_of(window._engine.store) == STANDARD
