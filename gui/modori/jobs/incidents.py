"""Looks for incidents among all failures of an account, for `Proposals` to hold their recipients back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from modori.records import Action, Note, Weight
from modori.review import Fall, Incident, incidents, large_domains
from modori.rules import reasons
from modori.store import Store


@dataclass(frozen=True, slots=True)
class Held:
    """What holds a recipient back: the failures that belong to any incident, the key of its own, and that in words."""

    falls: frozenset[int]
    key: str
    why: Note


def held_recipients(store: Store, account_id: int) -> dict[int, Held]:
    """The recipients of all incidents of an account, each with its (latest) incident."""
    found = find_incidents(store, account_id)
    # One set for all: a failure that belongs to an incident belongs to one of its own recipient.
    falls = frozenset(fall for one in found for fall in one.falls)
    held: dict[int, Held] = {}
    for one in found:
        held.update(dict.fromkeys(one.recipients, Held(falls, one.key, note_of(one))))
    return held


def find_incidents(store: Store, account_id: int) -> list[Incident]:
    """All incidents of an account, earliest first; measured against its readers where a list of them was loaded."""
    readers = store.subscribers.by_domain(account_id) or None
    return incidents(_falls(store, account_id), large=large_domains(), readers=readers)


def _falls(store: Store, account_id: int) -> Iterable[Fall]:
    """Failures that could cost a reader or ask a question; the sender's own faults never do."""
    counting = [
        name
        for name, reason in reasons().items()
        if reason.weight is not Weight.SENDER and reason.action in (Action.UNSUBSCRIBE, Action.REVIEW)
    ]
    for number, recipient, domain, host, reason, sending, when, said in store.falls(account_id, counting):
        yield Fall(number, recipient, domain, host, reason, sending, when, said)


def note_of(one: Incident) -> Note:
    """The incident in words."""
    details = {"count": str(len(one.recipients)), "date": one.first.date().isoformat(), "reason": one.reason}
    if one.kind == "sentence":
        return Note("review_incident_sentence", details)
    code = "review_incident_domain" if one.kind == "domain" else "review_incident_host"
    return Note(code, {**details, "place": one.place})
