"""Postfix, and the systems that are Postfix with other words (Zimbra, Yandex, Postfix in Japanese).

Known by `X-Postfix-Queue-ID` or `X-Postfix-Sender` in the report, or by "This is the … mail system
at host". Each recipient has a paragraph `<address>: host NAME[IP] said: REPLY (in reply to X
command)`; `<new> (expanded from <old>)` names the address of the sender. Templates are localised
by administrators, so the fixed words are those of the delivery agents only (Postfix src/smtp,
facts/bounces.md §5.1).
"""

from __future__ import annotations

import re

from .. import phases
from ..findings import Finding
from ..letter import Letter
from ..reports import Report
from .paragraphs import by_address, one_line

SYSTEM = "postfix"

_SAID = re.compile(
    r"\A(?:host|service) (?P<host>[^\s\[]{1,255})\[(?P<ip>[^\]\s]{0,60})\](?::\d+)? "
    r"(?:said|refused to talk to me|replied): (?P<reply>.*)\Z",
    re.IGNORECASE,
)
_WITH = re.compile(r"\b(?:conversation with|lost connection with|connect to|timeout with) (?P<host>[^\s\[]{1,255})\[")
_OWN_WORDS = re.compile(
    r"this is the .{0,40}(?:mail (?:system|delivery system|server)|postfix program) at host"
    r"|the (?:.{0,30} )?mail system\s*\Z",
    re.IGNORECASE,
)


def fits(letter: Letter) -> bool:
    """Whether Postfix wrote it."""
    if letter.report and ("x-postfix-sender" in letter.report.message or _in_report(letter.report)):
        return True
    head = letter.lower[:1500]
    return (("mail system" in head or "at host" in head) and bool(_OWN_WORDS.search(head))) or (
        letter.subject.startswith("Undelivered Mail Returned") and "(Postfix" in letter.headers.get("received")[:300]
    )


def _in_report(report: Report) -> bool:
    if any(name.startswith("x-postfix-") for name in report.message):
        return True
    return any(block.diagnostic_type == "x-postfix" for block in report.blocks)


def read(letter: Letter) -> list[Finding]:
    """One finding for each paragraph of a recipient."""
    findings: list[Finding] = []
    for address, before, paragraph in by_address(letter.text):
        line = one_line(paragraph)
        said = _SAID.match(line)
        talk = None if said else _WITH.search(line)
        findings.append(
            Finding(
                address,
                before,
                said=said["reply"] if said else line,
                text=line,
                phase=phases.of(line),
                remote=said["host"] if said else talk["host"] if talk else None,
            )
        )
    return findings
