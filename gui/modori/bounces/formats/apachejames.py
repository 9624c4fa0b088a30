"""Apache James: "Failed recipient(s):" and "Error message:", or "Message details:" with `RCPT TO:`.

Known by the subject `[BOUNCE]…`, a JavaMail Message-ID or "This is the James mail server at". The reply is the
paragraph behind "Error message below:" or "Error message:". No phase. Source: facts/bounces.md §5.1.
"""

from __future__ import annotations

import re

from .. import phases
from ..addresses import clean, find
from ..findings import Finding
from ..letter import Letter
from .paragraphs import one_line

SYSTEM = "apachejames"

_FAILED = re.compile(r"^[ \t]*Failed recipient\(s\):[ \t]*\n?(?P<list>(?:[^\n]*@[^\n]*\n?)+)", re.MULTILINE | re.I)
_TO = re.compile(r"^[ \t]*RCPT TO:[ \t]*(?P<address>[^\n]{3,330})$", re.MULTILINE)
_ERROR = re.compile(
    r"^[ \t]*Error message(?: below)?:[ \t]*\n?(?P<words>[^\n]+(?:\n[^\n]+){0,12})", re.MULTILINE | re.IGNORECASE
)


def fits(letter: Letter) -> bool:
    """Whether James wrote it."""
    known = letter.subject.startswith("[BOUNCE]") or "javamail" in letter.headers.get("message-id").lower()
    known = known or "this is the james mail server at" in letter.lower[:2000]
    return known and bool(_ERROR.search(letter.text[:20_000]))


def read(letter: Letter) -> list[Finding]:
    """One finding for each failed recipient, all with the same error."""
    text = letter.text[:20_000]
    error, failed = _ERROR.search(text), _FAILED.search(text)
    words = one_line(error["words"])[:2000] if error else ""
    listed = find(failed["list"]) if failed else [clean(line["address"]) for line in _TO.finditer(text)]
    return [Finding(address, said=words, text=words, phase=phases.of(words)) for address in listed]
