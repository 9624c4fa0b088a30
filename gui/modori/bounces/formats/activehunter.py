"""Active!hunter: Sendmail's section lines, but `>>>` stands before the recipient and not before a command.

Known by the header field X-AHMailID. `>>> name <address>` below "permanent fatal errors"; the reply, which may have
no code, is the whole of "Transcript of session follows". No phase. Source: facts/bounces.md §3.5.
"""

from __future__ import annotations

import re

from .. import phases
from ..addresses import clean
from ..findings import Finding
from ..letter import Letter
from .paragraphs import one_line

SYSTEM = "activehunter"

_RECIPIENT = re.compile(r"^>>>[ \t]*(?P<address>[^\n]*@[^\n]{3,255})$", re.MULTILINE)
_TRANSCRIPT = re.compile(
    r"^[ \t]*-{3,} ?Transcript of session follows ?-{3,}[ \t]*\n(?P<words>.*?)(?=\n[ \t]*\n|^[ \t]*-{4,}|\Z)",
    re.MULTILINE | re.DOTALL | re.IGNORECASE,
)


def fits(letter: Letter) -> bool:
    """Whether Active!hunter wrote it."""
    return "x-ahmailid" in letter.headers and bool(_RECIPIENT.search(letter.text[:20_000]))


def read(letter: Letter) -> list[Finding]:
    """One finding for each recipient, all with the same words."""
    text = letter.text[:20_000]
    transcript = _TRANSCRIPT.search(text)
    words = one_line(transcript["words"])[:2000] if transcript else ""
    return [
        Finding(clean(found["address"]), said=words, text=words, phase=phases.of(words))
        for found in _RECIPIENT.finditer(text)
    ]
