"""What the name service (DNS) says about a mail domain: who takes its mail (MX), where it is read (SRV, RFC 6186)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import dns.exception
import dns.resolver

from ..records import Security, Server
from .providers import Address

_SERVICES = (
    ("_imaps._tcp", Security.IMAPS),
    ("_imap._tcp", Security.IMAP_STARTTLS),
    ("_pop3s._tcp", Security.POP3S),
    ("_pop3._tcp", Security.POP3_STARTTLS),
)
SECONDS = 5.0  # for one question


@dataclass(frozen=True, slots=True)
class NameService:
    """Asks the system's name servers, or (for tests) the one at `server`, a pair of address and port."""

    server: tuple[str, int] | None = None

    def mail_hosts(self, domain: str) -> tuple[str, ...]:
        """The hosts that take the domain's mail, best first; empty when it says nothing. Blocks."""
        answers = sorted(self._ask(domain, "MX"), key=lambda one: one.preference)
        return tuple(name for one in answers if (name := _name(one.exchange)))

    def servers(self, address: Address) -> list[Server]:
        """Where the domain says that its mail is read, IMAP with TLS first. Blocks.

        A target of "." means that the service is not offered. The user is the whole address (RFC 6186 §4).
        """
        found: list[Server] = []
        for service, security in _SERVICES:
            answers = sorted(
                self._ask(f"{service}.{address.domain}", "SRV"), key=lambda one: (one.priority, -one.weight)
            )
            found += [
                Server(host, one.port, security, address.whole)
                for one in answers
                if (host := _name(one.target)) and one.port
            ]
        return found

    def _ask(self, name: str, kind: str) -> list[Any]:
        try:
            resolver = dns.resolver.Resolver(configure=self.server is None)
            if self.server is not None:
                resolver.nameservers, resolver.port = [self.server[0]], self.server[1]
            return list(resolver.resolve(name, kind, lifetime=SECONDS, search=False))
        except (dns.exception.DNSException, OSError, ValueError):
            return []  # no such record, no answer, or no name server at all: then there is nothing to learn


def _name(name: Any) -> str:
    return name.to_text(omit_final_dot=True).lower() if name.labels != (b"",) else ""
