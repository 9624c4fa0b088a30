r"""Long lists of words in many languages, searched in linear time first.

`re` tries each of a hundred alternatives at each place of a text; google-re2 reads the text once. But re2 knows `\w`,
`\b` and their like for ASCII only. So it is asked a slightly more generous question, and only where it says yes does
`re` have the last word. Both are compiled when they are first needed, which also keeps the start of the program short.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from .texts import finder

_BEYOND = r"\x{80}-\x{10FFFF}"  # what re2 does not count among letters, digits and blanks, whatever it is
_TOKEN = re.compile(r"\\(?P<escaped>.)|(?P<open>\[\^?\]?)|(?P<close>\])", re.DOTALL)
_LOOKS = re.compile(r"(?<!\\)\(\?<?[=!](?:[^()\\\[]|\\.|\[[^\]]*\])*\)")


class Guarded:
    """A pattern that is searched without regard to case, line by line (`^`, `$`)."""

    def __init__(self, pattern: str) -> None:
        self.pattern = pattern
        self._exact: re.Pattern[str] | None = None
        self._guard: Callable[[bytes], object] | None = None

    @property
    def exact(self) -> re.Pattern[str]:
        """The pattern itself."""
        if self._exact is None:
            self._exact = re.compile(self.pattern, re.IGNORECASE | re.MULTILINE)
        return self._exact

    def search(self, text: str) -> re.Match[str] | None:
        """The first match in `text`."""
        if self._guard is None:
            self._guard = finder(generous(self.pattern))
        plain = text if text.isascii() else _one_i(text)
        if not self._guard(plain.encode("utf-8", "replace")):
            return None
        return self.exact.search(text)


def generous(pattern: str) -> str:
    """`pattern` for re2, such that it finds something wherever `re` does. Raises ValueError where that is not known."""
    within = ""  # the opening of the class that a token stands in

    def replaced(token: re.Match[str]) -> str:
        nonlocal within
        if token["escaped"]:
            return _escaped(token["escaped"], within)
        if token["close"]:
            within = ""
            return "]"
        if within:
            return rf"\{token[0]}"
        within = token["open"]
        return within

    # without its look-around a pattern finds more
    return f"(?im){_TOKEN.sub(replaced, _LOOKS.sub('', _one_i(pattern)))}"


def _one_i(text: str) -> str:
    """`text` with one letter for all kinds of i: without regard to case `re` takes the Turkish ones for it."""
    return text.replace("\u0130", "i").replace("\u0131", "i")


def _escaped(letter: str, within: str) -> str:
    """An escape of `re` in a form of re2 that matches the same or more."""
    if letter in "wds" and not within.startswith("[^"):
        return rf"\{letter}{_BEYOND}" if within else rf"[\{letter}{_BEYOND}]"
    if letter in "bB" and not within:
        return ""
    if letter == "Z":
        return r"\z"
    if letter in "WDSu" and within.startswith("[^"):
        raise ValueError(letter)
    return rf"\{letter}"
