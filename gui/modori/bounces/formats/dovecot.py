"""Dovecot's delivery agent and Sieve "reject" in the form of a bounce: the reason stands in the text.

`Your message to <a@b> was automatically rejected:` and the recipient's or the server's words. The
report, where there is one, may carry a code that says something else (a full mailbox as 5.1.1).
In the form of a read receipt: receipts.py.
"""

from __future__ import annotations

import re

from ..addresses import clean
from ..findings import Finding
from ..letter import Letter
from .paragraphs import one_line

SYSTEM = "dovecot"

REJECTED = re.compile(
    r"your message to\s+<?(?P<address>[^\s<>]{1,320}?)>?\s+was automatically (?:rejected"
    r"|refused)[:.]?\s*(?P<reason>.*?)(?:\n[ \t]*\n[ \t]*\n|\Z)",
    re.IGNORECASE | re.DOTALL,
)


def fits(letter: Letter) -> bool:
    """Whether the delivery agent, or a Sieve script, refused the mail."""
    return bool(REJECTED.search(letter.text[:4000]))


def read(letter: Letter) -> list[Finding]:
    """The one recipient, with the words of the refusal."""
    said = REJECTED.search(letter.text[:8000].strip())
    if not said:
        return []
    words = f"automatically rejected: {one_line(said['reason'])}"
    return [Finding(clean(said["address"]), said=words, text=words, fuller=True)]
