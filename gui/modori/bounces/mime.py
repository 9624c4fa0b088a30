"""A mail's structure, read by a small bounded scanner: headers and the leaves of its MIME tree in order.

Bounces break the rules of MIME in many ways (facts/bounces.md §7.3), and most of what the `email`
package builds is never looked at. So this reads bytes, descends into multiparts only, decodes a
part when it is asked for its text, and stops at the limits below whatever the mail says.
Source: RFC 2045, 2046, 5322. Nothing here raises.
"""

from __future__ import annotations

import binascii
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from .charsets import decode, from_base64, header_text

MAX_MAIL = 32 << 20  # bytes looked at
MAX_HEADER = 256 << 10  # bytes of one header block
MAX_TEXT = 256 << 10  # bytes of one text part that are decoded
MAX_REPORT = 4 << 20  # the same for a machine-readable report
MAX_PARTS = 200
MAX_DEPTH = 10
_LONGEST_WORD = 400  # bytes that are dropped at the end of a part that was cut
_BETWEEN_WORDS = b" \t\n<>()[]\"',;"
_SHORT_HEADER = 200  # bytes of a part's header up to which it is remembered
_NO_PARAMS: Mapping[str, str] = {}

_FIELD = re.compile(rb"^([!-9;-~]{1,100})[ \t]*:[ \t]*([^\n]*(?:\n[ \t][^\n]*)*)", re.MULTILINE)
_PARAM = re.compile(rb";\s*([A-Za-z0-9_*'-]{1,60})\s*=\s*(?:\"((?:[^\"\\]|\\.)*)\"|([^;\s\"]*))")
_LOST_BOUNDARY = re.compile(rb"^--([^\s-][^\n]{0,200}?)[ \t]*\nContent-", re.MULTILINE | re.IGNORECASE)


@lru_cache(maxsize=1024)
def _name(name: bytes) -> str:
    return name.decode("ascii").lower()


class Headers:
    """The fields of one header block, looked up by lower-case name, decoded when asked for.

    `block` is the whole as it stands.
    """

    __slots__ = ("_fields", "block")

    def __init__(self, block: bytes) -> None:
        self.block = block[:MAX_HEADER]
        fields: dict[str, list[bytes]] = {}
        for name, value in _FIELD.findall(self.block):
            key = _name(name)
            if key in fields:
                fields[key].append(value)
            else:
                fields[key] = [value]
        self._fields = fields

    def __contains__(self, name: str) -> bool:
        return name in self._fields

    def __len__(self) -> int:
        return len(self._fields)

    def raw(self, name: str) -> bytes:
        """The first value as bytes, folded as it stands; empty where there is none."""
        values = self._fields.get(name)
        return values[0] if values else b""

    def raw_all(self, name: str) -> list[bytes]:
        """All values as bytes (at most 100)."""
        values = self._fields.get(name)
        return values[:100] if values else []

    def get(self, name: str) -> str:
        """The first value as text; empty where there is none."""
        values = self._fields.get(name)
        return header_text(values[0]) if values else ""

    def all(self, name: str) -> list[str]:
        """All values as text (at most 100)."""
        if name not in self._fields:
            return []
        return [header_text(value) for value in self._fields.get(name, ())[:100]]


@dataclass(slots=True)
class Part:
    """A leaf of the tree: a text, a report, an attached message, anything that is not a multipart.

    `ended` is false where the mail ends before the part's closing delimiter, or within its last line.
    """

    headers: Headers
    type: str
    params: Mapping[str, str]
    raw: bytes
    ended: bool = True
    _body: bytes | None = field(default=None, repr=False)
    _text: str | None = field(default=None, repr=False)

    def body(self) -> bytes:
        """The content with its transfer encoding removed; without a last word that may be cut (half an address)."""
        if self._body is None:
            body = _transfer_decode(self.raw, self.headers.raw("content-transfer-encoding"))
            self._body = body if self.ended or body.endswith(b"\n") else _without_last_word(body)
        return self._body

    def text(self, limit: int = MAX_TEXT) -> str:
        """The content as text, at most `limit` bytes of it (asked once)."""
        if self._text is None:
            self._text = decode(self.body()[:limit], self.params.get("charset", ""))
        return self._text


@dataclass(slots=True)
class Mail:
    """One mail taken apart. `problem` is the code of a note when a limit was reached.

    `begun` is false where not even the end of the header is there.
    """

    headers: Headers
    type: str
    params: Mapping[str, str]
    body: bytes
    parts: list[Part]
    problem: str | None = None
    begun: bool = True


def _part_headers(block: bytes) -> Headers | None:
    """The header fields of a part, None where it does not begin with one."""
    return Headers(block) if _FIELD.match(block) else None


# One mail system writes the same few lines above the parts of every bounce.
_known_headers = lru_cache(maxsize=512)(_part_headers)
_NO_HEADERS = Headers(b"")


def _without_last_word(body: bytes) -> bytes:
    """`body` up to its last blank or bracket."""
    end = len(body)
    first = max(0, end - _LONGEST_WORD)
    while end > first and body[end - 1] not in _BETWEEN_WORDS:
        end -= 1
    return body[:end] if end > first else body


def _transfer_decode(data: bytes, encoding: bytes) -> bytes:
    name = encoding.strip().lower()
    if name.startswith(b"quoted-printable"):
        return binascii.a2b_qp(data)
    if name.startswith(b"base64"):
        return from_base64(data)
    return data


def content_type(value: bytes, default: str = "text/plain") -> tuple[str, Mapping[str, str]]:
    """A Content-Type value as lower-case type and parameters; text/plain where it says nothing useful.

    `default` is the type where there is no such field.
    """
    return _content_type(value[:4000]) if value else (default, _NO_PARAMS)


@lru_cache(maxsize=512)  # a mailbox knows few of them
def _content_type(value: bytes) -> tuple[str, Mapping[str, str]]:
    value = value.replace(b"\n", b" ")
    kind = value.split(b";", 1)[0].strip().lower().decode("ascii", "replace")
    params: dict[str, str] = {}
    for name, quoted, plain in _PARAM.findall(value):
        key = name.decode("ascii").lower().rstrip("*")
        params.setdefault(key, (quoted or plain).decode("latin-1"))
    return (kind if "/" in kind else "text/plain"), params


def unify_lines(raw: bytes) -> bytes:
    """The same bytes with LF line ends only, and no NUL."""
    if b"\r" in raw:
        raw = raw.replace(b"\r\n", b"\n")
        if b"\r" in raw:
            raw = re.sub(rb"(?<!\r)\r+\n", b"\n", raw).replace(b"\r", b"\n")
    return raw.replace(b"\0", b"") if b"\0" in raw else raw


def split_headers(data: bytes) -> tuple[bytes, bytes]:
    """Header block and body of `data` (LF lines). Without an empty line all is header."""
    if data.startswith(b"\n"):
        return b"", data[1:]
    end = data.find(b"\n\n")
    if end < 0:
        return data, b""
    return data[: end + 1], data[end + 2 :]


def _split_parts(body: bytes, boundary: bytes) -> list[tuple[bytes, bool]]:
    """The pieces between the delimiter lines of `boundary`, each with whether a delimiter ended it."""
    mark = b"--" + boundary
    pieces: list[tuple[bytes, bool]] = []
    start = -1
    at = body.find(mark)
    while at >= 0 and len(pieces) <= MAX_PARTS:
        line_end = body.find(b"\n", at)
        line_end = len(body) if line_end < 0 else line_end
        rest = body[at + len(mark) : line_end].strip()
        if (at == 0 or body[at - 1] == 10) and (not rest or rest.startswith(b"--")):
            if start >= 0:
                pieces.append((body[start : max(start, at - 1)], True))
            start = line_end + 1
            if rest:
                return pieces
        at = body.find(mark, at + len(mark))
    if 0 <= start < len(body):
        pieces.append((body[start:], False))
    return pieces


class _Scanner:
    __slots__ = ("parts", "problem")

    def __init__(self) -> None:
        self.parts: list[Part] = []
        self.problem: str | None = None

    def scan(self, headers: Headers, body: bytes, depth: int, *, ended: bool, default: str) -> None:
        kind, params = content_type(headers.raw("content-type"), default)
        if kind.startswith("multipart/"):
            pieces = self._pieces(body, params)
            if pieces and depth < MAX_DEPTH:
                inner = "message/rfc822" if kind == "multipart/digest" else "text/plain"
                self._descend(pieces, depth, ended, inner)
                return
            if pieces:
                self.problem = "bounces_too_deep"
            kind = "text/plain"
        self.parts.append(Part(headers, kind, params, body, ended))

    def _pieces(self, body: bytes, params: Mapping[str, str]) -> list[tuple[bytes, bool]]:
        boundary = params.get("boundary", "").encode("latin-1").rstrip()
        pieces = _split_parts(body, boundary) if boundary else []
        if not pieces and (found := _LOST_BOUNDARY.search(body[:MAX_TEXT])):
            pieces = _split_parts(body, found.group(1))
        return pieces

    def _descend(self, pieces: list[tuple[bytes, bool]], depth: int, ended: bool, default: str) -> None:
        for data, closed in pieces:
            if len(self.parts) >= MAX_PARTS:
                self.problem = "bounces_too_many_parts"
                return
            block, content = split_headers(data)
            headers = _known_headers(block) if len(block) <= _SHORT_HEADER else _part_headers(block)
            if headers is None:
                # A part without header fields: RFC 2046 wants an empty line first, some writers forget it.
                headers, content = _NO_HEADERS, data.removeprefix(b"\n")
            self.scan(headers, content, depth + 1, ended=ended and closed, default=default)


def parse(raw: bytes) -> Mail:
    """Take a mail apart. Any bytes give a Mail."""
    problem = None
    if len(raw) > MAX_MAIL:
        raw, problem = raw[:MAX_MAIL], "bounces_too_long"
    data = unify_lines(raw).lstrip(b"\n")
    block, body = split_headers(data)
    headers = Headers(block)
    kind, params = content_type(headers.raw("content-type"))
    scanner = _Scanner()
    scanner.scan(headers, body, 0, ended=True, default="text/plain")
    if not data.endswith(b"\n") and len(scanner.parts) == 1 and scanner.parts[0].raw is body:
        scanner.parts[0].ended = False
    return Mail(headers, kind, params, body, scanner.parts, scanner.problem or problem, bool(body) or b"\n\n" in data)
