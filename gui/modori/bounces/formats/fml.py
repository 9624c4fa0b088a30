"""fml, the Japanese mailing-list program: it refuses a mail to the list, or has seen it before.

Known by `X-MLServer: fml` or `.FML` in the Message-ID. Two of its notices are bounces of a mail to the list: "You are
not a member of this mailing list <list>" (the list refuses) and "Loop Alert" (`Duplicated Message-ID in <list>`);
the address is the list's. What it tells its administrator otherwise is none. No reply, no phase.
Source: facts/bounces.md §3.5, §5.1.
"""

from __future__ import annotations

import re

from ..addresses import clean
from ..findings import Finding
from ..letter import Letter
from .paragraphs import one_line

SYSTEM = "fml"

_REFUSED = re.compile(
    r"^(?P<words>You (?:\S+ )?are not a member of this mailing list"
    r"|Duplicated Message-ID in|(?:Duplicated|Looped) message in|This mail is looped in|Mail loop (?:is )?detected in)"
    r"[ \t]*\n?[ \t]*<?(?P<list>[^\s<>]{1,200}@[^\s<>]{3,255})>?",
    re.MULTILINE | re.IGNORECASE,
)


def fits(letter: Letter) -> bool:
    """Whether fml refuses a mail to its list."""
    known = "fml" in letter.headers.get("x-mlserver").lower() or ".FML" in letter.headers.get("message-id")
    return known and bool(_REFUSED.search(letter.text[:3000]))


def read(letter: Letter) -> list[Finding]:
    """The list as the one recipient."""
    found = _REFUSED.search(letter.text[:3000])
    if not found:
        return []
    loop = "loop" in letter.subject.lower() and "loop" not in found["words"].lower()
    words = f"Mail loop: {one_line(found.group())}" if loop else one_line(found.group())
    return [Finding(clean(found["list"].rstrip(".")), said=words, text=words)]
