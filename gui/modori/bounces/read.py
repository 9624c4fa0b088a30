"""One mail in, what it means out: the pure function that everything else calls.

The story: take the mail apart, lay it out as text, report and original, find what kind it is and
which recipients it names, then let the rules judge each of them. No I/O, no clock, no locale.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from modori.records import Action, Evidence, Failure, Kind, Message, Note, Sending, Verdict, quick_message
from modori.rules import RuleBook

from . import complaints, failures, formats, forwarded, generic, kinds, mime, original, receipts, reports
from .addresses import clean
from .findings import DELAYED, DELIVERED, FAILED, Finding
from .letter import Letter, lay_out

_MAX_NESTING = 2


@dataclass(slots=True)
class _Account:
    """What a mail is and whom it names, before anything is judged. `letter` is the one that tells it."""

    kind: Kind
    letter: Letter
    system: str | None = None
    findings: list[Finding] = field(default_factory=list[Finding])
    asked: list[str] = field(default_factory=list[str])
    copy: bool = False


def read(raw: bytes, book: RuleBook, *, complete: bool = True) -> Message:
    """What the mail `raw` is, whom it names, and why each was not reached.

    `complete=False`: `raw` is only the beginning of the mail; `Message.incomplete` then says whether
    what decides may lie behind its end. Any bytes give a Message; nothing is raised.
    """
    letter = lay_out(mime.parse(raw))
    account = _account(letter, 0)
    date = original.date_of(letter.headers.get("date"))
    return quick_message(
        kind=account.kind,
        failures=_failures(account, date, book),
        system=account.system,
        message_id=letter.headers.get("message-id")[:500] or None,
        date=date,
        subject=letter.subject or None,
        sender=letter.sender,
        sending=_sending(account),
        copy=account.copy,
        incomplete=not complete and _decides_later(account),
        problem=_problem(account),
    )


def _account(letter: Letter, depth: int) -> _Account:
    """What kind of mail this is: machine-readable parts, known texts, careful reading, then answers."""
    complaint = complaints.kind(letter)
    if complaint is not None:
        asked = complaints.who(letter) if complaint is Kind.COMPLAINT else []
        return _Account(complaint, letter, "feedback-report", asked=asked)
    receipt = receipts.kind(letter)
    if receipt is Kind.BOUNCE:
        refused = receipts.refused(letter)
        return _Account(receipt, letter, "dovecot", [refused] if refused else [])
    if receipt is not None:
        return _Account(receipt, letter)
    if own := _own_bounce(letter):
        return own
    if inner := _inner_bounce(letter, depth):
        return inner
    if guessed := _guessed_bounce(letter):
        return guessed
    kind = kinds.answer(letter)
    asked = [a] if kind is Kind.UNSUBSCRIBE_REQUEST and (a := clean(letter.headers.get("from"))) else []
    return _Account(kind, letter, asked=asked)


def _own_bounce(letter: Letter) -> _Account | None:
    """A bounce by its report, or by the text of a known mail system."""
    system = formats.find(letter)
    has_report = letter.report is not None and bool(letter.report.blocks)
    machine = letter.report_part is not None and letter.report_part.type in reports.TYPES
    # Lines of a report in a text may be an example in a newsletter, or quoted by a person.
    certain = machine or system in formats.CERTAIN
    if not certain and not ((has_report or system) and _looks_like_bounce(letter, known=system is not None)):
        return None
    told = system.read(letter) if system else []
    beside = None
    if not system or not (kinds.only_late(letter) or any(one.said or one.text or one.transcript for one in told)):
        beside = _words_beside_report(letter)
        told = beside or told
    findings = failures.merge(letter, told)
    name = system.SYSTEM if system else None
    if not findings and not has_report:
        return None
    if has_report and not findings and beside is None:
        findings = _unnamed(letter)
    if not has_report:
        generic.add_words(findings, letter)
        _as_the_text_says(findings, letter)
    return _Account(_kind_of(findings, letter), letter, name, findings, copy=kinds.is_copy(letter))


def _as_the_text_says(findings: list[Finding], letter: Letter) -> None:
    """Where no report says what happened, the text does: a warning of a delay, or of a delivery that went well."""
    failed = [finding for finding in findings if finding.action == FAILED]
    if not failed:
        return
    told = DELIVERED if generic.went_well(letter) else DELAYED if kinds.says_late(letter) else FAILED
    for finding in failed:
        finding.action = told


def _looks_like_bounce(letter: Letter, *, known: bool) -> bool:
    """Whether a mail may be one by its header. `known`: its text is that of a mail system, which speaks for it where no
    server has written down who sent it."""
    if not kinds.may_be_bounce(letter):
        return False
    return not generic.only_speaks(letter) or (known and "return-path" not in letter.headers)


def _words_beside_report(letter: Letter) -> list[Finding] | None:
    """What a person is told in no known form, where the report says nothing: no reply, and a Status of X.0.0."""
    blocks = letter.report.blocks if letter.report else []
    silent = [one for one in blocks if not one.diagnostic and (not one.status or one.status.endswith(".0.0"))]
    return generic.read(letter) if silent else None


def _unnamed(letter: Letter) -> list[Finding]:
    """A report whose recipient is hidden or no address: careful reading, with the report's reply and action."""
    blocks = letter.report.blocks if letter.report else []
    if len(blocks) != 1:
        return []
    block = blocks[0]
    found = generic.read(letter)[:1]
    for finding in found:
        finding.action = failures.action_of(block)
        finding.said = block.diagnostic or finding.said
        finding.status = block.status
        finding.remote = block.remote or finding.remote
    return found


def _kind_of(findings: list[Finding], letter: Letter) -> Kind:
    actions = {finding.action for finding in findings}
    if not findings and letter.report:
        actions = {failures.action_of(block) for block in letter.report.blocks}
    if FAILED in actions:
        return Kind.BOUNCE
    return Kind.DELAYED if DELAYED in actions else Kind.DELIVERED


def _inner_bounce(letter: Letter, depth: int) -> _Account | None:
    """A bounce that is attached to a mail which is none itself."""
    if depth >= _MAX_NESTING or kinds.sent_to_readers(letter):
        return None
    for raw in forwarded.attached(letter):
        inner = lay_out(mime.parse(raw))
        account = _own_bounce(inner) or _inner_bounce(inner, depth + 1)
        if account is None and not kinds.may_be_bounce(letter):
            account = _guessed_bounce(inner)
        if account and account.kind is Kind.BOUNCE:
            return account
    return None


def _guessed_bounce(letter: Letter) -> _Account | None:
    """A bounce in no known format."""
    if not generic.applies(letter):
        return None
    findings = generic.read(letter)
    if findings:
        return _Account(_kind_of(findings, letter), letter, None, findings, copy=kinds.is_copy(letter))
    sure = (letter.from_daemon and letter.original is not None) or generic.says_failed_for(letter)
    if kinds.failure_subject(letter) and (letter.from_daemon or letter.null_sender) and sure:
        return _Account(Kind.DELAYED if kinds.only_late(letter) else Kind.BOUNCE, letter)
    return None


def _failures(account: _Account, date: datetime | None, book: RuleBook) -> tuple[Failure, ...]:
    if account.kind in (Kind.BOUNCE, Kind.DELAYED):
        late = account.kind is Kind.DELAYED
        return failures.judge(account.findings, account.letter, account.system, date, book, late=late)
    stop = Verdict(None, Action.UNSUBSCRIBE, None, None, None)
    subject = account.letter.subject
    return tuple(
        Failure(Evidence(address, system=account.system, subject=subject, date=date), stop) for address in account.asked
    )


def _sending(account: _Account) -> Sending | None:
    """The mailing that a bounce, a complaint or a request is about."""
    if account.kind in (Kind.OTHER, Kind.AUTO_REPLY, Kind.CHALLENGE):
        return None
    return original.sending_of(account.letter.original)


def _problem(account: _Account) -> Note | None:
    report = account.letter.report
    if report is not None and report.cut:
        return Note("bounces_too_many_recipients")
    mail = account.letter.mail
    if mail.problem:
        return Note(mail.problem)
    if report is None and account.kind is Kind.OTHER and account.letter.says_report:
        return Note("bounces_damaged")
    return None


def _original_cut(letter: Letter) -> bool:
    """Whether the mail ends inside of the header of the original, which tells the sending and its recipient."""
    part = letter.original_part
    if part is not None:
        return not part.ended and b"\n\n" not in part.raw.lstrip(b"\n")
    return bool(letter.behind) and "\n\n" not in letter.behind.lstrip("\n -")


def _decides_later(account: _Account) -> bool:
    """Whether the missing end of a mail may hold what decides."""
    letter = account.letter
    if not letter.mail.begun or _original_cut(letter):
        return True
    if account.kind is Kind.READ_RECEIPT and letter.report_part is not None:
        return not letter.report_part.ended
    if letter.report_part is None and letter.mail.type.startswith("multipart/report"):
        return True
    if account.kind in (Kind.BOUNCE, Kind.DELAYED, Kind.DELIVERED, Kind.COMPLAINT, Kind.READ_RECEIPT):
        # The original names the sending; it may be still to come where there is none yet.
        if letter.report_part is not None and not letter.report_part.ended:
            return True
        if letter.mail.type.startswith("multipart/"):
            return letter.original_part is None and not letter.behind
        return not letter.behind or (not account.findings and not account.asked)
    last = letter.mail.parts[-1] if letter.mail.parts else None
    if last is not None and not last.ended and last.type in original.TYPES and not kinds.sent_to_readers(letter):
        inner = lay_out(mime.parse(last.raw[:65536]))
        return inner.from_daemon or inner.mail.type == "multipart/report"
    return kinds.may_be_bounce(letter) and not letter.behind
