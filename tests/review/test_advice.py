"""The advice says something in both languages about all that needs a person, and nothing about what does not exist."""

from __future__ import annotations

import re

import pytest

from modori.records import Action
from modori.review import advice
from modori.rules import reasons
from modori.store import Section

JAPANESE = re.compile("[\u3040-\u30ff\u4e00-\u9fff]")
# A half-width blank between Japanese and Latin is not written by hand.
BLANK = re.compile("[\u3040-\u30ff\u4e00-\u9fff] [A-Za-z0-9]|[A-Za-z0-9] [\u3040-\u30ff\u4e00-\u9fff]")
NEEDS_A_PERSON = [one for one, reason in reasons().items() if reason.action in (Action.REVIEW, Action.FIX_SENDER)]


@pytest.mark.parametrize("reason", NEEDS_A_PERSON)
def test_there_is_a_next_step_for_each_reason_that_needs_a_person(reason):
    found = advice.steps(reason)
    assert found is not None
    assert len(found["en"]) == len(found["ja"]) > 0


def test_steps_are_about_reasons_that_exist():
    assert set(advice.reasons_with_steps()) <= set(reasons())
    assert advice.steps(None) is None
    assert advice.steps("mailbox_full") is None


def test_all_texts_are_there_in_both_languages():
    texts = [advice.steps(reason) for reason in advice.reasons_with_steps()]
    texts += [one.steps for one in advice.carriers()] + [one.text for one in advice.topics()]
    for one in texts:
        assert one is not None
        assert len(one["en"]) == len(one["ja"])
        assert all(JAPANESE.search(text) and text.endswith("。") for text in one["ja"])
        assert not [text for text in one["ja"] if BLANK.search(text)]
        assert not [
            text
            for text in one["en"]
            if re.search("[\u3040-\u30ff]", text) and "設定" not in text and "メール" not in text
        ]


def test_each_section_has_a_page():
    assert {one.section for one in advice.topics() if one.section} == {section.value for section in Section}


@pytest.mark.parametrize(
    ("domain", "carrier"),
    [
        ("docomo.ne.jp", "docomo"),
        ("EZWEB.ne.jp", "au"),
        ("au.com", "au"),
        ("uqmobile.jp", "uq"),
        ("i.softbank.jp", "softbank"),
        ("t.vodafone.ne.jp", "softbank"),
        ("ymobile.ne.jp", "ymobile"),
        ("yahoo.ne.jp", "ymobile"),
        ("rakumail.jp", "rakuten"),
        ("notdocomo.ne.jp", ""),
        ("example.com", ""),
    ],
)
def test_a_domain_leads_to_its_carrier(domain, carrier):
    assert advice.carrier_of(domain).id == carrier


@pytest.mark.parametrize(
    ("reason", "domain", "helps"),
    [
        ("recipient_refused", "example.com", True),
        ("user_unknown", "docomo.ne.jp", True),
        ("user_unknown", "example.com", False),
        ("mailbox_full", "docomo.ne.jp", False),
        (None, "docomo.ne.jp", False),
    ],
)
def test_a_letter_is_offered_where_it_can_help(reason, domain, helps):
    assert advice.letter_helps(reason, domain) is helps


@pytest.mark.parametrize("language", ["en", "ja"])
@pytest.mark.parametrize("carrier", advice.carriers(), ids=lambda one: one.id or "others")
def test_a_letter_is_ready_to_be_copied(carrier, language):
    text = advice.letter(carrier, language, reader="{domain}@docomo.ne.jp", domain="news.example.jp")
    assert "news.example.jp" in text
    assert "{domain}@docomo.ne.jp" in text
    assert carrier.name[language] in text
    assert "1. " in text
    assert not re.search(r"\{(?!domain)", text)
