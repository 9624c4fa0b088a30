"""The policy of the design, §5: failures over time make a decision.

What counts is how many *sendings* failed, never how many mails came back. Whatever is not clear goes to
a person (`review`); what only time can tell waits (`retry`); nothing that is the sender's own fault,
and nothing that is to be reviewed, ever adds up to an unsubscription.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from modori.records import Action, Cause, Choice, Decision, Kind, Weight

from . import words


@dataclass(frozen=True, slots=True)
class Policy:
    """Every threshold of the policy."""

    hard_sendings: int = 1  # sendings that must fail hard when the server's own word is there
    hearsay_sendings: int = 2  # … when the evidence is only a status, a fallback text or a relay's word
    contradicted_sendings: int = 2  # … when the address showed life after an earlier hard failure
    hard_expires: timedelta = timedelta(days=365)  # older hard evidence goes to review
    domain_reasons: frozenset[str] = frozenset({"domain_unknown", "address_syntax"})
    domain_sendings: int = 2
    domain_span: timedelta = timedelta(days=3)
    soft_sendings: int = 3
    soft_span: timedelta = timedelta(days=14)
    soft_expires: timedelta = timedelta(days=365)
    # Failures that only a mailbox which exists can have.
    living_reasons: frozenset[str] = frozenset({"mailbox_full", "recipient_rate_limited", "recipient_refused"})


STANDARD = Policy()
CAUTIOUS = replace(STANDARD, hard_sendings=2)


@dataclass(frozen=True, slots=True)
class Past:
    """One thing that happened to a recipient, as the policy needs it.

    `when` is aware; its own zone gives the day that is shown. `sending` is a key that is equal for
    bounces of one sending; all with the empty key (unknown) count as one sending at most, and only where
    no other is known. `own_word`: see `own_word()`.
    """

    kind: Kind
    reason: str | None
    weight: Weight
    action: Action
    confirm: int
    permanent: bool | None
    when: datetime
    sending: str
    own_word: bool


def own_word(*, diagnostic: str | None, reply: str | None, matched: str | None) -> bool:
    """Whether a verdict rests on the receiving server's own sentence: the matched text stands in its reply.

    It does not where the rule matched a status that the reporting system made up, or the human text
    around the report. `reply` is the server's code; local deliveries (Postfix, qmail) have a sentence without one,
    and are the receiving server themselves.
    """
    if not matched:
        return False
    if diagnostic and matched in diagnostic:  # nearly always
        return True
    said = " ".join(f"{reply or ''} {diagnostic or ''}".split()).casefold()
    return " ".join(matched.split()).casefold() in said


def decide(pasts: Sequence[Past], policy: Policy, now: datetime) -> Decision:
    """What to propose for a recipient with this past, with the reason in words (`resources/messages/review.toml`).

    `pasts` holds everything about one address (for complaints and requests: about one address and list), in
    any order. What lies after `now` counts as now. Of a postmaster's copy beside its bounce nothing
    changes, since both are of one sending.
    """
    pasts = sorted(pasts, key=_order)
    asked = [past for past in pasts if past.kind in (Kind.COMPLAINT, Kind.UNSUBSCRIBE_REQUEST)]
    if asked:
        return _asked(asked)
    bounces = [past for past in pasts if past.kind is Kind.BOUNCE and past.action is not Action.IGNORE]
    if not bounces:
        return Decision(Choice.IGNORE, Cause.FAILED, None, words.nothing_failed())
    history = _History(
        hard=[past for past in bounces if _is_hard(past)],
        domain=[past for past in bounces if _is_domain(past, policy)],
        soft=[past for past in bounces if _is_soft(past)],
        living=[past for past in pasts if past.kind is Kind.DELIVERED or _lives(past, policy)],
        delivered=[past for past in pasts if past.kind is Kind.DELIVERED],
    )
    proofs = [
        _hard(history, policy, now),
        _domain(history, policy, now),
        _soft(history, policy, now),
    ]
    open_questions = [found for found in proofs if found is not None]
    for choice in (Choice.UNSUBSCRIBE, Choice.REVIEW):
        for found in open_questions:
            if found.choice is choice:
                return found
    return _newest(bounces[-1], open_questions)


@dataclass(frozen=True, slots=True)
class _History:
    """The bounces by what they can prove, each oldest first. What proves nothing is in none of the lists."""

    hard: list[Past]
    domain: list[Past]
    soft: list[Past]
    living: list[Past]
    delivered: list[Past]


def _order(past: Past) -> tuple[object, ...]:
    return (past.when, past.sending, past.kind, past.reason or "", past.action, past.confirm, past.own_word)


def _is_hard(past: Past) -> bool:
    # A rule that says "unsubscribe" where its reason would not is taken at its word, but for the sender's own faults.
    return past.action is Action.UNSUBSCRIBE and past.weight is not Weight.SENDER


def _is_domain(past: Past, policy: Policy) -> bool:
    return past.action is Action.REVIEW and past.weight is Weight.HARD and past.reason in policy.domain_reasons


def _is_soft(past: Past) -> bool:
    return past.action is Action.RETRY and past.weight in (Weight.SOFT, Weight.HARD)


def _lives(past: Past, policy: Policy) -> bool:
    return past.kind is Kind.BOUNCE and past.reason in policy.living_reasons


def sendings(pasts: Iterable[Past]) -> dict[str, Past]:
    """The first past of each sending by its key, oldest first; unknown sendings are one, and only if alone."""
    firsts: dict[str, Past] = {}
    for past in pasts:
        firsts.setdefault(past.sending, past)
    if len(firsts) > 1:
        firsts.pop("", None)
    return firsts


def _since(pasts: list[Past], now: datetime, age: timedelta) -> list[Past]:
    return [past for past in pasts if now - past.when <= age]


def _spread(firsts: dict[str, Past]) -> timedelta:
    times = [past.when for past in firsts.values()]
    return max(times) - min(times)


def _asked(asked: list[Past]) -> Decision:
    complaints = [past for past in asked if past.kind is Kind.COMPLAINT]
    cause = Cause.COMPLAINT if complaints else Cause.REQUEST
    return Decision(Choice.UNSUBSCRIBE, cause, None, words.asked(cause, [past.when for past in complaints or asked]))


def _hard(history: _History, policy: Policy, now: datetime) -> Decision | None:
    if not history.hard:
        return None
    last_sign = history.living[-1] if history.living else None
    standing = [past for past in history.hard if last_sign is None or past.when > last_sign.when]
    contradicted = len(standing) < len(history.hard)
    reason = history.hard[-1].reason
    if not standing and last_sign is not None:
        if not _since(history.hard, now, policy.hard_expires):
            return None  # long ago, and alive after that
        why = words.contradicted(reason, _times(history.hard), last_sign.reason, last_sign.when)
        return Decision(Choice.REVIEW, Cause.FAILED, reason, why)
    fresh = _since(standing, now, policy.hard_expires)
    if not fresh:
        return Decision(Choice.REVIEW, Cause.FAILED, reason, words.old(reason, _times(standing)))
    need = min(_needed(past, policy) for past in fresh)
    if contradicted:
        need = max(need, policy.contradicted_sendings)
    times = _times(fresh)
    if len(times) < need:
        return Decision(Choice.REVIEW, Cause.FAILED, reason, words.waits(reason, times, need))
    heard = any(past.own_word for past in fresh)
    return Decision(Choice.UNSUBSCRIBE, Cause.FAILED, reason, words.hard(reason, times, own_word=heard))


def _needed(past: Past, policy: Policy) -> int:
    plain = past.own_word and past.permanent is not False
    return max(policy.hard_sendings if plain else policy.hearsay_sendings, policy.hard_sendings, past.confirm)


def _times(pasts: list[Past]) -> list[datetime]:
    return [past.when for past in sendings(pasts).values()]


def _domain(history: _History, policy: Policy, now: datetime) -> Decision | None:
    last_sign = history.living[-1].when if history.living else None
    standing = [past for past in history.domain if last_sign is None or past.when > last_sign]
    if not standing:
        return None
    reason = standing[-1].reason
    fresh = _since(standing, now, policy.hard_expires)
    if not fresh:
        return Decision(Choice.REVIEW, Cause.FAILED, reason, words.old(reason, _times(standing)))
    firsts = sendings(fresh)
    need = max(policy.domain_sendings, min(past.confirm for past in fresh))
    enough = len(firsts) >= need and _spread(firsts) >= policy.domain_span
    why = words.domain(reason, _times(fresh), policy.domain_span.days, enough=enough)
    return Decision(Choice.UNSUBSCRIBE if enough else Choice.REVIEW, Cause.FAILED, reason, why)


def _soft(history: _History, policy: Policy, now: datetime) -> Decision | None:
    if not history.soft:
        return None
    reason = history.soft[-1].reason
    arrived = history.delivered[-1].when if history.delivered else None
    standing = [past for past in history.soft if arrived is None or past.when > arrived]
    if not standing and arrived is not None:
        return Decision(Choice.RETRY, Cause.FAILED, reason, words.delivered(reason, arrived))
    fresh = _since(standing, now, policy.soft_expires)
    if not fresh:
        return Decision(Choice.RETRY, Cause.FAILED, reason, words.forgotten(reason, standing[-1].when))
    firsts = sendings(fresh)
    enough = len(firsts) >= policy.soft_sendings and _spread(firsts) >= policy.soft_span
    why = words.soft(reason, _times(fresh), policy.soft_sendings, policy.soft_span.days, enough=enough)
    return Decision(Choice.UNSUBSCRIBE if enough else Choice.RETRY, Cause.FAILED, reason, why)


def _newest(newest: Past, open_questions: list[Decision]) -> Decision:
    """Nothing is proven and nothing waits for a second sending: what happened last says what to do."""
    if _is_soft(newest) and open_questions:
        return open_questions[-1]
    choice = Choice(newest.action)
    if choice is Choice.UNSUBSCRIBE:  # not proven: the sender's own fault, whatever its rule says, or for a person
        choice = Choice.FIX_SENDER if newest.weight is Weight.SENDER else Choice.REVIEW
    return Decision(
        choice, Cause.FAILED, newest.reason, words.single(newest.reason, newest.when, newest.weight, choice)
    )
