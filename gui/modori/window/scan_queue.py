"""Scans all mailboxes, one after the other, with one click."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Qt

from ..records import Account
from .reading import Reading


class ScanQueue(QObject):
    """The mailboxes that wait for their turn. What ends one scan begins the next; a cancel ends them all.

    A mailbox that needs the user (a password, a certificate) does not keep the others waiting: its message stays.
    """

    def __init__(self, reading: Reading, scan: Callable[[Account], None], parent: QObject) -> None:
        super().__init__(parent)
        self._scan = scan
        self._waiting: list[Account] = []
        # Queued: whoever listens to the end of a scan hears of it before the next one begins.
        queued = Qt.ConnectionType.QueuedConnection
        reading.ended.connect(self._next, queued)
        reading.failed.connect(self._next, queued)
        reading.stopping.connect(self._waiting.clear)

    def scan(self, accounts: Sequence[Account]) -> None:
        """Scan these, in their order."""
        self._waiting[:] = [one for one in accounts if one.server is not None]
        self._next()

    def _next(self, *_: object) -> None:
        if self._waiting:
            self._scan(self._waiting.pop(0))
