"""The policy of the design, §5, case by case."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from modori.records import Action, Cause, Choice, Decision, Kind, Weight
from modori.review import CAUTIOUS, STANDARD, Past, Policy, decide, own_word
from modori.rules.reasons import reasons
from modori.sentences import codes, tell

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)


def past(
    reason: str | None,
    day: int = 0,
    sending: str | None = None,
    *,
    kind: Kind = Kind.BOUNCE,
    action: Action | None = None,
    confirm: int = 1,
    own: bool = True,
    permanent: bool | None = None,
) -> Past:
    """Something that happened `day` days before NOW (each day its own sending unless one is named)."""
    known = reasons()[reason] if reason else None
    return Past(
        kind=kind,
        reason=reason,
        weight=known.weight if known else Weight.NONE,
        action=action or (known.action if known else Action.UNSUBSCRIBE),
        confirm=confirm,
        permanent=permanent,
        when=NOW - timedelta(days=day),
        sending=f"s{day}" if sending is None else sending,
        own_word=own,
    )


def complaint(day: int) -> Past:
    return past(None, day, kind=Kind.COMPLAINT)


def request(day: int) -> Past:
    return past(None, day, kind=Kind.UNSUBSCRIBE_REQUEST)


def delivered(day: int) -> Past:
    return past(None, day, kind=Kind.DELIVERED, action=Action.IGNORE)


U, R, F, V, I = Choice.UNSUBSCRIBE, Choice.RETRY, Choice.FIX_SENDER, Choice.REVIEW, Choice.IGNORE  # noqa: E741
SOFT_ENOUGH = [past("mailbox_full", 30), past("mailbox_full", 20), past("mailbox_full", 10)]

CASES: dict[str, tuple[list[Past], Choice, str]] = {
    # Asked to stop: at once.
    "a complaint": ([complaint(1)], U, "review_complaint"),
    "a request": ([request(1)], U, "review_request"),
    "a complaint outweighs a request": ([complaint(9), request(1)], U, "review_complaint"),
    "an old request is still a request": ([request(3000)], U, "review_request"),
    # Hard.
    "unknown, the server's word": ([past("user_unknown", 1)], U, "review_hard_once"),
    "unknown twice": ([past("user_unknown", 1), past("user_unknown", 8)], U, "review_hard_often"),
    "unknown by hearsay waits": ([past("user_unknown", 1, own=False)], V, "review_waits_for_second"),
    "hearsay of the same sending waits": (
        [past("user_unknown", 1, "a", own=False), past("user_unknown", 2, "a", own=False)],
        V,
        "review_waits_for_second",
    ),
    "hearsay of two sendings": (
        [past("user_unknown", 1, own=False), past("user_unknown", 8, own=False)],
        U,
        "review_hearsay_often",
    ),
    "hearsay and the server's word": (
        [past("user_unknown", 1, "a"), past("user_unknown", 1, "a", own=False)],
        U,
        "review_hard_once",
    ),
    "a carrier's unknown waits": ([past("user_unknown", 1, confirm=2)], V, "review_waits_for_second"),
    "a carrier's unknown twice": (
        [past("user_unknown", 1, confirm=2), past("user_unknown", 8, confirm=2)],
        U,
        "review_hard_often",
    ),
    "a rule that wants three": (
        [past("user_unknown", 1, confirm=3), past("user_unknown", 8, confirm=3)],
        V,
        "review_waits_for_more",
    ),
    "a temporary unknown waits": ([past("user_unknown", 1, permanent=False)], V, "review_waits_for_second"),
    "hard a year and a day ago": ([past("user_unknown", 366)], V, "review_old"),
    "hard just within a year": ([past("user_unknown", 365)], U, "review_hard_once"),
    "the second one fresh, both needed": (
        [past("user_unknown", 400, confirm=2), past("user_unknown", 1, confirm=2)],
        V,
        "review_waits_for_second",
    ),
    "unknown sendings count as one": (
        [past("user_unknown", 1, "", own=False), past("user_unknown", 90, "", own=False)],
        V,
        "review_waits_for_second",
    ),
    "an unknown sending beside a known one counts nothing": (
        [past("user_unknown", 1, "a", own=False), past("user_unknown", 90, "", own=False)],
        V,
        "review_waits_for_second",
    ),
    "a bounce from tomorrow": ([past("user_unknown", -1)], U, "review_hard_once"),
    "a rule that reviews what its reason would not": (
        [past("user_unknown", day, action=Action.REVIEW) for day in range(1, 90, 7)],
        V,
        "review_person",
    ),
    # Hard, then a sign of life.
    "full after unknown": ([past("user_unknown", 9), past("mailbox_full", 1)], V, "review_contradicted"),
    "refused after unknown": ([past("user_unknown", 9), past("recipient_refused", 1)], V, "review_contradicted"),
    "delivered after unknown": ([past("user_unknown", 9), delivered(1)], V, "review_contradicted_delivered"),
    "unknown after full": ([past("mailbox_full", 9), past("user_unknown", 1)], U, "review_hard_once"),
    "unknown, alive, unknown": (
        [past("user_unknown", 19), past("mailbox_full", 9), past("user_unknown", 1)],
        V,
        "review_waits_for_second",
    ),
    "unknown, alive, unknown, unknown": (
        [past("user_unknown", 19), past("mailbox_full", 12), past("user_unknown", 8), past("user_unknown", 1)],
        U,
        "review_hard_often",
    ),
    "unknown long ago, then alive": ([past("user_unknown", 500), past("mailbox_full", 1)], R, "review_soft_waits"),
    # Domain and syntax.
    "no such domain": ([past("domain_unknown", 1)], V, "review_domain_waits"),
    "no such domain, two days apart": (
        [past("domain_unknown", 1), past("domain_unknown", 3)],
        V,
        "review_domain_waits",
    ),
    "no such domain, three days apart": (
        [past("domain_unknown", 1), past("domain_unknown", 4)],
        U,
        "review_domain_often",
    ),
    "no such domain, one sending": (
        [past("domain_unknown", 1, "a"), past("domain_unknown", 9, "a")],
        V,
        "review_domain_waits",
    ),
    "bad syntax twice": ([past("address_syntax", 1), past("address_syntax", 8)], U, "review_domain_often"),
    "no such domain, then alive": ([past("domain_unknown", 9), past("mailbox_full", 1)], R, "review_soft_waits"),
    "no such domain, long ago": ([past("domain_unknown", 500), past("domain_unknown", 490)], V, "review_old"),
    # Soft.
    "full once": ([past("mailbox_full", 1)], R, "review_soft_waits"),
    "full in three sendings over 20 days": (SOFT_ENOUGH, U, "review_soft_often"),
    "soft of several kinds": (
        [past("mailbox_full", 30), past("expired", 20), past("server_trouble", 10)],
        U,
        "review_soft_often",
    ),
    "full in three sendings over 13 days": (
        [past("mailbox_full", 14), past("mailbox_full", 7), past("mailbox_full", 1)],
        R,
        "review_soft_waits",
    ),
    "full often, two sendings": (
        [past("mailbox_full", day, "a" if day > 15 else "b") for day in (30, 29, 28, 3, 2, 1)],
        R,
        "review_soft_waits",
    ),
    "the first one forgotten": (
        [past("mailbox_full", 366), past("mailbox_full", 20), past("mailbox_full", 1)],
        R,
        "review_soft_waits",
    ),
    "all forgotten": ([past("mailbox_full", 400)], R, "review_soft_forgotten"),
    "delivered in between": ([*SOFT_ENOUGH, delivered(15)], R, "review_soft_waits"),
    "delivered since": ([*SOFT_ENOUGH, delivered(5)], R, "review_soft_delivered"),
    # For a person.
    "refused by the reader": ([past("recipient_refused", 1)], V, "review_person"),
    "refused by the reader for ever": (
        [past("recipient_refused", day) for day in range(1, 300, 7)],
        V,
        "review_person",
    ),
    "unclear": ([past("undetermined", 1)], V, "review_person"),
    "a policy": ([past("policy_rejected", day) for day in range(1, 300, 7)], V, "review_person"),
    "collateral": ([past("undetermined", 1, action=Action.RETRY)], R, "review_not_counted"),
    "collateral for ever": (
        [past("undetermined", day, action=Action.RETRY) for day in range(1, 300, 7)],
        R,
        "review_not_counted",
    ),
    "refused, then full": ([past("recipient_refused", 9), past("mailbox_full", 1)], R, "review_soft_waits"),
    # The sender's own.
    "blocked": ([past("blocked", 1)], F, "review_sender"),
    "blocked for ever": ([past("blocked", day) for day in range(1, 300, 7)], F, "review_sender"),
    "too fast": ([past("rate_limited", 1)], R, "review_sender_retry"),
    "too fast for ever": ([past("rate_limited", day) for day in range(1, 300, 7)], R, "review_sender_retry"),
    "a rule that blames the reader for it": ([past("blocked", 1, action=Action.UNSUBSCRIBE)], F, "review_sender"),
    "blocked after an unknown that waits": (
        [past("user_unknown", 9, confirm=2), past("blocked", 1)],
        V,
        "review_waits_for_second",
    ),
    "blocked between full ones": ([past("mailbox_full", 9), past("blocked", 1)], F, "review_sender"),
    # Nothing failed.
    "only a delay": ([past("network_trouble", 1, kind=Kind.DELAYED, action=Action.IGNORE)], I, "review_nothing_failed"),
    "only delivered": ([delivered(1)], I, "review_nothing_failed"),
    "delays do not count": (
        [past("mailbox_full", 30)] + [past("mailbox_full", day, kind=Kind.DELAYED) for day in (20, 10, 1)],
        R,
        "review_soft_waits",
    ),
}


@pytest.mark.parametrize(("pasts", "choice", "code"), CASES.values(), ids=CASES)
def test_standard(pasts: list[Past], choice: Choice, code: str) -> None:
    decision = decide(pasts, STANDARD, NOW)
    assert (decision.choice, decision.why.code) == (choice, code)
    assert decision.held_by is None
    for language in ("en", "ja"):
        assert "…" not in str(tell(decision.why, language))


CAUTIOUS_CASES = {
    "once": ([past("user_unknown", 1)], V),
    "one sending, two bounces": ([past("user_unknown", 1, "a"), past("user_unknown", 2, "a")], V),
    "twice": ([past("user_unknown", 1), past("user_unknown", 8)], U),
    "a complaint": ([complaint(1)], U),
    "soft": (SOFT_ENOUGH, U),
}


@pytest.mark.parametrize(("pasts", "choice"), CAUTIOUS_CASES.values(), ids=CAUTIOUS_CASES)
def test_cautious(pasts: list[Past], choice: Choice) -> None:
    assert decide(pasts, CAUTIOUS, NOW).choice is choice


@pytest.mark.parametrize(
    ("policy", "pasts", "choice"),
    [
        (replace(STANDARD, hard_sendings=3), [past("user_unknown", 1), past("user_unknown", 8)], V),
        (replace(STANDARD, hearsay_sendings=1), [past("user_unknown", 1, own=False)], U),
        (replace(STANDARD, hard_expires=timedelta(days=30)), [past("user_unknown", 31)], V),
        (replace(STANDARD, contradicted_sendings=1), CASES["unknown, alive, unknown"][0], U),
        (replace(STANDARD, domain_reasons=frozenset()), CASES["no such domain, three days apart"][0], V),
        (replace(STANDARD, domain_sendings=3), CASES["no such domain, three days apart"][0], V),
        (replace(STANDARD, domain_span=timedelta(days=2)), CASES["no such domain, two days apart"][0], U),
        (replace(STANDARD, soft_sendings=4), SOFT_ENOUGH, R),
        (replace(STANDARD, soft_span=timedelta(days=21)), SOFT_ENOUGH, R),
        (replace(STANDARD, soft_expires=timedelta(days=25)), SOFT_ENOUGH, R),
        (replace(STANDARD, living_reasons=frozenset()), CASES["full after unknown"][0], U),
    ],
)
def test_each_threshold_counts(policy: Policy, pasts: list[Past], choice: Choice) -> None:
    assert decide(pasts, policy, NOW).choice is choice
    assert decide(pasts, STANDARD, NOW).choice is not choice


def test_the_decision_names_cause_and_reason() -> None:
    assert decide([complaint(1)], STANDARD, NOW).cause is Cause.COMPLAINT
    assert decide([request(1)], STANDARD, NOW).cause is Cause.REQUEST
    decision = decide([past("blocked", 1), past("user_unknown", 9)], STANDARD, NOW)
    assert isinstance(decision, Decision)
    assert (decision.cause, decision.reason) == (Cause.FAILED, "user_unknown")


def test_the_words_name_sendings_and_days() -> None:
    why = decide([past("user_unknown", 29), past("user_unknown", 22)], STANDARD, NOW).why
    assert tell(why).what == (
        "The receiving server said that this address does not exist, in 2 sendings (3 May, 10 May 2026)."
    )
    assert tell(why, "ja").what == (
        "受信側のサーバーが、2回の配信で、この宛先は存在しないと回答しました（2026年5月3日、5月10日）。"
    )


def test_many_days_are_shortened() -> None:
    why = decide([past("user_unknown", day) for day in range(1, 99, 7)], STANDARD, NOW).why
    assert tell(why).what.endswith("in 14 sendings (…, 10 May, 17 May, 24 May, 31 May 2026).")


def test_every_reason_has_a_clause() -> None:
    assert {f"said_{reason}" for reason in reasons()} <= codes()


@pytest.mark.parametrize(
    ("diagnostic", "reply", "matched", "own"),
    [
        ("550 5.1.1 <a@example.jp>: User  unknown", "550", "user unknown", True),
        ("550-No such\r\n550 user", "550", "no such\n550 user", True),
        ('unknown user: "a"', None, "unknown user", True),  # Postfix delivering to its own users
        ("550 rejected", "550", "550", True),
        (None, None, "5.1.1", False),  # only the Status of the report
        ("smtp; timed out", None, "5.1.1", False),
        ("550 5.1.1 unknown", "550", None, False),
    ],
)
def test_own_word(diagnostic: str | None, reply: str | None, matched: str | None, own: bool) -> None:
    assert own_word(diagnostic=diagnostic, reply=reply, matched=matched) is own
