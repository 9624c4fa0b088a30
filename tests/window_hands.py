"""Hands and eyes for the tests of the window: what a person does, and what a person sees."""

from __future__ import annotations

from typing import TypeVar

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QDialog, QLabel, QLineEdit, QTableView, QWidget

from modori.store import Section

_D = TypeVar("_D", bound=QDialog)


def look_at(qtbot, window: QWidget) -> None:
    """Give the window back what a window manager gives it when a dialog closes: it is active again."""
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)


def press(widget: QWidget, key: Qt.Key | str, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """Press a key while `widget` has the keyboard."""
    if isinstance(key, str):
        QTest.keyClicks(widget, key, modifiers)
    else:
        QTest.keyClick(widget, key, modifiers)


def click(button: QAbstractButton) -> None:
    """Click a button that can be clicked."""
    assert button.isVisible(), button.text()
    assert button.isEnabled(), button.text()
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def type_into(field: QLineEdit, text: str) -> None:
    """Replace what stands in a field."""
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, text)


def click_row(table: QTableView, row: int, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """Click the first cell of a row."""
    place = table.visualRect(table.model().index(row, 0)).center()
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, modifiers, place)


def click_header(table: QTableView, column: int) -> None:
    """Click the header of a column."""
    header = table.horizontalHeader()
    place = QPoint(header.sectionViewportPosition(column) + 8, header.height() // 2)
    QTest.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)


def column(table: QTableView, place: int = 0) -> list[str]:
    """What stands in a column, from top to bottom."""
    model = table.model()
    return [str(model.index(row, place).data()).strip() for row in range(model.rowCount())]


def counts(window) -> dict[Section, str]:
    """The numbers behind the sections."""
    lines = window.workspace.sidebar._section_list.items()
    return {Section(line.data(0, Qt.ItemDataRole.UserRole)): line.text(1) for line in lines}


def dialog(kind: type[_D]) -> _D:
    """The open dialog of a kind."""
    found = [one for one in QApplication.topLevelWidgets() if isinstance(one, kind) and one.isVisible()]
    assert found, kind
    return found[-1]


def is_open(kind: type[QDialog]) -> bool:
    """Whether a dialog of a kind is open."""
    return any(isinstance(one, kind) and one.isVisible() for one in QApplication.topLevelWidgets())


def texts(widget: QWidget) -> str:
    """All words that can be read in a widget."""
    seen = [one.text() for one in widget.findChildren(QLabel) if one.isVisible()]
    seen += [one.text() for one in widget.findChildren(QAbstractButton) if one.isVisible()]
    return "\n".join(seen)
