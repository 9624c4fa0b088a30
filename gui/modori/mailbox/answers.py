"""Reads what an IMAP server answers: message data, UIDs, folders. Nothing in it is trusted.

Servers answer FETCH in any order, add fields nobody asked for, and speak of other messages in between
(RFC 3501 §7); what does not fit is left out instead of ending the scan.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import Any

from imapclient.exceptions import ProtocolError
from imapclient.imap_utf7 import decode as from_modified_utf7
from imapclient.response_parser import parse_response

_RECORD = re.compile(rb"\d+ \(")
_UID = re.compile(rb"\bUID (\d{1,10})\b", re.IGNORECASE)
_SIZE = re.compile(rb"\bRFC822\.SIZE (\d{1,15})\b", re.IGNORECASE)
_RECEIVED = re.compile(rb'\bINTERNALDATE "([^"]{1,40})"', re.IGNORECASE)
_BODY_LITERAL = re.compile(rb"\bBODY\[\](<0>)? ~?\{\d+\}$", re.IGNORECASE)
_BODY_QUOTED = re.compile(rb'\bBODY\[\](<0>)? "((?:[^"\\]|\\.)*)"', re.IGNORECASE)
_ESCAPED = re.compile(rb"\\(.)")
_INNER_LIST = re.compile(rb"\([^()]*\)")
_MOMENT = re.compile(rb" ?(\d{1,2})-(\w{3})-(\d{4}) (\d\d):(\d\d):(\d\d) ([+-])(\d\d)(\d\d)")
_MONTHS = {
    name: number
    for number, name in enumerate(
        (b"jan", b"feb", b"mar", b"apr", b"may", b"jun", b"jul", b"aug", b"sep", b"oct", b"nov", b"dec"), 1
    )
}
MAX_UID = 0xFFFF_FFFF  # RFC 3501: an unsigned 32-bit number


@dataclass(slots=True)
class Answered:
    """What one FETCH response said about one message; None where it said nothing. `partial`: as BODY[]<0>.

    A body of NIL is nothing, too: Dovecot says so of a mail that another session has deleted.
    """

    uid: int
    size: int | None = None
    received: datetime | None = None
    body: bytes | None = None
    partial: bool = False


def fetched(data: Iterable[Any]) -> Iterator[Answered]:
    """The messages in imaplib's list of FETCH data, as the server ordered them, possibly twice or in pieces."""
    pieces: list[bytes] = []
    body: bytes | None = None
    partial, literals = False, 0
    for part in data:
        if isinstance(part, tuple):
            pieces.append(part[0])
            literals += 1
            if mark := _BODY_LITERAL.search(part[0]):
                body, partial = part[1], bool(mark[1])
        elif isinstance(part, bytes):
            pieces.append(part)
            text = b" ".join(pieces)
            # One literal is asked for: a second one means that the first had a wrong length and took in a piece of
            # the next record.
            if literals < 2 and _RECORD.match(text) and (answer := _answered(text, body, partial)):
                yield answer
            pieces, body, partial, literals = [], None, False, 0


def _answered(text: bytes, body: bytes | None, partial: bool) -> Answered | None:
    if b"FLAGS" in text.upper():
        # A keyword flag may be called UID.
        head, bracket, rest = text.partition(b"(")
        text = head + bracket + _INNER_LIST.sub(b"", rest)
    uid = _UID.search(text)
    if not uid or not 0 < int(uid[1]) <= MAX_UID:
        return None
    if body is None and (quoted := _BODY_QUOTED.search(text)):
        body, partial = _ESCAPED.sub(rb"\1", quoted[2]), bool(quoted[1])
    size, received = _SIZE.search(text), _RECEIVED.search(text)
    return Answered(
        int(uid[1]), int(size[1]) if size else None, moment(received[1]) if received else None, body, partial
    )


def moment(text: bytes) -> datetime | None:
    """INTERNALDATE (RFC 3501 date-time) as an aware datetime, None if it is none."""
    found = _MOMENT.fullmatch(text)
    if not found:
        return None
    day, month, year, hour, minute, second, sign, hours, minutes = found.groups()
    offset = timedelta(hours=int(hours), minutes=int(minutes))
    try:
        zone = timezone(-offset if sign == b"-" else offset)
        return datetime(int(year), _MONTHS[month.lower()], int(day), int(hour), int(minute), int(second), tzinfo=zone)
    except (ValueError, KeyError):
        return None


def uids(data: Iterable[Any]) -> array[int]:
    """The UIDs in imaplib's list of SEARCH data, in the server's order."""
    numbers = array("I")
    for line in data:
        if isinstance(line, bytes):
            for word in line.partition(b"(")[0].split():
                # Leave out what can not be a UID; the rest of the line may be good.
                if word.isdigit() and len(word) <= 10 and 0 < int(word) <= MAX_UID:
                    numbers.append(int(word))
    return numbers


def number(data: Iterable[Any]) -> int | None:
    """The last number of an untagged response such as EXISTS or UIDVALIDITY."""
    value = None
    for line in data:
        if isinstance(line, bytes) and (found := re.match(rb"\s*(\d{1,19})\b", line)):
            value = int(found[1])
    return value


@dataclass(frozen=True, slots=True)
class Listed:
    """One LIST response: `wire` is the name as the server wrote it, `name` the same for people."""

    name: str
    wire: bytes
    delimiter: str
    flags: frozenset[str]


def listed(data: Iterable[Any]) -> Iterator[Listed]:
    """The folders in imaplib's list of LIST data; a response that can not be read is left out."""
    record: list[Any] = []
    for part in data:
        record.append(part)
        if isinstance(part, tuple):
            continue  # a literal: the rest of the line follows
        folder = _listed([piece for piece in record if piece not in (b"", None)])
        record = []
        if folder:
            yield folder


_PREFIXES = 20  # namespaces that are looked into; nobody has more


def shared_prefixes(data: Iterable[Any]) -> list[bytes]:
    """The prefixes of other people's and of shared folders in imaplib's list of NAMESPACE data (RFC 2342)."""
    try:
        _, others, shared = parse_response([part for part in data if part])[:3]
        groups: list[Any] = [group for group in (others, shared) if isinstance(group, tuple)]
        prefixes = [entry[0] for group in groups for entry in group]
    except (ProtocolError, ValueError, RecursionError, TypeError, IndexError):
        return []
    return [prefix for prefix in prefixes if isinstance(prefix, bytes) and prefix][:_PREFIXES]


def _listed(record: list[Any]) -> Listed | None:
    try:
        flags, delimiter, name = parse_response(record)[:3]
    except (ProtocolError, ValueError, RecursionError):
        return None
    wire = str(name).encode() if isinstance(name, int) else name
    if not isinstance(flags, tuple) or not isinstance(wire, bytes) or not wire:
        return None
    words = frozenset(flag.decode("ascii", "replace").lower() for flag in flags if isinstance(flag, bytes))
    between = delimiter.decode("ascii", "replace") if isinstance(delimiter, bytes) else ""
    return Listed(folder_name(wire), wire, between, words)


def folder_name(wire: bytes) -> str:
    """A folder's name for people: modified UTF-7, or UTF-8 from servers that send that."""
    if not wire.isascii():
        return wire.decode("utf-8", "replace")
    try:
        return from_modified_utf7(wire)
    except (UnicodeError, ValueError):
        return wire.decode("ascii")
