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


# Mails that the engine misreads, by the number in their family; a number goes from here when the engine has learnt it.
QUOTED = {
    "talk": {4, 5, 8, 17, 19, 20, 26, 32, 38, 41, 46, 49, 52, 53, 56, 64, 67, 68, 70, 71},
    "written": {32, 43, 51, 58},
}
LOG_SUMMARY = {"written": {89}}
STAYS = {"written": {3}}


def wrong(family: str, numbers: set[int] | None = None) -> list[tuple[int, str | None, str, list[str]]]:
    """What is named out of a family (or its mails of these numbers), from the mails and from their excerpts."""
    book, found = load_bundled(), []
    known = QUOTED.get(family, set()) | LOG_SUMMARY.get(family, set()) | STAYS.get(family, set())
    for mail in mails(family):
        if mail.index not in numbers if numbers is not None else mail.index in known:
            continue
        for raw in (mail.raw, excerpt(mail.raw)):
            message = read(raw, book)
            if message.kind in (Kind.BOUNCE, Kind.DELAYED) or message.failures:
                named = [failure.evidence.address for failure in message.failures]
                found.append((mail.index, message.subject, message.kind.value, named))
    return found


@pytest.mark.parametrize("family", FAMILIES)
def test_nobody_is_named(family):
    assert wrong(family) == []


@pytest.mark.xfail(
    strict=True, reason="a bounce that a person forwards inline (WG:, RV:, Tr:, 转发:) or quotes is read as one"
)
@pytest.mark.parametrize("family", QUOTED)
def test_a_bounce_quoted_by_a_person(family):
    assert wrong(family, QUOTED[family]) == []


@pytest.mark.xfail(strict=True, reason="a summary of the mail log from a postmaster is read as a bounce")
def test_a_summary_of_the_mail_log():
    assert wrong("written", LOG_SUMMARY["written"]) == []


@pytest.mark.xfail(strict=True, reason="'please do not remove me' is read as a request to stop")
def test_a_reader_who_wants_to_stay():
    assert wrong("written", STAYS["written"]) == []
