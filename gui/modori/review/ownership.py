"""Whose mail came back: that of a newsletter, or a private one that happened to bounce in the same mailbox.

A bounce of mail that is not from the newsletter never unsubscribes anybody (DESIGN §5). Once a mailbox
is known by a newsletter with a List-Id (RFC 2919), a sender without one whose mail came back from
hardly anybody is a person who wrote to somebody. A sender of a domain that no newsletter is known by is a stranger,
whose spam went out under the user's name (backscatter) or who forged the bounces: as many of them as there are, they
count only when more came back from that sender than from any newsletter. Where no newsletter has a List-Id nothing
tells them apart, and nothing is held.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from .incidents import host_root


@dataclass(frozen=True, slots=True)
class Origin:
    """One list or sender of the returned originals: `marked` with a List-Id; how many `recipients` failed (counted up
    to COUNTED).
    """

    name: str
    marked: bool
    recipients: int


FEW = 3  # from so many recipients on, a sender without List-Id is a newsletter too
COUNTED = 1000


def private_origins(origins: Iterable[Origin]) -> frozenset[str]:
    """The names of those whose mail is no newsletter."""
    known = tuple(origins)
    newsletters = [origin for origin in known if is_newsletter(origin)]
    if not newsletters:
        return frozenset()
    own = {host_root(origin.name) for origin in newsletters}
    most = max(origin.recipients for origin in newsletters)
    return frozenset(
        origin.name
        for origin in known
        if not origin.marked
        and origin.recipients < (FEW if host_root(origin.name.rpartition("@")[2]) in own else max(FEW, most))
    )


def is_newsletter(origin: Origin) -> bool:
    """Whether the mailbox is known by this one: with a List-Id, and its mail came back from more than a few."""
    return origin.marked and origin.recipients >= FEW
