"""The right side: why. The explanation in words, the server's sentence, the mail, and what came back before."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QSplitter,
    QStackedWidget,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from ..records import By
from ..store import MessageRow, PastFailure
from .cases import Case, Cases
from .decision_buttons import DecisionButtons
from .foreign_text import ForeignText, ForeignTitle
from .harmless import harmless
from .history import History
from .icons import icon
from .look import GAP, GROUP, ICON, letters, quiet, scaled
from .prose import Prose
from .why import Why, selectable, show_optional
from .words import CHOICE_ICONS, choice_name, fill, short_date


class EvidencePane(QWidget):
    """Shows one recipient or one mail. `buttons.decided` tells what the user wants."""

    def __init__(self, cases: Cases, language: Callable[[], str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._cases, self._language = cases, language
        self._case: Case | None = None
        self._message: MessageRow | None = None
        self._failure: PastFailure | None = None
        self._selected = 1
        self.buttons = DecisionButtons()
        self._address = ForeignTitle()
        self._decision, self._news, self._note = (selectable(Prose()) for _ in range(3))
        self._reader = quiet(selectable(Prose()))
        self._decision_icon = QLabel()
        self._why = Why(cases, language)
        self._reply = self._why.reply
        self._mail, self.history = ForeignText(), History()
        self._source, self._rule_text = ForeignText(), ForeignText()
        self.history.failure_chosen.connect(self._show_failure)
        self._why.next.letter_asked.connect(self.write_letter)
        self._tabs = QTabWidget()
        self._tabs.setDocumentMode(True)
        self._tabs.addTab(self._mail, "")
        for tab in (self.history, self._source, self._rule_text):
            self._tabs.addTab(tab, "")
        self._tabs.currentChanged.connect(lambda _tab: self._fill_tab())
        self._lay_out()
        self.retranslate()
        self.show_nothing()

    def _lay_out(self) -> None:
        decision = QHBoxLayout()
        decision.setSpacing(GAP)
        decision.addWidget(self._decision_icon, 0, Qt.AlignmentFlag.AlignTop)
        decision.addWidget(self._decision, 1)
        top = QVBoxLayout()
        top.setContentsMargins(GROUP, GAP + 4, GROUP, GAP)
        top.setSpacing(GAP)
        top.addWidget(self._address)
        top.addWidget(self._reader)
        top.addLayout(decision)
        top.addWidget(self._news)
        top.addWidget(self._note)
        top.addWidget(self.buttons)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(self._why)
        self._halves = QSplitter(Qt.Orientation.Vertical)
        self._halves.addWidget(scroll)
        self._halves.addWidget(self._tabs)
        self._halves.setStretchFactor(0, 11)
        self._halves.setStretchFactor(1, 9)
        self._halves.setChildrenCollapsible(False)
        self._halves.setHandleWidth(7)
        self._halves.setMinimumHeight(120)  # with large letters these get lower, not the buttons
        full = QWidget()
        inside = QVBoxLayout(full)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(0)
        inside.addLayout(top)
        inside.addWidget(self._halves, 1)
        self._empty = quiet(Prose())
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._empty.setContentsMargins(GROUP, GROUP, GROUP, GROUP)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._empty)
        self._stack.addWidget(full)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._stack)

    def wanted_width(self) -> int:
        """How wide it must be for the buttons to stand beside each other."""
        return self.buttons.wanted_width() + 2 * GROUP + 4

    def show_nothing(self) -> None:
        """No row is selected."""
        self._case = self._message = self._failure = None
        self._stack.setCurrentIndex(0)

    def show_recipient(self, recipient_id: int) -> None:
        """Show a recipient. Raises StoreError."""
        case = self._cases.case(recipient_id, self._language())
        if case is None:
            self.show_nothing()
            return
        if case == self._case and self._stack.currentIndex() == 1:
            return  # Nothing new: leave scrolling and selected text as they are.
        self._case = self._message = None  # when it is first seen, its fonts come, and all would be written twice
        self._stack.setCurrentIndex(1)
        self._case = case
        self.buttons.show()
        self._show_head(case)
        self.history.show_failures(case.failures, case.row.decided_at)
        for tab in (1, 3):
            self._tabs.setTabVisible(tab, True)  # noqa: FBT003
        self._tabs.setTabText(1, self.tr("History (%n)", "", len(case.failures)))
        if case.failures:
            self._show_failure(case.failures[0])

    def show_message(self, message_id: int) -> None:
        """Show a mail that is no bounce. Raises StoreError."""
        row = self._cases.message(message_id)
        if row is None:
            self.show_nothing()
            return
        self._case, self._message, self._failure = None, row, None
        self._stack.setCurrentIndex(1)
        self.buttons.hide()
        self._reader.hide()
        self._news.hide()
        self._note.hide()
        self._address.set_text(row.subject or self.tr("(no subject)"))
        self._decision_icon.setPixmap(icon("mail").pixmap(QSize(ICON, ICON), self.devicePixelRatioF()))
        self._decision.setText(harmless(row.sender))
        self._why.show_message(row)
        text = self._cases.mail_text(row.id)
        self._mail.show_text(text or self.tr("Of ordinary mail, Modori keeps only sender, subject and date."), None)
        for tab in (1, 3):
            self._tabs.setTabVisible(tab, False)  # noqa: FBT003
        self._tabs.setCurrentIndex(0)

    def show_selected(self, count: int) -> None:
        """Say that the buttons act on `count` rows."""
        self._selected = count
        if self._case is not None:
            self._show_head(self._case)

    def address(self) -> str:
        """Whose evidence is shown; empty: nobody's."""
        return self._address.text() if self._stack.currentIndex() == 1 else ""

    def failure(self) -> PastFailure | None:
        """The failure that is shown; None where none is."""
        return self._failure if self._case is not None else None

    def reason(self) -> str | None:
        """The reason of the failure that is shown; None where none is."""
        failure = self.failure()
        return failure.reason if failure is not None else None

    def write_letter(self) -> None:
        """Open a letter to the reader of the shown failure."""
        from .letter_dialog import LetterDialog  # dialogs are imported when they are opened

        if self._failure is None:
            return
        domain = self._cases.sender_domain(self._failure)
        dialog = LetterDialog(harmless(self._failure.address), domain, self._language(), self.window())
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def show_history(self) -> None:
        """Show what else came back for this address."""
        self._tabs.setCurrentWidget(self.history)

    def focus_mail(self) -> None:
        """Put the keyboard into the mail's text."""
        self._tabs.setCurrentIndex(0)
        self._mail.setFocus()

    def _show_head(self, case: Case) -> None:
        row = case.row
        if self._selected > 1:
            self._address.set_text(self.tr("%n selected addresses", "", self._selected))
        else:
            self._address.set_text(row.address)
        show_optional(self._reader, self._reader_words(case) if self._selected == 1 else "")
        size = round(ICON * letters(self))
        pixmap = icon(CHOICE_ICONS[row.choice]).pixmap(QSize(size, size), self.devicePixelRatioF())
        self._decision_icon.setPixmap(pixmap)
        self._decision.setText(self._decision_words(case))
        self.buttons.show_choice(row.choice if self._selected == 1 else None)
        again = row.by is By.USER and row.failed_since_decision
        news = self.tr("It failed %n more time(s) since you decided.", "", row.failed_since_decision) if again else ""
        show_optional(self._news, news)
        note = harmless(row.note) if self._selected == 1 else ""
        show_optional(self._note, fill(self.tr("Note: %1"), note) if note else "")

    def _reader_words(self, case: Case) -> str:
        """How the address stands on the user's subscriber list."""
        listed = case.on_list
        if listed is None:
            return ""
        if listed.address is None:
            return self.tr("Not on your subscriber list")
        if listed.address.casefold() != case.row.address.casefold():
            return fill(self.tr("On your list as %1 (%2)"), harmless(listed.address), harmless(listed.name) or "–")
        return fill(self.tr("On your list: %1"), harmless(listed.name) or self.tr("without a name"))

    def _decision_words(self, case: Case) -> str:
        row = case.row
        if self._selected > 1:
            return self.tr("The buttons decide for all of them.")
        if row.by is By.USER:
            return fill(
                self.tr("You decided: %1 (%2). Proposed was: %3"),
                choice_name(row.choice),
                short_date(row.decided_at),
                choice_name(row.proposed),
            )
        return fill(self.tr("Proposed: %1"), choice_name(row.choice))

    def _show_failure(self, failure: PastFailure) -> None:
        self._failure = failure
        self._why.show_failure(failure, self._case)
        text = self._cases.mail_text(failure.message_id)
        self._mail.show_text(text, failure.matched, failure.diagnostic, failure.final_address or failure.address)
        self._fill_tab()

    def _fill_tab(self) -> None:
        """What few look at is read when it is looked at: the mail's source, the rule as it is written."""
        shown = self._tabs.currentWidget()
        if shown is self._source:
            message = self._failure.message_id if self._failure else (self._message.id if self._message else None)
            text = "" if message is None else self._cases.mail_source(message)
            self._source.show_text(text, self._failure.matched if self._failure else None)
        elif shown is self._rule_text:
            rule = self._failure.rule if self._failure else None
            self._rule_text.show_text(self._cases.rule_text(rule) if rule else "", None)

    def _set_fonts(self) -> None:
        self._address.setFont(scaled(self.font(), 1.2, bold=True))
        self._why.set_fonts()

    def showEvent(self, event: QShowEvent) -> None:
        """The style sheet takes fonts away from what lies in a scroll area, once."""
        super().showEvent(event)
        self._set_fonts()

    def changeEvent(self, event: QEvent) -> None:
        """Follow language and palette."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.LanguageChange, QEvent.Type.PaletteChange, QEvent.Type.FontChange):
            self.retranslate()

    def retranslate(self) -> None:
        """Write all words anew, those of the shown row too."""
        self._set_fonts()
        self._why.retranslate()
        self._empty.setText(self.tr("Select an address to see why its mail came back."))
        self._tabs.setTabText(0, self.tr("The mail"))
        self._tabs.setTabText(1, self.tr("History"))
        self._tabs.setTabText(2, self.tr("Source"))
        self._tabs.setTabText(3, self.tr("The rule"))
        self._mail.setAccessibleName(self.tr("Text of the mail"))
        self._source.setAccessibleName(self.tr("Source of the mail"))
        self._rule_text.setAccessibleName(self.tr("The rule as it is written"))
        self._mail.mark()
        if self._case is not None:
            shown, self._case = self._case.row.id, None
            self.show_recipient(shown)
        elif self._message is not None:
            self.show_message(self._message.id)
