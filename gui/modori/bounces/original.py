"""The mail that came back: where it begins in a bounce, and which sending it was.

A bounce carries it as a part of its own, or as text behind a separator line of the mail system
(facts/bounces.md §5.1), or without any separator. Whatever stands in it is never read as a reason:
a newsletter about bounces holds the same words.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime
from functools import lru_cache

from modori.records import Sending, quick_sending
from modori.rules.guarded import Guarded

from .addresses import clean
from .mime import Headers, Mail, Part, split_headers, unify_lines

TYPES = frozenset(
    {
        "message/rfc822",
        "message/global",
        "message/global-headers",
        "text/rfc822-headers",
        "message/rfc822-headers",
        "text/rfc822",
        "message/partial",
        "message/news",
    }
)

# Lines that mail systems put before the returned mail, without regard to case. Each stands at the beginning of a line.
_SEPARATORS = (
    r"-{2,3} ?Below (?:this|the next) line is (?:a copy of the (?:message|mail header)|the original bounce)",
    r"-{2,3} ?(?:Enclosed are the original headers|The header of the original message is following|"
    r"Original message follows|Mensaje original adjunto|Message header of the original|Returned message)",
    r"-{3,} ?This is a copy of (?:the|your) message",
    r"-{3,} ?The body of the message is",
    r"[ \t|]*-{2,} ?(?:Unsent message follows|Unsent Message below|No message was collected"
    r"|Original message(?: headers?)?|"
    r"Returned message|Message header follows|Message text follows|Returned mail follows|"
    r"Copy of (?:the )?original message|Undelivered message follows|Begin (?:of )?original message)[ :]*(?:-|$|\|)",
    r"[ \t>*|-]{0,12}(?:(?:The|A) )?(?:headers?|copy|summary|text|body|contents?"
    r"|(?:(?:headers?|body) and )?(?:the )?(?:first|top) \d{1,4} lines) of (?:the |your |this )?"
    r"(?:original |undelivered |unsent |returned )?(?:e-?mail|mail|message)(?: you sent)? (?:follows?|below"
    r"|is attached)[ .:-]*(?:$|>)",
    r"Original message(?: as received)?(?: is as)? follows[ .:]*$",
    r"(?:Original message follows|Message headers follow|Original message headers|Original mail as follows|"
    r"Below is a copy of the original message|A copy of the original message (?:below|follows)|"
    r"The original message (?:header|was)s? (?:follows|attached)|Received: from localhost \(localhost\) by|"
    r"The attachment contains the original mail headers|Content of the original message"
    r"|Headers of the original message)"
    r"[ .:]*$",
)
_SEPARATOR = Guarded("|".join(f"^(?:{s})" for s in _SEPARATORS))
_SEPARATING = ("follows", "below", "is attached", "follow ", "follow.", "follow:", "follow-", "follow|", "follow\n")
_HEADER_RUN = re.compile(r"^(?:[A-Za-z][A-Za-z0-9-]{1,40}:[^\n]*\n(?:[ \t][^\n]*\n)*){3,}", re.MULTILINE)
_QUOTED = re.compile(r"^> ?", re.MULTILINE)
_HEADER_NAMES = re.compile(
    r"^(received|message-id|return-path|from|subject|date|mime-version|content-type|to):", re.MULTILINE
)
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_DATE = re.compile(
    rf"(?:[A-Z][a-z][a-z], )?(\d{{1,2}}) ({'|'.join(_MONTHS)}) ([12]\d{{3}}) (\d\d):(\d\d):(\d\d) "
    r"([+-])(\d\d)([0-5]\d)(?: \([A-Z]+\))?\Z",
    re.ASCII,
)
_LIST_ID = re.compile(r"<([^<>\s]{1,200})>")


@lru_cache(maxsize=4)  # asked twice for one text: what is before may be a report, and is the human part
def cut(text: str) -> tuple[str, str]:
    """The human part of a bounce's text, and the returned mail behind it (empty where there is none)."""
    lower = text.lower()
    found = _SEPARATOR.search(text) if _may_be_separated(lower) else None
    run = _find_run(text, found.start() if found else len(text)) if _has_fields(lower) else None
    if run is not None:
        return text[:run], text[run:]
    if found:
        line_end = text.find("\n", found.end())
        return text[: found.start()], text[line_end + 1 :] if line_end >= 0 else ""
    return text, ""


def _may_be_separated(lower: str) -> bool:
    """Whether there is anything that each of the separators has some of."""
    if "--" in lower or "original m" in lower or "received: from localhost" in lower:
        return True
    # "following" stands in most bounces, and separates nothing
    return "follow" in lower and (any(word in lower for word in _SEPARATING) or lower.endswith("follow"))


def _has_fields(lower: str) -> bool:
    """Whether the fields are there without which header lines are not those of a mail."""
    return "received:" in lower or ("subject:" in lower and "from:" in lower)


def _find_run(text: str, before: int) -> int | None:
    """Where header lines of a mail begin without a separator."""
    position = 0
    for _ in range(50):
        match = _HEADER_RUN.search(text, position, before)
        if not match:
            return None
        names = set(_HEADER_NAMES.findall(match.group().lower()))
        if {"from", "subject"} <= names and names & {"received", "message-id", "return-path", "date"}:
            return match.start()
        if {"received", "message-id"} <= names or {"received", "from"} <= names:
            return match.start()
        position = match.end()
    return None


def from_part(mail: Mail) -> tuple[Part, Headers] | None:
    """The part that holds the returned mail, and its header fields."""
    for part in mail.parts:
        if part.type in TYPES:
            return part, headers_of(part)
    return None


def headers_of(part: Part) -> Headers:
    """The header fields of an attached mail."""
    data = unify_lines(part.body()).lstrip(b"\n")
    return Headers(split_headers(data)[0])


def from_text(behind: str) -> Headers | None:
    """The header fields of a returned mail that stands in the text."""
    lines = behind.lstrip("\n \t-")
    if lines.startswith(">"):
        lines = _QUOTED.sub("", lines[:20_000])
    lines = lines.split("\n\n", 1)[0]
    if ":" not in lines[:2000]:
        return None
    headers = Headers(lines.encode("utf-8", "surrogateescape"))
    return headers if len(headers) else None


def date_of(value: str) -> datetime | None:
    """A Date header as an aware datetime (UTC where it has no zone), None where it cannot be read."""
    return _date_of(value) if value and len(value) <= 200 else None


@lru_cache(maxsize=256)  # the mails of one sending have one date, and come back within minutes
def _date_of(value: str) -> datetime | None:
    usual = _DATE.match(value)
    try:
        if usual:
            return _usual_date(*usual.groups())
        when = parsedate_to_datetime(value)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return when if when.tzinfo else when.replace(tzinfo=UTC)


def _usual_date(
    day: str, month: str, year: str, hour: str, minute: str, second: str, sign: str, hours: str, minutes: str
) -> datetime:
    """The form that nearly all mails have (RFC 5322 §3.3), without the slow way of `email`; raises ValueError."""
    zone = _zone(sign, hours, minutes)
    return datetime(int(year), _MONTHS.index(month) + 1, int(day), int(hour), int(minute), int(second), tzinfo=zone)


@lru_cache(maxsize=64)
def _zone(sign: str, hours: str, minutes: str) -> timezone:
    offset = timedelta(hours=int(hours), minutes=int(minutes))
    return timezone(-offset if sign == "-" else offset)


def sending_of(headers: Headers | None) -> Sending | None:
    """Which mailing the returned mail was: its list, subject, Message-ID, date and sender."""
    if headers is None or not len(headers):
        return None
    sender = clean(headers.get("from"))
    list_id = headers.get("list-id")
    found = _LIST_ID.search(list_id)
    name = found.group(1) if found else list_id[:200]
    subject = headers.get("subject")[:1000] or None
    message_id = headers.get("message-id")[:500] or None
    date = date_of(headers.get("date"))
    if not (name or sender or subject or message_id or date):
        return None
    return quick_sending(name.lower() or sender, subject, message_id, date, sender)
