"""m-FILTER (Digital Arts): the recipients, then `-------server message` and `-------SMTP command`.

Known by X-Mailer `m-FILTER` or these lines. The addresses stand alone on lines above the first mark; the reply below
`server message`, the command that it answers (which gives the phase) below `SMTP command`.
Source: facts/bounces.md §3.5.
"""

from __future__ import annotations

import re

from .. import phases
from ..addresses import clean, find
from ..findings import Finding
from ..letter import Letter
from .paragraphs import one_line

SYSTEM = "mfilter"

_SECTION = re.compile(
    r"^-{4,} ?(?P<title>server message|SMTP command)[ \t:-]*\n(?P<body>.*?)(?=^-{4,}|\Z)",
    re.MULTILINE | re.IGNORECASE | re.DOTALL,
)
_ALONE = re.compile(r"^[ \t]*<?(?P<address>[^\s<>]{1,200}@[^\s<>]{3,255})>?[ \t]*$", re.MULTILINE)


def fits(letter: Letter) -> bool:
    """Whether m-FILTER wrote it."""
    return bool(_SECTION.search(letter.text[:20_000])) and (
        "m-filter" in letter.headers.get("x-mailer").lower() or "server message" in letter.lower[:6000]
    )


def read(letter: Letter) -> list[Finding]:
    """One finding for each address above the marks; the command may name the one that was refused."""
    text = letter.text[:20_000]
    sections = {match["title"].lower(): match["body"] for match in _SECTION.finditer(text)}
    reply = one_line(sections.get("server message", ""))[:2000]
    command = sections.get("smtp command", "").strip()
    first = _SECTION.search(text)
    listed = [clean(line["address"]) for line in _ALONE.finditer(text, 0, first.start() if first else len(text))]
    listed = listed or find(command) or find(reply)[:1]
    phase = phases.of_command(command) if command else phases.of(reply)
    phase = phases.Phase.EOD if phase is phases.Phase.DATA else phase
    return [Finding(address, said=reply, text=reply, phase=phase) for address in listed]
