"""A workbook of one sheet, written row by row: the few XML parts of ECMA-376 (Office Open XML) that a table needs.

openpyxl makes an object of each cell (38 s for 200,000 rows). Here a row is one piece of text; every text is an inline
string, so that a spreadsheet runs nothing of it, and nothing but the row in hand is in memory.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable
from typing import BinaryIO

MOST = 32767
"""Characters that Excel takes in a cell."""
_HEAD = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_LINKS = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPES = b"application/vnd.openxmlformats-officedocument.spreadsheetml"
_PARTS = {
    "[Content_Types].xml": b'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    b'<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    b'<Override PartName="/xl/workbook.xml" ContentType="' + _TYPES + b'.sheet.main+xml"/>'
    b'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="' + _TYPES + b'.worksheet+xml"/>'
    b'<Override PartName="/xl/styles.xml" ContentType="' + _TYPES + b'.styles+xml"/></Types>',
    "_rels/.rels": b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    b'<Relationship Id="rId1" Type="' + _LINKS + b'/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": b'<workbook xmlns="' + _MAIN + b'" xmlns:r="' + _LINKS + b'">'
    b'<sheets><sheet name="Sheet" sheetId="1" r:id="rId1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    b'<Relationship Id="rId1" Type="' + _LINKS + b'/worksheet" Target="worksheets/sheet1.xml"/>'
    b'<Relationship Id="rId2" Type="' + _LINKS + b'/styles" Target="styles.xml"/></Relationships>',
    "xl/styles.xml": b'<styleSheet xmlns="' + _MAIN + b'">'
    b'<fonts count="1"><font><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2">'
    b'<fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>'
    b'<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    b'<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    b'<cellXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/></cellXfs>'
    b'<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>',
}
_SHEET = (
    b'<worksheet xmlns="' + _MAIN + b'"><sheetViews><sheetView workbookViewId="0">'
    b'<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><sheetData>'
)
# XML 1.0 has no place for these; Excel reads _xHHHH_ as a character, also where it was meant as it stands.
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ESCAPE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_WRITE_AT = 1 << 16


class Sheet:
    """An open workbook on `file`; `add` its rows, then `end` it."""

    def __init__(self, file: BinaryIO) -> None:
        self._zip = zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1)
        for name, part in _PARTS.items():
            self._zip.writestr(name, _HEAD + part)
        self._part = self._zip.open("xl/worksheets/sheet1.xml", "w", force_zip64=True)
        self._part.write(_HEAD + _SHEET)
        self._rows: list[str] = []
        self._size = 0

    def add(self, cells: Iterable[str]) -> None:
        """Write a row of what `cell` made."""
        row = "".join(cells)
        self._rows.append(f"<row>{row}</row>")
        self._size += len(row)
        if self._size >= _WRITE_AT:
            self._write()

    def _write(self) -> None:
        self._part.write("".join(self._rows).encode())
        self._rows, self._size = [], 0

    def end(self) -> None:
        """Write what closes the workbook; the file itself stays open."""
        self._write()
        self._part.write(b"</sheetData></worksheet>")
        self._part.close()
        self._zip.close()


def cell(value: str | int) -> str:
    """A text or a number as a cell."""
    if not isinstance(value, str):
        return f"<c><v>{value}</v></c>"
    if not value:
        return "<c/>"
    text = value[:MOST].replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    if not (text.isascii() and text.isprintable()) or "_x" in text:
        text = _NOT_XML.sub("\ufffd", _ESCAPE.sub("_x005F_", text)).replace("\r", "&#13;")
    space = ' xml:space="preserve"' if text[0].isspace() or text[-1].isspace() or "\n" in text else ""
    return f'<c t="inlineStr"><is><t{space}>{text}</t></is></c>'
