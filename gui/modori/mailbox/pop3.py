"""A POP3 mailbox, read without changing anything: nothing is deleted, and as a rule nothing is marked as read.

Mails are read with TOP, not RETR, wherever the server takes it: RETR makes servers that offer IMAP, too, mark a
mail as read. Mails that were read before are known by their UIDL; where a server has none, by their header.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Collection, Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TypeVar

from ..records import Note, Server
from .errors import LostError, MailboxError
from .fetched import BEGINNING, FIRST, MAX_MAIL, Fetched
from .folders import Folder, FolderState
from .pop3_protocol import MAX_ANSWER, Dialogue, RefusedError
from .pop3_refusals import Refusal, file_error, meaning
from .pop3_session import Entered, enter, in_pop3_words, leave
from .refusals import one_line
from .remote import RemoteMailbox
from .retries import WAITS, Retries
from .session import Secret

FOLDER = "INBOX"
BATCH_MAILS = 100
BATCH_BYTES = 1024 * 1024
_FIRST_LINES, _MORE_LINES = FIRST // 80, BEGINNING // 64  # lines of a large mail's body
_ALL_LINES = 99_999_999

_HEADER = re.compile(rb"\r?\n\r?\n")
_RECEIVED = re.compile(rb"^Received:((?:[^\n]*\n[ \t])*[^\n]*)", re.IGNORECASE | re.MULTILINE)
# What servers add or change after a mail was looked at.
_CHANGING = re.compile(rb"^(?:X-)?(?:Status|UIDL|Mozilla-Status\w*|Keywords):[^\n]*\n?", re.IGNORECASE | re.MULTILINE)

_T = TypeVar("_T")


@dataclass(slots=True)
class _Entry:
    """A mail in the server's list: `key` is its UIDL, or made of its header once that is here."""

    number: int
    size: int
    key: str | None


class Pop3Mailbox(RemoteMailbox):
    """A mailbox on a POP3 server."""

    def __init__(
        self, server: Server, password: str | Secret, *, timeout: float = 30.0, waits: Sequence[float] = WAITS
    ) -> None:
        super().__init__(server, password, timeout=timeout, waits=waits)
        self._entered: Entered | None = None
        self._connections = 0  # numbers of mails are good for one connection only
        self._has_top = True
        self._together = BATCH_MAILS
        # The mails that were given, by the uid they were given, each with the connection of its number.
        self._numbers: dict[int, tuple[_Entry, int]] = {}
        self._given = 0

    def connect(self) -> None:
        """Connect, protect the connection and log in.

        Raises MailboxError (what failed and what to do), CertificateError (with the certificate).
        """
        self.close()
        self._entered = enter(self.server, self._password, self._timeout, self._cancelled, self._links)
        self._connections += 1

    def close(self) -> None:
        """Log out and close the connection. Never raises."""
        entered, self._entered = self._entered, None
        if entered is not None:
            leave(entered)
        self._links.clear()

    def folders(self) -> list[Folder]:
        """The one folder that POP3 knows, with its number of mails."""
        return [Folder(FOLDER, "inbox", self.examine(FOLDER).messages, selectable=True)]

    def examine(self, folder: str) -> FolderState:
        """The state of the only folder. Raises MailboxError("pop3_one_folder") for any other."""
        if folder.upper() != FOLDER:
            raise MailboxError("pop3_one_folder", **self.where(), folder=folder)

        def stat() -> int:
            found = re.match(rb"\s*(\d{1,10})\b", self._dialogue().ask(b"STAT"))
            return int(found[1]) if found else 0

        return FolderState(FOLDER, 0, 0, self._steady(stat), None)

    def unseen(self) -> None:
        """POP3 knows no unread mail."""

    def mails(self, known: Container[str] = frozenset()) -> Iterator[Fetched]:
        """The mails whose `uidl` is not in `known`, in the server's order, each once.

        `expected` holds their number once the first one comes (all mails, where the server has no UIDL). What was
        deleted meanwhile is left out. After a cut it connects again and goes on; raises LostError when that fails
        again and again, MailboxError when the server wants no more.
        """
        retries = self._fresh_retries()
        self._numbers.clear()
        done: set[str] = set()
        complete = False
        while not complete:
            try:
                connection = self._connections
                for mail in self._pass(known, done):
                    retries.progress()
                    done.add(mail.uidl or "")
                    yield mail
                complete = connection == self._connections
            except LostError as lost:
                self._connect_again(retries, lost)

    def remark(self) -> Note | None:
        """Without TOP a mail is read by RETR, after which some servers show it as read in other programs."""
        return None if self._has_top or not self._given else Note("pop3_read_without_top", self.where())

    def more(self, uids: Sequence[int]) -> dict[int, Fetched]:
        """Longer beginnings (BEGINNING) of these mails that `mails` gave; what the server does not give is left out."""
        return self._steady(lambda: self._more(uids))

    def whole(self, uid: int) -> bytes:
        """All of a mail that `mails` gave, cut at 64 MiB. Raises MailboxError("imap_mail_gone")."""
        entry, connection = self._numbers[uid]
        if entry.size > MAX_ANSWER:
            raise MailboxError("pop3_mail_too_big", **self.where(), megabytes=str(entry.size >> 20))

        def ask() -> bytes:
            number = entry.number
            if self._connections != connection:
                number = self._numbers_now([entry])[0]
            if number is None:
                raise MailboxError("imap_mail_gone", **self.where(), uid=entry.key or "")
            dialogue = self._dialogue()
            try:
                dialogue.ask(b"TOP %d %d" % (number, _ALL_LINES) if self._has_top else b"RETR %d" % number)
            except RefusedError as refused:
                self._end_of_run(refused.words)
                raise MailboxError("imap_mail_gone", **self.where(), uid=entry.key or "") from None
            return dialogue.text(MAX_MAIL)[0]

        return self._steady(ask)

    def remove(self, keys: Collection[str], keep: Callable[[str, bytes], None], *, read: bool) -> set[str]:
        """Delete these mails for good, and end the session; those that were there.

        `keep` is given each one before it is marked, with its text if `read`. The server deletes only when all went
        well (QUIT, RFC 1939 §6): whatever is raised before, nothing is gone. Raises MailboxError: clean_not_possible
        where mails can not be told apart, pop3_not_all_deleted when the server was not able to.
        """
        try:
            deleted = self._told(lambda: self._mark_deleted(set(keys), keep, read=read))
        except BaseException:
            # Without a QUIT, which would delete what is marked already.
            entered, self._entered = self._entered, None
            if entered is not None:
                entered.link.close()
            raise
        entered, self._entered = self._entered, None
        if entered is not None:
            leave(entered, update=True)
        return deleted

    def _mark_deleted(self, wanted: set[str], keep: Callable[[str, bytes], None], *, read: bool) -> set[str]:
        dialogue, deleted = self._dialogue(), set[str]()
        for entry in self._list():
            self._name([entry])
            if entry.key is None:
                raise MailboxError("clean_not_possible", **self.where(), server="")
            if entry.key not in wanted:
                continue
            raw = b""
            if read:
                dialogue.ask(b"RETR %d" % entry.number)
                raw, complete = dialogue.text(MAX_ANSWER)
                if not complete:
                    raise MailboxError("pop3_mail_too_big", **self.where(), megabytes=str(entry.size >> 20))
            keep(entry.key, raw)
            dialogue.ask(b"DELE %d" % entry.number)
            deleted.add(entry.key)
        return deleted

    # One connection.

    def _pass(self, known: Container[str], done: set[str]) -> Iterator[Fetched]:
        """What is neither known nor done, as far as this connection lasts."""

        def wanted(key: str | None) -> bool:
            return key is None or (key not in known and key not in done)

        connection = self._connections
        entries = [entry for entry in self._told(self._list) if wanted(entry.key)]
        self.expected = len(done) + len(entries)
        for batch in _batches(entries, self._at_once()):
            if self._connections != connection:
                return
            named = self._told(lambda batch=batch: self._name(batch))
            fresh = [entry for entry in named if wanted(entry.key)]
            for mail in self._told(lambda fresh=fresh: self._fetch(fresh)):
                if wanted(mail.uidl):
                    yield mail

    def _list(self) -> list[_Entry]:
        dialogue = self._dialogue()
        dialogue.ask(b"LIST")
        sizes = dict(_pairs(dialogue.table()))
        keys: dict[int, str] = {}
        try:
            dialogue.ask(b"UIDL")
            keys = _distinct(_pairs(dialogue.table()))
        except RefusedError as refused:
            self._end_of_run(refused.words)
        return [_Entry(number, _size(size), keys.get(number)) for number, size in sorted(sizes.items())]

    def _name(self, batch: list[_Entry]) -> list[_Entry]:
        """Give a key to the mails of a server without UIDL; without TOP they have to be read for that."""
        nameless = [entry for entry in batch if entry.key is None]
        if nameless and self._has_top:
            answers = self._ask_each([b"TOP %d 0" % entry.number for entry in nameless], BEGINNING)
            for entry, answer in zip(nameless, answers, strict=True):
                if not isinstance(answer, str):
                    entry.key = _key(answer[0], entry.size)
                elif meaning(answer) in (Refusal.UNKNOWN_COMMAND, Refusal.TOP_ARGUMENTS):
                    self._has_top = False
        return batch

    def _fetch(self, batch: list[_Entry]) -> list[Fetched]:
        tops = [self._has_top] * len(batch)
        answers = self._ask_each([self._command(entry) for entry in batch], MAX_MAIL)
        for place, answer in enumerate(answers):
            wrong = isinstance(answer, str) and meaning(answer) in (Refusal.UNKNOWN_COMMAND, Refusal.TOP_ARGUMENTS)
            if tops[place] and wrong:
                self._has_top, tops[place] = False, False
                (answers[place],) = self._ask_each([self._command(batch[place])], MAX_MAIL)
        mails = (self._mail(*each) for each in zip(batch, answers, tops, strict=True))
        return [mail for mail in mails if mail is not None]

    def _more(self, uids: Sequence[int]) -> dict[int, Fetched]:
        given = [self._numbers[uid] for uid in uids]
        numbers: Sequence[int | None] = [entry.number for entry, _ in given]
        if any(connection != self._connections for _, connection in given):
            numbers = self._numbers_now([entry for entry, _ in given])
        asked = [(uid, entry, n) for uid, (entry, _), n in zip(uids, given, numbers, strict=True) if n is not None]
        together = self._at_once()
        found: dict[int, Fetched] = {}
        for start in range(0, len(asked), together):
            batch = asked[start : start + together]
            commands = [b"TOP %d %d" % (number, _MORE_LINES) for _, _, number in batch]
            for (uid, entry, _), answer in zip(batch, self._ask_each(commands, MAX_MAIL), strict=True):
                if not isinstance(answer, str):
                    found[uid] = _beginning(uid, entry, *answer, lines=_MORE_LINES)
        return found

    def _at_once(self) -> int:
        """How many commands may be sent before their answers are here."""
        return self._together if self._entered and "PIPELINING" in self._entered.capabilities else 1

    def _command(self, entry: _Entry) -> bytes:
        if not self._has_top:
            return b"RETR %d" % entry.number
        return b"TOP %d %d" % (entry.number, _ALL_LINES if entry.size <= FIRST else _FIRST_LINES)

    def _ask_each(self, commands: list[bytes], keep: int) -> list[tuple[bytes, bool] | str]:
        """For each command the text and whether all of it is there, or the server's words of refusal."""
        dialogue = self._dialogue()
        if not commands:
            return []
        dialogue.send(*commands)
        answers: list[tuple[bytes, bool] | str] = []
        for _ in commands:
            try:
                dialogue.status()
                answers.append(dialogue.text(keep))
            except RefusedError as refused:
                self._end_of_run(refused.words)
                answers.append(refused.words)
        return answers

    def _mail(self, entry: _Entry, answer: tuple[bytes, bool] | str, top: bool) -> Fetched | None:
        """The mail; None when it was deleted meanwhile."""
        self._given += 1
        uid = self._given
        self._numbers[uid] = entry, self._connections
        if isinstance(answer, str):
            note = self._why_not(entry, answer)
            key = entry.key or f"#{entry.number}"
            return note and Fetched(uid, entry.size, b"", complete=True, received=None, note=note, uidl=key, again=True)
        lines = _FIRST_LINES if top and entry.size > FIRST else None
        return _beginning(uid, entry, *answer, lines=lines)

    def _why_not(self, entry: _Entry, words: str) -> Note | None:
        """Why a mail was refused; None when it is simply gone."""
        details = {**self.where(), "number": str(entry.number), "server": one_line(words)}
        kind = meaning(words)
        if kind is Refusal.NO_SUCH_MAIL:
            return Note("pop3_mail_without_file", details) if self._is_listed(entry) else None
        if kind is Refusal.FILE_ERROR:
            code, error = file_error(words)
            # The server's words hold the path of its file, which is nobody's business.
            return Note(code, {**details, "error": error, "server": ""})
        if kind is Refusal.READ_ERROR:
            return Note("pop3_mail_unreadable", details)
        return Note("pop3_mail_refused", details)

    def _is_listed(self, entry: _Entry) -> bool:
        """Whether the server still names a mail that it says does not exist."""
        try:
            answer = self._dialogue().ask(b"UIDL %d" % entry.number).split()
        except RefusedError:
            return False
        return len(answer) >= 2 and answer[1].decode("utf-8", "replace") == (entry.key or "").partition(" ")[0]

    def _numbers_now(self, entries: Sequence[_Entry]) -> list[int | None]:
        """The numbers of mails in the present connection; None for those that are gone."""
        listed = self._list()
        by_key: dict[str | None, int] = {now.key: now.number for now in listed if now.key is not None}
        nameless = {now.number for now in listed if now.key is None}
        return [by_key.get(one.key, one.number if one.number in nameless else None) for one in entries]

    def _end_of_run(self, words: str) -> None:
        """Raise for a refusal after which there is no point in asking on."""
        kind = meaning(words)
        details = {**self.where(), "server": one_line(words)}
        if kind is Refusal.NOT_LOGGED_IN:
            raise LostError("pop3_not_logged_in", **details)
        if kind is Refusal.NO_MEMORY:
            raise MailboxError("pop3_out_of_memory", **details)

    # The connection.

    def _dialogue(self) -> Dialogue:
        if self._entered is None:
            raise LostError("imap_connection_lost", **self.where())
        return self._entered.dialogue

    def _told(self, action: Callable[[], _T]) -> _T:
        if self._cancelled.is_set():
            raise MailboxError("cancelled")
        try:
            with in_pop3_words():
                return action()
        except RefusedError as refused:
            self._end_of_run(refused.words)
            raise MailboxError("pop3_refused", **self.where(), server=one_line(refused.words)) from None

    def _steady(self, action: Callable[[], _T]) -> _T:
        """Do `action`; after a cut connect again and repeat it."""
        retries = self._fresh_retries()
        while True:
            try:
                return self._told(action)
            except LostError as lost:
                if self._entered is None:
                    raise
                self._connect_again(retries, lost)

    def _connect_again(self, retries: Retries, lost: LostError) -> None:
        """Raises `lost` when all attempts fail."""
        # On a bad line there may be no room for a whole batch between two cuts.
        self._together = max(1, self._together // 4)
        for link in self._links:
            link.close()
        while True:
            retries.pause(lost, once=lost.note.code == "pop3_not_logged_in")
            try:
                self.connect()
                return
            except LostError:
                continue


def received_of(raw: bytes) -> datetime | None:
    """When the newest Received header (RFC 5321 §4.4) says that the mail came."""
    header = raw[: found.start()] if (found := _HEADER.search(raw)) else raw
    newest = _RECEIVED.search(header)
    if newest is None:
        return None
    try:
        moment = parsedate_to_datetime(newest[1].rpartition(b";")[2].decode("ascii", "replace").strip())
    except (ValueError, TypeError, IndexError):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _key(raw: bytes, size: int) -> str:
    """A name for a mail of a server without UIDL: made of its header and its size."""
    header = raw[: found.start()] if (found := _HEADER.search(raw)) else raw.rstrip()
    even = _CHANGING.sub(b"", header.replace(b"\r\n", b"\n") + b"\n")
    return f"#{size}-{hashlib.sha256(even).hexdigest()[:40]}"


def _pairs(lines: Iterable[bytes]) -> Iterator[tuple[int, str]]:
    """The lines "number word" of LIST and UIDL; what is none is left out."""
    for line in lines:
        words = line.split(None, 2)
        if len(words) >= 2 and words[0].isdigit() and 0 < len(words[0]) <= 10:
            yield int(words[0]), words[1][:200].decode("utf-8", "replace")


def _distinct(pairs: Iterable[tuple[int, str]]) -> dict[int, str]:
    """UIDLs by number. A server that gives one twice has (against RFC 1939) two mails of that name."""
    keys: dict[int, str] = {}
    times: dict[str, int] = {}
    for number, uidl in pairs:
        times[uidl] = times.get(uidl, 0) + 1
        keys[number] = uidl if times[uidl] == 1 else f"{uidl} {times[uidl]}"
    return keys


def _size(word: str) -> int:
    return int(word) if word.isdigit() and len(word) <= 15 else 0


def _beginning(uid: int, entry: _Entry, raw: bytes, all_kept: bool, *, lines: int | None) -> Fetched:
    """A mail of which at most so many `lines` of the body were asked for; None: all of it."""
    complete = True
    if lines is not None:
        body = raw[found.end() :] if (found := _HEADER.search(raw)) else b""
        complete = all_kept and body.count(b"\n") < lines
    key = entry.key or _key(raw, entry.size)
    return Fetched(uid, max(entry.size, len(raw)), raw, complete, received_of(raw), uidl=key)


def _batches(entries: Sequence[_Entry], most: int) -> Iterator[list[_Entry]]:
    batch: list[_Entry] = []
    size = 0
    for entry in entries:
        batch.append(entry)
        size += min(entry.size, FIRST)
        if len(batch) >= most or size >= BATCH_BYTES:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch
