"""The marks of a time line: what came back is told by shape, never by colour alone."""

from __future__ import annotations

from enum import Enum

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPen, QPixmap, QPolygonF

from ..records import Kind, Weight
from ..rules import reasons
from ..store import PastFailure

MARK = 11


class Mark(Enum):
    """One shape each for what a mail means to the address."""

    HARD = "hard"  # a full circle: it counts at once
    SOFT = "soft"  # a ring: it counts in a series
    SENDER = "sender"  # a triangle: the sender's own
    UNCLEAR = "unclear"  # a square: for a person
    ARRIVED = "arrived"  # a tick
    ASKED = "asked"  # a full diamond
    UNCOUNTED = "uncounted"  # a dash: it does not count


def mark_of(failure: PastFailure) -> Mark:
    """What stands on the time line for `failure`."""
    if failure.kind in (Kind.COMPLAINT, Kind.UNSUBSCRIBE_REQUEST):
        return Mark.ASKED
    if failure.kind is Kind.DELIVERED:
        return Mark.ARRIVED
    if failure.kind is not Kind.BOUNCE or not failure.counted or failure.reason is None:
        return Mark.UNCOUNTED
    weight = reasons()[failure.reason].weight
    return {Weight.HARD: Mark.HARD, Weight.SOFT: Mark.SOFT, Weight.SENDER: Mark.SENDER}.get(weight, Mark.UNCLEAR)


def draw(painter: QPainter, mark: Mark, centre: QPointF, colour: QColor, ground: QColor, size: float = MARK) -> None:
    """Draw `mark` round `centre`; hollow shapes are filled with `ground`."""
    half = size / 2
    box = QRectF(centre.x() - half, centre.y() - half, size, size)
    full = mark in (Mark.HARD, Mark.ASKED)
    painter.setPen(QPen(colour, 1.8, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin))
    painter.setBrush(colour if full else ground)
    match mark:
        case Mark.HARD | Mark.SOFT:
            painter.drawEllipse(box)
        case Mark.SENDER:
            painter.drawPolygon(_corners(centre, (0, -half), (half, half * 0.8), (-half, half * 0.8)))
        case Mark.UNCLEAR:
            painter.drawRect(box.adjusted(1, 1, -1, -1))
        case Mark.ASKED:
            painter.drawPolygon(_corners(centre, (0, -half), (half, 0), (0, half), (-half, 0)))
        case Mark.ARRIVED:
            painter.drawPolyline(_corners(centre, (-half, 0), (-half * 0.25, half * 0.7), (half, -half * 0.7)))
        case Mark.UNCOUNTED:
            painter.drawLine(QPointF(centre.x() - half * 0.6, centre.y()), QPointF(centre.x() + half * 0.6, centre.y()))


def _corners(centre: QPointF, *corners: tuple[float, float]) -> QPolygonF:
    return QPolygonF([QPointF(centre.x() + x, centre.y() + y) for x, y in corners])


def mark_icon(mark: Mark, colour: QColor, ground: QColor, ratio: float) -> QIcon:
    """The mark as an icon for a list."""
    drawn = QPixmap(round(16 * ratio), round(16 * ratio))
    drawn.fill(Qt.GlobalColor.transparent)
    drawn.setDevicePixelRatio(ratio)
    painter = QPainter(drawn)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    draw(painter, mark, QPointF(8, 8), colour, ground)
    painter.end()
    return QIcon(drawn)
