"""Decisions of the user, each of which can be undone and done again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoCommand, QUndoStack

from ..records import Choice
from ..store import Change, Store
from .words import choice_name, fill

UNDO_STEPS = 500


class _Decide(QUndoCommand):
    """One decision about some recipients. The store says what changed; that is what comes back."""

    def __init__(self, decisions: Decisions, ids: Sequence[int], choice: Choice | None, words: str) -> None:
        super().__init__(words)
        self._decisions, self._ids, self._choice = decisions, ids, choice
        self._changes: tuple[Change, ...] | None = None

    def redo(self) -> None:
        """Qt: do it, the first time and again."""
        if self._changes is None:
            self._changes = self._decisions.store_decision(self._ids, self._choice)
        else:
            self._changes = self._decisions.restore(self._changes)

    def undo(self) -> None:
        """Qt: undo it."""
        if self._changes is not None:
            self._changes = self._decisions.restore(self._changes)


class Decisions(QObject):
    """Writes decisions to the store and keeps the way back. `changed` tells the ids of the recipients."""

    changed = Signal(object)

    def __init__(self, store: Store, now: Callable[[], datetime], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store, self._now = store, now
        self.undo_stack = QUndoStack(self)
        self.undo_stack.setUndoLimit(UNDO_STEPS)

    def decide(self, ids: Sequence[int], choice: Choice | None) -> None:
        """Decide for these recipients; None goes back to what the policy proposes. Raises StoreError."""
        if ids:
            self.undo_stack.push(_Decide(self, list(ids), choice, self._words(len(ids), choice)))

    def _words(self, count: int, choice: Choice | None) -> str:
        if choice is None:
            return self.tr("back to the proposal (%n address(es))", "", count)
        return fill(self.tr("“%1” (%n address(es))", "", count), choice_name(choice))

    def store_decision(self, ids: Sequence[int], choice: Choice | None) -> tuple[Change, ...]:
        """Write a decision. For the undo command."""
        changes = self._store.decide(ids, choice, when=self._now())
        self.changed.emit([change.recipient_id for change in changes])
        return changes

    def restore(self, changes: Sequence[Change]) -> tuple[Change, ...]:
        """Undo `changes`, and give what undoes that. For the undo command."""
        back = self._store.restore(changes)
        self.changed.emit([change.recipient_id for change in changes])
        return back
