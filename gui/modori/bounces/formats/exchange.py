"""Exchange 2007 and later, Microsoft 365: "Diagnostic information for administrators", in many languages.

Below `Generating server: X` each recipient has its address on a line, then `#550 5.1.1
RESOLVER.ADR.RecipNotFound; not found ##` or `Remote Server returned '550 …'`, which quotes an inner
reply behind `->` or `<…>`. The phase is lost. The labels are translated, the lines below are not.
"""

from __future__ import annotations

import re

from ..addresses import clean
from ..findings import Finding
from ..letter import Letter
from .paragraphs import one_line

SYSTEM = "exchange"

_LINE = re.compile(
    r"^[ \t]{0,4}(?P<address>[^\s<>\[\]'\":;]{1,200}@[^\s<>\[\]'\":;]{1,255})[ \t]*(?:<mailto:[^>\n]*>)?[ \t]*\n"
    r"(?P<reply>(?:[ \t]*\n)?[ \t]*(?:#?[<\[]?[\w.-]*[ ]?#?[45]\d\d|[^\n]{0,80}(?:returned"
    r"|Server)[^\n]{0,40}['\"<]?\s?[45]\d\d|#<)[^\n]*(?:\n[^\n]+){0,8})",
    re.MULTILINE,
)
_HASHES = re.compile(r"#+")
_QUOTED = re.compile(r"['\"](?P<reply>[45]\d\d[ -].*?)['\"]?\Z")
_SERVER = re.compile(r"#?<(?P<host>[\w.-]{1,255}) #(?P<reply>[45]\.?\d.*?)>", re.DOTALL)
_HOST = re.compile(r"(?P<host>[\w-]+(?:\.[\w-]+)+) #(?P<reply>[45]\d\d[ -].*)\Z", re.DOTALL)
_MARKS = ("x-ms-exchange-message-is-ndr", "x-ms-exchange-organization-scl", "x-ms-exchange-parent-message-id")


def fits(letter: Letter) -> bool:
    """Whether Exchange or Microsoft 365 wrote it."""
    if "diagnostic information for administrators" in letter.lower or "generating server:" in letter.lower:
        return True
    if "remote server returned '" in letter.lower and letter.from_daemon:
        return True
    if any(mark in letter.headers for mark in _MARKS) and (letter.from_daemon or letter.null_sender):
        return True
    reporting = letter.report.message.get("reporting-mta", "") if letter.report else ""
    return ".prod.outlook.com" in reporting.lower() or ".protection.outlook.com" in reporting.lower()


def read(letter: Letter) -> list[Finding]:
    """One finding for each address with a reply on the next line."""
    findings: list[Finding] = []
    for match in _LINE.finditer(letter.text):
        address = clean(match["address"])
        words = one_line(match["reply"])
        said = _HASHES.sub(" ", words).strip()
        quoted, server = _QUOTED.search(said), _SERVER.search(words)
        remote = None
        host = _HOST.match(words)
        if quoted:
            said = quoted["reply"]
        elif host:
            said, remote = _HASHES.sub(" ", host["reply"]), host["host"]
        elif server:
            said, remote = server["reply"], server["host"]
        findings.append(Finding(address, said=one_line(said), text=words, remote=remote))
    return findings
