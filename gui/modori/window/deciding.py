"""Decisions of the user, each of which can be undone and done again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoCommand, QUndoStack

from ..records import Choice
from ..store import Change, Store
from .bridge import Background
from .trouble import note_of
from .words import choice_name, fill

UNDO_STEPS = 500
# More than this many take longer than a stall that could be felt.
AT_ONCE = 200


class _Decide(QUndoCommand):
    """One decision about some recipients, already made. The store says what changed; that is what comes back."""

    def __init__(self, decisions: Decisions, changes: tuple[Change, ...], words: str) -> None:
        super().__init__(words)
        self._decisions, self._changes, self._new = decisions, changes, True

    def redo(self) -> None:
        """Qt: do it again; the first time it has been done."""
        if self._new:
            self._new = False
        else:
            self.undo()

    def undo(self) -> None:
        """Qt: undo it."""
        self._decisions.restore(self._changes, self._keep)

    def _keep(self, back: tuple[Change, ...]) -> None:
        self._changes = back


class Decisions(QObject):
    """Writes decisions to the store and keeps the way back. `changed` when something was decided.

    Many are written in the background, during which `busy` tells that nothing else can be decided.
    """

    changed = Signal()
    failed = Signal(object)  # a Note
    busy = Signal(bool)

    def __init__(
        self,
        store: Store,
        open_store: Callable[[], Store],
        background: Background,
        now: Callable[[], datetime],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._store, self._open_store, self._background, self._now = store, open_store, background, now
        self._working = False
        self.undo_stack = QUndoStack(self)
        self.undo_stack.setUndoLimit(UNDO_STEPS)

    def decide(self, ids: Sequence[int], choice: Choice | None, note: str | None = None) -> None:
        """Decide for these recipients; None goes back to what the policy proposes. `note` None: it stays as it is.

        Raises StoreError where it is done at once.
        """
        if not ids or self._working:
            return
        now, words = self._now(), self._words(len(ids), choice)
        chosen = list(ids)
        self._work(
            len(chosen),
            lambda store: store.decide(chosen, choice, note, when=now),
            lambda changes: self.undo_stack.push(_Decide(self, changes, words)),
        )

    def working(self) -> bool:
        """Whether many are being decided at the moment."""
        return self._working

    def restore(self, changes: Sequence[Change], keep: Callable[[tuple[Change, ...]], None]) -> None:
        """Undo `changes`, and have what undoes that kept. For the undo command."""
        self._work(len(changes), lambda store: store.restore(changes), keep)

    def _work(
        self,
        count: int,
        work: Callable[[Store], tuple[Change, ...]],
        done: Callable[[tuple[Change, ...]], object],
    ) -> None:
        if count <= AT_ONCE:
            done(work(self._store))
            self.changed.emit()
            return

        def in_the_background(_tell: object, _cancel: object) -> tuple[Change, ...]:
            with self._open_store() as store:
                return work(store)

        self._set_working(working=True)
        self._background.run(
            in_the_background, done=lambda changes: self._on_done(changes, done), failed=self._on_failed
        )

    def _on_done(self, changes: tuple[Change, ...], done: Callable[[tuple[Change, ...]], object]) -> None:
        self._set_working(working=False)
        done(changes)
        self.changed.emit()

    def _on_failed(self, error: Exception) -> None:
        self._set_working(working=False)
        self.failed.emit(note_of(error))

    def _set_working(self, *, working: bool) -> None:
        self._working = working
        self.busy.emit(working)

    def _words(self, count: int, choice: Choice | None) -> str:
        if choice is None:
            return self.tr("back to the proposal (%n address(es))", "", count)
        return fill(self.tr("“%1” (%n address(es))", "", count), choice_name(choice))
