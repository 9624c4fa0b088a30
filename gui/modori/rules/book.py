"""The book of rules in their written order, and how it judges one piece of evidence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from modori.records import Evidence, Note, Verdict, quick_verdict

from . import laws
from .format import Condition, Rule, RuleError, Where
from .reasons import reasons
from .texts import Refused, TextSet, fold

_CACHED = 4096
_SHORT = 600  # bytes of a text that is remembered: many replies differ in nothing but the address, which is veiled
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

    hit: frozenset[int]
    also: frozenset[int]
    without: frozenset[int]


@dataclass(slots=True)
class _Read:
    """One text of the evidence as the rules of one step see it: the patterns in it, and the places of their rules."""

    where: Where
    text: str
    folded: bytes
    numbers: frozenset[int]
    places: list[int]


class _Step:
    """The texts of one step's rules as a set of their own: what no earlier step has decided is matched here."""

    def __init__(self, number: int, rules: Sequence[tuple[int, Rule]]) -> None:
        self.number = number
        self.places = [place for place, _ in rules]
        self.bare = [place for place, rule in rules if not rule.textual]  # rules without a text
        self.looks = any(rule.textual or rule.also or rule.without for _, rule in rules)
        self.set = TextSet()
        self.texts = {place: self._add(rule) for place, rule in rules}
        self.set.close()
        self._rules = dict(rules)
        self._owners: dict[int, list[int]] = {}
        for place, texts in self.texts.items():
            for number in texts.hit:
                self._owners.setdefault(number, []).append(place)
        self._numbers: dict[bytes, frozenset[int]] = {}
        self._found: dict[tuple[Where, frozenset[int]], list[int]] = {}

    def _add(self, rule: Rule) -> _Texts:
        try:
            hit = {self.set.literal(text) for text in rule.match}
            if rule.pattern is not None:
                hit.add(self.set.add(f"(?i:{rule.pattern})"))
        except Refused as error:
            path = rule.path.name if rule.path else ""
            raise RuleError("rule_pattern_refused", rule=rule.id, path=path, pattern=str(rule.pattern)) from error
        return _Texts(
            frozenset(hit),
            frozenset(self.set.literal(text) for text in rule.also),
            frozenset(self.set.literal(text) for text in rule.without),
        )

    def read(self, where: Where, text: str, folded: bytes) -> _Read:
        """A text of the evidence, `folded` and veiled, with what this step finds in it."""
        numbers = self._numbers.get(folded)
        if numbers is None:
            numbers = frozenset(self.set.hits(folded))
            if len(self._numbers) >= _CACHED:
                self._numbers.clear()
            if len(folded) <= _SHORT:
                self._numbers[folded] = numbers
        return _Read(where, text, folded, numbers, self._places(where, numbers))

    def _places(self, where: Where, numbers: frozenset[int]) -> list[int]:
        """The places of the rules that look at `where` and have one of these texts, in their order."""
        known = self._found.get((where, numbers))
        if known is None:
            hit = {place for number in numbers for place in self._owners.get(number, [])}
            known = [place for place in sorted(hit) if where in self._rules[place].where]
            if len(self._found) >= _CACHED:
                self._found.clear()
            self._found[where, numbers] = known
        return known


class RuleBook:
    """Rules in steps; the first rule that holds wins.

    Within a step the texts are read in the order of `Where`, and for each text the rules are tried
    in their written order. A rule without a text is tried together with the diagnostic.
    `frames` are words of the mail systems on the way, which are not searched.
    """

    def __init__(self, steps: Sequence[Sequence[Rule]], frames: Sequence[str] = ()) -> None:
        self.rules: tuple[Rule, ...] = tuple(rule for step in steps for rule in step)
        self._by_id: dict[str, Rule] = {}
        for rule in self.rules:
            if rule.id in self._by_id:
                raise RuleError("rule_id_twice", rule=rule.id, path=rule.path.name if rule.path else "")
            self._by_id[rule.id] = rule
        self._reasons = reasons()
        self._frames = TextSet()
        self._frame_texts = {self._frames.literal(frame): fold(frame) for frame in frames}
        self._frames.close()
        places = enumerate(self.rules)
        self._steps = [_Step(number, list(islice(places, len(step)))) for number, step in enumerate(steps)]
        self._texts = {place: texts for step in self._steps for place, texts in step.texts.items()}
        self._checks = [tuple(one.holds for one in sorted(rule.conditions, key=_cost)) for rule in self.rules]
        self._unframed: dict[bytes, bytes] = {}
        self._bare_cache: dict[tuple[int, str | None, str | None], list[int]] = {}

    # -- judging --------------------------------------------------------------------------------

    def judge(self, evidence: Evidence) -> Verdict:
        """The verdict of the first rule that holds; `undetermined`, review, when none does. Never raises."""
        texts = self._present(evidence)
        folded: list[bytes] = []
        for step in self._steps:
            free = self._bare_for(step, evidence) if step.bare else step.bare
            if not step.looks or not texts or texts[0][0] is not Where.DIAGNOSTIC:
                for place in free:
                    if self._holds(place, None, evidence):
                        return self._verdict(step, place, None, evidence)
                free = []
            won = self._first(step, free, texts, folded, evidence) if step.looks else None
            if won is not None:
                return won
        reason = self._reasons[laws.UNDETERMINED]
        return quick_verdict(reason.id, reason.action, None, None, laws.permanent(reason, evidence))

    def _first(
        self, step: _Step, free: list[int], texts: list[tuple[Where, str]], folded: list[bytes], evidence: Evidence
    ) -> Verdict | None:
        """The verdict of the first rule of a step that holds for one of the texts, each read when it is its turn."""
        for number, (where, text) in enumerate(texts):
            if number == len(folded):
                folded.append(self._folded(text, evidence))
            read = step.read(where, text, folded[number])
            places = read.places
            if free and not number:
                places = sorted(places + free)
            for place in places:
                if self._holds(place, read, evidence):
                    return self._verdict(step, place, read, evidence)
        return None

    @staticmethod
    def _present(evidence: Evidence) -> list[tuple[Where, str]]:
        texts: list[tuple[Where, str]] = []
        if evidence.diagnostic:
            texts.append((Where.DIAGNOSTIC, evidence.diagnostic))
        if evidence.transcript and (session := laws.session_of(evidence)):
            texts.append((Where.TRANSCRIPT, session))
        if evidence.text:
            texts.append((Where.TEXT, evidence.text))
        if evidence.subject:
            texts.append((Where.SUBJECT, evidence.subject))
        return texts

    def _folded(self, text: str, evidence: Evidence) -> bytes:
        """A text as rules see it, without the recipient's own address and without the frames."""
        veiled = laws.veiled(fold(text), evidence)
        known = self._unframed.get(veiled)
        if known is None:
            known = veiled
            for number in self._frames.hits(veiled):
                frame = self._frame_texts[number]
                known = known.replace(frame, b"~" * len(frame))
            if len(self._unframed) >= _CACHED:
                self._unframed.clear()
            if len(veiled) <= _SHORT:
                self._unframed[veiled] = known
        return known

    def _bare_for(self, step: _Step, evidence: Evidence) -> list[int]:
        """The rules without text whose conditions on the digits hold; there are few different digits."""
        key = (step.number, evidence.reply, evidence.status)
        found = self._bare_cache.get(key)
        if found is None:
            found = [
                place
                for place in step.bare
                if all(one.holds(evidence) for one in self.rules[place].conditions if one.field in _DIGITS)
            ]
            if len(self._bare_cache) >= _CACHED:
                self._bare_cache.clear()
            self._bare_cache[key] = found
        return found

    def _holds(self, place: int, read: _Read | None, evidence: Evidence) -> bool:
        """Whether a rule whose text was found, or that has none, holds; `_lost` says why not."""
        for holds in self._checks[place]:
            if not holds(evidence):
                return False
        texts = self._texts[place]
        if texts.without and read is not None and not read.numbers.isdisjoint(texts.without):
            return False
        return not texts.also or (read is not None and not read.numbers.isdisjoint(texts.also))

    def _lost(self, place: int, read: _Read | None, evidence: Evidence) -> Note | None:
        """Why a rule whose text was found, or that has none, does not hold; None when it does."""
        texts = self._texts[place]
        if texts.also and (read is None or read.numbers.isdisjoint(texts.also)):
            return Note("rule_lost_also", {"text": " | ".join(self.rules[place].also)})
        if texts.without and read is not None and not read.numbers.isdisjoint(texts.without):
            there = next(text for text in self.rules[place].without if fold(text) in read.folded)
            return Note("rule_lost_without", {"text": there})
        for condition in self.rules[place].conditions:
            if not condition.holds(evidence):
                return Note("rule_lost_condition", {"field": condition.field, "wanted": condition.wanted})
        return None

    def _verdict(self, step: _Step, place: int, read: _Read | None, evidence: Evidence) -> Verdict:
        rule = self.rules[place]
        matched = None
        hit = self._texts[place].hit
        if read is not None and hit:
            matched = step.set.found(min(hit & read.numbers), read.text, read.folded)
        reason = self._reasons[rule.reason]
        permanent = rule.permanent if rule.permanent is not None else laws.permanent(reason, evidence)
        where = (read.where, read.text) if read is not None else None
        action = laws.action(rule.action or reason.action, reason, permanent, evidence, where)
        return quick_verdict(reason.id, action, rule.id, matched, permanent, rule.confirm)

    # -- explaining -----------------------------------------------------------------------------

    def explain(self, evidence: Evidence) -> list[Tried]:
        """Every rule that was tried up to the one that won, in order, each with the reason it won or lost.

        A rule that looks at several texts is listed once for each text that is there.
        """
        texts = [(where, text, self._folded(text, evidence)) for where, text in self._present(evidence)]
        tried: list[Tried] = []
        for step in self._steps:
            for place, read in self._trials(step, [step.read(*one) for one in texts]):
                rule = self.rules[place]
                why = self._why_lost(place, read, evidence)
                if why is None:
                    return [*tried, Tried(rule.id, won=True, why=self._why_won(step, place, read, evidence))]
                tried.append(Tried(rule.id, won=False, why=why))
        return tried

    def _trials(self, step: _Step, reads: list[_Read]) -> Iterator[tuple[int, _Read | None]]:
        """The rules of a step in the order in which `judge` tries them, with the text they are tried on."""
        if not reads or reads[0].where is not Where.DIAGNOSTIC:
            yield from ((place, None) for place in step.bare)
        for read in reads:
            for place in step.places:
                if not self.rules[place].textual:
                    if read.where is Where.DIAGNOSTIC:
                        yield place, read
                elif read.where in self.rules[place].where:
                    yield place, read

    def _why_lost(self, place: int, read: _Read | None, evidence: Evidence) -> Note | None:
        hit = self._texts[place].hit
        if read is not None and hit and read.numbers.isdisjoint(hit):
            return Note("rule_lost_text", {"where": read.where.value})
        return self._lost(place, read, evidence)

    def _why_won(self, step: _Step, place: int, read: _Read | None, evidence: Evidence) -> Note:
        matched = self._verdict(step, place, read, evidence).matched
        if read is None or matched is None:
            return Note("rule_won_bare")
        return Note("rule_won", {"where": read.where.value, "text": matched})

    def explanation(self, rule_id: str, language: str) -> str:
        """The words of a rule in `language`, else those of its reason. Raises KeyError."""
        rule = self._by_id[rule_id]
        return (rule.explain or self._reasons[rule.reason].explain)[language]

    def rule(self, rule_id: str) -> Rule:
        """The rule of that id. Raises KeyError."""
        return self._by_id[rule_id]


def _cost(condition: Condition) -> bool:
    """Conditions on hosts cost most and are tried last."""
    return condition.field in ("remote", "domain", "receiver")
