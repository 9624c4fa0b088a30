"""Deciding for several at once, or with a note: for whom, with the number, before anything happens."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import Enum, auto

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from ..records import Choice
from ..store import Query, RecipientRow, Store
from .bridge import Background
from .cases import in_words
from .decision_buttons import BUTTONS, button_words
from .harmless import harmless
from .icons import icon
from .look import GAP, GROUP, PAGE, quiet, scaled
from .prose import Prose
from .trouble import note_of
from .words import CHOICE_ICONS, fill, number, reason_name, section_name


class Scope(Enum):
    """For whom."""

    SELECTED = auto()
    REASON = auto()
    DOMAIN = auto()
    SHOWN = auto()


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the user decided: for these ids, or (None) for those of the query."""

    ids: tuple[int, ...] | None
    query: Query
    choice: Choice
    note: str | None


class DecideDialog(QDialog):
    """`decided` tells what is wanted. The current row says which reason and which domain are meant."""

    decided = Signal(object)

    def __init__(
        self,
        row: RecipientRow,
        selected: tuple[int, ...],
        query: Query,
        open_store: Callable[[], Store],
        background: Background,
        language: Callable[[], str],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._language = language
        self.setModal(True)
        self.setWindowTitle(self.tr("Decide for several"))
        self._selected, self._counts = selected, {Scope.SELECTED: len(selected)}
        bare = Query(query.account_id, query.section, list_id=query.list_id, sort=query.sort)
        self._queries = {
            Scope.SELECTED: query,
            Scope.REASON: replace(bare, reason=row.reason),
            Scope.DOMAIN: replace(bare, domain=row.domain),
            Scope.SHOWN: query,
        }
        self._group = QButtonGroup(self)
        self.scopes = {scope: QRadioButton() for scope in Scope if scope is not Scope.REASON or row.reason}
        for place, button in enumerate(self.scopes.values()):
            self._group.addButton(button, place)
        self._group.idToggled.connect(lambda *_: self._write())
        self.choice, self.note = QComboBox(), QLineEdit()
        self._row, self._trouble = row, quiet(Prose())
        self.go, self.leave = QPushButton(), QPushButton(self.tr("Cancel"))
        self._fill_in()
        self._lay_out(fill(self.tr("In the section “%1”"), section_name(query.section) if query.section else ""))
        self.scopes[Scope.SELECTED].setChecked(True)
        self._count(open_store, background)

    def _fill_in(self) -> None:
        words = button_words()
        for choice in BUTTONS:
            self.choice.addItem(icon(CHOICE_ICONS[choice]), words[choice], choice.value)
        self.choice.setCurrentIndex(self.choice.findData(self._row.choice.value))
        self.choice.currentIndexChanged.connect(lambda *_: self._write())
        self.note.setPlaceholderText(self.tr("for example: she rang, the address is right"))
        if len(self._selected) == 1 and self._row.note:
            self.note.setText(self._row.note)
        self.leave.clicked.connect(self.reject)
        self.go.clicked.connect(self._on_go)
        self.go.setDefault(True)

    def _lay_out(self, where: str) -> None:
        title = QLabel(self.tr("For whom?"))
        title.setFont(scaled(self.font(), 1.15, bold=True))
        place = quiet(QLabel(where))
        form = QFormLayout()
        form.setHorizontalSpacing(GROUP)
        form.setVerticalSpacing(GAP)
        for words, field in ((self.tr("&Decision"), self.choice), (self.tr("&Note"), self.note)):
            label = QLabel(words)
            label.setBuddy(field)
            form.addRow(label, field)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.leave)
        buttons.addWidget(self.go)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(PAGE, PAGE, PAGE, GROUP)
        layout.setSpacing(GAP)
        layout.addWidget(title)
        layout.addWidget(place)
        for button in self.scopes.values():
            layout.addWidget(button)
        layout.addSpacing(GROUP)
        layout.addLayout(form)
        layout.addWidget(self._trouble)
        layout.addSpacing(GROUP)
        layout.addLayout(buttons)
        self.setMinimumSize(QSize(520, 0))
        self._trouble.hide()

    def _count(self, open_store: Callable[[], Store], background: Background) -> None:
        """Find out how many each choice means; until then it cannot be chosen."""
        wanted = {scope: self._queries[scope] for scope in self.scopes if scope is not Scope.SELECTED}

        def work(_tell: object, _cancel: object) -> dict[Scope, int]:
            with open_store() as store:
                return {scope: len(store.ids(query)) for scope, query in wanted.items()}

        background.run(work, done=self._on_counted, failed=self._on_trouble)

    def _on_counted(self, counts: dict[Scope, int]) -> None:
        self._counts |= counts
        self._write()

    def _on_trouble(self, error: Exception) -> None:
        self._trouble.setText(in_words(note_of(error), self._language()))
        self._trouble.show()

    def scope(self) -> Scope:
        """For whom it is to be."""
        return next(scope for scope, button in self.scopes.items() if button.isChecked())

    def _write(self) -> None:
        names = {
            Scope.SELECTED: self.tr("the selected: %1"),
            Scope.REASON: self.tr("all with the reason “%2”: %1"),
            Scope.DOMAIN: self.tr("all at %2: %1"),
            Scope.SHOWN: self.tr("all that are shown (search and filters): %1"),
        }
        more = {Scope.REASON: reason_name(self._row.reason, self._row.cause), Scope.DOMAIN: harmless(self._row.domain)}
        for scope, button in self.scopes.items():
            count = self._counts.get(scope)
            button.setText(fill(names[scope], "…" if count is None else number(count), more.get(scope, "")))
            button.setEnabled(count is not None)
        count = self._counts.get(self.scope(), 0) if self._group.checkedButton() else 0
        self.go.setText(fill(self.tr("%1 (%Ln address(es))", "", count), self.choice.currentText()))
        self.go.setEnabled(count > 0)

    def _on_go(self) -> None:
        scope = self.scope()
        typed = self.note.text().strip()
        note = typed if typed or (len(self._selected) == 1 and self._row.note) else None
        ids = self._selected if scope is Scope.SELECTED else None
        self.decided.emit(Wanted(ids, self._queries[scope], Choice(self.choice.currentData()), note))
        self.accept()
