"""The book of rules in their written order, and how it judges one piece of evidence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from modori.records import Action, Evidence, Note, Verdict, Weight

from .format import Rule, RuleError, Where
from .reasons import Reason, reasons
from .texts import Refused, TextSet, fold, literal

UNDETERMINED = "undetermined"
_CACHED = 4096
_SOFT = Weight.SOFT
_PASSING = frozenset({"rate_limited", "too_many_recipients"})
_DIGITS = frozenset({"reply", "status"})


@dataclass(frozen=True, slots=True)
class Tried:
    """One rule that was tried: whether it won, and why (a note of `resources/messages/rules.toml`)."""

    rule: str
    won: bool
    why: Note


@dataclass(frozen=True, slots=True)
class _Texts:
    """The numbers of a rule's texts in the set: any of `hit`, any of `also` (if given), none of `without`."""

    hit: tuple[int, ...]
    also: frozenset[int]
    without: frozenset[int]


@dataclass(slots=True)
class _Read:
    """One text of the evidence, matched once: which patterns stand in it, and which rules they belong to."""

    text: str
    folded: bytes
    numbers: set[int]
    rules: list[list[int]]


class RuleBook:
    """Rules in steps; the first rule that holds wins.

    Within a step the texts are read in the order of `Where`, and for each text the rules are tried
    in their written order. A rule without a text is tried together with the diagnostic.
    """

    def __init__(self, steps: Sequence[Sequence[Rule]]) -> None:
        self.rules: tuple[Rule, ...] = tuple(rule for step in steps for rule in step)
        self._by_id: dict[str, Rule] = {}
        for rule in self.rules:
            if rule.id in self._by_id:
                raise RuleError("rule_id_twice", rule=rule.id, path=rule.path.name if rule.path else "")
            self._by_id[rule.id] = rule
        self._steps = len(steps)
        self._step_of = [number for number, step in enumerate(steps) for _ in step]
        self._reasons = reasons()
        self._set = TextSet()
        self._texts = [self._add(rule) for rule in self.rules]
        self._set.close()
        self._owners = self._owned()
        self._textual = [any(rule.textual for rule in step) for step in steps]
        self._bare = [
            [place for place, rule in enumerate(self.rules) if not rule.textual and self._step_of[place] == step]
            for step in range(self._steps)
        ]
        self._bare_cache: dict[tuple[int, str | None, str | None], list[int]] = {}

    # -- building -------------------------------------------------------------------------------

    def _add(self, rule: Rule) -> _Texts:
        try:
            hit = [self._set.add(literal(text)) for text in rule.match]
            if rule.pattern is not None:
                hit.append(self._set.add(f"(?i:{rule.pattern})"))
        except Refused as error:
            path = rule.path.name if rule.path else ""
            raise RuleError("rule_pattern_refused", rule=rule.id, path=path, pattern=str(rule.pattern)) from error
        return _Texts(
            tuple(hit),
            frozenset(self._set.add(literal(text)) for text in rule.also),
            frozenset(self._set.add(literal(text)) for text in rule.without),
        )

    def _owned(self) -> dict[int, list[int]]:
        owners: dict[int, list[int]] = {}
        for place, texts in enumerate(self._texts):
            for number in texts.hit:
                owners.setdefault(number, []).append(place)
        return owners

    # -- judging --------------------------------------------------------------------------------

    def judge(self, evidence: Evidence) -> Verdict:
        """The verdict of the first rule that holds; `undetermined`, review, when none does. Never raises."""
        reads: dict[Where, _Read | None] = {}
        for step in range(self._steps):
            textual = self._textual[step]
            for where in Where if textual else (Where.DIAGNOSTIC,):
                if textual and where not in reads:
                    reads[where] = self._read(evidence, where)
                read = reads[where] if textual else None
                for place in self._candidates(step, where, read, evidence):
                    if self._lost(place, where, read, evidence) is None:
                        return self._verdict(self.rules[place], place, read, evidence)
        return self._unjudged(evidence)

    def _read(self, evidence: Evidence, where: Where) -> _Read | None:
        text = getattr(evidence, where.value)
        if not text:
            return None
        folded = fold(text)
        numbers = self._set.hits(folded)
        rules: list[list[int]] = [[] for _ in range(self._steps)]
        for place in sorted({place for number in numbers for place in self._owners.get(number, ())}):
            rules[self._step_of[place]].append(place)
        return _Read(text, folded, set(numbers), rules)

    def _candidates(self, step: int, where: Where, read: _Read | None, evidence: Evidence) -> list[int]:
        hits = read.rules[step] if read else []
        if where is not Where.DIAGNOSTIC or not self._bare[step]:
            return hits
        bare = self._bare_for(step, evidence)
        return sorted(hits + bare) if hits and bare else hits or bare

    def _bare_for(self, step: int, evidence: Evidence) -> list[int]:
        """The rules without text whose conditions on the digits hold; there are few different digits."""
        key = (step, evidence.reply, evidence.status)
        found = self._bare_cache.get(key)
        if found is None:
            found = [
                place
                for place in self._bare[step]
                if all(one.holds(evidence) for one in self.rules[place].conditions if one.field in _DIGITS)
            ]
            if len(self._bare_cache) >= _CACHED:
                self._bare_cache.clear()
            self._bare_cache[key] = found
        return found

    def _lost(self, place: int, where: Where, read: _Read | None, evidence: Evidence) -> Note | None:
        """Why the rule does not hold for this text; None when it does."""
        rule, texts = self.rules[place], self._texts[place]
        if texts.hit:
            if where not in rule.where:
                return Note("rule_lost_where", {"where": where.value})
            if read is None or read.numbers.isdisjoint(texts.hit):
                return Note("rule_lost_text", {"where": where.value})
        if texts.also and (read is None or read.numbers.isdisjoint(texts.also)):
            return Note("rule_lost_also", {"text": " | ".join(rule.also)})
        if texts.without and read is not None and not read.numbers.isdisjoint(texts.without):
            there = next(text for text in rule.without if fold(text) in read.folded)
            return Note("rule_lost_without", {"text": there})
        for condition in rule.conditions:
            if not condition.holds(evidence):
                return Note("rule_lost_condition", {"field": condition.field, "wanted": condition.wanted})
        return None

    def _verdict(self, rule: Rule, place: int, read: _Read | None, evidence: Evidence) -> Verdict:
        matched = None
        if read is not None:
            for number in self._texts[place].hit:
                if number in read.numbers:
                    matched = self._set.found(number, read.text, read.folded)
                    break
        reason = self._reasons[rule.reason]
        permanent = rule.permanent if rule.permanent is not None else _permanent(reason, evidence)
        action = rule.action or reason.action
        if action is Action.UNSUBSCRIBE and permanent is False:
            action = Action.RETRY
        return Verdict(reason.id, action, rule.id, matched, permanent, rule.confirm)

    def _unjudged(self, evidence: Evidence) -> Verdict:
        reason = self._reasons[UNDETERMINED]
        return Verdict(reason.id, reason.action, None, None, _permanent(reason, evidence))

    # -- explaining -----------------------------------------------------------------------------

    def explain(self, evidence: Evidence) -> list[Tried]:
        """Every rule that was tried up to the one that won, in order, each with the reason it won or lost.

        A rule that looks at several texts is listed once for each text that is there.
        """
        tried: list[Tried] = []
        for step in range(self._steps):
            for where in Where:
                read = self._read(evidence, where)
                for place in self._places(step, where, read):
                    why = self._lost(place, where, read, evidence)
                    rule = self.rules[place]
                    if why is None:
                        verdict = self._verdict(rule, place, read, evidence)
                        code = "rule_won" if verdict.matched else "rule_won_bare"
                        won = Note(code, {"where": where.value, "text": verdict.matched or ""})
                        return [*tried, Tried(rule.id, won=True, why=won)]
                    tried.append(Tried(rule.id, won=False, why=why))
        return tried

    def _places(self, step: int, where: Where, read: _Read | None) -> list[int]:
        return [
            place
            for place, rule in enumerate(self.rules)
            if self._step_of[place] == step
            and (
                (rule.textual and read is not None and where in rule.where)
                or (not rule.textual and where is Where.DIAGNOSTIC)
            )
        ]

    def explanation(self, rule_id: str, language: str) -> str:
        """The words of a rule in `language` ("en", "ja"), else those of its reason. Raises KeyError."""
        rule = self._by_id[rule_id]
        return rule.explain.get(language) or self._reasons[rule.reason].explain[language]

    def rule(self, rule_id: str) -> Rule:
        """The rule of that id. Raises KeyError."""
        return self._by_id[rule_id]


def _permanent(reason: Reason, evidence: Evidence) -> bool | None:
    """Whether it stays so: a soft reason passes whatever the first digit says; else the digits tell.

    A 4xx of a hard reason is temporary: the server itself was not sure.
    """
    if reason.weight is _SOFT and reason.id not in ("recipient_refused", "routing_loop"):
        return False
    if reason.id in _PASSING:
        return False
    digit = (evidence.reply or evidence.status or "")[:1]
    if digit == "4":
        return False
    if reason.id == UNDETERMINED:
        return None
    if digit == "5" or reason.weight is Weight.HARD:
        return True
    return None
