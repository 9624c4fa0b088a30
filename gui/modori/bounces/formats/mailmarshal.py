"""MailMarshal (Trustwave): `Could not be delivered because of`, the reason, `The following recipients were affected:`.

The reason is for all addresses of the list below. No phase. Source: facts/bounces.md §5.1.
"""

from __future__ import annotations

import re

from .. import phases
from ..addresses import find
from ..findings import Finding
from ..letter import Letter
from .paragraphs import one_line

SYSTEM = "mailmarshal"

_BODY = re.compile(
    r"could not be delivered because of:?\s*(?P<words>.*?)\s*the following recipients? (?:were|was) affected:?"
    r"(?P<list>(?:\s*\n[ \t]*<?[^\s<>]+@[^\n]+)+)",
    re.IGNORECASE | re.DOTALL,
)


def fits(letter: Letter) -> bool:
    """Whether MailMarshal wrote it."""
    return bool(_BODY.search(letter.text[:10_000]))


def read(letter: Letter) -> list[Finding]:
    """One finding for each affected recipient."""
    body = _BODY.search(letter.text[:10_000])
    if not body:
        return []
    words = one_line(body["words"])[:2000]
    return [Finding(address, said=words, text=words, phase=phases.of(words)) for address in find(body["list"])]
