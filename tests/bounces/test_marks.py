"""A mail system is asked about every mail that it would say is its own, whatever the table of marks spares."""

from __future__ import annotations

from pathlib import Path

import pytest

from modori.bounces import formats, mime
from modori.bounces.formats import marks
from modori.bounces.letter import Letter, lay_out

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = sorted(
    {path.parent for place in ("tests/mails", "resources/samples") for path in (ROOT / place).rglob("*.eml")}
)


def asked(letter: Letter) -> list[str]:
    """Every system that says the mail is its own, when all are asked."""
    return [system.SYSTEM for system in formats.FORMATS if system.fits(letter)]


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_system_is_left_out(folder: Path) -> None:
    index = marks.Index(tuple(system.SYSTEM for system in formats.FORMATS))
    for path in sorted(folder.glob("*.eml")):
        letter = lay_out(mime.parse(path.read_bytes()))
        spared = {formats.FORMATS[place].SYSTEM for place in index.places(letter)}
        assert set(asked(letter)) <= spared, path.name


def test_marks_are_lower_case_and_say_something() -> None:
    for words in marks.MARKS.values():
        assert words
        assert all(len(word) >= 4 and word == word.lower() for word in words)


def test_a_system_with_a_mark_in_the_header_is_asked() -> None:
    raw = b"From: postmaster@example.com\nX-AHMAILID: 1\n\n>>> taro@example.jp\n"
    found = formats.find(lay_out(mime.parse(raw)))
    assert found is not None
    assert found.SYSTEM == "activehunter"
