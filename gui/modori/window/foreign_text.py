"""Fields for text that strangers wrote (mails, replies, addresses): never rendered, never reordered."""

from __future__ import annotations

import math
from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QResizeEvent, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QTextEdit, QWidget

from .harmless import harmless, span_inside, span_of
from .look import fixed_font, mark_colours

# Of a heading.
_MOST_LINES = 4


def _units(text: str) -> int:
    """Length in UTF-16 units, in which Qt counts."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


class ForeignText(QPlainTextEdit):
    """Read-only text of a mail or a server, with the part that a rule matched marked.

    With `lines` it is as high as its text, up to that many lines.
    """

    def __init__(self, *, lines: int | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines = lines
        self._span: tuple[int, int] | None = None
        self.setReadOnly(True)
        self.setTabChangesFocus(True)
        self.setFont(fixed_font())
        self.setUndoRedoEnabled(False)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        if lines is not None:
            self.document().documentLayout().documentSizeChanged.connect(self._fit)

    def show_text(
        self, text: str | None, matched: str | None, reply: str | None = None, address: str | None = None
    ) -> bool:
        """Show `text`, mark `matched` in it and scroll there. Gives whether it was found.

        A mail can hold the replies about several addresses: the match inside of `reply` is meant, behind
        `address` where that stands as <address>.
        """
        shown = harmless(text)
        self.setPlainText(shown)
        span = span_inside(shown, reply, matched, address) or span_of(shown, matched)
        self._span = None if span is None else (_units(shown[: span[0]]), _units(shown[: span[1]]))
        self.mark()
        self._fit()
        return span is not None

    def mark(self) -> None:
        """Mark the matched part in the colours of the palette of the moment."""
        if self._span is None:
            self.setExtraSelections([])
            return
        cursor = QTextCursor(self.document())
        cursor.setPosition(self._span[0])
        start = QTextCursor(cursor)
        cursor.setPosition(self._span[1], QTextCursor.MoveMode.KeepAnchor)
        look = QTextCharFormat()
        background, colour = mark_colours(self)
        look.setBackground(background)
        look.setForeground(colour)
        look.setUnderlineStyle(QTextCharFormat.UnderlineStyle.SingleUnderline)
        look.setUnderlineColor(QColor(colour))
        look.setFontWeight(QFont.Weight.DemiBold)
        part = QTextEdit.ExtraSelection()
        part.cursor = cursor  # pyright: ignore[reportAttributeAccessIssue]
        part.format = look  # pyright: ignore[reportAttributeAccessIssue]
        self.setExtraSelections([part])
        self.setTextCursor(start)
        self.centerCursor()

    def marked_text(self) -> str:
        """The text that is marked."""
        found = self.extraSelections()
        return found[0].cursor.selectedText() if found else ""  # pyright: ignore[reportAttributeAccessIssue]

    def _fit(self) -> None:
        if self._lines is None:
            return
        wanted = max(1, int(self.document().size().height()))
        frame = 2 * self.frameWidth() + 2 * int(self.document().documentMargin())
        self.setFixedHeight(min(self._lines, wanted) * self.fontMetrics().lineSpacing() + frame + 6)
        if wanted <= self._lines:
            self.verticalScrollBar().setValue(0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Be as high as the text at this width."""
        super().resizeEvent(event)
        self._fit()


class ForeignTitle(ForeignText):
    """Such a text as a heading: a long address wraps wherever it must, is seen whole, and copied as it is."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(lines=_MOST_LINES, parent=parent)
        self.setObjectName("title")  # for the style sheet: no border, no ground
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.document().setDocumentMargin(0)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def set_text(self, text: str) -> None:
        """Show `text`, made harmless."""
        self.show_text(text, None)
        self.setAccessibleName(self.toPlainText())

    def text(self) -> str:
        """What is shown."""
        return self.toPlainText()

    def setFont(self, font: QFont | str | Sequence[str]) -> None:
        """Qt: show it in `font`; higher letters need more room."""
        super().setFont(font)
        self._fit()

    def _fit(self) -> None:
        """As high as its lines are: with letters of a second font they are higher than the first one says."""
        layout, block, height, lines = self.document().documentLayout(), self.document().begin(), 0.0, 0
        while block.isValid():
            height += layout.blockBoundingRect(block).height()
            lines += block.layout().lineCount()
            block = block.next()
        high = math.ceil(height * min(1.0, _MOST_LINES / max(lines, 1)))
        self.setFixedHeight(max(high, self.fontMetrics().lineSpacing()) + 2)
