"""Mail addresses in the text of bounces: found, cleaned, compared, and told from what only looks like one.

Real addresses break RFC 5321: Japanese carriers gave out `..love.@docomo.ne.jp`, reports quote,
bracket, escape and encode them. Sources: facts/bounces.md §7.1, §7.2; RFC 3461 §4 (xtext), RFC 6533 §3.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from contextlib import suppress
from functools import lru_cache

from .charsets import decode_words

MAX_ADDRESS = 320  # RFC 5321: 64 + 1 + 255
_MAX_FOUND = 300

# Any character beyond ASCII (RFC 6531), but not the blanks, brackets and full stops of Japanese and other prose.
_BEYOND = r"[^\x00-\xa0\u2000-\u206f\u3000-\u3004\u3008-\u301f\uff08\uff09\uff0c\uff1a\uff1b\uff1c\uff1e\uff20\ufffd]"
# Read from the @ backwards, so that the search is as long as the local part.
_LOCAL_BACKWARDS = re.compile(rf"(?:[\w!#$%&'*+/=?^`{{|}}~.\-]|{_BEYOND}){{1,100}}")
# What nearly all addresses are: nothing of it can belong to the text around it.
_USUAL = re.compile(
    r"[A-Za-z0-9][A-Za-z0-9_.+=-]{0,63}@[A-Za-z0-9][A-Za-z0-9-]{0,59}(?:\.[A-Za-z0-9-]{1,60}){0,2}\.[A-Za-z0-9]{1,60}"
)
_ASCII_TAIL = re.compile(r"[!-~]+\Z")
_ALPHABETS = "\u06ff"  # up to here scripts put blanks between words: Latin, Greek, Cyrillic, Hebrew, Arabic
_MARKS = "«»¡¿·"
_QUOTED = re.compile(r"\"(?:[^\"\\\n]|\\.){1,80}\"\Z")
_DOMAIN = re.compile(r"\[(?:IPv6:)?[0-9A-Fa-f.:]{3,45}\]|\w[\w.\-]{0,250}")
_PLAIN = re.compile(r"[\w!#$%&'*+/=?^`{|}~.\-]+\Z")
_HEX = re.compile(r"\+([0-9A-F]{2})")
_UNITEXT = re.compile(r"\\x\{([0-9A-Fa-f]{2,6})\}")

ROLES = frozenset(
    [
        "mailer-daemon",
        "postmaster",
        "root",
        "abuse",
        "hostmaster",
        "webmaster",
        "daemon",
        "noreply",
        "no-reply",
        "donotreply",
        "mailsystem",
        "mail-system",
        "mailgw",
        "mailgateway",
        "do-not-reply",
        "nobody",
        "mailerdaemon",
        "mail-daemon",
        "mmdf",
        "uucp",
        "admin",
        "administrator",
        "support",
        "helpdesk",
        "listmaster",
        "spam",
        "security",
        "double-bounce",
        "mailer",
        "postmast",
        "post_master",
        "sysadmin",
        "postmaster-noreply",
    ]
)
_MASKED = re.compile(r"\A(?:.*\*\*.*|[*x.?_-]*\*[*x.?_-]*|\[?redacted\]?|x{5,})\Z", re.IGNORECASE)


def local_part(address: str) -> str:
    """What stands before the last @."""
    return address.rpartition("@")[0]


def domain(address: str) -> str:
    """What stands behind the last @, lower case."""
    return address.rpartition("@")[2].lower()


@lru_cache(maxsize=4096)
def key(address: str) -> str:
    """A form for comparison: case folded, quotes of the local part dropped, domain in its ASCII form."""
    local, at, host = address.strip().casefold().rpartition("@")
    if len(local) > 2 and local[0] == local[-1] == '"':
        local = local[1:-1].replace("\\", "")
    if not host.isascii():
        with suppress(UnicodeError):
            host = host.encode("idna").decode("ascii")
    return f"{local}{at}{host.rstrip('.')}"


def is_role(address: str) -> bool:
    """Whether this is an address of a machine or an office (mailer-daemon, postmaster, …)."""
    return local_part(address).casefold() in ROLES


def is_masked(address: str) -> bool:
    """Whether the sender of the report has hidden the local part (`****@example.com`)."""
    local = local_part(address)
    return ("*" in local or local[:1] in "[rRxX") and bool(_MASKED.match(local))


def clean(text: str) -> str | None:
    """The address in a field of a report or between brackets; None where there is none.

    Accepts `rfc822; a@b`, `<a@b>`, `"Name" <a@b>`, `a@b (comment)`, `mailto:a@b`, `'a@b'`, encoded-words.
    """
    return _remembered(text) if len(text) <= MAX_ADDRESS else _clean(text)


def _clean(text: str) -> str | None:
    text = text.strip()
    if _USUAL.fullmatch(text):
        return text
    if "=?" in text:
        text = decode_words(text)
    if len(text) > 2000:
        text = text[:2000]
    if "<" in text:
        inside = text[text.find("<") + 1 :].partition(">")[0]
        if "@" in inside or "＠" in inside:
            text = inside
    at = text.find("@")
    if at < 0:
        return None
    if text.lstrip().startswith('"'):
        # a quoted local part may itself hold an @
        close = text.find('"@', 1)
        at = close + 1 if close > 0 else at
    return _around(text, at)


# One address stands in several places of a mail.
_remembered = lru_cache(maxsize=4096)(_clean)


def _around(text: str, at: int) -> str | None:
    """The address whose @ stands at `at`."""
    right = _DOMAIN.match(text, at + 1)
    local = _local_before(text, at) if right else None
    if not right or not local:
        return None
    host = right.group().rstrip(".-_")
    if "." not in host and right.group().endswith(".."):
        return None  # an archive has cut it short; Sendmail's dots follow a whole one
    local = _unquoted(local.removeprefix("'").removeprefix(f"{host}/"))
    if not host.isascii() and "." in host:
        host = _ascii_tail(host)
    if not local.isascii() and host.isascii():
        local = _without_prose(local)
    if not local or not host or local.strip(".-") == "" or ".." in host:
        return None
    address = f"{local}@{host}"
    return address if len(address) <= MAX_ADDRESS else None


def _local_before(text: str, at: int) -> str | None:
    """The local part that ends before the @ at `at`."""
    before = text[max(0, at - 110) : at]
    if before.endswith('"'):
        quoted = _QUOTED.search(before)
        return quoted.group() if quoted else None
    found = _LOCAL_BACKWARDS.match(before[::-1])
    return found.group()[::-1] if found else None


def _unquoted(local: str) -> str:
    """`"..love"` to `..love`: mail systems put into quotes what the sender wrote without."""
    if len(local) > 2 and local[0] == local[-1] == '"' and _PLAIN.match(local[1:-1]):
        return local[1:-1]
    return local


def _without_prose(local: str) -> str:
    """`宛先はtaro` to `taro`: text runs into an address where a language has no blanks; `田中.太郎` and `jörg` stay."""
    local = local.lstrip(_MARKS)
    tail = _ASCII_TAIL.search(local)
    if tail and tail.start() > 0 and not tail.group().startswith(".") and local[tail.start() - 1] > _ALPHABETS:
        return tail.group()
    return local


def _ascii_tail(host: str) -> str:
    """`example.jpに` to `example.jp`, but `日本語.jp` stays."""
    head = re.match(r"[A-Za-z0-9.-]+", host)
    if head and "." in head.group().strip("."):
        return head.group().rstrip(".-")
    return host


def find(text: str) -> list[str]:
    """All addresses in running text in their order, without repeats; at most 300."""
    if "@" not in text:
        return []
    return list(_known_found(text)) if len(text) <= MAX_ADDRESS else _find(text)


def _find(text: str) -> list[str]:
    if len(text) <= MAX_ADDRESS and _USUAL.fullmatch(text):
        return [text]
    found: dict[str, str] = {}
    at = text.find("@")
    tries = 0
    while at >= 0 and tries < 2 * _MAX_FOUND and len(found) < _MAX_FOUND:
        tries += 1
        address = _around(text, at)
        if address and "." in domain(address).strip("[]"):
            found.setdefault(key(address), address)
        at = text.find("@", at + 1)
    return list(found.values())


_known_found = lru_cache(maxsize=2048)(_find)


def first(text: str) -> str | None:
    """The first address in running text."""
    at = text.find("@")
    for _ in range(20):
        if at < 0:
            return None
        address = _around(text, at)
        if address and "." in domain(address):
            return address
        at = text.find("@", at + 1)
    return None


def from_xtext(address: str) -> str:
    """`user+2Btag@x` to `user+tag@x` (RFC 3461 §4), only where the result is an address and nothing is lost.

    A `+` that is no escape stands for itself: many bounce writers do not encode.
    """
    local, at, host = address.rpartition("@")
    if not at or "+" not in local:
        return address
    plain = _HEX.sub(lambda m: chr(int(m.group(1), 16)), local)
    if plain == local or not plain.isprintable() or " " in plain or "@" in plain or _HEX.sub("", local).count("+"):
        return address
    # Only characters that xtext has to encode are believed: `bob+20@x` is a tagged address.
    if any(chr(int(h, 16)).isalnum() or chr(int(h, 16)) in "._- " for h in _HEX.findall(local)):
        return address
    return f"{plain}{at}{host}"


def from_unitext(address: str) -> str:
    r"""`\x{7530}@x` to `田@x` (RFC 6533 §3)."""
    if "\\x{" not in address:
        return address

    def character(match: re.Match[str]) -> str:
        code = int(match.group(1), 16)
        return chr(code) if code <= 0x10FFFF and not 0xD800 <= code <= 0xDFFF else match.group()

    return _UNITEXT.sub(character, address)


def same_any(address: str, others: Iterable[str]) -> bool:
    """Whether `address` is one of `others`, compared by `key`."""
    wanted = key(address)
    return any(key(other) == wanted for other in others)
