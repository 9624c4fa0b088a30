"""Reads the URL form of a mailbox: `imaps://USER@HOST:PORT/FOLDER` (DESIGN §6)."""

from __future__ import annotations

import re
from urllib.parse import quote, unquote_to_bytes, urlsplit

from ..records import Security, Server
from .errors import MailboxError

DEFAULT_PORTS = {
    Security.IMAPS: 993,
    Security.IMAP_STARTTLS: 143,
    Security.POP3S: 995,
    Security.POP3_STARTTLS: 110,
}

_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


def parse_url(url: str) -> tuple[Server, str]:
    """The server and the folder that a URL names; user and folder are percent-decoded, no folder is "INBOX".

    Raises MailboxError: "bad_url" with what is wrong in it, "url_with_password" because the process
    list would show it.
    """
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError as error:  # an unclosed bracket, a port that is no number
        raise MailboxError("bad_url", why=str(error)) from None
    security = _security(parts.scheme)
    userinfo, at, _ = parts.netloc.rpartition("@")
    if ":" in userinfo:
        raise MailboxError("url_with_password")
    if not at or not userinfo or not host:
        raise MailboxError("bad_url", why="USER@HOST")
    if parts.query or parts.fragment:
        raise MailboxError("bad_url", why="? #")
    user = _decoded(userinfo)
    folder = _decoded(parts.path.removeprefix("/")) or "INBOX"
    return Server(_decoded(host), port or DEFAULT_PORTS[security], security, user), folder


def url_of(server: Server) -> str:
    """A server as the URL that `parse_url` reads, without a folder."""
    host = f"[{server.host}]" if ":" in server.host else quote(server.host, safe="")
    return f"{server.security.value}://{quote(server.user, safe='')}@{host}:{server.port}/"


def _security(scheme: str) -> Security:
    try:
        return Security(scheme)
    except ValueError:
        raise MailboxError("bad_url", why=f"{scheme}://") from None


def _decoded(text: str) -> str:
    try:
        plain = unquote_to_bytes(text).decode("utf-8")
    except UnicodeDecodeError:
        raise MailboxError("bad_url", why=text) from None
    if _CONTROL.search(plain):
        raise MailboxError("bad_url", why=text)
    return plain
