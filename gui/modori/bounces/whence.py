"""Why a mail is what `read` says it is, and where an address in it came from, for `modori explain`.

The words are codes of `resources/messages/cli.toml`. Nothing here decides anything: it looks again, with the same
eyes as `read`, at a mail that has been read. Nothing is raised.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from modori.records import Failure, Kind, Message, Note

from . import complaints, formats, forwarded, kinds, mime, receipts, recipients, reports
from .addresses import find, key
from .charsets import octal
from .letter import Letter, lay_out

_MAX_NESTING = 3
_FAILING = (Kind.BOUNCE, Kind.DELAYED, Kind.DELIVERED)


def letters(raw: bytes) -> list[Letter]:
    """The mail, and the mails attached to it that may be bounces, outermost first."""
    return list(_letters(lay_out(mime.parse(raw)), 0))


def _letters(letter: Letter, depth: int) -> Iterator[Letter]:
    yield letter
    if depth < _MAX_NESTING:
        for raw in forwarded.attached(letter):
            yield from _letters(lay_out(mime.parse(raw)), depth + 1)


def why_kind(raw: bytes, message: Message) -> Note:
    """What made the kind of a mail that was read as `message`."""
    outer, *inner = letters(raw)
    if message.kind not in _FAILING:
        return _why_answer(outer, message.kind)
    own = _why_failing(outer)
    if own is not None:
        return own
    for letter in inner:
        if found := _why_failing(letter):
            return Note("explain_kind_attached", {"why": found.code.removeprefix("explain_kind_")})
    return Note("explain_kind_words")


def _why_failing(letter: Letter) -> Note | None:
    if receipts.kind(letter) is Kind.BOUNCE:
        return Note("explain_kind_rejected")
    if letter.report and letter.report.blocks:
        machine = letter.report_part is not None and letter.report_part.type in reports.TYPES
        return Note("explain_kind_report" if machine else "explain_kind_report_in_text")
    return Note("explain_kind_system") if formats.find(letter) else None


def _why_answer(letter: Letter, kind: Kind) -> Note:
    """Why a mail is a complaint, a request, an answer or none of these."""
    if complaints.kind(letter) is not None:
        return Note("explain_kind_feedback" if kind is Kind.COMPLAINT else "explain_kind_other_feedback")
    if kind is Kind.READ_RECEIPT:
        return Note("explain_kind_receipt")
    if kind is Kind.UNSUBSCRIBE_REQUEST:
        by_button = letter.headers.get("x-apple-unsubscribe").lower().startswith("true")
        return Note("explain_kind_button" if by_button else "explain_kind_asks")
    if kind is Kind.AUTO_REPLY:
        said = letter.headers.get("auto-submitted").strip().lower().startswith("auto-")
        return Note("explain_kind_submitted" if said else "explain_kind_answer_words")
    if kind is Kind.CHALLENGE:
        return Note("explain_kind_challenge")
    if kinds.notice(letter):
        return Note("explain_kind_notice")
    if kinds.sent_to_readers(letter):
        return Note("explain_kind_list")
    return Note("explain_kind_ordinary")


def why_address(raw: bytes, failure: Failure) -> Note | None:
    """Where the address of `failure` stands in the mail; None where it is not known."""
    wanted = key(failure.evidence.address)
    for letter in letters(raw):
        code = _in_report(letter, wanted) or _elsewhere(letter, wanted)
        if code:
            return Note(code)
    return None


def _in_report(letter: Letter, wanted: str) -> str | None:
    for block in letter.report.blocks if letter.report else ():
        for address, code in (
            (block.original, "explain_address_original"),
            (block.final, "explain_address_final"),
            (block.actual, "explain_address_actual"),
        ):
            if address and key(address) == wanted:
                return code
    return None


def _elsewhere(letter: Letter, wanted: str) -> str | None:
    coded = recipients.from_verp(letter.headers, letter.original, [])
    if coded and key(coded) == wanted:
        return "explain_address_verp"
    if _names(letter.headers.all("x-failed-recipients"), wanted):
        return "explain_address_header"
    if _names([letter.text], wanted):
        return "explain_address_text"
    if _names([letter.headers.get("from")], wanted):
        return "explain_address_from"
    if letter.original is not None:
        if _names(recipients.original_recipients(letter.original), wanted):
            return "explain_address_returned"
        hop = recipients.first_hop_recipient(letter.original)
        if hop and key(hop) == wanted:
            return "explain_address_trace"
    feedback = [part.text() for part in letter.mail.parts if part.type == "message/feedback-report"]
    return "explain_address_feedback" if _names(feedback, wanted) else None


def _names(texts: Iterable[str], wanted: str) -> bool:
    return any(key(address) == wanted for text in texts for address in find(octal(text[:60_000])))
