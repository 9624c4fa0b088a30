"""Values made fit for a cell: nothing that a spreadsheet would run, that hides, or that breaks the line.

Spreadsheets run what begins with = + - @ (also in full width, after spaces, and after a semicolon where
their language splits at it). Text gets an apostrophe before it. An address must not be changed into
another address, so it has its own rule; see `address_cell`.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_FORMULA = "=+-@\u2212"
_RUNS_AFTER_SPLIT = re.compile(r"([;,]\s*)(?=[=+\-@\u2212\uff1d\uff0b\uff0d\uff20\ufe62\ufe63\ufe66\ufe6b])")
_LINE_BREAKS = re.compile("[\t\n\v\f\r\x1c-\x1e\x85\u2028\u2029]+")
_CALLS_NOTHING = re.compile(r"[\w.+-][\w.+=-]*@[\w.-]+", re.ASCII)


def runs(text: str) -> bool:
    """Whether a spreadsheet may take the cell for a formula."""
    start = text.lstrip()
    return bool(start) and unicodedata.normalize("NFKC", start[0])[0] in _FORMULA


def _plain(text: str) -> bool:
    return text.isascii() and text.isprintable()


def _hides(character: str) -> bool:
    """Controls, bidi and zero-width characters, lone surrogates."""
    return unicodedata.category(character) in ("Cc", "Cf", "Cs", "Zl", "Zp")


@lru_cache(maxsize=1024)  # reasons and lists come again and again
def text_cell(text: str | None) -> str:
    """`text` on one line, without invisible characters, and never a formula."""
    if not text:
        return ""
    if not _plain(text):
        text = _LINE_BREAKS.sub(" ", text)
        text = "".join(_visible(character) for character in text)
    text = text.strip()
    if ";" in text or "," in text:
        text = _RUNS_AFTER_SPLIT.sub(r"\1'", text)
    return f"'{text}" if runs(text) else text


def _visible(character: str) -> str:
    if not _hides(character):
        return character
    return "\ufffd" if unicodedata.category(character) == "Cs" else ""


def address_cell(address: str) -> str:
    """An address that imports as what it is or matches nobody: never another address, never a formula that runs.

    - Invisible characters become U+FFFD. Left out, they would turn a forged address into a living reader's.
    - `+tag@example.jp` or `-x@example.jp` are real addresses: with an apostrophe before it the tool would not find
      its reader (an apostrophe may stand in an address). Made of letters, digits and `. _ + - = @` alone it stays as
      it is: a formula needs a bracket, `|` or `!` to call anything. Only behind a first `=` LibreOffice makes a formula
      of that, too (it runs nothing, but shows an error in the address's place).
    - Anything else that begins like a formula gets its local part quoted, `"=cmd|x"@example.jp`: to mail
      servers that is the same address (RFC 5321 §4.1.2), and the cell begins with a quotation mark.
    """
    if _CALLS_NOTHING.fullmatch(address):  # nearly all
        return address
    address = "".join("\ufffd" if _hides(one) else one for one in address.strip()) if not _plain(address) else address
    address = address.strip()
    if ";" in address or "," in address:
        address = _RUNS_AFTER_SPLIT.sub("\ufffd", address)
    if not runs(address) or _CALLS_NOTHING.fullmatch(address):
        return address
    local, at, domain = address.rpartition("@")
    if not at:
        local, domain = address, ""
    escaped = local.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"{at}{domain}'
