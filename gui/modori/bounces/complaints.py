"""Complaints: abuse reports (ARF, RFC 5965) and their irregular forms from Hotmail, Amazon SES and others.

A report about authentication (RFC 6591, DMARC) has the same form and is no complaint.
"""

from __future__ import annotations

import re

from modori.records import Kind

from . import original as originals
from . import recipients
from .addresses import clean, find, is_masked, is_role, key
from .formats import amazonses
from .letter import Letter
from .mime import Part

_TYPE = "message/feedback-report"
_FIELD = re.compile(r"^[ \t]*([A-Za-z][A-Za-z0-9-]{1,60})[ \t]*:[ \t]*([^\n]*)", re.MULTILINE)
_LOOSE = re.compile(r"^[ \t]*Feedback-Type[ \t]*:[ \t]*[\w-]+", re.MULTILINE | re.IGNORECASE)
_NO_COMPLAINT = frozenset({"auth-failure", "dmarc", "not-spam", "auth", "dkim", "spf"})
_HOTMAIL = re.compile(r"complaint about message from", re.IGNORECASE)
_LISTED = (
    "x-listmember",
    "x-list-member",
    "x-hmxmroriginalrecipient",
    "x-rcpt-to",
    "x-subscriber",
    "x-mailer-recptid",
    "x-original-to",
    "delivered-to",
    "x-envelope-to",
    "apparently-to",
)


def _feedback(letter: Letter) -> Part | None:
    for part in letter.mail.parts:
        if part.type == _TYPE:
            return part
    if letter.mail.params.get("report-type", "").lower() == "feedback-report":
        for part in letter.mail.parts:
            if part.type.startswith("text/") and _LOOSE.search(part.text()):
                return part
    return None


def kind(letter: Letter) -> Kind | None:
    """COMPLAINT, OTHER for a report in the same form that is none, None for a mail in another form."""
    part = _feedback(letter)
    if part is not None:
        fields = _fields(part.text())
        feedback = fields.get("feedback-type", [""])[0].lower().split(";")[0].strip()
        return Kind.OTHER if feedback in _NO_COMPLAINT else Kind.COMPLAINT
    if amazonses.fits(letter) and amazonses.kind_of(letter) == "Complaint":
        return Kind.COMPLAINT
    if "staff@hotmail.com" in letter.sender_name and _HOTMAIL.search(letter.subject):
        return Kind.COMPLAINT
    if "complaints@" in letter.sender_name and "amazonses.com" in letter.sender_name:
        return Kind.COMPLAINT
    if letter.headers.get("abuse-type").lower().startswith("complaint"):
        return Kind.COMPLAINT
    return None


def _fields(text: str) -> dict[str, list[str]]:
    fields: dict[str, list[str]] = {}
    for name, value in _FIELD.findall(text):
        fields.setdefault(name.lower(), []).append(value.strip())
    return fields


def who(letter: Letter) -> list[str]:
    """Who complained: Original-Rcpt-To, then what the attached original tells. Redacted addresses name nobody."""
    part = _feedback(letter)
    if part is None and amazonses.fits(letter):
        return _distinct(amazonses.complained(letter), letter)
    fields = _fields(part.text()) if part is not None else {}
    named = [
        a for value in fields.get("original-rcpt-to", []) + fields.get("removal-recipient", []) if (a := clean(value))
    ]
    good = _distinct(named, letter)
    if good:
        return good
    original = letter.original or (originals.from_text(letter.behind) if letter.behind else None)
    coded = recipients.from_verp(letter.headers, original, [])
    if coded and not is_masked(coded) and key(coded) not in letter.own:
        return [coded]
    if original is None:
        return []
    for name in _LISTED:
        found = _distinct([a for value in original.all(name) for a in find(value[:2000])], letter)
        if len(found) == 1:
            return found
    sole = recipients.sole_recipient(original, letter.own)
    if sole:
        return _distinct([sole], letter)
    hop = recipients.first_hop_recipient(original)
    return _distinct([hop], letter) if hop and not recipients.is_list(hop, original) else []


def _distinct(found: list[str], letter: Letter) -> list[str]:
    good = {key(a): a for a in found if not is_masked(a) and not is_role(a) and key(a) not in letter.own}
    return list(good.values())[:1000]
