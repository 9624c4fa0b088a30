"""Draws the report on a sheet of A4, for a PDF as for its picture on the screen: the same page at any resolution."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPaintDevice, QPainter, QPen, QTextLayout, QTextOption

from ..export.report_page import ReportBar, ReportWords
from .prose import JOINER, by_phrase
from .words import number

WIDTH, HEIGHT = 210.0, 297.0
_MARGIN = 17.0
_INK, _QUIET, _LINE, _BAR, _TRACK = (QColor(c) for c in ("#1c1c1e", "#5c5c60", "#c8c8c6", "#2a5fa5", "#ececea"))
_BOXES, _BOX = 3, 15.5
_ROW = 6.4
_SMALLEST = 7.0  # points
_BETWEEN = 10.0


def draw(report: ReportWords, device: QPaintDevice, font: QFont) -> None:
    """Draw the page on `device`, whose whole area is one sheet of A4."""
    painter = QPainter(device)
    painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
    try:
        _Page(painter, device.width() / WIDTH, font).draw(report)
    finally:
        painter.end()


class _Page:
    """Measures in mm from the top left of the sheet; `scale` is pixels per mm. `_y` is how far the page is filled."""

    def __init__(self, painter: QPainter, scale: float, font: QFont) -> None:
        self._painter, self._scale, self._face = painter, scale, font
        self._y = _MARGIN

    def draw(self, report: ReportWords) -> None:
        width = WIDTH - 2 * _MARGIN
        self._text(report.title, 18, bold=True)
        self._y += 1.5
        self._text(report.head, 9, _QUIET)
        self._y += 5
        self._text(report.told, 11)
        self._y += 3
        self._boxes(report.numbers)
        half = (width - _BETWEEN) / 2
        for start in range(0, len(report.pictures), 2):
            top = self._y = self._y + 7
            ends: list[float] = []
            row = report.pictures[start : start + 2]
            for place, (title, bars) in enumerate(row):
                self._y = top
                self._picture(title, bars, _MARGIN + place * (half + _BETWEEN), half if len(row) > 1 else width)
                ends.append(self._y)
            self._y = max(ends)
        self._y = HEIGHT - _MARGIN - 8
        self._rule()
        self._y += 2
        self._text(report.foot, 8.5, _QUIET)

    # The parts

    def _boxes(self, numbers: Sequence[ReportBar]) -> None:
        gap = 3.5
        width = (WIDTH - 2 * _MARGIN - (_BOXES - 1) * gap) / _BOXES
        for place, one in enumerate(numbers):
            row, column = divmod(place, _BOXES)
            left, top = _MARGIN + column * (width + gap), self._y + row * (_BOX + gap)
            self._painter.setPen(QPen(_LINE, 0.25 * self._scale))
            self._painter.setBrush(Qt.BrushStyle.NoBrush)
            self._painter.drawRoundedRect(self._rect(left, top, width, _BOX), self._scale, self._scale)
            self._line(number(one.count), self._rect(left + 3, top + 1.5, width - 6, 7.5), 16, bold=True)
            self._line(one.label, self._rect(left + 3, top + 8.7, width - 5, 5.5), 8.5, _QUIET)
        self._y += (len(numbers) + _BOXES - 1) // _BOXES * (_BOX + gap) - gap

    def _picture(self, title: str, bars: Sequence[ReportBar], left: float, width: float) -> None:
        self._line(title, self._rect(left, self._y, width, 6), 11.5, bold=True)
        self._y += 7.5
        most = max((one.count for one in bars), default=1) or 1
        name, figures = 0.56 * width, 11.0
        start = left + name + figures + 2.5
        room = left + width - start
        for one in bars:
            self._line(one.label, self._rect(left, self._y, name - 1, _ROW), 9)
            box = self._rect(left + name, self._y, figures, _ROW)
            self._line(number(one.count), box, 9, flags=Qt.AlignmentFlag.AlignRight)
            for colour, share in ((_TRACK, 1.0), (_BAR, one.count / most)):
                bar = self._rect(start, self._y + _ROW / 2 - 1.3, max(room * share, 0.4), 2.6)
                self._painter.fillRect(bar, colour)
            self._y += _ROW

    def _rule(self) -> None:
        self._painter.fillRect(self._rect(_MARGIN, self._y, WIDTH - 2 * _MARGIN, 0.25), _LINE)

    # Text

    def _rect(self, left: float, top: float, width: float, height: float) -> QRectF:
        return QRectF(left * self._scale, top * self._scale, width * self._scale, height * self._scale)

    def _font(self, points: float, *, bold: bool = False) -> QFont:
        font = QFont(self._face)
        font.setPixelSize(max(round(points * 25.4 / 72 * self._scale), 1))
        font.setWeight(QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
        # Noto Sans CJK has other glyphs for the figures of some languages. No character stands for those by itself, so
        # that Qt's PDF could not tell what they mean: copied text would lack its figures.
        font.setFeature(QFont.Tag("locl"), 0)
        return font

    def _line(
        self,
        text: str,
        box: QRectF,
        points: float,
        colour: QColor = _INK,
        *,
        bold: bool = False,
        flags: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
    ) -> None:
        """One line; smaller where it does not fit, and at last elided."""
        font = self._font(points, bold=bold)
        metrics = QFontMetricsF(font, self._painter.device())
        while metrics.horizontalAdvance(text) > box.width() and points > _SMALLEST:
            points -= 0.5
            font = self._font(points, bold=bold)
            metrics = QFontMetricsF(font, self._painter.device())
        self._painter.setFont(font)
        self._painter.setPen(colour)
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, box.width())
        self._painter.drawText(box, flags | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, shown)

    def _text(self, text: str, points: float, colour: QColor = _INK, *, bold: bool = False) -> None:
        """A paragraph over the whole width, broken between phrases."""
        font, marked = self._font(points, bold=bold), by_phrase(text)
        layout = QTextLayout(marked, font, self._painter.device())
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        self._painter.setFont(font)
        self._painter.setPen(colour)
        layout.beginLayout()
        while (line := layout.createLine()).isValid():
            line.setLineWidth((WIDTH - 2 * _MARGIN) * self._scale)
            # The invisible joiners say where a line may break; who copies text out of the PDF shall not get them.
            shown = marked[line.textStart() : line.textStart() + line.textLength()].replace(JOINER, "").strip()
            height = line.height() / self._scale
            box = self._rect(_MARGIN, self._y, WIDTH - 2 * _MARGIN, height)
            self._painter.drawText(box, Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextSingleLine, shown)
            self._y += height * 1.15
        layout.endLayout()
