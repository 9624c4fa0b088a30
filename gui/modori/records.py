"""The words of Modori as data: what a mail is, what it says, what is made of it.

Everything here is frozen, and depends on nothing else in the program. The
words are those of the design, §2; where an RFC has a term, it is that term
(RFC 3461-3464, 3463, 5321, 6522).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import MISSING, dataclass, field, fields
from datetime import datetime
from enum import StrEnum
from typing import Any, ParamSpec, TypeVar, cast

_P = ParamSpec("_P")
_R = TypeVar("_R")


class Kind(StrEnum):
    """What a message is."""

    BOUNCE = "bounce"
    DELAYED = "delayed"
    DELIVERED = "delivered"
    COMPLAINT = "complaint"
    UNSUBSCRIBE_REQUEST = "unsubscribe_request"
    AUTO_REPLY = "auto_reply"
    READ_RECEIPT = "read_receipt"
    CHALLENGE = "challenge"
    OTHER = "other"


class Action(StrEnum):
    """What to do about one failure, or about a recipient."""

    UNSUBSCRIBE = "unsubscribe"
    RETRY = "retry"
    FIX_SENDER = "fix_sender"
    REVIEW = "review"
    IGNORE = "ignore"


class Weight(StrEnum):
    """How a reason counts against an address."""

    HARD = "hard"
    SOFT = "soft"
    SENDER = "sender"
    NONE = "none"


class Phase(StrEnum):
    """The step of the SMTP dialogue in which the remote server refused (RFC 5321 §4.1.4).

    `eod` is the reply to the end of the message (after DATA).
    """

    CONNECT = "connect"
    HELO = "helo"
    AUTH = "auth"
    MAIL = "mail"
    RCPT = "rcpt"
    DATA = "data"
    EOD = "eod"


class Named(StrEnum):
    """Whom a reply names: with several recipients in one transaction it may speak of another one."""

    THIS = "this"  # this recipient (perhaps among others), or its final address
    OTHERS = "others"  # only other recipients of the same transaction
    FORWARD = "forward"  # an address in another domain: it stands behind a forward
    ALIAS = "alias"  # an address of the same domain: where this one leads, or somebody who got the mail by Bcc
    SENDER = "sender"  # nobody but the sender
    NOBODY = "nobody"


class Handed:
    """Goes between processes as its class and its values; the own way of dataclasses takes twice the time."""

    __slots__: tuple[str, ...] = ()

    def __reduce__(self) -> tuple[Callable[..., object], tuple[object, ...]]:
        made = type(self)
        return _QUICKLY.get(made, made), tuple([getattr(self, name) for name in self.__slots__])


_QUICKLY: dict[type, Callable[..., object]] = {}


def _quickly(name: str, made: Callable[_P, _R]) -> Callable[_P, _R]:
    """A function `name` of this module that makes objects of a frozen dataclass in a quarter of the time.

    What `frozen=True` generates hands each value to `object.__setattr__`. This fills an open object of the same slots,
    then says that it is of the class. For the few classes of which each mail makes some.
    """
    whole = cast("Any", made)
    values = fields(whole)
    head = ", ".join(one.name if one.default is MISSING else f"{one.name}=_{one.name}" for one in values)
    body = "".join(f"    self.{one.name} = {one.name}\n" for one in values)
    known = {f"_{one.name}": one.default for one in values}
    known.update(
        made=whole, new=object.__new__, twin=type(whole.__name__, whole.__bases__, {"__slots__": whole.__slots__})
    )
    known["__name__"] = __name__
    exec(f"def {name}({head}):\n    self = new(twin)\n{body}    self.__class__ = made\n    return self\n", known)  # noqa: S102 - as dataclasses do
    quick = cast("Callable[_P, _R]", known[name])
    _QUICKLY[whole] = quick
    return quick


@dataclass(frozen=True, slots=True)
class Note(Handed):
    """Something to tell a person, as a code that `sentences` turns into words.

    `code` is a key of `resources/messages/*.toml`, `details` fills its placeholders; it never holds a secret.
    """

    code: str
    details: dict[str, str] = field(default_factory=dict[str, str])


class ModoriError(Exception):
    """An expected failure with a sentence for a person in `note`."""

    def __init__(self, code: str, /, **details: str) -> None:
        super().__init__(code, details)
        self.note = Note(code, details)

    def __reduce__(self) -> tuple[object, ...]:
        """Goes between processes with all that it holds, however a subclass is made."""
        return _revived, (type(self), self.args), self.__dict__


def _revived(kind: type[ModoriError], args: tuple[object, ...]) -> ModoriError:
    error = kind.__new__(kind)
    error.args = args
    return error


@dataclass(frozen=True, slots=True)
class Evidence(Handed):
    """What one bounce says about one recipient, before it is judged.

    `address` is the one the sender used, `final_address` where the mail went in the end if that
    differs. `reply` (three digits), `status` (RFC 3463) and `remote` are the remote server's;
    `status` is the report's only where the reply has none. `diagnostic` is the unwrapped reply with
    its codes. The fields behind `system` are only there to be matched: `report_status` is the Status
    field of the report, whoever invented it; `transcript` holds the other replies of the session,
    `text` the human part about this recipient. `alone` is true when the transaction had no other
    recipient as far as the report tells.
    """

    address: str
    final_address: str | None = None
    reply: str | None = None
    status: str | None = None
    phase: Phase | None = None
    diagnostic: str | None = None
    remote: str | None = None
    system: str | None = None
    report_status: str | None = None
    transcript: str = ""
    text: str = ""
    subject: str = ""
    named: Named = Named.NOBODY
    alone: bool = True
    date: datetime | None = None


@dataclass(frozen=True, slots=True)
class Verdict(Handed):
    """Reason and action of one failure, with the rule that decided and the exact text it matched.

    `reason` is an id of `resources/rules/reasons.toml`; None for a complaint or a request to stop.
    `confirm` is the number of sendings that must fail alike before the policy believes it.
    """

    reason: str | None
    action: Action
    rule: str | None
    matched: str | None
    permanent: bool | None
    confirm: int = 1


@dataclass(frozen=True, slots=True)
class Failure(Handed):
    """One recipient that one message says was not reached (or who complained, asked, or waits)."""

    evidence: Evidence
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Sending(Handed):
    """One mailing, known from the returned original. `list` is its List-Id, else its sender address."""

    list: str | None = None
    subject: str | None = None
    message_id: str | None = None
    date: datetime | None = None
    sender: str | None = None


@dataclass(frozen=True, slots=True)
class Message(Handed):
    """One mail, understood.

    `failures` is empty unless the kind has recipients. `incomplete`: only the beginning of the mail
    was given, and what decides may lie behind it. `copy`: the postmaster's copy of a bounce, never
    to be counted twice. `date` is the mail's own Date header.
    """

    kind: Kind
    failures: tuple[Failure, ...] = ()
    system: str | None = None
    message_id: str | None = None
    date: datetime | None = None
    subject: str | None = None
    sender: str | None = None
    sending: Sending | None = None
    copy: bool = False
    incomplete: bool = False
    problem: Note | None = None


quick_evidence = _quickly("quick_evidence", Evidence)
quick_verdict = _quickly("quick_verdict", Verdict)
quick_failure = _quickly("quick_failure", Failure)
quick_sending = _quickly("quick_sending", Sending)
quick_message = _quickly("quick_message", Message)


class Choice(StrEnum):
    """The action for a recipient: those of a single failure, and the user's *keep*."""

    UNSUBSCRIBE = "unsubscribe"
    RETRY = "retry"
    FIX_SENDER = "fix_sender"
    REVIEW = "review"
    IGNORE = "ignore"
    KEEP = "keep"  # never propose this address again, but say so when it fails again


class By(StrEnum):
    """Who made a decision. The user always wins."""

    POLICY = "policy"
    USER = "user"


class Cause(StrEnum):
    """Why a recipient is on the list: dead addresses and people who asked to stop are never mixed."""

    FAILED = "failed"
    COMPLAINT = "complaint"
    REQUEST = "request"


@dataclass(frozen=True, slots=True)
class Decision:
    """What the policy proposes for a recipient, with the reason in words (`why`).

    `reason` is the id of the failure reason that led to it, None for complaints and requests.
    `held_by` names what holds the decision back from any export (an incident, not yours, …).
    """

    choice: Choice
    cause: Cause
    reason: str | None
    why: Note
    held_by: str | None = None


class Security(StrEnum):
    """How a connection is protected; the value is the URL scheme of the command line."""

    IMAPS = "imaps"
    IMAP_STARTTLS = "imap+starttls"
    POP3S = "pop3s"
    POP3_STARTTLS = "pop3+starttls"

    def is_pop3(self) -> bool:
        """Whether POP3 is spoken there, and not IMAP."""
        return self in (Security.POP3S, Security.POP3_STARTTLS)


@dataclass(frozen=True, slots=True)
class SignIn:
    """A mailbox is entered through its provider's own sign-in page (OAuth2), not with a password.

    `issuer` is an id of `resources/providers/sign-in.toml`. `client_id` is the program as the user or the organisation
    has registered it there (no secret); `tenant` the organisation at Microsoft, None for any. `app_only`: the program
    signs in as itself (client credentials), so nobody has to be there.
    """

    issuer: str
    client_id: str
    tenant: str | None = None
    app_only: bool = False


@dataclass(frozen=True, slots=True)
class Server:
    """Where a mailbox is and who logs in. Never holds a password.

    With `sign_in`, `user` is the mailbox: for a shared one another than the person who signed in.

    `fingerprint` is the SHA-256 (hex) of a certificate that the user trusts for this server only.
    `ca_file` is a PEM file of certificate authorities to trust besides the system's.
    """

    host: str
    port: int
    security: Security
    user: str
    fingerprint: str | None = None
    ca_file: str | None = None
    sign_in: SignIn | None = None


class AccountKind(StrEnum):
    """Where the mails of an account come from."""

    IMAP = "imap"
    FILES = "files"
    SAMPLE = "sample"


@dataclass(frozen=True, slots=True)
class Account:
    """A mailbox that the user has set up, or files or samples that were opened.

    `id` is None until it is stored. `server` is None for files and samples.
    `since`: mails received before this ISO date are left alone.
    """

    name: str
    kind: AccountKind
    server: Server | None = None
    folders: tuple[str, ...] = ()
    since: str | None = None
    id: int | None = None
