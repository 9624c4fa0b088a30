"""How TLS is asked for on a connection that begins in plain text (STARTTLS, RFC 3501 §6.2.1; STLS, RFC 2595 §4)."""

from __future__ import annotations

from ..records import Security
from .link import Link

# The command, and how a server says yes.
_UPGRADES = {Security.IMAP_STARTTLS: (b"a1 STARTTLS", b"A1 OK"), Security.POP3_STARTTLS: (b"STLS", b"+OK")}


def begins_plain(security: Security) -> bool:
    """Whether such a connection begins in plain text."""
    return security in _UPGRADES


def ask_for_tls(link: Link, security: Security) -> bool:
    """Ask a server that has greeted; whether it agrees, so that TLS can begin. Raises LostError, MailboxError."""
    command, yes = _UPGRADES[security]
    link.send(command + b"\r\n")
    while (line := link.readline(4096)).startswith(b"* "):
        pass
    return line.upper().startswith(yes)
