"""BIGLOBE and the providers with the same software (inacatv, tmtv, ttv): two sections, no codes.

Known by From `postmaster@biglobe.ne.jp` (and the others) with `----- The following addresses had delivery problems
-----`: the addresses stand alone on their lines, the one reason for all below `----- Non-delivered information -----`.
No phase. Source: facts/bounces.md §3.5.
"""

from __future__ import annotations

import re

from ..addresses import clean
from ..findings import Finding
from ..letter import Letter
from .paragraphs import one_line

SYSTEM = "biglobe"

_SENDER = re.compile(r"postmaster@(?:[\w-]+\.)*(?:biglobe|inacatv|tmtv|ttv)\.ne\.jp")
_PROBLEMS = re.compile(r"^[ \t]*-{3,} ?The following addresses had delivery problems ?-{3,}", re.MULTILINE)
_INFORMATION = re.compile(
    r"^[ \t]*-{3,} ?Non-delivered information ?-{3,}[ \t]*\n(?P<words>.*?)(?=^[ \t]*-{3,}|\Z)",
    re.MULTILINE | re.DOTALL,
)


def fits(letter: Letter) -> bool:
    """Whether BIGLOBE wrote it."""
    return bool(_SENDER.search(letter.sender_name)) and bool(_PROBLEMS.search(letter.text[:6000]))


def read(letter: Letter) -> list[Finding]:
    """One finding for each listed address, all with the same words."""
    text = letter.text[:20_000]
    start, information = _PROBLEMS.search(text), _INFORMATION.search(text)
    if not start:
        return []
    words = one_line(information["words"])[:2000] if information else ""
    listed = text[start.end() : information.start() if information else len(text)]
    addresses = [clean(line) for line in listed.split("\n")[:500] if "@" in line]
    return [Finding(address, said=words, text=words) for address in addresses]
