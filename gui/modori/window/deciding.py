"""Decisions of the user, each of which can be undone and done again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TypeVar

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoCommand, QUndoStack

from ..jobs import CancelToken
from ..records import Choice
from ..store import Change, Query, Store, StoreError
from .bridge import Background, Tell
from .trouble import note_of
from .words import choice_name, fill

_T = TypeVar("_T")

UNDO_STEPS = 500
# More than this many take longer than a stall that could be felt.
AT_ONCE = 200
# So many are written in one transaction: a scan must not wait too long for its turn.
TOGETHER = 2000


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
    progressed = Signal(int, int)  # done, of how many

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
        now, chosen = self._now(), list(ids)
        self._work(
            lambda _store: chosen,
            lambda store, some: store.decide(some, choice, note, when=now),
            lambda changes: self._push(changes, choice),
            count=len(chosen),
        )

    def decide_all(self, query: Query, choice: Choice | None, note: str | None = None) -> None:
        """`decide` for all that the query gives, in the background."""
        if self._working:
            return
        now = self._now()
        self._work(
            lambda store: store.ids(query),
            lambda store, some: store.decide(some, choice, note, when=now),
            lambda changes: self._push(changes, choice),
        )

    def _push(self, changes: tuple[Change, ...], choice: Choice | None) -> None:
        self.undo_stack.push(_Decide(self, changes, self._words(len(changes), choice)))

    def working(self) -> bool:
        """Whether many are being decided at the moment."""
        return self._working

    def restore(self, changes: Sequence[Change], keep: Callable[[tuple[Change, ...]], None]) -> None:
        """Undo `changes`, and have what undoes that kept. For the undo command."""
        # From the end, as the store does it.
        backwards = changes[::-1]
        self._work(lambda _store: backwards, lambda store, some: store.restore(some[::-1]), keep, count=len(changes))

    def _work(
        self,
        found: Callable[[Store], Sequence[_T]],
        work: Callable[[Store, Sequence[_T]], tuple[Change, ...]],
        done: Callable[[tuple[Change, ...]], object],
        *,
        count: int | None = None,
    ) -> None:
        """Do `work` with all that is `found`; few are done at once. What is done before a failure is done."""
        if count is not None and count <= AT_ONCE:
            done(work(self._store, found(self._store)))
            self.changed.emit()
            return

        def in_the_background(tell: Tell, cancel: CancelToken) -> tuple[tuple[Change, ...], StoreError | None]:
            changes: list[Change] = []
            try:
                with self._open_store() as store:
                    everything = found(store)
                    for start in range(0, len(everything), TOGETHER):
                        if cancel.cancelled():
                            break
                        changes += work(store, everything[start : start + TOGETHER])
                        tell((len(changes), len(everything)))
            except StoreError as error:
                return tuple(changes), error
            return tuple(changes), None

        self._set_working(working=True)
        self._background.run(
            in_the_background,
            done=lambda ended: self._on_done(ended[0], ended[1], done),
            failed=self._on_failed,
            progress=lambda told: self.progressed.emit(*told),
        )

    def _on_done(
        self, changes: tuple[Change, ...], error: StoreError | None, done: Callable[[tuple[Change, ...]], object]
    ) -> None:
        self._set_working(working=False)
        if changes:
            done(changes)
        self.changed.emit()
        if error is not None:
            self.failed.emit(error.note)

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
