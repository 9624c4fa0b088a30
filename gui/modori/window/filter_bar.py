"""The filters above the table: by reason, domain and sending, and on demand by mail system and date; the count."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta

from PySide6.QtCore import QEvent, QLocale, Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QStyleOptionComboBox,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ..store import Facet, FacetBy
from .harmless import one_line
from .icons import icon
from .look import GAP, quiet
from .words import fill, number, reason_name

# Nobody looks for the hundredth domain in a list: the search finds it.
_MOST = 100
# What Japanese readers have: carriers come first in their list of domains.
CARRIERS = ("docomo.ne.jp", "ezweb.ne.jp", "au.com", "softbank.ne.jp", "i.softbank.jp", "ymobile.ne.jp")
_DAYS = (7, 31, 92, 366)
_BETWEEN = "/"
_WORDS = Qt.ItemDataRole.UserRole + 1
_BY: tuple[FacetBy, ...] = ("reason", "domain", "sending", "system")


# Of a box: its arrow, and the room left and right of its words.
_ARROW = 36


class _Filter(QComboBox):
    """One filter; its first entry is "all"."""

    def __init__(self) -> None:
        super().__init__()
        self.facets: Sequence[Facet] = ()
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(6)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def fill_with(self, everything: str, pattern: str, lines: Sequence[tuple[str, str, int | None]]) -> None:
        """Offer these (value, words, number of rows), keeping what was chosen; `pattern` joins the last two."""
        chosen, words = self.currentData(), str(self.currentData(_WORDS))
        if chosen is not None and all(value != chosen for value, _, _ in lines):
            lines = [*lines, (chosen, words, 0)]
        self.blockSignals(True)  # noqa: FBT003
        self.clear()
        self.addItem(everything, None)
        for place, (value, name, count) in enumerate(lines, start=1):
            self.addItem(name if count is None else fill(pattern, name, number(count)), value)
            self.setItemData(place, name, _WORDS)
        self.setCurrentIndex(max(0, self.findData(chosen)) if chosen is not None else 0)
        self.blockSignals(False)  # noqa: FBT003

    def initStyleOption(self, option: QStyleOptionComboBox) -> None:
        """Qt: what is painted; words that have no room end with an ellipsis."""
        super().initStyleOption(option)
        room = self.width() - _ARROW
        shown = self.fontMetrics().elidedText(option.currentText, Qt.TextElideMode.ElideRight, room)  # pyright: ignore[reportAttributeAccessIssue] - not in PySide's stubs
        option.currentText = shown  # pyright: ignore[reportAttributeAccessIssue]

    def choose(self, value: str, words: str) -> None:
        """Choose a value, also one that is not offered, without telling."""
        self.blockSignals(True)  # noqa: FBT003
        if self.findData(value) < 0:
            self.addItem(words, value)
            self.setItemData(self.count() - 1, words, _WORDS)
        self.setCurrentIndex(self.findData(value))
        self.blockSignals(False)  # noqa: FBT003


class FilterBar(QWidget):
    """`changed` when another filter is chosen; `fields` gives them for a query."""

    changed = Signal()
    top_asked = Signal()

    def __init__(self, now: Callable[[], datetime], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._now = now
        self._reasons, self._domains, self._sendings = _Filter(), _Filter(), _Filter()
        self._systems, self._dates, self.count = _Filter(), _Filter(), quiet(QLabel())
        self._all = (self._reasons, self._domains, self._sendings, self._systems, self._dates)
        for one in self._all:
            one.currentIndexChanged.connect(self.changed)
        self._more = QToolButton()
        self._more.setCheckable(True)
        self._more.toggled.connect(self._show_more)
        self._shown, self._marked, self._new, self._messages = 0, 0, 0, False
        self._above = QToolButton()
        self._above.clicked.connect(self.top_asked)
        first, second = QHBoxLayout(), QHBoxLayout()
        for one in self._all[:3]:
            first.addWidget(one, 1)
        first.addWidget(self._more)
        first.addWidget(self._above)
        for one in self._all[3:]:
            second.addWidget(one, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(GAP, GAP, GAP, GAP)
        layout.setSpacing(GAP)
        for row in (first, second):
            row.setSpacing(GAP)
            layout.addLayout(row)
        self._show_more(shown=False)
        self.retranslate()

    def fields(self, *, messages: bool) -> dict[str, object]:
        """The chosen filters as fields of a query; `messages`: mails that are no bounces know only the date."""
        since, until = self._period()
        if messages:
            none = dict.fromkeys(("reason", "domain", "sending_id", "system"))
            return {**none, "since": since, "until": until}
        sending = self._sendings.currentData()
        return {
            "reason": self._reasons.currentData(),
            "domain": self._domains.currentData(),
            "sending_id": None if sending is None else int(sending),
            "system": self._systems.currentData(),
            "since": since,
            "until": until,
        }

    def _period(self) -> tuple[datetime | None, datetime | None]:
        """From when to when; the data of the box are a number of days, or both ends."""
        chosen = self._dates.currentData()
        if chosen is None:
            return None, None
        if _BETWEEN in chosen:
            since, until = (datetime.fromisoformat(end) for end in chosen.split(_BETWEEN))
            return since, until
        return self._now() - timedelta(days=int(chosen)), None

    def active(self) -> bool:
        """Whether anything is filtered out."""
        return any(value is not None for value in self.fields(messages=self._messages).values())

    def choose(
        self,
        *,
        reason: str | None = None,
        domain: str | None = None,
        sending: Facet | None = None,
        period: tuple[datetime, datetime, str] | None = None,
    ) -> None:
        """Set these filters, and tell. `period`: from when, until before when, and that in words."""
        if reason is not None:
            self._reasons.choose(reason, reason_name(reason))
        if domain is not None:
            self._domains.choose(domain, one_line(domain))
        if sending is not None:
            self._sendings.choose(sending.value, self._sending_words(sending))
        if period is not None:
            since, until, words = period
            self._dates.choose(f"{since.isoformat()}{_BETWEEN}{until.isoformat()}", words)
            self.show_more()
        self.changed.emit()

    def clear(self) -> None:
        """Show all again, without telling."""
        for one in self._all:
            one.blockSignals(True)  # noqa: FBT003
            one.setCurrentIndex(0)
            one.blockSignals(False)  # noqa: FBT003

    def offer(self, facets: Mapping[FacetBy, Sequence[Facet]]) -> None:
        """What there is to choose from."""
        filters = (self._reasons, self._domains, self._sendings, self._systems)
        for by, one in zip(_BY, filters, strict=True):
            one.facets = facets[by]
        self._fill()

    def show_count(self, shown: int, selected: int) -> None:
        """How many rows the table has, and how many of them are selected."""
        self._shown, self._marked = shown, selected
        text = self.tr("%Ln shown", "", shown)
        if selected > 1:
            text = fill(self.tr("%1 of %2 selected"), number(selected), number(shown))
        self.count.setText(text)

    def show_above(self, count: int) -> None:
        """How many new rows came in above those that are seen; 0: none."""
        self._new = count
        self._above.setText(fill("↑ %1", number(count)))
        self._above.setToolTip(self.tr("%Ln new row(s) above: go there", "", count))
        self._above.setAccessibleName(self._above.toolTip())
        self._above.setVisible(count > 0)

    def for_messages(self, *, messages: bool) -> None:
        """Mails that are no bounces have neither reason nor sending."""
        self._messages = messages
        for one in (self._reasons, self._domains, self._sendings):
            one.setVisible(not messages)
        self._show_more(shown=self._more.isChecked())

    def show_more(self) -> None:
        """Show the filters that few need."""
        self._more.setChecked(True)

    def _show_more(self, shown: bool) -> None:
        self._systems.setVisible(shown and not self._messages)
        self._dates.setVisible(shown)

    def _sending_words(self, sending: Facet) -> str:
        return one_line(sending.label) or self.tr("(no subject)")

    def _fill(self) -> None:
        pattern = self.tr("%1 (%2)")

        def lines(facets: Sequence[Facet], words: Callable[[Facet], str]) -> list[tuple[str, str, int | None]]:
            return [(one.value, words(one), one.count) for one in facets]

        offered = {
            self._reasons: (self.tr("All reasons"), lines(self._reasons.facets, lambda one: reason_name(one.value))),
            self._domains: (
                self.tr("All domains"),
                lines(in_order(self._domains.facets), lambda one: one_line(one.label)),
            ),
            self._sendings: (self.tr("All sendings"), lines(self._sendings.facets[:_MOST], self._sending_words)),
            self._systems: (self.tr("All mail systems"), lines(self._systems.facets, lambda one: one.label)),
        }
        for box, (everything, its) in offered.items():
            box.fill_with(everything, pattern, its)
        periods = (self.tr("Last 7 days"), self.tr("Last month"), self.tr("Last 3 months"), self.tr("Last year"))
        dates = [(str(days), words, None) for days, words in zip(_DAYS, periods, strict=True)]
        self._dates.fill_with(self.tr("Any date"), pattern, dates)

    def changeEvent(self, event: QEvent) -> None:
        """Follow language and palette."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.LanguageChange, QEvent.Type.PaletteChange):
            self.retranslate()

    def retranslate(self) -> None:
        """Write all words anew."""
        names = (
            self.tr("Filter by reason"),
            self.tr("Filter by domain"),
            self.tr("Filter by sending"),
            self.tr("Filter by mail system"),
            self.tr("Filter by date"),
        )
        for one, name in zip(self._all, names, strict=True):
            one.setAccessibleName(name)
            one.setToolTip(name)
        self._more.setIcon(icon("funnel"))
        self._more.setToolTip(self.tr("More filters: mail system, date"))
        self._more.setAccessibleName(self.tr("More filters: mail system, date"))
        self._fill()
        self.show_count(self._shown, self._marked)
        self.show_above(self._new)


def in_order(domains: Sequence[Facet]) -> list[Facet]:
    """The domains as they are offered: the most frequent; for Japanese users the carriers before all others."""
    first: list[Facet] = []
    if QLocale().language() == QLocale.Language.Japanese:
        known = {one.value: one for one in domains}
        first = [known[name] for name in CARRIERS if name in known]
    return first + [one for one in domains[:_MOST] if one not in first]
