"""Hostile text neither breaks nor slows the rules."""

import string

from hypothesis import example, given, settings
from hypothesis import strategies as st

from modori.records import Action, Evidence, Named, Phase, Verdict
from modori.rules import load_bundled, reasons

BOOK = load_bundled()
WORDS = sorted({word for rule in BOOK.rules for text in rule.match for word in text.split()})
BEFORE_RCPT = (Phase.CONNECT, Phase.HELO, Phase.AUTH, Phase.MAIL)
texts = st.one_of(
    st.text(),
    st.text(alphabet=st.characters()),
    st.lists(st.sampled_from(WORDS), max_size=30).map(" ".join),
    st.text(alphabet=string.printable, max_size=400),
)
evidences = st.builds(
    Evidence,
    address=st.text(max_size=40),
    final_address=st.none() | st.text(max_size=40),
    reply=st.none() | st.text(alphabet="0123456789", max_size=4),
    status=st.none() | st.text(alphabet="0123456789.", max_size=12),
    phase=st.none() | st.sampled_from(Phase),
    diagnostic=st.none() | texts,
    remote=st.none() | st.text(max_size=40),
    report_status=st.none() | st.text(max_size=9),
    transcript=texts,
    text=texts,
    subject=texts,
    named=st.sampled_from(Named),
    alone=st.booleans(),
    date=st.none() | st.datetimes(),
)


@settings(deadline=None, max_examples=300)
@given(evidences)
@example(Evidence("\udcff", diagnostic="\ud800 user unknown \udfff", remote="\udcff"))
@example(Evidence("", diagnostic="\x00" * 100 + "user unknown"))
def test_judge_always_answers(evidence):
    verdict = BOOK.judge(evidence)
    assert isinstance(verdict, Verdict)
    assert verdict.reason in reasons()
    assert verdict.action is not Action.IGNORE
    assert verdict == BOOK.judge(evidence)


@settings(deadline=None, max_examples=50)
@given(evidences)
def test_explain_and_judge_agree(evidence):
    won = [one.rule for one in BOOK.explain(evidence) if one.won]
    assert won == [rule for rule in (BOOK.judge(evidence).rule,) if rule]


@settings(deadline=None, max_examples=200)
@given(evidences)
def test_what_is_matched_stands_in_the_evidence(evidence):
    matched = BOOK.judge(evidence).matched
    if matched is not None:
        places = (evidence.diagnostic or "", evidence.transcript, evidence.text, evidence.subject)
        assert any(matched in place.encode("utf-8", "replace").decode() for place in places)


@settings(deadline=None, max_examples=200)
@given(evidences)
def test_nobody_is_unsubscribed_on_a_temporary_answer_or_before_rcpt(evidence):
    verdict = BOOK.judge(evidence)
    if verdict.action is Action.UNSUBSCRIBE:
        assert verdict.permanent is not False
        assert not (evidence.reply or "").startswith("4")
        assert evidence.named is not Named.OTHERS
        assert verdict.reason in ("domain_no_mail", "suppressed") or evidence.phase not in BEFORE_RCPT


def test_only_the_beginning_of_an_endless_reply_is_read():
    long = "user " * 2_000_000 + "user unknown"
    assert BOOK.judge(Evidence("a@example.jp", diagnostic=long)).reason == "undetermined"
    assert BOOK.judge(Evidence("a@example.jp", diagnostic="user unknown " + long)).reason == "user_unknown"
