"""All that came back for one address: a time line, and below it one line a mail, newest first."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QFrame, QHeaderView, QTreeWidget, QTreeWidgetItem, QVBoxLayout, QWidget

from ..store import PastFailure
from .harmless import one_line, tooltip
from .marks import mark_icon, mark_of
from .timeline import TimeLine
from .words import full_date, happened, short_date


class History(QWidget):
    """`failure_chosen` tells which mail is looked at, on the line or in the list."""

    failure_chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._failures: Sequence[PastFailure] = ()
        self.line, self.list = TimeLine(), QTreeWidget()
        self.list.setColumnCount(3)
        self.list.setRootIsDecorated(False)
        self.list.setUniformRowHeights(True)
        self.list.setAllColumnsShowFocus(True)
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        header = self.list.header()
        header.setSectionsMovable(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        header.setStretchLastSection(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.line)
        layout.addWidget(self.list, 1)
        self.list.currentItemChanged.connect(self._on_current)
        self.line.chosen.connect(self._on_line)
        self.retranslate()

    def show_failures(self, failures: Sequence[PastFailure], decided: datetime | None = None) -> None:
        """List these, in this order, and choose the first without telling. `decided`: when the user decided."""
        self._failures = failures
        self.list.blockSignals(True)  # noqa: FBT003
        self.list.clear()
        for failure in failures:
            subject = one_line(failure.sending_subject) or self.tr("sending not known")
            item = QTreeWidgetItem(self.list, [short_date(failure.when), happened(failure), subject])
            item.setToolTip(0, full_date(failure.when))
            item.setToolTip(2, tooltip(failure.sending_subject))
        self._draw()
        first = self.list.topLevelItem(0)
        if first is not None:
            self.list.setCurrentItem(first)
        self.list.blockSignals(False)  # noqa: FBT003
        self.line.show_failures(failures, decided)

    def _draw(self) -> None:
        palette, ratio = self.palette(), self.devicePixelRatioF()
        colour, ground = palette.text().color(), palette.base().color()
        for place, failure in enumerate(self._failures):
            item = self.list.topLevelItem(place)
            if item is not None:
                item.setIcon(0, mark_icon(mark_of(failure), colour, ground, ratio))

    def _on_line(self, place: int) -> None:
        item = self.list.topLevelItem(place)
        if item is not None:
            self.list.setCurrentItem(item)

    def _on_current(self) -> None:
        current = self.list.currentItem()
        place = -1 if current is None else self.list.indexOfTopLevelItem(current)
        if 0 <= place < len(self._failures):
            self.line.go_to(place)
            self.failure_chosen.emit(self._failures[place])

    def changeEvent(self, event: QEvent) -> None:
        """Follow language and palette; the lines are written anew by the pane."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()
        elif event.type() is QEvent.Type.PaletteChange:
            self._draw()

    def retranslate(self) -> None:
        """Write the headers anew."""
        self.list.setHeaderLabels([self.tr("Date"), self.tr("What happened"), self.tr("Sending")])
        self.list.setAccessibleName(self.tr("History of this address"))
