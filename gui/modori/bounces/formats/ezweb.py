"""KDDI's own bounces (au, ezweb): the words of InterMail, from the carrier's postmaster.

Known by From (`Postmaster@ezweb.ne.jp`, `Postmaster@au.com`) or a Message-ID of these domains. Address, reply and
phase stand as in intermail.py. The header field `X-SPASIGN: NG` says that the reader's filter refused the mail,
whatever the text says (facts/bounces.md §3.2).
"""

from __future__ import annotations

import re

from ..findings import Finding
from ..letter import Letter
from . import intermail

SYSTEM = "ezweb"

_SENDER = re.compile(r"\bpostmaster@(?:[\w-]+\.)*(?:ezweb\.ne\.jp|au\.com)\b")
_MESSAGE_ID = re.compile(r"[@.](?:ezweb\.ne\.jp|au\.com)>?\s*\Z", re.IGNORECASE)


def fits(letter: Letter) -> bool:
    """Whether KDDI wrote it."""
    if _SENDER.search(letter.sender_name):
        return True
    return intermail.fits(letter) and bool(_MESSAGE_ID.search(letter.headers.get("message-id")))


def read(letter: Letter) -> list[Finding]:
    """One finding for each recipient; a refusal by the reader's filter is marked as that."""
    findings = intermail.read(letter)
    if letter.headers.get("x-spasign").strip().upper() == "NG":
        for finding in findings:
            finding.said = f"{finding.said} (X-SPASIGN: NG)"
            finding.fuller = True
    return findings
