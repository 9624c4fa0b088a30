"""The generic CSV file: every decision with its cause, reason and evidence, for people and for import."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal

from modori.records import By, Cause, Choice, ModoriError


class ExportError(ModoriError):
    """The file could not be written; nothing was left behind. Codes: `resources/messages/export.toml`."""


@dataclass(frozen=True, slots=True)
class CsvOptions:
    """`bom` lets Excel see that the file is UTF-8; `language` ("en", "ja") is that of header and words."""

    bom: bool = True
    language: Literal["en", "ja"] = "en"


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


def write_csv(path: Path, rows: Iterable[ExportRow], *, bom: bool, language: Literal["en", "ja"]) -> Written:
    """Write `rows` to `path` as a whole file or not at all. Raises ExportError."""
    raise NotImplementedError
