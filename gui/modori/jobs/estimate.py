"""How long a first scan will take: measured on the newest mails of a folder, which changes nothing there."""

from __future__ import annotations

from modori.mailbox import Folder, ImapMailbox, Mailbox

from .progress import Stopwatch

_PROBED = 50  # mails at most
_FEWEST = 5  # below this the time of a single answer decides, and nothing can be told


def pace(mailbox: Mailbox, folders: list[Folder]) -> float | None:
    """Mails a second through the connected `mailbox`; None where it can not be told.

    It is measured on the inbox, or on the first folder with enough mails. POP3 servers tell too late how many mails
    there are for it to be worth the time. Raises MailboxError.
    """
    if not isinstance(mailbox, ImapMailbox):
        return None
    full = [one for one in folders if one.selectable and (one.messages or 0) >= _FEWEST]
    if not full:
        return None
    state = mailbox.examine(full[0].name)
    watch, read = Stopwatch(), 0
    for _ in mailbox.mails(max(0, state.uidnext - 1 - _PROBED)):
        read += 1
    seconds = watch.seconds()
    return read / seconds if read >= _FEWEST and seconds > 0 else None
