"""The JSON contract of DESIGN §6 as a check of one line."""

import json
import re
from datetime import datetime

from modori.records import Action, Kind, Phase
from modori.rules import reasons

TOP = ["source", "index", "message_id", "date", "kind", "system", "sending", "problem", "recipients"]
RECIPIENT = [
    "address",
    "final_address",
    "reason",
    "action",
    "permanent",
    "reply",
    "status",
    "phase",
    "diagnostic",
    "remote",
    "rule",
    "matched",
]


def parse(text):
    """The mails of `text`, one a line, each checked against the contract."""
    return [check(json.loads(line)) for line in text.splitlines()]


def check(mail):
    assert list(mail) == TOP
    assert isinstance(mail["source"], str)
    assert isinstance(mail["index"], int)
    for key in ("message_id", "system", "problem"):
        assert mail[key] is None or mail[key]
    if mail["date"] is not None:
        assert datetime.fromisoformat(mail["date"]).tzinfo is not None
    kind = Kind(mail["kind"])
    if mail["sending"] is not None:
        assert list(mail["sending"]) == ["list", "subject", "message_id"]
    assert not mail["recipients"] or kind in (
        Kind.BOUNCE,
        Kind.DELAYED,
        Kind.COMPLAINT,
        Kind.UNSUBSCRIBE_REQUEST,
    )
    for one in mail["recipients"]:
        check_recipient(one, kind)
    return mail


def check_recipient(one, kind):
    assert list(one) == RECIPIENT
    assert "@" in one["address"]
    Action(one["action"])
    if kind in (Kind.COMPLAINT, Kind.UNSUBSCRIBE_REQUEST):
        assert (one["reason"], one["action"]) == (None, "unsubscribe")
    else:
        assert one["reason"] in reasons()
    if kind is Kind.DELAYED:
        assert one["action"] == "ignore"
    assert one["permanent"] in (True, False, None)
    assert one["reply"] is None or re.fullmatch(r"[2-5]\d\d", one["reply"])
    assert one["status"] is None or re.fullmatch(r"[245]\.\d{1,3}\.\d{1,3}", one["status"])
    assert one["phase"] is None or Phase(one["phase"])
    for key in ("final_address", "diagnostic", "remote", "rule", "matched"):
        assert one[key] is None or one[key]
