"""What a person can do next, as data from `resources/advice`: steps by reason, letters to readers, topics of the help.

Nothing is decided here. A reason without an entry is one about which there is nothing to do.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from modori.languages import ByLanguage

Words = ByLanguage[str]
"""A text by language."""
Steps = ByLanguage[Sequence[str]]
"""Steps or paragraphs by language."""
# Refusals, and what carriers say for one.
_REFUSED = frozenset({"recipient_refused"})
_REFUSED_BY_CARRIERS = frozenset({"recipient_refused", "user_unknown", "undetermined", "policy_rejected"})


@dataclass(frozen=True, slots=True)
class Carrier:
    """A receiver with settings of its own; the one with an empty id stands for all others."""

    id: str
    domains: tuple[str, ...]
    name: Words
    steps: Steps


@dataclass(frozen=True, slots=True)
class Topic:
    """One page of the help: about a section (its id), or a question with its `title`."""

    section: str | None
    title: Words
    text: Steps


@cache
def _data(name: str) -> Mapping[str, Any]:
    text = files("modori_resources").joinpath("advice", f"{name}.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def steps(reason: str | None) -> Steps | None:
    """What to do about a reason, step by step; None: nothing, or the reason is not known."""
    found = _data("reasons").get(reason or "")
    return ByLanguage(found) if found else None


def reasons_with_steps() -> tuple[str, ...]:
    """The reasons about which there is something to do, in the order of the file."""
    return tuple(_data("reasons"))


@cache
def carriers() -> tuple[Carrier, ...]:
    """All of them, the one for all others last."""
    return tuple(
        Carrier(one["id"], tuple(one["domains"]), ByLanguage(one["name"]), ByLanguage(one["steps"]))
        for one in _data("carriers")["carrier"]
    )


def carrier_of(domain: str) -> Carrier:
    """The carrier whose readers have addresses at `domain` or below it, else the one for all others."""
    folded = f".{domain.casefold()}"
    for one in carriers():
        if folded.endswith(tuple(f".{known}" for known in one.domains)):
            return one
    return carriers()[-1]


def letter_helps(reason: str | None, domain: str) -> bool:
    """Whether a letter is a way out: the reader's setting refused, or a carrier's answer may hide that it did."""
    return reason in (_REFUSED_BY_CARRIERS if carrier_of(domain).id else _REFUSED)


def letter(carrier: Carrier, language: str, *, reader: str, domain: str) -> str:
    """The letter to a reader, in which the sender's `domain` is to be let in. Numbered steps, ends with a line end."""
    numbered = "\n".join(f"{place}. {step}" for place, step in enumerate(carrier.steps[language], start=1))
    text = ByLanguage[str](_data("carriers")["letter"])[language].lstrip("\n")
    # One after the other, so that nothing in an address is taken for a placeholder.
    parts = {"{carrier}": carrier.name[language], "{steps}": numbered, "{domain}": domain, "{reader}": reader}
    for name, value in parts.items():
        text = text.replace(name, value)
    return text


@cache
def topics() -> tuple[Topic, ...]:
    """The pages of the help, but for those by reason."""
    return tuple(
        Topic(one.get("section"), ByLanguage(one.get("title", {})), ByLanguage(one)) for one in _data("help")["topic"]
    )
