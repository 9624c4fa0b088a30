"""Turns a line of an error list or a log into a small delivery report (RFC 3464), so that the same rules read it.

A sending service or a mail log tells of a failure without a mail; made into one, it is judged, kept, shown and
judged again like every other. The Message-ID is made of what the line says: the same line twice counts once.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import datetime
from email.header import Header
from email.utils import format_datetime

_CONTROL = re.compile(r"[\x00-\x1f\x7f\u2028\u2029]+")
_ADDRESS = re.compile(r"[^\s<>,;\"()]+@[^\s<>,;\"()@]+")
_STATUS = re.compile(r"[245]\.\d{1,3}\.\d{1,3}")


@dataclass(frozen=True, slots=True)
class Reported:
    """One failure of a list: the address that was used, the error in the list's words, and what else it tells.

    `action` is that of RFC 3464 (failed, delayed). `queue_id` only for Postfix, whose words are kept as they are.
    """

    address: str
    error: str
    when: datetime | None = None
    status: str | None = None
    action: str = "failed"
    reporter: str | None = None
    remote: str | None = None
    final_address: str | None = None
    sender: str | None = None
    subject: str | None = None
    message_id: str | None = None
    queue_id: str | None = None


def is_address(text: str) -> bool:
    """Whether `text` is one mail address and nothing else."""
    return len(text) <= 320 and bool(_ADDRESS.fullmatch(text.strip()))


def as_mail(told: Reported) -> bytes:
    """The report as a mail."""
    address, error = _line(told.address), _line(told.error)
    reporter = _line(told.reporter) or "list.invalid"
    named = repr((address, error, told.when, told.action, told.queue_id))
    name = hashlib.sha256(named.encode("utf-8", "surrogatepass")).hexdigest()[:32]
    final = _line(told.final_address)
    expanded = f" (expanded from <{address}>)" if final else ""
    status = told.status if told.status and _STATUS.fullmatch(told.status) else _status_in(error)
    report = [
        f"Reporting-MTA: dns; {reporter}",
        *([f"X-Postfix-Queue-ID: {_line(told.queue_id)}"] if told.queue_id else []),
        "",
        f"Final-Recipient: rfc822; {final or address}",
        f"Original-Recipient: rfc822; {address}",
        f"Action: {told.action}",
        *([f"Status: {status}"] if status else []),
        *([f"Remote-MTA: dns; {_line(told.remote)}"] if told.remote else []),
        *([] if told.queue_id else [f"Diagnostic-Code: smtp; {error}"]),
    ]
    original = [
        *([f"From: <{_line(told.sender)}>"] if told.sender else []),
        f"To: <{address}>",
        *([f"Subject: {Header(_line(told.subject), 'utf-8').encode()}"] if told.subject else []),
        *([f"Message-ID: {_line(told.message_id)}"] if told.message_id else []),
    ]
    head = [
        f"From: MAILER-DAEMON@{reporter}",
        f"Subject: {'Delayed' if told.action == 'delayed' else 'Undelivered'} Mail",
        *([f"Date: {format_datetime(told.when)}"] if told.when else []),
        f"Message-ID: <{name}@list.invalid>",
        "Auto-Submitted: auto-replied",
        "MIME-Version: 1.0",
        'Content-Type: multipart/report; report-type=delivery-status; boundary="=_list"',
        "",
    ]
    text = [*([f"This is the mail system at host {reporter}.", ""] if told.queue_id else [])]
    text.append(f"<{final or address}>{expanded}: {error}")
    lines = [
        *head,
        *("--=_list", "Content-Type: text/plain; charset=utf-8", "Content-Transfer-Encoding: 8bit", "", *text, ""),
        *("--=_list", "Content-Type: message/delivery-status", "", *report, ""),
        *("--=_list", "Content-Type: text/rfc822-headers", "", *original, ""),
        "--=_list--",
        "",
    ]
    return "\r\n".join(lines).encode("utf-8", "replace")


def _line(text: str | None) -> str:
    return _CONTROL.sub(" ", text or "").strip()[:4000]


def _status_in(error: str) -> str | None:
    found = _STATUS.search(error)
    return found[0] if found else {"4": "4.0.0", "5": "5.0.0"}.get(error[:1] if error[:3].isdigit() else "")
