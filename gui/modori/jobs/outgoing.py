"""Hands decisions to a newsletter tool: who is concerned, how many that is, and the files, remembered in the store.

What was shown goes out and nothing else: a `Plan` holds the recipients, and who changed or was held back since then
is left out when the files are written.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from modori.export import ExportError, ExportRow, Preset, Written, misfit, write
from modori.export.presets import Field
from modori.languages import Language
from modori.records import Cause, Choice
from modori.store import DecisionRow, Exported, Section, Store

from .handover import export_rows

TRIAL_ROWS = 10
_EVIDENCE: tuple[Field, ...] = ("first_seen", "last_seen", "last_seen_rfc2822", "diagnostic")
_STILL_COMING = timedelta(days=1)
_HELD = (Section.INCIDENTS, Section.NOT_YOURS)


@dataclass(frozen=True, slots=True)
class Plan:
    """Who would go out. `causes` counts them, `before` those who are left out because an earlier export had them."""

    account_id: int
    preset: str
    choice: Choice
    list_id: int | None
    ids: array[int]
    causes: dict[Cause, int]
    before: int = 0

    @property
    def count(self) -> int:
        """How many recipients."""
        return len(self.ids)


def plan(
    store: Store, account_id: int, preset: Preset, choice: Choice, list_id: int | None = None, *, only_new: bool = False
) -> Plan:
    """All recipients for whom `choice` holds and who are not held back; `only_new`: not in an earlier export for this
    tool. Raises StoreError, and ExportError (export_choice_not_taken) for decisions that this tool must not get.
    """
    if choice not in preset.takes:
        raise ExportError("export_choice_not_taken", tool=preset.id, action=choice.value)
    ids = store.ids_to_export(account_id, choice, list_id)
    before = 0
    if only_new:
        known = store.exported_before(account_id, preset.id, choice)
        fresh = array("q", (one for one in ids if one not in known))
        before, ids = len(ids) - len(fresh), fresh
    return Plan(account_id, preset.id, choice, list_id, ids, store.causes(ids), before)


def first_rows(of: Plan, count: int) -> Plan:
    """The plan of a trial with the first rows only."""
    return replace(of, ids=of.ids[:count])


def check_cap(of: Plan, *, most: int | None, percent: float | None, readers: int | None) -> None:
    """Raise ExportError (export_cap_number, export_cap_percent, export_cap_readers) when more would be unsubscribed
    than `most`, or than `percent` of the list's `readers`.
    """
    if most is not None and of.count > most:
        raise ExportError("export_cap_number", count=str(of.count), most=str(most))
    if percent is None:
        return
    if not readers:
        raise ExportError("export_cap_readers")
    if of.count * 100 > percent * readers:
        share = f"{of.count * 100 / readers:.1f}"
        raise ExportError("export_cap_percent", count=str(of.count), share=share, most=f"{percent:g}")


def still_coming(last_bounce: datetime | None, now: datetime) -> timedelta | None:
    """How long ago the last bounce came, where that is so little that more of its sending may follow; else None."""
    since = now - last_bounce if last_bounce else None
    return since if since is not None and timedelta(0) <= since < _STILL_COMING else None


def rows_of(store: Store, of: Plan, language: Language) -> Iterator[ExportRow]:
    """The rows of a plan as they stand now, by address."""
    return export_rows(_holding(store, of, evidence=True), language)


def carry_out(
    store: Store, of: Plan, preset: Preset, path: Path, *, language: Language, now: datetime, restore: bool = False
) -> tuple[Written, int]:
    """Write the files of a plan and remember the export; what was written, and the id of the export.

    Raises ExportError, StoreError; then nothing is written.
    """
    gone: list[Exported] = []

    forms = preset.strict_forms()

    def rows() -> Iterator[DecisionRow]:
        for row in _holding(store, of, evidence=preset.tells(_EVIDENCE)):
            # What no file of this tool can hold has not gone out, and belongs into the next export too.
            if misfit(row.address, forms[row.cause]) is None:
                gone.append(Exported(row.id, row.address, row.cause, row.reason))
            yield row

    written = write(preset, path, export_rows(rows(), language), language=language, restore=restore)
    number = store.record_export(of.account_id, now, preset.id, written.path, of.choice, of.list_id, gone)
    return written, number


def _holding(store: Store, of: Plan, *, evidence: bool) -> Iterator[DecisionRow]:
    # Behind a forward the tool must be told the address that stands on its list.
    listed = store.subscribers.instead(of.account_id)
    for row in store.decisions(of.ids, evidence=evidence):
        if row.choice is of.choice and row.section is not None and row.section not in _HELD:
            yield row._replace(address=listed[row.id]) if row.id in listed else row
