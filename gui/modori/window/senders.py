"""What a newsletter can be sent with, and where its returned mail goes then: data from `resources/providers`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from ..languages import ByLanguage


@dataclass(frozen=True, slots=True)
class Sender:
    """One way to send a newsletter; its name and its sentence by language."""

    id: str
    name: ByLanguage[str]
    says: ByLanguage[str]


@cache
def senders() -> tuple[Sender, ...]:
    """All of them, in the order in which they are offered."""
    import tomllib  # not before the first window

    text = files("modori_resources").joinpath("providers", "senders.toml").read_text(encoding="utf-8")
    return tuple(
        Sender(one["id"], ByLanguage(one["name"]), ByLanguage(one["says"])) for one in tomllib.loads(text)["sender"]
    )


def sender(wanted: str | None) -> Sender | None:
    """The one with this id; None for an id that is not known (any more)."""
    return next((one for one in senders() if one.id == wanted), None)
