"""Reads an mbox file as a stream: mails split at From_ lines, `>From ` unquoted (RFC 4155, mboxrd).

A line that begins with "From " also occurs in text. It separates only at the start of the file or
after an empty line, and when a header line follows; where the file's first From_ line carries a time
(all but the oddest do), each one must.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator

MAX_MAIL = 64 * 1024 * 1024  # bytes kept of one mail
MAX_LINE = 1024 * 1024  # bytes of a line up to which it is awaited
BLOCK = 256 * 1024  # bytes read at once

_TIMED = re.compile(rb"From .*\d?\d:\d\d.*\d{4}")
_HEADER = re.compile(rb"[!-9;-~]+[ \t]*:|>From ")
_QUOTED = re.compile(rb"^>(>*From )", re.MULTILINE)
_AFTER_EMPTY = re.compile(rb"\n\r?\n(?=From )")
_LONGEST_START = len(b"\n\r\nFrom")  # what may stand at the end of a block of a From_ line to come


def is_mbox(beginning: bytes) -> bool:
    """Whether a file that begins like this is an mbox: a From_ line, then a header line."""
    first, newline, rest = beginning.partition(b"\n")
    return first.startswith(b"From ") and bool(newline) and bool(_HEADER.match(rest))


def split(stream: io.BufferedReader) -> Iterator[tuple[bytes, bool]]:
    """The mails of an mbox, each with whether it was cut at MAX_MAIL. Keeps one mail and one block in memory."""
    first = stream.readline(MAX_LINE)
    if not first:
        return
    timed = bool(_TIMED.match(first))
    mail = _Mail()
    data = b""
    while block := stream.read1(BLOCK):
        data += block
        start = 0  # of the mail in hand
        rest = len(data) - _LONGEST_START  # from here on it is decided with the next block
        for found in _AFTER_EMPTY.finditer(data):
            content = _after_separator(data, found.end(), timed=timed)
            if content is None:
                rest = found.start()
                break
            if content:
                mail.add(data[start : found.start() + 1])
                yield mail.done()
                mail, start = _Mail(), content
        rest = max(rest, start)
        mail.add(data[start:rest])
        data = data[rest:]
    mail.add(data)
    yield mail.done(last=True)


def _after_separator(data: bytes, at: int, *, timed: bool) -> int | None:
    """Where the mail begins behind the line at `at`; 0 where it separates nothing, None where `data` ends too soon."""
    end = data.find(b"\n", at, at + MAX_LINE)
    if end < 0:
        return None if len(data) - at < MAX_LINE else 0
    if timed and not _TIMED.match(data, at, end):
        return 0
    content = end + 1
    if _HEADER.match(data, content):
        return content
    return None if data.find(b"\n", content) < 0 and len(data) - content < MAX_LINE else 0


class _Mail:
    """What has come of a mail so far."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []
        self._room = MAX_MAIL
        self._cut = False

    def add(self, piece: bytes) -> None:
        if len(piece) > self._room:
            self._cut = True
            piece = piece[: self._room]
        self._room -= len(piece)
        self._pieces.append(piece)

    def done(self, *, last: bool = False) -> tuple[bytes, bool]:
        """The mail, in whole lines, and whether it was cut. The last of a file has an empty line that is the mbox's."""
        raw = b"".join(self._pieces)
        if self._cut:
            raw = raw[: raw.rfind(b"\n") + 1] or raw
        elif last and raw.endswith((b"\n\n", b"\n\r\n")):
            raw = raw[: raw.rfind(b"\n", 0, -1) + 1]
        return _QUOTED.sub(rb"\1", raw) if b">From " in raw else raw, self._cut
