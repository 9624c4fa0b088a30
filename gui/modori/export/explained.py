"""One mail explained, in words or as JSON: what it is and why, and for each recipient how the verdict came about.

The JSON of `modori explain --json` is one object, indented, UTF-8:

    {…all fields of a `classify --json` line…, "kind_why": "…", "system": …,
     "recipients": [{…the fields of a `classify --json` recipient…,
        "address_from": "where the address stands in the mail, or null",
        "named": "whom the reply names: this, others, forward, nobody", "alone": true,
        "report_status": "5.0.0 or null", "text": "…", "transcript": "…",
        "tried": [{"rule": "id", "won": false, "why": "…"}, …],   every rule that was tried, in order
        "explanation": "the words of the rule in the language asked for, or null",
        "rule_text": "the rule as it stands in its file, or null"}]}
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from modori.bounces.whence import why_address, why_kind
from modori.records import Evidence, Failure, Kind, Message, Note, Verdict
from modori.rules import RuleBook, Tried, reasons
from modori.sentences import tell

from .json_lines import json_line

_STOPS = (Kind.COMPLAINT, Kind.UNSUBSCRIBE_REQUEST)
_FAR = frozenset({"rule_lost_text", "rule_lost_where"})


def explained_json(raw: bytes, message: Message, source: str, book: RuleBook, language: str) -> str:
    """The explanation as JSON; its shape is told at the head of this module."""
    shape: dict[str, Any] = json.loads(json_line(message, source, 0, language))
    shape["kind_why"] = _say(why_kind(raw, message), language)
    for one, failure in zip(shape["recipients"], message.failures, strict=False):
        one.update(_more(raw, failure, book, language))
    return json.dumps(shape, ensure_ascii=False, indent=1)


def _more(raw: bytes, failure: Failure, book: RuleBook, language: str) -> dict[str, Any]:
    evidence, rule = failure.evidence, failure.verdict.rule
    origin = why_address(raw, failure)
    return {
        "address_from": _say(origin, language) if origin else None,
        "named": evidence.named.value,
        "alone": evidence.alone,
        "report_status": evidence.report_status,
        "text": evidence.text,
        "transcript": evidence.transcript,
        "tried": [{"rule": one.rule, "won": one.won, "why": _say(one.why, language)} for one in _tried(failure, book)],
        "explanation": _explanation(failure.verdict, book, language),
        "rule_text": book.rule(rule).source_toml or None if rule else None,
    }


def _tried(failure: Failure, book: RuleBook) -> list[Tried]:
    """What the book tried; nothing is judged where somebody asked to stop."""
    return book.explain(failure.evidence) if failure.verdict.reason is not None else []


def explained(raw: bytes, message: Message, source: str, book: RuleBook, language: str, *, every: bool = False) -> str:
    """The explanation in words. `every`: each rule on a line of its own, also where its text stands nowhere."""
    lines = [source, *_head(raw, message, language)]
    for number, failure in enumerate(message.failures, 1):
        lines += ["", f"{_label('recipient', language)} {number}", *_recipient(raw, message, failure, book, language)]
        lines += _rules(failure, book, language, every=every)
    return "\n".join(lines)


def _say(note: Note, language: str) -> str:
    return str(tell(note, language))


def _label(name: str, language: str) -> str:
    return tell(Note(f"explain_{name}"), language).what


def _rows(rows: list[tuple[str, str | None]], language: str) -> Iterator[str]:
    for name, value in rows:
        if value:
            yield f"  {_label(name, language)}: {value}"


def _head(raw: bytes, message: Message, language: str) -> Iterator[str]:
    sending = message.sending
    why = _say(why_kind(raw, message), language)
    yield from _rows(
        [
            ("kind", f"{message.kind.value} ({why})"),
            ("system", message.system),
            ("problem", _say(message.problem, language) if message.problem else None),
            ("copy", _label("yes", language) if message.copy else None),
            ("date", message.date.isoformat(" ") if message.date else None),
            ("sender", message.sender),
            ("subject", message.subject),
            ("list", sending.list if sending else None),
            ("sending", sending.subject if sending else None),
            ("sending_id", sending.message_id if sending else None),
        ],
        language,
    )


def _recipient(raw: bytes, message: Message, failure: Failure, book: RuleBook, language: str) -> Iterator[str]:
    evidence, verdict = failure.evidence, failure.verdict
    origin = why_address(raw, failure)
    address = f"{evidence.address} ({_say(origin, language)})" if origin else evidence.address
    yield from _rows([("address", address), ("final", evidence.final_address)], language)
    if message.kind in _STOPS:
        yield from _rows([("verdict", verdict.action.value)], language)
        return
    unknown = _label("unknown", language)
    yield from _rows(
        [
            ("phase", evidence.phase.value if evidence.phase else unknown),
            ("reply", evidence.reply or unknown),
            ("status", _status(evidence) or unknown),
            ("remote", evidence.remote or unknown),
            ("diagnostic", _marked(evidence.diagnostic, verdict.matched)),
            ("transcript", _marked(evidence.transcript, verdict.matched)),
            ("text", _marked(_differing(evidence), verdict.matched)),
            ("named", evidence.named.value),
            ("verdict", f"{verdict.action.value}: {_reason(verdict, language)}"),
            ("permanent", _label({True: "yes", False: "no"}[verdict.permanent], language))
            if verdict.permanent is not None
            else ("permanent", unknown),
            ("confirm", str(verdict.confirm) if verdict.confirm > 1 else None),
            ("rule", verdict.rule),
            ("explanation", _explanation(verdict, book, language)),
        ],
        language,
    )


def _status(evidence: Evidence) -> str | None:
    """The status, and the report's where that is another one."""
    if evidence.report_status and evidence.report_status != evidence.status:
        return f"{evidence.status or '-'} (Status: {evidence.report_status})"
    return evidence.status


def _differing(evidence: Evidence) -> str:
    """The human part about a recipient, unless it only repeats the reply."""
    text = evidence.text.strip()
    return "" if text == (evidence.diagnostic or "").strip() else text


def _marked(text: str | None, matched: str | None) -> str | None:
    """A text on one line, with what the rule matched between « and »."""
    if not text:
        return None
    if matched and matched in text:
        text = text.replace(matched, f"«{matched}»", 1)
    return text.replace("\n", "\n      ")


def _reason(verdict: Verdict, language: str) -> str:
    if verdict.reason is None:
        return ""
    return f"{verdict.reason} ({reasons()[verdict.reason].name(language)})"


def _explanation(verdict: Verdict, book: RuleBook, language: str) -> str | None:
    if verdict.rule is not None:
        return book.explanation(verdict.rule, language)
    return reasons()[verdict.reason].explain[language] if verdict.reason else None


def _rules(failure: Failure, book: RuleBook, language: str, *, every: bool) -> Iterator[str]:
    """The rules that were tried. Those whose text stands nowhere are only counted, unless `every` is asked for."""
    tried = _tried(failure, book)
    if not tried:
        return
    yield f"  {_label('rules', language)}:"
    far = 0
    for one in tried:
        if one.why.code in _FAR and not every:
            far += 1
            continue
        if far:
            yield f"    … {_say(Note('explain_far', {'rules': str(far)}), language)}"
            far = 0
        yield f"    {'+' if one.won else '-'} {one.rule}: {_say(one.why, language)}"
    if far:
        yield f"    … {_say(Note('explain_far', {'rules': str(far)}), language)}"
    if not tried[-1].won:
        yield f"    {_say(Note('explain_no_rule'), language)}"
