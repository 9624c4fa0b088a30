"""OpenSMTPD: multipart/mixed with a report that has no Diagnostic-Code; the reply stands in the text only.

Known by "This is the MAILER-DAEMON, please DO NOT REPLY". Lines `address: reply`, at the margin.
"Envelope expired" means that it has given up, even where the text around it, and the Action field, are
those of a delay. The phase is lost. Source: OpenSMTPD bounce.c.
"""

from __future__ import annotations

import re

from ..addresses import clean
from ..findings import DELAYED, FAILED, Finding
from ..letter import Letter
from .paragraphs import one_line

SYSTEM = "opensmtpd"

_LINE = re.compile(
    r"^(?P<address>(?:\"[^\"\n]{1,100}\""
    r"|[^\s:<>\"]{1,200})@[^\s:<>]{1,255}): (?P<reply>[^\n]+(?:\n[45]\d\d[ -][^\n]*)*)$",
    re.MULTILINE,
)
_EXPIRED = "envelope expired"
_LATE = re.compile(
    r"message is delayed for more|only a temporary failure report|has not yet been delivered|message will be retried"
)


def fits(letter: Letter) -> bool:
    """Whether OpenSMTPD wrote it."""
    return "this is the mailer-daemon, please do not reply" in letter.lower[:2000]


def read(letter: Letter) -> list[Finding]:
    """One finding for each line `address: reply`."""
    action = DELAYED if _LATE.search(letter.lower) else FAILED
    findings: list[Finding] = []
    for match in _LINE.finditer(letter.text):
        address = clean(match["address"])
        if address:
            reply = one_line(match["reply"])
            given_up = _EXPIRED in reply.lower()
            findings.append(
                Finding(
                    address,
                    said=reply,
                    text=reply,
                    action=FAILED if given_up else action,
                    fuller=True,
                    overrules=True,
                )
            )
    return findings
