"""The policy's reasons as notes. The sentences are in `resources/messages/review.toml`.

Details hold no words of a language: `{reason:said}` and `{dates:dates}` become words in `sentences.tell`.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from modori.records import Cause, Choice, Note, Weight
from modori.sentences import codes

_SHOWN = 4


def _reason(reason: str | None) -> str:
    return reason if reason and f"said_{reason}" in codes() else "other"


def _dates(times: Sequence[datetime]) -> str:
    days = sorted({when.date().isoformat() for when in times})
    return " ".join(["…", *days[-_SHOWN:]] if len(days) > _SHOWN else days)


def _note(code: str, reason: str | None, times: Sequence[datetime], **details: str) -> Note:
    return Note(code, {"reason": _reason(reason), "dates": _dates(times), "count": str(len(times)), **details})


def asked(cause: Cause, times: Sequence[datetime]) -> Note:
    """The reader complained, or asked to stop."""
    code = "review_complaint" if cause is Cause.COMPLAINT else "review_request"
    return Note(code, {"dates": _dates(times)})


def nothing_failed() -> Note:
    """Only delays or deliveries are known."""
    return Note("review_nothing_failed")


def hard(reason: str | None, times: Sequence[datetime], *, own_word: bool) -> Note:
    """Enough sendings failed hard."""
    if len(times) == 1:
        return _note("review_hard_once" if own_word else "review_hearsay_once", reason, times)
    return _note("review_hard_often" if own_word else "review_hearsay_often", reason, times)


def waits(reason: str | None, times: Sequence[datetime], need: int) -> Note:
    """Failed hard, but not in enough sendings."""
    code = "review_waits_for_second" if len(times) == 1 and need == 2 else "review_waits_for_more"
    return _note(code, reason, times, need=str(need))


def old(reason: str | None, times: Sequence[datetime]) -> Note:
    """The evidence is too old."""
    return _note("review_old", reason, times)


def contradicted(reason: str | None, times: Sequence[datetime], sign: str | None, when: datetime) -> Note:
    """Failed hard, but showed life at or after that."""
    more = {"sign_dates": _dates([when])}
    if sign is None:
        return _note("review_contradicted_delivered", reason, times, **more)
    return _note("review_contradicted", reason, times, sign=_reason(sign), **more)


def domain(reason: str | None, times: Sequence[datetime], days: int, *, enough: bool) -> Note:
    """Domain or form of the address are wrong."""
    return _note("review_domain_often" if enough else "review_domain_waits", reason, times, days=str(days))


def soft(reason: str | None, times: Sequence[datetime], need: int, days: int, *, enough: bool) -> Note:
    """Failed for the time being."""
    code = "review_soft_often" if enough else "review_soft_waits"
    return _note(code, reason, times, need=str(need), days=str(days))


def delivered(reason: str | None, when: datetime) -> Note:
    """Soft failures that a later delivery made good."""
    return _note("review_soft_delivered", reason, [when])


def forgotten(reason: str | None, when: datetime) -> Note:
    """Soft failures that are too old to count."""
    return _note("review_soft_forgotten", reason, [when])


def single(reason: str | None, when: datetime, weight: Weight, choice: Choice) -> Note:
    """A failure that never counts: the sender's own, or one for a person."""
    if weight is Weight.SENDER:
        code = "review_sender_retry" if choice is Choice.RETRY else "review_sender"
    elif choice is Choice.FIX_SENDER:
        code = "review_sender"
    else:
        code = "review_not_counted" if choice is Choice.RETRY else "review_person"
    return _note(code, reason, [when])
