"""What stands in the columns of a file: one decision as a row, and its cells for a form and a language."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from email.utils import format_datetime
from functools import partial
from operator import attrgetter, getitem
from typing import Any, NamedTuple

from modori.languages import Language
from modori.records import By, Cause, Choice, Note
from modori.sentences import tell

from .cells import address_cell, text_cell
from .presets import Column, Field, FileForm

Value = str | int
_Make = Callable[[Any], Any]
_EACH_OTHER = ("address", "diagnostic")
_MOST = 4096


class ExportRow(NamedTuple):
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


def cells_of(
    form: FileForm, language: Language, finish: Callable[[Value], Any] = lambda value: value
) -> Callable[[ExportRow], list[Any]]:
    """A function that makes the cells of a row: on one line, never a formula, in the words of the language.

    `finish` makes of each value what stands in the file, and must always make the same of the same.
    """
    return _maker([(*_cell_of(column, language), finish) for column in form.columns])


def values_of(form: FileForm, finish: Callable[[Field, Value | None], Any]) -> Callable[[ExportRow], list[Any]]:
    """A function that makes the fields of the JSON object of a row: as they are, ids instead of words."""
    return _maker([(*_VALUES[one.field], partial(finish, one.field)) for one in form.columns if one.field is not None])


class _Made(dict[Any, Any]):
    """What is made of a value; kept, since all but addresses and replies come again and again."""

    def __init__(self, make: _Make, finish: _Make, most: int) -> None:
        self._make, self._finish, self._most = make, finish, most

    def __missing__(self, value: Any) -> Any:
        made = self._finish(self._make(value))
        if len(self) < self._most:
            self[value] = made
        return made


def _maker(columns: Sequence[tuple[str, _Make, _Make]]) -> Callable[[ExportRow], list[Any]]:
    """Columns as what the cell is made of, how, and how it is finished. (Twice as fast as a call for each cell.)"""
    made = [_Made(make, finish, 0 if name in _EACH_OTHER else _MOST) for name, make, finish in columns]
    # For a single name it would give no tuple; what is one too many is not looked at.
    values = attrgetter(*(name for name, _, _ in columns), "address")
    return lambda row: list(map(getitem, made, values(row)))


def _cell_of(column: Column, language: Language) -> tuple[str, _Make]:
    """What a cell is made of, and how."""
    if column.words is not None:
        return "cause", column.words.__getitem__
    if column.field is None:
        text = column.text or ""
        return "cause", lambda _: text
    if column.field in _SAID:
        name, code = _SAID[column.field]
        return name, lambda value: tell(Note(code(value)), language).what
    return _CELLS[column.field]


def _rfc2822(when: datetime | None) -> str:
    return format_datetime(when) if when else ""


def _time(when: datetime | None) -> str:
    """In its own zone, to the minute."""
    return when.isoformat(" ", "minutes")[:16] if when else ""


def _iso(when: datetime | None) -> str | None:
    return when.isoformat() if when else None


def _as_it_is(value: Value | None) -> Value | None:
    return value


def _or_none(value: Value | None) -> Value | None:
    return value or None


_SAID: dict[Field, tuple[str, Callable[[str], str]]] = {
    "action": ("choice", lambda choice: f"export_choice_{choice}"),
    "cause": ("cause", lambda cause: f"export_cause_{cause}"),
    "decided_by": ("by", lambda by: f"export_by_{by}"),
}
_CELLS: dict[Field, tuple[str, _Make]] = {
    "address": ("address", address_cell),
    "reason": ("reason_words", text_cell),
    "reason_id": ("reason", text_cell),
    "sendings": ("sendings", _as_it_is),
    "failures": ("failures", _as_it_is),
    "first_seen": ("first_seen", _time),
    "last_seen": ("last_seen", _time),
    "last_seen_rfc2822": ("last_seen", _rfc2822),
    "list": ("list_name", text_cell),
    "diagnostic": ("diagnostic", text_cell),
    "note": ("note", text_cell),
}
_VALUES: dict[Field, tuple[str, _Make]] = {
    "address": ("address", _as_it_is),
    "action": ("choice", _as_it_is),
    "cause": ("cause", _as_it_is),
    "reason": ("reason_words", _or_none),
    "reason_id": ("reason", _as_it_is),
    "sendings": ("sendings", _as_it_is),
    "failures": ("failures", _as_it_is),
    "first_seen": ("first_seen", _iso),
    "last_seen": ("last_seen", _iso),
    "last_seen_rfc2822": ("last_seen", lambda when: _rfc2822(when) or None),
    "list": ("list_name", _as_it_is),
    "diagnostic": ("diagnostic", _as_it_is),
    "decided_by": ("by", _as_it_is),
    "note": ("note", _as_it_is),
}
