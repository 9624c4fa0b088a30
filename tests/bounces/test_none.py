"""A mailbox of hundreds of mails that are no bounces: nobody is named out of it (tests/mails/none)."""

from __future__ import annotations

from pathlib import Path

import pytest

from modori.bounces import excerpt, read
from modori.mailbox import FoundMail, read_paths
from modori.records import Kind
from modori.rules import load_bundled

FOLDER = Path(__file__).parent.parent / "mails" / "none"
FAMILIES = sorted(path.stem for path in FOLDER.glob("*.mbox"))


def mails(family: str) -> list[FoundMail]:
    return list(read_paths([FOLDER / f"{family}.mbox"]))


def test_there_are_enough_of_many_kinds():
    found = {family: len(mails(family)) for family in FAMILIES}
    assert sum(found.values()) >= 500
    assert found["written"] >= 100
    assert all(mail.note is None for family in FAMILIES for mail in mails(family))


def wrong(family: str) -> list[tuple[int, str | None, str, list[str]]]:
    """What is named out of a family, from the mails and from their excerpts."""
    book, found = load_bundled(), []
    for mail in mails(family):
        for raw in (mail.raw, excerpt(mail.raw)):
            message = read(raw, book)
            if message.kind in (Kind.BOUNCE, Kind.DELAYED) or message.failures:
                named = [failure.evidence.address for failure in message.failures]
                found.append((mail.index, message.subject, message.kind.value, named))
    return found


@pytest.mark.parametrize("family", FAMILIES)
def test_nobody_is_named(family):
    assert wrong(family) == []
