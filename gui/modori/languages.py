"""The languages that Modori speaks: the one list, and what is said where a text is not translated yet.

English and Japanese are whole; tests stop where one of them lacks a text. Any other language may begin with one text:
what it lacks is said in English.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, TypeVar, get_args

Language = Literal["en", "ja"]
LANGUAGES: tuple[Language, ...] = get_args(Language)
OWN_NAMES: dict[str, str] = {"en": "English", "ja": "日本語"}
WHOLE: tuple[Language, ...] = ("en", "ja")

T = TypeVar("T")


def language_of(locale: str | None) -> Language:
    """The language for a locale's name ("ja_JP.UTF-8", "fr", None): English where Modori does not speak its own."""
    for one in LANGUAGES:
        if (locale or "").lower().startswith(one):
            return one
    return "en"


class ByLanguage(dict[str, T]):
    """What a table of the data says, by language: English for one that it lacks."""

    def __missing__(self, language: str) -> T:
        if language == "en":
            raise KeyError(language)
        return self["en"]


def name_by_language(told: str | Mapping[str, str]) -> ByLanguage[str]:
    """A name of the data: one that is the same in every language, or a table."""
    return ByLanguage({"en": told} if isinstance(told, str) else told)
