"""The beginning of a mail: where it is said to be enough, it says what the whole mail says."""

from dataclasses import replace
from pathlib import Path

import pytest

from modori.bounces import read
from modori.records import Kind
from modori.rules import load_bundled

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = [*sorted((ROOT / "tests/mails/lab").iterdir()), ROOT / "tests/mails/kinds", ROOT / "resources/samples"]
TOLD_EARLY = (Kind.BOUNCE, Kind.DELAYED, Kind.DELIVERED, Kind.COMPLAINT)
PIECES = 12


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_a_beginning_that_is_enough_says_what_the_whole_mail_says(folder):
    book = load_bundled()
    for path in sorted(folder.rglob("*.eml")):
        raw = path.read_bytes()
        whole = read(raw, book)
        for piece in range(1, PIECES):
            begun = read(raw[: len(raw) * piece // PIECES], book, complete=False)
            if begun.incomplete or begun.kind not in TOLD_EARLY:
                continue
            assert replace(begun, incomplete=False) == whole, f"{path}, {piece} of {PIECES}"
