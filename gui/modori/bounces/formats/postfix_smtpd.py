"""Postfix's notice to the postmaster of a session that went wrong: `SMTP server: errors from HOST`.

A transcript of `In:` and `Out:` lines; nobody was sent a bounce of it by this system, the client was.
"""

from __future__ import annotations

import re

from .. import phases
from ..addresses import clean
from ..findings import Finding
from ..letter import Letter
from .paragraphs import one_line

SYSTEM = "postfix-smtpd"

_SUBJECT = re.compile(r"smtp server: errors from ", re.IGNORECASE)
_LINE = re.compile(r"^ ?(?P<side>Out|In):[ \t]*(?P<text>[^\n]*(?:\n[ \t]{3,}[^\n]*)*)", re.MULTILINE)


def fits(letter: Letter) -> bool:
    """Whether it is such a notice."""
    return bool(_SUBJECT.search(letter.subject)) and "transcript of session follows" in letter.lower[:500]


def read(letter: Letter) -> list[Finding]:
    """The recipients of the session with the refusal that they, or the whole mail, got."""
    command, waiting = "", list[str]()
    findings: list[Finding] = []
    for match in _LINE.finditer(letter.text):
        text = one_line(match["text"])
        if match["side"] == "In":
            command = text
            if command.upper().startswith("RCPT TO:") and (address := clean(command.split(":", 1)[1])):
                waiting.append(address)
        elif text[:1] in ("4", "5"):
            phase = phases.of_command(command)
            whom = waiting[-1:] if phase is phases.Phase.RCPT else waiting
            phase = phases.Phase.EOD if phase is phases.Phase.DATA else phase
            findings += [Finding(address, said=text, text=text, phase=phase) for address in whom]
            waiting = waiting[:-1] if phase is phases.Phase.RCPT else []
    return findings
