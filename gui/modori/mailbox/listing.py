"""Finds the UIDs of an opened folder in windows of sequence numbers, so that no answer grows with the mailbox.

A window of sequence numbers holds at most as many messages as it is wide, however sparse the UIDs are.
"""

from __future__ import annotations

from array import array
from datetime import date
from itertools import pairwise

from .answers import uids
from .protocol import BoundedImap4

WINDOW = 20_000  # messages a request: at most 220 KB a line

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def list_uids(imap: BoundedImap4, messages: int, uidnext: int, after_uid: int, since: date | None) -> array[int]:
    """The UIDs above `after_uid` (received on or after `since`, by INTERNALDATE), ascending, each once.

    `messages` and `uidnext` (0: not told) are those of the opened folder.
    """
    criteria = [f"UID {after_uid + 1}:*"] if after_uid else []
    if since:
        # strftime would write the month in the user's language.
        criteria.append(f"SINCE {since.day}-{_MONTHS[since.month - 1]}-{since.year:04d}")
    found = array("I")
    if messages == 0 or (uidnext and uidnext - 1 <= after_uid):
        return found
    if messages <= WINDOW or (after_uid and uidnext and uidnext - 1 - after_uid <= WINDOW):
        found.extend(_search(imap, criteria or ["ALL"]))
    else:
        first = 1
        while first <= messages:
            last = min(first + WINDOW - 1, messages)
            found.extend(_search(imap, [f"{first}:{last}", *criteria]))
            # Each EXPUNGE moves what follows one number down: begin the next window that much earlier.
            gone = len(imap.untagged("EXPUNGE"))
            messages = max(last - gone, messages - gone) if gone else messages
            first = max(1, last + 1 - gone)
    return _in_order(found, after_uid)


def _in_order(found: array[int], after_uid: int) -> array[int]:
    # "n:*" names the last message even when its UID is below n; a server may repeat one.
    if all(low < high for low, high in pairwise(found)) and (not found or found[0] > after_uid):
        return found
    return array("I", sorted({uid for uid in found if uid > after_uid}))


def _search(imap: BoundedImap4, criteria: list[str]) -> array[int]:
    imap.ask("UID", b"SEARCH", " ".join(criteria).encode("ascii"))
    return uids(imap.untagged("SEARCH"))
