"""Read receipts (MDN, RFC 8098), and the refusals that come in the same form.

Sieve's "reject" (RFC 5429) and Dovecot answer with a receipt that says "automatically rejected":
the recipient, or the owner of the server, does not want the mail. Everything else in this form only
says that somebody has read, or deleted, a mail.
"""

from __future__ import annotations

import re

from modori.records import Kind

from . import words
from .addresses import clean
from .charsets import decode
from .findings import Finding
from .formats import dovecot
from .formats.paragraphs import one_line
from .letter import Letter
from .mime import Part
from .reports import untyped

_TYPES = frozenset({"message/disposition-notification", "message/global-disposition-notification"})
_REJECTED = re.compile(
    r"automatically[ -](?:rejected|refused)|was (?:automatically )?(?:rejected|refused)|\brefused by\b|mail sieve"
    r"|mailbox for user is full|quota exceeded",
    re.IGNORECASE,
)


def _part(letter: Letter) -> Part | None:
    for part in letter.mail.parts:
        if part.type in _TYPES:
            return part
    return None


def _fields(part: Part) -> dict[str, str]:
    lines = re.findall(
        r"^([A-Za-z][A-Za-z0-9-]{1,60}):[ \t]*([^\n]*(?:\n[ \t]+[^\n]*)*)", decode(part.body()[:65536]), re.MULTILINE
    )
    return {name.lower(): one_line(value) for name, value in lines}


def kind(letter: Letter) -> Kind | None:
    """READ_RECEIPT, BOUNCE for a refusal, None for a mail in another form."""
    part = _part(letter)
    if part is not None:
        rejected = letter.subject.lower().startswith(("rejected:", "automatically rejected mail")) or bool(
            re.search(r"automatically[ -](?:rejected|refused)", letter.text[:4000], re.IGNORECASE)
        )
        disposition = _fields(part).get("disposition", "").lower()
        by_machine = "automatic-action" in disposition or not disposition
        if by_machine and "deleted" in disposition and (rejected or _REJECTED.search(letter.text[:4000])):
            return Kind.BOUNCE
        return Kind.READ_RECEIPT
    if letter.mail.params.get("report-type", "").lower() == "disposition-notification":
        return Kind.READ_RECEIPT
    if (
        letter.report is None
        and words.RECEIPT_SUBJECT.search(letter.subject)
        and words.RECEIPT_TEXT.search(letter.text[:2000])
    ):
        return Kind.READ_RECEIPT
    return None


def refused(letter: Letter) -> Finding | None:
    """Who refused, and with which words."""
    part = _part(letter)
    fields = _fields(part) if part else {}
    told = dovecot.read(letter)
    said = told[0] if told else Finding(None)
    address = clean(untyped(fields.get("original-recipient") or fields.get("final-recipient", ""))) or said.address
    if not address:
        return None
    final = clean(untyped(fields.get("final-recipient", "")))
    before = address if final and final != address else None
    words = said.said or one_line(letter.text[:4000])
    return Finding(final or address, before, said=words, text=words)
