"""All literals and patterns of a book as one set, matched in linear time (google-re2).

A text is read as UTF-8, ASCII letters in lower case, any run of white space as one blank; what is
reported as matched is the exact piece of the original.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Protocol, cast

import re2  # pyright: ignore[reportMissingTypeStubs]

_re2 = cast(Any, re2)  # has no types of its own


class Regexp(Protocol):
    """What is used of a compiled pattern."""

    def search(self, text: bytes) -> re.Match[bytes] | None:
        """The first match in a folded text."""
        ...


LONGEST = 16_384
"""Characters of one text that are looked at; a longer one is hostile or not a reply."""
_MEMORY = 64 << 20
Refused: type[Exception] = _re2.error
"""What a pattern raises that is not a linear-time one."""
_WORD = re.compile(rb"\S+")


def fold(text: str) -> bytes:
    """`text` as rules see it."""
    return b" ".join(text[:LONGEST].encode("utf-8", "replace").lower().split())


def _options(memory: int = _MEMORY) -> Any:
    options = _re2.Options()
    options.max_mem = memory
    options.log_errors = False
    return options


def compiled(pattern: str) -> Regexp:
    """One pattern; raises re2.error."""
    return _re2.compile(pattern.encode(), _options(8 << 20))


def finder(pattern: str) -> Callable[[bytes], object]:
    """Asks whether a pattern is in a text, faster than `compiled`, which also says where. Raises re2.error."""
    alone = _re2.Set.SearchSet(_options(8 << 20))
    alone.Add(pattern.encode())
    alone.Compile()
    return alone.Match


class TextSet:
    """Patterns by number; each different pattern is held once."""

    def __init__(self) -> None:
        self._set: Any = _re2.Set.SearchSet(_options())
        self._numbers: dict[str, int] = {}
        self._patterns: list[str] = []
        self._literals: dict[int, bytes] = {}
        self._compiled: dict[int, Regexp] = {}

    def literal(self, text: str) -> int:
        """The number of a literal text."""
        folded = fold(text)
        number = self.add(_re2.escape(folded.decode()))
        self._literals[number] = folded
        return number

    def add(self, pattern: str) -> int:
        """The number of `pattern`. Raises re2.error when it is not a linear-time pattern."""
        number = self._numbers.get(pattern)
        if number is None:
            number = int(self._set.Add(pattern))
            self._numbers[pattern] = number
            self._patterns.append(pattern)
        return number

    def close(self) -> None:
        """No more patterns: compile what there is."""
        if self._patterns:
            self._set.Compile()

    def hits(self, folded: bytes) -> list[int]:
        """The numbers of all patterns found in a folded text."""
        if not self._patterns:
            return []
        return self._set.Match(folded) or []

    def found(self, number: int, text: str, folded: bytes) -> str | None:
        """The exact piece of `text` that pattern `number` matches, None when it does not."""
        words = self._literals.get(number)
        if words is not None:
            start = folded.find(words)
            return None if start < 0 else _piece(text, folded, start, start + len(words))
        regexp = self._compiled.get(number)
        if regexp is None:
            regexp = self._compiled[number] = compiled(self._patterns[number])
        match = regexp.search(folded)
        if match is None:
            return None
        return _piece(text, folded, *match.span())


def _piece(text: str, folded: bytes, start: int, end: int) -> str:
    if len(text) == len(folded) and text.isascii():
        return text[start:end]
    raw = text[:LONGEST].encode("utf-8", "replace")
    if len(raw) != len(folded):
        start, end = _original(raw, start, end)
    return raw[start:end].decode("utf-8", "replace")


def _original(raw: bytes, start: int, end: int) -> tuple[int, int]:
    """Where the span of the folded text lies in the text before folding."""
    offsets: list[int] = []
    for word in _WORD.finditer(raw):
        offsets.extend(range(word.start(), word.end()))
        offsets.append(word.end())
    if start >= end:
        return offsets[start], offsets[start]
    return offsets[start], offsets[end - 1] + 1
