"""Haraka: qmail's words, with a report whose Diagnostic-Code may be that of another recipient.

Known by "This is the Haraka Mailer program". `<a@b>: REPLY` lines are refusals at RCPT ("Some
recipients failed"); `Failure Reason: Error: REPLY` speaks for all others, and comes from MAIL, DATA
or the end of the message. Source: Haraka outbound/hmail.js.
"""

from __future__ import annotations

import re

from modori.records import Phase

from ..addresses import find, key
from ..findings import Finding
from ..letter import Letter
from .paragraphs import by_address, one_line

SYSTEM = "haraka"

_INTENDED = re.compile(r"^Intended Recipients: (?P<list>[^\n]{3,20000})$", re.MULTILINE)
_REASON = re.compile(r"^Failure Reason: (?:Error: )?(?P<reply>.*?)(?=\n\n|\n\?|\Z)", re.MULTILINE | re.DOTALL)
_SOME = "some recipients failed"


def fits(letter: Letter) -> bool:
    """Whether Haraka wrote it."""
    return "this is the haraka mailer program" in letter.lower[:1000]


def read(letter: Letter) -> list[Finding]:
    """A finding for each refusal at RCPT, then for the rest with the reason that they share."""
    single = {
        key(address): Finding(address, said=one_line(words), text=one_line(words), phase=Phase.RCPT, fuller=True)
        for address, _, words in by_address(letter.text)
    }
    refused = frozenset(single)
    listed = _INTENDED.search(letter.text)
    reason = _REASON.search(letter.text)
    shared = one_line(reason["reply"]) if reason else ""
    everybody = find(listed["list"]) if listed else []
    findings: list[Finding] = []
    for address in everybody:
        own = single.pop(key(address), None)
        if own is None:
            own = Finding(address, said="" if _SOME in shared.lower() else shared, text=shared)
            own.fuller = bool(own.said)
            own.phase = _shared_phase(own.said, everybody, after_rcpt=bool(refused)) if own.said else None
        findings.append(own)
    return findings + list(single.values())


def _shared_phase(reply: str, everybody: list[str], *, after_rcpt: bool) -> Phase | None:
    """A reason for all comes after DATA where some were refused before, or where it names a recipient."""
    named = {key(address) for address in find(reply)}
    return Phase.EOD if after_rcpt or any(key(address) in named for address in everybody) else None
