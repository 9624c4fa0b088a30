"""Cisco IronPort (AsyncOS): two sentences for each recipient, and a report with the same words.

`The following message to <address> was undeliverable.`, then `The reason for the problem:` and a line
`5.1.0 - Unknown address error 550-'REPLY' (delivery attempts: 0)`: the quoted reply decides, the words before it are
IronPort's class. No phase. Source: facts/bounces.md §5.1.
"""

from __future__ import annotations

import re

from ..addresses import clean
from ..findings import Finding
from ..letter import Letter
from .paragraphs import one_line

SYSTEM = "ironport"

_ENTRY = re.compile(
    r"the following message to\s+<?(?P<address>[^\s<>]{1,320})>?\s+was\s+undeliverable\.?\s*"
    r"the reason for the problem:?[ \t]*\n(?P<words>[^\n]+(?:\n[^\n]+){0,10})",
    re.IGNORECASE,
)


def fits(letter: Letter) -> bool:
    """Whether IronPort wrote it."""
    return bool(_ENTRY.search(letter.text[:20_000]))


def read(letter: Letter) -> list[Finding]:
    """One finding for each such pair of sentences."""
    return [
        Finding(clean(entry["address"]), said=one_line(entry["words"]), text=one_line(entry["words"]))
        for entry in _ENTRY.finditer(letter.text[:60_000])
    ]
