"""A provider's own autoconfiguration file (config-v1.1.xml), fetched over HTTPS and without the user's name.

Facts: newsletter-tools.md E1. The format is Mozilla's; the file at a third party (ISPDB) is not asked for.
"""

from __future__ import annotations

import ssl
from collections.abc import Iterator, Sequence
from xml.etree import ElementTree

from ..records import Security, Server
from .errors import MailboxError
from .providers import Address
from .web import request

URLS = (
    "https://autoconfig.{domain}/mail/config-v1.1.xml",
    "https://{domain}/.well-known/autoconfig/mail/config-v1.1.xml",
)
_SECURITIES = {
    ("imap", "SSL"): Security.IMAPS,
    ("imap", "STARTTLS"): Security.IMAP_STARTTLS,
    ("pop3", "SSL"): Security.POP3S,
    ("pop3", "STARTTLS"): Security.POP3_STARTTLS,
}


def ask(address: Address, *, urls: Sequence[str] = URLS, context: ssl.SSLContext | None = None) -> list[Server]:
    """The servers that the domain itself names, IMAP first; empty where it names none. Blocks."""
    for url in urls:
        try:
            answer = request(url.format(domain=address.domain), context=context)
        except MailboxError:
            continue  # most domains have no such server
        if answer.status == 200 and (found := read(answer.body, address)):
            return found
    return []


def read(document: bytes, address: Address) -> list[Server]:
    """The usable incoming servers of a configuration file, IMAP before POP3; unencrypted ones are left out."""
    if b"<!DOCTYPE" in document.upper() or b"<!ENTITY" in document.upper():
        return []  # no such file needs one, and entities can be made to grow
    try:
        root = ElementTree.fromstring(document)  # noqa: S314 (bounded in size, and without a DTD)
    except (ElementTree.ParseError, ValueError, LookupError):
        return []
    found = [server for element in root.iter("incomingServer") for server in _server(element, address)]
    return sorted(found, key=lambda one: one.security.is_pop3())


def _server(element: ElementTree.Element, address: Address) -> Iterator[Server]:
    def text(name: str) -> str:
        value = (element.findtext(name) or "").strip()
        for mark, meant in (
            ("%EMAILADDRESS%", address.whole),
            ("%EMAILLOCALPART%", address.local),
            ("%EMAILDOMAIN%", address.domain),
        ):
            value = value.replace(mark, meant)
        return value

    security = _SECURITIES.get((element.get("type", "").lower(), text("socketType").upper()))
    host, port = text("hostname").lower(), text("port")
    named = host and len(host) < 254 and all(c.isalnum() or c in ".-" for c in host)
    if security and named and port.isdecimal() and 0 < int(port) < 65536:
        yield Server(host, int(port), security, text("username") or address.whole)
