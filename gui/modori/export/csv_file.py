"""The generic CSV file: every decision with its cause, reason and evidence, for people and for import."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal

from modori.records import By, Cause, Choice, Note
from modori.sentences import tell

from .cells import address_cell, text_cell
from .whole_file import whole_file

Language = Literal["en", "ja"]
COLUMNS = (
    "address",
    "action",
    "cause",
    "reason",
    "reason_id",
    "sendings",
    "failures",
    "first_seen",
    "last_seen",
    "list",
    "diagnostic",
    "decided_by",
    "note",
)


@dataclass(frozen=True, slots=True)
class CsvOptions:
    """`bom` lets Excel see that the file is UTF-8; `language` ("en", "ja") is that of header and words."""

    bom: bool = True
    language: Language = "en"


@dataclass(frozen=True, slots=True)
class ExportRow:
    """One decision as it is written. `reason_words` is in the language of the file already."""

    address: str
    choice: Choice
    cause: Cause
    reason_words: str = ""
    reason: str | None = None
    sendings: int = 0
    failures: int = 0
    first_seen: datetime | None = None
    last_seen: datetime | None = None
    list_name: str | None = None
    diagnostic: str | None = None
    by: By = By.POLICY
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Written:
    """The file that now exists, and how many rows it has besides the header."""

    path: Path
    rows: int


def write_csv(path: Path, rows: Iterable[ExportRow], *, bom: bool, language: Language) -> Written:
    """Write `rows` to `path` as a whole file or not at all (RFC 4180: comma, CRLF, quotation marks; UTF-8).

    `bom` puts a byte order mark first, without which Excel reads Japanese as garbage. No cell is a formula,
    breaks the line or hides characters; see `cells`. Times are written in their own zone, to the minute.
    Raises ExportError (export_disk_full, export_denied, export_no_folder, export_is_folder, export_not_a_file,
    export_bad_name, export_failed); whatever `rows` raises passes through, with nothing left behind.
    """
    count = 0
    words = _words(language)
    with whole_file(path, encoding="utf-8-sig" if bom else "utf-8") as file:
        writer = csv.writer(file, lineterminator="\r\n")
        writer.writerow(tell(Note(f"export_column_{column}"), language).what for column in COLUMNS)
        for row in rows:
            writer.writerow(_cells(row, words))
            count += 1
    return Written(path, count)


def _words(language: Language) -> Callable[[str], str]:
    """Looks up the word for a choice, cause or decider, once each."""
    known: dict[str, str] = {}

    def word(code: str) -> str:
        if code not in known:
            known[code] = tell(Note(code), language).what
        return known[code]

    return word


def _cells(row: ExportRow, word: Callable[[str], str]) -> list[str | int]:
    return [
        address_cell(row.address),
        word(f"export_choice_{row.choice.value}"),
        word(f"export_cause_{row.cause.value}"),
        text_cell(row.reason_words),
        text_cell(row.reason),
        row.sendings,
        row.failures,
        _time(row.first_seen),
        _time(row.last_seen),
        text_cell(row.list_name),
        text_cell(row.diagnostic),
        word(f"export_by_{row.by.value}"),
        text_cell(row.note),
    ]


def _time(when: datetime | None) -> str:
    return when.isoformat(" ", "minutes")[:16] if when else ""
