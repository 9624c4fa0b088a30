"""The filters above the table: by newsletter, by sending and by reason; and how many rows are left."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QSizePolicy, QWidget

from ..store import Facet
from .foreign_text import one_line
from .look import GAP, quiet
from .words import fill, number, reason_name


class _Filter(QComboBox):
    """One filter; its first entry is "all"."""

    def __init__(self) -> None:
        super().__init__()
        self.facets: Sequence[Facet] = ()
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(12)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def fill_with(self, everything: str, lines: Sequence[tuple[str, str]]) -> None:
        """Offer these (value, words), keeping what was chosen."""
        chosen = self.currentData()
        self.blockSignals(True)  # noqa: FBT003
        self.clear()
        self.addItem(everything, None)
        for value, words in lines:
            self.addItem(words, value)
        self.setCurrentIndex(max(0, self.findData(chosen)) if chosen is not None else 0)
        self.blockSignals(False)  # noqa: FBT003


class FilterBar(QWidget):
    """`changed` when another filter is chosen; ask `reason` and `sending_id`."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._reasons, self._sendings, self._count = _Filter(), _Filter(), quiet(QLabel())
        for one in (self._reasons, self._sendings):
            one.currentIndexChanged.connect(self.changed)
        self._shown, self._marked = 0, 0
        layout = QHBoxLayout(self)
        layout.setContentsMargins(GAP, GAP, GAP, GAP)
        layout.setSpacing(GAP)
        layout.addWidget(self._reasons, 1)
        layout.addWidget(self._sendings, 1)
        layout.addWidget(self._count)
        self.retranslate()

    @property
    def reason(self) -> str | None:
        """The chosen reason."""
        return self._reasons.currentData()

    @property
    def sending_id(self) -> int | None:
        """The chosen sending."""
        value = self._sendings.currentData()
        return int(value) if value is not None else None

    def active(self) -> bool:
        """Whether anything is filtered out."""
        return self.reason is not None or self.sending_id is not None

    def clear(self) -> None:
        """Show all again, without telling."""
        for one in (self._reasons, self._sendings):
            one.blockSignals(True)  # noqa: FBT003
            one.setCurrentIndex(0)
            one.blockSignals(False)  # noqa: FBT003

    def offer(self, reasons: Sequence[Facet], sendings: Sequence[Facet]) -> None:
        """What there is to choose from."""
        self._reasons.facets, self._sendings.facets = reasons, sendings
        self._fill()

    def show_count(self, shown: int, selected: int) -> None:
        """How many rows the table has, and how many of them are selected."""
        self._shown, self._marked = shown, selected
        text = self.tr("%Ln shown", "", shown)
        if selected > 1:
            text = fill(self.tr("%1 of %2 selected"), number(selected), number(shown))
        self._count.setText(text)

    def for_messages(self, *, messages: bool) -> None:
        """Mails that are no bounces have neither reason nor sending."""
        self._reasons.setVisible(not messages)
        self._sendings.setVisible(not messages)

    def _fill(self) -> None:
        pattern = self.tr("%1 (%2)")
        self._reasons.fill_with(
            self.tr("All reasons"),
            [(one.value, fill(pattern, reason_name(one.value), number(one.count))) for one in self._reasons.facets],
        )
        self._sendings.fill_with(
            self.tr("All sendings"),
            [
                (one.value, fill(pattern, one_line(one.label) or self.tr("(no subject)"), number(one.count)))
                for one in self._sendings.facets
            ],
        )

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        """Write all words anew."""
        self._reasons.setAccessibleName(self.tr("Filter by reason"))
        self._sendings.setAccessibleName(self.tr("Filter by sending"))
        self._reasons.setToolTip(self.tr("Filter by reason"))
        self._sendings.setToolTip(self.tr("Filter by sending"))
        self._fill()
        self.show_count(self._shown, self._marked)
