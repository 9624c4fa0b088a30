"""Which address to report: the one the sender used, because that one stands in the newsletter tool.

A report names where the mail went in the end, or what a server on the way made of it. The address
the sender used is known from VERP, Original-Recipient, "(expanded from …)" and the returned
original (facts/bounces.md §7.1, §7.2). The sender's own addresses are never a recipient by mistake.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import lru_cache

from .addresses import clean, domain, find, is_role, key, local_part
from .charsets import header_text
from .mime import Headers
from .reports import Report, untyped

_OWN_FIELDS = ("to", "delivered-to", "x-original-to", "envelope-to", "x-envelope-to")
_PATH_FIELDS = ("delivered-to", "x-original-to", "envelope-to", "to")
_ORIGINAL_OWN_FIELDS = (
    "return-path",
    "from",
    "sender",
    "reply-to",
    "errors-to",
    "x-envelope-from",
    "list-unsubscribe",
    "list-owner",
)
_NOBODY = frozenset[str]()
_SHORT = 400  # bytes of a field whose addresses are remembered
_DELIVERED = ("delivered-to", "x-original-to", "x-forwarded-for", "x-forwarded-to", "envelope-to")
_PLAIN = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,100}@[A-Za-z0-9][A-Za-z0-9.-]{0,200}")
_BATV = re.compile(r"\A(?:prvs=[^=/]{4,20}[=/]|btv1==[^=]{1,40}==|msprvs1=[^=]{1,40}=)", re.IGNORECASE)
_SRS = re.compile(r"\A(?:srs[01][=+-]|[^+]{0,60}\+srs=)", re.IGNORECASE)
_VERP_HOST = re.compile(
    r"(?:[A-Za-z0-9]|[^\x00-\xa0])(?:[A-Za-z0-9.-]|[^\x00-\xa0]){0,200}\.(?:[A-Za-z]|[^\x00-\xa0]){2,24}"
)
_PREFIX = re.compile(
    r"\A(?:[^+]{1,80}\+(?:\d{1,20}\+)?(?:bounces?-)?(?:\d{1,20}-(?:[0-9a-f]{4,12}-)?)?"
    r"|[^=+]{0,80}?\b(?:return|bounces?|errors?|err|owner|admin|verp|b|return-path)-(?:\d{1,20}-)?)",
    re.IGNORECASE,
)
_OFFICE = re.compile(
    r"\A(?:owner-(?P<of>.+)|(?P<list>.+)[-.](?:admin|owner|bounces?|request|errors?)(?:\+.*)?)\Z", re.IGNORECASE
)
_RECEIVED_FOR = re.compile(rb"\bfor\s+<?([^\s<>;]{3,320})>?(?:\s*;|\s*\(|\s|$)", re.IGNORECASE)


def own_addresses(headers: Headers, original: Headers | None, report: Report | None) -> frozenset[str]:
    """Keys of the addresses that belong to the sender: where the bounce came to, and who sent the original."""
    raw = headers.raw_of(_OWN_FIELDS)
    if original is not None:
        raw += original.raw_of(_ORIGINAL_OWN_FIELDS)
    if report is not None and (sender := report.message.get("x-postfix-sender")):
        raw.append(untyped(sender).encode("utf-8", "replace"))
    known = [_known_keys(value) if len(value) <= _SHORT else _keys(value[:4000]) for value in raw[:40]]
    return _NOBODY.union(*known)


def _keys(value: bytes) -> frozenset[str]:
    """Keys of the addresses in a field, with and without their tags."""
    # nearly all of them are plain; encoded-words and other alphabets take the long way
    plain = value.isascii() and value.find(b"=?") < 0
    found = (_PLAIN.findall(value.decode("ascii")) if plain else find(header_text(value)))[:20]
    keys = {key(address) for address in found}
    keys.update(key(without_tag(address)) for address in found if "=" in address)
    keys.update(key(served) for address in found if (served := _served_list(address)))
    return frozenset(keys)


# The sender is the same in all mails of a sending.
_known_keys = lru_cache(maxsize=2048)(_keys)


def is_office(local: str) -> bool:
    """Whether the local part is that of an address for those who run a list (RFC 2142)."""
    return _OFFICE.match(local) is not None


def _served_list(address: str) -> str | None:
    """The list whose office this address is: `news-bounces@x` to `news@x`."""
    local, at, host = address.rpartition("@")
    office = _OFFICE.match(local)
    return f"{office['of'] or office['list']}{at}{host}" if office else None


def without_tag(address: str) -> str:
    """The address behind a BATV tag: `prvs=0123456789=user@x` to `user@x`."""
    local, at, host = address.rpartition("@")
    return f"{_BATV.sub('', local)}{at}{host}"


def _verp_parts(address: str) -> tuple[str, str] | None:
    """What stands before and behind the last `=` of a VERP local part; the part before still has its prefix."""
    local = local_part(without_tag(address))
    if not local or _SRS.match(local):
        return None
    local = local.replace("==a==", "=")
    head, _, host = local.rpartition("=")
    if not head or not _VERP_HOST.fullmatch(host):
        return None
    return head, host.lower()


def verp(address: str, known: Iterable[str] = ()) -> str | None:
    """The recipient that a VERP return path carries: `list-return-12-user=example.org@x` to `user@example.org`.

    `known` are addresses that it may be: nobody can say where the prefix ends and a local part with
    hyphens begins, unless the whole is known. Without them the usual prefixes are taken away.
    """
    parts = _verp_parts(address)
    if not parts:
        return None
    head, host = parts
    lower = head.casefold()
    for candidate in known:
        local = local_part(candidate)
        if local and domain(candidate) == host and _ends_in(lower, local.casefold()):
            return candidate
    prefix = _PREFIX.match(head)
    if not prefix or prefix.end() >= len(head):
        return None
    return clean(f"{head[prefix.end() :]}@{host}")


def _ends_in(head: str, local: str) -> bool:
    """Whether `local` is the end of `head`, behind something that is no ASCII letter, digit or underline."""
    if not head.endswith(local):
        return False
    before = head[: len(head) - len(local)][-1:]
    return not (before.isascii() and (before.isalnum() or before == "_"))


def return_paths(headers: Headers, original: Headers | None) -> list[str]:
    """The addresses that may carry VERP: where the bounce was delivered, and the return path of the original."""
    values = headers.raw_of(_PATH_FIELDS)
    if original is not None:
        values += original.raw_all("return-path")
    return [address for value in values[:20] if 0x3D in value and (address := clean(header_text(value[:4000])))]


def from_verp(headers: Headers, original: Headers | None, known: Iterable[str]) -> str | None:
    """The recipient that the return path of the sending carries, where there is one."""
    paths = return_paths(headers, original)
    candidates = [*known, *original_recipients(original)] if paths else []
    for address in paths:
        found = verp(address, candidates)
        if found and not is_role(found):
            return found
    return None


@lru_cache(maxsize=8)  # asked several times for one mail
def original_recipients(original: Headers | None) -> tuple[str, ...]:
    """To and Cc of the returned mail."""
    if original is None:
        return ()
    texts = [text for name in ("to", "cc") if name in original for text in original.all(name)[:5]]
    return tuple([address for text in texts for address in find(text[:20_000])])


@lru_cache(maxsize=8)
def recipient_keys(original: Headers | None) -> tuple[str, ...]:
    """To and Cc of the returned mail as keys, each once."""
    return tuple(dict.fromkeys([key(address) for address in original_recipients(original)]))


def first_hop_recipient(original: Headers | None) -> str | None:
    """The recipient that the sender's own server wrote into the oldest Received field (`for <…>`)."""
    if original is None:
        return None
    hops = reversed(original.raw_all("received"))
    return next((address for value in hops if (address := _for_whom(value))), None)


def _for_whom(received: bytes) -> str | None:
    """The address behind `for` in a Received field."""
    plain = received.isascii() and received.find(b"=?") < 0
    value = received if plain else header_text(received).encode("utf-8", "replace")
    found = _RECEIVED_FOR.search(value)
    return clean(found.group(1).decode("utf-8", "replace")) if found else None


def last_hop_recipient(original: Headers | None) -> str | None:
    """The recipient in the newest Received field: that of the server which had the mail last (`for <…>`)."""
    return _for_whom(original.raw("received")) if original is not None else None


def forwarded_from(original: Headers | None, final: str) -> str | None:
    """The address before a forward, where the trace of the returned mail shows one.

    The sender's own server writes `for <…>` into the oldest Received field. The mail was forwarded
    when a later one is for `final`, or when a server on the way has delivered it to that first address.
    """
    if original is None:
        return None
    first = first_hop_recipient(original)
    if not first or key(first) == key(final):
        return None
    known = [hop for value in original.raw_all("received") if (hop := _for_whom(value))]
    delivered = {key(a) for name in _DELIVERED for value in original.all(name) if (a := clean(value))}
    later = any(key(hop) == key(final) for hop in known[:-1])
    return first if later or key(first) in delivered else None


def sole_recipient(original: Headers | None, own: frozenset[str]) -> str | None:
    """The one recipient that the returned mail was addressed to, unless that is the sender itself or a list."""
    if original is None:
        return None
    found = [address for address in original_recipients(original) if key(address) not in own]
    return found[0] if len(found) == 1 and not is_list(found[0], original) else None


def is_list(address: str, original: Headers) -> bool:
    """Whether an address is the name of the list and not a reader: `To: readers@the-sender.example`."""
    lists = {domain(one) for name in ("list-post", "list-unsubscribe") for one in find(original.get(name)[:2000])}
    if "list-id" in original:
        lists.add(domain(clean(original.get("from")) or ""))
    return domain(address) in lists


def sender_used(final: str, headers: Headers, original: Headers | None, own: Callable[[], frozenset[str]]) -> str:
    """The address the sender used for a mail that ended at `final`, where the report itself does not say.

    To be asked only when the report has one failure; believed where the evidence fits: VERP, or a first hop whose
    recipient is the mail's only one. `own` gives the keys of the sender's own addresses.
    """
    addressed = recipient_keys(original)
    if addressed == (key(final),):
        return final  # a mail that was addressed to where it ended, and to nobody else, was not forwarded
    coded = from_verp(headers, original, [final])
    if coded and key(coded) != key(final) and key(coded) not in own():
        # neither was one that was addressed to others as well: then the code is not an address of a reader
        return final if key(final) in addressed else coded
    hop = forwarded_from(original, final)
    if hop and key(hop) not in own() and not is_role(hop):
        sole = sole_recipient(original, own())
        if sole and key(sole) == key(hop):
            return hop
    return final
