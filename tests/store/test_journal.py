"""The journal of what was cleaned away."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from modori.records import Kind
from modori.store import CleanGroup, Fate, Store, Verb
from store_mails import OldFile, bounce, letter

NOW = datetime(2026, 11, 24, tzinfo=UTC)


def test_what_can_be_cleaned_and_what_was(store: Store, account: int) -> None:
    store.add(account, "INBOX", 7, [replace(bounce(1, "a@example.jp"), uid=1), replace(letter(2), uid=2)])
    store.add(account, "INBOX", 7, [replace(letter(3, kind=Kind.AUTO_REPLY), uid=3)])
    store.add(account, "INBOX", None, [replace(bounce(4, "b@example.jp"), uid=None, uidl="x y")])
    groups = store.journal.cleanable(account)
    # Nothing is decided yet.
    assert [(place.uid, place.uidl) for place in groups[CleanGroup.WAITING]] == [(0, "x y"), (1, None)]
    assert [place.uid for place in groups[CleanGroup.REPLIES]] == [3]
    assert groups[CleanGroup.DECIDED] == []
    waiting = groups[CleanGroup.WAITING]
    number = store.journal.begin(account, Verb.MOVE, "Modori", waiting, NOW)
    first, second = store.journal.entries(number)
    assert (first.fate, first.place) == (Fate.PLANNED, waiting[0])
    assert store.journal.cleanings(account) == []
    store.journal.note([(first.id, Fate.DONE, 9, 41)])
    store.journal.drop([second.id])
    (entry,) = store.journal.entries(number)
    assert (entry.fate, entry.now_uidvalidity, entry.now_uid) == (Fate.DONE, 9, 41)
    (cleaning,) = store.journal.cleanings(account)
    assert (cleaning.verb, cleaning.target, cleaning.when, cleaning.done, cleaning.back) == (
        *(Verb.MOVE, "Modori", NOW.astimezone(), 1, 0),
    )
    assert len(store.journal.cleanable(account)[CleanGroup.WAITING]) == 1
    store.forget_account(account)
    assert store.journal.entries(number) == []


def test_a_file_from_before_the_journal_gets_it(path: Path, old_file: OldFile) -> None:
    with old_file(5) as raw:
        raw.execute("INSERT INTO accounts (id, name, kind, folders) VALUES (1, 'a', 'imap', '[]')")
    with Store(path) as store:
        assert store.journal.cleanings(1) == []
