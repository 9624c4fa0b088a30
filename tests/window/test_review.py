"""Looking through what came back, and deciding, with keys and clicks."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QUndoStack

from modori.records import Choice
from modori.store import Section, Store
from store_mails import bounce
from window_hands import click, click_header, click_row, column, counts, press, texts, type_into
from window_mails import DEAD, decide_all

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def table(window):
    return window.workspace.listing.table


@pytest.fixture
def pane(window):
    return window.workspace.evidence


def wait_for_rows(qtbot, table, *addresses: str) -> None:
    qtbot.waitUntil(lambda: sorted(column(table)) == sorted(addresses))


def test_the_dead_addresses_come_first_and_the_evidence_of_the_newest_is_there(window, table, pane):
    assert sorted(column(table)) == sorted(DEAD)
    assert counts(window)[Section.UNSUBSCRIBE] == "3"
    assert counts(window)[Section.NOT_BOUNCES] == "2"
    assert counts(window)[Section.ASKED] == "1"
    assert pane.address() == "chie@example.org"
    seen = texts(pane)
    assert "Proposed: Unsubscribe" in seen
    assert "User unknown" in seen
    assert "the sentence of the policy" in seen
    assert "Rule: generic.rule" in seen


def test_the_sentence_of_the_server_is_marked_and_never_rendered(pane):
    assert pane._reply.toPlainText() == "550 5.1.1 No such user here <b>"
    assert pane._reply.marked_text() == "5.1.1 No such user here <b>"


@pytest.mark.parametrize(("key", "section"), [(2, Section.RETRY), (3, Section.FIX_SENDER), (4, Section.REVIEW)])
def test_a_key_goes_to_a_section(qtbot, window, table, key, section):
    press(table, str(key + 1), CTRL)
    qtbot.waitUntil(lambda: window.workspace.sidebar.section() is section)
    qtbot.waitUntil(lambda: table.model().rowCount() == 1 and column(table)[0] not in DEAD)


def test_a_click_on_a_header_sorts_and_a_second_one_turns_it_round(qtbot, table):
    click_header(table, 0)
    qtbot.waitUntil(lambda: column(table) == sorted(DEAD))
    click_header(table, 0)
    qtbot.waitUntil(lambda: column(table) == sorted(DEAD, reverse=True))


def test_a_slash_searches_and_show_all_ends_it(qtbot, window, table):
    table.setFocus()
    press(table, "/")
    search = window.workspace.search
    qtbot.waitUntil(search.hasFocus)
    press(search, "chie")
    wait_for_rows(qtbot, table, "chie@example.org")
    press(search, "xyz")
    empty = window.workspace.listing.empty
    qtbot.waitUntil(empty.isVisible)
    assert "Nothing matches" in texts(empty)
    click(empty._button)
    wait_for_rows(qtbot, table, *DEAD)
    assert search.text() == ""


@pytest.mark.parametrize(
    ("key", "choice", "section"),
    [
        ("r", Choice.RETRY, Section.RETRY),
        ("f", Choice.FIX_SENDER, Section.FIX_SENDER),
        ("k", Choice.KEEP, Section.KEPT),
        ("v", Choice.REVIEW, Section.REVIEW),
    ],
)
def test_a_key_decides_and_undo_takes_it_back(qtbot, window, table, database, key, choice, section):
    before = int(counts(window)[section])
    press(table, key)
    wait_for_rows(qtbot, table, *DEAD[:2])
    qtbot.waitUntil(lambda: counts(window)[section] == str(before + 1))
    with Store(database) as store:
        assert [row.address for row in store.to_export(1, choice)].count("chie@example.org") == 1
    press(table, "z", CTRL)
    wait_for_rows(qtbot, table, *DEAD)
    press(table, "z", CTRL | SHIFT)
    wait_for_rows(qtbot, table, *DEAD[:2])


def test_the_row_after_a_decided_one_is_next(qtbot, table, pane):
    click_header(table, 0)
    qtbot.waitUntil(lambda: column(table) == sorted(DEAD))
    click_row(table, 0)
    qtbot.waitUntil(lambda: pane.address() == DEAD[0])
    press(table, "k")
    qtbot.waitUntil(lambda: pane.address() == DEAD[1])
    assert table.hasFocus() or table.currentIndex().row() == 0


def test_a_button_decides_for_all_selected_rows(qtbot, window, table, pane):
    click_row(table, 0)
    click_row(table, 1, SHIFT)
    qtbot.waitUntil(lambda: pane.address() == "2 selected addresses")
    buttons = pane.buttons._buttons
    click(buttons[Choice.KEEP])
    qtbot.waitUntil(lambda: table.model().rowCount() == 1)
    qtbot.waitUntil(lambda: counts(window)[Section.KEPT] == "2")  # the counts follow the rows
    undo: QUndoStack = window.decisions.undo_stack
    assert undo.undoText() == "“Keep” (2 addresses)"


def test_space_marks_rows_over_which_the_arrows_walk(qtbot, window, table):
    click_row(table, 0)
    press(table, Qt.Key.Key_Space)
    press(table, Qt.Key.Key_Down)
    press(table, Qt.Key.Key_Space)
    assert table.chosen_count() == 2
    assert window.workspace.listing.filters.count.text() == "2 of 3 selected"
    press(table, Qt.Key.Key_Escape)
    assert table.chosen_count() == 1


def test_back_to_the_proposal(qtbot, window, table, pane):
    press(table, "r")
    wait_for_rows(qtbot, table, *DEAD[:2])
    press(table, "3", CTRL)
    wait_for_rows(qtbot, table, "chie@example.org", "daiki@example.com")
    row = column(table).index("chie@example.org")
    click_row(table, row)
    qtbot.waitUntil(lambda: "You decided: Retry" in texts(pane))
    assert "Retry (you)" in column(table, 2)
    press(table, Qt.Key.Key_Backspace)
    wait_for_rows(qtbot, table, "daiki@example.com")
    assert counts(window)[Section.UNSUBSCRIBE] == "3"


def test_enter_goes_to_the_mail(qtbot, table, pane):
    press(table, Qt.Key.Key_Return)
    qtbot.waitUntil(pane._mail.hasFocus)
    assert "The report number 4" in pane._mail.toPlainText()


def test_the_history_shows_each_bounce_and_its_mail(qtbot, table, pane):
    row = column(table).index(DEAD[0])
    click_row(table, row)
    qtbot.waitUntil(lambda: pane.history.list.topLevelItemCount() == 2)
    assert pane.history.list.topLevelItem(0).text(2) == "News 1"
    pane.history.list.setCurrentItem(pane.history.list.topLevelItem(1))
    assert "The report number 1" in pane._mail.toPlainText()


def test_other_mail_is_shown_and_cannot_be_decided(qtbot, window, pane):
    press(window.workspace.listing.table, "7", CTRL)
    mails = window.workspace.listing.mails
    qtbot.waitUntil(lambda: mails.isVisible() and mails.model().rowCount() == 2)
    assert sorted(column(mails, 2)) == ["Automatic reply", "Ordinary mail"]
    qtbot.waitUntil(lambda: "does not count against anybody" in texts(pane))
    assert not pane.buttons.isVisible()
    press(mails, "u")
    assert not window.decisions.undo_stack.canUndo()


def test_a_filter_by_reason(qtbot, window, table):
    box = window.workspace.listing.filters._reasons
    press(table, "3", CTRL)
    qtbot.waitUntil(lambda: box.findData("mailbox_full") > 0)
    box.setCurrentIndex(box.findData("mailbox_full"))
    qtbot.waitUntil(lambda: counts(window)[Section.FIX_SENDER] == "0")
    assert counts(window)[Section.RETRY] == "1"
    press(table, "1", CTRL)
    qtbot.waitUntil(window.workspace.listing.empty.isVisible)
    box.setCurrentIndex(0)
    wait_for_rows(qtbot, table, *DEAD)


def arrive(database, name: str, numbers: range) -> None:
    """New bounces come into the store."""
    with Store(database) as store:
        store.add(
            1, "INBOX", 7, [bounce(number, f"{name}{number}@example.jp", week=number // 100) for number in numbers]
        )
        decide_all(store)


def test_nothing_moves_under_the_reader_when_mail_comes(qtbot, window, table, pane, database):
    arrive(database, "reader", range(100, 200))
    window.workspace.reload()
    qtbot.waitUntil(lambda: table.model().rowCount() == 103)
    click_row(table, 4)
    press(table, Qt.Key.Key_Space)
    table.verticalScrollBar().setValue(40)
    first = column(table)[table.rowAt(1)]
    qtbot.waitUntil(lambda: pane.address() == column(table)[5])
    pane._mail.selectAll()
    arrive(database, "late", range(200, 203))
    window.workspace.reload()
    qtbot.waitUntil(lambda: table.model().rowCount() == 106)
    assert column(table).index("late202@example.jp") < column(table).index(first)
    assert column(table)[table.rowAt(1)] == first
    assert table.chosen_count() == 1
    assert pane._mail.textCursor().hasSelection()
    press(table, Qt.Key.Key_Space)
    assert table.chosen_count() == 2


def test_what_came_in_above_is_told_and_one_click_away(qtbot, window, table, database):
    arrive(database, "reader", range(100, 200))
    window.workspace.reload()
    qtbot.waitUntil(lambda: table.model().rowCount() == 103)
    press(table, Qt.Key.Key_Home, CTRL)
    first = column(table)[0]
    above = window.workspace.listing.filters._above
    assert not above.isVisible()
    arrive(database, "late", range(200, 203))
    window.workspace.reload()
    qtbot.waitUntil(above.isVisible)
    assert above.text() == "↑ 3"
    assert column(table)[table.rowAt(1)] == first
    click(above)
    assert column(table)[table.rowAt(1)].startswith("late")
    assert not above.isVisible()


def test_many_selected_rows_stay_selected_when_mail_comes(qtbot, window, table, database):
    arrive(database, "reader", range(100, 200))
    window.workspace.reload()
    qtbot.waitUntil(lambda: table.model().rowCount() == 103)
    table.setFocus()
    press(table, "a", CTRL)
    assert table.chosen_count() == 103
    arrive(database, "late", range(200, 203))
    window.workspace.reload()
    qtbot.waitUntil(lambda: table.model().rowCount() == 106)
    assert table.chosen_count() == 103


def test_the_filters_offer_what_is_there_with_its_number(qtbot, window, table):
    filters = window.workspace.listing.filters

    def offered(box):
        return [box.itemText(place) for place in range(box.count())]

    qtbot.waitUntil(lambda: offered(filters._domains) == ["All domains", "example.jp (2)", "example.org (1)"])
    type_into(window.workspace.search, "aiko")
    qtbot.waitUntil(lambda: offered(filters._domains) == ["All domains", "example.jp (1)"])
    filters._domains.setCurrentIndex(1)
    type_into(window.workspace.search, "chie")
    qtbot.waitUntil(lambda: offered(filters._domains) == ["All domains", "example.org (1)", "example.jp (0)"])
    assert filters._domains.currentText() == "example.jp (0)"


def test_the_source_of_the_mail_stands_beside_its_text(qtbot, table, pane):
    pane._tabs.setCurrentWidget(pane._source)
    assert "The report number 4" in pane._source.toPlainText()
    assert pane._source.isReadOnly()


def test_the_rule_is_shown_as_it_is_written(qtbot, open_window):
    window = open_window()
    click(window.first_page._sample)
    pane = window.workspace.evidence
    qtbot.waitUntil(lambda: not window.reading.busy() and pane.address() != "")
    pane._tabs.setCurrentWidget(pane._rule_text)
    assert f'id = "{pane._failure.rule}"' in pane._rule_text.toPlainText()
