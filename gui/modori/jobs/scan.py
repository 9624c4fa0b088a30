"""Reads the new mails of one mailbox folder into the store.

Reading changes nothing in the mailbox; the report holds the number of unread mails before and
after, so that the user can see it.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime
from itertools import count

from modori.mailbox import Fetched, FolderChangedError, FolderState, Mailbox, MailboxError, Pop3Mailbox
from modori.records import Account
from modori.review import Policy
from modori.rules import RuleBook
from modori.store import Store

from .intake import Intake, OnMail, ScanReport
from .progress import CancelToken, OnProgress, Progress, Step
from .reading import read_mails
from .understand import reader_of

MOST_CHANGES = 3  # so often a folder may become another one in one scan
_log = logging.getLogger(__name__)


def scan_folder(
    store: Store,
    account: Account,
    folder: str,
    mailbox: Mailbox,
    book: RuleBook,
    *,
    now: datetime,
    progress: OnProgress,
    cancel: CancelToken,
    policy: Policy | None = None,
    heard: OnMail | None = None,
) -> ScanReport:
    """Read what is new in `folder` through the connected `mailbox`; `heard` is told each mail that is.

    `account` must be stored. A cancel or a lost connection ends the scan early; the report says so, and what was read
    stays. A folder that has become another one, before or meanwhile, is read again; its mails count once, and `heard`
    is not told again of those that are stored. Raises StoreError, and MailboxError for what goes wrong before the first
    mail (the folder is gone, …).
    """
    if account.id is None:
        raise ValueError("the account must be stored before it is scanned")
    progress(Progress(Step.CONNECT))
    cancel.on_cancel(mailbox.cancel)
    try:
        state = mailbox.examine(folder)
    except MailboxError:
        if cancel.cancelled():
            return ScanReport(account.id, folder, ended="cancelled")
        raise
    mails = _new_mails(store, account, state, mailbox)
    intake = Intake(
        store,
        account.id,
        folder,
        None if isinstance(mailbox, Pop3Mailbox) else state.uidvalidity,
        now=now,
        progress=progress,
        cancel=cancel,
        reader=reader_of(book),
        policy=policy,
        heard=heard,
        again=heard is not None and store.lost_places(account.id, folder),
    )

    def anew() -> Iterator[Fetched]:
        _log.warning("the folder was made anew while it was read (UIDVALIDITY); it is read again")
        now_opened = mailbox.examine(folder)
        intake.begin_anew(now_opened.uidvalidity)
        return _new_mails(store, account, now_opened, mailbox)

    mailbox.on_pause = lambda error, seconds: intake.tell_pause(error.note, seconds)
    try:
        report = _read_new(intake, mailbox, book, mails, anew, _first_day(account))
    finally:
        mailbox.on_pause = None
    after = _unseen(mailbox, report)
    return replace(report, unread_before=state.unseen, unread_after=after, remark=mailbox.remark())


def _resume_after(store: Store, account_id: int, state: FolderState) -> int:
    """The highest UID that was read before. A changed UIDVALIDITY makes all UIDs new (RFC 3501 §2.3.1.1)."""
    mark = store.folder_mark(account_id, state.folder)
    if mark is None:
        return 0
    if mark.uidvalidity != state.uidvalidity:
        store.reset_folder(account_id, state.folder)
        return 0
    return mark.last_uid


def _new_mails(store: Store, account: Account, state: FolderState, mailbox: Mailbox) -> Iterator[Fetched]:
    """What was not read before: above the last UID, or with a UIDL that is not known."""
    assert account.id is not None  # noqa: S101 (looked at by scan_folder)
    if isinstance(mailbox, Pop3Mailbox):
        return mailbox.mails(store.known_uidls(account.id))
    return mailbox.mails(_resume_after(store, account.id, state), _first_day(account))


def _first_day(account: Account) -> date | None:
    return date.fromisoformat(account.since) if account.since else None


def _read_new(
    intake: Intake,
    mailbox: Mailbox,
    book: RuleBook,
    mails: Iterator[Fetched],
    anew: Callable[[], Iterator[Fetched]],
    since: date | None,
) -> ScanReport:
    """Take in the `mails`; those of `anew` when the folder changes meanwhile."""
    ended, note = "done", None
    try:
        for changes in count(1):
            try:
                _take_all(intake, mailbox, book, _wanted(intake, mailbox, mails, since))
                break
            except FolderChangedError:
                if changes > MOST_CHANGES:
                    raise
            mails = anew()
        if intake.cancel.cancelled():
            ended = "cancelled"
    except MailboxError as error:
        ended = "cancelled" if intake.cancel.cancelled() else "lost"
        note = None if ended == "cancelled" else error.note
    finally:
        intake.finish()
    return replace(intake.report, ended=ended, note=note or intake.report.note)


def _take_all(intake: Intake, mailbox: Mailbox, book: RuleBook, mails: Iterator[Fetched]) -> None:
    for one in read_mails(mails, mailbox, book, intake.cancel):
        mail = one.mail
        intake.take(one.message, one.kept, mail.size, uid=_uid(mail), uidl=mail.uidl, received=mail.received)


def _wanted(intake: Intake, mailbox: Mailbox, mails: Iterator[Fetched], since: date | None) -> Iterator[Fetched]:
    """The mails that are read: neither older than the account's first day nor refused for now."""
    for mail in mails:
        intake.total = mailbox.expected
        if mail.again:
            intake.leave_for_later(mail.note)
        elif since and mail.received and mail.received.date() < since:
            intake.pass_over(mail.uidl)
        else:
            yield mail


def _uid(mail: Fetched) -> int | None:
    """The lasting UID; POP3 has none, only UIDLs."""
    return mail.uid if mail.uidl is None else None


def _unseen(mailbox: Mailbox, report: ScanReport) -> int | None:
    """Unread mails after the scan; None when the connection is gone."""
    if report.ended != "done":
        return None
    try:
        return mailbox.unseen()
    except MailboxError:
        return None
