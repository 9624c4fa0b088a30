"""Which newsletters are the user's: what was learned is seen and corrected, and taken back."""

from __future__ import annotations

from modori.jobs.ours import said_by_user
from modori.store import Section
from modori.window.senders_dialog import SendersDialog
from window_hands import click, counts, dialog


def test_a_list_that_is_not_mine_holds_its_addresses_back(qtbot, window):
    window.actions_["senders"].trigger()
    shown = dialog(SendersDialog)
    qtbot.waitUntil(shown.settled)
    (line,) = shown.table.texts()
    assert line[0] == "news.example.com"
    assert line[2:] == ("your newsletter", "Modori")
    assert not shown.unsaid.isEnabled()
    click(shown.private)
    qtbot.waitUntil(lambda: shown.settled() and shown.table.texts()[0][2:] == ("not yours", "you"))
    qtbot.waitUntil(lambda: counts(window).get(Section.UNSUBSCRIBE) in (None, "0"))
    assert counts(window)[Section.NOT_YOURS] != "0"
    assert said_by_user(window._engine.store, 1) == {"news.example.com": False}
    click(shown.unsaid)
    qtbot.waitUntil(lambda: shown.settled() and shown.table.texts()[0][2:] == ("your newsletter", "Modori"))
    qtbot.waitUntil(lambda: counts(window).get(Section.UNSUBSCRIBE) == "3")
    click(shown.ours)
    qtbot.waitUntil(lambda: shown.settled() and shown.table.texts()[0][3] == "you")
    click(shown.close_)
    window._engine.store.forget_account(1)
    assert said_by_user(window._engine.store, 1) == {}
