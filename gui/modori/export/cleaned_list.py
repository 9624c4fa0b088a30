"""The user's own subscriber list: who on it fails, and the list again without those who are to be removed.

What is kept is the same to the byte in a CSV: columns, order, encoding, quoting, line ends. Of a workbook all values
and their number formats are kept, formulas as they stand.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .table import Record, Table, address_column, letters
from .whole_file import whole_file
from .write import beside

_FAMILY = re.compile(r"姓|苗字|名字|last\s*name|family\s*name|surname|nachname|nom", re.IGNORECASE)
_GIVEN = re.compile(r"名|first\s*name|given\s*name|vorname|prénom", re.IGNORECASE)
_WHOLE = re.compile(r"(お|ご|顧客|会員|読者)?(名前|氏名)|(full\s*|customer\s*)?name", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Subscriber:
    """One reader on the list; `key` is the address for comparing."""

    address: str
    key: str
    name: str
    record: Record


@dataclass(frozen=True, slots=True)
class Cleaned:
    """What was written: the list without the removed readers, and the removed rows with all their columns."""

    kept_path: Path
    removed_path: Path
    kept: int
    removed: int


class SubscriberList:
    """A subscriber list in memory. `column` is the place of the addresses, found by itself unless given.

    Raises TableError (table_no_address) where no column holds addresses.
    """

    def __init__(self, table: Table, column: int | None = None) -> None:
        self.table = table
        self.column = address_column(table) if column is None else column
        self._name = _name_columns(table)

    def __iter__(self) -> Iterator[Subscriber]:
        for record in self.table.records:
            if self.column < len(record.values) and (address := record.values[self.column].strip()):
                yield Subscriber(address, key_of(address), self._name_of(record), record)

    def _name_of(self, record: Record) -> str:
        parts = [record.values[place].strip() for place in self._name if place < len(record.values)]
        return " ".join(part for part in parts if part)

    def column_name(self) -> str:
        """What the address column is called."""
        names = self.table.columns()
        return names[self.column] if self.column < len(names) else letters(self.column)

    def by_domain(self) -> Counter[str]:
        """How many readers each domain has."""
        return Counter(one.key.rpartition("@")[2] for one in self)

    def clean(self, remove: Collection[str], path: Path) -> Cleaned:
        """Write the list without the readers whose key is in `remove` to `path`, and those to `path`-removed.

        Rows without an address stay. Raises ExportError; then neither file is there, or what was there before.
        """
        column = self.column
        removed = [
            column < len(record.values) and key_of(record.values[column]) in remove for record in self.table.records
        ]
        away = beside(path, "-removed")
        with whole_file(path) as kept_file, whole_file(away) as removed_file:
            if self.table.sheet is not None:
                _split_workbook(self.table, removed, kept_file, removed_file)
            else:
                head = self.table.mark + (self.table.header.raw if self.table.header else b"")
                kept_file.write(head)
                removed_file.write(head)
                for record, gone in zip(self.table.records, removed, strict=True):
                    (removed_file if gone else kept_file).write(record.raw)
        return Cleaned(path, away, len(removed) - sum(removed), sum(removed))


def key_of(address: str) -> str:
    """An address for comparing: without blanks, `mailto:` and angle brackets around it, in lower case."""
    return bare(address).casefold()


def bare(address: str) -> str:
    """An address without blanks, `mailto:` and angle brackets around it."""
    return address.strip().removeprefix("mailto:").strip("<>").strip()


def _name_columns(table: Table) -> tuple[int, ...]:
    """The places of a reader's name: one column, or family and given name in the order of the list."""
    if table.header is None:
        return ()
    names = [value.strip() for value in table.header.values]
    whole = [place for place, name in enumerate(names) if _WHOLE.fullmatch(name)]
    if whole:
        return (whole[0],)
    return tuple(place for place, name in enumerate(names) if _FAMILY.fullmatch(name) or _GIVEN.fullmatch(name))


def _split_workbook(table: Table, removed: list[bool], kept_file: Any, removed_file: Any) -> None:
    from openpyxl import Workbook, load_workbook
    from openpyxl.cell import WriteOnlyCell

    source = load_workbook(table.path, read_only=True)
    books = [Workbook(write_only=True) for _ in range(2)]
    sheets: list[Any] = [book.create_sheet(table.sheet) for book in books]
    gone = iter(removed)
    for number, row in enumerate(source.worksheets[0].iter_rows()):
        filled = any(cell.value not in (None, "") for cell in row)
        if not filled:
            continue
        is_head = number == 0 and table.header is not None
        targets = sheets if is_head else [sheets[next(gone)]]
        for sheet in targets:
            cells: list[Any] = []
            for old in row:
                value: Any = old.value
                new: Any = WriteOnlyCell(sheet, value=value)
                if old.value is not None:
                    new.number_format = old.number_format
                    # What was text stays text: "=1+1" typed as text must not begin to count.
                    new.data_type = old.data_type
                cells.append(new)
            sheet.append(cells)
    source.close()
    books[0].save(kept_file)
    books[1].save(removed_file)
