"""Bytes of mail to text: charset names as they are really written, wrong and missing declarations.

Nothing here raises. What cannot be decoded becomes U+FFFD; ASCII (codes, addresses) always survives.
Sources: facts/bounces.md §7.3; RFC 2047 for header text.
"""

from __future__ import annotations

import binascii
import codecs
import re
from functools import lru_cache

# Names that Python's codecs do not know, or know under a codec that fails on real mail.
_ALIASES = {
    "uft-8": "utf-8",
    "utf8": "utf-8",
    "unicode-1-1-utf-7": "utf-7",
    "unicode-1-1-utf-8": "utf-8",
    "shift_jis": "cp932",
    "shift-jis": "cp932",
    "sjis": "cp932",
    "x-sjis": "cp932",
    "windows-31j": "cp932",
    "ms_kanji": "cp932",
    "cswindows31j": "cp932",
    "x-euc-jp": "euc_jp",
    "euc-jp-ms": "euc_jp",
    "eucjp-ms": "euc_jp",
    "cp51932": "euc_jp",
    "iso-2022-jp": "iso2022_jp_ext",
    "iso-2022-jp-ms": "iso2022_jp_ext",
    "csiso2022jp": "iso2022_jp_ext",
    "cp50220": "iso2022_jp_ext",
    "cp50221": "iso2022_jp_ext",
    "cp50222": "iso2022_jp_ext",
    "iso-8859-8-i": "iso-8859-8",
    "ks_c_5601-1987": "cp949",
    "gb2312": "gb18030",
    "gbk": "gb18030",
}
_UNKNOWN = frozenset({"", "us-ascii", "ascii", "unknown-8bit", "x-unknown", "x-user-defined", "8bit", "default"})
_SHIFTING = frozenset({"utf-7", "iso2022_jp_ext", "iso2022_kr", "hz", "utf-16"})  # ASCII bytes that mean others
_ESC = 0x1B  # a number: to look for one byte as bytes costs several times as much
_ESCAPE = b"\x1b$"


@lru_cache(maxsize=512)
def _codec(charset: str) -> str | None:
    """The Python codec for a charset name, None where the name says nothing."""
    name = charset.strip().strip("'\"").lower()
    name = _ALIASES.get(name, name)
    if name in _UNKNOWN:
        return None
    try:
        info = codecs.lookup(name)
    except (LookupError, ValueError):
        return None
    # Codecs such as rot13 or zip are not text encodings.
    return info.name if getattr(info, "_is_text_encoding", True) else None


def _guess_line(line: bytes) -> str:
    if line.isascii():
        return line.decode("ascii")
    for codec in ("utf-8", "euc_jp", "cp932"):
        try:
            return line.decode(codec)
        except UnicodeDecodeError:
            continue
    return line.decode("latin-1")


def guess(data: bytes) -> str:
    """Text of undeclared bytes: ISO-2022-JP by its escapes, then UTF-8, EUC-JP, Shift_JIS line by line."""
    if data.isascii():
        shifts = _ESC in data and data.find(_ESCAPE) >= 0
        return data.decode("iso2022_jp_ext", "replace") if shifts else data.decode()
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return "\n".join(_guess_line(line) for line in data.split(b"\n"))


def decode(data: bytes, charset: str = "") -> str:
    """`data` as text. A declared charset that does not fit is not believed."""
    codec = _codec(charset)
    if codec is None or (codec not in _SHIFTING and data.isascii()):
        return guess(data)
    if codec.startswith("iso2022_jp"):
        # Real mails declare ISO-2022-JP and carry EUC-JP or Shift_JIS (au), or characters of row 13.
        return data.decode(codec, "replace") if data.isascii() else guess(data)
    try:
        return data.decode(codec)
    except (UnicodeError, ValueError):
        return guess(data)


_OCTAL = re.compile(r"(?:\\[0-3][0-7]{2})+")


def _from_octal(match: re.Match[str]) -> str:
    data = bytes(int(digits, 8) for digits in match.group()[1:].split("\\"))
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return match.group()


def octal(text: str) -> str:
    """`\\347\\224\\260` to the character it stands for: Exim writes UTF-8 so."""
    return _OCTAL.sub(_from_octal, text) if "\\" in text and ("\\3" in text or "\\2" in text) else text


_WORD = re.compile(r"=\?([^?\s]{1,40})\?([bBqQ])\?([^?]{0,2000})\?=")
_GAP = re.compile(r"(\?=)\s+(?==\?[^?\s]{1,40}\?[bBqQ]\?)")
_HEX = re.compile(rb"=([0-9A-Fa-f]{2})")


def _unhex(match: re.Match[bytes]) -> bytes:
    return bytes.fromhex(match.group(1).decode("ascii"))


def _word_bytes(encoding: str, payload: str) -> bytes:
    data = payload.encode("utf-8", "replace")
    if encoding in "qQ":
        return _HEX.sub(_unhex, data.replace(b"_", b" "))
    return from_base64(data)


def from_base64(data: bytes) -> bytes:
    """Decoded base64; damaged input gives what can be read of it."""
    try:
        return binascii.a2b_base64(data)
    except (binascii.Error, ValueError):
        clean = re.sub(rb"[^A-Za-z0-9+/]", b"", data)
        clean = clean[: len(clean) - (1 if len(clean) % 4 == 1 else 0)]
        try:
            return binascii.a2b_base64(clean + b"=" * (-len(clean) % 4))
        except (binascii.Error, ValueError):
            return b""


_SHORT = 400  # longer values are not remembered, so that no mail fills the memory


def header_text(value: bytes) -> str:
    """A header's value as text: unfolded, encoded-words decoded (RFC 2047), raw 8-bit guessed."""
    if value.isascii():
        text = value.decode()
        # asked of the text, not of the bytes: `in` raises and forgets a TypeError for each of those
        if not ("\n" in text or "=?" in text or "\x1b" in text):
            return text.strip()
    return _remembered_text(value) if len(value) <= _SHORT else _header_text(value)


def _header_text(value: bytes) -> str:
    text = guess(value)
    if "\n" in text:
        text = re.sub(r"\n[ \t]*", " ", text)
    if "=?" not in text:
        return text.strip()
    return decode_words(text).strip()


# The same fields are asked for again and again, in one mail and from mail to mail.
_remembered_text = lru_cache(maxsize=4096)(_header_text)


def decode_words(text: str) -> str:
    """Encoded-words in `text` decoded; neighbours in one charset are joined first (ISO-2022-JP cut in two)."""
    if "=?" not in text:
        return text
    text = _GAP.sub(r"\1", text)
    out: list[str] = []
    position = 0
    pending = b""
    pending_charset = ""

    def flush() -> None:
        nonlocal pending
        if pending:
            out.append(decode(pending, pending_charset))
            pending = b""

    for match in _WORD.finditer(text):
        charset = match.group(1).split("*", 1)[0].lower()
        if match.start() != position or charset != pending_charset:
            flush()
            out.append(text[position : match.start()])
        pending_charset = charset
        pending += _word_bytes(match.group(2), match.group(3))
        position = match.end()
    flush()
    out.append(text[position:])
    return "".join(out)
