"""What to do next about one failure: the steps in words, and the way to a letter for the reader."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from ..records import Choice
from ..review import advice
from ..store import PastFailure
from .cases import Case
from .icons import icon
from .look import GAP, scaled
from .prose import Prose


class NextSteps(QWidget):
    """Shown where a person is needed. `letter_asked` when its button is pressed."""

    letter_asked = Signal()

    def __init__(self, language: Callable[[], str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._language = language
        self._reason: str | None = None
        self._title, self._steps = QLabel(), Prose()
        self.letter = QPushButton()
        self.letter.clicked.connect(self.letter_asked)
        head = QHBoxLayout()
        head.setSpacing(GAP)
        head.addWidget(self._title, 1)
        head.addWidget(self.letter)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, GAP // 2, 0, 0)
        layout.setSpacing(GAP // 2)
        layout.addLayout(head)
        layout.addWidget(self._steps)
        self.retranslate()

    def show_failure(self, failure: PastFailure, case: Case | None) -> None:
        """The steps for `failure`, where the decision is not clear without a person."""
        self._reason = failure.reason
        found = advice.steps(failure.reason) if _needs_a_person(case) else None
        self.setVisible(found is not None)
        domain = failure.address.rpartition("@")[2]
        self.letter.setVisible(found is not None and advice.letter_helps(failure.reason, domain))
        if found is not None:
            self._steps.setText("\n".join(numbered(found[self._language()])))

    def showEvent(self, event: QShowEvent) -> None:
        """The style sheet takes fonts away from what lies in a scroll area, once."""
        super().showEvent(event)
        self._title.setFont(scaled(self.font(), 1.0, bold=True))

    def changeEvent(self, event: QEvent) -> None:
        """Follow language and palette; the steps come again with the case."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.LanguageChange, QEvent.Type.PaletteChange):
            self.retranslate()

    def retranslate(self) -> None:
        """Write all words anew but the steps."""
        self._title.setText(self.tr("What to do next"))
        self._title.setFont(scaled(self.font(), 1.0, bold=True))
        self.letter.setText(self.tr("Letter to the reader…"))
        self.letter.setIcon(icon("mail-open", air=4))


def numbered(lines: Sequence[str]) -> list[str]:
    """Steps with their numbers; a single one has none."""
    return list(lines) if len(lines) == 1 else [f"{place}. {line}" for place, line in enumerate(lines, start=1)]


def _needs_a_person(case: Case | None) -> bool:
    return case is not None and case.row.choice in (Choice.REVIEW, Choice.FIX_SENDER)
