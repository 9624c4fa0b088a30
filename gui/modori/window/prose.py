"""Sentences that wrap as a reader expects: Japanese lines break between phrases, not inside of a word.

Qt may break a Japanese line after any character. Here a break is allowed behind punctuation, and where a new
phrase begins: a kanji, katakana or Latin letter behind hiragana.
"""

from __future__ import annotations

import re
from functools import cache

from PySide6.QtWidgets import QLabel, QWidget

JOINER = "\u2060"
_JAPANESE = "\u3000-\u30ff\u3400-\u9fff\uff00-\uffef"
_FIRST = "\u3000"  # of the Japanese characters
# Behind these a line may break, whatever follows but more of them; behind a closing bracket stands a particle.
_END = "、。，．・：；？！"
_CLOSE = "）」』】〉》)"
_OPEN = "（「『【〈《("
# A phrase of more characters than this may break anywhere: better a bad break than a line that is cut off.
_LONGEST = 18


@cache
def _pair() -> re.Pattern[str]:
    """Two characters between which a line may break; compiled when Japanese is first shown, for it takes long."""
    return re.compile(f"(?<=[{_JAPANESE}])(?=[{_JAPANESE}0-9A-Za-z(])|(?<=[0-9A-Za-z%)])(?=[{_JAPANESE}])")


def by_phrase(text: str) -> str:
    """`text` with invisible joiners (U+2060) wherever a line should not break; text without Japanese stays."""
    if max(text, default="") < _FIRST:
        return text
    pieces: list[str] = []
    start = 0
    for found in _pair().finditer(text):
        if _may_break(text[found.start() - 1], text[found.start()]):
            pieces.append(text[start : found.start()])
            start = found.start()
    pieces.append(text[start:])
    return "".join(_joined(piece) for piece in pieces)


def _may_break(before: str, after: str) -> bool:
    if after in _OPEN:
        return True
    if before in _END:
        return after not in _END + _CLOSE
    if before in _CLOSE:
        return _begins_word(after)
    return "\u3041" <= before <= "\u309f" and before not in "おご" and _begins_word(after)


def _begins_word(character: str) -> bool:
    """Katakana, a kanji, a Latin letter or a figure."""
    if character < _FIRST:
        return character.isalnum() and character.isascii()
    return "\u30a0" <= character <= "\u30fa" or "\u3400" <= character <= "\u9fff"


def _joined(piece: str) -> str:
    return piece if len(piece) > _LONGEST else _pair().sub(JOINER, piece)


class Prose(QLabel):
    """A label for sentences: wraps, between phrases. `text` gives what was set, without joiners."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._plain = ""
        self.setWordWrap(True)

    def setText(self, text: str) -> None:
        """Qt: show `text`."""
        self._plain = text
        shown = by_phrase(text)
        super().setText(shown)
        self.setAccessibleName(text if shown != text else "")

    def text(self) -> str:
        """Qt: what is shown, as it was given."""
        return self._plain
