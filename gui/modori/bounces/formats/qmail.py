"""qmail and what descends from it: QSBMF (cr.yp.to/proto/qsbmf.txt), no MIME, no Status fields.

Known by `Received: (qmail N invoked for bounce)`, or by "Hi. This is the … program at". Each
recipient has a paragraph `<address>:`; below it stands what qmail-remote says (which gives the
phase: "does not like recipient", "failed after I sent the message") and `Remote host said: REPLY`,
which may go on over lines that begin with the reply code. qmail's own codes stand as `(#5.1.2)`.
"""

from __future__ import annotations

import re

from .. import phases
from ..charsets import header_text
from ..findings import DELIVERED, Finding
from ..letter import Letter
from .paragraphs import by_address, one_line

SYSTEM = "qmail"

_INTRODUCTIONS = (
    "this is the qmail-send program",
    "this is the qmail program",
    "this is the message handling program at",
    "he/her is not",
    "su mensaje no pudo ser entregado",
    "sorry it didn't work out",
    "this is the machine generated message from mail service",
    "unable to deliver your message to the following addresses",
    "i'm sorry your message could not be delivered",
    "wasn't able to deliver your message",
    "--- below this line is a copy of the message",
    "--- enclosed are the original headers of the message",
)
_SAID = re.compile(
    r"(?:Remote (?:host|server) said|Remote said)\s*:\s*(?P<reply>.*?)(?:\nGiving up on |\Z)", re.IGNORECASE | re.DOTALL
)
_HOST = re.compile(
    r"(?:connected to |\A)(?P<host>[\w.:-]{3,255}?)(?: does not like| failed (?:after|on)| but |_does_not| but$)"
    r"|Giving up on (?P<gave>[\w.:-]{3,255}?)\.?$",
    re.MULTILINE,
)
_DOUBLE = "the bounce bounced"


def fits(letter: Letter) -> bool:
    """Whether qmail or a clone wrote it."""
    hops = letter.headers.raw_all("received")[:3]
    if any(b"(qmail " in hop and "invoked for bounce" in header_text(hop) for hop in hops):
        return True
    head = letter.lower[:2000]
    if letter.report is not None:
        return False
    return any(words in head for words in _INTRODUCTIONS) or (
        letter.subject.lower().startswith("failure notice") and "remote host said:" in letter.lower
    )


def read(letter: Letter) -> list[Finding]:
    """One finding for each paragraph of a recipient."""
    findings: list[Finding] = []
    for address, before, paragraph in by_address(letter.text):
        said = _SAID.search(paragraph)
        host = _HOST.search(paragraph)
        findings.append(
            Finding(
                address,
                before,
                said=one_line(said["reply"]) if said and said["reply"].strip() else one_line(paragraph),
                text=one_line(paragraph),
                phase=phases.of(paragraph),
                remote=(host["host"] or host["gave"]) if host else None,
                action=DELIVERED if _DOUBLE in letter.lower[:2000] else "failed",
            )
        )
    return findings
