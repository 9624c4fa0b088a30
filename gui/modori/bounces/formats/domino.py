"""HCL (IBM, Lotus) Domino and Notes: "was not delivered to:" and "because:", in the user's language.

Newer ones send a report as well; its Diagnostic-Code is often empty and the reason stands in the
text and in the subject (`DELIVERY FAILURE: …`), Japanese in ISO-2022-JP. Notes: `------- Failure Reasons --------`.
"""

from __future__ import annotations

import re

from ..addresses import clean
from ..findings import Finding
from ..letter import Letter
from .paragraphs import one_line

SYSTEM = "domino"

_MAX = 20_000  # characters; a longer text is a returned mail

_RECIPIENT = re.compile(
    r"(?:was|were) not delivered to:?[ \t]*\n(?P<list>(?:[ \t]*\S+@\S+[^\n]*\n|[ \t]*\n){1,50})", re.IGNORECASE
)
_BECAUSE = re.compile(
    r"\bbecause(?: of)?:?[ \t]*\n+(?P<reason>.*?)(?:\n[ \t]*\n[ \t]*\n|\n[ \t]*\n(?=\S)|\Z)", re.IGNORECASE | re.DOTALL
)
_NOTES = re.compile(
    r"^-{3,} {0,3}Failure Reasons? {0,3}-{3,}[ \t]*\n(?P<body>.*?)(?=^-{3,}|\Z)",
    re.IGNORECASE | re.MULTILINE | re.DOTALL,
)
_SUBJECT = re.compile(r"delivery failure:\s*(?P<reason>.+)\Z", re.IGNORECASE)


def fits(letter: Letter) -> bool:
    """Whether Domino or Notes wrote it."""
    mailer = letter.headers.get("x-mailer").lower()
    if "failure reasons" in letter.lower and _NOTES.search(letter.text[:_MAX]):
        return True
    return letter.subject.lower().startswith("delivery failure:") and (
        "domino" in mailer or "notes" in mailer or "was not delivered to" in letter.lower or letter.report is not None
    )


def read(letter: Letter) -> list[Finding]:
    """A finding for each listed recipient."""
    text = letter.text[:_MAX]
    notes = _NOTES.search(text)
    if notes:
        return _notes(notes["body"])
    because = _BECAUSE.search(text)
    subject = _SUBJECT.search(letter.subject)
    reason = one_line(because["reason"]) if because else subject["reason"] if subject else ""
    listed = _RECIPIENT.search(text)
    addresses = [clean(line) for line in listed["list"].split("\n") if "@" in line] if listed else [None]
    return [Finding(address, said=reason, text=reason) for address in addresses]


def _notes(body: str) -> list[Finding]:
    findings: list[Finding] = []
    reason: list[str] = []
    for line in body.split("\n"):
        address = clean(line) if "@" in line else None
        if address:
            findings.append(Finding(address, said=one_line(" ".join(reason)), text=one_line(" ".join(reason))))
            reason = []
        elif line.strip():
            reason.append(line.strip())
    return findings
