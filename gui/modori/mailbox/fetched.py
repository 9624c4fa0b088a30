"""One mail as a mailbox gave it, whatever protocol it speaks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from ..records import Note

FIRST = 10 * 1024  # bytes that are fetched of each mail: of nearly all bounces they tell everything
BEGINNING = 64 * 1024  # bytes that are fetched of a large mail where the first ones did not decide
MAX_MAIL = 64 * 1024 * 1024  # bytes that are kept of one mail


@dataclass(frozen=True, slots=True)
class Fetched:
    """One mail of the opened folder. `raw` is all of it if `complete`, else its beginning: about
    FIRST bytes as `mails` gives it, about BEGINNING as `more` does.

    `size` is the whole mail's size in bytes as the server says, `received` when it came (INTERNALDATE; of POP3 the
    newest Received header). When the server refused to give this one mail, `raw` is empty and `note` says why;
    with `again` it may give it another time, so it must not count as read.
    `uid` is good for `whole` while this connection lasts; `uidl` is POP3's lasting name of the mail (RFC 1939 §7).
    """

    uid: int
    size: int
    raw: bytes
    complete: bool
    received: datetime | None
    note: Note | None = None
    uidl: str | None = None
    again: bool = False

    @property
    def name(self) -> str:
        """What a person can find it by: the UIDL, else the UID."""
        return self.uidl or str(self.uid)
