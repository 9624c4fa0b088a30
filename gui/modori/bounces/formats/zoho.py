"""Zoho Mail: Exim's opening words, then `address WORDS, ERROR_CODE :550, ERROR_CODE :5.1.1 REPLY` at the margin."""

from __future__ import annotations

import re

from ..addresses import clean
from ..findings import Finding
from ..letter import Letter
from .paragraphs import one_line

SYSTEM = "zoho"

_LINE = re.compile(
    r"^\[?(?:Status: Error, Address: )?<?(?P<address>[^\s<>\[\],]{1,200}@[^\s<>\[\],]{1,255})>?[ \t,]+"
    r"(?P<words>[^\n]*ERROR_CODE[^\n]*)$",
    re.MULTILINE,
)
_CODE = re.compile(r",?\s*ERROR_CODE\s*:\s*")


def fits(letter: Letter) -> bool:
    """Whether Zoho wrote it."""
    return "error_code :" in letter.lower and bool(_LINE.search(letter.text))


def read(letter: Letter) -> list[Finding]:
    """One finding for each such line."""
    findings: list[Finding] = []
    for line in _LINE.finditer(letter.text):
        words = one_line(_CODE.sub(" ", line["words"]))
        code = re.search(r"(?<!\d)[45]\d\d(?!\d).*", words)
        # "Invalid Address" before the code is what Zoho says of every refusal
        said = code.group().rstrip("] ") if code else words
        findings.append(Finding(clean(line["address"]), said=said, text=said))
    return findings
