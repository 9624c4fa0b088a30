"""Turns the store's rows into the rows of a file, with the words of the user's language."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from modori.export import ExportRow
from modori.languages import Language
from modori.records import Cause, Note
from modori.rules import reasons
from modori.sentences import tell

if TYPE_CHECKING:  # who prints what mails say needs no store
    from modori.store import DecisionRow


def reason_words(reason: str | None, cause: Cause, language: str) -> str:
    """The reason in words; for complaints and requests what the reader did."""
    if reason is None:
        return tell(Note(f"cause_{cause.value}"), language).what
    return reasons()[reason].name(language)


def export_rows(rows: Iterable[DecisionRow], language: Language) -> Iterator[ExportRow]:
    """`rows` as they go into a file. What is held back must not be among them (see `Store.to_export`)."""
    words: dict[tuple[str | None, Cause], str] = {}
    for _, address, choice, cause, _, reason, sent, failed, first, last, name, said, by, note in rows:
        why = words.get((reason, cause))
        if why is None:
            why = words[reason, cause] = reason_words(reason, cause, language)
        yield ExportRow(address, choice, cause, why, reason, sent, failed, first, last, name, said, by, note)
