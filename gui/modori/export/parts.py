"""One file of a preset on the disk: CSV, text, JSON or XLSX, a part at a time."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable
from json.encoder import encode_basestring
from typing import Any, BinaryIO, Protocol

from modori.languages import Language

from .columns import ExportRow, cells_of, header_of, values_of
from .presets import Field, FileForm
from .sheet import Sheet, cell


class Part(Protocol):
    """An open file that takes rows. `replaced` counts those in which "?" stands for what the encoding lacks."""

    replaced: int

    def add(self, row: ExportRow) -> bool:
        """Write a row; False when it does not fit any more and belongs into the next part."""
        ...

    def end(self) -> None:
        """Write what closes the file."""
        ...


def part(form: FileForm, file: BinaryIO, language: Language) -> Part:
    """A new part of this form, its header written."""
    match form.format:
        case "json" | "json_lines":
            return _Json(form, file)
        case "xlsx":
            return _Workbook(form, file, language)
        case _:
            return _Lines(form, file, language)


class _Echo:
    """csv.writer hands back what `write` returns."""

    def write(self, text: str) -> str:
        return text


class _Lines:
    """CSV (RFC 4180), or one address a line."""

    def __init__(self, form: FileForm, file: BinaryIO, language: Language) -> None:
        self._file, self._form = file, form
        self._cells = cells_of(form, language)
        # After the byte order mark of the first line the others have none.
        self._codec = {"utf-8-sig": "utf-8", "utf-16": "utf-16-le"}.get(form.encoding, form.encoding)
        self._line = self._maker(form)
        mark = {"utf-8-sig": b"\xef\xbb\xbf", "utf-16": b"\xff\xfe"}.get(form.encoding, b"")
        head = self._line(header_of(form, language)).encode(self._codec) if form.header else b""
        file.write(mark + head)
        self._size, self._rows, self.replaced = len(mark + head), 0, 0

    def _maker(self, form: FileForm) -> Callable[[list[Any]], str]:
        if form.format == "text":
            return lambda cells: f"{cells[0]}{form.newline}"
        writer: Any = csv.writer(
            _Echo(),
            delimiter=form.delimiter,
            lineterminator=form.newline,
            quoting=csv.QUOTE_ALL if form.quote_all else csv.QUOTE_MINIMAL,
        )
        return writer.writerow

    def add(self, row: ExportRow) -> bool:
        line = self._encoded(self._cells(row))
        if self._rows and (
            self._rows == self._form.rows or (self._form.size and self._size + len(line) > self._form.size)
        ):
            return False
        self._file.write(line)
        self._size += len(line)
        self._rows += 1
        return True

    def _encoded(self, cells: list[Any]) -> bytes:
        line = self._line(cells)
        try:
            return line.encode(self._codec)
        except UnicodeEncodeError:  # in a sentence; an address that cannot be written comes never so far
            self.replaced += 1
            return line.encode(self._codec, "replace")

    def end(self) -> None:
        """A text file has no end of its own."""


_HIDDEN = re.compile("[\x7f-\x9f\u061c\u00ad\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]")


def _field_as_json(field: Field, value: str | int | None) -> str:
    return f"{json.dumps(field)}: {_as_json(value)}"


def _as_json(value: str | int | None) -> str:
    if not isinstance(value, str):
        return json.dumps(value)
    text = encode_basestring(value)
    if text.isascii() and "\x7f" not in text:
        return text
    return _HIDDEN.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


class _Json:
    """An array of objects, or one object a line; invisible characters escaped."""

    def __init__(self, form: FileForm, file: BinaryIO) -> None:
        self._file = file
        self._fields = values_of(form, _field_as_json)
        self._array, self._first, self.replaced = form.format == "json", True, 0
        if self._array:
            file.write(b"[")

    def add(self, row: ExportRow) -> bool:
        text = f"{{{', '.join(self._fields(row))}}}"
        before = "\n" if self._first else ",\n"
        line = f"{before}{text}" if self._array else f"{text}\n"
        self._file.write(line.encode("utf-8", "backslashreplace"))
        self._first = False
        return True

    def end(self) -> None:
        if self._array:
            self._file.write(b"\n]\n")


class _Workbook:
    """One sheet. Every text is a text cell: a spreadsheet runs nothing of it."""

    def __init__(self, form: FileForm, file: BinaryIO, language: Language) -> None:
        self._form, self._rows, self.replaced = form, 0, 0
        self._cells = cells_of(form, language, cell)
        self._sheet = Sheet(file)
        self._sheet.add(map(cell, header_of(form, language)))

    def add(self, row: ExportRow) -> bool:
        if self._rows and self._rows == self._form.rows:
            return False
        self._sheet.add(self._cells(row))
        self._rows += 1
        return True

    def end(self) -> None:
        self._sheet.end()
