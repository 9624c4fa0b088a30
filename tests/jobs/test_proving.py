"""The proof of a rule that is not saved yet: what it foretells is what judging again does."""

from __future__ import annotations

import pytest

from bounce_mails import ordinary_mail, postfix_bounce
from modori.jobs import CancelToken, judge_again, open_files
from modori.jobs.proving import look, prove
from modori.records import Account, AccountKind, Choice
from modori.rules import RuleError, drafts, load_bundled
from modori.store import Query

FLOWN = "550 5.3.0 <{address}>: The reader has flown away"


@pytest.fixture
def opened(store, book, job, tmp_path):
    """Two readers who flew away, one who is unknown, and a letter."""
    folder = tmp_path / "mails"
    folder.mkdir()
    for number, address in enumerate(["a@shop.example.jp", "b@shop.example.jp"]):
        (folder / f"{number}.eml").write_bytes(postfix_bounce(address, FLOWN))
    (folder / "unknown.eml").write_bytes(postfix_bounce("c@shop.example.jp"))
    (folder / "letter.eml").write_bytes(ordinary_mail())
    account = store.save_account(Account("Files", AccountKind.FILES))
    open_files(store, account, [folder], book, **job)
    return account.id


def rule(words: str, reason: str, reply: str = "550 5.3.0 The reader has flown away") -> str:
    return drafts.whole([drafts.as_toml(drafts.draft(reply, words, reason, ()))])


@pytest.fixture
def proof(store, opened, book, job):
    seen = look(store, opened, book, CancelToken())
    assert len(seen) == 3

    def run(rules: str, before: str = ""):
        return prove(store, opened, seen, rules=rules, before=before, bundled=book, now=job["now"])

    return run


def proposals(store, account) -> dict[str, Choice]:
    return {row.address: row.proposed for row in store.rows(store.ids(Query(account)))}


def test_it_says_which_mails_it_matches_and_which_addresses_change(proof):
    found = proof(rule("flown away", "user_unknown"))
    assert found.matched == {"own.01": 2}
    assert len(found.replies["own.01"]) == 2
    assert [(one.address, one.then) for one in found.changed] == [
        ("a@shop.example.jp", Choice.UNSUBSCRIBE),
        ("b@shop.example.jp", Choice.UNSUBSCRIBE),
    ]
    assert (found.changes, found.more) == (2, False)


def test_a_rule_that_says_what_is_said_already_changes_nothing(proof):
    found = proof(rule("User unknown", "user_unknown", "550 5.1.1 User unknown"))
    assert found.matched == {"own.01": 1}
    assert found.changes == 0


def test_what_is_foretold_is_what_judging_again_does(store, opened, proof, job, tmp_path):
    before = proposals(store, opened)
    rules = rule("flown away", "user_unknown")
    foretold = {one.address: one.then for one in proof(rules).changed}
    path = tmp_path / "rules.toml"
    path.write_text(rules, encoding="utf-8")
    judge_again(store, opened, load_bundled([path]), **job)
    assert proposals(store, opened) == before | foretold
    back = proof("", before=rules)
    assert {one.address: one.then for one in back.changed} == {address: before[address] for address in foretold}
    path.write_text("", encoding="utf-8")
    judge_again(store, opened, load_bundled([path]), **job)
    assert proposals(store, opened) == before


def test_rules_that_cannot_be_read_are_told(proof):
    with pytest.raises(RuleError):
        proof("[[rule]]\nid = 'x'")


def test_a_cancel_keeps_what_was_read(store, opened, book):
    cancel = CancelToken()
    cancel.cancel()
    assert look(store, opened, book, cancel) == []
