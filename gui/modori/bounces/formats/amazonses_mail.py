"""Amazon SES and WorkMail as mails: one sentence, the addresses below it, and a report (a part, or lines of the text).

Known by From `MAILER-DAEMON@….amazonses.com`, or "An error occurred while trying to deliver the mail to the following
recipients". The reply stands in the report's Diagnostic-Code (in WorkMail below "Technical report:"); no phase.
"""

from __future__ import annotations

import re

from ..addresses import clean
from ..findings import Finding
from ..letter import Letter

SYSTEM = "amazonses"

_OPENING = re.compile(r"an error occurred while trying to deliver the mail to the following recipients:?[ \t]*\n")
_LINE = re.compile(r"[ \t]*(?:\n)?[ \t]*<?([^\s<>]{1,200}@[^\s<>]{3,255})>?[ \t]*(?:\n|\Z)")


def fits(letter: Letter) -> bool:
    """Whether SES wrote it."""
    return "amazonses.com" in letter.sender_name and (letter.from_daemon or bool(_OPENING.search(letter.lower[:3000])))


def read(letter: Letter) -> list[Finding]:
    """One finding for each listed address; the words are those of the report."""
    opening = _OPENING.search(letter.lower[:3000])
    findings: list[Finding] = []
    position = opening.end() if opening else len(letter.text)
    while (line := _LINE.match(letter.text, position)) and len(findings) < 500:
        findings.append(Finding(clean(line.group(1))))
        position = line.end()
    return findings
