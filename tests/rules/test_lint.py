"""The linter refuses what cannot work, and the bundled rules pass it."""

import re
import tomllib
from importlib.resources import files

import pytest

from modori.rules import load_bundled
from modori.rules.examples import evidence
from modori.rules.lint import check, check_bundled

GOOD = """
[[rule]]
id = "own.gone"
match = ["the reader has flown away"]
reason = "user_unknown"
source = "seen in our own mailbox"
wins = ["550 Sorry, the reader has flown away"]
loses = ["550 Sorry, the sender has flown away"]
"""


@pytest.fixture
def findings(tmp_path):
    def run(*texts):
        paths = []
        for number, text in enumerate(texts):
            paths.append(tmp_path / f"own{number}.toml")
            paths[-1].write_text(text, encoding="utf-8")
        return [(finding.rule_id, finding.code) for finding in check(paths)]

    return run


def test_the_bundled_rules_pass():
    assert [str(finding) for finding in check_bundled()] == []


def test_every_bundled_rule_has_examples_of_both_kinds():
    assert [rule.id for rule in load_bundled().rules if not (rule.wins and rule.loses)] == []


def test_the_written_order_names_every_rule_file_once():
    folder = files("modori_resources").joinpath("rules")
    order = tomllib.loads(folder.joinpath("order.toml").read_text(encoding="utf-8"))
    named = [name for step in order["step"] for name in step["files"]]
    there = {path.name for path in folder.iterdir() if path.name.endswith(".toml")}
    assert sorted(named) == sorted(there - {"order.toml", "reasons.toml"})
    assert all(step["why"] for step in order["step"])


def test_carriers_that_say_unknown_for_refusals_must_say_it_twice():
    for rule in load_bundled().rules:
        if rule.id.startswith(("docomo.", "au.", "softbank.")) and rule.reason == "user_unknown" and not rule.action:
            assert rule.confirm == 2


def test_a_good_rule_passes(findings):
    assert findings(GOOD) == []


BAD = [
    ("id", GOOD.replace('id = "own.gone"\n', ""), [("#1", "rule_field_missing")]),
    ("reason", GOOD.replace('reason = "user_unknown"\n', ""), [("own.gone", "rule_field_missing")]),
    ("source", GOOD.replace('source = "seen in our own mailbox"\n', ""), [("own.gone", "rule_field_missing")]),
    (
        "wins",
        GOOD.replace('wins = ["550 Sorry, the reader has flown away"]\n', ""),
        [("own.gone", "rule_field_missing")],
    ),
    (
        "loses",
        GOOD.replace('loses = ["550 Sorry, the sender has flown away"]\n', ""),
        [("own.gone", "rule_field_missing")],
    ),
    ("unknown field", GOOD + 'priority = "high"\n', [("own.gone", "rule_field_unknown")]),
    ("unknown reason", GOOD.replace("user_unknown", "user_flown"), [("own.gone", "rule_field_wrong")]),
    ("unknown action", GOOD + 'action = "delete"\n', [("own.gone", "rule_field_wrong")]),
    ("unknown phase", GOOD + 'phase = ["quit"]\n', [("own.gone", "rule_field_wrong")]),
    ("unknown place", GOOD + 'where = ["body"]\n', [("own.gone", "rule_field_wrong")]),
    ("phase as a word", GOOD + 'phase = "rcpt"\n', [("own.gone", "rule_field_wrong")]),
    ("confirm", GOOD + "confirm = 0\n", [("own.gone", "rule_field_wrong")]),
    ("another language", GOOD + 'explain = { en = "x", ja = "y", xx = "z" }\n', [("own.gone", "rule_field_wrong")]),
    ("one language", GOOD + 'explain.en = "x"\n', [("own.gone", "rule_field_wrong")]),
    ("empty text", GOOD.replace('["the reader has flown away"]', '[""]'), [("own.gone", "rule_field_wrong")]),
    ("look-behind", GOOD + "pattern = '(?<=x)y'\n", [("own.gone", "rule_pattern_refused")]),
    ("back-reference", GOOD + r"pattern = '(x)\1'" + "\n", [("own.gone", "rule_pattern_refused")]),
    ("matches all", GOOD + "pattern = '.*'\n", [("own.gone", "rule_matches_all")]),
    ("matches much", GOOD + 'pattern = "[0-9]"\n', [("own.gone", "rule_matches_all")]),
    ("no text at all", GOOD.replace('match = ["the reader has flown away"]\n', ""), [("own.gone", "rule_matches_all")]),
    (
        "conditions that always hold",
        GOOD.replace('match = ["the reader has flown away"]', 'named = ["this", "nobody", "others", "forward"]'),
        [("own.gone", "rule_matches_all")],
    ),
    (
        "example is no evidence",
        GOOD.replace('["550 Sorry, the reader', '[{ colour = "red" }, "550 Sorry, the reader'),
        [("own.gone", "rule_example_wrong")],
    ),
    (
        "example with a wrong phase",
        GOOD.replace('["550 Sorry, the sender', '[{ diagnostic = "x", phase = "quit" }, "550 Sorry, the sender'),
        [("own.gone", "rule_example_wrong")],
    ),
    (
        "own example lost",
        GOOD.replace("550 Sorry, the reader has", "550 Sorry, the writer has"),
        [("own.gone", "rule_example_lost")],
    ),
    (
        "near miss won",
        GOOD.replace("550 Sorry, the sender has", "550 Sorry, the reader has"),
        [("own.gone", "rule_example_won")],
    ),
    ("shadowed", GOOD + GOOD.replace("own.gone", "own.late"), [("own.late", "rule_shadowed")]),
    ("id twice", GOOD + GOOD, [("own.gone", "rule_id_twice")]),
    (
        "id of a bundled rule",
        GOOD.replace("own.gone", "pmail.01-bad-commands"),
        [("pmail.01-bad-commands", "rule_id_twice")],
    ),
    ("not TOML", "[[rule", [("", "rule_file_unreadable")]),
    ("another TOML", '[tool]\nname = "x"\n', [("", "rule_file_other")]),
]


@pytest.mark.parametrize(("text", "expected"), [pytest.param(*row[1:], id=row[0]) for row in BAD])
def test_what_is_refused(findings, text, expected):
    assert findings(text) == expected


def test_files_are_read_in_their_order(findings):
    late = GOOD.replace("own.gone", "own.late")
    assert findings(GOOD, late) == [("own.late", "rule_shadowed")]


def test_a_file_with_a_bundled_name_is_checked_in_that_ones_place(tmp_path):
    bundled = files("modori_resources").joinpath("rules/pmail.toml").read_text(encoding="utf-8")
    changed = tmp_path / "pmail.toml"
    changed.write_text(bundled, encoding="utf-8")
    assert check([changed]) == []
    changed.write_text(bundled.replace('id = "pmail.', 'id = "docomo.', 1) + bundled, encoding="utf-8")
    assert {finding.code for finding in check([changed])} >= {"rule_id_twice"}


def test_one_bad_rule_does_not_hide_the_others(findings):
    bad = GOOD.replace("own.gone", "own.bad").replace("user_unknown", "user_flown")
    assert findings(bad + GOOD.replace("550 Sorry, the reader", "550 Sorry, the writer")) == [
        ("own.bad", "rule_field_wrong"),
        ("own.gone", "rule_example_lost"),
    ]


def test_a_finding_is_a_sentence_in_both_languages(tmp_path):
    path = tmp_path / "own.toml"
    path.write_text(GOOD.replace("user_unknown", "user_flown"), encoding="utf-8")
    (finding,) = check([path])
    assert str(finding).startswith("The rule own.gone in own.toml has a wrong value for reason: user_flown.")
    assert "own.gone" in finding.told("ja").what


# Literals that another rule takes with good reason when they stand alone: they need conditions or other words.
NEED_MORE = {
    "pmail.44-account-cannot-send",
    "microsoft.edge-block-status",
    "microsoft.server-busy",
    "sfr.unknown",
    "mimecast.first-seen",
    "generic.unrouteable-here",
    "apple.inactive",
    "generic.greylisted-policy",
}


def test_every_literal_alone_comes_out_with_the_reason_it_is_written_for():
    book = load_bundled()
    wrong = []
    for rule in book.rules:
        for text in rule.match:
            code = {"4": "450"}.get(str(rule.given.get("reply", "5"))[2:3], "550")
            verdict = book.judge(evidence(" ".join([code, text, *rule.also[:1]]), rule))
            if verdict.reason != rule.reason and rule.id not in NEED_MORE:
                wrong.append((rule.id, text, verdict.rule))
    assert wrong == []


def test_every_code_that_rules_use_has_a_sentence_and_none_is_left_over():
    written = set(tomllib.loads(files("modori_resources").joinpath("messages", "rules.toml").read_text("utf-8")))
    room = files("modori").joinpath("rules")
    code = "".join(path.read_text("utf-8") for path in room.iterdir() if path.name.endswith(".py"))
    used = set(re.findall(r'"(rule_[a-z_]+)"', code))
    assert used == written
