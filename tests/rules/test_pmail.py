"""Every reply of PMail Server comes out right, however it reaches the mailbox."""

import csv
import re
from pathlib import Path

import pytest

from modori.records import Evidence, Phase
from modori.rules import load_bundled

PINNED = Path(__file__).with_name("pmail-replies.tsv")
SHARED = Path(__file__).parents[3] / "shared" / "facts" / "pmail-replies.tsv"
CODES = re.compile(r"(\d{3}) (\d\.\d\.\d) ")
HOST_NAMED = {39, 40}
COMMAND_NAMED = {19}


def lines(path: Path) -> list[str]:
    return [line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]


ROWS = list(csv.DictReader(lines(PINNED), delimiter="\t", quoting=csv.QUOTE_NONE))


def filled(row: dict[str, str]) -> str:
    number = int(row["row"])
    name = "mail.example.com" if number in HOST_NAMED else "XHDR" if number in COMMAND_NAMED else "reader@example.jp"
    return row["reply"].replace("xxxxx", name)


def variants(row: dict[str, str]) -> dict[str, Evidence]:
    """The same reply as different mail systems hand it on."""
    reply = filled(row)
    code, status = CODES.match(reply).groups()
    text = CODES.sub("", reply, count=1)
    dotless = reply.rstrip(".")

    def evidence(diagnostic: str, **more) -> Evidence:
        return Evidence("reader@example.jp", reply=code, status=status, diagnostic=diagnostic, **more)

    invented = {"reply": code, "status": f"{code[0]}.0.0", "report_status": f"{code[0]}.0.0"}
    return {
        "as sent": evidence(reply),
        "rcpt": evidence(reply, phase=Phase.RCPT),
        "after data": evidence(reply, phase=Phase.EOD),
        "no dot": evidence(dotless),
        "upper case": evidence(reply.upper()),
        "wrapped": evidence(reply.replace(" ", "\n    ")),
        "host said": evidence(f"host mx.example.jp[192.0.2.25] said: {reply} (in reply to RCPT TO command)"),
        "dashes": evidence(f"{code}-{status} {text}"),
        "without status": Evidence("reader@example.jp", diagnostic=f"{code} {text}", **invented),
        "in brackets": evidence(f"{code} {text} (#{status})"),
        "only in the text": Evidence("reader@example.jp", reply=code, status=status, text=reply),
        "only in the transcript": Evidence("reader@example.jp", reply=code, status=status, transcript=reply),
    }


def test_there_are_53_rows_with_a_rule_each():
    ids = {rule.id for rule in load_bundled().rules if rule.id.startswith("pmail.")}
    assert sorted(int(rule_id[6:8]) for rule_id in ids) == [int(row["row"]) for row in ROWS] == list(range(1, 54))


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["row"])
def test_reply_is_understood_however_it_is_handed_on(row):
    verdicts = {name: load_bundled().judge(evidence) for name, evidence in variants(row).items()}
    wrong = {
        name: (verdict.reason, verdict.action, verdict.rule)
        for name, verdict in verdicts.items()
        if verdict.reason not in row["reason"].split("|") or verdict.action != row["action"]
    }
    assert wrong == {}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["row"])
def test_its_own_rule_wins_and_names_what_it_matched(row):
    reply = filled(row)
    code, status = CODES.match(reply).groups()
    verdict = load_bundled().judge(Evidence("reader@example.jp", reply=code, status=status, diagnostic=reply))
    assert verdict.rule.startswith(f"pmail.{int(row['row']):02}-")
    assert verdict.matched in reply


@pytest.mark.parametrize("phase", [None, *Phase])
def test_no_phase_turns_a_living_reader_into_a_dead_one(phase):
    for row in ROWS:
        reply = filled(row)
        code, status = CODES.match(reply).groups()
        evidence = Evidence("reader@example.jp", reply=code, status=status, phase=phase, diagnostic=reply)
        assert row["action"] == "unsubscribe" or load_bundled().judge(evidence).action != "unsubscribe"


def test_the_temporary_552_is_temporary_and_the_permanent_ones_are_not():
    book = load_bundled()
    temporary = Evidence(
        "a@example.jp", reply="552", diagnostic="552 5.3.2 a@example.jp... Database error. please try again."
    )
    permanent = Evidence("a@example.jp", reply="550", diagnostic="550 5.1.1 a@example.jp... Unknwon local user.")
    assert book.judge(temporary).permanent is False
    assert book.judge(permanent).permanent is True


def test_a_follow_up_gives_way_to_the_refusal_before_it():
    book = load_bundled()
    evidence = Evidence(
        "a@example.jp",
        reply="503",
        diagnostic="503 5.5.1 Need RCPT command(recipient)",
        transcript="550 5.1.1 a@example.jp... Unknwon local user.",
    )
    assert book.judge(evidence).reason == "user_unknown"


@pytest.mark.skipif(not SHARED.exists(), reason="the facts are not here")
def test_the_pinned_copy_is_up_to_date():
    assert lines(PINNED) == lines(SHARED)
