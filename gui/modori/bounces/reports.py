"""Delivery status reports (RFC 3464, RFC 6533): the fields of the message and of each recipient.

Read from whatever part holds them, decoded or not, in whatever order and with whatever blank lines
(facts/bounces.md §2.3, §7.1 "DSN field variants").
"""

from __future__ import annotations

import binascii
import re
from dataclasses import dataclass, field
from functools import lru_cache

from . import original
from .addresses import clean, from_unitext, from_xtext
from .charsets import decode, octal
from .lazy import lazy
from .mime import MAX_REPORT, Mail, Part

MAX_RECIPIENTS = 5000
_LONGEST_NAME = 200  # characters before a colon, with blanks
_MAX_NAMES = 512  # spellings of names that are remembered

TYPES = frozenset({"message/delivery-status", "message/global-delivery-status"})
_FIELD = re.compile(r"([!-9;-~]{1,60})[ \t]*:[ \t]*(.*)\Z", re.DOTALL)
_LINE = re.compile(r"^([!-9;-~]{1,60}+):[ \t]*+(.*+(?:\n[ \t].*+)*+)", re.MULTILINE)
_TYPE = re.compile(r"[A-Za-z][A-Za-z0-9-]{0,29}\Z")
_STATUS = re.compile(r"\b[245]\.\d{1,3}\.\d{1,3}\b")
_USUAL_TYPES = frozenset({"smtp", "rfc822", "dns", "utf-8", "x-postfix", "x-unix", "unix", "SMTP", "DNS", "RFC822"})
_PROGRAMS = ("|", '"|', "/", '"/')  # what an alias may lead to besides an address
_OPENS = ("final-recipient", "original-recipient")
_RECIPIENT_FIELDS = frozenset(
    {
        *_OPENS,
        "action",
        "status",
        "remote-mta",
        "diagnostic-code",
        "last-attempt-date",
        "final-log-id",
        "will-retry-until",
        "x-actual-recipient",
        "localized-diagnostic",
    }
)
_LOOSE = re.compile(r"^[ \t>]{0,4}(?:Final|Original)-Recipient[ \t]*:", re.MULTILINE | re.IGNORECASE)
_ACTION = re.compile(r"^[ \t]{0,4}(?:Action|Status|Diagnostic-Code|Reporting-MTA)[ \t]*:", re.MULTILINE | re.IGNORECASE)


@dataclass
class Block:
    """What a report says about one recipient. Addresses are decoded; texts are unfolded."""

    fields: dict[str, str]

    @lazy
    def final(self) -> str | None:
        """Final-Recipient as an address."""
        return self._address("final-recipient")

    @lazy
    def original(self) -> str | None:
        """Original-Recipient as an address, xtext decoded."""
        address = self._address("original-recipient")
        return from_xtext(address) if address else None

    @lazy
    def actual(self) -> str | None:
        """Sendmail's X-Actual-Recipient: where the mail went in the end; None for a program or a file."""
        if "x-actual-recipient" not in self.fields:
            return None
        value = untyped(self.fields["x-actual-recipient"])
        return None if value.startswith(_PROGRAMS) else self._address("x-actual-recipient")

    @property
    def action(self) -> str:
        """The first word of Action, lower case (`relayed (to non-DSN-aware mailer)` is `relayed`)."""
        words = self.fields.get("action", "").lower().replace("(", " ").replace(";", " ").split()
        return words[0] if words else ""

    @property
    def status(self) -> str | None:
        """Status as d.d.d."""
        found = _STATUS.search(self.fields.get("status", ""))
        return found.group() if found else None

    @lazy
    def diagnostic(self) -> str:
        """Diagnostic-Code without its type."""
        return untyped(self.fields.get("diagnostic-code", ""))

    @property
    def diagnostic_type(self) -> str:
        """The type of Diagnostic-Code, lower case (`smtp`, `x-postfix`, `x-unix`)."""
        kind, semicolon, _ = self.fields.get("diagnostic-code", "").partition(";")
        return kind.strip().lower() if semicolon and len(kind) < 30 else ""

    @property
    def remote(self) -> str | None:
        """Remote-MTA without its type."""
        return untyped(self.fields.get("remote-mta", "")).split(" ", 1)[0].strip("[]().;") or None

    def _address(self, name: str) -> str | None:
        value = self.fields.get(name)
        if not value:
            return None
        return clean(from_unitext(untyped(value)))


@dataclass(slots=True)
class Report:
    """One delivery status report: fields of the whole message, then a block for each recipient."""

    message: dict[str, str] = field(default_factory=dict[str, str])
    blocks: list[Block] = field(default_factory=list[Block])
    cut: bool = False  # there were more recipients than we read


def untyped(value: str) -> str:
    """`smtp; 550 no` to `550 no`; a value without a type stays."""
    kind, semicolon, rest = value.partition(";")
    if semicolon and (kind in _USUAL_TYPES or _TYPE.match(kind.strip())):
        return rest.strip()
    return value.strip()


@lru_cache(maxsize=512)  # they are always the same
def _name(text: str) -> str:
    """The name of a field in lower case (1 to 60 visible ASCII characters); empty where it is none."""
    name = text.rstrip(" \t")
    is_one = 0 < len(name) <= 60 and name.isascii() and name.isprintable() and " " not in name
    return name.lower() if is_one else ""


def _fields(text: str) -> list[tuple[str, str] | None]:
    """Fields in order, unfolded; None for an empty line."""
    rows: list[tuple[str, str] | None] = []
    name, values = "", list[str]()
    for line in text.split("\n"):
        said = line.strip()
        if said and name and line[0] in " \t":
            values.append(said)
            continue
        if name:
            rows.append((name, " ".join(values)))
            name = ""
        if not said:
            rows.append(None)
            continue
        before, colon, value = line.partition(":")
        if colon and len(before) <= _LONGEST_NAME and (known := _name(before)):
            name, values = known, [value.strip()]
        elif rows and rows[-1] is not None and "-" not in line[:2]:
            # a folded line that lost its indent
            last = rows[-1]
            rows[-1] = (last[0], f"{last[1]} {said}")
    if name:
        rows.append((name, " ".join(values)))
    return rows


def _continues(name: str, current: dict[str, str], report: Report) -> bool:
    """Whether a field belongs to the recipient before: it opens no block, and that one does not have it yet."""
    if current or not report.blocks or name in _OPENS or name == "action":
        return False
    return name not in report.blocks[-1].fields


def parse(text: str) -> Report:
    """A report from its decoded text."""
    return _usual(text) or _any(text)


class _Names(dict[str, str]):
    """Names of fields in lower case by their spelling."""

    def __missing__(self, spelt: str) -> str:
        name = spelt.lower()
        if len(self) < _MAX_NAMES:
            self[spelt] = name
        return name


_NAMES = _Names()


def _usual(text: str) -> Report | None:
    """A report in the form that nearly all have: an empty line behind the message's fields and each recipient's.

    None for any other form; where it is not None, it is what `_any` makes of it, in half the time.
    """
    report = Report()
    for paragraph in text.split("\n\n"):
        fields = _usual_fields(paragraph)
        if fields is None:
            return None
        first = next(iter(fields), "")
        if first in _OPENS or (first == "action" and not fields.keys().isdisjoint(_OPENS)):
            report.blocks.append(Block(fields))
        elif report.blocks or not _RECIPIENT_FIELDS.isdisjoint(fields):
            if fields:
                return None
        else:
            report.message = fields | report.message
    return report if report.blocks and len(report.blocks) < MAX_RECIPIENTS else None


def _usual_fields(paragraph: str) -> dict[str, str] | None:
    """The fields of one paragraph, unfolded; None where a line is not one, or one field stands twice."""
    fields: dict[str, str] = {}
    folded = 0
    for spelt, value in _LINE.findall(paragraph):
        if "\n" in value:
            pieces = [piece.strip() for piece in value.split("\n")]
            folded += len(pieces) - 1
            fields[_NAMES[spelt]] = " ".join(pieces)
            if not all(pieces[1:]):
                return None
        else:
            fields[_NAMES[spelt]] = value.strip()
    return fields if len(fields) + folded == len(paragraph.strip("\n").split("\n")) else None


def _any(text: str) -> Report:
    """A report in whatever form."""
    report = Report()
    current: dict[str, str] = {}
    open_block = False

    def close() -> None:
        nonlocal current
        if "final-recipient" in current or "original-recipient" in current:
            report.blocks.append(Block(current))
            current = {}

    for row in _fields(text):
        if len(report.blocks) >= MAX_RECIPIENTS:
            report.cut = True
            break
        if row is None:
            close()
            open_block = False
            continue
        name, value = row
        if name not in _RECIPIENT_FIELDS:
            (current if open_block else report.message).setdefault(name, value)
            continue
        if name in _OPENS and name in current:
            close()
        elif not open_block and _continues(name, current, report):
            # an empty line inside of a recipient's block
            report.blocks[-1].fields[name] = value
            continue
        open_block = True
        current.setdefault(name, value)
    close()
    return report


def soft_broken(data: bytes) -> bool:
    """Whether a report is quoted-printable that is not declared. The end of an encoded-word is no soft line break."""
    if data.find(b"=\n") < 0:
        return False
    breaks = data.count(b"=\n") - data.count(b"?=\n")
    return breaks > 1 or (breaks > 0 and (b"=3D" in data or b"=20" in data))


def _of_machine(mail: Mail) -> tuple[Report, Part] | None:
    """The machine-readable part; gateways that report each recipient in a part of its own make one report."""
    first: tuple[Report, Part] | None = None
    for part in mail.parts:
        if first is not None and part.type in original.TYPES:
            break
        if part.type not in TYPES:
            continue
        data = part.body()[:MAX_REPORT]
        if soft_broken(data):
            data = binascii.a2b_qp(data)
        report = parse(octal(decode(data, part.params.get("charset", ""))))
        if first is None and (report.blocks or report.message):
            first = report, part
        elif first is not None:
            room = MAX_RECIPIENTS - len(first[0].blocks)
            first[0].cut = first[0].cut or report.cut or len(report.blocks) > room
            first[0].blocks += report.blocks[:room]
    return first


def find(mail: Mail) -> tuple[Report, Part] | None:
    """The delivery report of a mail and the part that holds it.

    A `message/delivery-status` part comes first; then any text part before the original whose lines
    are those of a report (sent as text/plain, or in a multipart that lost its boundary).
    """
    if machine := _of_machine(mail):
        return machine
    for part in mail.parts:
        if part.type.startswith("message/") or part.type in original.TYPES:
            break
        if part.type.startswith("text/") and part.type != "text/html":
            said, behind = original.cut(part.text())
            if found := loose(said):
                return found, part
            if behind:
                break
    return None


def loose(text: str) -> Report | None:
    """A report among the lines of a text: at least a recipient and another field of its block."""
    start = _LOOSE.search(text)
    if not start:
        return None
    # From the beginning of its paragraph on, back at most two for the fields of the message.
    begin = text.rfind("\n\n", 0, start.start())
    before = text.rfind("\n\n", 0, max(0, begin)) if begin > 0 else -1
    if begin > 0 and "reporting-mta" in text[max(before, 0) : begin].lower():
        begin = before
    chunk = text[max(begin, 0) : start.start() + MAX_REPORT]
    if len(_ACTION.findall(chunk[:4000])) < 2:
        return None
    kept: list[str] = []
    for paragraph in chunk.strip("\n").split("\n\n"):
        fields = [line.split(":", 1)[0].strip().lower() for line in paragraph.split("\n") if ":" in line]
        if not any(name in _RECIPIENT_FIELDS or name == "reporting-mta" for name in fields):
            break
        kept.append(
            "\n".join(line.lstrip("> \t") if _FIELD.match(line.strip()) else line for line in paragraph.split("\n"))
        )
    report = parse("\n\n".join(kept))
    return report if report.blocks else None
