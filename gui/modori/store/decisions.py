"""Who decided what: the policy's proposals, the user's decisions, and the section that follows from both."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime

from modori.records import Choice, Decision

from .many import pieces, select_in
from .rows import Change, UserDecision
from .text import clean, note_to_text

# The one place that says in which section a recipient is shown. What holds a proposal back
# (Decision.held_by) gives way to a decision of the user. Whom the user keeps, and who failed hard since, is shown once
# more; the user's choice holds until there is another one. Rows that stay where they are are not written:
# a section stands in front of every index.
_PLACE = """
UPDATE recipients SET choice = new.choice, section = new.section FROM (
    SELECT id, coalesce(user_choice, proposed, choice) AS choice, CASE
        WHEN user_choice IS NULL AND (failures = 0 OR proposed IS NULL) THEN NULL
        WHEN user_choice IS NULL AND held_by LIKE 'incident%' THEN 'incidents'
        WHEN user_choice IS NULL AND held_by LIKE 'not_yours%' THEN 'not_yours'
        WHEN user_choice IN ('keep', 'retry') AND failed_since > 0 THEN 'review'
        ELSE CASE coalesce(user_choice, proposed)
            WHEN 'unsubscribe' THEN CASE cause WHEN 'failed' THEN 'unsubscribe' ELSE 'asked' END
            WHEN 'retry' THEN 'retry'
            WHEN 'fix_sender' THEN 'fix_sender'
            WHEN 'review' THEN 'review'
            ELSE 'kept'
        END
    END AS section FROM recipients WHERE id = ?
) AS new WHERE recipients.id = new.id
    AND (recipients.section IS NOT new.section OR recipients.choice IS NOT new.choice)
"""


def place(connection: sqlite3.Connection, recipient_ids: Iterable[int]) -> None:
    """Set the holding choice and the section of these recipients."""
    connection.executemany(_PLACE, ((recipient,) for recipient in recipient_ids))


def propose(connection: sqlite3.Connection, decisions: Mapping[int, Decision]) -> list[int]:
    """Store proposals; `place` comes after. Those that say what was proposed before are not written again.

    Returns the recipients whose proposal was written.
    """
    select = "SELECT id, proposed, why, decided_reason, held_by, undecided FROM recipients WHERE id IN ({marks})"
    before = {recipient: row for recipient, *row in select_in(connection, select, list(decisions))}
    proposals = {recipient: _proposal(decision) for recipient, decision in decisions.items()}
    changed = [(*row, recipient) for recipient, row in proposals.items() if before.get(recipient) != row]
    connection.executemany(
        "UPDATE recipients SET proposed = ?, why = ?, decided_reason = ?, held_by = ?, undecided = ? WHERE id = ?",
        changed,
    )
    return [recipient for *_, recipient in changed]


def _proposal(decision: Decision) -> list[str | int | None]:
    return [decision.choice.value, clean(note_to_text(decision.why)), decision.reason, decision.held_by, 0]


def user_decision(connection: sqlite3.Connection, recipient: int) -> UserDecision | None:
    """What the user decided about a recipient; None where the recipient is gone."""
    row = connection.execute(
        "SELECT user_choice, note, decided_at FROM recipients WHERE id = ?", (recipient,)
    ).fetchone()
    return None if row is None else _decision(*row)


def set_user_decisions(connection: sqlite3.Connection, wanted: Sequence[tuple[int, UserDecision]]) -> list[int]:
    """Store decisions of the user. Returns those that failed after theirs: their columns need a refresh."""
    connection.executemany(
        "UPDATE recipients SET user_choice = ?, note = ?, decided_at = ?, failed_since = 0 WHERE id = ?",
        (
            (
                decision.choice.value if decision.choice else None,
                decision.note,
                int(decision.decided_at.timestamp()) if decision.decided_at else None,
                recipient,
            )
            for recipient, decision in wanted
        ),
    )
    place(connection, (recipient for recipient, _ in wanted))
    later: list[int] = []
    for chunk in pieces([recipient for recipient, _ in wanted]):
        marks = ", ".join("?" * len(chunk))
        rows = connection.execute(
            f"SELECT id FROM recipients WHERE id IN ({marks}) AND decided_at < last_seen",  # noqa: S608 (only marks)
            chunk,
        )
        later += [row[0] for row in rows]
    return later


def changes(
    connection: sqlite3.Connection,
    recipient_ids: Sequence[int],
    choice: Choice | None,
    note: str | None,
    when: datetime,
) -> Iterator[Change]:
    """The changes that this decision would make; recipients that are gone are left out."""
    # A million changes say few different things.
    said: dict[tuple[str | None, str | None, int | None], UserDecision] = {}
    new: dict[str | None, UserDecision] = {}
    for chunk in pieces(recipient_ids):
        marks = ", ".join("?" * len(chunk))
        rows = connection.execute(
            f"SELECT id, user_choice, note, decided_at FROM recipients WHERE id IN ({marks})",  # noqa: S608 (only marks)
            chunk,
        )
        found = {row[0]: row[1:] for row in rows}
        for recipient in chunk:
            if recipient not in found:
                continue
            key = found[recipient]
            before = said.get(key) or said.setdefault(key, _decision(*key))
            words = before.note if note is None else (clean(note) or None)
            after = new.setdefault(words, UserDecision(choice, words, when if choice else None))
            yield Change(recipient, before, after)


def _decision(choice: str | None, note: str | None, seconds: int | None) -> UserDecision:
    when = None if seconds is None else datetime.fromtimestamp(seconds, UTC)
    return UserDecision(Choice(choice) if choice else None, note, when)
