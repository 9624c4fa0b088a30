"""Takes mails in, one after the other: read, kept in batches, and the policy asked again.

Every source (mailbox, files, sample) pours into the same `Intake`, so that a mail is understood and
kept in one way wherever it comes from.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from modori.records import Kind, Message, Note
from modori.review import Policy
from modori.store import Packed, Store, Stored

from .progress import CancelToken, OnProgress, Progress, Step, Stopwatch
from .proposals import Proposals

BATCH_MAILS = 2000
BATCH_BYTES = 8 << 20  # of what is kept of them
BATCH_SECONDS = 1.0  # so long a mail waits for others, and a recipient of several mails is decided about once
TELL_SECONDS = 0.25  # between two times that the progress is told


OnMail = Callable[[str, str, Message], None]
"""Told of each mail that is new: the folder, the UID (POP3: UIDL), and what the mail is."""


@dataclass(frozen=True, slots=True)
class ScanReport:
    """What a job did. `ended` is done, cancelled or lost; `note` says why it was lost, or why `later` mails were left.

    `read` counts the mails read this time; `unread_before` and `unread_after` are the mailbox's own
    counts of unread mail, None where there is no mailbox, or one that counts none (POP3). `later` mails could not be
    had from the server this time: the next scan asks for them again. `remark` is something to know besides.
    """

    account_id: int
    folder: str
    read: int = 0
    bounces: int = 0
    failures: int = 0
    others: int = 0
    unreadable: int = 0
    later: int = 0
    unread_before: int | None = None
    unread_after: int | None = None
    ended: str = "done"
    note: Note | None = None
    remark: Note | None = None

    def counting(self, messages: Sequence[Message]) -> ScanReport:
        """This report with `messages` counted too."""
        bounces = [message for message in messages if message.kind is Kind.BOUNCE]
        return replace(
            self,
            read=self.read + len(messages),
            bounces=self.bounces + len(bounces),
            failures=self.failures + sum(len(message.failures) for message in bounces),
            others=self.others + len(messages) - len(bounces),
            unreadable=self.unreadable + sum(message.problem is not None for message in messages),
        )


class Intake:
    """Pours mails into one folder of the store.

    `reader` is the version of what understands them (`understand.reader_of`). `heard` is told each mail before it is
    written. `again`: the folder was read before, but under another UIDVALIDITY; of what is stored then, it is not told.
    The counts are those of this job, as they were last told; `total` is the number of mails to come, once it is known.
    `finish` must be called at the end, whatever happened: what was read stays.
    """

    def __init__(
        self,
        store: Store,
        account_id: int,
        folder: str,
        uidvalidity: int | None,
        *,
        now: datetime,
        progress: OnProgress,
        cancel: CancelToken,
        reader: str,
        policy: Policy | None = None,
        heard: OnMail | None = None,
        again: bool = False,
    ) -> None:
        self._store, self._reader, self._heard, self._again = store, reader, heard, again
        self._account_id, self._folder, self._uidvalidity = account_id, folder, uidvalidity
        self._progress, self.cancel = progress, cancel
        self._watch = Stopwatch()
        self._flushed_at = self._told_at = 0.0
        self._batch: list[Stored] = []
        self._size = 0  # bytes that the batch keeps
        self._uncounted: list[Message] = []
        self._passed: list[str] = []
        self.total: int | None = None
        self.report = ScanReport(account_id, folder)
        # What an earlier job stored but could not bring before the policy (the power went out, …).
        self._proposals = Proposals(store, account_id, policy, now, scanning=True)
        self._proposals.propose(store.undecided(account_id))

    def take(
        self,
        message: Message,
        kept: Packed,
        size: int,
        *,
        uid: int | None = None,
        uidl: str | None = None,
        received: datetime | None = None,
    ) -> None:
        """Keep one mail that was understood as `message`; `received` is the server's word."""
        self._batch.append(Stored(uid, message, kept, size, received, uidl))
        self._size += len(kept.data or b"")
        self._uncounted.append(message)
        now = self._watch.seconds()
        if self._is_full() or now - self._flushed_at >= BATCH_SECONDS:
            self.flush()
        elif now - self._told_at >= TELL_SECONDS:
            self._tell(Step.READ)

    def _is_full(self) -> bool:
        return len(self._batch) >= BATCH_MAILS or self._size >= BATCH_BYTES

    def pass_over(self, uidl: str | None) -> None:
        """Remember that a mail is older than what the user wants to read; only POP3 has to be told which."""
        if uidl is not None:
            self._passed.append(uidl)

    def begin_anew(self, uidvalidity: int) -> None:
        """The folder has become another one: what was taken stays, and will be known again when it is read again."""
        self.flush()
        self._uidvalidity, self._again = uidvalidity, True
        self.report = ScanReport(self._account_id, self._folder)

    def leave_for_later(self, why: Note | None) -> None:
        """Count a mail that the server did not give this time. Of many reasons the first is told."""
        self.report = replace(self.report, later=self.report.later + 1, note=self.report.note or why)

    def flush(self) -> None:
        """Write what was taken, let the policy decide about whom it touched, and tell the progress."""
        batch, self._batch, self._size = self._batch, [], 0
        if batch:
            if self._heard is not None:
                self._tell_mails(batch, self._heard)
            place = (self._account_id, self._folder, self._uidvalidity)
            self._store.add(*place, batch, reader=self._reader, decide=self._proposals.decide)
            self._proposals.propose_others()
        passed, self._passed = self._passed, []
        if passed:
            self._store.pass_over(self._account_id, passed)
        self._flushed_at = self._watch.seconds()
        self._tell(Step.READ)

    def _tell_mails(self, batch: Sequence[Stored], heard: OnMail) -> None:
        keys = [mail.kept.key for mail in batch if mail.kept.key is not None] if self._again else []
        known = self._store.known_contents(self._account_id, keys)
        for mail in batch:
            if mail.kept.key not in known:
                heard(self._folder, mail.uidl or str(mail.uid), mail.message)

    def tell_pause(self, why: Note, seconds: float) -> None:
        """The connection was cut: what was read is kept now, and the work goes on after a pause."""
        self.flush()
        self._tell(Step.PAUSE, seconds, why)

    def finish(self) -> None:
        """Write the rest, and decide anew where the later mails put earlier ones in another light."""
        self.flush()
        self._proposals.settle()

    def _tell(self, step: Step, pause: float = 0.0, why: Note | None = None) -> None:
        uncounted, self._uncounted = self._uncounted, []
        self.report = done = self.report.counting(uncounted)
        self._told_at = self._watch.seconds()
        counts = (done.read, self.total, done.bounces, done.failures, self._told_at)
        self._progress(Progress(step, *counts, pause=pause, why=why))
