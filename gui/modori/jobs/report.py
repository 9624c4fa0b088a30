"""The numbers for the report for the boss, out of the store."""

from __future__ import annotations

from datetime import datetime

from modori.export.report_page import Report, ReportBar
from modori.languages import Language
from modori.records import Account, Note
from modori.rules import reasons
from modori.sentences import tell
from modori.store import Query, Section, Store

_ADDRESSES = (
    Section.UNSUBSCRIBE,
    Section.ASKED,
    Section.RETRY,
    Section.REVIEW,
    Section.INCIDENTS,
    Section.FIX_SENDER,
    Section.NOT_YOURS,
    Section.KEPT,
)


def report_of(store: Store, account: Account, language: Language, now: datetime, readers: int | None = None) -> Report:
    """The report about an account; `readers`: how many its list has. Raises StoreError."""
    seen = store.summary(Query(account.id or 0))
    known = reasons()
    return Report(
        mailbox=account.name,
        made=now,
        first=seen.spans[0].since if seen.spans else None,
        last=store.last_bounce(account.id or 0),
        addresses=sum(seen.counts.get(section, 0) for section in _ADDRESSES),
        sections=[
            ReportBar(tell(Note(f"section_{section.value}"), language).what, seen.counts.get(section, 0))
            for section in _ADDRESSES
        ],
        reasons=[
            ReportBar(known[one.value].name(language) if one.value in known else one.label, one.count)
            for one in seen.reasons
        ],
        domains=[ReportBar(one.label, one.count) for one in seen.domains],
        sendings=[ReportBar(one.label, one.count) for one in seen.sendings],
        readers=readers,
    )
