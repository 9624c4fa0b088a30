"""What more can be said about a decision: the address that was probably meant, or the reader's new one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from modori.records import Choice, Decision, Note

from .policy import Policy
from .receivers import suggestion

# RFC 5321 §4.2.2: "551 User not local; please try <forward-path>".
_NEW = re.compile(
    r"(?:please try|moved to|new (?:e-?mail )?address(?: is)?:?|(?:has )?changed to|forward(?:ed)? to|"
    r"新しい(?:メール)?アドレス(?:は|：|:)?)"
    r"\s*[<\"'「]?([^\s<>\"'「」@,;]+@[^\s<>\"'「」,;]+)",
    re.IGNORECASE,
)


def hinted(decision: Decision, address: str, said: Sequence[str | None], policy: Policy) -> Decision:
    """`decision` about `address` with a suggested correction or the new address in its words, where there is one.

    `said` holds the servers' sentences, newest last. The decision itself stays what it is.
    """
    if decision.reason in policy.domain_reasons and decision.choice is Choice.REVIEW:
        meant = suggestion(address)
        if meant is not None:
            days = str(policy.domain_span.days)
            return replace(decision, why=Note("review_suggestion", {"suggestion": meant, "days": days}))
    if decision.reason == "moved":
        new = next((found for text in reversed(said) if (found := new_address(text, address))), None)
        if new is not None:
            return replace(decision, why=Note("review_moved", {"moved": new}))
    return decision


def new_address(said: str | None, address: str) -> str | None:
    """The new address of a reader that a server's sentence names; None where it names none."""
    found = _NEW.search(said or "")
    if found is None:
        return None
    new = found[1].rstrip(".)]}")
    return new if new.casefold() != address.casefold() else None
