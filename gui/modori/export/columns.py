"""What stands in the columns of a file: one decision as a row, and its cells for a form and a language."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from functools import lru_cache

from modori.languages import Language
from modori.records import By, Cause, Choice, Note
from modori.sentences import tell

from .cells import address_cell, text_cell
from .presets import Column, Field, FileForm

Value = str | int


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


def header_of(form: FileForm, language: Language) -> list[str]:
    """The header's cells; a column without a header of its own is called by its field."""
    return [head_of(column, language) for column in form.columns]


def head_of(column: Column, language: Language) -> str:
    """One header."""
    if column.head is not None:
        return column.head
    return tell(Note(f"export_column_{column.field}"), language).what if column.field else ""


def cells_of(form: FileForm, language: Language) -> Callable[[ExportRow], list[Value]]:
    """A function that makes the cells of a row: on one line, never a formula, in the words of the language."""
    getters = [_getter(column, language) for column in form.columns]
    return lambda row: [get(row) for get in getters]


def values_of(form: FileForm) -> list[tuple[Field, Callable[[ExportRow], Value | None]]]:
    """The fields of the JSON object of a row, each with what gives its value: as it is, ids instead of words."""
    return [(column.field, _VALUES[column.field]) for column in form.columns if column.field is not None]


def _getter(column: Column, language: Language) -> Callable[[ExportRow], Value]:
    words = column.words
    field: Field | None = column.field
    if words is not None:
        return lambda row: words[row.cause]
    if field is None:
        text = column.text or ""
        return lambda _: text
    if field in _PLAIN:
        return _PLAIN[field]
    if field == "action":
        choices = {one: tell(Note(f"export_choice_{one.value}"), language).what for one in Choice}
        return lambda row: choices[row.choice]
    if field == "cause":
        causes = {one: tell(Note(f"export_cause_{one.value}"), language).what for one in Cause}
        return lambda row: causes[row.cause]
    deciders = {one: tell(Note(f"export_by_{one.value}"), language).what for one in By}
    return lambda row: deciders[row.by]


@lru_cache(maxsize=4096)
def _rfc2822(when: datetime | None) -> str:
    return format_datetime(when) if when else ""


@lru_cache(maxsize=4096)  # the first and last day of many is that of one sending
def _time(when: datetime | None) -> str:
    """In its own zone, to the minute."""
    return when.isoformat(" ", "minutes")[:16] if when else ""


@lru_cache(maxsize=4096)
def _iso(when: datetime | None) -> str | None:
    return when.isoformat() if when else None


_PLAIN: dict[Field, Callable[[ExportRow], Value]] = {
    "address": lambda row: address_cell(row.address),
    "reason": lambda row: text_cell(row.reason_words),
    "reason_id": lambda row: text_cell(row.reason),
    "sendings": lambda row: row.sendings,
    "failures": lambda row: row.failures,
    "first_seen": lambda row: _time(row.first_seen),
    "last_seen": lambda row: _time(row.last_seen),
    "last_seen_rfc2822": lambda row: _rfc2822(row.last_seen),
    "list": lambda row: text_cell(row.list_name),
    "diagnostic": lambda row: text_cell(row.diagnostic),
    "note": lambda row: text_cell(row.note),
}
_VALUES: dict[Field, Callable[[ExportRow], Value | None]] = {
    "address": lambda row: row.address,
    "action": lambda row: row.choice,
    "cause": lambda row: row.cause,
    "reason": lambda row: row.reason_words or None,
    "reason_id": lambda row: row.reason,
    "sendings": lambda row: row.sendings,
    "failures": lambda row: row.failures,
    "first_seen": lambda row: _iso(row.first_seen),
    "last_seen": lambda row: _iso(row.last_seen),
    "last_seen_rfc2822": lambda row: _rfc2822(row.last_seen) or None,
    "list": lambda row: row.list_name,
    "diagnostic": lambda row: row.diagnostic,
    "decided_by": lambda row: row.by,
    "note": lambda row: row.note,
}
