"""Work of a dialog with a store of its own, behind the window, and what all such dialogs are given."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from ..store import Store
from .bridge import Background
from .settings import Settings

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Desk:
    """What a dialog about what is stored works with; `open_store` is for other threads."""

    open_store: Callable[[], Store]
    background: Background
    settings: Settings
    language: Callable[[], str]
    now: Callable[[], datetime]


class StoreWork:
    """Runs one piece of work after the other or beside each other; `failed` hears of every error."""

    def __init__(self, desk: Desk, failed: Callable[[Exception], None]) -> None:
        self._open_store, self._background, self._failed = desk.open_store, desk.background, failed
        self._running = 0

    def settled(self) -> bool:
        """Whether nothing is being done."""
        return self._running == 0

    def run(self, work: Callable[[Store], _T], done: Callable[[_T], object]) -> None:
        """Do `work` with an open store in a thread, then `done` with its result in the window's."""
        self._running += 1

        def with_store(*_: object) -> _T:
            with self._open_store() as store:
                return work(store)

        def on_done(result: _T) -> None:
            self._running -= 1
            done(result)

        def on_failed(error: Exception) -> None:
            self._running -= 1
            self._failed(error)

        self._background.run(with_store, done=on_done, failed=on_failed)
