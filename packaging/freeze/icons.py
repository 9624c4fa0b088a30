"""Draws the program's icon in every size that a system asks for: icons.py FOLDER

The one source is resources/icons/modori.svg. Qt draws it, so nothing else has to be installed. `.ico` (Windows) and
`.icns` (macOS) are small containers of PNG pictures; both are written here.
"""

from __future__ import annotations

import os
import struct
import sys
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

SOURCE = Path(__file__).resolve().parents[2] / "resources" / "icons" / "modori.svg"
PNG_SIZES = (16, 22, 24, 32, 48, 64, 96, 128, 192, 256, 512, 1024)
ICO_SIZES = (16, 24, 32, 48, 64, 128, 256)
# Apple's names of the pictures in an .icns: https://en.wikipedia.org/wiki/Apple_Icon_Image_format
ICNS_TYPES = {b"icp4": 16, b"icp5": 32, b"icp6": 64, b"ic07": 128, b"ic08": 256, b"ic09": 512, b"ic10": 1024}


def draw(size: int) -> bytes:
    """The icon as a PNG of `size` pixels."""
    picture = QImage(size, size, QImage.Format.Format_ARGB32)
    picture.fill(0)
    painter = QPainter(picture)
    QSvgRenderer(str(SOURCE)).render(painter)
    painter.end()
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    picture.save(buffer, "PNG")  # pyright: ignore[reportCallIssue, reportArgumentType]
    return bytes(data.data())


def ico(pictures: dict[int, bytes]) -> bytes:
    """A Windows icon of these pictures; 256 pixels are written as 0."""
    head = struct.pack("<HHH", 0, 1, len(pictures))
    at = len(head) + 16 * len(pictures)
    for size, png in pictures.items():
        head += struct.pack("<BBBBHHII", size % 256, size % 256, 0, 0, 1, 32, len(png), at)
        at += len(png)
    return head + b"".join(pictures.values())


def icns(pictures: dict[bytes, bytes]) -> bytes:
    """A macOS icon of these pictures."""
    body = b"".join(kind + struct.pack(">I", len(png) + 8) + png for kind, png in pictures.items())
    return b"icns" + struct.pack(">I", len(body) + 8) + body


def main() -> None:
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    application = QGuiApplication([])
    drawn = {size: draw(size) for size in PNG_SIZES}
    for size, png in drawn.items():
        (folder / f"modori-{size}.png").write_bytes(png)
    (folder / "modori.ico").write_bytes(ico({size: drawn[size] for size in ICO_SIZES}))
    (folder / "modori.icns").write_bytes(icns({kind: drawn[size] for kind, size in ICNS_TYPES.items()}))
    application.quit()
    print(f"icons: {', '.join(map(str, PNG_SIZES))}")


if __name__ == "__main__":
    main()
