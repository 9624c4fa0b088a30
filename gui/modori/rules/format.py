"""One rule: its fields, and how a TOML table becomes one. The package docstring describes the format."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Any, cast

from modori.languages import LANGUAGES, ByLanguage
from modori.records import Action, Evidence, ModoriError, Named, Phase

from .reasons import reasons


class RuleError(ModoriError):
    """A rule file that cannot be used; the note says which rule and why."""


class Where(StrEnum):
    """The texts of the evidence that rules look at, in the order in which they are read."""

    DIAGNOSTIC = "diagnostic"
    TRANSCRIPT = "transcript"
    TEXT = "text"
    SUBJECT = "subject"


REPLIES = (Where.DIAGNOSTIC, Where.TRANSCRIPT, Where.TEXT)
UNKNOWN_PHASE = "unknown"
_STATUS = re.compile(r"[245*](\.(\d{1,3}|\*)){2}")
_REPLY = re.compile(r"[2-5]\d{0,2}")
_ID = re.compile(r"[a-z0-9]+([.-][a-z0-9]+)*")


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition besides the text: its field, the wanted value in words, and the test."""

    field: str
    wanted: str
    holds: Callable[[Evidence], bool]


@dataclass(frozen=True, slots=True)
class Rule:
    """One entry of a rule file. `source_toml` is its own text in `path`, for display."""

    id: str
    reason: str
    source: str
    match: tuple[str, ...] = ()
    pattern: str | None = None
    where: tuple[Where, ...] = REPLIES
    also: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    conditions: tuple[Condition, ...] = ()
    given: Mapping[str, Any] = field(default_factory=dict[str, Any])
    action: Action | None = None
    permanent: bool | None = None
    confirm: int = 1
    explain: ByLanguage[str] = field(default_factory=ByLanguage[str])
    wins: tuple[str | Mapping[str, Any], ...] = ()
    loses: tuple[str | Mapping[str, Any], ...] = ()
    path: Path | None = None
    source_toml: str = ""

    @property
    def textual(self) -> bool:
        """Whether it looks at a text at all; otherwise only its conditions decide."""
        return bool(self.match) or self.pattern is not None


@lru_cache(maxsize=256)
def _hosts(*names: str | None) -> tuple[str, ...]:
    """Hosts, and the domains of addresses, each with a dot before it so that a suffix ends at a label."""
    return tuple("." + name.rpartition("@")[2].casefold().rstrip(".") for name in names if name)


def _ends(hosts: tuple[str, ...], dotted: tuple[str, ...]) -> bool:
    return any(host.endswith(dotted) for host in hosts)


def _status_test(wanted: tuple[str, ...]) -> Callable[[str | None], bool]:
    pattern = re.compile("|".join(re.escape(one).replace(r"\*", r"\d+") for one in wanted))
    return lambda value: value is not None and pattern.fullmatch(value) is not None


def stated(evidence: Evidence) -> bool:
    """Whether whoever refused has given the status: it stands in the reply, or the report knows of no reply at all.

    Otherwise a mail system on the way made it up from the reply code (facts, 5.2).
    """
    if not evidence.status:
        return False
    return evidence.reply is None or evidence.status in (evidence.diagnostic or "")


def _tester(name: str, value: Any) -> Callable[[Evidence], bool]:  # noqa: C901 - one flat case a field
    many: tuple[str, ...] = tuple(cast(list[str], value)) if isinstance(value, list) else (str(value),)
    dotted = tuple("." + one.casefold() for one in many)
    match name:
        case "reply":
            return lambda e: e.reply is not None and e.reply.startswith(many)
        case "status":
            test = _status_test(many)
            return lambda e: test(e.status)
        case "report_status":
            report = _status_test(many)
            return lambda e: report(e.report_status)
        case "phase":
            return lambda e: (e.phase or UNKNOWN_PHASE) in many
        case "system":
            return lambda e: e.system in many
        case "remote":
            return lambda e: _ends(_hosts(e.remote), dotted)
        case "domain":
            return lambda e: _ends(_hosts(e.address, e.final_address), dotted)
        case "receiver":
            return lambda e: _ends(_hosts(e.address, e.final_address, e.remote), dotted)
        case "named":
            return lambda e: e.named in many
        case "alone":
            return lambda e: e.alone is value
        case "stated":
            return lambda e: stated(e) is value
        case "valid_from":
            first = cast(date, value)
            return lambda e: e.date is not None and e.date.date() >= first
        case "valid_until":
            last = cast(date, value)
            return lambda e: e.date is not None and e.date.date() <= last
        case _:
            raise KeyError(name)


def _shown(value: Any) -> str:
    return ", ".join(cast(list[str], value)) if isinstance(value, list) else str(value).lower()


def _texts(value: Any) -> bool:
    return (
        isinstance(value, list)
        and bool(cast(list[Any], value))
        and all(isinstance(one, str) and one.strip() for one in cast(list[Any], value))
    )


def _words(allowed: frozenset[str]) -> Callable[[Any], bool]:
    return lambda value: _texts(value) and allowed.issuperset(value)


def _all(pattern: re.Pattern[str]) -> Callable[[Any], bool]:
    return lambda value: _texts(value) and all(pattern.fullmatch(one) for one in value)


def _is(kind: type) -> Callable[[Any], bool]:
    return lambda value: type(value) is kind


def _examples(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(one, str | dict) for one in cast(list[Any], value))


def _languages(value: Any) -> bool:
    # Not WHOLE: another language that becomes whole must not make a user's own rules wrong.
    return isinstance(value, dict) and {"en", "ja"} <= set(cast(dict[str, Any], value)) <= set(LANGUAGES)


_PHASES = frozenset(phase.value for phase in Phase) | {UNKNOWN_PHASE}
_CONDITIONS: dict[str, Callable[[Any], bool]] = {
    "reply": _all(_REPLY),
    "status": _all(_STATUS),
    "report_status": _all(_STATUS),
    "system": _texts,
    "remote": _texts,
    "domain": _texts,
    "receiver": _texts,
    "phase": _words(_PHASES),
    "named": _words(frozenset(named.value for named in Named)),
    "alone": _is(bool),
    "stated": _is(bool),
    "valid_from": _is(date),
    "valid_until": _is(date),
}
CONDITIONS = tuple(_CONDITIONS)


def _id(value: Any) -> bool:
    return isinstance(value, str) and _ID.fullmatch(value) is not None


def _word(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _pattern(value: Any) -> bool:
    return _word(value) or _texts(value)


def _reason(value: Any) -> bool:
    return isinstance(value, str) and value in reasons()


def _action(value: Any) -> bool:
    return value in frozenset(action.value for action in Action)


def _count(value: Any) -> bool:
    return type(value) is int and value >= 1


_FIELDS: dict[str, Callable[[Any], bool]] = _CONDITIONS | {
    "id": _id,
    "reason": _reason,
    "source": _word,
    "match": _texts,
    "pattern": _pattern,
    "where": _words(frozenset(where.value for where in Where)),
    "also": _texts,
    "without": _texts,
    "action": _action,
    "permanent": _is(bool),
    "confirm": _count,
    "explain": _languages,
    "wins": _examples,
    "loses": _examples,
}
REQUIRED = ("id", "reason", "source", "wins")


@dataclass(frozen=True, slots=True)
class Flaw:
    """Why a table is no rule: a code of `resources/messages/rules.toml` and what fills its sentence."""

    code: str
    details: Mapping[str, str]


def pattern_of(table: Mapping[str, Any]) -> str | None:
    """The pattern of a table as one: any of those that a list holds."""
    value = table.get("pattern")
    return "|".join(f"(?:{one})" for one in cast(list[str], value)) if isinstance(value, list) else value


def flaws(table: Mapping[str, Any]) -> list[Flaw]:
    """What is wrong with the fields of one table, before anything is matched; empty when nothing is."""
    found = [Flaw("rule_field_missing", {"field": name}) for name in REQUIRED if not table.get(name)]
    for name, value in table.items():
        if name not in _FIELDS:
            found.append(Flaw("rule_field_unknown", {"field": name}))
        elif not _FIELDS[name](value) and not (name in REQUIRED and not value):
            found.append(Flaw("rule_field_wrong", {"field": name, "value": str(value)}))
    if not any(name in table for name in ("match", "pattern", *CONDITIONS)):
        found.append(Flaw("rule_matches_all", {}))
    return found


def parse(table: Mapping[str, Any], path: Path | None = None, text: str = "") -> Rule:
    """The rule of one TOML table. Raises RuleError when `flaws` finds any."""
    wrong = flaws(table)
    if wrong:
        raise RuleError(
            wrong[0].code, rule=str(table.get("id", "?")), path=path.name if path else "", **dict(wrong[0].details)
        )
    given = {name: table[name] for name in CONDITIONS if name in table}
    return Rule(
        id=table["id"],
        reason=table["reason"],
        source=table["source"],
        match=tuple(table.get("match", ())),
        pattern=pattern_of(table),
        where=tuple(Where(one) for one in table.get("where", REPLIES)),
        also=tuple(table.get("also", ())),
        without=tuple(table.get("without", ())),
        conditions=tuple(Condition(name, _shown(value), _tester(name, value)) for name, value in given.items()),
        given=given,
        action=Action(table["action"]) if "action" in table else None,
        permanent=table.get("permanent"),
        confirm=table.get("confirm", 1),
        explain=ByLanguage(table.get("explain", {})),
        wins=tuple(table["wins"]),
        loses=tuple(table.get("loses", ())),
        path=path,
        source_toml=text,
    )
