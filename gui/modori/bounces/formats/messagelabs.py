"""MessageLabs (Symantec): "This is the mail delivery agent at messagelabs.com", the addresses, `Reason: REPLY`.

Known by that sentence or From `MAILER-DAEMON@messagelabs.com`. With a report, that one holds the reply. No phase.
"""

from __future__ import annotations

import re

from .. import phases
from ..addresses import clean
from ..findings import Finding
from ..letter import Letter
from .paragraphs import one_line

SYSTEM = "messagelabs"

_REASON = re.compile(r"^[ \t]*Reason:[ \t]*(?P<words>[^\n]+(?:\n[^\n]+){0,8})", re.MULTILINE)
_ALONE = re.compile(r"^[ \t]*<?(?P<address>[^\s<>]{1,200}@[^\s<>]{3,255})>?[ \t]*$", re.MULTILINE)


def fits(letter: Letter) -> bool:
    """Whether MessageLabs wrote it."""
    return "messagelabs.com" in letter.sender_name or "mail delivery agent at messagelabs" in letter.lower[:2000]


def read(letter: Letter) -> list[Finding]:
    """One finding for each address above the reason."""
    text = letter.text[:10_000]
    reason = _REASON.search(text)
    words = one_line(reason["words"])[:2000] if reason else ""
    stop = reason.start() if reason else len(text)
    return [
        Finding(clean(line["address"]), said=words, text=words, phase=phases.of(words))
        for line in _ALONE.finditer(text, 0, stop)
    ]
