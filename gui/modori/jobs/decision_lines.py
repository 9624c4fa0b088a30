"""One line a recipient, the output of `modori list`: JSON for programs, words for eyes.

The JSON has, besides address, list and decision, who decided (`by`: policy or user), why (`cause`: failed, complaint or
request; `reason`: an id of the reasons; `why`: the policy's sentence in English), what holds it back (`held_by`), the
counts and the dates (ISO 8601 with offset). Unknown is null.
"""

from __future__ import annotations

import json

from modori.languages import Language
from modori.records import Account, By
from modori.sentences import tell
from modori.store import RecipientRow

from .handover import reason_words


def decision_json(row: RecipientRow, account: Account) -> str:
    """One recipient as a JSON object on one line, without a line end."""
    return json.dumps(
        {
            "account": account.name,
            "address": row.address,
            "list": row.list_name,
            "decision": row.choice.value,
            "by": row.by.value,
            "cause": row.cause.value,
            "reason": row.decided_reason or row.reason,
            "held_by": row.held_by if row.by is By.POLICY else None,
            "section": row.section.value if row.section else None,
            "proposed": row.proposed.value,
            "why": str(tell(row.why)),
            "sendings": row.sendings,
            "failures": row.failures,
            "first_seen": row.first_seen.isoformat(),
            "last_seen": row.last_seen.isoformat(),
            "decided_at": row.decided_at.isoformat() if row.decided_at else None,
            "failed_since_decision": row.failed_since_decision,
            "rule": row.rule,
            "diagnostic": row.diagnostic,
            "note": row.note,
        },
        ensure_ascii=False,
    )


def decision_text(row: RecipientRow, language: Language) -> str:
    """One recipient for eyes: address, section, reason, and how often."""
    section = row.section.value if row.section else row.choice.value
    reason = reason_words(row.decided_reason or row.reason, row.cause, language)
    return f"{row.address}\t{section}\t{reason}\t{row.sendings}"
