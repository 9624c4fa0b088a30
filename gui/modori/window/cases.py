"""What is known about the selected row, read from store and rule book for the evidence pane."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from ..records import Choice, Note
from ..rules import reasons
from ..sentences import tell
from ..store import MessageRow, OnList, PastFailure, RecipientRow, Store

if TYPE_CHECKING:
    from ..rules import RuleBook


def in_words(note: Note, language: str) -> str:
    """Both sentences of a note; Japanese has no space between them."""
    told = tell(note, language)
    return ("" if language == "ja" else " ").join(part for part in (told.what, told.todo) if part)


@dataclass(frozen=True, slots=True)
class Turn:
    """What would change the decision, in words, and what would be decided then (`changes`: another thing than now)."""

    what: str
    choice: Choice
    changes: bool


@dataclass(frozen=True, slots=True)
class Case:
    """One recipient with everything that came back for it, newest first, in the words of one language."""

    row: RecipientRow
    failures: tuple[PastFailure, ...]
    policy: str
    turns: tuple[Turn, ...]
    on_list: OnList | None = None  # None: no subscriber list was loaded


class Cases:
    """Reads cases. Raises StoreError."""

    def __init__(self, store: Store, book: Callable[[], RuleBook], now: Callable[[], datetime]) -> None:
        self._store, self._book, self._now = store, book, now

    def prepare(self) -> None:
        """Load what the first case needs: to be done behind the window, which would stand still meanwhile."""
        from ..jobs import forecast  # noqa: F401 - for `_turns`
        from . import evidence  # noqa: F401 - what shows the case

        self._readable(b"Subject: a mail\n\nText.\n")
        reasons()
        self._book()

    def case(self, recipient_id: int, language: str) -> Case | None:
        """What is known about a recipient; None when it is gone."""
        rows = self._store.rows([recipient_id])
        if not rows:
            return None
        failures = tuple(reversed(self._store.failures_of(recipient_id)))
        addresses = [rows[0].address, *(one.final_address for one in failures if one.final_address)]
        on_list = self._store.subscribers.find(rows[0].account_id, addresses)
        policy = in_words(rows[0].why, language)
        return Case(rows[0], failures, policy, self._turns(rows[0], failures, language), on_list)

    def _turns(self, row: RecipientRow, failures: Sequence[PastFailure], language: str) -> tuple[Turn, ...]:
        from ..jobs import outlook  # not before the first window

        found = outlook(self._store, row, failures, now=self._now())
        return tuple(Turn(in_words(one.what, language), one.choice, one.choice is not row.proposed) for one in found)

    def message(self, message_id: int) -> MessageRow | None:
        """A mail that is no bounce; None when it is gone."""
        rows = self._store.message_rows([message_id])
        return rows[0] if rows else None

    def explanation(self, failure: PastFailure, language: str) -> str:
        """What it means, in words: the rule's own, else the reason's; empty for complaints and requests.

        A rule that decided once may be gone from the rule book since.
        """
        if failure.rule is not None and self._known(failure.rule):
            return self._book().explanation(failure.rule, language)
        return reasons()[failure.reason].explain[language] if failure.reason else ""

    def rule_text(self, rule_id: str) -> str:
        """The rule as it is written; empty when it is gone from the rule book."""
        return self._book().rule(rule_id).source_toml if self._known(rule_id) else ""

    def _known(self, rule_id: str) -> bool:
        try:
            self._book().rule(rule_id)
        except KeyError:
            return False
        return True

    def mail_source(self, message_id: int) -> str:
        """The kept mail as it was sent, undecoded; empty where none is kept."""
        return self._store.excerpt(message_id).decode("utf-8", "replace")

    def sender_domain(self, failure: PastFailure) -> str:
        """The domain that the newsletter behind `failure` was sent from; empty where it is not known."""
        from ..bounces import read  # not before the first window

        kept = self._store.excerpt(failure.message_id)
        sending = read(kept, self._book()).sending if kept else None
        return (sending.sender or "").rpartition("@")[2] if sending else ""

    def mail_text(self, message_id: int) -> str:
        """The readable text of a kept mail; empty where none is kept."""
        kept = self._store.excerpt(message_id)
        return self._readable(kept) if kept else ""

    def _readable(self, mail: bytes) -> str:
        from ..bounces import readable  # not before the first window

        return readable(mail)
