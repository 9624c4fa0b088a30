"""The mailbox that belongs to a server, whatever protocol it speaks."""

from __future__ import annotations

from ..records import Security, Server
from .imap import ImapMailbox
from .pop3 import Pop3Mailbox

POP3 = (Security.POP3S, Security.POP3_STARTTLS)

Mailbox = ImapMailbox | Pop3Mailbox


def open_mailbox(server: Server, password: str) -> Mailbox:
    """The mailbox of `server`, not yet connected (it is a context manager)."""
    return Pop3Mailbox(server, password) if server.security in POP3 else ImapMailbox(server, password)
