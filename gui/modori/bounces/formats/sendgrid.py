"""SendGrid: "This is an automatically generated message from SendGrid." and mostly a report.

Known by that sentence or the return path `apps@sendgrid.net`. Without a report the address stands alone on a line, the
reply in the paragraph below. No phase.
"""

from __future__ import annotations

import re

from ..addresses import clean
from ..findings import Finding
from ..letter import Letter
from .paragraphs import one_line

SYSTEM = "sendgrid"

_ENTRY = re.compile(
    r"^[ \t]*<?(?P<address>[^\s<>]{1,200}@[^\s<>]{3,255})>?:?[ \t]*\n(?P<words>(?:[ \t]*\n)?[^\n@]*\d{3}[^\n]*)?",
    re.MULTILINE,
)


def fits(letter: Letter) -> bool:
    """Whether SendGrid wrote it."""
    return "automatically generated message from sendgrid" in letter.lower[:2000]


def read(letter: Letter) -> list[Finding]:
    """One finding for each address that stands alone."""
    return [
        Finding(clean(entry["address"]), said=one_line(entry["words"] or ""), text=one_line(entry["words"] or ""))
        for entry in _ENTRY.finditer(letter.text[:20_000])
    ]
