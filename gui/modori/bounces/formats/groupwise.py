"""Novell GroupWise, NTMail and others of their time: `address (words)` on a line, in English, and nothing more.

Known by X-Mailer (`Novell GroupWise…`, `NTMail…`) or "The message that you sent was undeliverable to the following".
No reply, no phase. Source: facts/bounces.md §5.1.
"""

from __future__ import annotations

import re

from .. import phases
from ..addresses import clean
from ..findings import Finding
from ..letter import Letter
from .paragraphs import one_line

SYSTEM = "groupwise"

_LINE = re.compile(
    r"^[ \t]*<?(?P<address>[^\s<>()]{1,200}@[^\s<>()]{3,255})>?[ \t]*\((?P<words>[^()\n]{2,300})\)[ \t]*$", re.MULTILINE
)
_MAILERS = ("novell groupwise", "ntmail", "groupwise")


def fits(letter: Letter) -> bool:
    """Whether such a system wrote it."""
    known = letter.headers.get("x-mailer").lower().startswith(_MAILERS)
    known = known or "the message that you sent was undeliverable to the following" in letter.lower[:2000]
    return known and bool(_LINE.search(letter.text[:20_000]))


def read(letter: Letter) -> list[Finding]:
    """One finding for each line."""
    return [
        Finding(
            clean(line["address"]), said=one_line(line["words"]), text=one_line(line["words"]), phase=phases.of(line[0])
        )
        for line in _LINE.finditer(letter.text[:20_000])
    ]
