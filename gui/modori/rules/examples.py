"""An example of a rule as evidence."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import fields
from datetime import UTC, date, datetime, time
from typing import Any, cast

from modori.records import Evidence, Named, Phase

from .format import UNKNOWN_PHASE, Rule

READER = "reader@example.jp"
_CODES = re.compile(r"\b([245]\d\d)\b(?:[ -]+#?([245]\.\d{1,3}\.\d{1,3})\b)?")
_STATUS = re.compile(r"(?<![\d.])([245]\.\d{1,3}\.\d{1,3})(?![\d.])")
_FIELDS = frozenset(field.name for field in fields(Evidence))


def codes(diagnostic: str) -> tuple[str | None, str | None]:
    """Reply code and enhanced status at the head of a reply, as far as they are there."""
    head = diagnostic[:40]
    found = _CODES.search(head)
    if found and found.start() < 12:
        status = found[2] or next(iter(_STATUS.findall(diagnostic)), None)
        return found[1], status
    status = _STATUS.search(diagnostic)
    return None, status[1] if status else None


def _given(rule: Rule) -> dict[str, Any]:
    """What the rule's own conditions say about an example that leaves it out."""
    values: dict[str, Any] = {}
    for name, value in rule.given.items():
        first: Any = cast(list[Any], value)[0] if isinstance(value, list) else value
        match name:
            case "phase":
                if UNKNOWN_PHASE not in value:
                    values["phase"] = first
            case "remote":
                values["remote"] = first
            case "domain" | "receiver":
                values["address"] = f"reader@{first}"
            case "system" | "named" | "alone":
                values[name] = first
            case "valid_from" | "valid_until":
                values["date"] = value
            case "report_status" if "*" not in first:
                values["report_status"] = first
            case _:
                pass
    return values


def evidence(example: str | Mapping[str, Any], rule: Rule | None = None) -> Evidence:
    """The evidence that an example stands for; `rule` fills in what one that wins leaves out.

    Raises KeyError or ValueError for fields or values that evidence has not.
    """
    table: dict[str, Any] = {"diagnostic": example} if isinstance(example, str) else dict(example)
    unknown = table.keys() - _FIELDS
    if unknown:
        raise KeyError(", ".join(sorted(unknown)))
    values = (_given(rule) if rule else {}) | table
    reply, status = codes(values.get("diagnostic") or "")
    values.setdefault("address", READER)
    values.setdefault("reply", reply)
    values.setdefault("status", status)
    phase = values.get("phase")
    values["phase"] = Phase(phase) if phase and phase != UNKNOWN_PHASE else None
    values["named"] = Named(values.get("named", Named.NOBODY))
    when = values.get("date")
    if isinstance(when, date) and not isinstance(when, datetime):
        values["date"] = datetime.combine(when, time(12), UTC)
    return Evidence(**values)
