"""Asks the policy about recipients whose past has changed, and stores what it proposes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from modori.records import Decision, Weight
from modori.review import Past, Policy, decide, own_word
from modori.rules import reasons
from modori.store import PastFailure, Store


def propose(store: Store, recipient_ids: Sequence[int], policy: Policy, now: datetime) -> None:
    """Let `policy` decide anew about these recipients, as of `now` (aware). Raises StoreError."""
    decisions: dict[int, Decision] = {}
    for recipient_id, failures in store.failures_of_many(recipient_ids):
        pasts = [past(failure) for failure in failures if failure.counted]
        if pasts:
            decisions[recipient_id] = decide(pasts, policy, now)
    store.propose_many(decisions)


def past(failure: PastFailure) -> Past:
    """What the policy needs to know of a stored failure."""
    return Past(
        kind=failure.kind,
        reason=failure.reason,
        weight=reasons()[failure.reason].weight if failure.reason else Weight.NONE,
        action=failure.action,
        confirm=failure.confirm,
        permanent=failure.permanent,
        when=failure.when,
        sending=failure.sending,
        own_word=own_word(diagnostic=failure.diagnostic, reply=failure.reply, matched=failure.matched),
    )
