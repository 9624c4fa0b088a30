"""What one found mail says, wherever it was found. The window's jobs and the command line share this."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from modori import __version__
from modori.bounces import read
from modori.mailbox import FoundMail, MailboxError
from modori.records import Kind, Message
from modori.rules import RuleBook, version

_TOLD_EARLY = (Kind.BOUNCE, Kind.DELAYED, Kind.DELIVERED, Kind.COMPLAINT)

if TYPE_CHECKING:  # who reads files needs no IMAP
    from modori.mailbox import Fetched, Mailbox


def decides(mail: Fetched, message: Message) -> bool:
    """Whether `message` is all that a mail says, of which only the beginning is here.

    Of a bounce that names its sending it is. What seems to be ordinary is looked at longer: it may be an answer, or
    hold a bounce further down.
    """
    if mail.complete:
        return True
    return not message.incomplete and message.kind in _TOLD_EARLY


def completed(mail: Fetched, mailbox: Mailbox, book: RuleBook) -> tuple[bytes, Message]:
    """The bytes of a mail of which a long beginning is here, as far as they were needed, and what they say.

    The rest is asked for only when what decides may lie in it. A mail that was deleted meanwhile has a problem. Raises
    MailboxError when the connection is lost or cancelled.
    """
    message = read(mail.raw, book, complete=mail.complete)
    if not message.incomplete:
        return mail.raw, message
    try:
        whole = mailbox.whole(mail.uid)
    except MailboxError as error:
        if error.note.code not in ("imap_mail_gone", "pop3_mail_too_big"):
            raise
        return mail.raw, replace(message, incomplete=False, problem=error.note)
    return whole, read(whole, book)


def understand_file(mail: FoundMail, book: RuleBook) -> Message:
    """What a mail of a file says; a file that could not be read is a message with only a problem."""
    if mail.note is not None:
        return Message(Kind.OTHER, problem=mail.note, subject=mail.source)
    return read(mail.raw, book)


def reader_of(book: RuleBook) -> str:
    """Which rules and which program understand a mail; another one may understand it otherwise."""
    return f"{__version__} {version(book)}"
