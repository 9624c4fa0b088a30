"""The mailbox that belongs to a server, whatever protocol it speaks."""

from __future__ import annotations

from collections.abc import Callable

from ..records import Server
from .imap import ImapMailbox
from .pop3 import Pop3Mailbox
from .session import Secret

Mailbox = ImapMailbox | Pop3Mailbox


def open_mailbox(server: Server, password: str, renewed: Callable[[str], None] | None = None) -> Mailbox:
    """The mailbox of `server`, not yet connected (it is a context manager).

    Where the provider's own page signs in, `password` is what `tokens.secret_text` made, and `renewed` is told what to
    keep instead from now on.
    """
    secret: str | Secret = password
    if server.sign_in is not None:
        from .tokens import SignedIn  # with what it needs, only for those who sign in so

        secret = SignedIn(server, password, renewed)
    return Pop3Mailbox(server, secret) if server.security.is_pop3() else ImapMailbox(server, secret)
