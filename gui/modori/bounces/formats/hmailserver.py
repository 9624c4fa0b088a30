"""hMailServer: each address alone at the margin, what happened indented below it.

Known by "hMailServer" in the text and `Error Type: SMTP` or "Message undeliverable:". `hMailServer sent: COMMAND`
gives the phase, `Remote server replied: REPLY` the reply; without one, `Error:` or the sentence tells. The words
around are in the administrator's language, these lines are not. Source: facts/bounces.md §5.1.
"""

from __future__ import annotations

import re

from .. import phases
from ..addresses import clean
from ..findings import Finding
from ..letter import Letter
from .paragraphs import one_line

SYSTEM = "hmailserver"

_ENTRY = re.compile(
    r"^<?(?P<address>[^\s<>]{1,200}@[^\s<>]{3,255})>?[ \t]*\n(?P<body>(?:[ \t]+\S[^\n]*\n?)+)", re.MULTILINE
)
_REPLIED = re.compile(r"^[ \t]*Remote server replied:[ \t]*(?P<reply>[^\n]+(?:\n[ \t]+\d{3}[- ][^\n]*)*)", re.MULTILINE)
_SENT = re.compile(r"^[ \t]*hMailServer sent:[ \t]*(?P<command>[^\n]*)", re.MULTILINE)
_ERROR = re.compile(r"^[ \t]*Error:[ \t]*(?P<words>[^\n]+(?:\n[ \t]+[^\n]+)*)", re.MULTILINE)
_NOISE = re.compile(r"^[ \t]*(?:Error Type:[^\n]*|hMailServer)[ \t]*$", re.MULTILINE)


def fits(letter: Letter) -> bool:
    """Whether hMailServer wrote it."""
    return "hmailserver" in letter.lower[:20_000] and (
        "error type:" in letter.lower[:20_000] or letter.subject.lower().startswith("message undeliverable")
    )


def read(letter: Letter) -> list[Finding]:
    """One finding for each address at the margin."""
    findings: list[Finding] = []
    for entry in _ENTRY.finditer(letter.text[:60_000]):
        body = _NOISE.sub("", entry["body"])
        replied, sent, error = _REPLIED.search(body), _SENT.search(body), _ERROR.search(body)
        phase = phases.of_command(sent["command"]) if sent else None
        phase = phases.Phase.EOD if phase is phases.Phase.DATA else phase
        words = replied["reply"] if replied else error["words"] if error else body
        findings.append(Finding(clean(entry["address"]), said=one_line(words), text=one_line(body), phase=phase))
    return findings
