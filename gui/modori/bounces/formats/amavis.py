"""Amavis (amavisd-new): From `"Content-filter at HOST"`, an arrow before each recipient, mostly a report.

`-> address` lines below "to the following recipient"; the report's Diagnostic-Code ends in the class: `- spam`,
`- INFECTED`, `- BANNED: …`, `- BAD_HEADER`. Where the text alone is left, its first lines tell the class. No phase.
"""

from __future__ import annotations

import re

from ..addresses import clean
from ..findings import Finding
from ..letter import Letter
from .paragraphs import one_line

SYSTEM = "amavis"

_RECIPIENT = re.compile(r"^[ \t]*->[ \t]*(?P<address>[^\n]{3,330})$", re.MULTILINE)


def fits(letter: Letter) -> bool:
    """Whether amavisd wrote it: with a report, or with its arrows."""
    known = "content-filter at " in letter.sender_name or "internal reference code for your message is" in letter.lower
    return known and (letter.report is not None or bool(_RECIPIENT.search(letter.text[:6000])))


def read(letter: Letter) -> list[Finding]:
    """One finding for each arrow, with the words around it."""
    words = one_line(letter.text[:1500])
    return [
        Finding(clean(found["address"]), said=words if letter.report is None else "", text=words)
        for found in _RECIPIENT.finditer(letter.text[:6000])
    ]
