"""Whether there is a newer Modori: one question to one address, and only when the user asks or has allowed it.

Nothing is told but the program's name: no version, no number of this computer, no cookie. The answer is bounded in time
and size, and only a version number is taken from it; the page that is shown for it stands in `resources/project.toml`.
"""

from __future__ import annotations

import io
import json
import re
import ssl
import threading
import time
import tomllib
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.resources import files
from typing import Any, cast
from urllib.parse import SplitResult, urlsplit

from .. import __version__
from ..mailbox.errors import LostError
from ..mailbox.link import Link, TlsError, ascii_host
from ..records import ModoriError
from .progress import CancelToken

LIMIT = 256 * 1024  # bytes of an answer
SECONDS = 8.0  # for each step without progress, and for all of the answer

_NUMBER = re.compile(r"v?(\d{1,6}(?:\.\d{1,6}){0,3})")


class UpdateError(ModoriError):
    """It could not be found out whether there is a newer version. `note` holds the sentence."""


@dataclass(frozen=True, slots=True)
class Releases:
    """Where versions are announced (`feed`, https) and fetched from (`page`); empty where that is not known.

    `context` trusts more than the system does.
    """

    feed: str
    page: str
    context: ssl.SSLContext | None = None

    @property
    def host(self) -> str:
        """Who is asked."""
        return urlsplit(self.feed).hostname or ""


def releases() -> Releases:
    """What the project's own file says."""
    text = files("modori_resources").joinpath("project.toml").read_text(encoding="utf-8")
    values = tomllib.loads(text)
    return Releases(values["feed"], values["page"])


def newer(where: Releases, cancel: CancelToken | None = None, own: str = __version__) -> str | None:
    """The newest version where it is newer than `own`, like "1.2.0". Blocks.

    Raises UpdateError (update_no_feed, update_no_answer, update_not_understood) and MailboxError("cancelled").
    """
    url = urlsplit(where.feed)
    if url.scheme != "https" or not url.hostname:
        raise UpdateError("update_no_feed")
    found = _version(_body(_ask(url, where.context, cancel or CancelToken())))
    if found is None:
        raise UpdateError("update_not_understood", host=where.host)
    return found if _numbers(found) > _numbers(own) else None


def _ask(url: SplitResult, context: ssl.SSLContext | None, cancel: CancelToken) -> bytes:
    """Everything that the server sends until it ends, or until there is enough of it."""
    host = ascii_host(url.hostname or "")
    place = host if url.port in (None, 443) else f"{host}:{url.port}"
    path = (url.path or "/") + (f"?{url.query}" if url.query else "")
    # HTTP/1.0: the end of the answer is the end of the connection.
    asked = f"GET {path} HTTP/1.0\r\nHost: {place}\r\nUser-Agent: Modori\r\nAccept: application/json\r\n\r\n"
    with _link(host, url.port or 443, cancel) as link:
        link.connect()
        link.start_tls(context or ssl.create_default_context())
        link.send(asked.encode("ascii"))
        return _all(link)


@contextmanager
def _link(host: str, port: int, cancel: CancelToken) -> Generator[Link]:
    cancelled = threading.Event()
    cancel.on_cancel(cancelled.set)
    link = Link(host, port, SECONDS, cancelled)
    try:
        yield link
    except (LostError, TlsError, ssl.SSLError) as error:
        link.check()
        raise UpdateError("update_no_answer", host=host) from error
    finally:
        link.close()


def _all(link: Link) -> bytes:
    until = time.monotonic() + SECONDS
    received = bytearray()
    while len(received) < LIMIT and time.monotonic() < until:
        try:
            received += link.read_some()
        except LostError:
            if not received:
                raise
            break  # how an answer ends; whether it is whole is seen when it is read
    return bytes(received)


class _Received:
    """What HTTPResponse takes for a socket."""

    def __init__(self, data: bytes) -> None:
        self._data = data

    def makefile(self, _mode: str) -> io.BytesIO:
        return io.BytesIO(self._data)


def _body(received: bytes) -> bytes:
    """The body of a whole answer that is no redirect and no error, else nothing."""
    import http.client

    response = http.client.HTTPResponse(_Received(received))  # pyright: ignore[reportArgumentType]
    try:
        response.begin()
        return response.read() if response.status == 200 else b""
    except (http.client.HTTPException, ValueError):
        return b""


def _version(body: bytes) -> str | None:
    try:
        told: Any = json.loads(body)
    except (ValueError, RecursionError):
        return None
    name: Any = cast("dict[str, Any]", told).get("tag_name") if isinstance(told, dict) else None
    found = _NUMBER.fullmatch(name) if isinstance(name, str) else None
    return found[1] if found else None


def _numbers(version: str) -> tuple[int, ...]:
    """To be compared; what is missing at the end is 0, and what follows the numbers (rc1) does not count."""
    found = _NUMBER.match(version)
    numbers = [int(each) for each in found[1].split(".")] if found else []
    return tuple([*numbers, 0, 0, 0, 0][:4])
