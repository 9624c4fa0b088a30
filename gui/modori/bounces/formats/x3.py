"""A system whose name is not known: "This is an automatically generated Delivery Status Notification." between rulers.

Recipients stand as `   * address`; `SMTP:RCPT host IP: REPLY` gives phase and reply (`SMTP:DATA`: after DATA), for all
of them. Source: facts/bounces.md §5.1, X3.
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
_REASON = re.compile(r"^Reason:[ \t]*(?P<words>[^\n]+)", re.MULTILINE)


def fits(letter: Letter) -> bool:
    """Whether that system wrote it."""
    return "automatically generated delivery status notification" in letter.lower[:2000] and bool(
        _RECIPIENT.search(letter.text[:20_000])
    )


def read(letter: Letter) -> list[Finding]:
    """One finding for each starred address."""
    text = letter.text[:20_000]
    reply, reason = _REPLY.search(text), _REASON.search(text)
    said = one_line(reply["reply"]) if reply else reason["words"].strip() if reason else ""
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
