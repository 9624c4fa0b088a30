"""The log of what went wrong: a file that a user can look at and send, without a secret in it.

Warnings and errors of this run and of the last ones go there. What ends the program at once (a fault inside a library)
is written by Python's faulthandler, and told at the next start.
"""

from __future__ import annotations

import faulthandler
import logging
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TextIO

from PySide6.QtCore import qVersion

from .. import __version__

FILE_NAME, FAULT_NAME = "modori.log", "fault.txt"
MOST_BYTES = 500_000


class _Harmless(logging.Formatter):
    """Hides what `hide` knows, in the message and in the traceback."""

    def __init__(self, hide: Callable[[str], str]) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")
        self._hide = hide

    def format(self, record: logging.LogRecord) -> str:
        return self._hide(super().format(record))


class _File(logging.Handler):
    """A file of bounded size at `path`, opened with what brings it when there is something to write."""

    def __init__(self, path: Path, hide: Callable[[str], str]) -> None:
        super().__init__(logging.WARNING)
        self._path, self._hide = path, hide
        self._inner: logging.Handler | None = None

    def emit(self, record: logging.LogRecord) -> None:
        if self._inner is None:
            from logging.handlers import RotatingFileHandler

            self._inner = RotatingFileHandler(
                self._path, maxBytes=MOST_BYTES, backupCount=1, encoding="utf-8", errors="backslashreplace"
            )
            self._inner.setFormatter(_Harmless(self._hide))
        self._inner.emit(record)

    def close(self) -> None:
        if self._inner is not None:
            self._inner.close()
        super().close()


class CrashLog:
    """Writes into `folder` from now on. `hide` gives a text without the secrets that this run knows."""

    def __init__(self, folder: Path, hide: Callable[[str], str]) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.path, self._fault_path = folder / FILE_NAME, folder / FAULT_NAME
        self._hide = hide
        self._handler = _File(self.path, hide)
        logging.getLogger().addHandler(self._handler)
        self.last_fault = self._read_fault()
        self._fault_file: TextIO = self._fault_path.open("w", encoding="utf-8")
        faulthandler.enable(self._fault_file)

    def _read_fault(self) -> str:
        try:
            return self._fault_path.read_text(encoding="utf-8", errors="replace")
        except FileNotFoundError:
            return ""

    def text(self, details: str = "") -> str:
        """Versions, then `details`, else the end of the log: to be shown, copied or saved."""
        if not details and self.path.exists():
            details = self.path.read_text(encoding="utf-8", errors="replace")[-20_000:]
        return self._hide(f"{about()}\n\n{details}")

    def close(self) -> None:
        """Write no more; a run that ends like this left no fault."""
        logging.getLogger().removeHandler(self._handler)
        self._handler.close()
        faulthandler.disable()
        self._fault_file.close()
        self._fault_path.unlink(missing_ok=True)


def about() -> str:
    """Which versions of what this is."""
    import platform

    frozen = " (packaged)" if getattr(sys, "frozen", False) else ""
    return f"Modori {__version__}{frozen}, Python {platform.python_version()}, Qt {qVersion()}, {platform.platform()}"
