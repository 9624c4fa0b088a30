"""Why: the explanation in words, what the policy made of it and what would change that, the server's sentence."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from ..records import Cause
from ..store import MessageRow, PastFailure
from .cases import Case, Cases, Turn, in_words
from .foreign_text import ForeignText
from .harmless import harmless
from .icons import icon
from .look import GAP, GROUP, ICON, quiet, scaled
from .next_steps import NextSteps
from .prose import Prose
from .words import CHOICE_ICONS, choice_name, fill, kind_name, phase_name, reason_name


def selectable(label: QLabel) -> QLabel:
    """`label`, whose text can be copied."""
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label


def show_optional(label: QLabel, text: str) -> None:
    """Show `text`, or nothing at all."""
    label.setText(text)
    label.setVisible(bool(text))


class Turns(QWidget):
    """What would change the decision, one line each with the icon of what would be decided."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = quiet(QLabel())
        self._turns: Sequence[Turn] = ()
        self._lines: list[tuple[QLabel, Prose]] = []
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(GAP)
        self._grid.setVerticalSpacing(GAP // 2)
        self._grid.setColumnStretch(1, 1)
        self._grid.addWidget(self._title, 0, 0, 1, 2)

    def show_turns(self, turns: Sequence[Turn]) -> None:
        """Show these; none: nothing at all."""
        self._turns = turns
        self.setVisible(bool(turns))
        while len(self._lines) < len(turns):
            line = (QLabel(), Prose())
            for column, label in enumerate(line):
                selectable(label)
                self._grid.addWidget(label, len(self._lines) + 1, column, Qt.AlignmentFlag.AlignTop)
            self._lines.append(line)
        for place, (picture, words) in enumerate(self._lines):
            shown = place < len(turns)
            picture.setVisible(shown)
            words.setVisible(shown)
            if shown:
                turn = turns[place]
                drawing = icon(CHOICE_ICONS[turn.choice])
                picture.setPixmap(drawing.pixmap(QSize(ICON, ICON), self.devicePixelRatioF()))
                words.setText(
                    fill(self.tr("%1 → %2"), turn.what, choice_name(turn.choice)) if turn.changes else turn.what
                )

    def retranslate(self) -> None:
        """Write the title anew; the lines come again with the case."""
        self._title.setText(self.tr("What would change this"))


class Why(QWidget):
    """The words about one failure, or about a mail that is none."""

    def __init__(self, cases: Cases, language: Callable[[], str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._cases, self._language = cases, language
        self._reason, self._meaning, self._policy = Prose(), Prose(), Prose()
        self.next, self.turns = NextSteps(language), Turns()
        self._reply_title, self.reply = QLabel(), ForeignText(lines=7)
        self._codes, self._rule = quiet(Prose()), quiet(Prose())
        self._reply_title.setBuddy(self.reply)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(GROUP, GAP, GROUP, GAP)
        layout.setSpacing(GAP)
        for label in (self._reason, self._meaning, self._policy, self._codes, self._rule):
            selectable(label)
        for part in (self._reason, self._meaning, self.next, self._policy):
            layout.addWidget(part)
        layout.addSpacing(GAP)
        for part in (self._reply_title, self.reply, self._codes, self._rule):
            layout.addWidget(part)
        layout.addSpacing(GAP)
        layout.addWidget(self.turns)
        layout.addStretch(1)

    def show_failure(self, failure: PastFailure, case: Case | None) -> None:
        """The words about `failure`, one of those of `case`."""
        cause = case.row.cause if case else Cause.FAILED
        self._reason.setText(reason_name(failure.reason, cause) if failure.reason else kind_name(failure.kind))
        show_optional(self._meaning, self._cases.explanation(failure, self._language()))
        show_optional(self._policy, case.policy if case else "")
        self.next.show_failure(failure, case)
        self.turns.show_turns(case.turns if case else ())
        said = harmless(failure.diagnostic)
        self._reply_title.setVisible(bool(said))
        self.reply.setVisible(bool(said))
        self.reply.show_text(said, failure.matched)
        show_optional(self._codes, _codes_words(failure))
        show_optional(self._rule, fill(self.tr("Rule: %1"), failure.rule) if failure.rule else "")

    def show_message(self, row: MessageRow) -> None:
        """The words about a mail that counts against nobody."""
        self._reason.setText(kind_name(row.kind))
        self._meaning.setText(self.tr("This mail does not count against anybody."))
        self._meaning.show()
        show_optional(self._policy, in_words(row.problem, self._language()) if row.problem else "")
        for part in (self.next, self.turns, self._reply_title, self.reply, self._codes, self._rule):
            part.hide()

    def set_fonts(self) -> None:
        """The reason is a heading."""
        self._reason.setFont(scaled(self.font(), 1.0, bold=True))

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        """Write all words anew but those of the shown failure."""
        self._reply_title.setText(self.tr("What the server said"))
        self._reply_title.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self.reply.setAccessibleName(self.tr("What the server said"))
        self.reply.mark()
        self.turns.retranslate()


def _codes_words(failure: PastFailure) -> str:
    phase = phase_name(failure.phase) if failure.phase else None
    code = " ".join(part for part in (failure.reply, failure.status) if part)
    parts = (code, phase, harmless(failure.remote), failure.system)
    return " · ".join(part for part in parts if part)
