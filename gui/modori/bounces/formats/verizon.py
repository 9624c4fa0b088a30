"""Verizon Wireless (vtext.com, vzwpix.com): "Error: …" and "Message details:" with `RCPT TO: number@vtext.com`.

Known by From `post_master@vtext.com` or `sysadmin@….vzwpix.com`. The error is a sentence without codes; no phase.
Source: facts/bounces.md §5.1.
"""

from __future__ import annotations

import re

from ..addresses import clean
from ..findings import Finding
from ..letter import Letter
from .paragraphs import one_line

SYSTEM = "verizon"

_SENDER = re.compile(r"post_master@vtext\.com|@(?:[\w-]+\.)*vzwpix\.com|@(?:[\w-]+\.)*vtext\.com")
_TO = re.compile(r"^[ \t]*(?:RCPT TO|To):[ \t]*(?P<address>[^\n]{3,330})$", re.MULTILINE)
_ERROR = re.compile(r"^[ \t]*Error:[ \t]*(?P<words>[^\n]+)", re.MULTILINE)


def fits(letter: Letter) -> bool:
    """Whether Verizon wrote it."""
    return bool(_SENDER.search(letter.sender_name)) and bool(_ERROR.search(letter.text[:6000]))


def read(letter: Letter) -> list[Finding]:
    """The recipient of the message, with the error."""
    text = letter.text[:6000]
    error = _ERROR.search(text)
    words = one_line(error["words"]) if error else ""
    found = [address for line in _TO.finditer(text) if (address := clean(line["address"]))]
    return [Finding(address, said=words, text=words) for address in dict.fromkeys(found)]
