"""The workbook: what any text becomes in it, read back by openpyxl."""

from __future__ import annotations

import io
import zipfile

from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from modori.export.sheet import MOST, Sheet, cell

ODD = ["=1+1", "_x0041_", "a&b<c>", " a ", "a\nb", "\x00\x1f", "\ud800", "𠮷野家", "x" * (MOST + 5)]


def read_back(rows):
    file = io.BytesIO()
    sheet = Sheet(file)
    for row in rows:
        sheet.add(map(cell, row))
    sheet.end()
    assert zipfile.ZipFile(file).testzip() is None
    sheet_read = load_workbook(file).worksheets[0]
    assert sheet_read.freeze_panes == "A2"
    return [[one.value for one in row] for row in sheet_read.iter_rows()]


def seen(text):
    bare = "".join("\ufffd" if (c < " " and c not in "\t\n\r") or "\ud800" <= c <= "\udfff" else c for c in text[:MOST])
    # Excel reads _x0041_ as A, and _x005F_ as _; openpyxl reads neither in an inline string.
    return bare.replace("_x0041_", "_x005F_x0041_") or None


def test_odd_texts_and_numbers():
    assert read_back([["名前", "number"], *([text, 7] for text in ODD)]) == [
        ["名前", "number"],
        *([seen(text), 7] for text in ODD),
    ]


@settings(max_examples=50, deadline=None)
@given(st.lists(st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff")), min_size=1))
def test_any_text_comes_back(texts):
    assert read_back([["head"], *([text] for text in texts)])[1:] == [[text or None] for text in texts]
