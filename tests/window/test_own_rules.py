"""Own rules: made from a reply, proved while they are written, saved as the linter reads them, judged again."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from bounce_mails import postfix_bounce
from modori.jobs import CancelToken, open_files
from modori.records import Account, AccountKind
from modori.rules import load_bundled
from modori.rules.lint import check
from modori.store import Section, Store
from modori.window.rules_dialog import RulesDialog
from store_mails import START
from window_hands import click, column, counts, dialog, press, texts, type_into

FLOWN = "550 5.3.0 <{address}>: The reader has flown away"
FLOWN_AWAY = ["a@shop.example.jp", "b@shop.example.jp"]


@pytest.fixture
def window(qtbot, open_window, database, tmp_path):
    """A window on real bounces: two readers who flew away, which no bundled rule knows, and one who is unknown."""
    folder = tmp_path / "mails"
    folder.mkdir()
    for number, address in enumerate(FLOWN_AWAY):
        (folder / f"{number}.eml").write_bytes(postfix_bounce(address, FLOWN))
    (folder / "2.eml").write_bytes(postfix_bounce("c@shop.example.jp"))
    with Store(database) as store:
        account = store.save_account(Account("Files", AccountKind.FILES))
        open_files(store, account, [folder], load_bundled(), now=START, progress=lambda _: None, cancel=CancelToken())
    window = open_window()
    qtbot.waitUntil(lambda: counts(window)[Section.UNSUBSCRIBE] == "1")
    window.workspace.sidebar.choose_section(Section.REVIEW)
    qtbot.waitUntil(lambda: sorted(column(window.workspace.listing.table)) == FLOWN_AWAY)
    qtbot.waitUntil(lambda: window.reading.idle() and window.workspace.evidence.address() in FLOWN_AWAY)
    yield window
    for one in window.findChildren(RulesDialog):
        one.reject()


def open_rules(qtbot, window, action: str = "rule_from_reply") -> RulesDialog:
    window.actions_[action].trigger()
    shown = dialog(RulesDialog)
    qtbot.waitUntil(shown.settled)
    return shown


def choose(box, value: str) -> None:
    """Choose an entry of a box with the keyboard, as a person does."""
    box.setFocus()
    wanted = box.findData(value)
    while box.currentIndex() != wanted:
        before = box.currentIndex()
        press(box, Qt.Key.Key_Down if wanted > before else Qt.Key.Key_Up)
        assert box.currentIndex() != before
    box.activated.emit(wanted)


def test_a_rule_from_a_reply_is_proved_saved_and_used(qtbot, window, home):
    shown = open_rules(qtbot, window)
    assert shown.form.words.text() == "The reader has flown away"
    assert "This rule matches 2 failures." in texts(shown)
    assert "0 addresses would get another proposal." in texts(shown)
    choose(shown.form.reason, "user_unknown")
    qtbot.waitUntil(lambda: shown.settled() and shown.changes.topLevelItemCount() == 2)
    line = shown.changes.topLevelItem(0)
    assert line is not None
    assert [line.text(place) for place in range(3)] == [FLOWN_AWAY[0], "Review", "Unsubscribe"]
    assert shown.replies.count() == 2
    click(shown.save)
    saved = home / "rules.toml"
    assert [str(one) for one in check([saved])] == []
    qtbot.waitUntil(lambda: counts(window)[Section.UNSUBSCRIBE] == "3")
    window.workspace.sidebar.choose_section(Section.UNSUBSCRIBE)
    window.workspace.search.setText("flown")
    qtbot.waitUntil(lambda: sorted(column(window.workspace.listing.table)) == FLOWN_AWAY)
    qtbot.waitUntil(lambda: "Rule: own.01" in texts(window.workspace.evidence))


def test_taking_a_rule_away_goes_back_to_the_bundled_ones(qtbot, window):
    shown = open_rules(qtbot, window)
    choose(shown.form.reason, "user_unknown")
    qtbot.waitUntil(lambda: shown.settled() and shown.save.isEnabled())
    click(shown.save)
    qtbot.waitUntil(lambda: counts(window)[Section.UNSUBSCRIBE] == "3")
    qtbot.waitUntil(window.reading.idle)
    shown = open_rules(qtbot, window, "own_rules")
    assert [shown.rules.item(place).text() for place in range(shown.rules.count())] == ["own.01  (2)"]
    click(shown._remove)
    qtbot.waitUntil(lambda: shown.settled() and shown.changes.topLevelItemCount() == 2)
    click(shown.save)
    qtbot.waitUntil(lambda: counts(window)[Section.UNSUBSCRIBE] == "1")


def test_what_is_wrong_is_told_and_cannot_be_saved(qtbot, window):
    shown = open_rules(qtbot, window)
    type_into(shown.form.words, "e")
    qtbot.waitUntil(lambda: shown.settled() and "would match everything" in texts(shown))
    assert not shown.save.isEnabled()
    type_into(shown.form.words, "flown away")
    qtbot.waitUntil(lambda: shown.settled() and shown.save.isEnabled())


def test_the_rule_can_be_written_by_hand(qtbot, window):
    shown = open_rules(qtbot, window)
    text = shown.form.text
    text.setFocus()
    text.selectAll()
    QTest.keyClicks(text, "[[rule]]")
    qtbot.waitUntil(lambda: shown.settled() and "has no" in texts(shown))
    assert not shown.form.reason.isEnabled()
    text.setPlainText(
        '[[rule]]\nid = "own.hand"\npattern = "(?:has|had) flown"\nreason = "moved"\nsource = "me"\n'
        'wins = ["550 has flown"]\nloses = ["550 User unknown"]\n'
    )
    qtbot.waitUntil(lambda: shown.settled() and shown.changes.topLevelItemCount() == 2)
    assert shown.form.reason.currentData() == "moved"
    assert not shown.form.words.isEnabled(), "a pattern is written by hand"


def test_only_for_readers_of_a_domain(qtbot, window):
    shown = open_rules(qtbot, window)
    choose(shown.form.reason, "user_unknown")
    type_into(shown.form.domains, "docomo.ne.jp")
    qtbot.waitUntil(lambda: shown.settled() and "matches 0 failures" in texts(shown))
    type_into(shown.form.domains, "docomo.ne.jp, shop.example.jp")
    qtbot.waitUntil(lambda: shown.settled() and "matches 2 failures" in texts(shown))


def test_leaving_without_saving_changes_nothing(qtbot, window, home):
    shown = open_rules(qtbot, window)
    assert shown._close.text() == "Discard changes"
    click(shown._close)
    assert not (home / "rules.toml").exists()
    assert counts(window)[Section.UNSUBSCRIBE] == "1"


def test_a_file_that_cannot_be_used_is_told_and_left_out(qtbot, open_window, home, window):
    (home / "rules.toml").write_text("[[rule", encoding="utf-8")
    window.reading.catch_up(window.mailboxes.accounts())
    qtbot.waitUntil(lambda: "The rule file rules.toml cannot be read" in texts(window.workspace.listing.banner))
    shown = open_rules(qtbot, window, "own_rules")
    assert "cannot be read" in texts(shown)
