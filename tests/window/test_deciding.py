"""Deciding for several at once, with a note, from the row's menu; filters, columns."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QMenu

from modori.records import Choice
from modori.store import Column, Query, Section, Store
from modori.window.decide_dialog import DecideDialog, Scope
from modori.window.deciding import AT_ONCE
from store_mails import bounce
from window_hands import click, click_row, column, counts, dialog, look_at, press, texts, type_into
from window_mails import DEAD, decide_all

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def table(window):
    return window.workspace.listing.table


def several(qtbot, window) -> DecideDialog:
    press(window.workspace.listing.table, "d")
    shown = dialog(DecideDialog)
    qtbot.waitUntil(lambda: shown.scopes[Scope.SHOWN].isEnabled())
    return shown


def test_the_same_for_all_of_a_domain_with_the_number_before_and_one_undo(qtbot, window, table, database):
    row = column(table).index(DEAD[0])
    click_row(table, row)
    shown = several(qtbot, window)
    assert shown.scopes[Scope.DOMAIN].text() == "all at example.jp: 2"
    assert shown.scopes[Scope.REASON].text() == "all with the reason “User unknown”: 3"
    shown.scopes[Scope.DOMAIN].click()
    shown.choice.setCurrentIndex(shown.choice.findData(Choice.KEEP.value))
    type_into(shown.note, "they moved")
    assert shown.go.text() == "Always keep (2 addresses)"
    click(shown.go)
    qtbot.waitUntil(lambda: column(table) == [DEAD[2]])
    assert counts(window)[Section.KEPT] == "2"
    with Store(database) as store:
        assert {one.note for one in store.to_export(1, Choice.KEEP)} == {"they moved"}
    look_at(qtbot, window)
    press(table, "z", CTRL)
    qtbot.waitUntil(lambda: sorted(column(table)) == sorted(DEAD))


def test_a_note_stands_in_the_evidence_and_in_the_dialog(qtbot, window, table):
    shown = several(qtbot, window)
    type_into(shown.note, "rang on Monday")
    click(shown.go)
    qtbot.waitUntil(lambda: "Note: rang on Monday" in texts(window.workspace.evidence))
    look_at(qtbot, window)
    shown = several(qtbot, window)
    assert shown.note.text() == "rang on Monday"
    press(shown, Qt.Key.Key_Escape)


def test_all_that_a_search_shows(qtbot, window, table):
    type_into(window.workspace.search, "chie")
    qtbot.waitUntil(lambda: column(table) == [DEAD[2]])
    table.setFocus()
    shown = several(qtbot, window)
    assert shown.scopes[Scope.SHOWN].text().endswith(": 1")
    assert shown.scopes[Scope.REASON].text().endswith(": 3")
    press(shown, Qt.Key.Key_Escape)


def test_many_are_decided_in_the_background_and_undone(qtbot, window, table, database):
    with Store(database) as store:
        store.add(1, "INBOX", 7, [bounce(100 + one, f"reader{one}@example.jp") for one in range(AT_ONCE + 5)])
        decide_all(store)
    window.workspace.reload()
    qtbot.waitUntil(lambda: table.model().rowCount() == AT_ONCE + 8)
    press(table, "a", CTRL)
    assert table.chosen_count() == AT_ONCE + 8
    press(table, "k")
    assert window.decisions.working()
    qtbot.waitUntil(lambda: counts(window)[Section.KEPT] == str(AT_ONCE + 8))
    window.actions_["undo"].trigger()
    qtbot.waitUntil(lambda: counts(window)[Section.UNSUBSCRIBE] == str(AT_ONCE + 8))
    assert not window.decisions.working()


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_the_menu_of_a_row(qtbot, window, table):
    press(table, Qt.Key.Key_Menu)
    window.workspace.listing.menu_asked.emit(table.mapToGlobal(table.rect().center()))
    qtbot.waitUntil(lambda: isinstance(QApplication.activePopupWidget(), QMenu))
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    words = [action.text().replace("&", "") for action in menu.actions() if action.text()]
    assert {"Unsubscribe", "Always keep", "Copy the address", "Show only this domain"} <= set(words)
    menu.close()
    window.actions_["copy_address"].trigger()
    assert QGuiApplication.clipboard().text() == "chie@example.org"
    window.actions_["only_domain"].trigger()
    qtbot.waitUntil(lambda: column(table) == ["chie@example.org"])
    assert window.workspace.listing.filters.active()


def test_filters_by_domain_system_and_date(qtbot, window, table):
    filters = window.workspace.listing.filters
    qtbot.waitUntil(lambda: filters._domains.count() > 2)
    filters._domains.setCurrentIndex(filters._domains.findData("example.jp"))
    qtbot.waitUntil(lambda: sorted(column(table)) == DEAD[:2])
    filters._domains.setCurrentIndex(0)
    assert not filters._dates.isVisible()
    click(filters._more)
    assert filters._dates.isVisible()
    filters._dates.setCurrentIndex(1)
    qtbot.waitUntil(window.workspace.listing.empty.isVisible)
    filters._dates.setCurrentIndex(0)
    qtbot.waitUntil(lambda: sorted(column(table)) == sorted(DEAD))


def test_carriers_come_first_for_japanese_readers(qtbot, window, database):
    with Store(database) as store:
        store.add(1, "INBOX", 7, [bounce(300, "hana@docomo.ne.jp")])
        decide_all(store)
    window.workspace.reload()
    domains = window.workspace.listing.filters._domains
    qtbot.waitUntil(lambda: domains.count() == 4)
    assert domains.itemData(1) == "example.jp"
    window.actions_.language_asked.emit("ja")
    qtbot.waitUntil(lambda: domains.itemData(1) == "docomo.ne.jp")


def menu_action(window, name: str, text: str):
    """An entry of a menu that is filled when it opens."""
    menu = window.actions_.menus[name]
    menu.aboutToShow.emit()
    return next(action for action in menu.actions() if action.text().replace("&", "") == text)


def test_the_order_and_the_columns_can_be_chosen_without_a_mouse(qtbot, window, table):
    menu_action(window, "sort", "Address").trigger()
    qtbot.waitUntil(lambda: column(table) == sorted(DEAD, reverse=True))
    menu_action(window, "sort", "Ascending").trigger()
    qtbot.waitUntil(lambda: column(table) == sorted(DEAD))
    assert menu_action(window, "sort", "Address").isChecked()
    assert menu_action(window, "sort", "Ascending").isChecked()
    menu_action(window, "columns", "Reason").trigger()
    assert table.isColumnHidden(table._columns.index(Column.REASON))
    assert not menu_action(window, "columns", "Reason").isChecked()


def test_who_was_kept_and_failed_again_is_shown_again(qtbot, window, table, database):
    now = datetime.now(UTC)
    with Store(database) as store:
        (chie,) = store.ids(Query(1, text="chie"))
        store.decide([chie], Choice.KEEP, when=now - timedelta(hours=2))
        store.add(1, "INBOX", 7, [bounce(50, "chie@example.org", date=now - timedelta(hours=1))])
    press(table, "5", CTRL)
    qtbot.waitUntil(lambda: sorted(column(table)) == ["chie@example.org", "fumio@docomo.ne.jp"])
    row = column(table).index("chie@example.org")
    assert column(table, 2)[row] == "Keep (you), failed 1 time since"
    assert not table.model().index(row, 0).data(Qt.ItemDataRole.DecorationRole).isNull()
    click_row(table, row)
    qtbot.waitUntil(lambda: "It failed once more since you decided." in texts(window.workspace.evidence))
    press(table, "k")
    qtbot.waitUntil(lambda: "chie@example.org" not in column(table))
    assert counts(window)[Section.KEPT] == "1"


def test_a_hidden_column_stays_hidden_in_the_next_window(qtbot, window, table, open_window):
    menu = table.header_menu()
    action = next(one for one in menu.actions() if one.text() == "Reason")
    assert action.isChecked()
    action.setChecked(False)
    place = table._columns.index(Column.REASON)
    assert table.isColumnHidden(place)
    window.close()
    window._language.leave()
    again = open_window().workspace.listing.table
    qtbot.waitUntil(lambda: again.model().rowCount() > 0)
    assert again.isColumnHidden(place)
    again.show_column(Column.REASON, shown=True)
    assert not again.isColumnHidden(place)
