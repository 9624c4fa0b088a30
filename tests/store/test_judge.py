"""What stored mails were taken for is replaced by what a later reader makes of them."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest

from modori.records import Action, Cause, Choice, Decision, Kind, Note
from modori.store import Query, RecipientRow, Section, Store, Stored, StoreError
from store_mails import START, OldFile, asked, bounce, failure, letter

OLD, NEW = "rules 1", "rules 2"
UNSUBSCRIBE = Decision(Choice.UNSUBSCRIBE, Cause.FAILED, "user_unknown", Note("review_hard"))


def add(store: Store, account: int, *mails: Stored) -> dict[str, RecipientRow]:
    """Store mails as OLD has read them, with a proposal for everybody; the recipients by address."""
    touched = store.add(account, "INBOX", 7, mails, reader=OLD)
    store.propose_many(dict.fromkeys(touched, UNSUBSCRIBE))
    return {row.address: row for row in store.rows(touched)}


def judge(store: Store, account: int, *mails: Stored) -> list[int]:
    """Have NEW say what is in the messages of `mails`, in the order of the stored ones."""
    waiting = store.to_judge(account, NEW)
    return store.judge(account, NEW, [(one, mail.message) for one, mail in zip(waiting, mails, strict=True)])


def test_mails_with_an_excerpt_wait_for_a_new_reader_once(store: Store, account: int) -> None:
    mails = [bounce(1, "a@example.jp"), letter(2), asked(3, "b@example.jp")]
    add(store, account, *mails)
    assert len(store.to_judge(account, OLD)) == 0
    waiting = store.to_judge(account, NEW)
    assert store.excerpts(waiting) == [(waiting[0], mails[0].kept.excerpt), (waiting[1], mails[2].kept.excerpt)]
    assert judge(store, account, mails[0], mails[2]) == []
    assert len(store.to_judge(account, NEW)) == 0
    assert len(store.to_judge(account, OLD)) == 2


def test_what_says_the_same_keeps_all_its_rows(store: Store, account: int) -> None:
    row = add(store, account, bounce(1, "a@example.jp"))["a@example.jp"]
    before = store.failures_of(row.id)
    assert judge(store, account, bounce(1, "a@example.jp")) == []
    assert store.failures_of(row.id) == before
    assert store.rows([row.id]) == [row]


def test_another_verdict_takes_the_place_of_the_first(store: Store, account: int) -> None:
    row = add(store, account, bounce(1, "a@example.jp"))["a@example.jp"]
    full = failure("a@example.jp", "mailbox_full")
    assert judge(store, account, bounce(1, full)) == [row.id]
    (now,) = store.rows([row.id])
    assert (now.reason, now.failures, now.sendings) == ("mailbox_full", 1, 1)
    (past,) = store.failures_of(row.id)
    assert (past.reason, past.action, past.when) == ("mailbox_full", Action.RETRY, store.failures_of(row.id)[0].when)
    assert list(store.undecided(account)) == [row.id]


def test_recipients_come_and_go(store: Store, account: int) -> None:
    rows = add(store, account, bounce(1, "a@example.jp", "b@example.jp"))
    judge(store, account, bounce(1, "b@example.jp", "c@example.jp"))
    store.propose_many(dict.fromkeys(store.undecided(account), UNSUBSCRIBE))
    left = {row.address: row for row in store.rows(store.ids(Query(account)))}
    assert set(left) == {"b@example.jp", "c@example.jp"}
    assert left["b@example.jp"].id == rows["b@example.jp"].id
    assert store.rows([rows["a@example.jp"].id]) == []
    assert list(store.ids(Query(account, text="a@example"))) == []


def test_who_failed_elsewhere_too_stays(store: Store, account: int) -> None:
    row = add(store, account, bounce(1, "a@example.jp"), bounce(2, "a@example.jp", week=1))["a@example.jp"]
    judge(store, account, bounce(1), bounce(2, "a@example.jp", week=1))
    (now,) = store.rows([row.id])
    assert (now.failures, now.sendings) == (1, 1)


def test_a_decision_of_the_user_keeps_a_recipient_without_failures(store: Store, account: int) -> None:
    row = add(store, account, bounce(1, "a@example.jp"))["a@example.jp"]
    changes = store.decide([row.id], Choice.KEEP, when=START)
    assert judge(store, account, bounce(1)) == []
    (now,) = store.rows([row.id])
    assert (now.choice, now.section, now.failures, now.address) == (Choice.KEEP, Section.KEPT, 0, "a@example.jp")
    assert list(store.ids(Query(account, section=Section.KEPT))) == [row.id]
    store.restore(changes)  # nothing is left that could be proposed
    assert list(store.ids(Query(account))) == []
    assert list(store.to_export(account, Choice.UNSUBSCRIBE)) == []


def test_such_a_recipient_is_there_again_with_the_next_failure(store: Store, account: int) -> None:
    row = add(store, account, bounce(1, "a@example.jp"))["a@example.jp"]
    store.decide([row.id], Choice.KEEP, when=START)
    judge(store, account, bounce(1))
    assert store.add(account, "INBOX", 7, [bounce(2, "A@example.jp", week=1)], reader=NEW) == [row.id]
    (now,) = store.rows([row.id])
    assert (now.choice, now.failures, now.failed_since_decision) == (Choice.KEEP, 1, 1)


def test_a_mail_that_is_no_bounce_after_all_moves_to_the_others_and_loses_its_text(store: Store, account: int) -> None:
    row = add(store, account, bounce(1, "a@example.jp"))["a@example.jp"]
    (message,) = store.to_judge(account, NEW)
    judge(store, account, letter(1))
    assert store.rows([row.id]) == []
    assert list(store.ids(Query(account, section=Section.NOT_BOUNCES))) == [message]
    assert store.excerpt(message) == b""
    assert len(store.to_judge(account, "rules 3")) == 0


def test_that_mail_found_in_another_folder_is_the_same_one(store: Store, account: int) -> None:
    add(store, account, bounce(1, "a@example.jp"))
    judge(store, account, letter(1))
    store.add(account, "Junk", 3, [letter(1)], reader=NEW)
    assert store.kept(account).messages == 1


def test_an_answer_that_is_a_bounce_after_all_counts(store: Store, account: int) -> None:
    add(store, account, letter(1, kind=Kind.AUTO_REPLY))
    (touched,) = judge(store, account, bounce(1, "a@example.jp"))
    (row,) = store.rows([touched])
    assert (row.address, row.failures) == ("a@example.jp", 1)
    assert len(store.ids(Query(account, section=Section.NOT_BOUNCES))) == 0


def test_a_request_that_was_taken_for_a_bounce_is_a_recipient_of_its_own(store: Store, account: int) -> None:
    row = add(store, account, bounce(1, "a@example.jp"))["a@example.jp"]
    (touched,) = judge(store, account, asked(1, "a@example.jp"))
    assert touched != row.id
    assert store.rows([row.id]) == []
    assert store.rows([touched])[0].cause is Cause.REQUEST


def test_a_problem_of_the_mail_itself_is_not_forgotten(store: Store, account: int) -> None:
    def problem(code: str | None) -> Stored:
        mail = bounce(1, "a@example.jp")
        return replace(mail, message=replace(mail.message, problem=Note(code) if code else None))

    add(store, account, problem("file_cut"))
    (message,) = store.to_judge(account, NEW)
    judge(store, account, problem(None))
    assert store.message_rows([message])[0].problem == Note("file_cut")
    store.judge(account, NEW, [(message, problem("bounces_damaged").message)])
    assert store.message_rows([message])[0].problem == Note("bounces_damaged")
    store.judge(account, NEW, [(message, problem(None).message)])
    assert store.message_rows([message])[0].problem is None


def test_judging_twice_changes_nothing(store: Store, account: int) -> None:
    add(store, account, bounce(1, "a@example.jp", "b@example.jp"))
    (message,) = store.to_judge(account, NEW)
    again = bounce(1, failure("a@example.jp", "mailbox_full")).message
    store.judge(account, NEW, [(message, again)])
    before = store.rows(store.ids(Query(account)))
    assert store.judge(account, NEW, [(message, again)]) == []
    assert store.rows(store.ids(Query(account))) == before


def test_mails_of_another_account_and_those_that_are_gone_are_left_alone(store: Store, account: int) -> None:
    add(store, account, bounce(1, "a@example.jp"))
    (message,) = store.to_judge(account, NEW)
    other = store.save_account(replace(store.accounts()[0], id=None)).id or 0
    assert store.judge(other, NEW, [(message, letter(1).message), (message + 99, letter(1).message)]) == []
    assert list(store.to_judge(account, NEW)) == [message]
    assert len(store.ids(Query(account))) == 1


def test_a_batch_is_judged_whole_or_not_at_all(store: Store, account: int, monkeypatch: pytest.MonkeyPatch) -> None:
    row = add(store, account, bounce(1, "a@example.jp"))["a@example.jp"]
    (message,) = store.to_judge(account, NEW)

    def full(*_: object) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    with monkeypatch.context() as broken:
        broken.setattr("modori.store.judging.refresh", full)
        with pytest.raises((sqlite3.OperationalError, StoreError)):
            store.judge(account, NEW, [(message, letter(1).message)])
    assert store.rows([row.id]) == [row]
    assert list(store.to_judge(account, NEW)) == [message]


def test_a_file_of_the_first_version_is_judged_whole(path: Path, old_file: OldFile) -> None:
    with old_file(1) as raw:
        raw.execute("INSERT INTO accounts (id, name, kind, folders) VALUES (1, 'a', 'files', '[]')")
        raw.executemany(
            "INSERT INTO messages (id, account_id, kind, size, copy, folder, listed)"
            " VALUES (?, 1, 'bounce', 1, 0, '', 0)",
            [(5,), (6,)],
        )
        raw.execute("INSERT INTO excerpts VALUES (5, x'00')")
    with Store(path) as store:
        assert list(store.to_judge(1, NEW)) == [5]
