"""SurfControl E-mail Filter: `Addressed To:`, then lines `address: [IP], REPLY` of each attempt.

Known by X-Mailer `SurfControl E-mail Filter`, or "Failed to send to identified host". No phase.
Source: facts/bounces.md §5.1.
"""

from __future__ import annotations

import re

from .. import phases
from ..addresses import clean, find
from ..findings import Finding
from ..letter import Letter
from .paragraphs import one_line

SYSTEM = "surfcontrol"

_ATTEMPT = re.compile(
    r"^[ \t]*<?(?P<address>[^\s<>:]{1,200}@[^\s<>:]{3,255})>?:[ \t]*(?:\[(?P<ip>[\d.:a-fA-F]{3,45})\],?[ \t]*)?"
    r"(?P<words>[^\n]+(?:\n(?!-{3})[^\n]+){0,6})",
    re.MULTILINE,
)
_TO = re.compile(r"^[ \t]*Addressed To:[ \t]*(?P<list>[^\n]+)$", re.MULTILINE | re.IGNORECASE)


def fits(letter: Letter) -> bool:
    """Whether SurfControl wrote it."""
    known = letter.headers.get("x-mailer").startswith("SurfControl")
    return known or "failed to send to identified host" in letter.lower[:6000]


def read(letter: Letter) -> list[Finding]:
    """One finding for each recipient that an attempt, or else `Addressed To:`, names."""
    text = letter.text[:20_000]
    findings: list[Finding] = []
    for attempt in _ATTEMPT.finditer(text):
        words = one_line(attempt["words"])
        findings.append(
            Finding(clean(attempt["address"]), said=words, text=words, phase=phases.of(words), remote=attempt["ip"])
        )
    if findings:
        return findings
    words = one_line(text)[:2000]
    return [Finding(address, said=words, text=words) for to in _TO.finditer(text) for address in find(to["list"])]
