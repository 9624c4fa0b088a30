"""The policy of the design, §5: failures over time make a decision."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from modori.records import Action, Cause, Choice, Decision, Kind, Note, Weight


@dataclass(frozen=True, slots=True)
class Policy:
    """Every threshold of the policy."""

    hard_sendings: int = 1  # sendings that must fail hard when the server's own word is there
    hearsay_sendings: int = 2  # … when the evidence is only a status, a fallback text or a relay's word
    hard_expires: timedelta = timedelta(days=365)  # older hard evidence goes to review
    domain_sendings: int = 2  # domain_unknown, address_syntax
    domain_span: timedelta = timedelta(days=3)
    soft_sendings: int = 3
    soft_span: timedelta = timedelta(days=14)
    soft_expires: timedelta = timedelta(days=365)
    unknown_gap: timedelta = timedelta(days=5)  # bounces without an original: nearer ones may be of one sending


STANDARD = Policy()
CAUTIOUS = replace(STANDARD, hard_sendings=2)


@dataclass(frozen=True, slots=True)
class Past:
    """One thing that happened to a recipient, as the policy needs it.

    `when` is aware; its own zone gives the day that is shown. `sending` is a key that is equal for
    bounces of one sending, empty when unknown. `own_word`: see `own_word()`.
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
    """Whether a verdict rests on the receiving server's own sentence: the matched text stands in its reply."""
    if not diagnostic or not matched:
        return False
    return " ".join(matched.split()).casefold() in " ".join(diagnostic.split()).casefold()


def decide(pasts: Sequence[Past], policy: Policy, now: datetime) -> Decision:
    """What to propose for a recipient with this past. The order of `pasts` does not matter; it may not be empty."""
    newest = max(pasts, key=lambda past: past.when)
    return Decision(Choice(newest.action), Cause.FAILED, newest.reason, Note("review_nothing", {}))
