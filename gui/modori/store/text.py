"""Text and times as the database keeps them."""

from __future__ import annotations

import json
import unicodedata
from datetime import UTC, datetime
from typing import overload

from modori.records import Note

_EARLIEST = datetime(1990, 1, 1, tzinfo=UTC).timestamp()


@overload
def clean(text: str) -> str: ...
@overload
def clean(text: None) -> None: ...
def clean(text: str | None) -> str | None:
    """`text` without what SQLite cannot keep (lone surrogates) or would end at (NUL)."""
    if text is None or (text.isascii() and "\0" not in text):
        return text
    return text.encode("utf-8", "surrogatepass").decode("utf-8", "replace").replace("\0", "\ufffd")


def fold(text: str) -> str:
    """`text` for comparing: no upper case, no full-width Latin or half-width kana."""
    return text.lower() if text.isascii() else unicodedata.normalize("NFKC", text).casefold()


def domain_of(address: str) -> str:
    """The domain of an address, folded; empty where it has none."""
    return fold(address.rpartition("@")[2]) if "@" in address else ""


def stamp(*candidates: datetime | None, now: float) -> int:
    """The first believable time among the candidates as seconds since 1970, else now.

    A Date header can say anything: before 1990 or more than two days ahead is not believed.
    A time without a zone counts as UTC.
    """
    for when in candidates:
        if when is not None:
            seconds = (when if when.tzinfo else when.replace(tzinfo=UTC)).timestamp()
            if _EARLIEST <= seconds <= now + 2 * 86400:
                return int(seconds)
    return int(now)


def moment(seconds: int) -> datetime:
    """The time as an aware datetime in the local zone, whose day is the one a person expects."""
    return datetime.fromtimestamp(seconds, UTC).astimezone()


def note_to_text(note: Note) -> str:
    """A note as JSON."""
    return json.dumps([note.code, note.details], ensure_ascii=False, separators=(",", ":"))


def note_from_text(text: str) -> Note:
    """The note that `note_to_text` was given."""
    code, details = json.loads(text)
    return Note(code, details)
