"""Change the text of encoded bytes, and put it back in the encoding that it came in.

Header values with encoded-words (RFC 2047), parts with a transfer encoding (RFC 2045), charsets declared wrongly:
what comes out is read by charsets.py as the changed text. What is not changed keeps its bytes.
"""

from __future__ import annotations

import binascii
import codecs
import re
from base64 import encodebytes
from collections.abc import Callable, Iterator
from contextlib import suppress

from .charsets import decode, decode_words, guess
from .mime import Part

Change = Callable[[str], str]

_WORD_RUN = re.compile(
    r"=\?(?P<charset>[^?\s]{1,40})\?(?P<form>[bBqQ])\?[^?\n]{0,2000}\?=(?:\s+=\?(?P=charset)\?[bBqQ]\?[^?\n]{0,2000}\?=)*"
)
_BROKEN_WORD = re.compile(r"(=\?[^?\s]{1,40}\?[bBqQ]\?)([^\s?]+)")
_LETTER = re.compile(r"[A-Za-z0-9+/]")
_CODECS = ("ascii", "iso2022_jp_ext", "utf-8", "euc_jp", "cp932", "gb18030", "latin-1")
_STEP = 12  # characters in one encoded-word


def recode(data: bytes, charset: str, change: Change) -> bytes:
    """`data` with its text changed, such that `decode` reads the changed text from it."""
    text = decode(data, charset)
    new = change(text)
    if new == text:
        return data
    for codec in _codecs(charset):
        if _reads(text, codec, charset) and (made := _encoded(new, codec)) is not None:
            return made
    old_lines, new_lines, raw_lines = text.split("\n"), new.split("\n"), data.split(b"\n")
    if len(old_lines) == len(new_lines) == len(raw_lines):
        rows = zip(raw_lines, old_lines, new_lines, strict=True)
        return b"\n".join(raw if old == fresh else _line(fresh, charset) for raw, old, fresh in rows)
    return new.encode("utf-8", "replace")


def _codecs(charset: str) -> Iterator[str]:
    with suppress(LookupError, ValueError):
        yield codecs.lookup(charset.strip(" '\"")).name
    yield from _CODECS


def _encoded(text: str, codec: str) -> bytes | None:
    try:
        return text.encode(codec)
    except (UnicodeError, LookupError, ValueError):
        return None


def _reads(text: str, codec: str, charset: str) -> bool:
    made = _encoded(text, codec)
    return made is not None and decode(made, charset) == text


def _line(text: str, charset: str) -> bytes:
    return next((made for codec in _codecs(charset) if (made := _encoded(text, codec)) is not None), b"")


def recode_part(part: Part, limit: int, change: Change) -> bytes:
    """The content of a part with its text changed (at most `limit` bytes of it), in its transfer encoding."""
    body = part.body()[:limit]
    made = recode(body, part.params.get("charset", ""), change)
    if made == body and len(part.raw) <= limit:
        return part.raw
    return transfer_encoded(made, part)


def transfer_encoded(data: bytes, part: Part) -> bytes:
    """`data` in the transfer encoding of `part`."""
    name = part.headers.raw("content-transfer-encoding").strip().lower()
    if name.startswith(b"base64"):
        return encodebytes(data).rstrip(b"\n")
    return binascii.b2a_qp(data) if name.startswith(b"quoted-printable") else data


def recode_words(text: str, change: Change) -> str:
    """A text with its encoded-words changed as the text that they hold; the rest is changed as it stands."""
    if "=?" not in text:
        return change(text)
    out: list[str] = []
    position = 0
    for found in _WORD_RUN.finditer(text):
        out += (change(_blinded(text[position : found.start()])), _words(found, change))
        position = found.end()
    out.append(change(_blinded(text[position:])))
    return "".join(out)


def _words(found: re.Match[str], change: Change) -> str:
    old = decode_words(found.group())
    new = change(old)
    if new == old:
        return found.group()
    charset = found["charset"].split("*", 1)[0]
    made = [_word(new[at : at + _STEP], charset) for at in range(0, len(new), _STEP)]
    return "\n ".join(word if word is not None else str(_word(new, "utf-8")) for word in made)


def _word(text: str, charset: str) -> str | None:
    for name in (charset, *_CODECS):
        data = _encoded(text, name)
        if data is not None and decode(data, charset) == text:
            return f"=?{charset}?B?{binascii.b2a_base64(data, newline=False).decode()}?="
    data = text.encode("utf-8", "replace")
    return f"=?utf-8?B?{binascii.b2a_base64(data, newline=False).decode()}?="


def _blinded(text: str) -> str:
    """Encoded-words that are too damaged to be read, with a content that says nothing."""
    if "=?" not in text:
        return text
    return _BROKEN_WORD.sub(lambda found: found.group(1) + _LETTER.sub("A", found.group(2)), text)


def recode_value(value: bytes, change: Change) -> bytes:
    """A header value as it stands, folding and all, with its text changed."""
    text = guess(value)
    new = recode_words(text, change)
    return value if new == text else recode(value, "", lambda _: new)
