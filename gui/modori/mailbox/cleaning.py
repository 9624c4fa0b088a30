"""Moves, marks and deletes single mails on an IMAP server: exactly those that are named, and never by guessing.

UID MOVE (RFC 6851), else COPY and UID EXPUNGE (UIDPLUS, RFC 4315). A plain EXPUNGE would take every mail along
that somebody else has marked as deleted, so a server with neither only marks.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from .answers import Answered, fetched
from .answers import uids as uids_of
from .errors import LeftCopiesError, MailboxError
from .imap import ImapMailbox, uid_set
from .protocol import BoundedImap4, quoted
from .refusals import one_line, refusal

BATCH = 500  # mails a command

_COPYUID = re.compile(rb"(\d{1,10}) ([\d:,*]+) ([\d:,*]+)")
_FLAGS = re.compile(rb"UID (\d{1,10})\b.*?FLAGS \(([^()]*)\)|FLAGS \(([^()]*)\).*?UID (\d{1,10})\b", re.IGNORECASE)
_PERSONAL = re.compile(rb'\(\("([^"\\]*)" "(.)"')


@dataclass(frozen=True, slots=True)
class Moved:
    """Where mails are now: UIDVALIDITY of the folder and the new UID of each, as far as the server told (UIDPLUS)."""

    uidvalidity: int | None
    uids: Mapping[int, int]


class Cleaner:
    """Changes one folder at a time of a connected `mailbox`; nothing is repeated after a cut.

    Every method raises LostError and MailboxError.
    """

    def __init__(self, mailbox: ImapMailbox) -> None:
        self._mailbox = mailbox
        able = mailbox.do(_capabilities)
        self.can_move, self.can_expunge, self._namespace = "MOVE" in able, "UIDPLUS" in able, "NAMESPACE" in able
        self.uidvalidity = 0

    def require(self, *, removing: bool, deleting: bool) -> None:
        """Raise MailboxError("clean_not_possible") when single mails can not leave a folder (or the mailbox) safely."""
        if (deleting and not self.can_expunge) or (removing and not self.can_move and not self.can_expunge):
            raise self._error("clean_not_possible", "")

    def open(self, folder: str) -> None:
        """Open a folder to change it; `uidvalidity` is its own then.

        Raises MailboxError: imap_folder_gone, clean_read_only.
        """

        def select(imap: BoundedImap4) -> int:
            done, words = imap.select_to_change(self._mailbox.wire_name(folder))
            if not done:
                code = "clean_read_only" if imap.state == "SELECTED" else "imap_folder_gone"
                raise self._error(code, words, folder=folder)
            told = [line for line in imap.untagged("UIDVALIDITY") if isinstance(line, bytes) and line.isdigit()]
            return int(told[-1]) if told else 0

        self.uidvalidity = self._mailbox.do(select)

    def present(self, uids: Sequence[int]) -> set[int]:
        """Which of these mails are in the open folder."""
        found: set[int] = set()
        for batch in _batches(uids):
            found.update(self._search(b"UID " + uid_set(batch)))
        return found & set(uids)

    def find(self, mail_id: str) -> list[int]:
        """The UIDs of the mails with this Message-ID in the open folder."""
        if not mail_id.isascii() or any(ord(c) < 32 for c in mail_id):
            return []
        return self._search(b"HEADER MESSAGE-ID " + quoted(mail_id.encode()))

    def _search(self, criteria: bytes) -> list[int]:
        def ask(imap: BoundedImap4) -> list[int]:
            imap.ask("UID", b"SEARCH", criteria)
            return list(uids_of(imap.untagged("SEARCH")))

        return self._mailbox.do(ask)

    def make_folder(self, name: str) -> str:
        """Make sure that there is a folder for this purpose; its full name (some servers keep all below INBOX)."""
        known = {folder.name: folder for folder in self._mailbox.folders()}
        wanted = [name, self._mailbox.do(self._personal) + name if self._namespace else name]
        for full in wanted:
            if full in known and known[full].selectable:
                return full
        full = wanted[-1]
        wire = self._mailbox.wire_name(full)

        def create(imap: BoundedImap4) -> None:
            done, words = imap.attempt("CREATE", quoted(wire))
            if not done:
                raise self._error("clean_no_folder", words, folder=full)
            imap.attempt("SUBSCRIBE", quoted(wire))  # else many mail programs do not show it

        self._mailbox.do(create)
        return full

    def _personal(self, imap: BoundedImap4) -> str:
        """The prefix of the user's own folders (RFC 2342)."""
        done, _ = imap.attempt("NAMESPACE")
        found = _PERSONAL.match(_joined(imap.untagged("NAMESPACE"))) if done else None
        return found[1].decode("ascii", "replace") if found else ""

    def move(self, uids: Sequence[int], target: str, copied: Callable[[Moved], None] = lambda _: None) -> Moved:
        """Move up to BATCH mails of the open folder. Raises MailboxError("clean_not_possible"), LeftCopiesError.

        A server that cannot move gets copies made; `copied` is told of them before the mails are taken out.
        """
        chosen, wire = uid_set(array("I", sorted(uids))), quoted(self._mailbox.wire_name(target))
        if self.can_move:
            return self._mailbox.do(lambda imap: self._transfer(imap, b"MOVE", chosen, wire))
        self.require(removing=True, deleting=False)
        moved = self._mailbox.do(lambda imap: self._transfer(imap, b"COPY", chosen, wire))
        copied(moved)
        try:
            self.delete(uids)
        except MailboxError as error:
            details = {**self._mailbox.where(), "count": str(len(uids)), "folder": target}
            raise LeftCopiesError("clean_left_copies", **details) from error
        return moved

    def _transfer(self, imap: BoundedImap4, command: bytes, chosen: bytes, wire: bytes) -> Moved:
        done, words = imap.attempt("UID", command, chosen, wire)
        if not done:
            raise self._error("clean_refused", words)
        return _moved(imap.untagged("COPYUID"))

    def delete(self, uids: Sequence[int]) -> None:
        """Delete up to BATCH mails of the open folder for good. Raises MailboxError("clean_not_possible")."""
        self.require(removing=True, deleting=True)
        chosen = uid_set(array("I", sorted(uids)))
        self._store(chosen, b"+FLAGS.SILENT", b"(\\Deleted)")

        def expunge(imap: BoundedImap4) -> str:
            done, words = imap.attempt("UID", b"EXPUNGE", chosen)
            return "" if done else words or "NO"

        if words := self._mailbox.do(expunge):
            self.undelete(uids)  # else somebody's next EXPUNGE would take them
            raise self._error("clean_refused", words)

    def undelete(self, uids: Sequence[int]) -> None:
        """Take back that up to BATCH mails of the open folder are marked as deleted."""
        if uids:
            self._store(uid_set(array("I", sorted(uids))), b"-FLAGS.SILENT", b"(\\Deleted)")

    def looks(self, uids: Sequence[int]) -> dict[int, tuple[int, datetime]]:
        """Size and time of arrival of mails of the open folder, which their copies share (RFC 3501 §6.4.7)."""

        def ask(imap: BoundedImap4) -> list[Answered]:
            imap.ask("UID", b"FETCH", uid_set(array("I", sorted(uids))), b"(UID RFC822.SIZE INTERNALDATE)")
            return list(fetched(imap.untagged("FETCH")))

        answers = self._mailbox.do(ask) if uids else []
        return {one.uid: (one.size, one.received) for one in answers if one.size is not None and one.received}

    def mark(self, uids: Sequence[int]) -> set[int]:
        """Mark up to BATCH mails of the open folder as read; those that were unread before."""
        unread = self._unread(uids)
        if unread:
            self._store(uid_set(array("I", sorted(unread))), b"+FLAGS.SILENT", b"(\\Seen)")
        return unread

    def unmark(self, uids: Sequence[int]) -> None:
        """Mark up to BATCH mails of the open folder as unread."""
        if uids:
            self._store(uid_set(array("I", sorted(uids))), b"-FLAGS.SILENT", b"(\\Seen)")

    def _unread(self, uids: Sequence[int]) -> set[int]:
        def ask(imap: BoundedImap4) -> set[int]:
            imap.ask("UID", b"FETCH", uid_set(array("I", sorted(uids))), b"(UID FLAGS)")
            found: set[int] = set()
            for line in imap.untagged("FETCH"):
                if isinstance(line, bytes) and (told := _FLAGS.search(line)):
                    uid, flags = int(told[1] or told[4]), (told[2] or told[3] or b"").lower().split()
                    if b"\\seen" not in flags:
                        found.add(uid)
            return found

        return self._mailbox.do(ask) & set(uids)

    def _store(self, chosen: bytes, how: bytes, flags: bytes) -> None:
        def store(imap: BoundedImap4) -> None:
            done, words = imap.attempt("UID", b"STORE", chosen, how, flags)
            if not done:
                raise self._error("clean_refused", words)

        self._mailbox.do(store)

    def _error(self, code: str, words: str, **details: str) -> MailboxError:
        if code == "clean_refused" and refusal(words) == "imap_throttled":
            code = "imap_throttled"
        return MailboxError(code, **self._mailbox.where(), server=one_line(words), **details)


def _capabilities(imap: BoundedImap4) -> frozenset[str]:
    imap.ask("CAPABILITY")  # after the login: many servers say more then
    return frozenset(_joined(imap.untagged("CAPABILITY")).decode("ascii", "replace").upper().split())


def _joined(data: Iterable[Any]) -> bytes:
    return b" ".join(part for part in data if isinstance(part, bytes))


def _moved(data: Iterable[Any]) -> Moved:
    """The COPYUID response code (RFC 4315 §3)."""
    found = _COPYUID.search(_joined(data))
    if found is None:
        return Moved(None, {})
    before, after = _numbers(found[2]), _numbers(found[3])
    return Moved(int(found[1]), dict(zip(before, after, strict=True)) if len(before) == len(after) else {})


def _numbers(text: bytes) -> list[int]:
    numbers: list[int] = []
    for part in text.split(b","):
        first, _, last = part.partition(b":")
        if first.isdigit() and (not last or last.isdigit()):
            low, high = sorted((int(first), int(last or first)))
            if high - low > 1_000_000:
                return []
            numbers.extend(range(low, high + 1))
    return numbers


def _batches(uids: Sequence[int]) -> list[array[int]]:
    ordered = array("I", sorted(set(uids)))
    return [ordered[start : start + BATCH] for start in range(0, len(ordered), BATCH)]
