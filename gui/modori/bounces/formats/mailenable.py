"""MailEnable: `Recipient: [SMTP:address]` with its `Reason:` below. No phase. Source: facts/bounces.md §5.1."""

from __future__ import annotations

import re

from .. import phases
from ..addresses import clean
from ..findings import Finding
from ..letter import Letter
from .paragraphs import one_line

SYSTEM = "mailenable"

_ENTRY = re.compile(
    r"^[ \t]*Recipient:[ \t]*\[SMTP:(?P<address>[^\]\s]{3,320})\][ \t]*\n[ \t]*Reason:[ \t]*"
    r"(?P<words>[^\n]+(?:\n(?![ \t]*Recipient:)[^\n]*\S[^\n]*){0,8})",
    re.MULTILINE | re.IGNORECASE,
)
_RETURNED = re.compile(r"\A(?:remote )?smtp server returned:\s*", re.IGNORECASE)


def fits(letter: Letter) -> bool:
    """Whether MailEnable wrote it."""
    return bool(_ENTRY.search(letter.text[:20_000]))


def read(letter: Letter) -> list[Finding]:
    """One finding for each recipient."""
    findings: list[Finding] = []
    for entry in _ENTRY.finditer(letter.text[:60_000]):
        words = _RETURNED.sub("", one_line(entry["words"]))
        findings.append(Finding(clean(entry["address"]), said=words, text=words, phase=phases.of(words)))
    return findings
