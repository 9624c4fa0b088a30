"""Error lists without mails: CSV and JSON with address and error text, as sending services give them.

Columns and fields are known by their names, in English and Japanese, else (CSV without a header) by what is in
them. Lines without an address or an error are passed over: many exports also hold what was delivered.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from itertools import islice
from typing import Any

from .reported import Reported, is_address

SUFFIXES = (".csv", ".tsv", ".json", ".jsonl", ".ndjson")
MAX_BYTES = 256 * 1024 * 1024

_NAMES = {
    "address": (
        "email emailaddress address mail mailaddress recipient recipientemail rcpt rcptto to toaddress emailrecipient "
        "finalrecipient subscriber contact メールアドレス アドレス 宛先 メール eメール 送信先 受信者"
    ),
    "error": (
        "diagnosticcode diagnostic error errormessage errortext reason bouncereason details description "
        "smtpresponse response rawresponse reply message bouncemessage serverresponse statusmessage dsndiagnostic "
        "エラー エラー内容 エラーメッセージ エラー理由 理由 応答 原因 不達理由 内容 メッセージ"
    ),
    "when": (
        "date time timestamp datetime bouncedat bouncedate bouncetime createdat created occurredat eventtime at ts "
        "日時 日付 発生日時 エラー日時 送信日時"
    ),
    "status": "status enhancedstatus enhancedcode smtpstatus dsn dsnstatus ステータス",
    "code": "code errorcode smtpcode statuscode bouncecode コード エラーコード",
    "event": "event eventtype type notificationtype recordtype action category イベント 種別",
    "subject": "subject 件名",
    "sender": "from sender source fromaddress mailfrom 送信元 差出人",
    "message_id": "messageid smtpid",
}
_FIELDS = {name: field for field, names in _NAMES.items() for name in names.split()}
_PLAIN = re.compile(r"[\s_\-./:()（）・]+")
_STATUS = re.compile(r"[45]\.\d{1,3}\.\d{1,3}")
_LATE = re.compile(r"defer|delay|遅延", re.IGNORECASE)
_NO_FAILURE = re.compile(r"^(?:deliver(?:ed|y)|opened?|click(?:ed)?|processed|sent|accepted|send)$", re.IGNORECASE)
_NESTED = 4
_LOOKED_AT = 200
_FAILED = re.compile(
    r"^\W*[45]\d\d\b|\b[45]\.\d{1,3}\.\d{1,3}\b|unknown|\bfull|quota|reject|refus|bounc|fail|invalid|denied|blocked|"
    r"\berror|undeliver|no such|not exist|不明|エラー|満杯|いっぱい|拒否|不達|存在し|届か",
    re.IGNORECASE,
)


class NotAListError(Exception):
    """The file has no addresses with errors where they would be looked for."""


def read_csv(data: bytes) -> Iterator[Reported]:
    """The failures of a CSV or TSV file. Raises NotAListError."""
    text = _decoded(data)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
    try:
        first = next(rows, [])
        columns, rest = _columns(first, rows)
        for row in rest:
            found = {field: row[place].strip() for field, place in columns.items() if place < len(row)}
            if told := _reported(found):
                yield told
    except csv.Error as error:
        raise NotAListError(str(error)) from None


def speaks_of_errors(data: bytes) -> bool:
    """Whether most of the first rows of a CSV or TSV tell of a failure in words or numbers that only failures have."""
    try:
        told = [one.error for one in islice(read_csv(data), _LOOKED_AT)]
    except NotAListError:
        return False
    return sum(_FAILED.search(text) is not None for text in told) * 2 > len(told)


def _columns(first: Sequence[str], rows: Iterator[list[str]]) -> tuple[dict[str, int], Iterable[list[str]]]:
    """Which column holds what, and the rows that hold data."""
    columns: dict[str, int] = {}
    for place, title in enumerate(first):
        field = _FIELDS.get(_PLAIN.sub("", title.strip().lower()))
        if field and not is_address(title):
            columns.setdefault(field, place)
    if {"address", "error"} <= columns.keys() or {"address", "status"} <= columns.keys():
        return columns, rows
    # No header: the column with an address, and the longest text beside it.
    sample = [list(first), *(row for _, row in zip(range(50), rows, strict=False))]
    addressed = [place for place in range(len(first)) if _mostly_addresses(sample, place)]
    if not addressed or len(first) < 2:
        raise NotAListError("no address and error columns")
    others = [place for place in range(len(first)) if place != addressed[0]]
    longest = max(others, key=lambda place: sum(len(row[place]) for row in sample if place < len(row)))
    return {"address": addressed[0], "error": longest}, [*sample, *rows]


def _mostly_addresses(rows: Sequence[Sequence[str]], place: int) -> bool:
    cells = [row[place] for row in rows if place < len(row) and row[place].strip()]
    return bool(cells) and sum(map(is_address, cells)) * 2 > len(cells)


def read_json(data: bytes) -> Iterator[Reported]:
    """The failures of a JSON document, or of one JSON object a line. Raises NotAListError."""
    text = _decoded(data)
    try:
        yield from _walk(json.loads(text), 0, {})
        return
    except (ValueError, RecursionError) as error:
        broken = str(error)
    good = 0
    for line in text.splitlines():
        if line.strip():
            try:
                one = json.loads(line)
            except (ValueError, RecursionError):
                continue
            good += 1
            yield from _walk(one, 0, {})
    if not good:
        raise NotAListError(broken)


def _walk(value: Any, depth: int, around: Mapping[str, str]) -> Iterator[Reported]:
    """Objects that hold an address, wherever they stand; what stands `around` them (a date, the sender) counts, too."""
    if depth > 8:
        return
    if isinstance(value, list):
        for one in value:
            yield from _walk(one, depth + 1, around)
    elif isinstance(value, dict):
        found = _fields(value, 0)
        if is_address(found.get("address", "")) and not _holds_recipients(value):
            if told := _reported({**around, **found}):
                yield told
            return
        inherited = {
            name: found[name] for name in ("when", "sender", "subject", "message_id", "event") if name in found
        }
        for one in value.values():
            if isinstance(one, dict | list):
                yield from _walk(one, depth + 1, {**around, **inherited})


def _holds_recipients(value: Mapping[str, Any]) -> bool:
    """Whether the objects in a list below are recipients of their own."""
    lists = [one for one in value.values() if isinstance(one, list)]
    lists += [
        inner for one in value.values() if isinstance(one, dict) for inner in one.values() if isinstance(inner, list)
    ]
    objects = (one for items in lists for one in items if isinstance(one, dict))
    return any(is_address(_fields(one, _NESTED).get("address", "")) for one in objects)


def _fields(value: Mapping[str, Any], depth: int) -> dict[str, str]:
    """What an object says in its fields, those of objects inside it after its own."""
    found: dict[str, str] = {}
    for title, content in value.items():
        field = _FIELDS.get(_PLAIN.sub("", str(title).strip().lower()))
        if field and isinstance(content, str | int | float) and not isinstance(content, bool):
            text = str(content).strip()
            if text and (field != "address" or is_address(text)):
                found.setdefault(field, text)
    if depth < _NESTED:
        for content in value.values():
            if isinstance(content, dict):
                found = {**_fields(content, depth + 1), **found}
    return found


def _reported(found: Mapping[str, str]) -> Reported | None:
    """The failure that a row tells of; None when it tells of none."""
    address, event = found.get("address", "").strip("<> "), found.get("event", "")
    status, code = found.get("status", ""), found.get("code", "")
    error = found.get("error", "") or (status if not _STATUS.fullmatch(status) else "")
    if not is_address(address) or _NO_FAILURE.match(event) or _NO_FAILURE.match(status):
        return None
    if code.isdigit() and len(code) == 3 and code[0] in "45" and not error.startswith(code):
        error = f"{code} {error}".strip()
    if not error and not status:
        return None
    sender = found.get("sender", "")
    return Reported(
        address,
        error or status,
        when=_moment(found.get("when", "")),
        status=status if _STATUS.fullmatch(status) else None,
        action="delayed" if _LATE.search(event) else "failed",
        sender=sender if is_address(sender) else None,
        subject=found.get("subject"),
        message_id=f"<{found['message_id'].strip('<> ')}>" if found.get("message_id") else None,
    )


def _moment(text: str) -> datetime | None:
    """A date in the usual ways to write it; None for what is none. Without a zone it is taken as UTC."""
    if re.fullmatch(r"\d{9,10}(?:\.\d+)?|\d{12,13}", text):
        number = float(text)
        return datetime.fromtimestamp(number / 1000 if number > 1e11 else number, UTC)
    try:
        moment = datetime.fromisoformat(text.strip().replace("/", "-").replace("Z", "+00:00"))
    except ValueError:
        try:
            moment = parsedate_to_datetime(text)
        except (ValueError, TypeError, IndexError):
            return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _delimiter(text: str) -> str:
    line = text.lstrip().partition("\n")[0]
    return max(",\t;", key=line.count)


def _decoded(data: bytes) -> str:
    """UTF-8, UTF-16 with its mark, else what Excel writes in Japan."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp932", "replace")
