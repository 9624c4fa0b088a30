"""The table of the mails that are no bounces: shown so that nothing that was read is a secret."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QModelIndex, Qt

from ..sentences import tell
from ..store import Column, MessageRow
from .harmless import one_line, tooltip
from .paged_model import Index, PagedModel
from .words import fill, full_date, kind_name, short_date

COLUMNS = (Column.SENDER, Column.SUBJECT, Column.KIND, Column.LAST_SEEN)
_Role = Qt.ItemDataRole


class MessageModel(PagedModel):
    """Ids of messages; `language` gives the code of the language of the moment."""

    def __init__(
        self, fetch_rows: Callable[[Sequence[int]], Sequence[MessageRow]], language: Callable[[], str]
    ) -> None:
        super().__init__()
        self._fetch_rows, self._language = fetch_rows, language

    def fetch(self, ids: Sequence[int]) -> Sequence[MessageRow]:
        """See PagedModel."""
        return self._fetch_rows(ids)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """Qt: number of columns."""
        return 0 if parent.isValid() else len(COLUMNS)

    def title(self, column: int, role: int) -> Any:
        """See PagedModel."""
        if role == _Role.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        if role != _Role.DisplayRole:
            return None
        return {
            Column.SENDER: self.tr("From"),
            Column.SUBJECT: self.tr("Subject"),
            Column.KIND: self.tr("What it is"),
            Column.LAST_SEEN: self.tr("Date"),
        }[COLUMNS[column]]

    def cell(self, row: MessageRow, column: int, role: int) -> Any:
        """See PagedModel."""
        which = COLUMNS[column]
        if role == _Role.DisplayRole:
            return self._text(row, which)
        if role == _Role.ToolTipRole:
            return full_date(row.date) if which is Column.LAST_SEEN else tooltip(self._text(row, which))
        if role == _Role.AccessibleTextRole:
            return self._text(row, which) if which is not Column.SENDER else self.sentence(row)
        return None

    def _text(self, row: MessageRow, which: Column) -> str:
        match which:
            case Column.SENDER:
                return one_line(row.sender)
            case Column.SUBJECT:
                return one_line(row.subject) or self.tr("(no subject)")
            case Column.KIND:
                return tell(row.problem, self._language()).what if row.problem else kind_name(row.kind)
            case _:
                return short_date(row.date)

    def sentence(self, row: MessageRow) -> str:
        """The whole row as one sentence, for a screen reader."""
        text = self.tr("%1, from %2: %3, %4")
        parts = (
            self._text(row, Column.SUBJECT),
            one_line(row.sender),
            self._text(row, Column.KIND),
            short_date(row.date),
        )
        return fill(text, *parts)
