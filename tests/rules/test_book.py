"""The book: order, where a text may stand, conditions, the laws besides the rules, explaining."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from modori.records import Evidence, Named, Phase
from modori.rules import RuleError, load_bundled, load_files
from modori.sentences import codes, tell

READER = "reader@example.jp"


def write(path, text):
    path.write_text(text, encoding="utf-8")
    return path


def rule(rule_id="own.one", reason="user_unknown", **more):
    fields = {"id": rule_id, "reason": reason, "source": "a test", "wins": ["550 x"], "loses": ["550 y"]} | more
    return "[[rule]]\n" + "".join(f"{name} = {toml(value)}\n" for name, value in fields.items())


def toml(value):
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        return "[" + ", ".join(toml(one) for one in value) + "]"
    return str(value) if isinstance(value, int) else f"'{value}'"


@pytest.fixture
def book_of(tmp_path):
    def make(*rules):
        return load_files([write(tmp_path / "own.toml", "\n".join(rules))])

    return make


def test_the_first_written_rule_wins(book_of):
    book = book_of(rule("own.b", match=["blue sky"]), rule("own.a", "moved", match=["sky"]))
    assert book.judge(Evidence(READER, diagnostic="550 a blue sky")).rule == "own.b"
    assert book.judge(Evidence(READER, diagnostic="550 a grey sky")).rule == "own.a"


def test_text_beats_status_beats_code():
    book = load_bundled()
    text = Evidence(READER, reply="552", status="5.1.1", diagnostic="552 5.1.1 reader@example.jp overquota")
    status = Evidence(READER, reply="552", status="5.1.1", diagnostic="552 5.1.1 sorry")
    code = Evidence(READER, reply="452", diagnostic="452 sorry")
    assert [book.judge(one).reason for one in (text, status, code)] == [
        "mailbox_full",
        "user_unknown",
        "server_trouble",
    ]


def test_the_diagnostic_speaks_before_the_rest_of_the_session_and_the_letter():
    book = load_bundled()
    full, unknown = "552 5.2.2 mailbox full", "550 5.1.1 user unknown"
    assert book.judge(Evidence(READER, diagnostic=full, transcript=unknown)).reason == "mailbox_full"
    assert book.judge(Evidence(READER, transcript=full, text=unknown)).reason == "mailbox_full"
    assert book.judge(Evidence(READER, text=full, subject=unknown)).reason == "mailbox_full"


def test_a_rule_looks_only_where_it_says(book_of):
    book = book_of(rule(match=["gone away"], where=["subject"]))
    assert book.judge(Evidence(READER, subject="Gone away")).rule == "own.one"
    assert book.judge(Evidence(READER, diagnostic="gone away", text="gone away")).rule is None


def test_case_and_white_space_do_not_matter_and_the_exact_text_is_reported(book_of):
    book = book_of(rule(match=["Mailbox is gone"], pattern="b[eo]x +is"))
    verdict = book.judge(Evidence(READER, diagnostic="550  mailbox\r\n   IS\tgone, é 日本"))
    assert verdict.matched == "mailbox\r\n   IS\tgone"


def test_the_recipients_own_address_is_no_word_of_the_reply():
    book = load_bundled()
    for address in ("quota-full@virus.example.jp", "mailbox.disabled@spam.example.jp"):
        diagnostic = f"550 5.1.1 <{address}>: User unknown"
        verdict = book.judge(Evidence(address, reply="550", status="5.1.1", diagnostic=diagnostic))
        assert (verdict.reason, verdict.matched) == ("user_unknown", "User unknown")
        behind = Evidence("reader@example.jp", final_address=address, reply="550", diagnostic=diagnostic.upper())
        assert book.judge(behind).reason == "user_unknown"


def test_other_letters_keep_their_case(book_of):
    book = book_of(rule(match=["Ärger"]))
    assert book.judge(Evidence(READER, diagnostic="ärger")).rule is None
    assert book.judge(Evidence(READER, diagnostic="ÄRGER")).matched == "ÄRGER"


def test_also_and_without_speak_of_the_same_text(book_of):
    book = book_of(rule(match=["gone"], also=["user", "box"], without=["sender"]))
    assert book.judge(Evidence(READER, diagnostic="user gone")).rule == "own.one"
    assert book.judge(Evidence(READER, diagnostic="gone", text="user")).rule is None
    assert book.judge(Evidence(READER, diagnostic="user gone, sender")).rule is None
    assert book.judge(Evidence(READER, diagnostic="user gone", text="sender")).rule == "own.one"


CONDITIONS = [
    ({"reply": ["55"]}, {"reply": "550"}, {"reply": "450"}),
    ({"reply": ["550"]}, {"reply": "550"}, {"reply": None}),
    ({"status": ["5.7.*"]}, {"status": "5.7.26"}, {"status": "5.1.7"}),
    ({"status": ["*.2.2"]}, {"status": "4.2.2"}, {"status": "4.2.20"}),
    ({"report_status": ["5.2.0"]}, {"report_status": "5.2.0"}, {"status": "5.2.0"}),
    (
        {"stated": True},
        {"status": "5.1.1", "reply": "550", "diagnostic": "550 5.1.1 x"},
        {"status": "5.1.1", "reply": "550", "diagnostic": "550 x"},
    ),
    ({"phase": ["rcpt", "unknown"]}, {"phase": None}, {"phase": Phase.EOD}),
    ({"phase": ["rcpt"]}, {"phase": Phase.RCPT}, {"phase": None}),
    ({"system": ["exim"]}, {"system": "exim"}, {"system": "postfix"}),
    ({"remote": ["example.net"]}, {"remote": "MX.Example.NET."}, {"remote": "notexample.net"}),
    ({"domain": ["example.net"]}, {"final_address": "x@sub.example.net"}, {"remote": "example.net"}),
    ({"receiver": ["example.net"]}, {"remote": "example.net"}, {"address": "example.net@example.org"}),
    ({"named": ["forward"]}, {"named": Named.FORWARD}, {"named": Named.THIS}),
    ({"alone": True}, {"alone": True}, {"alone": False}),
]


@pytest.mark.parametrize(("condition", "holds", "fails"), CONDITIONS, ids=lambda value: str(value)[:40])
def test_condition(book_of, condition, holds, fails):
    book = book_of(rule(match=["x"], **condition))
    bare = book_of(rule(**condition))
    evidence = Evidence(READER, diagnostic="x")
    for one in (book, bare):
        assert one.judge(replace(evidence, **holds)).rule == "own.one"
        assert one.judge(replace(evidence, **fails)).rule is None


def test_dates_include_their_ends_and_a_bounce_without_a_date_meets_none(tmp_path):
    text = rule(match=["x"]) + "valid_from = 2025-03-13\nvalid_until = 2025-03-14\n"
    book = load_files([write(tmp_path / "own.toml", text)])

    def won(day):
        date = datetime(2025, 3, day, 23, 59, tzinfo=UTC) if day else None
        return book.judge(Evidence(READER, diagnostic="x", date=date)).rule is not None

    assert [won(day) for day in (12, 13, 14, 15, None)] == [False, True, True, False, False]


def test_the_users_file_comes_first(tmp_path):
    own = write(
        tmp_path / "own.toml", rule(reason="recipient_refused", match=["user unknown"], receiver=["example.jp"])
    )
    second = write(tmp_path / "two.toml", rule("own.two", "moved", match=["user unknown"]))
    book = load_bundled([own, second])
    here = Evidence(READER, reply="550", diagnostic="550 5.1.1 User unknown")
    assert book.judge(here).rule == "own.one"
    assert book.judge(replace(here, address="reader@example.org")).rule == "own.two"
    assert book.judge(replace(here, diagnostic="552 mailbox full")).reason == "mailbox_full"
    assert load_bundled().judge(here).reason == "user_unknown"


def test_even_a_users_vague_rule_beats_the_bundled_ones_for_collateral(tmp_path):
    own = write(tmp_path / "own.toml", rule(reason="blocked", reply=["550"]))
    evidence = Evidence(READER, reply="550", named=Named.OTHERS, diagnostic="550 x")
    assert load_bundled([own]).judge(evidence).rule == "own.one"
    assert load_bundled().judge(evidence).rule == "collateral.others"


def test_a_reply_to_others_is_collateral_whatever_it_says():
    for text in ("550 5.1.1 <other@example.jp>: User unknown", "552 <other@example.jp> mailbox full"):
        verdict = load_bundled().judge(Evidence(READER, reply="550", named=Named.OTHERS, diagnostic=text))
        assert (verdict.reason, verdict.action) == ("undetermined", "retry")


def test_an_unsure_server_never_unsubscribes():
    book = load_bundled()
    for text in ("450 4.1.1 <reader@example.jp>: User unknown in virtual alias table", "450 4.2.1 Mailbox disabled"):
        verdict = book.judge(Evidence(READER, reply="450", status=text[4:9], diagnostic=text))
        assert (verdict.action, verdict.permanent) == ("retry", False)


def test_other_replies_of_the_session_count_only_for_whom_they_name():
    book = load_bundled()

    def judged(transcript, **more):
        evidence = Evidence(READER, reply="554", diagnostic="554 5.0.0 hm", transcript=transcript, **more)
        verdict = book.judge(evidence)
        return verdict.reason, verdict.action

    named = "550 5.1.1 <Reader@Example.jp>: User unknown"
    other = "550 5.1.1 <other@example.jp>: User unknown"
    assert judged(named) == ("user_unknown", "unsubscribe")
    assert judged(f"{other}\n{named}\n250 ok") == ("user_unknown", "unsubscribe")
    assert judged(other) == ("undetermined", "review")
    assert judged("550 User unknown") == ("user_unknown", "review")
    assert judged("552 mailbox full") == ("mailbox_full", "retry")
    assert judged("552 mailbox full", alone=False) == ("undetermined", "review")
    assert judged(named, alone=False) == ("user_unknown", "unsubscribe")


def test_nothing_known_is_for_a_person():
    for evidence in (Evidence(READER), Evidence(""), Evidence(READER, diagnostic="550", reply="550", phase=Phase.RCPT)):
        verdict = load_bundled().judge(evidence)
        assert (verdict.reason, verdict.action, verdict.matched) == ("undetermined", "review", None)


PERMANENT = [
    ("550 5.1.1 user unknown", True),
    ("user unknown", True),
    ("450 user unknown", False),
    ("552 5.2.2 mailbox full", False),
    ("550 4.4.7 message expired", False),
    ("554 5.7.1 blocked using zen.spamhaus.org", True),
    ("421 4.7.0 too many connections", False),
    ("550 5.4.5 daily sending quota exceeded", False),
    ("550 5.1.1 <a@icloud.com>: user lookup success but no user record found", False),
    ("550 hmm", None),
]


@pytest.mark.parametrize(("text", "permanent"), PERMANENT)
def test_permanent_says_what_is_true(text, permanent):
    digits = text[:3] if text[0].isdigit() else None
    assert load_bundled().judge(Evidence(READER, reply=digits, diagnostic=text)).permanent is permanent


def test_explain_lists_every_rule_tried_up_to_the_winner_with_the_reason():
    book = load_bundled()
    evidence = Evidence(READER, reply="550", phase=Phase.EOD, diagnostic="550 5.1.1 <reader@example.jp>: User unknown")
    tried = book.explain(evidence)
    order = [one.id for one in book.rules]
    places = [order.index(one.rule) for one in tried]
    assert places == sorted(places)
    assert [one.won for one in tried] == [False] * (len(tried) - 1) + [True]
    assert tried[-1].rule == book.judge(evidence).rule
    assert "User unknown" in str(tell(tried[-1].why))
    why = {one.rule: str(tell(one.why)) for one in tried}
    assert "receiver" in why["docomo.unknown"]
    assert "does not stand" in why["generic.blocklist"]


def test_explain_agrees_with_judge_without_a_text_and_without_a_winner():
    book = load_bundled()
    bare = Evidence(READER, reply="535")
    assert book.explain(bare)[-1].rule == book.judge(bare).rule == "reply.login"
    nothing = book.explain(Evidence(READER, diagnostic="hm", text="ha", subject="ho"))
    assert nothing
    assert not any(one.won for one in nothing)


def test_every_rule_has_words_in_both_languages_and_its_own_text():
    book = load_bundled()
    for one in book.rules:
        assert book.explanation(one.id, "en")
        assert book.explanation(one.id, "ja")
        assert f'id = "{one.id}"' in book.rule(one.id).source_toml
    with pytest.raises(KeyError):
        book.rule("no.such.rule")


def test_the_bundled_book_is_made_once():
    assert load_bundled() is load_bundled()


BROKEN = [
    ("[[rule]\n", "rule_file_unreadable"),
    ("title = 'x'\n", "rule_file_other"),
    ("rule = 3\n", "rule_file_other"),
    (rule(match=["x"], colour="red"), "rule_field_unknown"),
    (rule(match=["x"], reason="bored"), "rule_field_wrong"),
    (rule(match=["x"], pattern="(?=x)"), "rule_pattern_refused"),
    (rule(match=["x"]) + rule(match=["y"]), "rule_id_twice"),
    (rule(), "rule_matches_all"),
]


@pytest.mark.parametrize(("text", "code"), BROKEN, ids=lambda value: str(value)[:20])
def test_a_broken_file_is_refused_with_a_sentence(tmp_path, text, code):
    with pytest.raises(RuleError) as caught:
        load_bundled([write(tmp_path / "own.toml", text)])
    assert caught.value.note.code == code
    for language in ("en", "ja"):
        assert "…" not in tell(caught.value.note, language).what


def test_a_missing_file_is_refused_with_a_sentence(tmp_path):
    with pytest.raises(RuleError) as caught:
        load_files([tmp_path / "nowhere.toml"])
    assert "nowhere.toml" in str(tell(caught.value.note))
    assert "rule_file_unreadable" in codes()
