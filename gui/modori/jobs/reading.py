"""Reads mails for the store on several cores: understood, and made ready to be written.

What needs the mailbox or the store stays in the thread that owns them; the pool gets bytes and gives back results.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from modori.bounces import excerpt, read
from modori.mailbox import Fetched, FoundMail, Mailbox, MailboxError
from modori.records import Kind, Message
from modori.rules import RuleBook
from modori.store import Packed, packed

from .pool import Reader
from .progress import CancelToken
from .understand import completed, understand_file


@dataclass(frozen=True, slots=True)
class ReadMail:
    """One mail of a mailbox, what it says, and what is kept of it."""

    mail: Fetched
    message: Message
    kept: Packed


def read_mails(mails: Iterable[Fetched], mailbox: Mailbox, book: RuleBook, cancel: CancelToken) -> Iterator[ReadMail]:
    """What the `mails` that `mailbox` gives say, in their order; ends early when the token is cancelled.

    While some are read the next ones are fetched, but no more than the pool takes ahead. The rest of a large mail is
    asked for only when what decides may lie in it. Raises MailboxError when the connection is lost or cancelled, but
    not before all that came until then is told.
    """
    source = _Source(mails)
    with Reader(read_and_keep, book, cancel=cancel) as reader:
        for message, kept in reader.each(source):
            mail = source.flying.popleft()
            if kept is None:
                raw, message = completed(mail, message, mailbox, book)
                kept = _packed(raw, message)
            yield ReadMail(mail, message, kept)
    if source.error is not None:
        raise source.error


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
    return message, None if message.incomplete else _packed(mail.raw, message)


def understand_and_keep(mail: FoundMail, book: RuleBook) -> tuple[Message, Packed, int]:
    """The work on a mail of a file: what it says, what is kept of it, and its size in bytes."""
    message = understand_file(mail, book)
    return message, _packed(mail.raw, message), len(mail.raw)


def _packed(raw: bytes, message: Message) -> Packed:
    """What is kept of a mail: of ordinary mail no text."""
    return packed(message, b"" if message.kind is Kind.OTHER and message.problem is None else excerpt(raw))
