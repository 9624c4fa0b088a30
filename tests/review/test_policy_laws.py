"""What holds for every history."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from modori.records import Action, Choice, Kind, Weight
from modori.review import CAUTIOUS, STANDARD, Past, decide
from modori.rules.reasons import reasons
from modori.sentences import tell

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
REASONS = reasons()
BOUNCED = [Kind.BOUNCE] * 6 + [Kind.DELAYED, Kind.DELIVERED]


@st.composite
def pasts(draw: st.DrawFn, names: list[str] | None = None, *, usual: bool = False, kinds: list[Kind] = BOUNCED) -> Past:
    reason = REASONS[draw(st.sampled_from(names or list(REASONS)))]
    minutes = draw(st.integers(-3000, 700 * 24 * 60))
    return Past(
        kind=draw(st.sampled_from(kinds)),
        reason=reason.id,
        weight=reason.weight,
        action=reason.action if usual else draw(st.sampled_from([reason.action] * 4 + list(Action))),
        confirm=1 if usual else draw(st.integers(1, 3)),
        permanent=draw(st.sampled_from([True, None] if usual else [True, False, None])),
        when=NOW - timedelta(minutes=minutes),
        sending=draw(st.sampled_from(["", "a", "b", "c", "d", "e"])),
        own_word=draw(st.booleans()),
    )


histories = st.lists(pasts(), min_size=1, max_size=12)
SENDER = [name for name, reason in REASONS.items() if reason.weight is Weight.SENDER]
FOR_A_PERSON = [
    name for name, reason in REASONS.items() if reason.action is Action.REVIEW and name not in STANDARD.domain_reasons
]
SOFT = ["expired", "server_trouble", "network_trouble", "greylisted"]


@given(histories, st.randoms(use_true_random=False), st.sampled_from([STANDARD, CAUTIOUS]))
@settings(max_examples=300)
def test_order_does_not_matter(history, random, policy) -> None:
    mixed = list(history)
    random.shuffle(mixed)
    assert decide(mixed, policy, NOW) == decide(history, policy, NOW)


@given(histories)
def test_a_mail_that_is_there_twice_changes_nothing(history) -> None:
    assert decide(history + history[:3], STANDARD, NOW) == decide(history, STANDARD, NOW)


@given(histories)
def test_every_decision_has_words(history) -> None:
    why = decide(history, STANDARD, NOW).why
    assert tell(why).what
    assert tell(why, "ja").what


@given(st.lists(pasts(SENDER), min_size=1, max_size=12))
def test_the_senders_own_faults_never_unsubscribe(history) -> None:
    assert decide(history, STANDARD, NOW).choice is not Choice.UNSUBSCRIBE


@given(histories, st.lists(pasts(SENDER), max_size=6))
def test_the_senders_own_faults_add_nothing(history, faults) -> None:
    before = decide(history, STANDARD, NOW).choice is Choice.UNSUBSCRIBE
    assert (decide(history + faults, STANDARD, NOW).choice is Choice.UNSUBSCRIBE) is before


@given(st.lists(pasts(FOR_A_PERSON, usual=True), min_size=1, max_size=12))
def test_what_is_for_a_person_never_unsubscribes_by_counting(history) -> None:
    assert decide(history, STANDARD, NOW).choice is not Choice.UNSUBSCRIBE


@given(st.lists(pasts(kinds=[Kind.DELAYED, Kind.DELIVERED]), min_size=1, max_size=12))
def test_without_a_failure_nothing_is_proposed(history) -> None:
    assert decide(history, STANDARD, NOW).choice is Choice.IGNORE


@given(histories)
def test_cautious_unsubscribes_nobody_whom_standard_keeps(history) -> None:
    if decide(history, CAUTIOUS, NOW).choice is Choice.UNSUBSCRIBE:
        assert decide(history, STANDARD, NOW).choice is Choice.UNSUBSCRIBE


@given(histories)
def test_cautious_needs_two_sendings(history) -> None:
    if decide(history, CAUTIOUS, NOW).choice is Choice.UNSUBSCRIBE:
        assert len({one.sending for one in history if one.kind is Kind.BOUNCE and one.sending}) > 1


@given(st.lists(pasts(SOFT, usual=True, kinds=[Kind.BOUNCE]), min_size=1, max_size=12), st.integers(0, 5000), st.data())
def test_more_of_the_same_sending_changes_nothing(history, minutes, data) -> None:
    """A soft failure of a sending that is counted already, later than that."""
    one = data.draw(st.sampled_from(history))
    if NOW - one.when > STANDARD.soft_expires:
        return
    again = replace(one, when=one.when + timedelta(minutes=minutes))
    assert decide([*history, again], STANDARD, NOW).choice is decide(history, STANDARD, NOW).choice


@given(st.lists(pasts(SOFT, usual=True, kinds=[Kind.BOUNCE]), min_size=1, max_size=12))
def test_soft_needs_three_sendings_and_two_weeks(history) -> None:
    if decide(history, STANDARD, NOW).choice is Choice.UNSUBSCRIBE:
        fresh = [one for one in history if NOW - one.when <= STANDARD.soft_expires]
        assert len({one.sending for one in fresh if one.sending}) >= 3
        assert max(one.when for one in fresh) - min(one.when for one in fresh) >= timedelta(days=14)


@given(histories, pasts(["user_unknown"], usual=True, kinds=[Kind.BOUNCE]))
def test_failing_hard_once_more_never_clears_an_address(history, past) -> None:
    """One more hard failure, the newest of all."""
    newest = replace(past, when=max(one.when for one in history) + timedelta(days=1), sending="new")
    before, after = (decide(each, STANDARD, NOW).choice for each in (history, [*history, newest]))
    if before is Choice.UNSUBSCRIBE:
        assert after is Choice.UNSUBSCRIBE
    else:
        assert after in (Choice.UNSUBSCRIBE, Choice.REVIEW)


@given(histories, st.integers(1, 20))
def test_evidence_only_weakens_with_time(history, months) -> None:
    """What is not proven today is not proven later without new mail."""
    later = NOW + timedelta(days=30 * months)
    if decide(history, STANDARD, later).choice is Choice.UNSUBSCRIBE:
        assert decide(history, STANDARD, NOW).choice is Choice.UNSUBSCRIBE


@given(st.lists(pasts(kinds=[Kind.BOUNCE, Kind.COMPLAINT, Kind.UNSUBSCRIBE_REQUEST]), min_size=1, max_size=8))
def test_who_asked_is_always_heard(history) -> None:
    if any(one.kind is not Kind.BOUNCE for one in history):
        decision = decide(history, STANDARD, NOW)
        assert (decision.choice, decision.reason) == (Choice.UNSUBSCRIBE, None)
