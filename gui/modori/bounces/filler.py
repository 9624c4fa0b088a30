"""Filler in place of what people have written: the same shape, other words.

Letters and digits are replaced, so lines, quotes, signs and lengths stay; a charset stays possible.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

_LATIN = "loremipsumdolorsitametconsecteturadipiscingelit"
_KANA = "いろはにほへとちりぬるをわかよたれそつねならむうゐのおくやまけふこえてあさきゆめみしゑひもせすん"
_HANGUL = "가나다라마바사아자차카타파하"
_CYRILLIC = "лоремипсумдолорситамет"
_RUN = re.compile(r"[^\W_]+")
_CHUNK = re.compile(r"[^\s<>\"]+")
_LOOKED_AT = 20_000  # characters in which kinds.py looks for words
_MAX_SPAN = 60
_END = 16


def _letter(character: str, place: int) -> str:
    if character.isascii():
        if character.isdigit():
            return "0"
        other = _LATIN[place % len(_LATIN)]
        return other.upper() if character.isupper() else other
    if "\u3041" <= character <= "\u9fff":
        return _KANA[place % len(_KANA)]
    if "\uac00" <= character <= "\ud7a3":
        return _HANGUL[place % len(_HANGUL)]
    if "\u0400" <= character <= "\u04ff":
        return _CYRILLIC[place % len(_CYRILLIC)]
    return _LATIN[place % len(_LATIN)]


def fill(text: str) -> str:
    """`text` with all letters and digits replaced; the same text always gives the same filler."""
    place = 0
    out: list[str] = []
    position = 0
    for found in _RUN.finditer(text):
        out.append(text[position : found.start()])
        out.extend(_letter(character, place + number) for number, character in enumerate(found.group()))
        place += len(found.group())
        position = found.end()
    out.append(text[position:])
    return "".join(out)


def fill_around(text: str, scrub: Callable[[str], str], kept: Iterable[re.Pattern[str]] = ()) -> str:
    """`text` filled, except addresses and what the patterns `kept` find, which are given to `scrub`.

    Of a long find only both ends stay: what lies between them is somebody's own text.
    """
    kept = tuple(kept)
    if not kept and "@" not in text and "＠" not in text and "://" not in text:
        return fill(text)
    keep = bytearray(len(text))
    for found in _CHUNK.finditer(text):
        if "@" in found.group() or "＠" in found.group() or "://" in found.group():
            keep[found.start() : found.end()] = b"\1" * (found.end() - found.start())
    for pattern in kept:
        for found in pattern.finditer(text, 0, _LOOKED_AT):
            start, end = _whole_words(text, *found.span())
            if end - start > _MAX_SPAN:
                keep[start : start + _END] = b"\1" * _END
                start = end - _END
            keep[start:end] = b"\1" * (end - start)
    out: list[str] = []
    position = 0
    while position < len(text):
        state = keep[position]
        end = keep.find(b"\0" if state else b"\1", position)
        end = len(text) if end < 0 else end
        out.append((scrub if state else fill)(text[position:end]))
        position = end
    return "".join(out)


def _whole_words(text: str, start: int, end: int) -> tuple[int, int]:
    for _ in range(20):
        if start == 0 or not (text[start - 1].isascii() and text[start - 1].isalnum()):
            break
        start -= 1
    for _ in range(20):
        if end >= len(text) or not (text[end].isascii() and text[end].isalnum()):
            break
        end += 1
    return start, end
