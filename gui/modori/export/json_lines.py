"""One JSON object a mail, the contract of `classify --json` and `scan --json` (DESIGN §6)."""

from __future__ import annotations

import json
from typing import Any

from modori.records import Failure, Kind, Message
from modori.sentences import tell

_ENCODER = json.JSONEncoder(ensure_ascii=False)
_WITH_RECIPIENTS = (Kind.BOUNCE, Kind.DELAYED, Kind.COMPLAINT, Kind.UNSUBSCRIBE_REQUEST)


def json_line(message: Message, source: str, index: int = 0, language: str = "en") -> str:
    """`message` as one line of JSON without a line end. `source` and `index` say where it was found."""
    sending = message.sending
    return _ENCODER.encode(
        {
            "source": source,
            "index": index,
            "message_id": message.message_id or None,
            "date": message.date.isoformat() if message.date else None,
            "kind": message.kind.value,
            "system": message.system or None,
            "sending": {"list": sending.list, "subject": sending.subject, "message_id": sending.message_id}
            if sending
            else None,
            "problem": str(tell(message.problem, language)) if message.problem else None,
            "recipients": [_recipient(one) for one in message.failures] if message.kind in _WITH_RECIPIENTS else [],
        }
    )


def _recipient(failure: Failure) -> dict[str, Any]:
    evidence, verdict = failure.evidence, failure.verdict
    return {
        "address": evidence.address,
        "final_address": evidence.final_address or None,
        "reason": verdict.reason,
        "action": verdict.action.value,
        "permanent": verdict.permanent,
        "reply": evidence.reply or None,
        "status": evidence.status or None,
        "phase": evidence.phase.value if evidence.phase else None,
        "diagnostic": evidence.diagnostic or None,
        "remote": evidence.remote or None,
        "rule": verdict.rule,
        "matched": verdict.matched or None,
    }
