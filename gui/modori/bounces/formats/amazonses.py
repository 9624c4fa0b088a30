"""Amazon SES: notifications that SNS mails as JSON (the bounce mails of SES are ordinary reports).

Known by a JSON object with `notificationType` (or `eventType`) in a mail from amazonaws.com. A bounce
that SES calls Undetermined says no more than that. Source: SES developer guide, notification contents.
"""

from __future__ import annotations

import json
import re
from typing import Any, cast

from ..addresses import clean
from ..findings import DELIVERED, FAILED, Finding
from ..letter import Letter
from .paragraphs import one_line

SYSTEM = "amazonses"

_OBJECT = re.compile(r"^[ \t]*\{", re.MULTILINE)
_SUPPRESSED = {"Suppressed", "OnAccountSuppressionList"}


def fits(letter: Letter) -> bool:
    """Whether SNS sent it."""
    return ("sns.amazonaws.com" in letter.sender_name or "x-amz-sns-message-id" in letter.headers) and bool(
        kind_of(letter)
    )


def kind_of(letter: Letter) -> str:
    """The type of the notification: Bounce, Complaint, Delivery, …; empty where it is none."""
    document = _document(letter.text)
    return str(document.get("notificationType") or document.get("eventType") or "")


def read(letter: Letter) -> list[Finding]:
    """A finding for each recipient of the notification."""
    document = _document(letter.text)
    bounce = _table(document.get("bounce"))
    findings = [_bounced(bounce, _table(one)) for one in _list(bounce.get("bouncedRecipients"))]
    delivery = _table(document.get("delivery"))
    findings += [Finding(clean(str(one)), action=DELIVERED) for one in _list(delivery.get("recipients"))]
    return [finding for finding in findings if finding.address]


def complained(letter: Letter) -> list[str]:
    """Who complained, in a notification of a complaint."""
    complaint = _table(_document(letter.text).get("complaint"))
    found = [clean(str(_table(one).get("emailAddress", ""))) for one in _list(complaint.get("complainedRecipients"))]
    return [address for address in found if address]


def _bounced(bounce: dict[str, Any], one: dict[str, Any]) -> Finding:
    said = one_line(str(one.get("diagnosticCode", "")))
    if not said and bounce.get("bounceSubType") in _SUPPRESSED:
        said = "Amazon SES has suppressed sending to this address"
    said = said or f"{bounce.get('bounceType', '')} {bounce.get('bounceSubType', '')}".strip()
    action = str(one.get("action", "failed")).lower()
    status = str(one.get("status", ""))
    return Finding(
        clean(str(one.get("emailAddress", ""))),
        said=said,
        text=said,
        action=FAILED if action != "delivered" else DELIVERED,
        status=status if re.fullmatch(r"[245]\.\d{1,3}\.\d{1,3}", status) else None,
    )


def _document(text: str) -> dict[str, Any]:
    """The notification: the object itself, or in the `Message` of the object that SNS wraps around it."""
    start = _OBJECT.search(text[:4000])
    if not start:
        return {}
    # Mail servers break the one long line (Sendmail with "!"); a line end inside of a string is not JSON.
    outer = _parsed(text[start.end() - 1 :].replace("!\n ", "").replace("\n", ""))
    message = outer.get("Message")
    return _parsed(message) if isinstance(message, str) else outer


def _parsed(text: str) -> dict[str, Any]:
    try:
        return _table(json.JSONDecoder().raw_decode(text.strip())[0])
    except (ValueError, RecursionError):
        return {}


def _table(value: object) -> dict[str, Any]:
    return cast("dict[str, Any]", value) if isinstance(value, dict) else {}


def _list(value: object) -> list[Any]:
    return cast("list[Any]", value)[:1000] if isinstance(value, list) else []
