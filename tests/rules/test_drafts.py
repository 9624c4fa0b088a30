"""A user's own rules: taken apart, put together, made from a reply; an empty file is no fault."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path

import pytest

from modori.rules import drafts, load_bundled
from modori.rules.lint import check_text

PATH = Path("rules.toml")


@pytest.mark.parametrize("text", ["", "\n", "# Nothing yet.\n", drafts.whole([])])
def test_an_empty_file_has_no_rules(tmp_path, text):
    path = tmp_path / "rules.toml"
    path.write_text(text, encoding="utf-8")
    assert len(load_bundled([path]).rules) == len(load_bundled().rules)
    assert drafts.pieces(text, "rules.toml") == []
    assert check_text(text, PATH) == []


@pytest.mark.parametrize(
    ("reply", "words"),
    [
        ("550 5.1.1 <a@example.jp>: The reader has flown away", "The reader has flown away"),
        ("550 Unknown user a@docomo.ne.jp", "Unknown user"),
        ("554 お客様のアドレスは使われていません (#7.1)", "お客様のアドレスは使われていません"),
        ("421", "421"),
    ],
)
def test_the_words_that_tell_are_found(reply, words):
    assert drafts.telling_words(reply) == words


@pytest.mark.parametrize("reason", ["user_unknown", "mailbox_full", "undetermined"])
@pytest.mark.parametrize("reply", ["550 5.1.1 <a@example.jp>: The reader has flown away", '550 "Gone\\away" ünd weg'])
def test_a_rule_from_a_reply_passes_the_linter(reply, reason):
    written = drafts.as_toml(drafts.draft(reply, drafts.telling_words(reply), reason, {"own.01"}))
    assert [str(one) for one in check_text(drafts.whole([written]), PATH)] == []
    assert drafts.table_of(written)["id"] == "own.02"
    assert "a@example.jp" not in written, "a reader's address is nobody's business"


def test_what_is_written_is_read_again():
    table = {
        "id": "own.a",
        "match": ['with "quotes"', "日本\\語\x7f"],
        "reply": ["550"],
        "valid_from": date(2025, 3, 13),
        "alone": True,
        "confirm": 2,
        "reason": "mailbox_full",
        "explain": {"en": "x", "ja": "y"},
        "source": "own",
        "wins": ["550 a", {"diagnostic": "550 b", "phase": "rcpt"}],
        "loses": ["450 b"],
    }
    assert tomllib.loads(drafts.as_toml(table))["rule"] == [table]
    assert drafts.table_of(drafts.as_toml(table)) == table


def test_what_a_person_wrote_by_hand_stays():
    first = '[[rule]]\n# why I have this one\nid = "own.a"\nmatch = [ "x" ]'
    text = drafts.whole([first, "[[rule]]\nid = 'own.b'"])
    assert drafts.pieces(text, "rules.toml")[0] == first
    assert [drafts.table_of(one)["id"] for one in drafts.pieces(text, "rules.toml")] == ["own.a", "own.b"]


def test_the_linter_reads_what_is_not_saved_yet():
    found = check_text(drafts.whole([drafts.as_toml({"id": "own.a", "reason": "mailbox_full"})]), PATH)
    assert {one.code for one in found} == {"rule_field_missing", "rule_matches_all"}
    assert [one.code for one in check_text("[[rule", PATH)] == ["rule_file_unreadable"]


def test_words_that_stand_everywhere_are_refused():
    written = drafts.as_toml(drafts.draft("550 5.1.1 e", "e", "user_unknown", ()))
    assert "rule_matches_all" in {one.code for one in check_text(drafts.whole([written]), PATH)}
