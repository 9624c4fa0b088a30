"""MDaemon: "The attached message had PERMANENT fatal delivery errors!"

`Failed address: address`, and a session transcript whose lines carry the time and `-->`/`<--`: the refused command
gives the phase. Older ones list `address - no such user here` below "The following addresses did NOT receive a copy".
Source: facts/bounces.md §5.1.
"""

from __future__ import annotations

import re

from .. import phases
from ..addresses import clean, key
from ..findings import DELAYED, FAILED, Finding
from ..letter import Letter
from .dialogue import exchanges
from .paragraphs import one_line

SYSTEM = "mdaemon"

_OPENING = re.compile(
    r"the attached message (?:had permanent fatal delivery errors|has been waiting|had non-fatal)"
    r"|the following addresses did not receive a copy of your message"
)
_FAILED = re.compile(r"^[ \t]*Failed address(?:es)?:[ \t]*(?P<address>[^\n]{3,330})$", re.MULTILINE | re.IGNORECASE)
_LISTED = re.compile(r"^[ \t>]*<?(?P<address>[^\s<>]{1,200}@[^\s<>]{3,255})>? - (?P<words>[^\n]{3,300})$", re.MULTILINE)
_TIME = re.compile(r"^[ \t]*\w{3} \d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d+)?: |^[ \t]*\w{3}: ", re.MULTILINE)


def fits(letter: Letter) -> bool:
    """Whether MDaemon wrote it."""
    return bool(_OPENING.search(letter.lower[:6000])) and ("mdaemon" in letter.sender_name or bool(read(letter)))


def read(letter: Letter) -> list[Finding]:
    """One finding for each failed address, with its refusal out of the transcript."""
    text = letter.text[:60_000]
    action = DELAYED if "non-fatal" in letter.lower[:3000] or "has been waiting" in letter.lower[:3000] else FAILED
    refused: dict[str, tuple[str, str]] = {}
    last = ("", "")
    for command, answer in exchanges(_TIME.sub("", text)):
        if answer[:1] in ("4", "5"):
            last = (command, answer)
            if command.upper().startswith("RCPT") and (address := clean(command)):
                refused[key(address)] = last
    findings: list[Finding] = []
    for failed in _FAILED.finditer(text):
        address = clean(failed["address"])
        command, answer = refused.get(key(address or ""), last)
        phase = phases.of_command(command) if command else None
        phase = phases.Phase.EOD if phase is phases.Phase.DATA else phase
        words = answer or one_line(text[failed.end() : failed.end() + 500])
        findings.append(Finding(address, said=words, text=words, phase=phase, action=action))
    for line in _LISTED.finditer(text):
        words = one_line(line["words"])
        findings.append(Finding(clean(line["address"]), said=words, text=words, action=action))
    return findings
