"""Whose mail came back: what the program has learned of the lists and senders of an account, and what the user says."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from modori.store import Store


@dataclass(frozen=True, slots=True)
class Sender:
    """One list or sender address. `recipients`: how many failed (counted up to a limit). `ours`: whether its mail is
    the user's newsletter; `said`: whether the user has said so.
    """

    name: str
    recipients: int
    ours: bool
    said: bool


def said_by_user(store: Store, account_id: int) -> dict[str, bool]:
    """What the user has said: the name of a list or sender, and whether it is a newsletter of theirs."""
    return json.loads(store.setting(_key(account_id)) or "{}")


def senders(store: Store, account_id: int) -> list[Sender]:
    """All lists and senders of an account, those with the most failures first. Raises StoreError."""
    from .proposals import COUNTED, lists_of  # which asks this module what the user has said

    said, private = said_by_user(store, account_id), lists_of(store, account_id).private_names
    found = [
        Sender(one.name, one.recipients, one.name not in private, one.name in said)
        for one in store.lists(account_id, at_most=COUNTED)
    ]
    return sorted(found, key=lambda one: (-one.recipients, one.name))


def say(store: Store, account_id: int, wanted: Mapping[str, bool | None], now: datetime) -> None:
    """Keep what the user says of these names (None: whatever the program thinks), and decide anew about who failed in
    their mail. Raises StoreError.
    """
    from .proposals import Proposals

    asking = Proposals(store, account_id, None, now)  # before: it asks about what is seen in another light after
    said: dict[str, bool | None] = {**said_by_user(store, account_id), **wanted}
    kept = {name: ours for name, ours in said.items() if ours is not None}
    store.keep_setting(_key(account_id), json.dumps(kept, ensure_ascii=False, sort_keys=True))
    asking.settle()


def _key(account_id: int) -> str:
    return f"senders {account_id}"
