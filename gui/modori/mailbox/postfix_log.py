"""A Postfix mail log: the recipients that bounced or whose time ran out, with the reply of the remote server.

Line format: Postfix src/global/log_adhoc.c and src/*/ (`QUEUEID: to=<…>, relay=…, dsn=…, status=… (…)`).
Deferred mail is kept in mind only to tell why it expired.
"""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from .reported import Reported

_MARK = re.compile(rb"\bpostfix(?:-\w+)?(?:/[\w-]+)+\[\d+\]: ")
_LINE = re.compile(
    r"(?P<when>[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d|\d{4}-\d\d-\d\dT\S{8,32}) (?P<host>\S{1,255}) "
    r"postfix(?:-\w+)?(?:/[\w-]+)+\[\d+\]: (?P<id>[0-9A-Za-z]{4,20}): (?P<rest>.*)"
)
_TO = re.compile(
    r"to=<(?P<to>[^>]{1,320})>, (?:orig_to=<(?P<orig>[^>]{1,320})>, )?relay=(?P<relay>[^,\[]{1,255})"
    r".*?, dsn=(?P<dsn>[\d.]{5,9}), status=(?P<status>\w+) \((?P<why>.*)\)\s*$"
)
_FROM = re.compile(r"from=<(?P<from>[^>]{0,320})>, (?:size=|status=expired)")
_ID = re.compile(r"(?:resent-)?message-id=(?P<id><[^>]{1,500}>)")
_MONTHS = {
    name: n
    for n, name in enumerate(["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"], 1)
}
_KEPT = 100_000  # mails whose sender is kept in mind


@dataclass(slots=True)
class _Mail:
    sender: str | None = None
    message_id: str | None = None
    deferred: dict[str, Reported] = field(default_factory=dict[str, Reported])


def is_log(beginning: bytes) -> bool:
    """Whether a file that begins like this is a log with lines of Postfix."""
    return bool(_MARK.search(beginning))


def read_log(lines: Iterable[bytes], written: datetime) -> Iterator[Reported]:
    """The failures of a log whose last line is not younger than `written` (aware): lines of syslog have no year."""
    mails: OrderedDict[str, _Mail] = OrderedDict()
    for raw in lines:
        found = _LINE.match(raw.decode("utf-8", "replace").rstrip("\r\n")[:8000])
        if found is None:
            continue
        mail = mails.setdefault(found["id"], _Mail())
        mails.move_to_end(found["id"])
        if len(mails) > _KEPT:
            mails.popitem(last=False)
        yield from _line(found, mail, written)
        if found["rest"] == "removed":
            del mails[found["id"]]


def _line(found: re.Match[str], mail: _Mail, written: datetime) -> Iterator[Reported]:
    rest = found["rest"]
    if told := _TO.match(rest):
        one = _reported(found, told, mail, written)
        if told["status"] == "bounced" and mail.sender != "":  # a bounce that bounced is nobody's newsletter
            yield one
        if told["status"] == "deferred":
            mail.deferred[told["to"]] = one
        else:
            mail.deferred.pop(told["to"], None)
    elif sent := _FROM.match(rest):
        mail.sender = sent["from"]
        if "status=expired" in rest:
            for one in mail.deferred.values():
                yield replace(one, sender=mail.sender, when=_moment(found["when"], written))
            mail.deferred.clear()
    elif named := _ID.match(rest):
        mail.message_id = named["id"]


def _reported(found: re.Match[str], told: re.Match[str], mail: _Mail, written: datetime) -> Reported:
    used = told["orig"] if told["orig"] and "@" in told["orig"] else told["to"]
    return Reported(
        used,
        told["why"],
        when=_moment(found["when"], written),
        status=told["dsn"],
        reporter=found["host"],
        remote=told["relay"] if "." in told["relay"] else None,
        final_address=told["to"] if used != told["to"] else None,
        sender=mail.sender,
        message_id=mail.message_id,
        queue_id=found["id"],
    )


def _moment(text: str, written: datetime) -> datetime | None:
    """The time of a line. A time of syslog, which has neither year nor zone, is that before `written`, in its zone."""
    try:
        if text[0].isdigit():
            moment = datetime.fromisoformat(text)
            return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        hour, minute, second = map(int, text[7:].split(":"))
        moment = written.replace(
            month=_MONTHS[text[:3]], day=int(text[4:6]), hour=hour, minute=minute, second=second, microsecond=0
        )
    except (ValueError, KeyError):  # 29 February of another year
        return None
    if moment > written + timedelta(days=1):
        return moment.replace(year=moment.year - 1)
    return moment
