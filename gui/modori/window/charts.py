"""Pictures that can be walked through: bars below each other, and columns along a line of time.

Both are lists (so keyboard, focus and screen readers find what they know), painted from the palette: no chart library
for four shapes. `bar_chosen` tells the key of what was clicked, or chosen with Enter.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QPainter, QPalette, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from .look import GAP, tabular

_Role = Qt.ItemDataRole
_KEY, _SHARE, _NUMBER, _TICK = _Role.UserRole, _Role.UserRole + 1, _Role.UserRole + 2, _Role.UserRole + 3
_BAR = 6
_Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: what its choice tells, its words, its number as written, its height from 0 to 1, and its sentence.

    `tick` is what stands below a column; empty: nothing.
    """

    key: object
    words: str
    number: str
    share: float
    sentence: str
    tick: str = ""


def _track(palette: QPalette) -> QColor:
    """The ground of a bar."""
    colour = QColor(palette.color(QPalette.ColorRole.Text))
    colour.setAlphaF(0.08)
    return colour


class _Bars(QStyledItemDelegate):
    """Words and number, and a bar below them."""

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        """Qt: one line of text and the bar."""
        return QSize(80, option.fontMetrics.height() + _BAR + GAP + 6)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Qt: draw one."""
        _ground(painter, option)
        inner = QRectF(option.rect).adjusted(GAP, 3, -GAP, -3)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        number = str(index.data(_NUMBER))
        figures = tabular(option.font)
        room = QFontMetrics(figures).horizontalAdvance(number) + GAP
        line = QRectF(inner.left(), inner.top(), inner.width(), option.fontMetrics.height())
        painter.setPen(option.palette.color(QPalette.ColorRole.Text))
        words = option.fontMetrics.elidedText(
            str(index.data()), Qt.TextElideMode.ElideRight, round(inner.width() - room)
        )
        painter.drawText(line, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, words)
        painter.setFont(figures)
        painter.drawText(line, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, number)
        track = QRectF(inner.left(), line.bottom() + 3, inner.width(), _BAR)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(_track(option.palette))
        painter.drawRoundedRect(track, 3, 3)
        painter.setBrush(option.palette.accent())
        painter.drawRoundedRect(track.adjusted(0, 0, -track.width() * (1 - float(index.data(_SHARE))), 0), 3, 3)
        painter.restore()


class _Columns(QStyledItemDelegate):
    """A column with its number above, and its date below where there is room for it."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Qt: draw one."""
        _ground(painter, option)
        text, small = option.fontMetrics.height(), _small(option.font)
        line = QFontMetrics(small).height()
        cell = QRectF(option.rect)
        room = QRectF(cell.left(), cell.top() + line + 2, cell.width(), cell.height() - line - text - 8)
        width = min(cell.width() - 4, 44.0)
        share = float(index.data(_SHARE))
        height = max(room.height() * share, 2.0 if share else 0.0)
        column = QRectF(cell.center().x() - width / 2, room.bottom() - height, width, height)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(option.palette.accent())
        painter.drawRoundedRect(column, min(3.0, height / 2), min(3.0, height / 2))
        painter.setPen(QPen(option.palette.mid().color(), 1))
        painter.drawLine(room.bottomLeft(), room.bottomRight())
        painter.setPen(option.palette.color(QPalette.ColorRole.PlaceholderText))
        tick, edge = str(index.data(_TICK)), option.widget.width() if option.widget else option.rect.right()
        half = option.fontMetrics.horizontalAdvance(tick) / 2 + 1
        middle = min(max(cell.center().x(), half), edge - half)
        below = QRectF(middle - half, room.bottom() + 3, 2 * half, text)
        painter.setClipping(False)
        painter.drawText(below, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop, tick)
        number = str(index.data(_NUMBER)) if share else ""
        painter.setFont(small)
        if QFontMetrics(small).horizontalAdvance(number) <= cell.width():
            painter.setPen(option.palette.color(QPalette.ColorRole.Text))
            above = QRectF(cell.left(), column.top() - line - 1, cell.width(), line)
            painter.drawText(above, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignBottom, number)
        painter.restore()


def _small(font: QFont) -> QFont:
    made = tabular(font)
    made.setPointSizeF(font.pointSizeF() * 0.85)
    return made


def _ground(painter: QPainter, option: QStyleOptionViewItem) -> None:
    """What is under the pointer, and what the keyboard is at."""
    state = option.state
    focused = bool(state & QStyle.StateFlag.State_HasFocus)
    if state & QStyle.StateFlag.State_MouseOver or focused:
        painter.fillRect(option.rect, _track(option.palette))
    if focused:
        painter.setPen(QPen(option.palette.accent().color(), 1))
        painter.drawRect(option.rect.adjusted(0, 0, -1, -1))


class _Chart(QListWidget):
    """What both have: a list whose lines are pictures."""

    bar_chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor)
        self.itemClicked.connect(self._on_item)
        self._follow_palette()

    def show_bars(self, bars: Sequence[Bar]) -> None:
        """Draw these."""
        place = self.currentRow()
        self.clear()
        for bar in bars:
            item = QListWidgetItem(bar.words)
            item.setData(_KEY, bar.key)
            item.setData(_SHARE, bar.share)
            item.setData(_NUMBER, bar.number)
            item.setData(_TICK, bar.tick)
            item.setData(_Role.AccessibleTextRole, bar.sentence)
            item.setToolTip(bar.sentence)
            self.addItem(item)
        if bars:
            self.setCurrentRow(min(max(place, 0), len(bars) - 1))
        self.fit()

    def fit(self) -> None:
        """Be as large as the bars need."""

    def sentences(self) -> list[str]:
        """What a screen reader hears, bar by bar."""
        return [str(self.item(place).data(_Role.AccessibleTextRole)) for place in range(self.count())]

    def _on_item(self, item: QListWidgetItem) -> None:
        self.bar_chosen.emit(item.data(_KEY))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and Space choose what the keyboard is at."""
        item = self.currentItem()
        if item is not None and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._on_item(item)
        else:
            super().keyPressEvent(event)

    def _follow_palette(self) -> None:
        self.viewport().setBackgroundRole(QPalette.ColorRole.Base)

    def changeEvent(self, event: QEvent) -> None:
        """Follow palette and font."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange):
            self.fit()


class BarChart(_Chart):
    """Bars below each other, as high as they need."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setItemDelegate(_Bars(self))
        self.setUniformItemSizes(True)

    def fit(self) -> None:
        """As high as all bars: the page scrolls, not the picture."""
        height = self.sizeHintForRow(0) if self.count() else 0
        self.setFixedHeight(max(self.count(), 1) * max(height, 1) + 2)


class ColumnChart(_Chart):
    """Columns beside each other, which share the width."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setItemDelegate(_Columns(self))
        self.setFlow(QListWidget.Flow.LeftToRight)
        self.setWrapping(False)
        self.setFixedHeight(132)

    def fit(self) -> None:
        """Share the width."""
        if not self.count():
            return
        width = min(self.viewport().width() / self.count(), 72.0)
        for place in range(self.count()):
            # Whole pixels that add up to the width.
            size = round(width * (place + 1)) - round(width * place)
            self.item(place).setSizeHint(QSize(size, self.viewport().height()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width anew."""
        super().resizeEvent(event)
        self.fit()
