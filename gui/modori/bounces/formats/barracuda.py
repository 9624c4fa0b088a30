"""Barracuda: "Message you sent blocked by our bulk email filter", the address behind "Your message to:".

The mail was judged as spam; where there is a report, that one says so too. No phase.
Source: facts/bounces.md §4.8, §5.1.
"""

from __future__ import annotations

import re

from ..addresses import find
from ..findings import Finding
from ..letter import Letter
from .paragraphs import one_line

SYSTEM = "barracuda"

_BODY = re.compile(
    r"your message to:?\s*(?P<list>(?:<?[^\s<>@]{1,200}@[^\s<>]{3,255}>?[,\s]*)+)"
    r"(?P<words>was blocked by .{0,80}?spam[^\n]*)",
    re.IGNORECASE | re.DOTALL,
)


def fits(letter: Letter) -> bool:
    """Whether a Barracuda blocked the mail and says so."""
    return "blocked by our bulk email filter" in letter.subject.lower() or bool(_BODY.search(letter.text[:2000]))


def read(letter: Letter) -> list[Finding]:
    """One finding for each address."""
    body = _BODY.search(letter.text[:4000])
    if not body:
        return []
    words = one_line(body["words"])
    return [Finding(address, said=words, text=words) for address in find(body["list"])]
