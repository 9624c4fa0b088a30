"""A careful reading of bounces in no known format: who failed, and the words around the name.

Only for mails that a machine wrote and that say something failed (kinds.may_be_bounce). An address
counts where it stands for itself (a line, brackets, behind "recipient:" or "to"), never one of the
sender, of an office, or one that only occurs in a sentence of help.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from functools import lru_cache, partial
from itertools import takewhile

from modori.rules.guarded import Guarded

from . import kinds, phases, recipients, words
from .addresses import clean, domain, find, is_masked, is_role, key
from .charsets import octal
from .findings import DELAYED, DELIVERED, FAILED, Finding
from .formats.paragraphs import by_address, one_line
from .letter import Letter

_MAX = 300
_SHORT = 3000  # characters of a text in which one address is the one that failed
_OPENING = 1000  # characters in which a bounce says what it is about
_PLAIN = 1500  # characters of a text that says one thing
_NEAR = 4000  # characters of what is said near an address
_FEW = 5  # recipients of whom a gateway writes without a report
_WORDS = 8  # characters; what is shorter says nothing
_LABEL = re.compile(
    r"^[ \t\u3000>*|#\-\[\]\d.]{0,12}(?:(?:your |the )?(?:failed |final |original |intended |current )?"
    r"(?:recipients?|addresse?s?|rcpt|envelope[- ]to)(?: (?:address|to|mailbox))?(?:\(s\)|es|s)?|rcpt to"
    r"|failed (?:address|for|to|recipients?)|failed_recipients?|not delivered to|to|an|a|à|pour|para|aan|do|til|till"
    r"|destinatarios?|destinatári[oa]s?|destinataires?|destinatari[oa]?|empfänger(?:adresse|in)?|ontvangers?"
    r"|geadresseerden?|mottagare|modtagere?|odbiorca|adresat|получател[ьи]|адресат|кому"
    r"|宛先|受信者|送信先|宛先(?:メール)?アドレス|送信先(?:メール)?アドレス|メールアドレス|お届け先"
    r"|收件人|收信人|收件者|收信者|받는 ?사람|수신자|수신인)"
    r"[\"']?[ \t\u3000]*[:=\uff1a][ \t\u3000]*(?P<rest>[^\n]{3,400})$",
    re.MULTILINE | re.IGNORECASE,
)
_ALONE = re.compile(
    r"^[ \t\u3000>*•・|+\-]{0,12}(?:(?:\d{1,3}[.)]|\[\d{1,3}\]|->|=>)[ \t]+)?[<\[(\"'\uff1c]{0,2}"
    r"(?:smtp:|mailto:|rfc822;)?[ \t]*"
    r"(?P<address>[^\s<>\[\]()\",;\uff1c\uff1e]{1,200}@[^\s<>\[\]()\",;:\uff1c\uff1e]{3,255})[>\])\"'\uff1e]{0,2}"
    r"(?:[ \t]*(?:<mailto:[^>\n]{1,300}>))?(?P<rest>[ \t]*(?:[:,;\-(|\uff1a][^\n]*"
    r"|(?:on|am|le|el|il|em|op|送信日時) \d[^\n]*|\.\.\.[^\n]*|\[[^\n]*"
    r"|[ \t]{2,}[^\n]*)?)$",
    re.MULTILINE | re.IGNORECASE,
)
_SENTENCE = re.compile(
    r"(?:(?:deliver\w{0,8}|message|mail|e-mail|sent|send\w{0,6}|addressed)(?: (?:your |the |this )?(?:message|mail"
    r"|e-mail))?(?: (?:sent|addressed|intended|destined))? (?:to|for)"
    r"|(?:user|recipient|mailbox|account|address|addressee|utente|usuario|destinataire"
    r"|empfänger)(?:'s)?(?: \(?(?:mailbox|address|account|name)\)?)?|reach|following (?:recipient|address)(?:\(s\)"
    r"|e?s)?|unknown|failed for|error for)"
    r"(?:[ \t:]{1,4}\n?|:?\n|(?=[<\"'(\[]))[ \t]{0,8}[<\"'(\[]{0,2}(?:smtp:|mailto:"
    r"|rfc822;)?(?P<address>[^\s<>\"'()\[\],;:]{1,200}@[^\s<>\"'()\[\],;:]{3,255})",
    re.IGNORECASE,
)
_ARRIVED_AT = re.compile(r"(?:was|were|has been|have been) (?:successfully )?delivered to\W*\Z", re.IGNORECASE)
_REASON = re.compile(
    r"(?:^[^\n]{0,80}\bfollowing reasons?:[ \t]*\n\s{0,4}"
    r"|^[ \t>*-]{0,8}(?:(?:the )?(?:reason|error|cause|problem|diagnostic|response|details?)(?: (?:code|message|text"
    r"|type|for (?:the )?(?:problem|failure|error|return)|below|appears to be|was|is))*"
    r"|because(?: of)?|for the following reasons?|(?:remote )?server (?:replied|said|responded|message|response)|理由"
    r"|原因|エラー内容|エラー|サーバー?(?:から)?の?(?:応答"
    r"|メッセージ)|grund|ursache|fehlermeldung|motif|erreur|motivo|respuesta[ \w]{0,20}|erro|errore"
    r"|причина|ошибка|reden|powód|orsak|årsag"
    r"|原因|退信原因|失败原因|사유|실패 사유|why|explanation|diagnosis|last (?:error|reply|answer|response)|result)"
    r"[ \t\u3000]*[:=?\uff1a-]+[ \t\u3000]*\n?[ \t]*)(?P<words>[^\n]{3,}(?:\n[^\n]{2,}){0,6})",
    re.MULTILINE | re.IGNORECASE,
)
_LINK = re.compile(rb"https?://[^\s\"'<>]{1,500}")
_FOOTER = r"\n(?:-{2,3} ?|_{8,}|={8,})\r?\n"
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+|(?<=[\u3002\uff01\uff1f])")
_STOP = re.compile(r"[.!?](?=\s)|[\n\u3002\uff01\uff1f]")
_SIGNATURE = re.compile(r"\n-- ?\n")
_FOOTER_OF = re.compile(_FOOTER)
_FOOTER_IN = re.compile(_FOOTER.encode())
_RULER = re.compile(r"[ \t]*[-=_*]{3}")
# begins with a set of characters, which `re` looks for faster than for what must not stand before them
_REPLY_LINE = re.compile(
    r"[#45](?<![\w.#/:-].)(?:(?<!#)[0-5]\d[ \-:]|(?<!#)\.\d\.\d{1,3}(?![\d.])|(?<=#)[45]\.\d\.\d{1,3}(?![\d.]))"
)


def applies(letter: Letter) -> bool:
    """Whether the mail is worth such a reading."""
    if not kinds.may_be_bounce(letter) or _baits(letter) or _of_goods(letter) or only_speaks(letter):
        return False
    if kinds.failure_words(letter) or "x-failed-recipients" in letter.headers or kinds.failure_subject(letter):
        return True
    return letter.from_daemon and (kinds.only_late(letter) or bool(_REPLY_LINE.search(letter.text[:20_000])))


def only_speaks(letter: Letter) -> bool:
    """Whether nothing but words makes it a bounce: neither a mail system wrote it, nor did anything come back.

    Trackers, forums and cron jobs write of failed mail as well. Then only what is said to the sender of a mail counts,
    or the empty sender of a bounce (RFC 5321 §4.5.5), together with a server's answer, or a subject that speaks of
    failed mail and not of a failed backup. Gateways that write from a no-reply address have a sender like everybody:
    they must tell of "your message" in few words, and give a server's answer or the words for a reason.
    """
    if letter.from_daemon or letter.says_report or letter.original is not None or letter.behind:
        return False
    if "x-failed-recipients" in letter.headers:
        return False
    if kinds.failure_subject(letter) and (says_failed_for(letter) or _tells_sender(letter)):
        return False
    if not letter.null_sender:
        return True
    if _REPLY_LINE.search(letter.text[:20_000]):
        return False
    return not kinds.failure_subject(letter) or not words.MAIL.search(letter.subject)


def says_failed_for(letter: Letter) -> bool:
    """Whether its opening says of certain recipients that they were not reached."""
    return _says(words.FAILED_FOR, letter.text)


def _tells_sender(letter: Letter) -> bool:
    """Whether a machine tells a sender of his own mail, and of nothing else: short, and naming a few recipients.

    It says so in a sentence ("your message to …"), or as a form with fields for the recipient and the reason.
    """
    if len(letter.text) > _SHORT or not kinds.unattended(letter) or words.TICKET.search(letter.subject):
        return False
    said = _FOOTER_OF.split(letter.text, 1)[0]
    strangers = {key(a) for a in find(said[:_SHORT]) if _good(a, letter)}
    if not 1 <= len(strangers) <= _FEW:
        return False
    return _says(words.TOLD_SENDER, said) or bool(_LABEL.search(said) and _REASON.search(said))


def _says(wanted: Guarded, text: str) -> bool:
    """Whether the opening of a text says something outright, and not what happens "when" or "if"."""
    said = wanted.search(text[:_OPENING])
    if said is None:
        return False
    start, end = said.span()
    begin = max((stop.end() for stop in _STOP.finditer(text, 0, start)), default=0)
    stop = _STOP.search(text, end)
    return not words.SUPPOSING.search(text[begin : stop.start() if stop else len(text)][:_NEAR])


def _of_goods(letter: Letter) -> bool:
    """Whether a parcel was not delivered, and no mail: only asked where nothing but the subject looks like a bounce."""
    if kinds.automatic(letter) or letter.original is not None or _REPLY_LINE.search(letter.text[:20_000]):
        return False
    return bool(words.GOODS.search(f"{letter.subject}\n{letter.text[:3000]}"))


def _baits(letter: Letter) -> bool:
    """Whether it only wants to be clicked: a link, but neither a reply nor anything of a mail that came back.

    Phishing imitates bounces ("3 messages could not be delivered, release them here"); an unknown
    system's true bounce says at least what the other server answered, or returns the mail.
    """
    if letter.original is not None or letter.behind or "x-failed-recipients" in letter.headers:
        return False
    bodies = [part.body()[:100_000].lower() for part in letter.mail.parts if part.type.startswith("text/")]
    if any(
        own.encode("utf-8", "replace") in link for own in letter.own for body in bodies for link in _LINK.findall(body)
    ):
        return True  # a link that carries the reader's own address
    named = {key(clean(m["address"]) or "") for m in _SENTENCE.finditer(letter.text[:6000])}
    if named and named <= letter.own:
        return True  # "delivery failed for" the reader's own mailbox
    # What a gateway has added below a bounce may have a link of its own.
    return not _REPLY_LINE.search(letter.text[:20_000]) and any(
        b"http" in _FOOTER_IN.split(body, 1)[0] for body in bodies
    )


def went_well(letter: Letter) -> bool:
    """Whether the text speaks of a delivery that succeeded, and no server refused anything."""
    if _REPLY_LINE.search(letter.text[:20_000]):
        return False
    text = letter.text[:8000]
    well = words.SUCCESS.search(text) or (words.ARRIVED.search(text) and not words.UNLUCKY.search(text))
    return bool(well)


def read(letter: Letter) -> list[Finding]:
    """One finding for each recipient that stands out as failed; a delay is called that."""
    action = DELAYED if kinds.only_late(letter) else FAILED
    if went_well(letter):
        action = DELIVERED
    listed = _listed_in_header(letter)
    found = _in_text(letter, {key(a) for a in listed})
    findings: list[Finding] = []
    for address in listed:
        finding = found.pop(key(address), None) or Finding(address, text=_words(letter, None))
        findings.append(finding)
    if not listed:
        findings = list(found.values())[:_MAX]
    shared = {text for text, times in Counter(finding.text for finding in findings).items() if times > 1}
    if not findings and (sole := _of_original(letter) or _of_return_path(letter)):
        findings = [Finding(sole, text=_words(letter, None))]
    for finding in findings:
        finding.action = action
        # With words of its own, the first reply of the mail is that of another recipient.
        own = len(findings) > 1 and len(finding.text) > _WORDS and finding.text not in shared
        _say(finding, letter, own=own, alone=len(findings) == 1)
    return findings


def add_words(findings: Sequence[Finding], letter: Letter) -> None:
    """What a mail says of those whom its known system names without a word."""
    for finding in findings:
        if not finding.said and not finding.text and not finding.transcript:
            finding.text = _words(letter, finding.address)
            _say(finding, letter, own=len(findings) > 1, alone=len(findings) == 1)


def _say(finding: Finding, letter: Letter, *, own: bool, alone: bool) -> None:
    """Fill in reply and phase of a finding from its text. `own`: only from that, `alone`: no other recipient failed."""
    whole = letter.text[:20_000]
    found_reply = _reply(finding.text) or ("" if own else _reply(whole) or _reason(whole))
    if not found_reply:
        finding.text = _sure(finding.text)
    finding.said = finding.said or found_reply or (finding.text if own else _told(letter, finding.text))[:2000]
    finding.phase = phases.of(finding.text) or (phases.of(whole) if alone else None)


def _sure(text: str) -> str:
    """The sentences that say what is, without those that say what may be."""
    if not words.GUESS.search(text):
        return text
    return " ".join(sentence for sentence in _SENTENCE_END.split(text) if not words.GUESS.search(sentence))


def _told(letter: Letter, near: str) -> str:
    """What a mail without any reply tells: the whole of a short text that does not only guess."""
    text = one_line(letter.text[: _PLAIN + 1])
    return text if len(text) <= _PLAIN and not words.GUESS.search(text) else near


def _of_original(letter: Letter) -> str | None:
    """The one recipient of the returned mail: its To; where that hides everybody, whom the first server had it for."""
    sole = recipients.sole_recipient(letter.original, letter.own)
    if sole or letter.original is None or recipients.original_recipients(letter.original):
        return sole
    coded = recipients.from_verp(letter.headers, letter.original, [])
    first = coded or recipients.first_hop_recipient(letter.original)
    return first if first and key(first) not in letter.own and not is_role(first) else None


def _of_return_path(letter: Letter) -> str | None:
    """Whom the address carries to which the mail came back (VERP): all that is left where nothing else came back."""
    coded = recipients.from_verp(letter.headers, letter.original, [])
    return coded if coded and _good(coded, letter) else None


def _listed_in_header(letter: Letter) -> list[str]:
    """X-Failed-Recipients: Exim and Google write it, at most 50 addresses a field."""
    texts = letter.headers.all("x-failed-recipients")
    return list({key(a): a for text in texts for a in find(octal(text[:20_000])) if not is_role(a)}.values())


def _good(address: str | None, letter: Letter) -> bool:
    if (
        not address
        or is_role(address)
        or is_masked(address)
        or key(address) in letter.own
        or "." not in domain(address)
    ):
        return False
    sender = letter.sender or ""
    return key(address) != key(sender) and domain(address) not in ("example", "domain.com")


class _Found(dict[str, Finding]):
    """The recipients found so far by key; `keep` takes only what can be one."""

    def __init__(self, letter: Letter, wanted: set[str]) -> None:
        super().__init__()
        self._letter, self._wanted = letter, wanted

    def keep(self, address: str | None, told: Callable[[], str], before: str | None = None) -> None:
        """Keep an address, with what `told` says; that is asked only of one which is new and may have failed."""
        if not address or len(self) >= _MAX or key(address) in self:
            return
        if key(address) in self._wanted or _good(address, self._letter):
            self[key(address)] = Finding(address, before, text=one_line(told())[:4000])

    def enough(self) -> bool:
        """Whether everybody of the header is found, or anybody where the header names none."""
        return bool(self) and self._wanted <= self.keys()


def _in_text(letter: Letter, wanted: set[str]) -> dict[str, Finding]:
    """Addresses by the places where a recipient stands, the surest kind of place first; later kinds only if needed."""
    text = letter.text[:60_000]
    said = _SIGNATURE.split(text, 1)[0]
    text = said if "@" in said else text
    found = _Found(letter, wanted)
    for address, before, told in by_address(text):
        found.keep(address, partial(_told_or_words, told, letter, address), before)
    if not found.enough():
        alone = list(_ALONE.finditer(text))
        stops = [*(match.start() for match in alone[1:]), len(text)]
        for match, stop in zip(alone[:_MAX], stops, strict=False):
            if words.DELIVERED.search(match["rest"]) and not kinds.says_failed(match["rest"]):
                continue
            if _reached(text, match.start()):
                continue
            found.keep(clean(match["address"]), partial(_after, text, match.start("rest"), stop, letter))
    for place in (_labelled, _in_sentence, _in_failing_line, _only_one):
        if not found:
            place(text, letter, found)
    return found


def _reached(text: str, at: int) -> bool:
    """Whether the heading above a line speaks of those who got the mail ("Sent to:")."""
    for line in reversed(text[max(0, at - 2000) : at].split("\n")):
        if line.rstrip().endswith((":", "\uff1a")) and "@" not in line:
            return bool(words.DELIVERED.search(line)) and not kinds.says_failed(line)
    return False


def _labelled(text: str, letter: Letter, found: _Found) -> None:
    for match in _LABEL.finditer(text):
        for address in find(match["rest"]):
            found.keep(address, partial(_words, letter, address))


def _in_sentence(text: str, letter: Letter, found: _Found) -> None:
    for match in _SENTENCE.finditer(text):
        if _ARRIVED_AT.search(text, max(0, match.start() - 20), match.start("address")):
            continue
        found.keep(clean(match["address"]), partial(_words, letter, match["address"]))


def _in_failing_line(text: str, letter: Letter, found: _Found) -> None:
    for line in words.NEW_ADDRESS.sub("", text).split("\n")[:2000]:
        if "@" in line and (_REPLY_LINE.search(line) or kinds.says_failed(line)):
            for address in find(line)[:3]:
                found.keep(address, partial(_line_or_words, line, letter))


def _only_one(text: str, letter: Letter, found: _Found) -> None:
    """The one address of a short text that a machine wrote, where nothing else stands out; never one for questions."""
    if not letter.from_daemon or len(text) > _SHORT:
        return
    said = _FOOTER_OF.split(text, 1)[0]
    lines = [
        line for line in words.NEW_ADDRESS.sub("", said).split("\n") if "@" in line and not words.CONTACT.search(line)
    ]
    named = {key(a): a for line in lines for a in find(line) if _good(a, letter)}
    if len(named) == 1:
        found.keep(next(iter(named.values())), partial(_words, letter, None))


def _after(text: str, start: int, stop: int, letter: Letter) -> str:
    """The words behind an address up to the end of its paragraph or the next address; else those with a reply."""
    end = text.find("\n\n", start, stop)
    said = text[start : end if end >= 0 else stop][:4000]
    return said if len(said.strip(" \n:.-")) > _WORDS else f"{said}\n{_words(letter, None)}"


def _told_or_words(told: str, letter: Letter, address: str) -> str:
    return told or _words(letter, address)


def _line_or_words(line: str, letter: Letter) -> str:
    return line if _REPLY_LINE.search(line) else f"{line}\n{_words(letter, None)}"


@lru_cache(maxsize=4)  # asked for each address of a text
def _paragraphs(text: str) -> list[tuple[str, bool]]:
    """The paragraphs of a text, each with whether it holds a reply."""
    paragraphs = text[:30_000].split("\n\n")[:200]
    return [(paragraph, bool(_REPLY_LINE.search(paragraph))) for paragraph in paragraphs]


def _words(letter: Letter, address: str | None) -> str:
    """The paragraphs that hold a reply or name the address; else the beginning of the text."""
    kept: list[str] = []
    size = 0
    for paragraph, replies in _paragraphs(letter.text):
        if replies or (address and address in paragraph):
            kept.append(one_line(paragraph))
            size += len(kept[-1]) + 1
            if size > _NEAR:
                break
    near = "\n".join(kept)[:_NEAR]
    # The address alone says nothing: then the text from its beginning on does.
    return near if len(near) > len(address or "") + 20 else one_line(letter.text[:2000])


def _reply(text: str) -> str:
    """The reply in a text: from its code, or the line of its enhanced status, to the end of its paragraph."""
    found = _REPLY_LINE.search(text)
    if not found:
        return ""
    end = text.find("\n\n", found.start())
    start = found.start() if found.group()[:3].isdigit() else text.rfind("\n", 0, found.start()) + 1
    lines = text[start : end if end >= 0 else len(text)].split("\n")[:8]
    lines = list(takewhile(lambda line: not _RULER.match(line), lines))
    reply = one_line(" ".join(lines))[:2000]
    # XMail and others put it into brackets
    return reply.split("]", 1)[0] if start and text[start - 1] == "[" and "[" not in reply.split("]", 1)[0] else reply


def _reason(text: str) -> str:
    """The words behind "Reason:" and its like."""
    found = _REASON.search(text)
    return one_line(found["words"])[:2000] if found else ""
