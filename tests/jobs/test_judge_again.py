"""What is stored is judged again by other rules, without the server, and asked about again as time goes by."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest

from bounce_mails import START, ordinary_mail, postfix_bounce
from modori.jobs import CancelToken, judge_again, must_judge_again, open_files, refresh
from modori.jobs import pool as pool_module
from modori.records import Account, AccountKind, By, Choice
from modori.review import CAUTIOUS, STANDARD
from modori.rules import load_bundled
from modori.store import Query, Section, Store
from own_rules import own_rule

ROOT = Path(__file__).resolve().parents[2]
OWN_MAILS = [ROOT / "tests" / "mails" / name for name in ("lab", "kinds")] + [ROOT / "resources" / "samples"]


@pytest.fixture
def other_book(tmp_path):
    """The bundled rules behind one that takes every unknown user for a full mailbox."""
    return load_bundled([own_rule(tmp_path / "own.toml", "User unknown", "mailbox_full")])


@pytest.fixture
def opened(store, book, job, tmp_path):
    """An account with some bounces of unknown users, read by the bundled rules."""
    folder = tmp_path / "mails"
    folder.mkdir()
    for number in range(3):
        (folder / f"{number}.eml").write_bytes(postfix_bounce(f"reader{number}@shop.example.jp"))
    (folder / "letter.eml").write_bytes(ordinary_mail())
    account = store.save_account(Account("Files", AccountKind.FILES))
    open_files(store, account, [folder], book, **job)
    return account.id


def ids(store, account, section=None):
    return list(store.ids(Query(account, section=section)))


def everything(store: Store, account: int) -> dict[tuple[str, int | None], tuple[object, ...]]:
    """All that is told of every recipient, without the ids."""
    rows = store.rows(store.ids(Query(account)))
    told = {}
    for row in rows:
        past = [
            one._replace(id=0, recipient_id=0, message_id=0, sending_id=None, list_id=None, sending="")
            for one in store.failures_of(row.id)
        ]
        told[row.address, row.list_name, row.cause] = (
            *(row.section, row.choice, row.proposed, row.by, row.reason, row.decided_reason, row.why, row.held_by),
            *(row.sendings, row.failures, row.first_seen, row.last_seen, row.diagnostic, row.rule, row.system),
            *(row.subject, row.failed_since_decision, sorted(past, key=repr)),
        )
    return told


def test_nothing_is_judged_again_by_the_same_rules(store, opened, book, job):
    assert not must_judge_again(store, opened, book)
    assert judge_again(store, opened, book, **job).read == 0


def test_other_rules_move_a_decision_to_another_section(store, opened, other_book, job):
    before = ids(store, opened, Section.UNSUBSCRIBE)
    assert len(before) == 3
    assert must_judge_again(store, opened, other_book)
    report = judge_again(store, opened, other_book, **job)
    assert (report.read, report.bounces, report.failures, report.ended) == (3, 3, 3, "done")
    assert ids(store, opened, Section.UNSUBSCRIBE) == []
    assert sorted(ids(store, opened, Section.RETRY)) == sorted(before)
    assert {(row.reason, row.sendings, row.failures) for row in store.rows(before)} == {("mailbox_full", 1, 1)}
    assert not must_judge_again(store, opened, other_book)


def test_and_back(store, opened, book, other_book, job):
    before = everything(store, opened)
    judge_again(store, opened, other_book, **job)
    assert everything(store, opened) != before
    judge_again(store, opened, book, **job)
    assert everything(store, opened) == before


def test_a_decision_of_the_user_survives(store, opened, other_book, job):
    first, second, _ = ids(store, opened)
    store.decide([first], Choice.KEEP, "a friend", when=job["now"])
    judge_again(store, opened, other_book, **job)
    kept, retried = store.rows([first, second])
    assert (kept.choice, kept.by, kept.note, kept.section) == (Choice.KEEP, By.USER, "a friend", Section.KEPT)
    assert (retried.choice, retried.by) == (Choice.RETRY, By.POLICY)


def test_ordinary_mail_stays_what_it_was_taken_for(store, opened, other_book, job):
    letters = ids(store, opened, Section.NOT_BOUNCES)
    judge_again(store, opened, other_book, **job)
    assert ids(store, opened, Section.NOT_BOUNCES) == letters
    assert len(letters) == 1


def test_a_cancelled_job_goes_on_where_it_stopped(store, book, other_book, job, tmp_path):
    folder = tmp_path / "many"
    folder.mkdir()
    for number in range(450):
        (folder / f"{number:03}.eml").write_bytes(postfix_bounce(f"reader{number}@shop.example.jp"))
    account = store.save_account(Account("Files", AccountKind.FILES)).id
    open_files(store, Account("Files", AccountKind.FILES, id=account), [folder], book, **job)
    token, seen = CancelToken(), []

    def stop_early(progress):
        seen.append(progress)
        token.cancel()

    first = judge_again(store, account, other_book, **{**job, "cancel": token, "progress": stop_early})
    assert first.ended == "cancelled"
    assert 0 < first.read < 450
    assert (seen[0].done, seen[0].total) == (first.read, 450)
    assert len(ids(store, account, Section.RETRY)) == first.read
    second = judge_again(store, account, other_book, **job)
    assert (first.read + second.read, second.ended) == (450, "done")
    assert len(ids(store, account, Section.RETRY)) == 450
    assert {(row.sendings, row.failures) for row in store.rows(ids(store, account))} == {(1, 1)}


@pytest.mark.parametrize(("processes", "mails"), [(0, OWN_MAILS), (1, OWN_MAILS[1:])], ids=["here", "beside"])
def test_all_own_mails_judged_again_are_as_if_read_for_the_first_time(
    store, book, job, tmp_path, monkeypatch, processes, mails
):
    monkeypatch.setattr("modori.jobs.pool.beside", lambda: processes)
    # A mail without a date counts as of now, which must be the same for both.
    monkeypatch.setattr("modori.store.write.time", SimpleNamespace(time=lambda: job["now"].timestamp()))
    monkeypatch.setattr(pool_module, "WORTH", 100)
    monkeypatch.setattr(pool_module, "WORTH_A_COPY", 100)
    other = load_bundled([own_rule(tmp_path / "own.toml", "mailbox", "blocked")])
    account = store.save_account(Account("Files", AccountKind.FILES))
    open_files(store, account, mails, other, **job)
    before = everything(store, account.id)
    with Store(tmp_path / "fresh.sqlite3") as fresh:
        new = fresh.save_account(Account("Files", AccountKind.FILES))
        open_files(fresh, new, mails, book, **job)
        wanted = everything(fresh, new.id)
    assert before != wanted
    judge_again(store, account.id, book, **job)
    assert everything(store, account.id) == wanted


def test_old_evidence_expires_with_the_calendar(store, opened, job):
    assert len(ids(store, opened, Section.UNSUBSCRIBE)) == 3
    refresh(store, opened, STANDARD, START + timedelta(days=300))
    assert len(ids(store, opened, Section.UNSUBSCRIBE)) == 3
    refresh(store, opened, STANDARD, START + timedelta(days=400))
    assert ids(store, opened, Section.UNSUBSCRIBE) == []
    assert len(ids(store, opened, Section.REVIEW)) == 3


def test_only_those_are_asked_about_whose_evidence_has_expired_since(store, opened, job):
    assert refresh(store, opened, STANDARD, START + timedelta(days=300)) == 3
    assert refresh(store, opened, STANDARD, START + timedelta(days=364)) == 0
    assert refresh(store, opened, STANDARD, START + timedelta(days=366)) == 3
    assert len(ids(store, opened, Section.REVIEW)) == 3
    assert refresh(store, opened, STANDARD, START + timedelta(days=367)) == 0
    assert refresh(store, opened, CAUTIOUS, START + timedelta(days=367)) == 3


@pytest.mark.parametrize("days", [30, 90, 200])
def test_asking_now_and_then_is_as_good_as_asking_about_everybody(store, book, job, days):
    account = store.save_account(Account("Files", AccountKind.FILES))
    open_files(store, account, OWN_MAILS[1:], book, **job)
    for day in range(0, 1000, days):
        refresh(store, account.id, STANDARD, job["now"] + timedelta(days=day))
        some = everything(store, account.id)
        refresh(store, account.id, CAUTIOUS, job["now"] + timedelta(days=day))
        refresh(store, account.id, STANDARD, job["now"] + timedelta(days=day))
        assert everything(store, account.id) == some
