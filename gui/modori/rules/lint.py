"""The linter: refuses rules that cannot work, in the context in which they would be used.

A user's files are checked as they are read, before the bundled rules. `modori rules check FILE…` prints the findings.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from modori.records import Evidence, Note, Phase
from modori.sentences import Told, tell

from .book import RuleBook
from .examples import READER, evidence
from .format import Rule, RuleError, flaws, parse, pattern_of
from .load import bundled_names, bundled_steps, frames, read_text, tables
from .texts import Refused, compiled, fold

_INNOCENT = (
    "",
    "Thank you for your order of yesterday.",
    "See you on Monday at 10:30 (room 4)!",
    "いつもお世話になっております。",
)
"""Texts that speak of no failure at all: a rule that finds its text in one of them would match everything."""
_ANYTHING = (
    Evidence(READER),
    Evidence(READER, reply="550", status="5.1.1", phase=Phase.RCPT, diagnostic="550 5.1.1 sorry"),
    Evidence(READER, reply="421", status="4.7.0", phase=Phase.CONNECT, diagnostic="421 4.7.0 sorry"),
    Evidence(READER, reply="554", phase=Phase.EOD, diagnostic="554 sorry"),
)
"""Evidence of quite different failures: a rule without text that takes them all would match everything."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong: the file, the rule's id (or its number in the file), a code with its details."""

    path: Path
    rule_id: str
    code: str
    details: Mapping[str, str]

    def told(self, language: str = "en") -> Told:
        """The finding in words: what is wrong and what to do."""
        return tell(Note(self.code, {**self.details, "path": self.path.name, "rule": self.rule_id}), language)

    def __str__(self) -> str:
        return str(self.told())


@dataclass(frozen=True, slots=True)
class _Checked:
    """A file as far as it can be used."""

    rules: list[Rule]
    findings: list[Finding]


def check(paths: Sequence[Path]) -> list[Finding]:
    """What is wrong with the rule files `paths`; empty: nothing.

    They are read in this order before the bundled rules, as a user's files are. A file with the name of
    a bundled one is checked in that one's place: so a contributor sees what a change to it does.
    """
    return _check({path: _file(path) for path in paths})


def check_text(text: str, path: Path) -> list[Finding]:
    """The same for a user's file that is not written yet."""
    return _check({path: _written(text, path)})


def _check(files: Mapping[Path, _Checked]) -> list[Finding]:
    findings = [finding for file in files.values() for finding in file.findings]
    changed = {path.name: file.rules for path, file in files.items() if path.name in bundled_names()}
    taken = {rule.id for step in bundled_steps(dict.fromkeys(changed, ())) for rule in step}
    places = {name: _unique(rules, taken, findings) for name, rules in changed.items()}
    steps = [_unique(file.rules, taken, findings) for path, file in files.items() if path.name not in places]
    book = RuleBook([*steps, *bundled_steps(places)], frames())
    checked = [*steps, *places.values()]
    return findings + [finding for step in checked for rule in step for finding in _rule(rule, book)]


def check_bundled() -> list[Finding]:
    """The same for the bundled rules themselves. Raises RuleError when they cannot even be loaded."""
    book = RuleBook(bundled_steps(), frames())
    return [finding for rule in book.rules for finding in (*_breadth(rule), *_rule(rule, book))]


def _file(path: Path) -> _Checked:
    try:
        return _written(read_text(path), path)
    except RuleError as error:
        return _Checked([], [Finding(path, "", error.note.code, error.note.details)])


def _written(text: str, path: Path) -> _Checked:
    try:
        entries = tables(text, path.name)
    except RuleError as error:
        return _Checked([], [Finding(path, "", error.note.code, error.note.details)])
    rules: list[Rule] = []
    findings: list[Finding] = []
    for number, (table, text) in enumerate(entries, 1):
        wrong = _table(path, number, table)
        if wrong:
            findings.extend(wrong)
        else:
            rule = parse(table, path, text)
            broad = list(_breadth(rule))
            findings.extend(broad)
            if not broad:
                rules.append(rule)
    return _Checked(rules, findings)


def _table(path: Path, number: int, table: Mapping[str, Any]) -> list[Finding]:
    name = table.get("id")
    rule_id = name if isinstance(name, str) and name else f"#{number}"
    found = [Finding(path, rule_id, flaw.code, flaw.details) for flaw in flaws(table)]
    if not found and not table.get("loses"):
        found.append(Finding(path, rule_id, "rule_field_missing", {"field": "loses"}))
    pattern = pattern_of(table) if not found else None
    if pattern is not None:
        try:
            compiled(pattern)
        except Refused:
            found.append(Finding(path, rule_id, "rule_pattern_refused", {"pattern": pattern}))
    return found


def _unique(rules: list[Rule], taken: set[str], findings: list[Finding]) -> list[Rule]:
    """The rules whose ids are not taken yet; the others become findings."""
    free: list[Rule] = []
    for rule in rules:
        if rule.id in taken:
            findings.append(Finding(rule.path or Path(), rule.id, "rule_id_twice", {}))
        else:
            taken.add(rule.id)
            free.append(rule)
    return free


def _breadth(rule: Rule) -> Iterator[Finding]:
    if rule.textual:
        innocent = [fold(text) for text in _INNOCENT]
        pattern = compiled(f"(?i:{rule.pattern})") if rule.pattern is not None else None
        words = [fold(text) for text in rule.match]
        broad = any(word in text for word in words for text in innocent) or (
            pattern is not None and any(pattern.search(text) for text in innocent)
        )
    else:
        broad = all(all(one.holds(anything) for one in rule.conditions) for anything in _ANYTHING)
    if broad:
        yield Finding(rule.path or Path(), rule.id, "rule_matches_all", {})


def _rule(rule: Rule, book: RuleBook) -> Iterator[Finding]:
    """What the rule's own examples say about it."""
    path = rule.path or Path()
    lost: list[tuple[str, str]] = []
    for example in rule.wins:
        try:
            winner = book.judge(evidence(example, rule)).rule
        except (KeyError, ValueError, TypeError) as error:
            yield Finding(path, rule.id, "rule_example_wrong", {"example": str(example), "why": str(error)})
            continue
        if winner != rule.id:
            lost.append((str(example), winner or "–"))
    earlier = Counter(winner for _, winner in lost if winner != "–" and _before(book, winner, rule.id))
    if rule.wins and sum(earlier.values()) == len(rule.wins):
        yield Finding(path, rule.id, "rule_shadowed", {"winner": earlier.most_common(1)[0][0]})
    else:
        for example, winner in lost:
            yield Finding(path, rule.id, "rule_example_lost", {"example": example, "winner": winner})
    for example in rule.loses:
        try:
            winner = book.judge(evidence(example)).rule
        except (KeyError, ValueError, TypeError) as error:
            yield Finding(path, rule.id, "rule_example_wrong", {"example": str(example), "why": str(error)})
            continue
        if winner == rule.id:
            yield Finding(path, rule.id, "rule_example_won", {"example": str(example)})


def _before(book: RuleBook, first: str, second: str) -> bool:
    places = {rule.id: place for place, rule in enumerate(book.rules)}
    return places[first] < places[second]
