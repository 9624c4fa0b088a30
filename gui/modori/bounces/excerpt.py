"""A mail cut down to what `read` looks at: headers, human text, report, and the headers of the original.

Small enough to be kept for every failure, and read again when the rules change:
`read(excerpt(raw))` says the same as `read(raw)`, except where a limit cut something off.
"""

from __future__ import annotations

import re
from functools import lru_cache

from . import forwarded, mime, original, reports

MAX_EXCERPT = 64 << 10  # bytes
_MAX_HEADERS = 16 << 10
_MAX_TEXT = 32 << 10
_MAX_ORIGINAL = 8 << 10
_MAX_TRACE = 12 << 10
_LONGEST_NAME = 200  # bytes of a line in which the name of a field ends
# What read() looks at: the fields of the original that name the sending and its recipients.
_KEPT = re.compile(
    rb"^(?:return-path|received|from|sender|reply-to|errors-to|to|cc|subject|date|message-id|list-[a-z-]+"
    rb"|delivered-to|x-original-to|x-envelope-(?:from|to)"
    rb"|apparently-to|x-[a-z-]*(?:list|rcpt|recpt|recipient|subscriber|message|campaign|mailer)[a-z-]*|content-type"
    rb"|content-transfer-encoding|mime-version|auto-submitted|precedence|x-failed-recipients|in-reply-to|references"
    rb"|x-auto[a-z-]*)[ \t]*:",
    re.IGNORECASE,
)


def excerpt(raw: bytes) -> bytes:
    """A mail of at most 64 KiB from which `read` gives the same answer."""
    data = mime.unify_lines(raw[: mime.MAX_MAIL]).lstrip(b"\n")
    if len(data) <= _MAX_TEXT and data.find(b"\n--") < 0:
        return data
    mail = mime.parse(raw)
    block, _ = mime.split_headers(data)
    head = _cut(block, _MAX_HEADERS)
    if not mail.type.startswith("multipart/") or not mail.parts or mail.parts[0].params.get("boundary"):
        return head + b"\n" + _bounded_body(mail.body)
    boundary = _boundary(mail)
    room = MAX_EXCERPT - len(head) - 2048
    pieces: list[bytes] = []
    for part in mail.parts:
        piece = _piece(part, min(room, _MAX_TEXT))
        if piece is None or room <= 0:
            continue
        room -= len(piece) + len(boundary) + 8
        pieces.append(b"--" + boundary + b"\n" + piece)
    return (head + b"\n" + b"\n".join(pieces) + b"\n--" + boundary + b"--\n")[:MAX_EXCERPT]


def _boundary(mail: mime.Mail) -> bytes:
    return mail.params.get("boundary", "").encode("latin-1") or b"excerpt"


def _cut(block: bytes, limit: int) -> bytes:
    """Header fields up to `limit` bytes, whole fields only."""
    if len(block) <= limit:
        return block if block.endswith(b"\n") else block + b"\n"
    end = limit
    while (end := block.rfind(b"\n", 0, end)) > 0:
        if block[end + 1 : end + 2] not in (b" ", b"\t"):
            return block[: end + 1]
    return block[:limit] + b"\n"


def _bounded_body(body: bytes) -> bytes:
    return body[: MAX_EXCERPT - _MAX_HEADERS - 2]


def _piece(part: mime.Part, limit: int) -> bytes | None:
    """One part, shortened; None where it decides nothing (pictures, attachments)."""
    fields = _fields(part)
    if part.type in original.TYPES:
        block, body = mime.split_headers(mime.unify_lines(part.body()).lstrip(b"\n"))
        kept = _original_fields(block)
        return _type_line(part) + b"\n\n" + kept + b"\n" + _inner_report(body)
    if forwarded.looks_like_mail(part):
        block, body = mime.split_headers(mime.unify_lines(part.body()).lstrip(b"\n"))
        disposition = part.headers.raw("content-disposition")[:500] or b"attachment"
        line = _type_line(part) + b"\nContent-Disposition: " + disposition
        return line + b"\n\n" + _cut(block, _MAX_ORIGINAL) + b"\n" + _inner_report(body)
    if part.type.startswith("text/") or part.type.startswith("message/") or part.type in reports.TYPES:
        # of a part that was cut, the last word may be half an address: an excerpt must not close it
        return fields + b"\n" + part.raw[:limit] if part.ended else _type_line(part) + b"\n\n" + part.body()[:limit]
    return None


def _fields(part: mime.Part) -> bytes:
    lines = [_type_line(part)]
    encoding = part.headers.raw("content-transfer-encoding").strip()
    if encoding:
        lines.append(b"Content-Transfer-Encoding: " + encoding[:100])
    return b"\n".join(lines) + b"\n"


def _type_line(part: mime.Part) -> bytes:
    value = part.headers.raw("content-type") or part.type.encode("latin-1")
    return b"Content-Type: " + value[:1000]


@lru_cache(maxsize=512)
def _use(name: bytes) -> tuple[bool, bool]:
    """Whether a field is one that is looked at, by its name with the colon, and whether it belongs to the trace."""
    return bool(_KEPT.match(name)), name[:9].lower() == b"received:"


def _original_fields(block: bytes) -> bytes:
    """The fields of the original that are looked at; the trace has its own room, it can be endless."""
    kept: list[bytes] = []
    keep = trace = False
    room, trace_room = _MAX_ORIGINAL, _MAX_TRACE
    for line in block[: mime.MAX_HEADER].split(b"\n"):
        if not line.startswith((b" ", b"\t")):
            keep, trace = _use(line[: line.find(b":", 0, _LONGEST_NAME) + 1])
        left = trace_room if trace else room
        if not keep or len(line) >= left:
            continue
        kept.append(line)
        if trace:
            trace_room -= len(line) + 1
        else:
            room -= len(line) + 1
    return b"\n".join(kept) + b"\n"


def _inner_report(body: bytes) -> bytes:
    """The body of an attached mail where it may be a bounce itself; nothing of a newsletter's."""
    may_be = body.find(b"-Recipient:", 0, 64 << 10) >= 0 or body.find(b"----", 0, 4 << 10) >= 0
    return body[: 24 << 10] if may_be else b""
