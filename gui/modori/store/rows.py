"""What goes into the store and what comes out of it, as frozen dataclasses and enums. Knows no SQL."""

from __future__ import annotations

from array import array
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Literal, NamedTuple

from modori.records import Action, By, Cause, Choice, Kind, Message, ModoriError, Note, Phase

from .excerpts import Packed
from .text import moment


class StoreError(ModoriError):
    """The database cannot be used. Codes: see `resources/messages/store.toml`, all begin with `store_`."""


class Section(StrEnum):
    """The sections of the window, in the order of the side bar. Messages, not recipients, fill NOT_BOUNCES."""

    UNSUBSCRIBE = "unsubscribe"
    ASKED = "asked"
    RETRY = "retry"
    FIX_SENDER = "fix_sender"
    REVIEW = "review"
    INCIDENTS = "incidents"
    NOT_YOURS = "not_yours"
    KEPT = "kept"
    NOT_BOUNCES = "not_bounces"


class Column(StrEnum):
    """What a list can be sorted by. Messages know SUBJECT, SENDER, KIND and LAST_SEEN (their date) only."""

    ADDRESS = "address"
    READER = "reader"
    DOMAIN = "domain"
    CHOICE = "choice"
    REASON = "reason"
    SENDINGS = "sendings"
    FIRST_SEEN = "first_seen"
    LAST_SEEN = "last_seen"
    DIAGNOSTIC = "diagnostic"
    LIST = "list"
    SUBJECT = "subject"
    SENDER = "sender"
    KIND = "kind"


FacetBy = Literal["reason", "domain", "sending", "list", "system"]


@dataclass(frozen=True, slots=True)
class Query:
    """Which rows to show, and in what order. Everything but the account may be left out.

    `section` None means all recipients (never the other mails). `text` is looked for in address,
    server's sentence and subject of the original, without regard to case; all of its words must be there.
    `domain` is compared casefolded; `since` (aware) leaves out what last came back earlier, `until` what last came back
    then or later. `held_by` (the key of an incident, see `HeldGroup`) gives the addresses of that incident alone.
    Equal keys are ordered by id, so an order is always the same.
    """

    account_id: int
    section: Section | None = None
    text: str = ""
    reason: str | None = None
    domain: str | None = None
    list_id: int | None = None
    sending_id: int | None = None
    system: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    held_by: str | None = None
    sort: Column = Column.LAST_SEEN
    descending: bool = True


@dataclass(frozen=True, slots=True)
class Stored:
    """One mail to be stored.

    `uid` is None for files and for POP3, where `uidl` names the mail. `size` is that of the mail in bytes. `received`
    (IMAP INTERNALDATE) stands in where the mail has no believable Date.
    """

    uid: int | None
    message: Message
    kept: Packed
    size: int
    received: datetime | None = None
    uidl: str | None = None


@dataclass(frozen=True, slots=True)
class FolderMark:
    """How far a folder has been read: the next scan begins after `last_uid` while `uidvalidity` is the same."""

    uidvalidity: int
    last_uid: int


class PastFailure(NamedTuple):
    """One stored failure (or complaint, request, delay, delivery) of a recipient, newest last in lists of them.

    `message_id` is the id for `Store.excerpt`. `sending` is the key the policy counts by; it is empty
    when the mail does not tell which sending came back. `counted` is False for a postmaster's copy
    beside the bounce itself: it is shown, but never counts. `at` is in seconds since 1970.
    (A tuple, which is made in a sixth of the time: a scan makes some hundred thousand.)
    """

    recipient_id: int
    id: int
    message_id: int
    kind: Kind
    address: str
    final_address: str | None
    reason: str | None
    action: Action
    confirm: int
    permanent: bool | None
    at: int
    sending_id: int | None
    sending_subject: str | None
    list_id: int | None
    list_name: str | None
    reply: str | None
    status: str | None
    phase: Phase | None
    diagnostic: str | None
    remote: str | None
    system: str | None
    rule: str | None
    matched: str | None
    copy: bool
    folder: str | None
    uid: int | None
    sending: str
    counted: bool

    @property
    def when(self) -> datetime:
        """When it came back; aware, in local time."""
        return moment(self.at)


@dataclass(frozen=True, slots=True)
class RecipientRow:
    """One line of the table. `choice` is what holds: the user's where there is one, else `proposed`.

    `list_name` is the list of a complaint or request, or that of the newest failure.
    `sendings` counts the sendings that failed, `failures` the bounces. `why` belongs to the proposal.
    `reason`, `diagnostic` and `rule` are those of the newest failure; `decided_reason` that of the decision.
    `failed_since_decision` counts hard failures after the day the user decided. Times are aware, in local time.
    `reader` is the reader's name on the subscriber list, empty for one without; None: not on it, or no list.
    """

    id: int
    account_id: int
    address: str
    domain: str
    section: Section | None
    choice: Choice
    proposed: Choice
    by: By
    cause: Cause
    reason: str | None
    decided_reason: str | None
    why: Note
    held_by: str | None
    sendings: int
    failures: int
    first_seen: datetime
    last_seen: datetime
    diagnostic: str | None
    rule: str | None
    system: str | None
    list_id: int | None
    list_name: str | None
    subject: str | None
    note: str | None
    decided_at: datetime | None
    failed_since_decision: int
    reader: str | None = None


class DecisionRow(NamedTuple):
    """What goes out of a recipient: of `RecipientRow` only what a file can hold, and quick to make.

    `reason` is that of the decision, or else of the newest failure. `section` None: nothing is proposed yet.
    `first_seen`, `last_seen` and `diagnostic` are None where they were not asked for.
    """

    id: int
    address: str
    choice: Choice
    cause: Cause
    section: Section | None
    reason: str | None
    sendings: int
    failures: int
    first_seen: datetime | None
    last_seen: datetime | None
    list_name: str | None
    diagnostic: str | None
    by: By
    note: str | None


@dataclass(frozen=True, slots=True)
class MessageRow:
    """One mail of the section *Not bounces*, or behind a failure. Of ordinary mail no more than this is kept."""

    id: int
    account_id: int
    kind: Kind
    sender: str | None
    subject: str | None
    date: datetime | None
    system: str | None
    message_id: str | None
    problem: Note | None
    size: int
    folder: str | None
    uid: int | None


@dataclass(frozen=True, slots=True)
class Facet:
    """One value that a filter offers: `value` for the query (an id as text for sendings and lists), how many rows."""

    value: str
    label: str
    count: int


@dataclass(frozen=True, slots=True)
class KnownList:
    """One list of an account: `marked` where its name is a List-Id, not a sender's address.

    `recipients` counts those that failed, up to the limit that was asked for.
    """

    id: int
    name: str
    marked: bool
    recipients: int


@dataclass(frozen=True, slots=True)
class HeldGroup:
    """The recipients of one incident, the incident in words, and what is proposed for them."""

    key: str
    why: Note
    proposed: Choice
    ids: array[int]


@dataclass(frozen=True, slots=True)
class UserDecision:
    """What the user decided about a recipient; `choice` None: nothing, the proposal holds. A note may stand alone."""

    choice: Choice | None
    note: str | None
    decided_at: datetime | None


@dataclass(frozen=True, slots=True)
class Change:
    """One decision changed: enough to undo it with `Store.restore`."""

    recipient_id: int
    before: UserDecision
    after: UserDecision


@dataclass(frozen=True, slots=True)
class Kept:
    """What is stored of an account, for the window to say so. Sizes in bytes; `excerpts` is compressed.

    `readers` are those on the subscriber list; 0: there is none.
    """

    recipients: int
    messages: int
    excerpts: int
    file: int
    readers: int
