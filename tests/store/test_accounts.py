"""Accounts are kept, and forgotten without a trace."""

from __future__ import annotations

import sqlite3
from dataclasses import fields, replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from modori.records import Account, AccountKind, Cause, Choice, Decision, Note, Security, Server, SignIn
from modori.store import Query, Section, Store, StoreError, packed
from store_mails import START, OldFile, asked, bounce, failure, letter, sending

FULL = Account(
    name="お店のニュース",
    kind=AccountKind.IMAP,
    server=Server("imap.example.jp", 143, Security.IMAP_STARTTLS, "o'brien@example.jp", "ab" * 32, "/etc/ca.pem"),
    folders=("INBOX", "迷惑メール"),
    since="2026-01-01",
)


def test_an_account_comes_back_as_it_was(store: Store, path: Path) -> None:
    first = store.save_account(FULL)
    second = store.save_account(Account("files", AccountKind.FILES))
    assert first == replace(FULL, id=first.id)
    with Store(path) as again:
        assert again.accounts() == [first, second]


def test_an_account_changes(store: Store) -> None:
    saved = store.save_account(FULL)
    changed = replace(saved, name="new", server=None, folders=(), since=None)
    assert store.save_account(changed) == changed
    assert store.accounts() == [changed]


def test_no_column_could_hold_a_password() -> None:
    """What is stored of an account is what records know of it, and those have no password."""
    known = {"host", "port", "security", "user", "fingerprint", "ca_file", "sign_in"}
    assert {field.name for field in fields(Server)} == known
    assert {field.name for field in fields(SignIn)} == {"issuer", "client_id", "tenant", "app_only"}


def files_of(path: Path) -> bytes:
    return b"".join(each.read_bytes() for each in sorted(path.parent.iterdir()))


def fill(store: Store, word: str) -> int:
    """An account where everything that can be stored has `word` in it."""
    account = (
        store.save_account(replace(FULL, name=word, server=replace(FULL.server, user=word), folders=(word,))).id or 0
    )
    mails = [
        bounce(
            number,
            failure(f"{word}{number}@{word}.example", said=f"550 {word} unknown", final_address=f"{word}@x.example"),
            of=sending(number, f"list.{word}.example", subject=f"About {word}", message_id=f"<{word}@x>"),
            week=number,
            message_id=f"<{number}.{word}@x>",
            subject=word,
            sender=f"{word}@mx.example",
            problem=Note("store_busy", {"path": word}),
        )
        for number in range(1, 300)
    ]
    mails = [replace(mail, kept=packed(mail.message, mail.kept.excerpt + word.encode() * 9)) for mail in mails]
    mails += [asked(900, f"{word}@example.jp", of=sending(1, word)), letter(901, word)]
    touched = store.add(account, word, 7, mails)
    store.propose_many({one: Decision(Choice.RETRY, Cause.FAILED, None, Note("x", {"a": word})) for one in touched})
    store.decide(touched[:9], Choice.KEEP, word, when=datetime.now(UTC))
    return account


def test_nothing_of_a_forgotten_account_stays_in_the_file(store: Store, path: Path) -> None:
    kept = fill(store, "zweitens")
    gone = fill(store, "erstens")
    assert b"erstens" in files_of(path)
    before = {section: store.counts(Query(kept))[section] for section in Section}
    with Store(path) as other:  # an idle window elsewhere does not hinder it
        other.accounts()
        store.forget_account(gone)
        assert b"erstens" not in files_of(path)
        assert [account.id for account in other.accounts()] == [kept]
    assert b"zweitens" in files_of(path)
    assert store.counts(Query(kept)) == before
    assert store.counts(Query(gone)) == dict.fromkeys(Section, 0)
    assert store.folder_mark(gone, "erstens") is None
    store.close()
    assert b"erstens" not in files_of(path)


def test_every_table_is_emptied(store: Store, path: Path) -> None:
    store.forget_account(fill(store, "erstens"))
    with sqlite3.connect(path) as raw:
        tables = [row[0] for row in raw.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        left = {table: raw.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in tables}  # noqa: S608
    raw.close()
    assert {table for table, count in left.items() if count} <= {"sqlite_sequence"}


def test_nothing_of_another_account_hangs_in_the_air(store: Store) -> None:
    kept = fill(store, "zweitens")
    store.forget_account(fill(store, "erstens"))
    assert store._connection.execute("PRAGMA foreign_key_check").fetchall() == []
    assert store._connection.execute("PRAGMA foreign_keys").fetchone() == (1,)
    store.forget_account(kept)


def test_a_reader_delays_the_wiping_to_the_next_start(
    store: Store, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = fill(store, "erstens")
    reader = sqlite3.connect(path, isolation_level=None)
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM recipients").fetchone()
    store._connection.execute("PRAGMA busy_timeout = 50")
    with pytest.raises(StoreError) as caught:
        store.forget_account(gone)
    assert caught.value.note.code == "store_not_scrubbed"
    assert store.accounts() == []
    reader.close()
    store.close()
    with Store(path):
        assert b"erstens" not in files_of(path)


def test_mail_for_an_account_that_is_gone(store: Store, path: Path) -> None:
    gone = fill(store, "erstens")
    with Store(path) as scanning:
        store.forget_account(gone)
        with pytest.raises(StoreError) as caught:
            scanning.add(gone, "INBOX", 7, [bounce(1, "a@example.jp")])
    assert caught.value.note.code == "store_account_gone"
    assert store.accounts() == []


def test_what_is_kept_can_be_said(store: Store, path: Path) -> None:
    account = fill(store, "erstens")
    kept = store.kept(account)
    assert (kept.recipients, kept.messages) == (300, 301)
    assert 0 < kept.excerpts < kept.file
    assert store.kept(account + 1).recipients == 0


def test_ids_are_never_used_twice(store: Store) -> None:
    first = store.save_account(FULL).id or 0
    old = store.add(first, "INBOX", 1, [bounce(1, "a@example.jp")])
    changes = store.decide(old, Choice.KEEP, when=datetime.now(UTC))
    store.forget_account(first)
    second = store.save_account(FULL).id or 0
    new = store.add(second, "INBOX", 1, [bounce(1, "b@example.jp")])
    assert second > first
    assert new[0] > old[0]
    assert store.restore(changes) == ()


def test_a_file_from_before_pop3_gets_its_table_and_keeps_what_is_there(path: Path, old_file: OldFile) -> None:
    with old_file(2) as raw:
        raw.execute("INSERT INTO accounts (id, name, kind, folders) VALUES (1, 'a', 'files', '[]')")
    with Store(path) as store:
        assert [one.name for one in store.accounts()] == ["a"]
        assert store.known_uidls(1) == set()


def test_uidls_are_known_and_older_mail_is_asked_for_again_when_the_first_day_changes(store: Store) -> None:
    account = store.save_account(FULL)
    assert account.id is not None
    store.add(
        account.id, "INBOX", None, [replace(letter(1), uid=None, uidl="a"), replace(letter(2), uid=None, uidl="b")]
    )
    store.pass_over(account.id, ["c", "a"])
    assert store.known_uidls(account.id) == {"a", "b", "c"}
    store.save_account(replace(account, name="other"))
    assert store.known_uidls(account.id) == {"a", "b", "c"}
    store.save_account(replace(account, since=None))
    assert store.known_uidls(account.id) == {"a", "b"}
    store.forget_account(account.id)
    assert store.known_uidls(account.id) == set()


def test_how_a_mailbox_is_entered_is_kept(store: Store) -> None:
    assert FULL.server is not None
    sign_in = SignIn("microsoft", "client", "example.onmicrosoft.com", app_only=True)
    account = store.save_account(replace(FULL, server=replace(FULL.server, sign_in=sign_in)))
    assert store.accounts() == [account]


def test_a_file_from_before_the_sign_in_page_enters_with_passwords(path: Path, old_file: OldFile) -> None:
    with old_file(4) as raw:
        raw.execute(
            "INSERT INTO accounts (id, name, kind, host, port, security, user, folders)"
            " VALUES (1, 'a', 'imap', 'mail.example.jp', 993, 'imaps', 'news', '[]')"
        )
    with Store(path) as store:
        (account,) = store.accounts()
        assert account.server is not None
        assert account.server.sign_in is None


def test_a_store_of_version_7_gets_its_place_for_subscribers(path: Path, old_file: OldFile) -> None:
    with old_file(7):
        pass
    with Store(path) as store:
        account = store.save_account(Account("Letter", AccountKind.FILES)).id or 0
        assert store.subscribers.loaded(account) is None
        store.subscribers.keep(account, path, 0, START, [("a@x.example", "A"), ("A@X.example", "twice")])
        kept = store.subscribers.loaded(account)
        assert kept
        assert (kept.path, kept.readers) == (path, 1)
        assert dict(store.subscribers.by_domain(account)) == {"x.example": 1}


def test_names_of_a_store_of_version_8_are_found(path: Path, old_file: OldFile) -> None:
    with old_file(8) as raw:
        raw.execute("INSERT INTO accounts (id, name, kind, folders) VALUES (1, 'Letter', 'files', '[]')")
        raw.execute("INSERT INTO subscriber_lists VALUES (1, '/readers.csv', 0, 0)")
        raw.execute("INSERT INTO subscribers VALUES (1, 'a@x.example', 'a@x.example', 'Hanako 山田', 'x.example')")
    with Store(path) as store:
        assert store.kept(1).readers == 1
        (number,) = store.add(1, "INBOX", None, [bounce(1, failure("a@x.example", "user_unknown", "550 gone"))])
        store.propose(number, Decision(Choice.REVIEW, Cause.FAILED, "user_unknown", Note("x")))
        for text in ("HANAKO", "山田", "gone hanako"):
            assert len(store.ids(Query(1, text=text))) == 1
        assert not store.ids(Query(1, text="ichiro"))
