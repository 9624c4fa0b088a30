"""Courier MTA: `>>>` and `<<<` lines below each recipient give phase and reply.

Known by "running the Courier mail server", or a Message-ID `<courier.…>`. Status is always 5.0.0.
"""

from __future__ import annotations

import re

from .. import phases
from ..findings import DELAYED, FAILED, Finding
from ..letter import Letter
from .paragraphs import by_address, one_line

SYSTEM = "courier"

_HOST = re.compile(r"\A\s*(?P<host>[\w.-]{3,255}) \[[^\]\n]{2,60}\](?::|\s|$)")


def fits(letter: Letter) -> bool:
    """Whether Courier wrote it."""
    return (
        "courier mail server" in letter.lower[:3000]
        or "courier mail server" in letter.sender_name
        or letter.headers.get("message-id").startswith("<courier.")
    )


def read(letter: Letter) -> list[Finding]:
    """One finding for each paragraph of a recipient."""
    action = DELAYED if "delayed mail" in letter.lower or "delayed mail" in letter.subject.lower() else FAILED
    findings: list[Finding] = []
    for address, before, paragraph in by_address(letter.text):
        command, replies = "", list[str]()
        for line in paragraph.split("\n"):
            line = line.strip()
            if line.startswith(">>>"):
                command, replies = line[3:].strip(), []
            elif line.startswith("<<<"):
                replies.append(line[3:].strip())
        host = _HOST.match(paragraph)
        findings.append(
            Finding(
                address,
                before,
                said=one_line(" ".join(replies)) or one_line(paragraph),
                text=one_line(paragraph),
                phase=_phase(command, replies),
                remote=host["host"] if host else None,
                action=action,
                fuller=bool(replies),
            )
        )
    return findings


def _phase(command: str, replies: list[str]) -> phases.Phase | None:
    phase = phases.of_command(command) if replies else None
    return phases.Phase.EOD if phase is phases.Phase.DATA else phase
