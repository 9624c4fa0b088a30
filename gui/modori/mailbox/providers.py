"""The bundled providers of `resources/providers/mail-*.toml`: which server belongs to a mail address.

Nothing is asked on the network here. The head of `mail-large.toml` says what the keys of a provider mean.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any, Literal

from ..languages import ByLanguage, name_by_language
from ..records import Security, Server
from .errors import MailboxError

Protocol = Literal["imap", "pop3"]
PROTOCOLS: tuple[Protocol, ...] = ("imap", "pop3")
_TLS: dict[Protocol, tuple[Security, int]] = {"imap": (Security.IMAPS, 993), "pop3": (Security.POP3S, 995)}
_STARTTLS: dict[Protocol, tuple[Security, int]] = {
    "imap": (Security.IMAP_STARTTLS, 143),
    "pop3": (Security.POP3_STARTTLS, 110),
}


@dataclass(frozen=True, slots=True)
class Place:
    """Where a provider's server is; `host` may hold {domain} and {mx}."""

    host: str
    port: int
    security: Security


@dataclass(frozen=True, slots=True)
class Provider:
    """One table of the data. `note` and `names` are words by language; `password` and `user` as told there."""

    id: str
    names: ByLanguage[str]
    domains: tuple[str, ...]
    mx: tuple[str, ...]
    places: dict[Protocol, Place]
    user: Literal["address", "local", "other"]
    password: Literal["usual", "app", "own", "none"]
    sign_in: Literal["google", "microsoft"] | None = None
    note: ByLanguage[str] = field(default_factory=ByLanguage[str])
    help: str | None = None
    source: str = ""

    def needs_sign_in(self) -> bool:
        """Whether only the provider's own sign-in page opens the mailbox."""
        return self.password == "none" and self.sign_in is not None  # noqa: S105 (a kind of password)

    def server(self, address: Address, protocol: Protocol = "imap", mx: str | None = None) -> Server | None:
        """The server for an address; None where the provider has none, or is known only by an MX that is not given.

        `mx` is the name of a host that takes the domain's mail. The user is empty where it is neither the address
        nor its local part.
        """
        place = self.places.get(protocol)
        if place is None or ("{mx}" in place.host and not (mx and ends_in(mx, self.mx))):
            return None
        host = place.host.format(domain=address.domain, mx=(mx or "").rstrip(".").lower())
        user = {"address": address.whole, "local": address.local, "other": ""}[self.user]
        return Server(host, place.port, place.security, user)


@dataclass(frozen=True, slots=True)
class Address:
    """A mail address, split. The domain is in lower case, and in ASCII (IDNA)."""

    local: str
    domain: str

    @classmethod
    def of(cls, text: str) -> Address:
        """Raises MailboxError("bad_address")."""
        local, at, domain = text.strip().rpartition("@")
        domain = domain.rstrip(".").lower()
        try:
            ascii_domain = domain if domain.isascii() else domain.encode("idna").decode("ascii")
        except UnicodeError:
            ascii_domain = ""
        labels = ascii_domain.split(".")
        fine = all(label and label.replace("-", "").isalnum() and len(label) < 64 for label in labels)
        if not (at and local and len(labels) > 1 and fine) or any(ord(c) <= 32 or ord(c) == 127 for c in local):
            raise MailboxError("bad_address", address=text.strip()[:100])
        return cls(local, ascii_domain)

    @property
    def whole(self) -> str:
        """The address itself."""
        return f"{self.local}@{self.domain}"


def ends_in(host: str, suffixes: tuple[str, ...]) -> bool:
    """Whether a host is one of these domains, or within one."""
    name = "." + host.rstrip(".").lower()
    return any(name.endswith("." + suffix) for suffix in suffixes)


@cache
def bundled() -> tuple[Provider, ...]:
    """All providers, in the order of their files."""
    found: list[Provider] = []
    for path in sorted(files("modori_resources").joinpath("providers").iterdir(), key=lambda one: one.name):
        if path.name.startswith("mail-"):
            tables = tomllib.loads(path.read_text(encoding="utf-8"))
            found += [_provider(name, table) for name, table in tables.items()]
    return tuple(found)


def for_domain(domain: str) -> Provider | None:
    """The provider whose addresses end in this domain."""
    for provider in bundled():
        for known in provider.domains:
            if domain == known or (known.startswith("*.") and domain.endswith(known[1:])):
                return provider
    return None


def for_mx(hosts: tuple[str, ...]) -> tuple[Provider, str] | None:
    """The provider that takes mail at one of these hosts (best first), and that host.

    The longest suffix wins: Outlook.com's hosts lie within those of Microsoft 365.
    """
    for host in hosts:
        matches = [
            (len(suffix), provider) for provider in bundled() for suffix in provider.mx if ends_in(host, (suffix,))
        ]
        if matches:
            return max(matches, key=lambda match: match[0])[1], host
    return None


def for_host(host: str) -> Provider | None:
    """The provider whose server this is, for its note when a log-in fails."""
    for provider in bundled():
        for place in provider.places.values():
            if place.host == host.lower() or ("{" in place.host and ends_in(host, (*provider.mx, *_own(provider)))):
                return provider
    return None


def _own(provider: Provider) -> tuple[str, ...]:
    return tuple(known.removeprefix("*.") for known in provider.domains)


def _provider(name: str, table: dict[str, Any]) -> Provider:
    return Provider(
        id=name,
        names=name_by_language(table["name"]),
        domains=tuple(table["domains"]),
        mx=tuple(table.get("mx", ())),
        places={protocol: _place(protocol, table[protocol]) for protocol in PROTOCOLS if protocol in table},
        user=table["user"],
        password=table["password"],
        sign_in=table.get("sign_in"),
        note=ByLanguage(table.get("note", {})),
        help=table.get("help"),
        source=table["source"],
    )


def _place(protocol: Protocol, text: str) -> Place:
    where, _, upgrade = text.partition(" ")
    host, _, port = where.partition(":")
    security, usual = (_STARTTLS if upgrade == "starttls" else _TLS)[protocol]
    return Place(host, int(port or usual), security)
