"""Reads an mbox file as a stream: mails split at From_ lines, `>From ` unquoted (RFC 4155, mboxrd).

A line that begins with "From " also occurs in text. It separates only at the start of the file or
after an empty line, and when a header line follows; where the file's first From_ line carries a time
(all but the oddest do), each one must.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO

MAX_MAIL = 64 * 1024 * 1024  # bytes kept of one mail
MAX_LINE = 1024 * 1024  # longer lines are read in pieces

_TIMED = re.compile(rb"From .*\d?\d:\d\d.*\d{4}")
_HEADER = re.compile(rb"[!-9;-~]+[ \t]*:|>From ")
_QUOTED = re.compile(rb">+From ")
_EMPTY = (b"\n", b"\r\n")


def is_mbox(beginning: bytes) -> bool:
    """Whether a file that begins like this is an mbox: a From_ line, then a header line."""
    first, newline, rest = beginning.partition(b"\n")
    return first.startswith(b"From ") and bool(newline) and bool(_HEADER.match(rest))


def split(stream: BinaryIO) -> Iterator[tuple[bytes, bool]]:
    """The mails of an mbox, each with whether it was cut at MAX_MAIL. Keeps one mail in memory at a time."""
    lines = _lines(stream)
    first = next(lines, None)
    if first is None:
        return
    timed = bool(_TIMED.match(first))
    mail = _Mail()
    held: bytes | None = None  # a line that looks like a separator, until the next one shows whether it is
    for line in lines:
        if held is not None:
            if _HEADER.match(line):
                yield mail.done()
                mail = _Mail()
            else:
                mail.add(held)
            held = None
        if mail.after_empty and line.startswith(b"From ") and (not timed or _TIMED.match(line)):
            held = line
        else:
            mail.add(line)
    if held is not None:
        mail.add(held)
    yield mail.done()


class _Mail:
    def __init__(self) -> None:
        self._lines: list[bytes] = []
        self._size = 0
        self._cut = False
        self.after_empty = False

    def add(self, line: bytes) -> None:
        self.after_empty = line in _EMPTY
        if self._cut or self._size + len(line) > MAX_MAIL:
            self._cut = True
            return
        if line.startswith(b">") and _QUOTED.match(line):
            line = line[1:]
        self._lines.append(line)
        self._size += len(line)

    def done(self) -> tuple[bytes, bool]:
        # The empty line before the next From_ line belongs to the mbox, not to the mail.
        if self._lines and self._lines[-1] in _EMPTY and len(self._lines) > 1:
            self._lines.pop()
        return b"".join(self._lines), self._cut


def _lines(stream: BinaryIO) -> Iterator[bytes]:
    while line := stream.readline(MAX_LINE):
        yield line
