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
    from modori.store import RecipientRow


def reason_words(reason: str | None, cause: Cause, language: str) -> str:
    """The reason in words; for complaints and requests what the reader did."""
    if reason is None:
        return tell(Note(f"cause_{cause.value}"), language).what
    return reasons()[reason].name(language)


def export_rows(rows: Iterable[RecipientRow], language: Language) -> Iterator[ExportRow]:
    """`rows` as they go into a file. What is held back must not be among them (see `Store.to_export`)."""
    for row in rows:
        reason = row.decided_reason or row.reason
        yield ExportRow(
            address=row.address,
            choice=row.choice,
            cause=row.cause,
            reason_words=reason_words(reason, row.cause, language),
            reason=reason,
            sendings=row.sendings,
            failures=row.failures,
            first_seen=row.first_seen,
            last_seen=row.last_seen,
            list_name=row.list_name,
            diagnostic=row.diagnostic,
            by=row.by,
            note=row.note,
        )
