"""Whether a server is there and proves to be who it is. Nothing about the user is sent."""

from __future__ import annotations

import ssl
import threading
from enum import Enum

from ..records import Server
from .certificates import verifying_context
from .errors import MailboxError
from .link import Link, TlsError
from .upgrade import ask_for_tls, begins_plain


class Presence(Enum):
    """What is there: no mail server, one whose certificate is not trusted for this name, or one whose is."""

    NONE = 0
    UNPROVEN = 1
    PROVEN = 2


def look_for(server: Server, cancelled: threading.Event, timeout: float = 5.0) -> Presence:
    """Connect, ask for TLS, wait for the greeting. Raises MailboxError("cancelled")."""
    link = Link(server.host, server.port, timeout, cancelled)
    try:
        link.connect()
        if begins_plain(server.security):
            there = _greets(link, server) and _upgrades(link, server)
        else:
            link.start_tls(verifying_context(server))
            there = _greets(link, server)
    except ssl.SSLCertVerificationError:
        return Presence.UNPROVEN
    except (MailboxError, TlsError):
        link.check()
        return Presence.NONE
    finally:
        link.close()
    return Presence.PROVEN if there else Presence.NONE


def _greets(link: Link, server: Server) -> bool:
    return link.readline(4096).upper().startswith(b"+OK" if server.security.is_pop3() else b"* OK")


def _upgrades(link: Link, server: Server) -> bool:
    if not ask_for_tls(link, server.security):
        return False
    link.start_tls(verifying_context(server))
    return True
