"""Ipswitch IMail: one line for each recipient, the words before the address.

Known by X-Mailer `<SMTP32 v…>` or the subject "Undeliverable Mail" with one of these lines: `Unknown user: address`,
`User mailbox exceeds allowed size: address`, `undeliverable to address`, `delivery failed: address`. A reply stands
below "Body of message generated response:" and belongs to the line before it. No phase.
"""

from __future__ import annotations

import re

from .. import phases
from ..addresses import clean
from ..findings import Finding
from ..letter import Letter
from .paragraphs import one_line

SYSTEM = "imail"

_LINE = re.compile(
    r"^[ \t]*(?P<words>unknown (?:user|host|mailbox)|invalid final delivery userid|user mailbox[^:\n]{0,60}"
    r"|delivery (?:failed|user failed)[^:\n]{0,60}|undeliverable to|message (?:rejected|refused) for)"
    r":?[ \t]*<?(?P<address>[^\s<>,;:]{1,200}@[^\s<>,;:]{3,255})>?(?P<more>[^\n]*)$",
    re.MULTILINE | re.IGNORECASE,
)
_RESPONSE = re.compile(r"body of message generated response:[ \t]*\n(?P<reply>[^\n]+(?:\n[^\n]+){0,8})", re.IGNORECASE)


def fits(letter: Letter) -> bool:
    """Whether IMail wrote it."""
    known = letter.headers.get("x-mailer").strip().startswith("<SMTP32")
    return (known or letter.subject.lower().startswith("undeliverable mail")) and bool(
        _LINE.search(letter.text[:20_000])
    )


def _more_lines(text: str, start: int, stop: int) -> str:
    """The sentence behind an address may go on in the next lines, up to an empty one."""
    end = text.find("\n\n", start, stop)
    return text[start : end if end >= 0 else stop][:1000]


def read(letter: Letter) -> list[Finding]:
    """One finding for each such line."""
    text = letter.text[:20_000]
    lines = list(_LINE.finditer(text))
    findings: list[Finding] = []
    for number, line in enumerate(lines):
        stop = lines[number + 1].start() if number + 1 < len(lines) else len(text)
        response = _RESPONSE.search(text, line.end(), stop)
        words = one_line(f"{line['words']} {line['more']} {_more_lines(text, line.end(), stop)}")
        said = one_line(response["reply"]) if response else words
        findings.append(Finding(clean(line["address"]), said=said, text=words, phase=phases.of(said)))
    return findings
