"""Hostile values in cells."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from modori.export.cells import address_cell, runs, text_cell


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+1",
        "-1",
        "@SUM(A1)",
        "  =1",
        "\t=1",
        "\r=1",
        "＝1",
        "＋1",
        "－1",
        "＠x",
        "\u2212x",
        "\u3000=1",
        "\u200b=1",
    ],
)
def test_text_that_would_run_gets_an_apostrophe(text: str) -> None:
    assert text_cell(text).startswith("'")


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        (None, ""),
        ("550 5.1.1 User unknown", "550 5.1.1 User unknown"),
        ("宛先不明", "宛先不明"),
        ("550 a\r\n550 b", "550 a 550 b"),
        ("a\u2028b\vc", "a b c"),
        ("a\u202eb\u200bc\ufeff", "abc"),
        ("a\udc80b", "a\ufffdb"),
        ("nul\0here", "nulhere"),
        ("x;=cmd|' /C calc'!A0", "x;'=cmd|' /C calc'!A0"),
        ("x, ＝1", "x, '＝1"),
    ],
)
def test_text(text: str | None, cell: str) -> None:
    assert text_cell(text) == cell


@pytest.mark.parametrize(
    ("address", "cell"),
    [
        ("a@example.jp", "a@example.jp"),
        (" a@example.jp\n", "a@example.jp"),
        ("太郎@example.jp", "太郎@example.jp"),
        ('"a b"@example.jp', '"a b"@example.jp'),
        # Real addresses stay importable as they are.
        ("+tag@example.jp", "+tag@example.jp"),
        ("-x.@docomo.ne.jp", "-x.@docomo.ne.jp"),
        ("=x@example.jp", '"=x"@example.jp'),
        # What could call something is quoted: the same address to a mail server.
        ("=cmd|x!A0@example.jp", '"=cmd|x!A0"@example.jp'),
        ('=a"b\\@example.jp', '"=a\\"b\\\\"@example.jp'),
        ("=HYPERLINK(1)", '"=HYPERLINK(1)"'),
        ("＝x@example.jp", '"＝x"@example.jp'),
        # Never the address of somebody else.
        ("vic\u200btim@example.jp", "vic\ufffdtim@example.jp"),
        ("\u202evictim@example.jp", "\ufffdvictim@example.jp"),
        ("a\udc80@example.jp", "a\ufffd@example.jp"),
        ('"a;=x"@example.jp', '"a\ufffd=x"@example.jp'),
    ],
)
def test_address(address: str, cell: str) -> None:
    assert address_cell(address) == cell


@given(st.text(st.characters(codec=None), max_size=30))
def test_no_text_runs_or_hides(text: str) -> None:
    cell = text_cell(text)
    assert not runs(cell)
    assert not any(unicodedata.category(one) in ("Cc", "Cf", "Cs", "Zl", "Zp") for one in cell)


@given(st.text("=+-@a.|!( ;,\"'\\\u200b\n＝", max_size=20))
def test_no_address_calls_anything(address: str) -> None:
    cell = address_cell(address)
    assert not (runs(cell) and set(cell) & set("|!(;,\n\u200b"))
