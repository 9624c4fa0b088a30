"""Exchange 5.5, 2000 and 2003: "did not reach the following recipient(s):", mostly without a reply.

Each recipient stands as `address on DATE`; below it the reason in words, the reply of another server
(`#5.1.1 smtp;550 …`) or a code `MSEXCH:IMS:… 0 (000C05A6)`. No phase. The words of the mail itself
are in the server's language; the fixed ones are those of the connector.
"""

from __future__ import annotations

import re

from ..addresses import clean
from ..findings import Finding
from ..letter import Letter
from .paragraphs import one_line

SYSTEM = "exchange2003"

_START = re.compile(
    r"did not reach the following recipient\(s\):?|could not be delivered to the following recipient\(s\):"
    r"|hat den/die folgenden empfänger nicht erreicht:?|hat einige oder alle empfänger nicht erreicht"
    r"|n'(?:est|a) pas (?:parvenu|atteint) .{0,60}destinataires?(?:\(s\))?[^\n:]{0,20}:"
    r"|no (?:ha llegado|se ha entregado|llegó) a los? siguientes? destinatarios?:?"
    r"|non (?:ha|è stato) (?:raggiunto|recapitato) .{0,20}seguent[ei] destinatar[io]:?"
    r"|(?:次|以下)の(?:受信者|宛先)に(?:メッセージを)?(?:配信|届けることが)できませんでした"
    r"|bereikte de volgende (?:ontvanger|geadresseerde)",
    re.IGNORECASE,
)
_ENTRY = re.compile(
    r"^[ \t]{0,8}['\"]?(?:(?i:c=[^\n@]{0,200}?smtp=))?"  # an X.400 address holds it as an attribute
    r"(?P<address>[^\s<>\[\]'\"]{1,200}@[^\s<>\[\]'\"]{1,255})['\"]? (?:(?:on|am|le|el|il|op|em) )?"
    r"(?=[^\n]{0,12}\d)[^\n@]{8,60}$",
    re.MULTILINE,
)
_DISPLAY = re.compile(r"^[ \t]{0,8}(?P<name>[^\n@]{1,200}?) on [A-Z]?[^\n]{0,12}\d{1,4}[^\n]{4,40}$", re.MULTILINE)
_CODES = {
    "000C05A6": "The recipient name is not recognized",
    "000C0595": "The recipient name is ambiguous",
    "00010256": "Too many recipients",
    "00120270": "Too many hops, mail loop",
    "00050311": "The message could not be converted",
    "000502CC": "The message could not be converted",
}
_CODE = re.compile(r"\((?P<code>[0-9A-F]{8})\)")


def fits(letter: Letter) -> bool:
    """Whether Exchange of that age wrote it."""
    start = _START.search(letter.lower[:6000])
    return (start is not None and bool(read(letter))) or (
        "internet mail service (5." in letter.headers.get("x-mailer").lower() and "msexch:" in letter.lower
    )


def read(letter: Letter) -> list[Finding]:
    """One finding for each recipient below the opening words."""
    start = _START.search(letter.text)
    if not start:
        return []
    text = letter.text[start.end() :]
    entries = list(_ENTRY.finditer(text))
    findings: list[Finding] = []
    for number, entry in enumerate(entries):
        stop = entries[number + 1].start() if number + 1 < len(entries) else len(text)
        words = one_line(text[entry.end() : stop][:4000])
        findings.append(Finding(clean(entry["address"]), said=_reason(words), text=words))
    if not findings and _DISPLAY.search(text):
        # Only a display name: the words are still about the one recipient of the report, or of the original
        findings.append(Finding(None, said=_reason(one_line(text[:4000])), text=one_line(text[:4000])))
    return findings


def _reason(words: str) -> str:
    """The words below a recipient; where they are a number only, what the number means."""
    code = _CODE.search(words)
    known = _CODES.get(code["code"]) if code else None
    return f"{words} {known}" if known and known.lower() not in words.lower() else words
