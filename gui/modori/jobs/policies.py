"""The policy that the user has chosen: kept in the store, shown as numbers, and tried before it is changed."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import fields, replace
from datetime import datetime, timedelta

from modori.records import By, Choice, ModoriError
from modori.review import CAUTIOUS, STANDARD, Policy
from modori.store import PastFailure, Query, Store

PRESETS: Mapping[str, Policy] = {"standard": STANDARD, "cautious": CAUTIOUS}
_KEY = "policy"
_CHUNK = 1000
_MOST = 3650  # days or sendings


class PolicyError(ModoriError):
    """A threshold cannot be set like that: policy_unknown_threshold, policy_bad_value."""


def thresholds(policy: Policy) -> dict[str, int]:
    """Every threshold by its name; spans in days."""
    named = {field.name: getattr(policy, field.name) for field in fields(policy)}
    return {
        name: value.days if isinstance(value, timedelta) else value
        for name, value in named.items()
        if isinstance(value, (int, timedelta))
    }


def with_thresholds(policy: Policy, wanted: Mapping[str, int]) -> Policy:
    """`policy` with other thresholds. Raises PolicyError."""
    known = thresholds(policy)
    changes: dict[str, object] = {}
    for name, value in wanted.items():
        if name not in known:
            raise PolicyError("policy_unknown_threshold", name=name, known=", ".join(known))
        days = isinstance(getattr(policy, name), timedelta)
        if not (0 if days else 1) <= value <= _MOST:
            raise PolicyError("policy_bad_value", name=name, value=str(value))
        changes[name] = timedelta(days=value) if days else value
    return replace(policy, **changes)


def policy_of(store: Store) -> Policy:
    """The policy that holds; the standard one where none was chosen, and for thresholds that are not known any more."""
    text = store.setting(_KEY)
    if text is None:
        return STANDARD
    kept = json.loads(text)
    known = thresholds(STANDARD)
    return with_thresholds(STANDARD, {name: kept[name] for name in known if name in kept})


def keep_policy(store: Store, policy: Policy) -> None:
    """Remember the policy; `judging.refresh` then asks it about everybody."""
    store.keep_setting(_KEY, json.dumps(thresholds(policy)))


def rehearse(store: Store, account_id: int, policy: Policy, now: datetime) -> dict[tuple[Choice, Choice], int]:
    """How many proposals of an account `policy` would change, by (from, to), the user's own decisions and what is held
    back aside. Nothing is stored. Raises StoreError.
    """
    return Rehearsal(store, account_id, now).moves(policy)


class Rehearsal:
    """Everybody of an account with their past, read once, so that one policy after the other can be tried on them.

    Raises StoreError, when it is made. The user's own decisions and what is held back are left out.
    """

    def __init__(self, store: Store, account_id: int, now: datetime) -> None:
        from .proposals import Proposals  # which asks this module for the policy that holds

        self._asked = Proposals(store, account_id, None, now, scanning=True)
        self._pasts: list[tuple[Choice, list[PastFailure]]] = []
        ids = store.ids(Query(account_id))
        for start in range(0, len(ids), _CHUNK):
            rows = {row.id: row for row in store.rows(ids[start : start + _CHUNK])}
            for recipient, failures in store.failures_of_many(list(rows)):
                row = rows[recipient]
                counted = [failure for failure in failures if failure.counted]
                if counted and row.by is not By.USER and not row.held_by:
                    self._pasts.append((row.proposed, counted))

    def moves(self, policy: Policy, given_up: Callable[[], bool] = lambda: False) -> dict[tuple[Choice, Choice], int]:
        """How many proposals `policy` would change, by (from, to). `given_up` is asked now and then: then stop."""
        moves = Counter[tuple[Choice, Choice]]()
        for number, (before, failures) in enumerate(self._pasts):
            if number % _CHUNK == 0 and given_up():
                break
            then = self._asked.would(failures, policy).choice
            if then is not before:
                moves[before, then] += 1
        return dict(moves)
