"""The look: lines that break between phrases, columns that give way, sections that come and go."""

from __future__ import annotations

import re

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPushButton

from modori.jobs.understand import reader_of
from modori.records import Account, AccountKind, Cause, Choice, Decision
from modori.rules import load_bundled
from modori.store import Column, Section, Store
from modori.window.prose import Prose, by_phrase
from store_mails import bounce
from window_hands import counts, press, texts
from window_mails import WHY

JOINER = "\u2060"


def phrases(shown: str) -> list[str]:
    """What stays together on a line."""
    apart = re.sub(
        f"(?<=[^{JOINER}A-Za-z0-9. ])(?=[^{JOINER}])|(?<=[A-Za-z0-9. ])(?=[^{JOINER}A-Za-z0-9. ])", "\n", shown
    )
    return apart.replace(JOINER, "").split("\n")


@pytest.mark.parametrize(
    ("text", "together"),
    [
        ("ドロップもできます。", ["ドロップもできます。"]),
        ("保存したメールを開きます。ドロップも可。", ["保存した", "メールを", "開きます。", "ドロップも", "可。"]),
        ("届くメール（IMAP）を読む", ["届く", "メール", "（IMAP）を", "読む"]),
        ("お知らせを2件見る", ["お知らせを", "2件見る"]),
        ("Nothing of this is Japanese.", ["Nothing of this is Japanese."]),
    ],
)
def test_japanese_breaks_between_phrases(text, together):
    assert phrases(by_phrase(text)) == together


def test_a_line_may_break_before_a_date_in_brackets():
    assert "た(" in by_phrase("回答しました(2026年11月5日)。")


def test_a_very_long_phrase_may_break_anywhere():
    assert by_phrase("アイウエオカキクケコサシスセソタチツテト") == "アイウエオカキクケコサシスセソタチツテト"


def test_a_label_gives_back_what_it_was_given(qtbot):
    label = Prose()
    qtbot.addWidget(label)
    label.setText("読者に届きません。")
    assert label.text() == label.accessibleName() == "読者に届きません。"


def test_the_dates_are_there_at_1280_in_both_languages(qtbot, window):
    table = window.workspace.listing.table
    for language in ("en", "ja"):
        window.actions_.language_asked.emit(language)
        qtbot.waitUntil(lambda: not table.isColumnHidden(table._columns.index(Column.LAST_SEEN)))
        assert not table.isColumnHidden(table._columns.index(Column.SENDINGS))


def lines(window) -> list[Section]:
    items = window.workspace.sidebar._section_list.items()
    return [Section(line.data(0, Qt.ItemDataRole.UserRole)) for line in items if not line.isHidden()]


def test_not_yours_is_there_while_it_holds_something(qtbot, window, database):
    assert Section.NOT_YOURS not in lines(window)
    assert Section.INCIDENTS not in lines(window)
    with Store(database) as store:
        row = store.rows(store.ids(window.workspace._query))[0]
        held = Decision(Choice.REVIEW, Cause.FAILED, row.reason, WHY, held_by="not_yours")
        store.propose(row.id, held)
    window.workspace.reload()
    qtbot.waitUntil(lambda: Section.NOT_YOURS in lines(window))
    assert counts(window)[Section.NOT_YOURS] == "1"
    press(window.workspace.listing.table, "9", Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: window.workspace.listing._section is Section.NOT_YOURS)
    assert "Private mail that came back" in texts(window.workspace.listing)
    press(window.workspace.listing.table, "k")
    qtbot.waitUntil(lambda: counts(window)[Section.NOT_YOURS] == "0")


LONG = "a.reader.with.a.very.long.name.and-more-of-it@mail.department.of.some.example.jp"


@pytest.mark.parametrize("language", ["en", "ja"])
def test_the_evidence_has_room_at_1024(qtbot, open_window, database, language):
    with Store(database) as store:
        account = store.save_account(Account("Files", AccountKind.FILES))
        for one in store.add(account.id or 0, "files", None, [bounce(1, LONG)], reader=reader_of(load_bundled())):
            store.propose(one, Decision(Choice.UNSUBSCRIBE, Cause.FAILED, "user_unknown", WHY))
    window = open_window(language=language)
    window.resize(1024, 700)
    pane = window.workspace.evidence
    qtbot.waitUntil(lambda: pane.address() == LONG)
    buttons = [one for one in pane.buttons.findChildren(QPushButton) if one.isVisible()]
    qtbot.waitUntil(lambda: len({one.y() for one in buttons}) == 3)
    assert len(buttons) == 6
    title = pane._address
    # The whole address is seen, over several lines.
    qtbot.waitUntil(lambda: title.verticalScrollBar().maximum() == 0)
    assert title.height() >= 2 * title.fontMetrics().lineSpacing()
    title.selectAll()
    title.copy()
    assert QGuiApplication.clipboard().text() == LONG
