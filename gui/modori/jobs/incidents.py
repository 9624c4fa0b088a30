"""Looks for incidents among all failures of an account, for `Proposals` to hold their recipients back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from modori.records import Action, Note, Weight
from modori.review import Fall, Incident, incidents, large_domains, own_faults
from modori.rules import reasons
from modori.store import Store


@dataclass(frozen=True, slots=True)
class Held:
    """What holds a recipient back: the failures that belong to any incident, the key of its own, and that in words."""

    falls: frozenset[int]
    key: str
    why: Note
    own: bool = False  # the sender's own fault: held back is only that it stands there one by one


def held_recipients(store: Store, account_id: int) -> dict[int, Held]:
    """The recipients of all incidents of an account, each with its (latest) incident.

    Those are measured against the account's readers where a list of them was loaded.
    """
    all_falls = list(_falls(store, account_id))
    readers = store.subscribers.by_domain(account_id) or None
    found = incidents(all_falls, large=large_domains(), readers=readers)
    # One set for all: a failure that belongs to an incident belongs to one of its own recipient.
    falls = frozenset(fall for one in found for fall in one.falls)
    held: dict[int, Held] = {}
    for one in _own_faults(store, account_id, all_falls):
        held.update(dict.fromkeys(one.recipients, Held(one.falls, one.key, note_of(one), own=True)))
    for one in found:
        held.update(dict.fromkeys(one.recipients, Held(falls, one.key, note_of(one))))
    return held


def _own_faults(store: Store, account_id: int, others: Iterable[Fall]) -> list[Incident]:
    """What the sender has to mend, each cause once, earliest first; `others` are the falls for other reasons."""
    own = [name for name, reason in reasons().items() if reason.weight is Weight.SENDER]
    falls = list(_of_reasons(store, account_id, own))
    if not falls:
        return []
    people: defaultdict[str, set[int]] = defaultdict(set)
    for fall in (*falls, *others):
        people[fall.sending].add(fall.recipient)
    return own_faults(falls, {sending: len(failed) for sending, failed in people.items()})


def _falls(store: Store, account_id: int) -> Iterable[Fall]:
    """Failures that could cost a reader or ask a question; the sender's own faults never do."""
    counting = [
        name
        for name, reason in reasons().items()
        if reason.weight is not Weight.SENDER and reason.action in (Action.UNSUBSCRIBE, Action.REVIEW)
    ]
    return _of_reasons(store, account_id, counting)


def _of_reasons(store: Store, account_id: int, counting: Sequence[str]) -> Iterable[Fall]:
    for number, recipient, domain, host, reason, sending, when, said in store.falls(account_id, counting):
        yield Fall(number, recipient, domain, host, reason, sending, when, said)


def note_of(one: Incident) -> Note:
    """The incident in words."""
    details = {"count": str(len(one.recipients)), "date": one.first.date().isoformat(), "reason": one.reason}
    if one.kind == "sentence":
        return Note("review_incident_sentence", details)
    if one.kind == "own":
        return Note("review_incident_own", details)
    if one.kind == "receiver":
        return Note("review_incident_receiver", {**details, "place": one.place})
    code = "review_incident_domain" if one.kind == "domain" else "review_incident_host"
    return Note(code, {**details, "place": one.place})
