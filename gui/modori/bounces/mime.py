"""A mail's structure, read by a small bounded scanner: headers and the leaves of its MIME tree in order.

Bounces break the rules of MIME in many ways (facts/bounces.md §7.3), and most of what the `email`
package builds is never looked at. So this reads bytes, descends into multiparts only, decodes a
part when it is asked for its text, and stops at the limits below whatever the mail says.
Source: RFC 2045, 2046, 5322. Nothing here raises.
"""

from __future__ import annotations

import binascii
import re
from collections.abc import Iterable, Mapping
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
_SHORT_MAIL = 1 << 20  # bytes of a mail that is kept at hand
_MAX_TYPE = 4000  # bytes of a Content-Type
_MAX_NAMES = 1024  # spellings of names that are remembered
_SHORT_HEADER = 200  # bytes of a part's header up to which it is remembered
_EVEN = 1 << 20  # bytes of a body that may be split at once
_CR = 0x0D  # a number: to look for one byte as bytes costs several times as much
_NO_PARAMS: Mapping[str, str] = {}

_FIELD = re.compile(rb"^([!-9;-~]{1,100}+)[ \t]*+:[ \t]*+(.*+(?:\n[ \t].*+)*+)", re.MULTILINE)
_PARAM = re.compile(r";\s*([A-Za-z0-9_*'-]{1,60})\s*=\s*(?:\"((?:[^\"\\]|\\.)*)\"|([^;\s\"]*))", re.ASCII)
_BOUNDARY = re.compile(rb";\s*boundary=\"([!#-\[\]-~ ]+)\"(?=\s*(?:;|\Z))")
_BLANKS = " \t\n\r\v\f"
_LOST_BOUNDARY = re.compile(rb"^--([^\s-][^\n]{0,200}?)[ \t]*\nContent-", re.MULTILINE | re.IGNORECASE)


class _Names(dict[bytes, str]):
    """Names of fields in lower case by their spelling."""

    def __missing__(self, spelt: bytes) -> str:
        name = spelt.decode("ascii").lower()
        if len(self) < _MAX_NAMES:
            self[spelt] = name
        return name


_NAMES = _Names()


class Headers:
    """The fields of one header block, looked up by lower-case name, decoded when asked for."""

    __slots__ = ("_first", "_repeated")

    def __init__(self, block: bytes) -> None:
        first: dict[str, bytes] = {}
        repeated: dict[str, list[bytes]] = {}
        for spelt, value in _FIELD.findall(block[:MAX_HEADER]):
            name = _NAMES[spelt]
            if name not in first:
                first[name] = value
            elif name in repeated:
                repeated[name].append(value)
            else:
                repeated[name] = [first[name], value]
        self._first, self._repeated = first, repeated

    def __contains__(self, name: str) -> bool:
        return name in self._first

    def __len__(self) -> int:
        return len(self._first)

    def names(self) -> Iterable[str]:
        """The names of all fields, in lower case, each once."""
        return self._first.keys()

    def raw(self, name: str) -> bytes:
        """The first value as bytes, folded as it stands; empty where there is none."""
        return self._first.get(name, b"")

    def raw_all(self, name: str) -> list[bytes]:
        """All values as bytes (at most 100)."""
        if name in self._repeated:
            return self._repeated[name][:100]
        return [self._first[name]] if name in self._first else []

    def raw_of(self, names: Iterable[str]) -> list[bytes]:
        """All values of several fields as bytes (at most 100 of each), field after field."""
        first = self._first
        there = [name for name in names if name in first]
        if self._repeated.keys().isdisjoint(there):
            return [first[name] for name in there]
        return [value for name in there for value in self.raw_all(name)]

    def get(self, name: str) -> str:
        """The first value as text; empty where there is none."""
        return header_text(self._first[name]) if name in self._first else ""

    def all(self, name: str) -> list[str]:
        """All values as text (at most 100)."""
        return [header_text(value) for value in self.raw_all(name)] if name in self._first else []


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
            encoding = self.headers.raw("content-transfer-encoding")
            body = _transfer_decode(self.raw, encoding) if encoding else self.raw
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


_Opening = tuple[Headers, str, Mapping[str, str]]


def _opening(block: bytes, default: str) -> _Opening | None:
    """The header fields of a part, its type and its parameters; None where it does not begin with a field."""
    if not _FIELD.match(block):
        return None
    headers = Headers(block)
    return headers, *content_type(headers.raw("content-type"), default)


# One mail system writes the same few lines above the parts of every bounce.
_known_opening = lru_cache(maxsize=512)(_opening)
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
    if not value:
        return default, _NO_PARAMS
    value = value[:_MAX_TYPE]
    own = _BOUNDARY.search(value)
    if own is None:
        return _known_content_type(value)
    # The boundary is new in each mail, and what stands around it is not.
    kind, params = _known_content_type(value[: own.start()] + value[own.end() :])
    if "boundary" in params:
        return _content_type(value)
    return kind, {"boundary": own.group(1).decode("ascii"), **params}


def _content_type(value: bytes) -> tuple[str, Mapping[str, str]]:
    text = value.replace(b"\n", b" ").decode("latin-1")
    kind, semicolon, rest = text.partition(";")
    kind = kind.strip(_BLANKS).lower()
    params: dict[str, str] = {}
    for name, quoted, plain in _PARAM.findall(semicolon + rest):
        params.setdefault(name.lower().rstrip("*"), quoted or plain)
    return (kind if "/" in kind else "text/plain"), params


_known_content_type = lru_cache(maxsize=512)(_content_type)


def unify_lines(raw: bytes) -> bytes:
    """The same bytes with LF line ends only, and no NUL."""
    if _CR in raw:
        raw = raw.replace(b"\r\n", b"\n")
        if _CR in raw:
            raw = re.sub(rb"(?<!\r)\r+\n", b"\n", raw).replace(b"\r", b"\n")
    return raw.replace(b"\0", b"") if 0 in raw else raw


def split_headers(data: bytes) -> tuple[bytes, bytes]:
    """Header block and body of `data` (LF lines). Without an empty line all is header."""
    if data.startswith(b"\n"):
        return b"", data[1:]
    end = data.find(b"\n\n")
    if end < 0:
        return data, b""
    return data[: end + 1], data[end + 2 :]


def _evenly_split(body: bytes, delimiter: bytes) -> list[tuple[bytes, bool]] | None:
    """The same for the form that nearly all mails have: a preamble, delimiter lines with nothing else, the last one."""
    if len(body) > _EVEN:
        return None
    _, *pieces = (b"\n" + body if body.startswith(delimiter[1:]) else body).split(delimiter)
    if not 2 <= len(pieces) <= MAX_PARTS or not pieces.pop().startswith(b"--"):
        return None
    split: list[tuple[bytes, bool]] = []
    for piece in pieces:
        if piece[:1] != b"\n":
            return None
        split.append((piece[1:], True))
    return split


def _split_parts(body: bytes, boundary: bytes) -> list[tuple[bytes, bool]]:
    """The pieces between the delimiter lines of `boundary`, each with whether a delimiter ended it."""
    mark = b"--" + boundary
    if even := _evenly_split(body, b"\n" + mark):
        return even
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

    def scan(self, opening: _Opening, body: bytes, depth: int, *, ended: bool) -> None:
        headers, kind, params = opening
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
            opening = (_known_opening if len(block) <= _SHORT_HEADER else _opening)(block, default)
            if opening is None:
                # A part without header fields: RFC 2046 wants an empty line first, some writers forget it.
                opening, content = (_NO_HEADERS, default, _NO_PARAMS), data.removeprefix(b"\n")
            if opening[1].startswith("multipart/"):
                self.scan(opening, content, depth + 1, ended=ended and closed)
            else:
                self.parts.append(Part(*opening, content, ended and closed))


_latest: tuple[bytes, Mail] | None = None


def parse(raw: bytes) -> Mail:
    """Take a mail apart. Any bytes give a Mail; the latest is at hand for who asks again (`read`, then `excerpt`)."""
    global _latest
    latest = _latest
    if latest is not None and latest[0] is raw:
        return latest[1]
    mail = _parse(raw)
    _latest = (raw, mail) if len(raw) <= _SHORT_MAIL else None
    return mail


def _parse(raw: bytes) -> Mail:
    problem = None
    if len(raw) > MAX_MAIL:
        raw, problem = raw[:MAX_MAIL], "bounces_too_long"
    data = unify_lines(raw).lstrip(b"\n")
    block, body = split_headers(data)
    headers = Headers(block)
    kind, params = content_type(headers.raw("content-type"))
    scanner = _Scanner()
    scanner.scan((headers, kind, params), body, 0, ended=True)
    if not data.endswith(b"\n") and len(scanner.parts) == 1 and scanner.parts[0].raw is body:
        scanner.parts[0].ended = False
    return Mail(headers, kind, params, body, scanner.parts, scanner.problem or problem, bool(body) or b"\n\n" in data)
