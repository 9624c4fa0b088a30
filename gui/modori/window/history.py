"""All that came back for one address, newest first."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QFrame, QHeaderView, QTreeWidget, QTreeWidgetItem, QWidget

from ..records import Kind
from ..store import PastFailure
from .foreign_text import one_line, tooltip
from .words import full_date, kind_name, reason_name, short_date


class History(QTreeWidget):
    """One line a mail. `failure_chosen` tells which one is looked at."""

    failure_chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._failures: Sequence[PastFailure] = ()
        self.setColumnCount(3)
        self.setRootIsDecorated(False)
        self.setUniformRowHeights(True)
        self.setAllColumnsShowFocus(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        header = self.header()
        header.setSectionsMovable(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        header.setStretchLastSection(True)
        self.currentItemChanged.connect(self._on_current)
        self.retranslate()

    def show_failures(self, failures: Sequence[PastFailure]) -> None:
        """List these, in this order, and choose the first without telling."""
        self._failures = failures
        self.blockSignals(True)  # noqa: FBT003
        self.clear()
        for failure in failures:
            happened = reason_name(failure.reason) if failure.kind is Kind.BOUNCE and failure.reason else ""
            texts = [
                short_date(failure.when),
                happened or kind_name(failure.kind),
                one_line(failure.sending_subject) or self.tr("sending not known"),
            ]
            item = QTreeWidgetItem(self, texts)
            item.setToolTip(0, full_date(failure.when))
            item.setToolTip(2, tooltip(failure.sending_subject))
        first = self.topLevelItem(0)
        if first is not None:
            self.setCurrentItem(first)
        self.blockSignals(False)  # noqa: FBT003

    def _on_current(self) -> None:
        current = self.currentItem()
        place = -1 if current is None else self.indexOfTopLevelItem(current)
        if 0 <= place < len(self._failures):
            self.failure_chosen.emit(self._failures[place])

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language; the lines are written anew by the pane."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        """Write the headers anew."""
        self.setHeaderLabels([self.tr("Date"), self.tr("What happened"), self.tr("Sending")])
        self.setAccessibleName(self.tr("History of this address"))
