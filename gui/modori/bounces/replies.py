"""The remote server's reply, freed of what the mail systems on the way have put around it.

Relays quote the reply that they got inside their own; the innermost one decides. Lines of a
multi-line reply are joined and their repeated codes dropped. Sources: facts/bounces.md §0.3 (5),
§7.3; RFC 5321 §4.2, RFC 3463.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from typing import NamedTuple

from modori.records import Named

from .addresses import domain, find, is_role, key
from .charsets import decode_words

MAX_REPLY = 4000  # characters of a reply that are kept

_CODE = re.compile(r"([2-5]\d\d)(?![\d.])(?:[ \-#:,;]+|$)")
_STATUS_HERE = re.compile(r"#?\(?#?([245]\.\d{1,3}\.\d{1,3})(?![\d.])")
_STATUS_MARKED = re.compile(r"\(#?([245]\.\d{1,3}\.\d{1,3})\)|#([245]\.\d{1,3}\.\d{1,3})(?![\d.])")
_STATUS_ANY = re.compile(r"[45](?<![\w./-].)\.\d{1,2}\.\d{1,3}(?![\d.\w]|\.\d)")
_CODE_ANY = re.compile(r"[45](?<![\w.#/:-].)[0-5]\d[ -]+#?(?=[45]\.\d{1,3}\.\d{1,3}(?![\d.]))")
_INNER = re.compile(
    r"(?:\b(?:said|replied|response(?: from the remote server)?(?: was)?|responded(?: with)?|returned(?: was)?|"
    r"server (?:returned|response|replied)|reply|error(?: message)?|rejected(?: with)?|after [A-Z]{4}(?: (?:TO"
    r"|FROM))?[^:\n]{0,200}|"
    r"initial connection|end of data|SMTP error"
    r"|refused to talk to me)\b\s?[:=]?\s*|->\s*|(?:unknown address error|other (?:mail system"
    r"|address status|host|network)[a-z ]{0,30}|"
    r"mail system problem|status)\s+)['\"(]{0,2}(?=[45]\d\d(?:[ \-:#]|$))",
    re.IGNORECASE,
)
_LATER_CODE = re.compile(r"[45]\d\d(?:[ \-:#]|$)")
_TAIL = re.compile(
    r"\s*(?:\((?:in reply to [^()]{1,60}|delivery attempts: \d+|state \d+)\)\.?"
    r"|\(expanded from: ?<?[^<>()]{1,320}>?\))\s*$",
    re.IGNORECASE,
)
_OPENING = re.compile(r"([45]\d\d)([ -])\s*(?:#?([45]\.\d{1,3}\.\d{1,3})\s)?")
_DOUBLE = re.compile(r"\A([45]\d\d)[ -]\1(?=[ -])")
_LEAD = re.compile(r"\A(?:smtp|x-postfix|x-unix|local|x-qmail|x400|unknown|x-notes)\s*;\s*", re.IGNORECASE)
_QUOTE_END = re.compile(r"['\"]\s*(?:\(.{0,60}\))?\.?\s*\Z")


class Reply(NamedTuple):
    """A reply: its text with the codes, the three digits, and the enhanced status where it has one."""

    text: str
    code: str | None
    status: str | None


def read(text: str) -> Reply:
    """Unwrap, join and take apart a reply of any shape. Empty text gives an empty reply."""
    whole = " ".join(text[: 4 * MAX_REPLY].split())
    if ";" in whole[:20]:
        whole = _LEAD.sub("", whole)
    if "=?" in whole:
        whole = decode_words(whole)
    inner = unwrap(whole)
    joined = join(inner)
    code, status = codes(joined)
    if code is None and status is None and inner != whole:
        joined = whole
        code, status = codes(joined)
    return Reply(joined[:MAX_REPLY], code, status)


def unwrap(text: str) -> str:
    """The innermost reply inside `text`, or `text` without what was added behind it."""
    start = 0
    if _LATER_CODE.search(text, 1):
        for found in _INNER.finditer(text):
            start = found.end()
    inner = text[start:] if start else text
    if start and text[start - 1] in "'\"":
        inner = _QUOTE_END.sub("", inner)
    for _ in range(3):
        shorter = _TAIL.sub("", inner) if ")" in inner[-20:] else inner
        if shorter == inner:
            break
        inner = shorter
    if inner[:3] == inner[4:7]:
        inner = _DOUBLE.sub(r"\1", inner)
    return inner.strip()


def join(text: str) -> str:
    """A multi-line reply in one line, with the codes once: `550-5.1.1 a 550 5.1.1 b` to `550 5.1.1 a b`."""
    found = _OPENING.match(text)
    if not found or (found[2] == " " and found[1] not in text[4:]):
        return text
    code, dash, status = found.groups()
    repeat = rf"(?<=\s){code}[ -]\s*(?:{re.escape(status)}\s+)?" if status else rf"(?<=\s){code}[ -]"
    if dash == "-":
        text = f"{code} {text[4:].lstrip()}"
    elif not status or not re.search(rf"\s{code}[ -]{re.escape(status)}\s", text):
        return text
    head = found.end()
    return text[:head] + re.sub(repeat, "", text[head:])


def codes(text: str) -> tuple[str | None, str | None]:
    """Reply code and enhanced status of a reply; None for what it does not have."""
    found = _CODE.match(text)
    code = found.group(1) if found else None
    behind = _STATUS_HERE.match(text, found.end()) if found else _STATUS_HERE.match(text)
    if behind:
        return code, behind.group(1)
    if marked := _STATUS_MARKED.search(text):
        return code, marked.group(1) or marked.group(2)
    if code is None and (inside := _CODE_ANY.search(text)):
        code = inside.group()[:3]
        status = _STATUS_HERE.match(text, inside.end())
        return code, status.group(1) if status else None
    loose = _STATUS_ANY.search(text)
    return code, loose.group() if loose else None


# What stands before an address that is offered to write to, or of one that a mail is said to be from.
_CONTACT = re.compile(
    r"(?:contact|please (?:e-?mail|mail|write|send|forward|ask|call|report|see|visit)|report(?:ing|ed)?\b|whitelist"
    r"|help(?:desk)?|support|administrator|abuse|questions?|inquir\w+|assistance|問い?合わせ|連絡先?|ご連絡)"
    r"[^@]{0,60}\Z",
    re.IGNORECASE,
)


def named(reply: str, this: Collection[str], others: Collection[str], own: Callable[[], Collection[str]]) -> Named:
    """Whom a reply names, compared by address keys.

    `this`: this recipient in all its forms; `others`: recipients of the same report; `own` gives the
    sender's, of whom a reply may speak as well.
    """
    if "@" not in reply:
        return Named.NOBODY
    # Looked for as it stands: some servers write the address without its quotes, or cut it short.
    lower = reply.casefold()
    if any(one in lower for one in this):
        return Named.THIS
    names = [key(address) for address in find(reply) if not is_role(address) and not _is_offered(address, reply)]
    if any(name in this for name in names):
        return Named.THIS
    if any(name in others for name in names):
        return Named.OTHERS
    strangers = [name for name in names if name not in own()] if names else names
    if not strangers:
        return Named.SENDER if names else Named.NOBODY
    domains = {domain(one) for one in this}
    return Named.OTHERS if all(domain(name) in domains for name in strangers) else Named.FORWARD


def _is_offered(address: str, reply: str) -> bool:
    """Whether the reply only says whom to write to."""
    return _CONTACT.search(reply[: max(0, reply.find(address))][-200:]) is not None
