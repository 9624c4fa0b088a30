"""Icons: one set of SVG files (Lucide, ISC licence), drawn in the colours of the palette."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QGuiApplication, QIcon, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer

_SIZES = (16, 20)


@cache
def _folder() -> Traversable:
    return files("modori_resources").joinpath("icons", "lucide")


@cache
def _drawing(name: str) -> str:
    return _folder().joinpath(f"{name}.svg").read_text(encoding="utf-8")


def pixmap(name: str, colour: QColor, size: int, ratio: float = 1.0, air: int = 0) -> QPixmap:
    """The icon `name` in `colour`, `size` logical pixels wide, with `air` pixels at its right.

    Raises FileNotFoundError for an unknown name.
    """
    drawing = _drawing(name).replace("currentColor", colour.name())
    renderer = QSvgRenderer(QByteArray(drawing.encode()))
    drawn = QPixmap(QSize(round((size + air) * ratio), round(size * ratio)))
    drawn.fill(Qt.GlobalColor.transparent)
    painter = QPainter(drawn)
    renderer.render(painter, QRectF(0, 0, drawn.height(), drawn.height()))
    painter.end()
    drawn.setDevicePixelRatio(ratio)
    return drawn


def _ratios() -> tuple[float, ...]:
    """Which densities are drawn: the double one only where a screen has it, for each drawing takes time."""
    dense = any(screen.devicePixelRatio() > 1 for screen in QGuiApplication.screens())
    return (1.0, 2.0) if dense else (1.0,)


@cache
def _icon(name: str, colour: str, ratios: tuple[float, ...], air: int) -> QIcon:
    made = QIcon()
    for size in _SIZES:
        for ratio in ratios:
            drawn = pixmap(name, QColor(colour), size, ratio, air)
            # A chosen line is only tinted, so its icon stays as it is; the style makes the disabled one.
            for mode in (QIcon.Mode.Normal, QIcon.Mode.Selected):
                made.addPixmap(drawn, mode)
    return made


def icon(name: str, colour: QColor | None = None, air: int = 0) -> QIcon:
    """The icon `name` in the palette of this moment (ask again after a change of palette).

    `air`: pixels at its right, for buttons, whose text else would stand too close to it.
    """
    return _icon(name, (colour or _text_colour()).name(), _ratios(), air)


def large(name: str, size: int, ratio: float, colour: QColor | None = None) -> QPixmap:
    """The icon `name` as a picture of `size` logical pixels, in the palette of this moment."""
    return pixmap(name, colour or _text_colour(), size, ratio)


def _text_colour() -> QColor:
    return QGuiApplication.palette().color(QPalette.ColorRole.ButtonText)


def application_icon() -> QIcon:
    """The program's own icon."""
    return QIcon(str(files("modori_resources").joinpath("icons", "modori.svg")))
