"""Judges again what is stored: after a rule or program update without the server, and as time goes by.

Each stored mail remembers the rules and the program that read it last (`understand.reader_of`). A cancelled job goes
on where it stopped, because only mails that another reader has read are taken.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import cast

from modori import __version__
from modori.bounces import read
from modori.mailbox import FoundMail
from modori.records import Message
from modori.review import Policy
from modori.rules import RuleBook
from modori.store import Query, Store

from .intake import ScanReport
from .policies import policy_of
from .pool import Reader
from .progress import CancelToken, OnProgress, Progress, Step, Stopwatch
from .proposals import Proposals
from .understand import reader_of

BATCH_MAILS = 200
_RECIPIENTS = 2000
_SECOND = timedelta(seconds=1)


def must_judge_again(store: Store, account_id: int, book: RuleBook) -> bool:
    """Whether mails of this account were last read by other rules or another program."""
    return bool(store.to_judge(account_id, reader_of(book)))


def judge_again(
    store: Store,
    account_id: int,
    book: RuleBook,
    *,
    now: datetime,
    progress: OnProgress,
    cancel: CancelToken,
    policy: Policy | None = None,
    user_files: Sequence[Path] = (),
) -> ScanReport:
    """Read the kept excerpts again by `book`, replace what they said, and ask the policy again about everybody.

    Decisions of the user stay. Ordinary mail, of which no excerpt is kept, stays what it was taken for. `user_files`
    are the user's rules in `book`, for other processes to load them too. The report counts the mails read again.
    Raises StoreError; what was judged before stays.
    """
    version, policy = reader_of(book), policy or policy_of(store)
    ids = store.to_judge(account_id, version)
    report, watch = ScanReport(account_id, ""), Stopwatch()
    with Reader(_again, book, cancel=cancel, user_files=user_files) as reader:
        for batch in _batches(reader.each(_kept(store, ids))):
            store.judge(account_id, version, batch)
            report = report.counting([message for _, message in batch])
            done = report.read
            progress(Progress(Step.DECIDE, done, len(ids), report.bounces, report.failures, watch.seconds()))
    if cancel.cancelled():
        # Only about those who were judged again; the next job asks about everybody.
        Proposals(store, account_id, policy, now).propose(store.undecided(account_id))
        return replace(report, ended="cancelled")
    if report.read:
        _ask(_Asking(store, account_id, policy, now, progress, cancel), _everybody(store, account_id))
    return report


def refresh(
    store: Store,
    account_id: int,
    policy: Policy | None,
    now: datetime,
    *,
    progress: OnProgress | None = None,
    cancel: CancelToken | None = None,
) -> int:
    """Ask the policy again about those for whom it may answer otherwise by now: evidence expires with the calendar.

    About everybody, when it was another policy or program the last time. Raises StoreError. Returns how many were
    asked about; a cancelled one begins anew the next time.
    """
    policy = policy or policy_of(store)
    asking = _Asking(store, account_id, policy, now, progress or (lambda _: None), cancel or CancelToken())
    return _ask(asking, to_ask_about(store, account_id, policy, now))


def to_ask_about(store: Store, account_id: int, policy: Policy | None, now: datetime) -> list[int]:
    """The recipients that `refresh` would ask about: those undecided, or whose evidence expired since the last time;
    everybody where it was another policy or program then. Raises StoreError.
    """
    policy = policy or policy_of(store)
    asked = store.last_asked(account_id)
    if asked is None or asked[1] != policy_version(policy) or asked[0] > now:
        return _everybody(store, account_id)
    ids = set(store.undecided(account_id))
    for age in {policy.hard_expires, policy.soft_expires}:
        # A second more on each side: the store keeps whole ones.
        ids.update(store.failed_between(account_id, asked[0] - age - _SECOND, now - age + _SECOND))
    return sorted(ids)


@dataclass(frozen=True, slots=True)
class _Asking:
    """Of whom the policy is asked, by whom, and who hears of it."""

    store: Store
    account_id: int
    policy: Policy
    now: datetime
    progress: OnProgress
    cancel: CancelToken


def _everybody(store: Store, account_id: int) -> list[int]:
    return sorted({*store.ids(Query(account_id)), *store.undecided(account_id)})


def _ask(asking: _Asking, recipients: Sequence[int]) -> int:
    store, watch = asking.store, Stopwatch()
    proposals = Proposals(store, asking.account_id, asking.policy, asking.now)
    for start in range(0, len(recipients), _RECIPIENTS):
        if asking.cancel.cancelled():
            return start
        if start:
            asking.progress(Progress(Step.ASK, start, len(recipients), elapsed=watch.seconds()))
        proposals.propose(recipients[start : start + _RECIPIENTS])
    store.set_last_asked(asking.account_id, asking.now, policy_version(asking.policy))
    return len(recipients)


def policy_version(policy: Policy) -> str:
    """What `Store.last_asked` remembers of a policy: another one in another program, or with other thresholds."""
    values = [getattr(policy, field.name) for field in fields(policy)]
    # The order of a set is another one in each process.
    told = [sorted(cast("frozenset[str]", value)) if isinstance(value, frozenset) else value for value in values]
    return hashlib.sha256(f"{__version__} {told!r}".encode()).hexdigest()[:16]


def _again(mail: FoundMail, book: RuleBook) -> tuple[int, Message]:
    """The work on one excerpt; `index` is the id of its mail."""
    return mail.index, read(mail.raw, book)


def _kept(store: Store, ids: Sequence[int]) -> Iterator[FoundMail]:
    for start in range(0, len(ids), BATCH_MAILS):
        for message_id, kept in store.excerpts(ids[start : start + BATCH_MAILS]):
            yield FoundMail("", message_id, kept)


def _batches(judged: Iterable[tuple[int, Message]]) -> Iterator[list[tuple[int, Message]]]:
    batch: list[tuple[int, Message]] = []
    for one in judged:
        batch.append(one)
        if len(batch) >= BATCH_MAILS:
            yield batch
            batch = []
    if batch:
        yield batch
