"""Trend Micro InterScan: the dialogue with its arrows turned round, or one sentence between rows of stars.

Known by "InterScan" in From, or in the boundary. `Sent <<< RCPT TO:<address>` and `Received >>> 550 …` give address,
reply and phase; else `Unable to deliver (message) to <address>` names the recipient, and the sentence is all there is.
The words around are in the language of the administrator. Source: facts/bounces.md §3.5.
"""

from __future__ import annotations

import re

from .. import phases
from ..addresses import clean
from ..findings import Finding
from ..letter import Letter
from .dialogue import exchanges
from .paragraphs import one_line

SYSTEM = "interscan"

_UNABLE = re.compile(
    r"unable to deliver (?:(?:the |your )?message )?to[ \t]*\n?[ \t]*<?(?P<address>[^\s<>]{1,200}@[^\s<>]{3,255})>?"
    r"(?P<words>[^*]{0,500})",
    re.IGNORECASE,
)


def fits(letter: Letter) -> bool:
    """Whether InterScan says that a mail could not be delivered."""
    known = "interscan" in letter.sender_name or "interscan" in letter.mail.params.get("boundary", "").lower()
    known = known or "message from interscan" in letter.lower[:2000] or "sent <<< " in letter.lower[:6000]
    return known and bool(read(letter))


def read(letter: Letter) -> list[Finding]:
    """One finding for each recipient that was refused."""
    text = letter.text[:20_000]
    waiting, findings = list[str](), list[Finding]()
    for command, answer in exchanges(text):
        phase = phases.of_command(command)
        address = clean(command.split(":", 1)[1]) if phase is phases.Phase.RCPT and ":" in command else None
        if answer[:1] in ("4", "5"):
            phase = phases.Phase.EOD if phase is phases.Phase.DATA else phase
            named = [address] if address else waiting or [clean(m["address"]) for m in _UNABLE.finditer(text)]
            findings += [Finding(one, said=answer, text=answer, phase=phase) for one in named if one]
        elif address:
            waiting.append(address)
    if findings:
        return findings
    return [
        Finding(clean(found["address"]), said=one_line(found.group()), text=one_line(found.group()))
        for found in _UNABLE.finditer(text)
    ]
