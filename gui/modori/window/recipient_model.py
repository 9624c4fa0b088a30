"""The table of addresses: what came back for each, and what is to be done."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QFont, QGuiApplication

from ..records import By, Cause
from ..store import Column, RecipientRow
from .harmless import one_line, tooltip
from .icons import icon
from .look import tabular
from .paged_model import Index, PagedModel
from .words import CHOICE_ICONS, choice_name, fill, full_date, number, reason_name, short_date

COLUMNS = (
    Column.ADDRESS,
    Column.READER,
    Column.CHOICE,
    Column.REASON,
    Column.SENDINGS,
    Column.FIRST_SEEN,
    Column.LAST_SEEN,
    Column.DIAGNOSTIC,
)
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_Role = Qt.ItemDataRole
# Keeps figures at the right edge of a column away from the text of the next one.
_AIR = "\u2002"


class RecipientModel(PagedModel):
    """Ids of recipients; `fetch_rows` is the store's."""

    def __init__(self, fetch_rows: Callable[[Sequence[int]], Sequence[RecipientRow]]) -> None:
        super().__init__()
        self._fetch_rows = fetch_rows
        self._known_titles: dict[Column, tuple[str, str]] = {}
        self._figures: QFont | None = None

    def fetch(self, ids: Sequence[int]) -> Sequence[RecipientRow]:
        """See PagedModel."""
        return self._fetch_rows(ids)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """Qt: number of columns."""
        return 0 if parent.isValid() else len(COLUMNS)

    def title(self, column: int, role: int) -> Any:
        """See PagedModel."""
        if role == _Role.TextAlignmentRole:
            return _RIGHT if COLUMNS[column] is Column.SENDINGS else _LEFT
        if role not in (_Role.DisplayRole, _Role.ToolTipRole):
            return None
        if not self._known_titles:
            self._known_titles = self._titles()
        short, full = self._known_titles[COLUMNS[column]]
        return short if role == _Role.DisplayRole else full

    def refresh(self) -> None:
        """See PagedModel; the titles may be in another language now."""
        self._known_titles, self._figures = {}, None
        super().refresh()

    def _titles(self) -> dict[Column, tuple[str, str]]:
        return {
            Column.ADDRESS: (self.tr("Address"), self.tr("The address as you sent to it")),
            Column.READER: (self.tr("Reader"), self.tr("The name on your subscriber list")),
            Column.CHOICE: (self.tr("Decision"), self.tr("What is to be done; a person marks your own decisions")),
            Column.REASON: (self.tr("Reason"), self.tr("Why delivery failed")),
            Column.SENDINGS: (self.tr("Sendings") + _AIR, self.tr("How many sendings failed")),
            Column.FIRST_SEEN: (self.tr("First seen"), self.tr("When mail first came back")),
            Column.LAST_SEEN: (self.tr("Last seen"), self.tr("When mail last came back")),
            Column.DIAGNOSTIC: (self.tr("Server's reply"), self.tr("The other server's own sentence")),
        }

    def cell(self, row: RecipientRow, column: int, role: int) -> Any:
        """See PagedModel."""
        which = COLUMNS[column]
        if role == _Role.DisplayRole:
            return self._text(row, which)
        if role == _Role.ToolTipRole:
            return self._tip(row, which)
        if role == _Role.TextAlignmentRole:
            return _RIGHT if which is Column.SENDINGS else _LEFT
        if role == _Role.DecorationRole and which is Column.CHOICE:
            return icon(CHOICE_ICONS[row.choice])
        if role == _Role.DecorationRole and which is Column.ADDRESS and row.by is By.USER:
            return icon("pencil")
        if role == _Role.FontRole and which in (Column.SENDINGS, Column.FIRST_SEEN, Column.LAST_SEEN):
            self._figures = self._figures or tabular(QGuiApplication.font())
            return self._figures
        if role == _Role.AccessibleTextRole:
            return self.sentence(row) if which is Column.ADDRESS else self._text(row, which).strip()
        return None

    def _text(self, row: RecipientRow, which: Column) -> str:
        match which:
            case Column.ADDRESS:
                return one_line(row.address)
            case Column.READER:
                return one_line(row.reader)
            case Column.CHOICE:
                return self.once((row.choice, row.by, row.failed_since_decision), lambda: self._choice(row))
            case Column.REASON:
                return self.once((row.reason, row.cause), lambda: reason_name(row.reason, row.cause))
            case Column.SENDINGS if row.cause is Cause.FAILED:
                return self.once(row.sendings, lambda: number(row.sendings) + _AIR)
            case Column.SENDINGS:
                return ""
            case Column.FIRST_SEEN:
                return self._date(row.first_seen)
            case Column.LAST_SEEN:
                return self._date(row.last_seen)
            case _:
                return one_line(row.diagnostic)

    def _choice(self, row: RecipientRow) -> str:
        name = choice_name(row.choice)
        if row.by is not By.USER:
            return name
        if row.failed_since_decision:
            return fill(self.tr("%1 (you), failed %n time(s) since", "", row.failed_since_decision), name)
        return fill(self.tr("%1 (you)"), name)

    def _date(self, when: datetime) -> str:
        return self.once(when.date(), lambda: short_date(when))

    def _tip(self, row: RecipientRow, which: Column) -> str:
        if which is Column.FIRST_SEEN:
            return full_date(row.first_seen)
        if which is Column.LAST_SEEN:
            return full_date(row.last_seen)
        if which is Column.ADDRESS and row.by is By.USER:
            return tooltip(f"{self._text(row, which)} · {self._text(row, Column.CHOICE)}")
        return tooltip(row.diagnostic if which is Column.DIAGNOSTIC else self._text(row, which))

    def sentence(self, row: RecipientRow) -> str:
        """The whole row as one sentence, for a screen reader."""
        text = self.tr("%1: %2, because of: %3. Failed in %n sending(s), last on %4.", "", row.sendings)
        if row.cause is not Cause.FAILED:
            text = self.tr("%1: %2, because of: %3. On %4.")
        parts = (one_line(row.address), self._text(row, Column.CHOICE), reason_name(row.reason, row.cause))
        return fill(text, *parts, short_date(row.last_seen))
