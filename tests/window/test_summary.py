"""The summary: pictures that are walked through with keys, heard by a screen reader, and filter the table."""

from __future__ import annotations

from datetime import timedelta

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest

from modori.records import Account, AccountKind, Choice, Note
from modori.store import Section, Span, Store
from modori.window.charts import BarChart
from modori.window.summary_page import span_words
from store_mails import START
from window_hands import click, column, press, texts
from window_mails import DEAD

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def page(qtbot, window):
    press(window, "0", CTRL)
    page = window.workspace.summary
    qtbot.waitUntil(lambda: page.isVisible() and page.settled() and page.reasons.isVisible())
    return page


def bar_with(chart: BarChart, words: str) -> int:
    return next(place for place, sentence in enumerate(chart.sentences()) if sentence.startswith(words))


def click_bar(chart: BarChart, words: str) -> None:
    place = chart.visualItemRect(chart.item(bar_with(chart, words))).center()
    QTest.mouseClick(chart.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)


def words(page) -> str:
    """What is read there; some of the spaces do not break."""
    return texts(page).replace("\u00a0", " ")


def test_it_counts_every_address(page):
    assert "7 addresses · Unsubscribe 3 · Asked to stop 1 · Retry 1 · Fix on your side 1 · Review 1" in words(page)
    assert page.reasons.sentences()[0] == "User unknown: 3 addresses (42.9 %)"
    assert page.domains.sentences()[0] == "example.jp: 3 addresses (42.9 %)"
    assert page.sendings.sentences()[0].startswith("News 2: ")
    assert sum(int(one.split(": ")[1].split()[0]) for one in page.times.sentences()) == 7


def test_a_click_on_a_reason_shows_its_addresses_where_most_of_them_are(qtbot, window, page):
    click_bar(page.reasons, "Mailbox full")
    table = window.workspace.listing.table
    qtbot.waitUntil(lambda: table.isVisible() and column(table) == ["daiki@example.com"])
    assert window.workspace.sidebar.section() is Section.RETRY
    assert window.workspace.evidence.isVisible()
    assert window.workspace.listing.filters.fields(messages=False)["reason"] == "mailbox_full"


def test_enter_on_a_domain_shows_its_addresses(qtbot, window, page):
    page.domains.setFocus()
    place = bar_with(page.domains, "example.org")
    for _ in range(place):
        press(page.domains, Qt.Key.Key_Down)
    press(page.domains, Qt.Key.Key_Return)
    table = window.workspace.listing.table
    qtbot.waitUntil(lambda: table.isVisible() and column(table) == [DEAD[2]])
    qtbot.waitUntil(table.hasFocus)


def test_a_sending_and_a_time_filter_too(qtbot, window, page):
    table = window.workspace.listing.table
    click_bar(page.sendings, "News 0")
    qtbot.waitUntil(lambda: table.isVisible() and column(table) == [DEAD[0]])
    press(window, "0", CTRL)
    qtbot.waitUntil(lambda: page.isVisible() and page.settled())
    page.times.setFocus()
    press(page.times, Qt.Key.Key_End)
    press(page.times, Qt.Key.Key_Space)
    filters = window.workspace.listing.filters
    qtbot.waitUntil(lambda: table.isVisible() and filters.fields(messages=False)["until"] is not None)
    assert filters.fields(messages=False)["sending_id"] is None
    qtbot.waitUntil(lambda: table.model().rowCount() > 0)


def test_the_search_leaves_the_summary(qtbot, window, page):
    press(window.workspace.search, "chie")
    table = window.workspace.listing.table
    qtbot.waitUntil(lambda: table.isVisible() and column(table) == [DEAD[2]])


def test_a_section_leaves_it_and_the_side_bar_says_where_one_is(qtbot, window, page):
    sidebar = window.workspace.sidebar
    assert sidebar._summary.selectedItems()
    assert not sidebar._section_list.selectedItems()
    item = sidebar._section_list.items()[0]
    place = sidebar._section_list.visualItemRect(item).center()
    QTest.mouseClick(sidebar._section_list.viewport(), Qt.MouseButton.LeftButton, pos=place)
    qtbot.waitUntil(window.workspace.listing.isVisible)
    assert not sidebar._summary.selectedItems()
    assert sidebar._section_list.selectedItems() == [item]


def test_decisions_are_counted_at_once(qtbot, window, page):
    window.decisions.decide([1], Choice.KEEP)
    qtbot.waitUntil(lambda: "Unsubscribe 2 " in words(page) and "Kept 1" in words(page))


def test_a_screen_reader_hears_each_bar(page):
    heard = QAccessible.queryAccessibleInterface(page.reasons)
    assert heard.text(QAccessible.Text.Name) == "By reason"
    assert heard.child(0).text(QAccessible.Text.Name) == "User unknown: 3 addresses (42.9 %)"


def test_an_empty_mailbox_says_so_and_offers_to_scan(qtbot, open_window, database):
    with Store(database) as store:
        store.save_account(Account("Empty", AccountKind.SAMPLE))
    window = open_window()
    press(window, "0", CTRL)
    page = window.workspace.summary
    qtbot.waitUntil(lambda: "Nothing to draw yet" in texts(page))
    with qtbot.waitSignal(page.scan_asked):
        click(page._button)


def test_what_went_wrong_is_told_and_can_be_tried_again(qtbot, window, page):
    query = window.workspace._query
    page._query = type(query)(query.account_id)
    page._on_failure(page._query, Note("store_busy", {"path": "modori.sqlite3"}))
    assert page._button.text() == "Try again"
    click(page._button)
    qtbot.waitUntil(lambda: page.settled() and page.reasons.isVisible())


def test_columns_share_the_width_also_of_a_small_window(qtbot, window, page):
    window.resize(QSize(1024, 700))
    qtbot.waitUntil(lambda: window.width() == 1024)
    last = page.times.item(page.times.count() - 1)
    qtbot.waitUntil(lambda: page.times.visualItemRect(last).right() <= page.times.viewport().width())


@pytest.mark.parametrize(
    ("days", "words"),
    [(1, "3/2/26"), (7, "3/2/26 – 3/8/26"), (31, "Mar 2026"), (365, "2026")],
)
def test_spans_are_named(window, days, words):
    start = START.replace(hour=0)
    assert span_words(Span(start, start + timedelta(days=days), 1, None)) == words
