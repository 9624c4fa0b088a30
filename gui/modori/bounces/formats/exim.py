"""Exim, and the systems that are Exim with other words (mail.ru, MXLogic, 1&1, GMX, cPanel).

Known by "This message was created automatically by mail delivery software" or a boundary
`…-eximdsn-…`. Each recipient stands two blanks in, what happened four: `SMTP error from remote
mail server after RCPT TO:<…>:` and the reply, or Exim's own reason, which stands only here (Status
is always 5.0.0 or 4.0.0). `(generated from X)` names the address of the sender; pipes, files and
"an undisclosed address" are known by that only. Source: Exim deliver.c, facts/bounces.md §5.1.
"""

from __future__ import annotations

import re

from .. import phases
from ..addresses import clean
from ..findings import DELAYED, FAILED, Finding
from ..letter import Letter
from .paragraphs import one_line

SYSTEM = "exim"

_OPENING = re.compile(
    r"this message was created automatically by (?:the )?(?:mail delivery|sophos|e?mail|smtp)[\w ]{0,30}software"
    r"|this message was created automatically by mail",
)
_BOUNDARY = re.compile(r"\A\d+-eximdsn-\d+\Z")
_HEAD = re.compile(
    r"^(?: {1,3}|\t)(?P<head>(?:an undisclosed address|pipe to |save to |/|\||<?[^\s<>]{1,200}@)[^\n]*)$"
)
_FROM = re.compile(r"\(?(?:ultimately )?generated (?:from|by) (?P<before>[^\s()]{3,320})\)?")
_REMOTE = re.compile(r"\bhost (?P<host>[^\s\[]{1,255}) \[(?P<ip>[^\]\s]{0,60})\]")
_REPLY = re.compile(
    r"SMTP error from remote (?:mail )?server (?:after"
    r"|for) .{0,900}?:\s+(?:host \S{1,255} \[[^\]]{0,60}\](?::\d+)?:\s*)?"
    r"(?P<reply>[245]\d\d(?:[ -].*|\Z))",
    re.DOTALL,
)
_HOST_REPLY = re.compile(r"\bhost \S{1,255} \[[^\]]{0,60}\](?::\d+)?:\s*(?P<reply>[45]\d\d[ -].*)", re.DOTALL)
_OUTPUT = re.compile(
    r"The following text was generated during the delivery attempts?:\s*(?:-{4,}.*?-{4,}\s*\n)?(?P<text>.*?)\Z",
    re.DOTALL,
)
_LATE = re.compile(r"^\s*Delay reason:\s*", re.IGNORECASE)
_DELAYED = ("has not yet been delivered", "no action is required on your part")


def fits(letter: Letter) -> bool:
    """Whether Exim wrote it."""
    return bool(
        _BOUNDARY.match(letter.mail.params.get("boundary", ""))
        or _OPENING.search(letter.lower[:3000])
        or "x-mailer-daemon-recipients" in letter.headers
    )


def read(letter: Letter) -> list[Finding]:
    """One finding for each indented recipient."""
    action = DELAYED if any(words in letter.lower[:3000] for words in _DELAYED) else FAILED
    output = _OUTPUT.search(letter.text)
    findings = [_finding(head, body, action) for head, body in _entries(letter.text)]
    for finding in findings:
        if not finding.said and output:
            finding.said = one_line(output["text"])[:2000]
    return [finding for finding in findings if finding.address]


def _entries(text: str) -> list[tuple[str, list[str]]]:
    """Head line and deeper lines of each recipient."""
    entries: list[tuple[str, list[str]]] = []
    open_entry = False
    for line in text.split("\n"):
        head = _HEAD.match(line)
        if head:
            entries.append((head["head"], []))
            open_entry = True
        elif line.startswith(("    ", "\t")) and open_entry:
            entries[-1][1].append(line.strip())
        elif line.strip():
            open_entry = False
    return entries


def _finding(head: str, body: list[str], action: str) -> Finding:
    text = one_line(_LATE.sub("", "\n".join(body)))
    whole = f"{one_line(head)} {text}"
    address = clean(head.split(" (", 1)[0].rstrip(":"))
    parent = _FROM.search(whole) if "generated " in whole else None
    before = clean(parent["before"]) if parent else None
    if parent:
        text = one_line(_FROM.sub("", text))
    if address is None or head.startswith(("pipe to", "save to", "/", "|", "an undisclosed")):
        address, before = before, None
    reply = _REPLY.search(text) or _HOST_REPLY.search(text)
    host = _REMOTE.search(text)
    rest = head.partition(": ")[2] if ": " in head else ""
    return Finding(
        address,
        before,
        said=one_line(reply["reply"]) if reply else _own_reason(text) or rest,
        text=text or rest,
        phase=phases.of(text),
        remote=host["host"] if host else None,
        action=action,
    )


def _own_reason(text: str) -> str:
    """Exim's own words, without the host they are about."""
    return re.sub(r"\Ahost \S+ \[[^\]]*\]:?\s*", "", text)
