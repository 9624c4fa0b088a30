import json
from pathlib import Path

import pytest

from bounce_mails import ordinary_mail, postfix_bounce
from contract_lines import RECIPIENT, TOP, check_recipient
from modori.bounces import read
from modori.bounces.whence import why_address, why_kind
from modori.records import Kind
from modori.rules import load_bundled

MAILS = Path(__file__).parent.parent / "mails"
SAMPLES = Path(__file__).parents[2] / "resources" / "samples"


@pytest.fixture
def bounce(tmp_path):
    path = tmp_path / "a.eml"
    path.write_bytes(postfix_bounce("hana@shop.example.jp"))
    return path


def test_a_bounce_in_words(modori, bounce):
    done = modori("explain", bounce)
    assert (done.returncode, done.stderr) == (0, "")
    for line in (
        "Kind: bounce (it has a machine-readable delivery report)",
        "Mail system: postfix",
        "Sending: The letter of the month",
        "Address: hana@shop.example.jp (Original-Recipient of the report)",
        "Phase: rcpt",
        "Reply code: 550",
        "Enhanced status: 5.1.1",
        "Remote server: mx.shop.example.jp",
        "Verdict: unsubscribe: user_unknown (User unknown)",
    ):
        assert f"  {line}\n" in done.stdout
    assert "«" in done.stdout
    tried = done.stdout.split("Rules tried, in order:\n")[1].splitlines()
    assert tried[-1].startswith("    + ")
    assert "Won: “" in tried[-1]
    assert any(line.startswith("    … rules whose text stands nowhere here: ") for line in tried)


def test_every_rule_is_named_when_asked_for(modori, bounce):
    few, every = modori("explain", bounce).stdout, modori("explain", "--all", bounce).stdout
    assert "…" not in every.split("Rules tried")[1]
    assert len(every.splitlines()) > 2 * len(few.splitlines())


def test_in_japanese(modori, bounce):
    told = modori("explain", bounce, LANG="ja_JP.UTF-8").stdout
    assert "判定: unsubscribe: user_unknown (宛先不明)" in told
    assert "通知のOriginal-Recipient" in told
    assert "採用：" in told


def test_json_is_the_line_of_classify_and_more(modori, bounce):
    mail = json.loads(modori("explain", "--json", bounce).stdout)
    assert list(mail) == [*TOP, "kind_why"]
    (one,) = mail["recipients"]
    check_recipient({key: one[key] for key in RECIPIENT}, Kind.BOUNCE)
    assert [tried["won"] for tried in one["tried"]].count(True) == 1
    assert one["tried"][-1]["rule"] == one["rule"]
    assert one["explanation"]
    assert one["rule"] in one["rule_text"]
    assert one["address_from"] == "Original-Recipient of the report"


def test_a_mail_that_is_no_bounce(modori, tmp_path):
    path = tmp_path / "a.eml"
    path.write_bytes(ordinary_mail())
    told = modori("explain", path).stdout
    assert "Kind: other (nothing in it says that a mail system reports a failure)" in told
    assert "Rules tried" not in told


def test_standard_input(modori):
    told = modori("explain", "-", stdin=postfix_bounce().decode()).stdout
    assert told.startswith("-\n  Kind: bounce")


def test_only_the_first_mail_of_an_mbox(modori, tmp_path):
    path = tmp_path / "two"
    path.write_bytes((b"From x Thu Oct  1 09:00:00 2026\n" + ordinary_mail().replace(b"\r\n", b"\n") + b"\n") * 2)
    done = modori("explain", path)
    assert done.returncode == 0
    assert "more than one mail" in done.stderr


@pytest.mark.parametrize("name", ["missing.eml", ""])
def test_no_mail(modori, tmp_path, name):
    done = modori("explain", tmp_path / name)
    assert (done.returncode, done.stdout) == (2, "")
    assert "Traceback" not in done.stderr
    assert done.stderr.strip()


def test_the_reasons_given_fit_what_was_read():
    """Every mail has a reason for its kind, and most addresses are known to stand somewhere."""
    book, found, known = load_bundled(), 0, 0
    fitting = {
        Kind.COMPLAINT: {"explain_kind_feedback", "explain_kind_ordinary"},
        Kind.READ_RECEIPT: {"explain_kind_receipt"},
        Kind.CHALLENGE: {"explain_kind_challenge"},
        Kind.AUTO_REPLY: {"explain_kind_submitted", "explain_kind_answer_words"},
        Kind.UNSUBSCRIBE_REQUEST: {"explain_kind_button", "explain_kind_asks"},
    }
    for path in [*sorted(MAILS.rglob("*.eml"))[::5], *sorted(SAMPLES.glob("*.eml"))]:
        raw = path.read_bytes()
        message = read(raw, book)
        why = why_kind(raw, message).code
        assert why in fitting.get(message.kind, {why}), path
        for failure in message.failures:
            found += 1
            known += why_address(raw, failure) is not None
    assert known / found > 0.95
