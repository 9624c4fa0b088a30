"""A guarded pattern finds what `re` finds: over all own mails, and in the letters where re2 and `re` differ."""

from __future__ import annotations

import importlib
import pkgutil
import re
from pathlib import Path

import pytest

from modori import bounces, rules
from modori.bounces import mime
from modori.bounces.letter import lay_out
from modori.rules.guarded import Guarded, generous

ROOT = Path(__file__).resolve().parents[2]


def guarded() -> dict[str, Guarded]:
    """Every guarded pattern of the reader and of the rules by its name."""
    found: dict[str, Guarded] = {}
    for package in (bounces, rules):
        for info in pkgutil.iter_modules(package.__path__):
            for name, value in vars(importlib.import_module(f"{package.__name__}.{info.name}")).items():
                if isinstance(value, Guarded):
                    found[f"{info.name}.{name}"] = value
    return found


@pytest.fixture(scope="module")
def texts() -> list[str]:
    """Subjects and texts of all own mails."""
    letters = [lay_out(mime.parse(path.read_bytes())) for path in sorted((ROOT / "tests/mails").rglob("*.eml"))]
    mails = b"".join(path.read_bytes() for path in sorted((ROOT / "tests/mails/none").glob("*.mbox"))).split(b"\nFrom ")
    letters += [lay_out(mime.parse(mail.partition(b"\n")[2])) for mail in mails]
    return [text for letter in letters for text in (letter.subject, letter.text[:8000])]


@pytest.mark.parametrize("pattern", [pytest.param(value, id=name) for name, value in guarded().items()])
def test_finds_what_re_finds(pattern: Guarded, texts: list[str]) -> None:
    plain = re.compile(pattern.pattern, re.IGNORECASE | re.MULTILINE)
    for text in texts:
        found, wanted = pattern.search(text), plain.search(text)
        assert (found and found.span()) == (wanted and wanted.span()), text[:200]


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        (r"zustell\w{0,8}fehl", "Zustellübungsfehler"),
        (r"\bopt\b", "登録 opt 解除"),
        (r"a\sb", "a\u3000b"),
        (r"(?:x|y\d)z", "Y\u0663Z"),
        (r"[\w.]+@", "田中@"),
        (r"[^\s<>]{3}!", "é1x!"),
        (r"^über", "x\nÜBER"),
        (r"no[\[\]]x", "NO]x"),
        (r"end\Z", "the END"),
        (r"address(?! book)", "your ADDRESS, please"),
        (r"(?<!not )sent", "was SENT"),
        (r"\(?!", "it is!"),
        ("ileti", "\u0130LET\u0131"),
        ("yan\u0131t", "YANIT"),
    ],
)
def test_letters_beyond_ascii(pattern: str, text: str) -> None:
    assert re.search(pattern, text, re.IGNORECASE | re.MULTILINE)
    assert Guarded(pattern).search(text)


def test_refuses_what_is_not_surely_generous() -> None:
    with pytest.raises(ValueError, match="W"):
        generous(r"[^\W_]")
