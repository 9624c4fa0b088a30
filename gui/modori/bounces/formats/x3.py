"""A system whose name is not known: "This is an automatically generated Delivery Status Notification." between rulers.

Recipients stand as `   * address`; `SMTP:RCPT host IP: REPLY` gives phase and reply (`SMTP:DATA`: after DATA), for all
of them. Without such a line, "Technical details:" tells, and the words above the
recipients ("was aborted after 5.0 hour(s)"). Source: facts/bounces.md §5.1, X3.
"""

from __future__ import annotations

import re

from .. import phases
from ..addresses import clean
from ..findings import DELAYED, FAILED, Finding
from ..letter import Letter
from .paragraphs import one_line

SYSTEM = "x3"

_RECIPIENT = re.compile(
    r"^[ \t]{2,}\*[ \t]+<?(?P<address>[^\s<>]{1,200}@[^\s<>]{3,255})>?(?P<rest>[^\n]*)$", re.MULTILINE
)
_REPLY = re.compile(
    r"^(?P<where>SMTP:[A-Z]+ host (?P<host>\S{1,255}?)):? (?P<reply>[^\n]+(?:\n(?![=-]{4})[^\n]+){0,8})", re.MULTILINE
)
_DETAILS = re.compile(
    r"^[ \t]*Technical details:[ \t=\n]*(?P<words>[^\n]+(?:\n[^\n=]+){0,8})", re.MULTILINE | re.IGNORECASE
)
_REASON = re.compile(r"^Reason:[ \t]*(?P<words>[^\n]+)", re.MULTILINE)
_ABORTED = re.compile(r"was aborted after [\d.]{1,8} hour")


def fits(letter: Letter) -> bool:
    """Whether that system wrote it."""
    return "automatically generated delivery status notification" in letter.lower[:2000] and bool(
        _RECIPIENT.search(letter.text[:20_000])
    )


def read(letter: Letter) -> list[Finding]:
    """One finding for each starred address."""
    text = letter.text[:20_000]
    reply, reason = _REPLY.search(text), _REASON.search(text)
    details, aborted = _DETAILS.search(text), _ABORTED.search(text)
    words = details or reason
    said = one_line(reply["reply"] if reply else words["words"] if words else "")
    said = f"{said} ({aborted.group()})" if aborted and not reply else said
    late = "has been delayed" in letter.lower[:3000] or "have been delayed" in letter.lower[:3000]
    return [
        Finding(
            clean(found["address"]),
            said=said,
            text=said or one_line(found["rest"]),
            phase=phases.of(reply["where"]) if reply else None,
            remote=reply["host"] if reply else None,
            action=DELAYED if late else FAILED,
        )
        for found in _RECIPIENT.finditer(text)
    ]
