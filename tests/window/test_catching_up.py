"""What is stored is judged again when the rules are new: the window does it by itself, and says so."""

from __future__ import annotations

from datetime import timedelta

import pytest

from modori.jobs import CancelToken, open_files
from modori.jobs.judging import policy_version
from modori.records import Account, AccountKind, Choice
from modori.review import STANDARD
from modori.rules import load_bundled
from modori.store import Section, Store
from modori.window import reading
from own_rules import own_rule
from window_hands import column, counts
from window_mails import NOW, bounce_mail, write_mails


@pytest.fixture
def old_store(database, tmp_path):
    """Three dead addresses that other rules took for full mailboxes, one of which the user keeps."""
    folder = tmp_path / "mails"
    folder.mkdir()
    write_mails(folder, 3)
    book = load_bundled([own_rule(tmp_path / "own.toml", "User unknown", "mailbox_full")])
    with Store(database) as store:
        account = store.save_account(Account("Files", AccountKind.FILES))
        open_files(store, account, [folder], book, now=NOW, progress=lambda _: None, cancel=CancelToken())
        kept = next(store.to_export(account.id or 0, Choice.RETRY))
        store.decide([kept.id], Choice.KEEP, when=NOW + timedelta(days=2000))
    return database


def test_new_rules_move_the_addresses_and_a_decision_stays(qtbot, old_store, open_window):
    window = open_window()
    qtbot.waitUntil(lambda: "judged again" in window.scan_bar.text(), timeout=20_000)
    assert window.scan_bar.text() == "3 mails judged again: the rules are new. Your own decisions stay."
    table = window.workspace.listing.table
    # It opened with Retry, the first section that had something.
    qtbot.waitUntil(lambda: column(table) == [] and counts(window)[Section.RETRY] == "0")
    window.workspace.sidebar.choose_section(Section.UNSUBSCRIBE)
    qtbot.waitUntil(lambda: len(column(table)) == 2)
    assert counts(window)[Section.KEPT] == "1"
    assert window.actions_["open_files"].isEnabled()


def test_nothing_is_said_where_nothing_is_new(qtbot, open_window, database):
    window = open_window(filled=True)
    qtbot.waitUntil(lambda: window.workspace.evidence.address() != "")
    qtbot.waitUntil(window.reading.idle)
    assert window.scan_bar.text() == ""
    assert len(column(window.workspace.listing.table)) == 3


@pytest.mark.parametrize("few", [0, 1000])
def test_the_policy_is_asked_again_by_a_new_program(qtbot, old_store, open_window, database, monkeypatch, few):
    """Of many in a process of its own, of few in a thread."""
    monkeypatch.setattr(reading, "_FEW", few)
    with Store(database) as store:
        store.set_last_asked(1, NOW, "another")
    window = open_window()
    with Store(database) as store:
        qtbot.waitUntil(lambda: (store.last_asked(1) or ("", ""))[1] == policy_version(STANDARD), timeout=20_000)
    qtbot.waitUntil(window.reading.idle)


def test_judging_again_gives_way_to_reading_and_goes_on_after_it(qtbot, old_store, open_window, tmp_path):
    window = open_window()
    more = tmp_path / "more.eml"
    more.write_bytes(bounce_mail("late@example.jp", number=9))
    qtbot.waitUntil(lambda: not window.reading.idle() or "again" in window.scan_bar.text())
    with qtbot.waitSignal(window.reading.ended, timeout=20_000):
        window.mailboxes.open_files([more])
    qtbot.waitUntil(window.reading.idle, timeout=20_000)
    window.workspace.sidebar.choose_section(Section.UNSUBSCRIBE)
    qtbot.waitUntil(lambda: len(column(window.workspace.listing.table)) == 3)
