"""MailFoundry: "Unable to deliver message to: <address>" and "Delivery failed for the following reason:".

Known by `(MAILFOUNDRY)` in Received, or these two lines together. Below stands `Server HOST[IP] failed with: REPLY`.
No phase. Source: facts/bounces.md §5.1.
"""

from __future__ import annotations

import re

from .. import phases
from ..addresses import clean
from ..findings import Finding
from ..letter import Letter
from .paragraphs import one_line

SYSTEM = "mailfoundry"

_ENTRY = re.compile(
    r"^[ \t]*unable to deliver message to:[ \t]*<?(?P<address>[^\s<>]{3,320})>?[ \t]*\n"
    r"[ \t]*delivery failed for the following reason:[ \t]*\n(?P<words>[^\n]+(?:\n[^\n]+){0,8})",
    re.MULTILINE | re.IGNORECASE,
)
_SERVER = re.compile(r"\Aserver (?P<host>[^\s\[]{1,255})\[[^\]]{0,60}\] failed with: (?P<reply>.*)\Z", re.IGNORECASE)


def fits(letter: Letter) -> bool:
    """Whether MailFoundry wrote it."""
    return bool(_ENTRY.search(letter.text[:10_000]))


def read(letter: Letter) -> list[Finding]:
    """One finding for each such pair of lines."""
    findings: list[Finding] = []
    for entry in _ENTRY.finditer(letter.text[:20_000]):
        words = one_line(entry["words"])
        server = _SERVER.match(words)
        findings.append(
            Finding(
                clean(entry["address"]),
                said=server["reply"] if server else words,
                text=words,
                phase=phases.of(words),
                remote=server["host"] if server else None,
            )
        )
    return findings
