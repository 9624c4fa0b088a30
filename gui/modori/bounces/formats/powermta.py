"""PowerMTA: "Hello, this is the mail server on HOST." and a report with fields X-PowerMTA-….

Everything stands in the report (Status with a comment: `5.1.1 (bad destination mailbox address)`); where that is
lost, lines `<address>  delivery failed; will not continue trying` name who failed. No phase.
"""

from __future__ import annotations

import re

from ..addresses import clean
from ..findings import DELAYED, DELIVERED, FAILED, Finding
from ..letter import Letter

SYSTEM = "powermta"

_LINE = re.compile(
    r"^[ \t]*<(?P<address>[^\s<>]{1,320})>[ \t]*(?P<what>delivery failed|delivery delayed|delayed|delivered|relayed"
    r"|delivery in progress)(?P<words>[^\n]*)$",
    re.MULTILINE | re.IGNORECASE,
)
_OPENING = "hello, this is the mail server on "


def fits(letter: Letter) -> bool:
    """Whether PowerMTA wrote it."""
    if letter.report and any(name.startswith("x-powermta-") for name in letter.report.message):
        return True
    return _OPENING in letter.lower[:2000] and (letter.report is not None or bool(_LINE.search(letter.text[:20_000])))


def read(letter: Letter) -> list[Finding]:
    """One finding for each line of a recipient; in a report they add nothing."""
    findings: list[Finding] = []
    for line in _LINE.finditer(letter.text[:60_000]):
        what = line["what"].lower()
        late = "delay" in what or "progress" in what
        action = FAILED if "failed" in what else DELAYED if late else DELIVERED
        findings.append(Finding(clean(line["address"]), text=line["words"].strip(" ;"), action=action))
    return findings
