"""Yahoo! and Yahoo! JAPAN: the paragraphs of qmail, with the SMTP command in brackets behind the reply.

Known by From `MAILER-DAEMON@yahoo.…` (the field X-YMailISG stands in every mail that a Yahoo user gets, bounces of
others too, so it counts only with Yahoo's opening words). `<address>:` and below it `Remote host said: REPLY
[RCPT_TO]`, the bare reply, or "Message expired for domain X."
Source: facts/bounces.md §3.4, §5.1.
"""

from __future__ import annotations

import re

from .. import phases
from ..findings import Finding
from ..letter import Letter
from .paragraphs import by_address, one_line

SYSTEM = "yahoo"

_SENDER = re.compile(r"mailer-daemon@(?:[\w-]+\.)*(?:yahoo\.[a-z.]{2,6}|yahoodns\.net|ymail\.ne\.jp|aol\.com)")
_OPENING = re.compile(
    r"sorry, we were unable to deliver your message to the following address|^message from yahoo\.", re.MULTILINE
)
_SAID = re.compile(r"\A\s*(?:remote host said|remote server said)\s*:\s*", re.IGNORECASE)
_MARK = re.compile(r"\s*\[(?:RCPT_TO|MAIL_FROM|DATA|EOM|EHLO|HELO|CONNECT|BODY)\]\W*\Z")
_PHASES = {
    "DATA": phases.Phase.DATA,
    "BODY": phases.Phase.EOD,
    "EOM": phases.Phase.EOD,
    "EHLO": phases.Phase.HELO,
    "HELO": phases.Phase.HELO,
    "CONNECT": phases.Phase.CONNECT,
    "MAIL_FROM": phases.Phase.MAIL,
    "RCPT_TO": phases.Phase.RCPT,
}


def fits(letter: Letter) -> bool:
    """Whether Yahoo wrote it."""
    if letter.report is not None and letter.report.blocks:
        return False
    return bool(_OPENING.search(letter.lower[:3000])) and (
        bool(_SENDER.search(letter.sender_name)) or "x-ymailisg" in letter.headers
    )


def read(letter: Letter) -> list[Finding]:
    """One finding for each paragraph of a recipient."""
    findings: list[Finding] = []
    for address, before, paragraph in by_address(letter.text):
        words = one_line(paragraph)
        mark = _MARK.search(words)
        phase = _PHASES.get(mark.group().strip(" [].")) if mark else phases.of(words)
        said = _SAID.sub("", _MARK.sub("", words))
        findings.append(Finding(address, before, said=said, text=words, phase=phase))
    return findings
