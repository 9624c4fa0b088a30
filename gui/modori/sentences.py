"""What a person is told when something goes wrong: what happened, and what to do.

The sentences are data in `resources/messages/*.toml`, one file a room of the house, one table a
code with `en`, `ja` and so on, each with `what` and `todo`. The window and the command line read the same ones.

A placeholder may ask for words: `{when:dates}` writes ISO days (separated by spaces) as a person does, and
`{reason:said}` puts in the `what` of the code `said_` + value.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from modori.languages import ByLanguage
from modori.records import Note


@dataclass(frozen=True, slots=True)
class Told:
    """One note in words: what happened, and what to do about it (may be empty)."""

    what: str
    todo: str

    def __str__(self) -> str:
        # Japanese sentences follow each other without a blank.
        return f"{self.what}{'' if self.what.endswith('。') else ' '}{self.todo}".strip()


@cache
def _catalogue() -> dict[str, ByLanguage[dict[str, str]]]:
    catalogue: dict[str, ByLanguage[dict[str, str]]] = {}
    for path in sorted(files("modori_resources").joinpath("messages").iterdir(), key=lambda p: p.name):
        if path.name.endswith(".toml"):
            entries = tomllib.loads(path.read_text(encoding="utf-8"))
            twice = catalogue.keys() & entries.keys()
            if twice:
                raise ValueError(f"{path.name} repeats {sorted(twice)}")
            catalogue |= {code: ByLanguage(entry) for code, entry in entries.items()}
    return catalogue


class _Blank(dict[str, Any]):
    """Placeholders without a value stay readable instead of raising in the middle of an error."""

    def __missing__(self, key: str) -> str:
        return _value("…", "en")


class _Value(str):
    """A detail of a note, which may have its own words in a language (see the head of this module)."""

    __slots__ = ("language",)
    language: str

    def __format__(self, wish: str) -> str:
        if not wish:
            return str(self)
        if wish == "dates":
            return _dates(self.split(), self.language)
        entry = _catalogue().get(f"{wish}_{self}")
        return entry[self.language]["what"] if entry else str(self)


def _value(text: str, language: str) -> _Value:
    value = _Value(text)
    value.language = language
    return value


_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def _dates(days: list[str], language: str) -> str:
    """Days as words, a year only where it changes: "3 May, 10 May 2026", 「2026年5月3日、5月10日」."""
    dates = [None if day == "…" else date.fromisoformat(day) for day in days]
    told: list[str] = []
    for number, day in enumerate(dates):
        if day is None:
            told.append("…")
            continue
        before = dates[number - 1] if number else None
        after = dates[number + 1] if number + 1 < len(dates) else None
        if language == "ja":
            year = "" if before and before.year == day.year else f"{day.year}年"
            told.append(f"{year}{day.month}月{day.day}日")
        else:
            year = "" if after and after.year == day.year else f" {day.year}"
            told.append(f"{day.day} {_MONTHS[day.month - 1]}{year}")
    return ("、" if language == "ja" else ", ").join(told)


def tell(note: Note, language: str = "en") -> Told:
    """The sentences for `note` in `language`. Raises KeyError for an unknown code."""
    entry = _catalogue()[note.code][language]
    values = _Blank({name: _value(text, language) for name, text in note.details.items()})
    return Told(entry["what"].format_map(values), entry.get("todo", "").format_map(values))


def codes() -> frozenset[str]:
    """All codes that have sentences."""
    return frozenset(_catalogue())
