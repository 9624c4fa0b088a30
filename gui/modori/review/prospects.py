"""What would change a decision: the same policy, asked about what has not happened yet.

Nothing here knows a threshold. Sendings, deliveries and days are made up and put before `decide`; what it
answers is what would really happen. The sentences are in `resources/messages/review.toml`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from modori.records import Action, Cause, Choice, Decision, Kind, Note, Weight

from .policy import Past, Policy, decide

_SENDINGS = 6  # more sendings than any policy waits for
_DAYS = 60  # longer than any policy wants failures to be apart
_NEWEST = 60  # of somebody with more of a past than this, the oldest is left out
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Prospect:
    """One thing that would change the decision: what would have to happen, in words, and what would be decided."""

    what: Note
    choice: Choice


def prospects(pasts: Sequence[Past], policy: Policy, now: datetime) -> list[Prospect]:
    """What would make the policy decide otherwise than it does `now` for a recipient with this past; may be empty.

    `pasts` as for `decide`. In this order: more failures of the same kind, the server's own word that the address
    does not exist, a delivery, nothing but time.
    """
    pasts = sorted(pasts, key=lambda past: past.when)[-_NEWEST:]
    bounces = [past for past in pasts if past.kind is Kind.BOUNCE and past.action is not Action.IGNORE]
    decision = decide(pasts, policy, now)
    if not bounces or decision.cause is not Cause.FAILED:
        return []
    newest = bounces[-1]
    asked = _Asked(tuple(pasts), policy, now, decision)
    again = asked.failing_again(newest)
    told = again or _never(newest)
    found = [told] if told is not None else []
    if not found or found[0].choice is not Choice.UNSUBSCRIBE:
        found += asked.unknown(newest)
    return found + asked.delivered(newest) + asked.waiting()


def _never(newest: Past) -> Prospect | None:
    """Failures that can come again as often as they like."""
    if newest.weight is Weight.SENDER:
        return Prospect(Note("turn_never_sender"), Choice(newest.action))
    if newest.action is Action.REVIEW:
        return Prospect(Note("turn_never_review"), Choice.REVIEW)
    return None


@dataclass(frozen=True, slots=True)
class _Asked:
    """What is known, and the questions to the policy."""

    pasts: tuple[Past, ...]
    policy: Policy
    now: datetime
    decision: Decision

    def _if(self, *more: Past, days: int = 0) -> Decision:
        return decide([*self.pasts, *more], self.policy, self.now + days * _DAY)

    def _differs(self, decision: Decision) -> bool:
        return decision.choice is not self.decision.choice

    def failing_again(self, newest: Past) -> Prospect | None:
        """The fewest further sendings that change the decision, failing as the newest did, and their earliest day."""
        if self.decision.choice is Choice.UNSUBSCRIBE:
            return None
        for count in range(1, _SENDINGS + 1):
            late = self._if(*self._again(newest, count, _DAYS), days=_DAYS)
            if not self._differs(late):
                continue
            day = next(
                day
                for day in range(_DAYS + 1)
                if self._if(*self._again(newest, count, day), days=day).choice is late.choice
            )
            return Prospect(self._words(count, day), late.choice)
        return None

    def _again(self, like: Past, count: int, days: int) -> list[Past]:
        """`count` sendings that fail, the first today (unless it is the only one), the last in `days` days."""
        later = [self.now + (days * _DAY if number or count == 1 else 0 * _DAY) for number in range(count)]
        return [replace(like, when=when, sending=f"turn {number}") for number, when in enumerate(later)]

    def _words(self, count: int, days: int) -> Note:
        details = {"count": str(count), "date": (self.now + days * _DAY).date().isoformat()}
        if days == 0:
            return Note("turn_fails_once" if count == 1 else "turn_fails_often", details)
        return Note("turn_fails_once_from" if count == 1 else "turn_fails_often_from", details)

    def unknown(self, newest: Past) -> list[Prospect]:
        """The receiving server saying that there is no such mailbox."""
        if self.decision.choice is Choice.UNSUBSCRIBE:
            return []
        unknown = replace(
            newest,
            reason="user_unknown",
            weight=Weight.HARD,
            action=Action.UNSUBSCRIBE,
            confirm=1,
            permanent=True,
            own_word=True,
            when=self.now,
            sending="turn unknown",
        )
        found = self._if(unknown)
        return [Prospect(Note("turn_unknown"), found.choice)] if found.choice is Choice.UNSUBSCRIBE else []

    def delivered(self, newest: Past) -> list[Prospect]:
        """A later mail that arrives."""
        arrived = replace(
            newest,
            kind=Kind.DELIVERED,
            reason=None,
            weight=Weight.NONE,
            action=Action.IGNORE,
            when=self.now,
            sending="turn delivered",
        )
        found = self._if(arrived)
        return [Prospect(Note("turn_delivered"), found.choice)] if self._differs(found) else []

    def waiting(self) -> list[Prospect]:
        """Nothing but time: the day from which the evidence is too old, as long as nothing more fails."""
        ages = {self.policy.hard_expires, self.policy.soft_expires}
        days = sorted({(past.when + age - self.now).days + 1 for past in self.pasts for age in ages})
        for day in days:
            found = self._if(days=day) if day > 0 else self.decision
            if self._differs(found):
                date = (self.now + day * _DAY).date().isoformat()
                return [Prospect(Note("turn_time", {"date": date}), found.choice)]
        return []
