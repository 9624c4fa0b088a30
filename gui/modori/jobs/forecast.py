"""What would change the decision about one recipient of a store."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from modori.records import Cause, Kind, Note
from modori.review import Policy, Prospect, prospects
from modori.store import PastFailure, RecipientRow, Store

from .policies import policy_of
from .proposals import HELD_NOT_YOURS, believed, lists_of


def outlook(
    store: Store,
    row: RecipientRow,
    failures: Sequence[PastFailure],
    *,
    policy: Policy | None = None,
    now: datetime,
) -> list[Prospect]:
    """What would change what the policy proposes for `row`, whose past is `failures`. Raises StoreError.

    Nothing but a person changes what is held back, or what a reader has asked for.
    """
    if row.held_by == HELD_NOT_YOURS:
        return [Prospect(Note("turn_held_not_yours"), row.proposed)]
    if row.held_by is not None:
        return [Prospect(Note("turn_held_incident"), row.proposed)]
    if row.cause is not Cause.FAILED:
        return [Prospect(Note("turn_asked"), row.proposed)]
    lists = lists_of(store, row.account_id)
    counted = [failure for failure in failures if failure.counted]
    ours = [failure for failure in counted if failure.list_name not in lists.private_names]
    if not any(failure.kind is Kind.BOUNCE for failure in ours):
        ours = counted
    pasts = [believed(failure, newsletter_known=lists.newsletter_known) for failure in ours]
    return prospects(pasts, policy or policy_of(store), now)
