"""Why: the explanation, the time line that keys and clicks walk along, and what would change the decision."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest

from modori.records import Choice, Kind
from modori.store import Section, Store
from modori.window.marks import Mark, mark_of
from store_mails import bounce, failure
from window_hands import press, texts
from window_mails import decide_all

READER = "hana@example.jp"


@pytest.fixture
def long_ago(open_window, qtbot, database):
    """A window that looks at somebody with a past of five mails."""
    window = open_window(filled=True)
    full = failure(READER, "mailbox_full", "452 4.2.2 The mailbox is full", permanent=False)
    blocked = failure(READER, "blocked", "550 5.7.1 Client host blocked using a list")
    mails = [
        bounce(21, full, week=-30),
        bounce(22, blocked, week=-20),
        bounce(23, failure(READER, None), kind=Kind.DELIVERED, week=-12),
        bounce(24, full, week=-4),
        bounce(25, failure(READER, said="550 5.1.1 No such user"), week=3),
    ]
    with Store(database) as store:
        store.add(1, "INBOX", 7, mails)
        decide_all(store)
    window.workspace.reload()
    window.workspace.search.setText(READER)
    qtbot.waitUntil(lambda: window.workspace.evidence.address() == READER)
    return window


@pytest.fixture
def history(long_ago, qtbot):
    pane = long_ago.workspace.evidence
    pane._tabs.setCurrentWidget(pane.history)
    qtbot.waitUntil(pane.history.line.isVisible)
    return pane.history


def test_each_mail_has_a_mark_that_tells_by_its_shape(history):
    marks = [mark_of(one) for one in history._failures]
    assert marks == [Mark.HARD, Mark.SOFT, Mark.ARRIVED, Mark.SENDER, Mark.SOFT]
    places = [history.line.place_of(place).x() for place in range(5)]
    assert places == sorted(places, reverse=True), "newest first, so from right to left"
    assert all(not history.list.topLevelItem(place).icon(0).isNull() for place in range(5))


def test_arrows_walk_along_the_line_and_the_evidence_follows(long_ago, history):
    press(history.line, Qt.Key.Key_Left)
    assert "Mailbox full" in texts(long_ago.workspace.evidence)
    press(history.line, Qt.Key.Key_Home)
    assert history.list.currentItem() is history.list.topLevelItem(4)
    press(history.line, Qt.Key.Key_Left)
    assert history.list.currentItem() is history.list.topLevelItem(4), "there is nothing before the first"
    press(history.line, Qt.Key.Key_End)
    assert "User unknown" in texts(long_ago.workspace.evidence)


def test_a_click_on_a_mark_goes_to_its_mail(long_ago, history):
    place = history.line.place_of(3).toPoint()
    QTest.mouseClick(history.line, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)
    assert "blocked" in long_ago.workspace.evidence._reply.toPlainText()
    QTest.mouseClick(history.line, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(1, 1))
    assert history.list.currentItem() is history.list.topLevelItem(3), "a click beside the marks changes nothing"


def test_the_line_is_heard(history):
    heard = QAccessible.queryAccessibleInterface(history.line)
    assert heard.text(QAccessible.Text.Name) == "Time line of 5 mails"
    press(history.line, Qt.Key.Key_Left)
    assert heard.text(QAccessible.Text.Description).startswith("4 of 5: ")
    assert heard.text(QAccessible.Text.Description).endswith("Mailbox full")


def test_marks_that_would_cover_each_other_stand_above_each_other(open_window, qtbot, database):
    window = open_window(filled=True)
    with Store(database) as store:
        store.add(1, "INBOX", 7, [bounce(30 + number, READER, week=0) for number in range(2)])
        store.add(1, "INBOX", 7, [bounce(40, READER, week=30)])
        decide_all(store)
    window.workspace.search.setText(READER)
    qtbot.waitUntil(lambda: window.workspace.evidence.address() == READER)
    places = [window.workspace.evidence.history.line.place_of(place) for place in range(3)]
    assert places[1].y() != places[2].y()
    assert abs(places[1].x() - places[2].x()) < 2


def test_the_pane_says_what_would_change_the_decision(qtbot, window):
    window.workspace.sidebar.choose_section(Section.RETRY)
    pane = window.workspace.evidence
    qtbot.waitUntil(lambda: pane.address() == "daiki@example.com")
    seen = texts(pane)
    assert "What would change this" in seen
    assert "2 more sendings that fail like this" in seen
    assert "→ Unsubscribe" in seen
    window.workspace.sidebar.choose_section(Section.FIX_SENDER)
    qtbot.waitUntil(lambda: pane.address() == "emi@example.net")
    assert "it never counts against this address" in texts(pane)
    window.workspace.sidebar.choose_section(Section.ASKED)
    qtbot.waitUntil(lambda: pane.address() == "gen@example.jp")
    assert "Only you: who asked to stop is not written to again" in texts(pane)


def test_the_day_of_the_users_decision_stands_on_the_line(qtbot, window):
    pane = window.workspace.evidence
    window.workspace.decide(Choice.KEEP)
    window.workspace.sidebar.choose_section(Section.KEPT)
    qtbot.waitUntil(lambda: pane.history.line._decided is not None)
