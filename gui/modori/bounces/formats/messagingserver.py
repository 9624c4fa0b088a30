"""Sun, iPlanet and Oracle Messaging Server (and iCloud of old): labelled lines for each recipient.

`Recipient address:`, perhaps `Original address:` (the one before rewriting), `Reason:`, `Diagnostic
code:`, `Remote system:`. The reason often stands only here, the report has a Status and nothing else.
"""

from __future__ import annotations

import re

from ..addresses import clean
from ..findings import Finding
from ..letter import Letter
from ..reports import untyped
from .paragraphs import one_line

SYSTEM = "messagingserver"

_RECIPIENT = re.compile(r"^[ \t]+Recipient address:[ \t]*(?P<address>[^\n]{3,330})$", re.MULTILINE | re.IGNORECASE)
_FIELD = re.compile(
    r"^[ \t]+(?P<name>[A-Z][a-z]+(?: [a-z]+){0,2}):[ \t]*(?P<value>[^\n]*(?:\n[ \t]{6,}[^\n]+)*)", re.MULTILINE
)


def fits(letter: Letter) -> bool:
    """Whether such a server wrote it."""
    return bool(_RECIPIENT.search(letter.text[:20_000]))


def read(letter: Letter) -> list[Finding]:
    """One finding for each recipient."""
    heads = list(_RECIPIENT.finditer(letter.text))
    findings: list[Finding] = []
    for number, head in enumerate(heads):
        stop = heads[number + 1].start() if number + 1 < len(heads) else len(letter.text)
        fields = {
            m["name"].lower(): one_line(m["value"]) for m in _FIELD.finditer(letter.text[head.end() : stop][:8000])
        }
        reply = untyped(fields.get("diagnostic code", ""))
        words = fields.get("reason", "")
        remote = untyped(fields.get("remote system", "")).split(" ", 1)[0].strip("();")
        findings.append(
            Finding(
                clean(head["address"]),
                clean(fields.get("original address", "")),
                said=reply or words,
                text=f"{words} {reply}".strip(),
                remote=remote or None,
            )
        )
    return findings
