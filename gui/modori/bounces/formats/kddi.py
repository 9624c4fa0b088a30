"""dion and au one net (KDDI): one sentence in three lines, in English, below a Japanese subject (`メールエラー通知`).

`Your mail sent on: DATE` or `Your mail attempted to be delivered on: DATE`, `Could not be delivered to: <address>`,
and the reason: `As their mailbox is full.`, `As the remote domain doesnt exist`, or `Due to the following SMTP relay
error` with the reply of the other server below. No phase. Source: facts/bounces.md §3.2.
"""

from __future__ import annotations

import re

from .. import phases
from ..addresses import clean
from ..findings import Finding
from ..letter import Letter
from .paragraphs import one_line

SYSTEM = "kddi"

_ENTRY = re.compile(
    r"^[ \t]*(?:Could not be delivered to|Message could not be delivered to):[ \t]*(?P<address>[^\n]{3,330})\n"
    r"(?P<words>.*?)(?=\n[ \t]*\n|^[ \t]*Could not be delivered to:|\Z)",
    re.MULTILINE | re.DOTALL | re.IGNORECASE,
)
_RELAY = re.compile(r"\A\s*due to the following smtp relay errors?\W*", re.IGNORECASE)
_SENDER = re.compile(r"no-?reply@[\w.-]*(?:dion\.ne\.jp|auone-net\.jp)")


def fits(letter: Letter) -> bool:
    """Whether it is such a notice."""
    known = _SENDER.search(letter.sender_name) or "app.auone-net.jp" in letter.headers.get("reply-to").lower()
    mailed = "your mail sent on:" in letter.lower[:3000] or "your mail attempted to be delivered" in letter.lower[:3000]
    return bool(known or mailed) and bool(_ENTRY.search(letter.text[:6000]))


def read(letter: Letter) -> list[Finding]:
    """One finding for each address."""
    findings: list[Finding] = []
    for entry in _ENTRY.finditer(letter.text[:20_000]):
        words = one_line(_RELAY.sub("", entry["words"]))
        findings.append(Finding(clean(entry["address"]), said=words, text=words, phase=phases.of(words)))
    return findings
