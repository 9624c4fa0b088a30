"""Reads mails for the store on several cores: understood, and made ready to be written.

What needs the mailbox or the store stays in the thread that owns them; the pool gets bytes and gives back results.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from modori.bounces import excerpt, read
from modori.mailbox import Fetched, FolderChangedError, FoundMail, Mailbox, MailboxError
from modori.records import Kind, Message
from modori.rules import RuleBook
from modori.store import Packed, packed

from .pool import Reader
from .progress import CancelToken
from .understand import completed, decides, understand_file

MORE_TOGETHER = 32  # mails of which more is asked for at once
MORE_SECONDS = 0.3  # … or as many as there are after this time
MOST_WAITING = 500  # mails that wait for one of which more is needed
_NOTHING = Packed(None, None)


@dataclass(frozen=True, slots=True)
class ReadMail:
    """One mail of a mailbox, what it says, and what is kept of it."""

    mail: Fetched
    message: Message
    kept: Packed


def read_mails(
    mails: Iterable[Fetched], mailbox: Mailbox, book: RuleBook, cancel: CancelToken, *, keep: bool = True
) -> Iterator[ReadMail]:
    """What the `mails` that `mailbox` gives say, in their order; ends early when the token is cancelled.

    While some are read the next ones are fetched, but no more than the pool takes ahead. More of a large mail is
    asked for only when what decides may lie in it, of many mails at once; the rest when that is not enough. Without
    `keep` nothing is made ready to be kept. Raises MailboxError when the connection is lost or cancelled, but not
    before all that came until then is told; FolderChangedError at once.
    """
    source = _Source(mails)
    with Reader(read_and_keep if keep else only_read, book, cancel=cancel) as reader:
        results = (_Result(source.flying.popleft(), *result) for result in reader.each(source))
        for some in _until_worth_asking(results):
            if isinstance(source.error, FolderChangedError):
                break  # under the UIDs of these there may be other mails now
            yield from _told(some, mailbox, book, keep=keep)
    if source.error is not None:
        raise source.error


@dataclass(frozen=True, slots=True)
class _Result:
    """What the pool made of a mail; `kept` is None where more of the mail is needed."""

    mail: Fetched
    message: Message
    kept: Packed | None


def _until_worth_asking(results: Iterable[_Result]) -> Iterator[list[_Result]]:
    """The results one by one while they are whole; what needs more of its mail waits for others that do."""
    some: list[_Result] = []
    lacking, began = 0, 0.0
    for one in results:
        if not some:
            began = time.monotonic()
        some.append(one)
        lacking += one.kept is None
        waited = time.monotonic() - began
        if not lacking or lacking >= MORE_TOGETHER or len(some) >= MOST_WAITING or waited >= MORE_SECONDS:
            yield some
            some, lacking = [], 0
    if some:
        yield some


def _told(some: list[_Result], mailbox: Mailbox, book: RuleBook, *, keep: bool) -> Iterator[ReadMail]:
    lacking = [one.mail.uid for one in some if one.kept is None]
    longer = mailbox.more(lacking) if lacking else {}
    for one in some:
        if one.kept is not None:
            yield ReadMail(one.mail, one.message, one.kept)
            continue
        raw, message = completed(longer.get(one.mail.uid, one.mail), mailbox, book)
        yield ReadMail(one.mail, message, _packed(raw, message) if keep else _NOTHING)


class _Source:
    """Hands out the mails, remembers which ones are on their way, and ends with what ends them."""

    def __init__(self, mails: Iterable[Fetched]) -> None:
        self._mails = mails
        self.flying: deque[Fetched] = deque()
        self.error: MailboxError | None = None

    def __iter__(self) -> Iterator[Fetched]:
        try:
            for mail in self._mails:
                self.flying.append(mail)
                yield mail
        except MailboxError as error:
            self.error = error


def read_and_keep(mail: Fetched, book: RuleBook) -> tuple[Message, Packed | None]:
    """The work on a fetched mail; nothing to be kept yet where the rest of the mail is needed."""
    if mail.note is not None:
        message = Message(Kind.OTHER, problem=mail.note)
        return message, packed(message, b"")
    message = read(mail.raw, book, complete=mail.complete)
    return message, _packed(mail.raw, message) if decides(mail, message) else None


def only_read(mail: Fetched, book: RuleBook) -> tuple[Message, Packed | None]:
    """The work on a fetched mail of which nothing is kept."""
    if mail.note is not None:
        return Message(Kind.OTHER, problem=mail.note), _NOTHING
    message = read(mail.raw, book, complete=mail.complete)
    return message, _NOTHING if decides(mail, message) else None


def understand_and_keep(mail: FoundMail, book: RuleBook) -> tuple[Message, Packed, int]:
    """The work on a mail of a file: what it says, what is kept of it, and its size in bytes."""
    message = understand_file(mail, book)
    return message, _packed(mail.raw, message), len(mail.raw)


def _packed(raw: bytes, message: Message) -> Packed:
    """What is kept of a mail: of ordinary mail no text."""
    return packed(message, b"" if message.kind is Kind.OTHER and message.problem is None else excerpt(raw))
