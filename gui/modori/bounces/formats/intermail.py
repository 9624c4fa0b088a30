"""InterMail, Post.Office and Netscape Messaging Server; in Japan DTI and others.

Known by the subject "Mail System Error - Returned Mail" or "This Message was undeliverable due to the following
reason:". Either each recipient stands behind `Recipient:` with a `Reason:` or a `>>>`/`<<<` dialogue of its own
(which gives the phase), or the reason is a paragraph, and the addresses stand below it on lines of their own. The
report, where there is one, has no Diagnostic-Code.
"""

from __future__ import annotations

import re

from .. import phases
from ..addresses import clean, is_role
from ..findings import Finding
from ..letter import Letter
from .dialogue import refusal
from .paragraphs import by_address, one_line

SYSTEM = "intermail"

_MAX = 30_000
_SUBJECT = "mail system error - returned mail"
_OPENING = re.compile(r"this message was undeliverable due to the following reasons?:", re.IGNORECASE)
_RECIPIENT = re.compile(r"^[ \t]*Recipient:[ \t]*(?P<address>[^\n]{3,330})$", re.MULTILINE | re.IGNORECASE)
_REASON = re.compile(r"^[ \t]*Reason:[ \t]*(?P<words>[^\n]+(?:\n[ \t]{4,}[^\n]+)*)", re.MULTILINE | re.IGNORECASE)
_ALONE = re.compile(r"^[ \t]*<?(?P<address>[^\s<>]{1,200}@[^\s<>]{3,255})>?[ \t]*$", re.MULTILINE)
_LISTED = re.compile(r"^[ \t]*the following recipients? did not receive", re.MULTILINE | re.IGNORECASE)
_REPLY_TO = re.compile(r"^[ \t]*please reply to\b", re.MULTILINE | re.IGNORECASE)


def fits(letter: Letter) -> bool:
    """Whether such a system wrote it."""
    return _SUBJECT in letter.subject.lower() or bool(_OPENING.search(letter.text[:3000]))


def read(letter: Letter) -> list[Finding]:
    """One finding for each recipient."""
    text = letter.text[:_MAX]
    end = _REPLY_TO.search(text)
    text = text[: end.start()] if end else text
    heads = list(_RECIPIENT.finditer(text))
    if heads:
        stops = [*(head.start() for head in heads[1:]), len(text)]
        return [_own(head["address"], text[head.end() : stop]) for head, stop in zip(heads, stops, strict=True)]
    said = [
        Finding(address, before, said=one_line(words), text=one_line(words), phase=phases.of(words))
        for address, before, words in by_address(text)
        if words.strip()
    ]
    return said or _shared(text)


def _own(address: str, body: str) -> Finding:
    """A recipient with a reason of its own."""
    answer, reason = refusal(body), _REASON.search(body)
    words = answer[1] if answer else one_line(reason["words"]) if reason else one_line(body)[:2000]
    phase = phases.of_command(answer[0]) if answer else phases.of(words)
    phase = phases.Phase.EOD if answer and phase is phases.Phase.DATA else phase
    return Finding(clean(address), said=words, text=one_line(body)[:4000], phase=phase)


def _shared(text: str) -> list[Finding]:
    """A reason in words, and the addresses below it."""
    opening = _OPENING.search(text)
    start = opening.end() if opening else 0
    lines = [line for line in _ALONE.finditer(text, start) if not is_role(line["address"])]
    if not lines:
        return []
    listed = _LISTED.search(text, start)
    words = one_line(text[start : listed.start() if listed else lines[0].start()])[:2000]
    return [Finding(clean(line["address"]), said=words, text=words, phase=phases.of(words)) for line in lines[:500]]
