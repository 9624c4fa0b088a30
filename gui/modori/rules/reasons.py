"""The reasons a delivery failed, as data: `resources/rules/reasons.toml`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from modori.languages import ByLanguage
from modori.records import Action, Weight


@dataclass(frozen=True, slots=True)
class Reason:
    """One word of the vocabulary (design §2, `facts/reasons.tsv`).

    `weight` says how it counts against an address, `action` what to do about one failure without
    history. `explain` has two or three plain sentences for each language.
    """

    id: str
    names: ByLanguage[str]
    weight: Weight
    action: Action
    explain: ByLanguage[str]

    def name(self, language: str) -> str:
        """What it is called in `language`."""
        return self.names[language]


@cache
def reasons() -> Mapping[str, Reason]:
    """All reasons by id, in the order in which lists show them."""
    import tomllib  # not before the first window

    text = files("modori_resources").joinpath("rules", "reasons.toml").read_text(encoding="utf-8")
    return MappingProxyType(
        {
            key: Reason(
                id=key,
                names=ByLanguage(entry["name"]),
                weight=Weight(entry["weight"]),
                action=Action(entry["action"]),
                explain=ByLanguage(entry["explain"]),
            )
            for key, entry in tomllib.loads(text).items()
        }
    )
