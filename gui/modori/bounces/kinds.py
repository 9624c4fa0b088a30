"""What a mail is when no mail system's report says so: answers of machines and people, and the look of a bounce.

The order of evidence is that of facts/bounces.md §6: machine-readable parts first (complaints.py,
receipts.py, reports.py), known texts (formats/), then the headers and words judged here. Sources: RFC 3834,
RFC 5321 §4.5.5.
"""

from __future__ import annotations

from modori.records import Kind

from . import recipients, words
from .addresses import find, local_part
from .letter import Letter

_ANSWERING = (
    "x-autoreply",
    "x-autorespond",
    "x-autoresponder",
    "x-auto-reply",
    "x-vacation",
    "x-autoreply-from",
)


def failure_subject(letter: Letter) -> bool:
    """Whether the subject is that of a bounce, in one of many languages."""
    return bool(words.FAILURE_SUBJECT.search(letter.subject))


def failure_words(letter: Letter) -> bool:
    """Whether the text says somewhere that something was not delivered."""
    return bool(words.FAILURE.search(letter.text[:20_000]))


def says_failed(line: str) -> bool:
    """Whether one line says that something was not delivered."""
    return bool(words.FAILURE.search(line[:1000]))


def only_late(letter: Letter) -> bool:
    """Whether it speaks of a delay, with nothing given up."""
    head = f"{letter.subject}\n{letter.text[:8000]}"
    return bool(words.DELAY.search(head)) and (_only_warns(head) or not words.GAVE_UP.search(head))


def says_late(letter: Letter) -> bool:
    """Whether it calls itself a warning of a delay; "has not been delivered" alone may be said of a refusal as well."""
    return only_late(letter) and (_only_warns(letter.text[:8000]) or bool(words.DELAY.search(letter.subject)))


def _only_warns(text: str) -> bool:
    """Postfix: "could not be delivered for more than 4 hour(s). It will be retried until it is 5 day(s) old."."""
    return bool(words.WARNING_ONLY.search(text))


def automatic(letter: Letter) -> bool:
    """Whether a machine wrote it (RFC 3834, RFC 5321 §4.5.5)."""
    return letter.from_daemon or letter.null_sender or _submitted(letter).startswith("auto-")


def _submitted(letter: Letter) -> str:
    return letter.headers.get("auto-submitted").strip().lower()


def unattended(letter: Letter) -> bool:
    """Whether a machine wrote it that says so in its address ("noreply") or its header; a person signs with a name."""
    return automatic(letter) or bool(words.UNATTENDED.search(local_part(letter.sender or "")))


def _from_list(letter: Letter) -> bool:
    return "list-unsubscribe" in letter.headers or "list-id" in letter.headers


def sent_to_readers(letter: Letter) -> bool:
    """Whether a list or newsletter sent it to its readers.

    A list manager that passes a bounce on to those who run the list adds the same fields (RFC 2369) to it; but then a
    mail system wrote it, or it goes to the list's office.
    """
    if not _from_list(letter):
        return False
    if letter.from_daemon:
        return not failure_subject(letter) and letter.report is None and letter.original is None and not letter.behind
    return not any(recipients.is_office(local_part(address)) for address in _addressees(letter))


def _addressees(letter: Letter) -> list[str]:
    return [address for value in letter.headers.all("to")[:3] for address in find(value[:2000])]


def may_be_bounce(letter: Letter) -> bool:
    """Whether a mail without a report may be a bounce at all: written by a mail system, not by a person or a list."""
    headers = letter.headers
    if "x-failed-recipients" in headers or "x-amz-sns-message-id" in headers:
        return True
    if sent_to_readers(letter) or notice(letter):
        return False
    if letter.from_daemon or letter.says_report:
        return True
    if not automatic(letter) and _passed_on(letter):
        return False
    if words.CHALLENGE.search(f"{letter.subject}\n{letter.text[:3000]}"):
        return False
    if failure_subject(letter):
        return automatic(letter) or "in-reply-to" not in headers
    # Some gateways write with a plain subject and a no-reply address; the returned mail and the empty sender tell.
    if words.OUT_OF_OFFICE.search(letter.subject) or any(name in headers for name in _ANSWERING):
        return False
    return letter.null_sender and letter.original is not None and bool(words.FAILURE.search(letter.text[:1500]))


def _passed_on(letter: Letter) -> bool:
    """Whether a person answers or shows a bounce: the subject says so, or only what is quoted speaks of a failure."""
    if words.PASSED_ON.match(letter.subject):
        return True
    text = letter.text[:20_000]
    own = own_words(text)
    return own != text and not words.FAILURE.search(own)


def notice(letter: Letter) -> bool:
    """Moderation and virus notices, quarantine digests, double bounces: written by machines, not ours to count."""
    if said := words.NOTICE.search(letter.subject):
        failed = words.FAILURE_SUBJECT.search(letter.subject)
        # Behind "Undeliverable:" stands the subject of the mail that came back.
        if not (failed and failed.start() < said.start()):
            return True
    return words.DOUBLE_BOUNCE in letter.lower[:2000]


def is_copy(letter: Letter) -> bool:
    """Whether it is the postmaster's copy of a bounce that went to the sender as well (Postfix, Sendmail)."""
    return bool(words.COPY.match(letter.subject))


def own_words(text: str) -> str:
    """What a person wrote above the mail that is quoted."""
    quote = words.QUOTE.search(text)
    return text[: quote.start()] if quote else text


def asks_to_stop(letter: Letter) -> bool:
    """Whether a reader asks to get no more: Apple's button, the List-Unsubscribe address, or words of their own.

    The words count in what the reader wrote, not in the newsletter quoted below.
    """
    headers = letter.headers
    if headers.get("x-apple-unsubscribe").lower().startswith("true"):
        return True
    if automatic(letter) or _from_list(letter):
        return False
    own = own_words(letter.text[:20_000]).strip()
    if _to_stop_address(letter):
        return len(own) < 1000
    fresh = words.REPLY_PREFIX.sub("", letter.subject)
    reply = fresh != letter.subject.strip() or "in-reply-to" in headers
    if words.STOP_LINE.match(fresh):
        return len(own) < 2000
    if not reply and len(fresh) < 60 and words.STOP.search(fresh) and not words.NOT_ASKING.search(fresh):
        return len(own) < 2000
    if reply and words.STOP_LINE.match(own):
        return True
    return len(own) < 1000 and bool(words.STOP.search(own)) and not words.NOT_ASKING.search(own)


def _to_stop_address(letter: Letter) -> bool:
    """Whether it came to an address made for it (the mailto of List-Unsubscribe, RFC 2369)."""
    addresses = _addressees(letter)
    return len(addresses) == 1 and bool(words.STOP_ADDRESS.search(local_part(addresses[0])))


def answer(letter: Letter) -> Kind:
    """What a mail is that no report and no mail system's text explains."""
    if notice(letter):
        return Kind.OTHER
    if _challenges(letter):
        return Kind.CHALLENGE
    if asks_to_stop(letter):
        return Kind.UNSUBSCRIBE_REQUEST
    return Kind.AUTO_REPLY if auto_reply(letter) else Kind.OTHER


def _challenges(letter: Letter) -> bool:
    head = f"{letter.subject}\n{letter.text[:6000]}"
    if _from_list(letter) or letter.mail.type == "multipart/report" or not words.CHALLENGE.search(head):
        return False
    answers = "in-reply-to" in letter.headers or bool(words.REPLY_PREFIX.match(letter.subject))
    return answers or automatic(letter) or bool(words.CHALLENGE.search(letter.subject))


def auto_reply(letter: Letter) -> bool:
    """Vacation, out of office, "we have received your mail" (RFC 3834)."""
    headers = letter.headers
    if _from_list(letter):
        return False
    if words.OUT_OF_OFFICE.search(letter.subject):
        return True
    if "vacation" in headers.get("x-apple-action").lower() or "auto_reply" in headers.get("precedence").lower():
        return True
    answered = _submitted(letter).startswith("auto-replied") or any(name in headers for name in _ANSWERING)
    says = bool(words.AUTO_TEXT.search(letter.text[:4000]))
    if answered:
        return says or not letter.from_daemon
    return automatic(letter) and not failure_subject(letter) and says
