"""The summary: failures over time, by reason, by domain and by sending, as pictures that filter the table."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from PySide6.QtCore import QEvent, QLocale, Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from ..records import Note
from ..sentences import tell
from ..store import Bar, Facet, Query, Section, Span, Store, Summary
from .bridge import Background
from .charts import Bar as Drawn
from .charts import BarChart, ColumnChart
from .harmless import one_line
from .look import GAP, GROUP, PAGE, quiet, scaled
from .prose import Prose
from .timeline import month_words
from .trouble import note_of
from .words import fill, number, reason_name, section_name, short_date

TICK = 64
TEXT = 440


class SummaryPage(QWidget):
    """Asks for the numbers in the background. The signals say what the table shall show."""

    reason_chosen = Signal(str, object)  # with the Section most of them are in
    domain_chosen = Signal(str, object)
    sending_chosen = Signal(object, object)  # a Facet
    span_chosen = Signal(object, object)  # a Span
    scan_asked = Signal()

    def __init__(
        self,
        open_store: Callable[[], Store],
        background: Background,
        language: Callable[[], str],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._open_store, self._background, self._language = open_store, background, language
        self._query: Query | None = None
        self._asking = False
        self._stale = False
        self._shown: Summary | None = None
        self._failure: Note | None = None
        self._title, self._line = QLabel(), quiet(Prose())
        self._more = quiet(Prose())
        self._titles = {name: QLabel() for name in ("time", "reason", "domain", "sending")}
        self.times, self.reasons, self.domains, self.sendings = ColumnChart(), BarChart(), BarChart(), BarChart()
        self._charts = {"time": self.times, "reason": self.reasons, "domain": self.domains, "sending": self.sendings}
        for name, chart in self._charts.items():
            self._titles[name].setBuddy(chart)
        self.reasons.bar_chosen.connect(lambda bar: self.reason_chosen.emit(bar.value, bar.section))
        self.domains.bar_chosen.connect(lambda bar: self.domain_chosen.emit(bar.value, bar.section))
        self.sendings.bar_chosen.connect(self._on_sending)
        self.times.bar_chosen.connect(self._on_span)
        self._state, self._state_text, self._button = Prose(), quiet(Prose()), QPushButton()
        self._button.clicked.connect(self._on_button)
        self._pages = QStackedWidget()
        self._pages.addWidget(self._build_state())
        self._pages.addWidget(self._build_pictures())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._pages)
        self.retranslate()

    def _build_state(self) -> QWidget:
        page = QWidget()
        for label in (self._state, self._state_text):
            label.setFixedWidth(TEXT)
        layout = QVBoxLayout(page)
        layout.setContentsMargins(PAGE, PAGE, PAGE, PAGE)
        layout.setSpacing(GAP)
        layout.addStretch(2)
        for part in (self._state, self._state_text, self._button):
            if isinstance(part, QLabel):
                part.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            layout.addWidget(part, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch(3)
        return page

    def _build_pictures(self) -> QWidget:
        inside = QWidget()
        grid = QGridLayout(inside)
        grid.setContentsMargins(PAGE, GROUP, PAGE, PAGE)
        grid.setHorizontalSpacing(PAGE)
        grid.setVerticalSpacing(GAP)
        grid.addWidget(self._title, 0, 0, 1, 3)
        grid.addWidget(self._line, 1, 0, 1, 3)
        grid.setRowMinimumHeight(2, GAP)
        grid.addWidget(self._titles["time"], 3, 0, 1, 3)
        grid.addWidget(self.times, 4, 0, 1, 3)
        grid.setRowMinimumHeight(5, GAP)
        for column, name in enumerate(("reason", "domain", "sending")):
            grid.addWidget(self._titles[name], 6, column)
            grid.addWidget(self._charts[name], 7, column, Qt.AlignmentFlag.AlignTop)
            grid.setColumnStretch(column, 1)
        grid.addWidget(self._more, 8, 1)
        grid.setRowStretch(9, 1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(inside)
        return scroll

    # Asking

    def show_numbers(self, query: Query) -> None:
        """Ask for the numbers of the account and list of `query`; what is shown stays until they come."""
        query = Query(query.account_id, list_id=query.list_id)
        if query != self._query:
            self._query, self._shown, self._failure = query, None, None
            self._show_state()
        if self._asking:
            self._stale = True
            return
        self._asking, self._stale = True, False
        open_store = self._open_store

        def work(_tell: object, _cancel: object) -> Summary:
            with open_store() as store:
                return store.summary(query)

        self._background.run(
            work,
            done=lambda found: self._on_answer(query, found),
            failed=lambda error: self._on_failure(query, note_of(error)),
        )

    def _on_answer(self, query: Query, found: Summary) -> None:
        if query == self._query:
            self._shown, self._failure = found, None
        self._end()

    def _on_failure(self, query: Query, note: Note) -> None:
        if query == self._query:
            self._shown, self._failure = None, note
        self._end()

    def _end(self) -> None:
        self._asking = False
        self._show_state()
        if self._stale and self._query is not None:
            self.show_numbers(self._query)

    def settled(self) -> bool:
        """Whether all that was asked has been answered."""
        return not self._asking

    # Showing

    def _show_state(self) -> None:
        found = self._shown
        if found is not None and found.counts:
            self._show_pictures(found)
            self._pages.setCurrentIndex(1)
            return
        self._button.setVisible(self._failure is not None or found is not None)
        if self._failure is not None:
            told = tell(self._failure, self._language())
            self._state.setText(told.what)
            self._state_text.setText(told.todo)
            self._button.setText(self.tr("Try again"))
        elif found is not None:
            self._state.setText(self.tr("Nothing to draw yet"))
            self._state_text.setText(self.tr("As soon as addresses have failed, they are counted here."))
            self._button.setText(self.tr("Scan now"))
        else:
            self._state.setText(self.tr("Counting…"))
            self._state_text.setText("")
        for label in (self._state, self._state_text):
            # What stands in the middle of a layout is given no more than one line by itself.
            label.setMinimumHeight(max(0, label.heightForWidth(TEXT)))  # -1 without a text
        self._pages.setCurrentIndex(0)

    def _show_pictures(self, found: Summary) -> None:
        whole = sum(found.counts.values())
        self._line.setText(self._counts_words(found))
        self.reasons.show_bars(_drawn(found.reasons, whole, self._of_bar, self._reason_words))
        self.domains.show_bars(_drawn(found.domains, whole, self._of_bar, lambda bar: one_line(bar.label)))
        self.sendings.show_bars(_drawn(found.sendings, whole, self._of_bar, self._sending_words))
        self._more.setText(self.tr("and %Ln more domain(s): use the search", "", found.more_domains))
        self._more.setVisible(found.more_domains > 0)
        self._draw_times(found.spans, whole)

    def _counts_words(self, found: Summary) -> str:
        parts = [self.tr("%Ln address(es)", "", sum(found.counts.values()))]
        for section in Section:
            if found.counts.get(section):
                parts.append(f"{section_name(section)}\u00a0{number(found.counts[section])}")  # on one line
        return " · ".join(parts)

    def _draw_times(self, spans: Sequence[Span], whole: int) -> None:
        most = max(span.count for span in spans)
        tick = max([TICK, *(self.fontMetrics().horizontalAdvance(_tick_words(one)) + GAP for one in spans)])
        every = -(-tick * len(spans) // max(self.times.viewport().width(), 1)) if spans else 1
        bars: list[Drawn] = []
        for place, span in enumerate(spans):
            words = span_words(span)
            date = _tick_words(span) if (len(spans) - 1 - place) % max(every, 1) == 0 else ""
            bars.append(
                Drawn(span, words, number(span.count), span.count / most, self._of_bar(words, span.count, whole), date)
            )
        self.times.show_bars(bars)

    def _of_bar(self, words: str, count: int, whole: int) -> str:
        """The sentence of one bar."""
        share = QLocale().toString(100 * count / whole, "f", 1) if whole else "0"
        return fill(self.tr("%1: %2 (%3 %)"), words, self.tr("%Ln address(es)", "", count), share)

    def _reason_words(self, bar: Bar) -> str:
        return reason_name(bar.label)

    def _sending_words(self, bar: Bar) -> str:
        return one_line(bar.label) or self.tr("(no subject)")

    def _on_sending(self, bar: Bar) -> None:
        self.sending_chosen.emit(Facet(bar.value, bar.label, bar.count), bar.section)

    def _on_span(self, span: Span) -> None:
        if span.section is not None:
            self.span_chosen.emit(span, span.section)

    def _on_button(self) -> None:
        if self._failure is not None and self._query is not None:
            self._failure = None
            self._show_state()
            self.show_numbers(self._query)
        else:
            self.scan_asked.emit()

    def showEvent(self, event: QShowEvent) -> None:
        """The style sheet takes fonts away from what lies in a scroll area, once."""
        super().showEvent(event)
        self._set_fonts()

    def _set_fonts(self) -> None:
        self._title.setFont(scaled(self.font(), 1.5, bold=True))
        self._state.setFont(scaled(self.font(), 1.2, bold=True))
        for title in self._titles.values():
            title.setFont(scaled(self.font(), 1.0, bold=True))

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.LanguageChange, QEvent.Type.FontChange):
            self.retranslate()

    def retranslate(self) -> None:
        """Write all words anew."""
        names = {
            "time": self.tr("When mail last came back"),
            "reason": self.tr("By reason"),
            "domain": self.tr("By domain"),
            "sending": self.tr("By sending, newest first"),
        }
        self._title.setText(self.tr("Summary"))
        self._set_fonts()
        for name, words in names.items():
            self._titles[name].setText(words)
            self._charts[name].setAccessibleName(words)
        self._show_state()


def _drawn(
    bars: Sequence[Bar], whole: int, sentence: Callable[[str, int, int], str], words: Callable[[Bar], str]
) -> list[Drawn]:
    most = max((bar.count for bar in bars), default=1)
    return [
        Drawn(bar, said := words(bar), number(bar.count), bar.count / most, sentence(said, bar.count, whole))
        for bar in bars
    ]


def _whole_months(span: Span) -> bool:
    return span.until - span.since > timedelta(days=20)


def span_words(span: Span) -> str:
    """The days of a span."""
    last = span.until - timedelta(hours=12)
    if last.date() == span.since.date():
        return short_date(span.since)
    if _whole_months(span):
        return _tick_words(span)
    return f"{short_date(span.since)} – {short_date(last)}"


def _tick_words(span: Span) -> str:
    """What stands below a column."""
    start: datetime = span.since
    if span.until - start > timedelta(days=300):
        return str(start.year)
    return month_words(start.date()) if _whole_months(span) else f"{start.month}/{start.day}"
