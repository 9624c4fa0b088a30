"""Whose mail came back: that of a newsletter, or a private one that happened to bounce in the same mailbox.

A bounce of mail that is not from the newsletter never unsubscribes anybody (DESIGN §5). Once a mailbox
is known by a newsletter with a List-Id (RFC 2919), a sender without one whose mail came back from
hardly anybody is a person who wrote to somebody. Where no newsletter has a List-Id nothing tells
them apart, and nothing is held.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Origin:
    """One list or sender of the returned originals: `marked` with a List-Id; how many `recipients` failed."""

    name: str
    marked: bool
    recipients: int


FEW = 3  # from so many recipients on, a sender without List-Id is a newsletter too


def private_origins(origins: Iterable[Origin]) -> frozenset[str]:
    """The names of those whose mail is no newsletter."""
    known = tuple(origins)
    if not any(origin.marked and origin.recipients >= FEW for origin in known):
        return frozenset()
    return frozenset(origin.name for origin in known if not origin.marked and origin.recipients < FEW)
