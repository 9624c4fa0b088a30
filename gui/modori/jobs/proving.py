"""Live proof of a user's rules, before they are saved: which mails of a mailbox they match, whose decision changes.

The evidence of the newest mails is read once; after that each version of the rules is tried in memory.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from modori.bounces import read
from modori.records import Choice, Evidence, Kind, Verdict
from modori.review import Policy
from modori.rules import RuleBook
from modori.rules.drafts import own_book
from modori.store import PastFailure, Store

from .progress import CancelToken
from .proposals import Proposals

MOST_MAILS = 20_000
"""Mails whose evidence is held in memory; more would need some hundred megabytes."""
MOST_CHANGES = 2_000
_SHOWN = 200
_BATCH = 200


@dataclass(frozen=True, slots=True)
class Seen:
    """One failure as a rule sees it."""

    message_id: int
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Changed:
    """An address whose proposal would be another one."""

    recipient_id: int
    address: str
    now: Choice
    then: Choice
    diagnostic: str


@dataclass(frozen=True, slots=True)
class Proof:
    """What some rules would do to a mailbox.

    `matched` counts the failures that they win, by rule; `replies` has some of those of each rule. `changed` has at
    most 200 of the `changes`; with `more` there may be others that were not looked at.
    """

    matched: dict[str, int]
    replies: dict[str, list[str]]
    changes: int
    changed: list[Changed]
    more: bool


def look(store: Store, account_id: int, book: RuleBook, cancel: CancelToken) -> list[Seen]:
    """The evidence of the newest bounces of an account; what was read before a cancel. Raises StoreError."""
    # No mail was read by the reader without a name: so these are all that have an excerpt.
    ids = list(store.to_judge(account_id, ""))[-MOST_MAILS:]
    found: list[Seen] = []
    for start in range(0, len(ids), _BATCH):
        if cancel.cancelled():
            break
        for message_id, kept in store.excerpts(ids[start : start + _BATCH]):
            message = read(kept, book)
            if message.kind is Kind.BOUNCE:
                found += [Seen(message_id, failure.evidence) for failure in message.failures]
    return found


def prove(
    store: Store,
    account_id: int,
    seen: list[Seen],
    *,
    rules: str,
    before: str,
    bundled: RuleBook,
    now: datetime,
    policy: Policy | None = None,
) -> Proof:
    """What the file `rules` would do, where `before` is the one in use. Raises RuleError, StoreError.

    Own rules are read before all others, so what one of them holds for it wins; what one of `before` held for and none
    of `rules` does, falls back to the `bundled` ones.
    """
    path = Path("rules.toml")
    new, old = own_book(rules, path), own_book(before, path)
    matched: dict[str, int] = {}
    replies: dict[str, list[str]] = {}
    verdicts: dict[tuple[int, str], Verdict] = {}
    for one in seen:
        verdict = new.judge(one.evidence)
        if verdict.rule is not None:
            matched[verdict.rule] = matched.get(verdict.rule, 0) + 1
            said = replies.setdefault(verdict.rule, [])
            reply = one.evidence.diagnostic or ""
            if len(said) < _SHOWN and reply and reply not in said:
                said.append(reply)
        elif old.judge(one.evidence).rule is None:
            continue
        else:
            verdict = bundled.judge(one.evidence)
        verdicts[one.message_id, one.evidence.address.casefold()] = verdict
    recipients = store.recipients_of_messages(sorted({message for message, _ in verdicts}))
    proposals = Proposals(store, account_id, policy, now)
    changed = list(_changes(store, recipients[:MOST_CHANGES], verdicts, proposals))
    return Proof(matched, replies, len(changed), changed[:_SHOWN], len(recipients) > MOST_CHANGES)


def _changes(
    store: Store, recipients: list[int], verdicts: dict[tuple[int, str], Verdict], proposals: Proposals
) -> Iterator[Changed]:
    rows = {row.id: row for row in store.rows(recipients) if row.held_by is None}
    for recipient_id, failures in store.failures_of_many(recipients):
        row = rows.get(recipient_id)
        if row is None or not any(failure.counted for failure in failures):
            continue
        then = proposals.would([_judged(failure, verdicts) for failure in failures if failure.counted]).choice
        if then is not row.proposed:
            yield Changed(recipient_id, row.address, row.proposed, then, row.diagnostic or "")


def _judged(failure: PastFailure, verdicts: dict[tuple[int, str], Verdict]) -> PastFailure:
    verdict = verdicts.get((failure.message_id, failure.address.casefold()))
    if verdict is None or failure.kind is not Kind.BOUNCE:
        return failure
    return failure._replace(
        reason=verdict.reason,
        action=verdict.action,
        confirm=verdict.confirm,
        permanent=verdict.permanent,
        rule=verdict.rule,
        matched=verdict.matched,
    )
