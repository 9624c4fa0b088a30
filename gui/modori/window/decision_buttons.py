"""The buttons that decide: what holds now is pressed in, a click decides anew."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent, QSize, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QGridLayout, QPushButton, QSizePolicy, QWidget

from ..records import Choice
from .icons import icon
from .look import GAP, ICON
from .words import CHOICE_ICONS, fill

AIR = 4
_ROOM = 29  # left and right of a button's words
BUTTONS = (Choice.UNSUBSCRIBE, Choice.RETRY, Choice.FIX_SENDER, Choice.KEEP, Choice.REVIEW)
KEYS = {
    Choice.UNSUBSCRIBE: "U",
    Choice.RETRY: "R",
    Choice.FIX_SENDER: "F",
    Choice.KEEP: "K",
    Choice.REVIEW: "V",
}


def button_words() -> dict[Choice, str]:
    """What the user can decide, as it stands on a button."""
    return {
        Choice.UNSUBSCRIBE: QCoreApplication.translate("DecisionButtons", "Unsubscribe"),
        Choice.RETRY: QCoreApplication.translate("DecisionButtons", "Keep sending"),
        Choice.FIX_SENDER: QCoreApplication.translate("DecisionButtons", "Fix on my side"),
        Choice.KEEP: QCoreApplication.translate("DecisionButtons", "Always keep"),
        Choice.REVIEW: QCoreApplication.translate("DecisionButtons", "Review later"),
    }


def likely_width(widget: QWidget) -> int:
    """About how wide two buttons beside each other will be where `widget` is, before there are any."""
    letters = max(widget.fontMetrics().horizontalAdvance(words) for words in button_words().values())
    return 2 * (letters + ICON + AIR + _ROOM) + GAP


class DecisionButtons(QWidget):
    """Tells with `decided` what the user wants for the selected rows."""

    decided = Signal(object)
    more_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        layout = QGridLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GAP)
        self._buttons: dict[Choice, QPushButton] = {}
        for choice in BUTTONS:
            button = QPushButton()
            button.setCheckable(True)
            button.setIconSize(QSize(ICON + AIR, ICON))
            button.clicked.connect(lambda _=False, choice=choice: self.decided.emit(choice))
            self._buttons[choice] = button
        self.more = QPushButton()
        self.more.clicked.connect(self.more_asked)
        for button in self._all():
            # They may get narrower than their words for a moment: then they are put below each other.
            button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._grid, self._columns = layout, 0
        self.retranslate()
        self._arrange()

    def _all(self) -> list[QPushButton]:
        return [*self._buttons.values(), self.more]

    def _arrange(self) -> None:
        """Two beside each other where their words fit, else one below the other."""
        columns = 2 if not self.isVisible() or self.wanted_width() <= self.width() else 1
        if columns == self._columns:
            return
        self._columns = columns
        for place, button in enumerate(self._all()):
            self._grid.removeWidget(button)
            self._grid.addWidget(button, place // columns, place % columns)
        for column in range(2):
            self._grid.setColumnStretch(column, 1 if column < columns else 0)

    def wanted_width(self) -> int:
        """How wide two beside each other are."""
        for button in self._all():
            button.ensurePolished()  # else it knows nothing of the style sheet's room around words
        return 2 * max(button.sizeHint().width() for button in self._all()) + GAP

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt: there is more or less room."""
        super().resizeEvent(event)
        self._arrange()

    def showEvent(self, event: QShowEvent) -> None:
        """Qt: only now the width is the one that it has."""
        super().showEvent(event)
        self._arrange()

    def show_choice(self, choice: Choice | None) -> None:
        """Press in what holds now."""
        for one, button in self._buttons.items():
            button.setChecked(one is choice)

    def changeEvent(self, event: QEvent) -> None:
        """Follow language and palette."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.LanguageChange, QEvent.Type.PaletteChange):
            self.retranslate()

    def retranslate(self) -> None:
        """Write all words anew."""
        words = button_words()
        tips = {
            Choice.UNSUBSCRIBE: self.tr("Put the address on the list to unsubscribe (key %1)"),
            Choice.RETRY: self.tr("Go on sending; Modori goes on counting failures (key %1)"),
            Choice.FIX_SENDER: self.tr("The address is fine, something on your own side is not (key %1)"),
            Choice.KEEP: self.tr("Never propose this address again; you are told when it fails again (key %1)"),
            Choice.REVIEW: self.tr("Leave it open: nothing is proposed until you decide (key %1)"),
        }
        self.more.setText(self.tr("Several, note…"))
        self.more.setToolTip(self.tr("Decide the same for all with this reason or domain, or write a note (key D)"))
        self.more.setAccessibleDescription(self.more.toolTip())
        for choice, button in self._buttons.items():
            button.setText(words[choice])
            button.setIcon(icon(CHOICE_ICONS[choice], air=AIR))
            button.setToolTip(fill(tips[choice], KEYS[choice]))
            button.setAccessibleDescription(button.toolTip())
        if self._columns:
            self._arrange()
