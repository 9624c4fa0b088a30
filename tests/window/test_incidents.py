"""The incidents in the window: each once with its cause in words, decided once for all, and taken back."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bounce_mails import START, postfix_bounce
from modori.jobs import CancelToken, open_files
from modori.records import Account, AccountKind
from modori.rules import load_bundled
from modori.store import Section, Store
from window_hands import click, counts, texts

BLOCKED = "550 5.7.1 <{address}>: Service unavailable; client blocked using zen.example.org"


@pytest.fixture
def window(qtbot, database, tmp_path, open_window):
    """A sending of which nearly everything was refused, and one dead reader."""
    mails = [postfix_bounce(f"reader{number}@shop{number % 9}.example", BLOCKED) for number in range(40)]
    mails.append(postfix_bounce("dead@company.example"))
    folder = tmp_path / "mails"
    folder.mkdir()
    for number, mail in enumerate(mails):
        (folder / f"{number}.eml").write_bytes(mail)
    with Store(database) as store:
        made = store.save_account(Account("Letter", AccountKind.FILES))
        now = START + timedelta(days=1)
        open_files(store, made, [folder], load_bundled(), now=now, progress=lambda _: None, cancel=CancelToken())
    window = open_window()
    qtbot.waitUntil(lambda: window.reading.idle() and counts(window).get(Section.UNSUBSCRIBE) == "1")
    return window


def test_a_blocked_sender_is_one_line_and_one_decision(qtbot, window):
    incidents = window.rooms.incidents
    assert not incidents.isVisible()
    window.workspace.sidebar.choose_section(Section.INCIDENTS)
    qtbot.waitUntil(incidents.isVisible)
    (line,) = incidents.lines
    assert "came back from 40 readers of many providers for one reason: your sending server or address is blocked" in (
        texts(incidents)
    )
    assert not line.stop.isVisible()
    click(line.select)
    assert len(window.workspace.listing.chosen_ids()) == 40
    assert line.keep.text() == "Keep sending to all 40"
    click(line.keep)
    qtbot.waitUntil(lambda: counts(window).get(Section.RETRY) == "40")
    qtbot.waitUntil(lambda: not incidents.isVisible())
    window.actions_["undo"].trigger()
    qtbot.waitUntil(lambda: counts(window).get(Section.INCIDENTS) == "40")
    qtbot.waitUntil(incidents.isVisible)


def test_it_is_gone_in_other_sections_and_speaks_the_language(qtbot, window):
    incidents = window.rooms.incidents
    window.workspace.sidebar.choose_section(Section.INCIDENTS)
    qtbot.waitUntil(incidents.isVisible)
    window.actions_.language_asked.emit("ja")
    qtbot.waitUntil(lambda: "40件から同じ理由で戻ってきました" in texts(incidents))
    window.workspace.sidebar.choose_section(Section.UNSUBSCRIBE)
    assert not incidents.isVisible()
