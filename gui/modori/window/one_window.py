"""One window for one database: a second start hands its files to the running one and brings it forward.

The running window listens at a local socket beside its database, in a folder that only its user can enter. (Two
windows on one database would not harm it, but would show each other's decisions late.)
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QApplication, QWidget

if TYPE_CHECKING:
    from PySide6.QtNetwork import QLocalSocket

PATIENCE = 2000
"""Milliseconds that a second start waits for the first one's answer; one that hangs does not keep a new one away."""
LONGEST = 100
"""Bytes of a socket's path: the system's limit is 108, or 104 on macOS."""
_TOKENS = ("XDG_ACTIVATION_TOKEN", "DESKTOP_STARTUP_ID")
_ANSWER = b"shown\n"


def place_beside(database: Path) -> str:
    """Where the window of this database listens; empty where it cannot: then each start has a window of its own."""
    if sys.platform == "win32":  # pipes have one space of names
        import hashlib

        return f"modori-{hashlib.sha256(str(database).encode()).hexdigest()[:24]}"
    place = str(database.with_name("window.socket"))
    return place if len(os.fsencode(place)) <= LONGEST else ""


def hand_over(place: str, files: Sequence[Path]) -> bool:
    """Ask the running window to come forward and to open `files`. False when there is none."""
    if not place or (sys.platform != "win32" and not Path(place).exists()):
        return False
    from PySide6.QtNetwork import QLocalSocket  # not before the first window, where there is no other

    _let_others_come_forward()
    socket = QLocalSocket()
    socket.connectToServer(place)
    if not socket.waitForConnected(PATIENCE):
        return False
    asked = {"files": [str(file.absolute()) for file in files], "token": _token()}
    socket.write(json.dumps(asked).encode() + b"\n")
    socket.flush()
    return socket.waitForReadyRead(PATIENCE) and bytes(socket.readAll().data()) == _ANSWER


def _let_others_come_forward() -> None:
    """Windows lets only the program that the user has just started pass the foreground on."""
    if sys.platform == "win32":
        import ctypes

        ctypes.windll.user32.AllowSetForegroundWindow(-1)


def _token() -> dict[str, str]:
    """What the desktop gave this start, so that the window may take the foreground."""
    return {name: os.environ[name] for name in _TOKENS if name in os.environ}


class OneWindow(QObject):
    """Listens for later starts. `asked` says which files they were given; the window has come forward by then."""

    asked = Signal(list)

    def __init__(self, place: str, window: QWidget) -> None:
        from PySide6.QtNetwork import QLocalServer

        super().__init__(window)
        self._window = window
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._on_connection)
        if place and not self._server.listen(place):
            # One is left there by a program that was killed: whoever could answer has been asked before.
            QLocalServer.removeServer(place)
            self._server.listen(place)

    def listens(self) -> bool:
        """Whether later starts will find this window."""
        return self._server.isListening()

    def _on_connection(self) -> None:
        while (socket := self._server.nextPendingConnection()) is not None:
            socket.disconnected.connect(socket.deleteLater)
            socket.readyRead.connect(lambda socket=socket: self._on_asked(socket))

    def _on_asked(self, socket: QLocalSocket) -> None:
        if not socket.canReadLine():
            return
        try:
            asked = json.loads(bytes(socket.readLine().data()))
            files = [Path(name) for name in asked["files"]]
            token = {name: str(asked["token"][name]) for name in _TOKENS if name in asked["token"]}
        except (ValueError, TypeError, KeyError):  # not one of ours
            socket.abort()
            return
        socket.write(_ANSWER)
        socket.flush()
        come_forward(self._window, token)
        self.asked.emit(files)


def come_forward(window: QWidget, token: dict[str, str]) -> None:
    """Show the window before all others, where the desktop allows it."""
    os.environ.update(token)  # Qt reads it there, and removes it
    window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
    window.show()
    # A dialog that waits for an answer stays in front of its window.
    for one in filter(None, (window, QApplication.activeModalWidget())):
        one.raise_()
        one.activateWindow()
