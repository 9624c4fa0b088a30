"""All that came back for one address as marks on a line of time; arrows walk along it, a click chooses."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from PySide6.QtCore import QDate, QEvent, QLocale, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QFontMetricsF,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from ..store import PastFailure
from .look import GAP, GROUP
from .marks import MARK, draw, mark_of
from .words import fill, full_date, happened, number, short_date

_SIDE = 28
_STACK = 3  # marks above each other where many came together
_STEPS = (1, 2, 3, 6, 12, 24, 60, 120)  # months between two dates on the line
_LEVEL = MARK + 3


class TimeLine(QWidget):
    """`chosen` tells the place of the mark that the reader goes to, in the sequence that was given."""

    chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._failures: Sequence[PastFailure] = ()
        self._decided: datetime | None = None
        self._current = 0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._tell()

    def show_failures(self, failures: Sequence[PastFailure], decided: datetime | None = None) -> None:
        """Draw these, newest first as they come from the store; `decided`: when the user decided."""
        self._failures, self._decided, self._current = failures, decided, 0
        self._tell()
        self.updateGeometry()
        self.update()

    def go_to(self, place: int) -> None:
        """Mark one as looked at, without telling."""
        if place != self._current and 0 <= place < len(self._failures):
            self._current = place
            self._tell()
            self.update()

    def place_of(self, place: int) -> QPointF:
        """Where a mark is drawn."""
        return self._places()[place]

    # Where things are

    def _span(self) -> tuple[float, float]:
        times = [failure.when.timestamp() for failure in self._failures]
        if self._decided is not None:
            times.append(self._decided.timestamp())
        return (min(times), max(times)) if times else (0.0, 0.0)

    def _x(self, seconds: float) -> float:
        first, last = self._span()
        room = self.width() - 2 * _SIDE
        return self.width() / 2 if last <= first else _SIDE + room * (seconds - first) / (last - first)

    def _line(self) -> float:
        return GAP + _STACK * _LEVEL

    def _places(self) -> list[QPointF]:
        """The centres of the marks: on the line, or above each other where they would cover each other."""
        taken: list[float] = []  # by level, the left end of what was put there last; we go from new to old
        places: list[QPointF] = []
        for failure in self._failures:
            x = self._x(failure.when.timestamp())
            level = next((one for one, left in enumerate(taken) if x <= left - _LEVEL), len(taken))
            level = min(level, _STACK - 1)
            taken[level : level + 1] = [x]
            places.append(QPointF(x, self._line() - level * _LEVEL))
        return places

    # What is seen

    def sizeHint(self) -> QSize:
        """As high as the line with its marks and dates."""
        return QSize(220, self.minimumSizeHint().height())

    def minimumSizeHint(self) -> QSize:
        """Room for the marks and the dates."""
        return QSize(120, round(self._line() + GAP + QFontMetricsF(self.font()).height() + GAP))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the line, its dates, the marks, and a frame round the current one."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        palette = self.palette()
        ground, quiet = palette.base().color(), palette.color(QPalette.ColorRole.PlaceholderText)
        painter.fillRect(self.rect(), ground)
        painter.setPen(QPen(palette.mid().color(), 1))
        line = self._line()
        painter.drawLine(QPointF(GROUP, line), QPointF(self.width() - GROUP, line))
        painter.setPen(quiet)
        self._draw_dates(painter, line)
        if self._decided is not None:
            self._draw_decision(painter, line)
        places = self._places()
        for place in range(len(places) - 1, -1, -1):
            here = place == self._current
            colour = palette.accent().color() if here else palette.text().color()
            draw(painter, mark_of(self._failures[place]), places[place], colour, ground)
        if places:
            self._draw_current(painter, places[self._current])

    def _draw_current(self, painter: QPainter, centre: QPointF) -> None:
        half = MARK / 2 + 4
        pen = QPen(self.palette().accent().color(), 2 if self.hasFocus() else 1)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(QRectF(centre.x() - half, centre.y() - half, 2 * half, 2 * half), 4, 4)

    def _draw_decision(self, painter: QPainter, line: float) -> None:
        assert self._decided is not None  # noqa: S101
        x = self._x(self._decided.timestamp())
        painter.setPen(QPen(self.palette().accent().color(), 1, Qt.PenStyle.DashLine))
        painter.drawLine(QPointF(x, 2), QPointF(x, line + 4))

    def _draw_dates(self, painter: QPainter, line: float) -> None:
        """Short strokes with dates, as many as there is room for."""
        metrics = QFontMetricsF(self.font())
        free = float("-inf")
        for x, words in self._dates(metrics):
            width = metrics.horizontalAdvance(words)
            left = min(max(x - width / 2, 2.0), self.width() - width - 2)
            if left < free:
                continue
            free = left + width + GAP
            painter.drawLine(QPointF(x, line + 3), QPointF(x, line + 7))
            painter.drawText(QPointF(left, line + GAP + metrics.ascent()), words)

    def _dates(self, metrics: QFontMetricsF) -> list[tuple[float, str]]:
        if not self._failures:
            return []
        first, last = (datetime.fromtimestamp(seconds).astimezone() for seconds in self._span())
        months = (last.year - first.year) * 12 + last.month - first.month
        if months < 2:
            days = {one.date(): one for one in (first, last)}
            return [(self._x(one.timestamp()), short_date(one)) for one in days.values()]
        room = (self.width() - 2 * _SIDE) / (metrics.horizontalAdvance(month_words(first.date())) + GROUP)
        step = next((one for one in _STEPS if months / one <= room), _STEPS[-1])
        found: list[tuple[float, str]] = []
        for count in range(1, months + 1):
            year, month = divmod(first.year * 12 + first.month - 1 + count, 12)
            if (year * 12 + month) % step == 0:
                start = datetime(year, month + 1, 1).astimezone()
                found.append((self._x(start.timestamp()), month_words(start.date())))
        return found or [(self._x(last.timestamp()), short_date(last))]

    # What is done

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left goes to what came before, right to what came after; Home and End to the ends."""
        last = len(self._failures) - 1
        wanted = {
            Qt.Key.Key_Left: self._current + 1,
            Qt.Key.Key_Right: self._current - 1,
            Qt.Key.Key_Home: last,
            Qt.Key.Key_End: 0,
        }.get(Qt.Key(event.key()))
        if wanted is None:
            super().keyPressEvent(event)
        else:
            self._choose(min(max(wanted, 0), last))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the mark that was clicked."""
        found = self._at(event.position())
        if found is not None:
            self._choose(found)

    def event(self, event: QEvent) -> bool:
        """Qt: a tooltip says what a mark is."""
        if event.type() is QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            found = self._at(QPointF(event.pos()))
            QToolTip.showText(event.globalPos(), "" if found is None else self._words(found), self)
            return True
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            self.update()
        return super().event(event)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self._tell()

    def _at(self, point: QPointF) -> int | None:
        def distance(place: int) -> float:
            return (places[place] - point).manhattanLength()

        places = self._places()
        nearest = min(range(len(places)), key=distance, default=None)
        return nearest if nearest is not None and distance(nearest) <= 2 * MARK else None

    def _choose(self, place: int) -> None:
        if place >= 0 and place != self._current:
            self.go_to(place)
            self.chosen.emit(place)

    # What is heard

    def _words(self, place: int) -> str:
        failure = self._failures[place]
        return f"{full_date(failure.when)}\n{happened(failure)}"

    def _tell(self) -> None:
        self.setAccessibleName(self.tr("Time line of %n mail(s)", "", len(self._failures)))
        if self._failures:
            failure = self._failures[self._current]
            self.setAccessibleDescription(
                fill(
                    self.tr("%1 of %2: %3, %4"),
                    number(len(self._failures) - self._current),
                    number(len(self._failures)),
                    short_date(failure.when),
                    happened(failure),
                )
            )
        else:
            self.setAccessibleDescription("")
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.DescriptionChanged))


def month_words(day: date) -> str:
    """A month with its year, as the user writes it."""
    form = "yyyy/M" if QLocale().language() == QLocale.Language.Japanese else "MMM yyyy"
    return QLocale().toString(QDate(day.year, day.month, day.day), form)
