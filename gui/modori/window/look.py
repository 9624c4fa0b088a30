"""The look: measures on a grid of 4 px, fonts that suit Japanese, light and dark palettes."""

from __future__ import annotations

import sys
from enum import StrEnum

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontInfo, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from .flat import sheet

GAP = 8
GROUP = 16
PAGE = 24
ROW = 28
ICON = 16
_USUAL_HEIGHT = 19  # of a line of 10 points, with a Japanese face behind it

# A Chinese glyph variant in Japanese text is a defect, so the Japanese face is always named, even
# while the window is in English: subjects and replies are Japanese anyway.
_JAPANESE = {
    "win32": ["Yu Gothic UI", "Meiryo"],
    "darwin": ["Hiragino Sans"],
}.get(sys.platform, ["Noto Sans CJK JP", "Noto Sans JP", "IPAexGothic"])


class Appearance(StrEnum):
    """Light, dark, or as the system has it."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


_LIGHT = {
    QPalette.ColorRole.Window: "#f4f4f3",
    QPalette.ColorRole.WindowText: "#1c1c1e",
    QPalette.ColorRole.Base: "#ffffff",
    QPalette.ColorRole.AlternateBase: "#f8f8f7",
    QPalette.ColorRole.Text: "#1c1c1e",
    QPalette.ColorRole.Button: "#ececea",
    QPalette.ColorRole.ButtonText: "#1c1c1e",
    QPalette.ColorRole.ToolTipBase: "#ffffff",
    QPalette.ColorRole.ToolTipText: "#1c1c1e",
    QPalette.ColorRole.PlaceholderText: "#6b6b70",
    QPalette.ColorRole.Highlight: "#c4dbf5",
    QPalette.ColorRole.HighlightedText: "#1c1c1e",
    QPalette.ColorRole.Accent: "#1f5fa8",
    QPalette.ColorRole.Link: "#1f5fa8",
    QPalette.ColorRole.LinkVisited: "#1f5fa8",
    QPalette.ColorRole.Light: "#ffffff",
    QPalette.ColorRole.Midlight: "#f0f0ef",
    QPalette.ColorRole.Mid: "#c4c4c2",
    QPalette.ColorRole.Dark: "#a0a09e",
    QPalette.ColorRole.Shadow: "#707070",
    QPalette.ColorRole.BrightText: "#ffffff",
}
_DARK = {
    QPalette.ColorRole.Window: "#242527",
    QPalette.ColorRole.WindowText: "#e8e8e8",
    QPalette.ColorRole.Base: "#1b1c1e",
    QPalette.ColorRole.AlternateBase: "#202123",
    QPalette.ColorRole.Text: "#e8e8e8",
    QPalette.ColorRole.Button: "#323437",
    QPalette.ColorRole.ButtonText: "#e8e8e8",
    QPalette.ColorRole.ToolTipBase: "#323437",
    QPalette.ColorRole.ToolTipText: "#e8e8e8",
    QPalette.ColorRole.PlaceholderText: "#a3a5a9",
    QPalette.ColorRole.Highlight: "#2b4d75",
    QPalette.ColorRole.HighlightedText: "#ffffff",
    QPalette.ColorRole.Accent: "#6aa7ea",
    QPalette.ColorRole.Link: "#7db4f0",
    QPalette.ColorRole.LinkVisited: "#7db4f0",
    QPalette.ColorRole.Light: "#3c3e42",
    QPalette.ColorRole.Midlight: "#36383b",
    QPalette.ColorRole.Mid: "#4a4c50",
    QPalette.ColorRole.Dark: "#17181a",
    QPalette.ColorRole.Shadow: "#0e0f10",
    QPalette.ColorRole.BrightText: "#ffffff",
}
_FADING = (
    QPalette.ColorRole.WindowText,
    QPalette.ColorRole.Text,
    QPalette.ColorRole.ButtonText,
)


def palette(*, dark: bool) -> QPalette:
    """Our own palette, for platforms whose style does not follow the wish for light or dark."""
    made = QPalette()
    for role, colour in (_DARK if dark else _LIGHT).items():
        made.setColor(role, QColor(colour))
    faded = QColor("#77797d" if dark else "#98989a")
    for role in _FADING:
        made.setColor(QPalette.ColorGroup.Disabled, role, faded)
    made.setColor(QPalette.ColorGroup.Disabled, QPalette.ColorRole.Highlight, QColor("#4a4c50" if dark else "#c4c4c2"))
    return made


def style_arguments() -> list[str]:
    """What Qt is to be started with. (Asking it for its style later costs as much as a tenth of a bare window.)"""
    return ["-style", "fusion"] if sys.platform.startswith("linux") else []


def dress(app: QApplication, appearance: Appearance) -> None:
    """Give the application style and palette for `appearance`."""
    hints = QGuiApplication.styleHints()
    schemes = {Appearance.LIGHT: Qt.ColorScheme.Light, Appearance.DARK: Qt.ColorScheme.Dark}
    hints.setColorScheme(schemes.get(appearance, Qt.ColorScheme.Unknown))
    dark = appearance is Appearance.DARK or (
        appearance is Appearance.SYSTEM and hints.colorScheme() == Qt.ColorScheme.Dark
    )
    if sys.platform.startswith("linux"):
        # In this order, and without the old sheet: it holds on to the old colours.
        app.setStyleSheet("")
        app.setPalette(palette(dark=dark))
        app.setStyleSheet(sheet(dark=dark))
        for widget in app.allWidgets():
            # What follows the palette has heard of it too early, and the sheet has reset its fonts.
            QApplication.sendEvent(widget, QEvent(QEvent.Type.PaletteChange))


def is_dark(widget: QWidget) -> bool:
    """Whether `widget` is drawn light on dark."""
    return widget.palette().color(QPalette.ColorRole.Window).lightness() < 128


def set_fonts(app: QApplication, language: str) -> None:
    """The system's own font, with a Japanese face behind it (before it on Windows, where it fits better)."""
    font = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)
    if font.pointSizeF() < 10 and sys.platform.startswith("linux"):
        font.setPointSizeF(10)
    own = font.families() or [font.family()]
    japanese = [name for name in _JAPANESE if QFontDatabase.hasFamily(name)]
    first = language == "ja" and sys.platform != "darwin"
    font.setFamilies([*japanese, *own] if first else [*own, *japanese])
    app.setFont(font)


def fixed_font() -> QFont:
    """The font for what servers and mails say."""
    font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
    # An alias such as "monospace" loses against a real family behind it, so it is looked up first.
    font.setFamilies([QFontInfo(font).family(), *_JAPANESE])
    font.setStyleHint(QFont.StyleHint.Monospace)
    font.setPointSizeF(9)
    return font


def tabular(font: QFont) -> QFont:
    """`font` with figures of one width, so that numbers in a column stand below each other."""
    figures = QFont(font)
    figures.setFeature(QFont.Tag("tnum"), 1)
    return figures


def row_height(widget: QWidget, air: int = 8) -> int:
    """How high a line of a list is: ROW, or more where the letters are larger."""
    return max(ROW, widget.fontMetrics().height() + air)


def letters(widget: QWidget) -> float:
    """How large the letters are: 1 or more of those for which the widths in pixels were chosen."""
    return max(1.0, widget.fontMetrics().height() / _USUAL_HEIGHT)


def scaled(font: QFont, factor: float, *, bold: bool = False) -> QFont:
    """`font`, larger or smaller. Bold is for short headings only."""
    made = QFont(font)
    made.setPointSizeF(font.pointSizeF() * factor)
    if bold:
        made.setWeight(QFont.Weight.DemiBold)
    return made


def quiet(label: QLabel) -> QLabel:
    """Show `label` as the lesser text beside a greater one."""
    label.setForegroundRole(QPalette.ColorRole.PlaceholderText)
    return label


def mark_colours(widget: QWidget) -> tuple[QColor, QColor]:
    """Background and text of matched text; it is underlined besides, so that colour is not alone."""
    return (QColor("#6a5400"), QColor("#fff6d6")) if is_dark(widget) else (QColor("#ffe9a3"), QColor("#1c1c1e"))
