"""A system whose name is not known: "We had trouble delivering your message. Full details follow:"

`The following recipients returned permanent errors: address, address.` with a `Reason:` behind, or a sentence
`… rejected recipient <address> (Error following RCPT command). It responded as follows: [REPLY]` above, whose command
is the phase. Source: facts/bounces.md §5.1, X6.
"""

from __future__ import annotations

import re

from .. import phases
from ..addresses import find, key
from ..findings import Finding
from ..letter import Letter
from .paragraphs import one_line

SYSTEM = "x6"

_LISTED = re.compile(
    r"the following recipients? returned permanent errors?:\s*(?P<list>[^\n]*?)"
    r"(?:\.?\s*Reason:\s*(?P<words>[^\n]+(?:\n[^\n]+){0,6}))?\.?[ \t]*$",
    re.IGNORECASE | re.MULTILINE,
)
_RESPONSE = re.compile(
    r"(?P<before>[^\n]{0,600}?)\(Error following (?P<command>[A-Z]+) command\)\.?\s*It responded as follows:?\s*"
    r"\[(?P<reply>[^\]]{3,1000})\]",
    re.IGNORECASE,
)


def fits(letter: Letter) -> bool:
    """Whether that system wrote it."""
    return bool(_LISTED.search(letter.text[:10_000]))


def read(letter: Letter) -> list[Finding]:
    """One finding for each listed recipient."""
    text = letter.text[:20_000]
    responses = list(_RESPONSE.finditer(text))
    findings: list[Finding] = []
    for listed in _LISTED.finditer(text):
        for address in find(listed["list"]):
            named = [one for one in responses if any(key(a) == key(address) for a in find(one["before"]))]
            response = (named or responses or [None])[0]
            words = one_line(response["reply"]) if response else one_line(listed["words"] or "")
            phase = phases.of_command(response["command"]) if response else phases.of(words)
            phase = phases.Phase.EOD if response and phase is phases.Phase.DATA else phase
            findings.append(Finding(address, said=words, text=words, phase=phase))
    return findings
