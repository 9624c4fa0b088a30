"""Typing errors and new addresses: what is suggested, and that nothing is decided by it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from modori.records import Cause, Choice, Decision, Note
from modori.review import STANDARD, hinted, large_domains, new_address, suggestion

REVIEW = Decision(Choice.REVIEW, Cause.FAILED, "domain_unknown", Note("review_domain_waits"))


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("hana@gmial.com", "hana@gmail.com"),
        ("hana@docomo.ne.jo", "hana@docomo.ne.jp"),
        ("hana@gmail.co", "hana@gmail.com"),
        ("hana@exweb.ne.jp", "hana@ezweb.ne.jp"),
        ("hana@outlok.com", "hana@outlook.com"),
        ("hana@gmail,com", "hana@gmail.com"),
        ("hana@gmail..com", "hana@gmail.com"),
        ("hana@ｇｍａｉｌ.com", "hana@gmail.com"),
    ],
)
def test_a_slip(wrong, right):
    assert suggestion(wrong) == right
    told = hinted(REVIEW, wrong, [], STANDARD)
    assert told.why == Note("review_suggestion", {"suggestion": right, "days": "3"})
    assert replace(told, why=REVIEW.why) == REVIEW


@pytest.mark.parametrize("domain", [*sorted(large_domains()), "example.jp", "mail.com", "softbank.jp", "", "x"])
def test_no_slip(domain):
    assert suggestion(f"hana@{domain}") is None


def test_nothing_is_suggested_for_a_reader_who_is_unknown():
    decision = replace(REVIEW, reason="user_unknown")
    assert hinted(decision, "hana@gmial.com", [], STANDARD) is decision


@pytest.mark.parametrize(
    ("said", "new"),
    [
        ("551 5.1.6 User not local; please try <hana@new.example.jp>", "hana@new.example.jp"),
        ("551 User has moved to hana.sato@new.example.com.", "hana.sato@new.example.com"),
        ("550 5.1.6 新しいアドレスは「hana@new.example.jp」です", "hana@new.example.jp"),
        ("551 please try <hana@old.example.jp>", None),
        ("550 5.1.1 <hana@old.example.jp>: User unknown", None),
        (None, None),
    ],
)
def test_a_new_address(said, new):
    assert new_address(said, "hana@old.example.jp") == new
    decision = Decision(Choice.UNSUBSCRIBE, Cause.FAILED, "moved", Note("review_hard_once"))
    told = hinted(decision, "hana@old.example.jp", [None, said], STANDARD)
    assert told.choice is Choice.UNSUBSCRIBE
    assert (told.why.details.get("moved")) == new
