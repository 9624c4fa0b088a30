"""All that happened to a recipient: read once, for what is derived of it and for the policy."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Sequence
from typing import NamedTuple

from modori.records import Action, Kind, Phase

from .many import select_in
from .rows import PastFailure
from .sendings import keys_of
from .text import moment

_EVENTS = """
SELECT f.recipient_id, f.id, f.message_id, f.kind, f.address, f.final_address, f.reason, f.action, f.confirm,
    f.permanent, f.at, f.sending_id, s.subject, f.list_id, l.name, f.reply, f.status, f.phase, f.diagnostic, f.remote,
    m.system, f.rule, f.matched, m.copy, m.folder, m.uid
FROM failures f JOIN messages m ON m.id = f.message_id LEFT JOIN sendings s ON s.id = f.sending_id
    LEFT JOIN lists l ON l.id = f.list_id
WHERE f.recipient_id IN ({marks}) ORDER BY f.at, f.id
"""


class Event(NamedTuple):
    """A row of _EVENTS: a failure, complaint, request, delay or delivery with its mail, its sending and its list."""

    recipient: int
    id: int
    message: int
    kind: str
    address: str
    final_address: str | None
    reason: str | None
    action: str
    confirm: int
    permanent: int | None
    at: int
    sending: int | None
    subject: str | None
    list: int | None
    list_name: str | None
    reply: str | None
    status: str | None
    phase: str | None
    diagnostic: str | None
    remote: str | None
    system: str | None
    rule: str | None
    matched: str | None
    copy: int
    folder: str
    uid: int | None


def events(connection: sqlite3.Connection, recipient_ids: Collection[int]) -> dict[int, list[Event]]:
    """What happened to each of these recipients, oldest first; in the order of their ids as they are given."""
    found: dict[int, list[Event]] = {one: [] for one in recipient_ids}
    for row in select_in(connection, _EVENTS, list(found)):
        found[row[0]].append(Event._make(row))
    return found


def counting(its: Sequence[Event]) -> list[bool]:
    """Which of a recipient's events count: a postmaster's copy only where the bounce itself is missing.

    Of several copies of one sending the first counts.
    """
    if not any(event.copy for event in its):
        return [True] * len(its)
    keys = sending_keys(its)
    taken = {key for key, event in zip(keys, its, strict=True) if not event.copy}
    result: list[bool] = []
    for key, event in zip(keys, its, strict=True):
        result.append(not event.copy or key not in taken)
        if event.copy:
            taken.add(key)
    return result


def sending_keys(its: Sequence[Event]) -> list[str]:
    """The key by which the sending of each event is counted."""
    return keys_of((event.sending, event.at) for event in its)


def as_failures(its: Sequence[Event]) -> list[PastFailure]:
    """The events of one recipient, oldest first, as the rest of the program sees them."""
    bounces = [event for event in its if event.kind not in _WAITING]
    beside = {event.id for event, counts in zip(bounces, counting(bounces), strict=True) if not counts}
    keys = sending_keys(its)
    return [_failure(event, key, event.id not in beside) for event, key in zip(its, keys, strict=True)]


_WAITING = (Kind.DELAYED.value, Kind.DELIVERED.value)
# An enum that is called looks its value up in Python; a scan reads some hundred thousand rows.
_KINDS = {one.value: one for one in Kind}
_ACTIONS = {one.value: one for one in Action}
_PHASES = {one.value: one for one in Phase}


def _failure(event: Event, sending: str, counted: bool) -> PastFailure:
    return PastFailure(
        id=event.id,
        recipient_id=event.recipient,
        message_id=event.message,
        kind=_KINDS[event.kind],
        address=event.address,
        final_address=event.final_address,
        reason=event.reason,
        action=_ACTIONS[event.action],
        confirm=event.confirm,
        permanent=None if event.permanent is None else bool(event.permanent),
        when=moment(event.at),
        sending_id=event.sending,
        sending=sending,
        sending_subject=event.subject,
        list_name=event.list_name,
        reply=event.reply,
        status=event.status,
        phase=_PHASES[event.phase] if event.phase else None,
        diagnostic=event.diagnostic,
        remote=event.remote,
        system=event.system,
        rule=event.rule,
        matched=event.matched,
        copy=bool(event.copy),
        counted=counted,
        folder=event.folder or None,
        uid=event.uid,
    )
