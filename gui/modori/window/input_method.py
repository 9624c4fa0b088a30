"""Typing Japanese: which of Qt's plug-ins speaks with the desktop's input program (IBus, fcitx).

A Qt that comes with the program (a wheel, the frozen folder) has IBus' plug-in and not fcitx', which is made for the Qt
of the system and cannot be loaded into another one. fcitx answers to IBus' protocol as well.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import QLibraryInfo

_NAME = "QT_IM_MODULE"


def _plugins() -> Path:
    return Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.PluginsPath), "platforminputcontexts")


@contextmanager
def fcitx_is_heard(plugins: Path | None = None) -> Iterator[None]:
    """For as long as the application is made, when Qt chooses its plug-in: where the desktop names fcitx' and it is not
    in `plugins` (None: Qt's own place), IBus' is taken.

    Afterwards the environment is the user's own again, for the programs that are started from here.
    """
    wanted = os.environ.get(_NAME, "")
    if not wanted.startswith("fcitx") or any((plugins or _plugins()).glob("*fcitx*")):
        yield
        return
    os.environ[_NAME] = "ibus"
    try:
        yield
    finally:
        os.environ[_NAME] = wanted
