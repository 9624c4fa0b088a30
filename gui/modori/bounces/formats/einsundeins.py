"""1&1, IONOS, GMX and their brands: Exim's opening words, then `address:` at the margin with the reason below.

`SMTP error from remote server for TEXT command, host: X (IP) reason: REPLY`; TEXT means after DATA.
"""

from __future__ import annotations

import re

from .. import phases
from ..addresses import clean
from ..findings import Finding
from ..letter import Letter
from .paragraphs import one_line

SYSTEM = "einsundeins"

_ENTRY = re.compile(
    r"^[\"<]?(?P<address>[^\s<>\":]{1,200}@[^\s<>\":]{1,255})[\">]?:[ \t]*\n(?P<body>(?:[^\n]+\n?){1,12})", re.MULTILINE
)
_REPLY = re.compile(r"\breason:\s*(?P<reply>.*)\Z", re.IGNORECASE | re.DOTALL)
_HOST = re.compile(r"\bhost: (?P<host>[\w.-]{1,255})")
_MARKS = ("x-ui-out-filterresults", "x-gmx-antispam", "x-ui-filterresults")


def fits(letter: Letter) -> bool:
    """Whether a system of that family wrote it."""
    known = any(mark in letter.headers for mark in _MARKS) or "kundenserver.de" in letter.sender_name
    return (known or "smtp error from remote server for " in letter.lower) and bool(_ENTRY.search(letter.text))


def read(letter: Letter) -> list[Finding]:
    """One finding for each address at the margin."""
    findings: list[Finding] = []
    for entry in _ENTRY.finditer(letter.text):
        words = one_line(entry["body"])
        reply, host = _REPLY.search(words), _HOST.search(words)
        findings.append(
            Finding(
                clean(entry["address"]),
                said=reply["reply"] if reply else words,
                text=words,
                phase=phases.of(words),
                remote=host["host"] if host else None,
            )
        )
    return findings
