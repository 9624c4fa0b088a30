"""What a person is told when something goes wrong: what happened, and what to do.

The sentences are data in `resources/messages/*.toml`, one file a room of the house, one table a
code with `en` and `ja`, each with `what` and `todo`. The window and the command line read the same ones.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from modori.records import Note

LANGUAGES = ("en", "ja")


@dataclass(frozen=True, slots=True)
class Told:
    """One note in words: what happened, and what to do about it (may be empty)."""

    what: str
    todo: str

    def __str__(self) -> str:
        return f"{self.what} {self.todo}".strip()


@cache
def _catalogue() -> dict[str, dict[str, dict[str, str]]]:
    catalogue: dict[str, dict[str, dict[str, str]]] = {}
    for path in sorted(files("modori_resources").joinpath("messages").iterdir(), key=lambda p: p.name):
        if path.name.endswith(".toml"):
            entries = tomllib.loads(path.read_text(encoding="utf-8"))
            twice = catalogue.keys() & entries.keys()
            if twice:
                raise ValueError(f"{path.name} repeats {sorted(twice)}")
            catalogue |= entries
    return catalogue


class _Blank(dict[str, Any]):
    """Placeholders without a value stay readable instead of raising in the middle of an error."""

    def __missing__(self, key: str) -> str:
        return "…"


def tell(note: Note, language: str = "en") -> Told:
    """The sentences for `note` in `language` ("en" or "ja"). Raises KeyError for an unknown code."""
    entry = _catalogue()[note.code][language]
    values = _Blank(note.details)
    return Told(entry["what"].format_map(values), entry.get("todo", "").format_map(values))


def codes() -> frozenset[str]:
    """All codes that have sentences."""
    return frozenset(_catalogue())
