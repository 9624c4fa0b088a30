"""The incidents in the window: each once with its cause in words, decided once for all, and taken back."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bounce_mails import START, postfix_bounce
from modori.jobs import CancelToken, open_files
from modori.records import Account, AccountKind
from modori.rules import load_bundled
from modori.store import Section, Store
from window_hands import click, column, counts, texts

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
    assert line.keep.text() == "Keep sending to all 40"
    click(line.keep)
    qtbot.waitUntil(lambda: counts(window).get(Section.RETRY) == "40")
    qtbot.waitUntil(lambda: not incidents.isVisible())
    window.actions_["undo"].trigger()
    qtbot.waitUntil(lambda: counts(window).get(Section.INCIDENTS) == "40")
    qtbot.waitUntil(incidents.isVisible)


def company(number, size, text):
    """Bounces of one small company, one alike the other."""
    said = f"550 5.1.1 <{{address}}>: {text}"
    return [postfix_bounce(f"reader{one}@company{number}.example", said) for one in range(size)]


@pytest.fixture
def many(qtbot, database, tmp_path, open_window):
    """45 companies, each of which refused all of its readers at once."""
    folder = tmp_path / "mails"
    folder.mkdir()
    for number in range(45):
        for place, mail in enumerate(company(number, 5 + number % 3, "User unknown")):
            (folder / f"{number}-{place}.eml").write_bytes(mail)
    with Store(database) as store:
        made = store.save_account(Account("Letter", AccountKind.FILES))
        now = START + timedelta(days=1)
        open_files(store, made, [folder], load_bundled(), now=now, progress=lambda _: None, cancel=CancelToken())
        held = store.incidents(made.id)
    window = open_window()
    qtbot.waitUntil(window.reading.idle)
    window.workspace.sidebar.choose_section(Section.INCIDENTS)
    qtbot.waitUntil(window.rooms.incidents.isVisible)
    return window, held


def test_one_incident_shows_its_addresses_alone(qtbot, many):
    window, held = many
    incidents, table = window.rooms.incidents, window.workspace.listing.table
    whole = sum(len(one.ids) for one in held)
    qtbot.waitUntil(lambda: table.model().rowCount() == whole)
    with Store(window._engine.store.path) as store:
        mine = {row.address for row in store.rows(held[2].ids)}
    click(incidents.lines[2].only)
    qtbot.waitUntil(lambda: set(column(table)) == mine)
    assert counts(window)[Section.INCIDENTS] == str(whole)
    click(incidents.lines[3].only)
    qtbot.waitUntil(lambda: set(column(table)) != mine and table.model().rowCount() == len(held[3].ids))
    assert [line.only.isChecked() for line in incidents.lines[:5]] == [False, False, False, True, False]
    click(incidents.lines[3].only)
    qtbot.waitUntil(lambda: table.model().rowCount() == whole)
    click(incidents.lines[3].only)
    qtbot.waitUntil(lambda: table.model().rowCount() == len(held[3].ids))
    window.workspace.sidebar.choose_section(Section.UNSUBSCRIBE)
    window.workspace.sidebar.choose_section(Section.INCIDENTS)
    qtbot.waitUntil(lambda: table.model().rowCount() == whole and incidents.isVisible())
    assert not any(line.only.isChecked() for line in incidents.lines)


def test_what_was_open_and_is_decided_gives_way_to_the_others(qtbot, many):
    window, held = many
    incidents, table = window.rooms.incidents, window.workspace.listing.table
    whole = sum(len(one.ids) for one in held)
    click(incidents.lines[0].only)
    qtbot.waitUntil(lambda: table.model().rowCount() == len(held[0].ids))
    click(incidents.lines[0].keep)
    qtbot.waitUntil(lambda: table.model().rowCount() == whole - len(held[0].ids))
    assert not any(line.only.isChecked() for line in incidents.lines)


def test_all_of_many_incidents_can_be_reached(qtbot, many):
    window, held = many
    incidents = window.rooms.incidents
    assert len(held) == 45
    assert len(incidents.lines) == 20
    assert incidents.more.text() == "Show 20 more incidents"
    click(incidents.more)
    assert len(incidents.lines) == 40
    assert incidents.more.text() == "Show 5 more incidents"
    click(incidents.more)
    assert len(incidents.lines) == 45
    assert incidents.more is None


def test_it_is_gone_in_other_sections_and_speaks_the_language(qtbot, window):
    incidents = window.rooms.incidents
    window.workspace.sidebar.choose_section(Section.INCIDENTS)
    qtbot.waitUntil(incidents.isVisible)
    window.actions_.language_asked.emit("ja")
    qtbot.waitUntil(lambda: "40件から同じ理由で戻ってきました" in texts(incidents))
    window.workspace.sidebar.choose_section(Section.UNSUBSCRIBE)
    assert not incidents.isVisible()
