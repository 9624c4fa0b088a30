"""A table from elsewhere: a CSV or XLSX of whatever encoding, delimiter and quoting, read so that it can be kept.

Of a CSV each record is remembered as the bytes that it was: what is written again is the same to the byte. Encodings:
UTF-8 and UTF-16 with or without byte order mark, and CP932 (Shift_JIS of Windows). 0x0A and 0x0D are no second byte
of a CP932 character, so lines are split before they are decoded.
"""

from __future__ import annotations

import codecs
import csv
import re
import zipfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from modori.records import ModoriError

DELIMITERS = (",", ";", "\t", "|")
_LOOKED_AT = 200  # records
_ADDRESS = re.compile(r"\s*[^\s@]+@[^\s@]+\s*")
_ADDRESS_HEADER = re.compile(r"mail|メール|アドレス|address", re.IGNORECASE)
_PLAIN_ADDRESS_HEADER = re.compile(r"e?-?mail(\s*address)?|(電子)?メール(アドレス)?", re.IGNORECASE)


class TableError(ModoriError):
    """The file is no table that can be read: table_unreadable, table_encoding, table_empty, table_no_address."""


@dataclass(frozen=True, slots=True)
class Record:
    """One row: its values as text, and (of a CSV) the bytes that it was, with its line end."""

    values: tuple[str, ...]
    raw: bytes = b""


@dataclass(frozen=True, slots=True)
class Table:
    """A table. `mark` is the byte order mark; a `header` of None: the first row is a reader already.

    `sheet` is the name of the sheet of a workbook, None for a CSV.
    """

    path: Path
    header: Record | None
    records: tuple[Record, ...]
    encoding: str = "utf-8"
    mark: bytes = b""
    delimiter: str = ","
    newline: str = "\r\n"
    quote_all: bool = False
    sheet: str | None = None

    def columns(self) -> list[str]:
        """The names of the columns, or their letters where there is no header."""
        width = max((len(one.values) for one in (self.header, *self.records[:_LOOKED_AT]) if one), default=0)
        named = self.header.values if self.header else ()
        return [named[place] if place < len(named) else letters(place) for place in range(width)]


def letters(place: int) -> str:
    """The name of a column as a spreadsheet says it: A, B, … Z, AA."""
    text = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        text = chr(ord("A") + rest) + text
    return text


def read_table(path: Path) -> Table:
    """Read a CSV or XLSX. Raises TableError."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise TableError("table_unreadable", path=str(path), error=error.strerror or str(error)) from error
    if raw.startswith(b"PK\x03\x04"):
        return _workbook(path)
    return _csv(path, raw)


def _csv(path: Path, raw: bytes) -> Table:
    encoding, mark = _encoding(path, raw)
    lines = _lines(raw[len(mark) :], encoding)
    texts = [line.decode(encoding) for line in lines]
    delimiter = _delimiter(texts)
    records = list(_records(texts, lines, delimiter))
    if not records:
        raise TableError("table_empty", path=str(path))
    first = texts[0]
    newline = "\r\n" if first.endswith("\r\n") else "\n" if first.endswith("\n") else "\r"
    header, rest = _headed(records)
    quoted = first.strip().startswith('"') and first.strip().endswith('"')
    return Table(path, header, rest, encoding, mark, delimiter, newline, quoted)


_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))


def _encoding(path: Path, raw: bytes) -> tuple[str, bytes]:
    for mark, encoding in _MARKS:
        if raw.startswith(mark):
            return _fitting(path, raw, [encoding]), mark
    if b"\0" in raw[:4096]:
        wide = ["utf-16-le", "utf-16-be"] if raw[1:2] == b"\0" else ["utf-16-be", "utf-16-le"]
        return _fitting(path, raw, wide), b""
    return _fitting(path, raw, ["utf-8", "cp932"]), b""


def _fitting(path: Path, raw: bytes, encodings: Sequence[str]) -> str:
    for encoding in encodings:
        try:
            raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        return encoding
    raise TableError("table_encoding", path=str(path))


def _lines(raw: bytes, encoding: str) -> list[bytes]:
    if encoding.startswith("utf-16"):
        text = raw.decode(encoding)
        return [line.encode(encoding) for line in re.findall("[^\r\n]*(?:\r\n|\n|\r)|[^\r\n]+$", text)]
    return re.findall(rb"[^\r\n]*(?:\r\n|\n|\r)|[^\r\n]+$", raw)


def _delimiter(texts: Sequence[str]) -> str:
    def score(delimiter: str) -> tuple[int, int]:
        widths = Counter(len(values) for values in csv.reader(texts[:_LOOKED_AT], delimiter=delimiter) if values)
        width, count = max(widths.items(), key=lambda one: (one[1], one[0]), default=(0, 0))
        return (count if width > 1 else 0, width)

    best = max(DELIMITERS, key=score)
    return best if score(best)[0] else ","


def _records(texts: Sequence[str], lines: Sequence[bytes], delimiter: str) -> Iterator[Record]:
    csv.field_size_limit(1 << 24)
    reader = csv.reader(texts, delimiter=delimiter)
    start = 0
    try:
        for values in reader:
            yield Record(tuple(values), b"".join(lines[start : reader.line_num]))
            start = reader.line_num
    except csv.Error:  # a bare NUL or a field of 16 MB: kept as one odd record, so that nothing is lost
        yield Record((), b"".join(lines[start:]))


def _workbook(path: Path) -> Table:
    from openpyxl import load_workbook  # only where it is wanted
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        book = load_workbook(path, read_only=True)
        sheet: Any = book.worksheets[0]
        records = [Record(tuple(_text(value) for value in row)) for row in sheet.iter_rows(values_only=True)]
        name = str(sheet.title)
        book.close()
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, OSError, IndexError) as error:
        raise TableError("table_unreadable", path=str(path), error=str(error)) from error
    records = [one for one in records if any(one.values)]
    if not records:
        raise TableError("table_empty", path=str(path))
    header, rest = _headed(records)
    return Table(path, header, rest, sheet=name)


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _headed(records: Sequence[Record]) -> tuple[Record | None, tuple[Record, ...]]:
    """The first row is a header unless an address stands in it."""
    if any(_ADDRESS.fullmatch(value) for value in records[0].values):
        return None, tuple(records)
    return records[0], tuple(records[1:])


def address_column(table: Table) -> int:
    """The column with the readers' addresses: the one most of whose values are some, named like one if there is a
    choice. Raises TableError (table_no_address).
    """
    names = table.columns()

    def score(place: int) -> tuple[float, int]:
        values = [one.values[place] for one in table.records[:_LOOKED_AT] if place < len(one.values)]
        filled = [value for value in values if value.strip()]
        hits = sum(_ADDRESS.fullmatch(value) is not None for value in filled)
        name = names[place].strip() if table.header else ""
        named = 2 if _PLAIN_ADDRESS_HEADER.fullmatch(name) else 1 if _ADDRESS_HEADER.search(name) else 0
        share = hits / len(filled) if filled else 0.0
        return (round(share, 1) if hits else 0.0, named)

    best = max(range(len(names)), key=score, default=None)
    if best is None or (score(best)[0] < 0.5 and not (table.header and score(best)[1])):
        raise TableError("table_no_address", path=str(table.path))
    return best
