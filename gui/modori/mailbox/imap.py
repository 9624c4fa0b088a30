"""An IMAP mailbox, read without changing anything: EXAMINE and BODY.PEEK only.

New mail is not found by searching for bounces (no SEARCH finds them all): every mail above the last
known UID is fetched, large ones only in their beginning.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import TypeVar

from imapclient.imap_utf7 import encode as to_modified_utf7

from ..records import Note, Server
from .answers import Answered, Listed, fetched, listed, number, shared_prefixes
from .errors import FolderChangedError, LostError, MailboxError
from .fetched import BEGINNING, FIRST, Fetched
from .folders import Folder, FolderState, in_order, is_selectable, role_of
from .listing import list_uids
from .protocol import MAX_LITERAL, BoundedImap4, Client, quoted
from .refusals import one_line, refusal, response_code, suggested_pause
from .remote import RemoteMailbox
from .retries import WAITS
from .session import Secret, log_in, told_by

BATCH_BYTES = 1024 * 1024  # about as much as one request should bring
BATCH_MAILS = (20, 250)  # fewest and most mails a request
FIRST_BATCH = 50
MAX_COUNTED = 100  # folders whose mails are counted
LONGEST_PAUSE = 900.0  # seconds that we wait when a server asks for it; longer ones are for the next scan

_ITEMS, _MORE = (f"(UID RFC822.SIZE INTERNALDATE BODY.PEEK[]<0.{size}>)".encode("ascii") for size in (FIRST, BEGINNING))

_T = TypeVar("_T")


class ImapMailbox(RemoteMailbox):
    """A mailbox on an IMAP server."""

    def __init__(
        self, server: Server, password: str | Secret, *, timeout: float = 30.0, waits: Sequence[float] = WAITS
    ) -> None:
        super().__init__(server, password, timeout=timeout, waits=waits)
        self._retries = self._fresh_retries()
        self._client: Client | None = None
        self._state: FolderState | None = None
        self._wire: dict[str, bytes] = {}
        self._ahead: _Ahead | None = None
        self._salvaged: dict[int, Answered] = {}  # of the batch that a cut interrupted

    def connect(self) -> None:
        """Connect, protect the connection and log in.

        Raises MailboxError (what failed and what to do), CertificateError (with the certificate).
        """
        self.close()
        self._client = self._patiently(
            lambda: log_in(self.server, self._password, self._timeout, self._cancelled, self._links)
        )

    def close(self) -> None:
        """Log out and close the connection. Never raises."""
        client, self._client = self._client, None
        self._ahead = None
        if client is not None:
            client.close()
        self._links.clear()

    def folders(self) -> list[Folder]:
        """All folders, INBOX and junk first; mails are counted unless there are very many folders."""
        return self._steady(self._folders)

    def examine(self, folder: str) -> FolderState:
        """Open a folder for reading only. Raises MailboxError("imap_folder_gone")."""
        self._retries = self._fresh_retries()
        self._state = None
        self._state = self._steady(lambda imap: self._examine(imap, folder))
        return self._state

    def unseen(self) -> int:
        """How many mails of the opened folder are unread. Raises MailboxError when the server does not tell."""
        state = self._opened()
        count = self._steady(lambda imap: imap.status(self._wire_name(state.folder), "UNSEEN"))
        if count is None:
            raise MailboxError("imap_refused", **self.where(), server="STATUS")
        return count

    def mails(self, after_uid: int = 0, since: date | None = None) -> Iterator[Fetched]:
        """The mails of the opened folder with a UID above `after_uid`, ascending, each once.

        `since` leaves out what the server received before that day. `expected` holds their number once
        the first one comes. A mail that was deleted meanwhile is left out. After a lost connection it
        connects again and goes on; raises LostError when that fails again and again without a mail in between,
        FolderChangedError when the folder is another one then (UIDVALIDITY).
        """
        self._retries, self._salvaged = self._fresh_retries(), {}
        uids = self._steady(lambda imap: self._list(imap, after_uid, since))
        self.expected = len(uids)
        batch = uids[:FIRST_BATCH]
        position = len(batch)
        while batch:
            got = self._steady(lambda imap, batch=batch: self._fetch(imap, batch))
            self._retries.progress()
            size = _next_size(len(batch), sum(len(mail.raw) for mail in got.values()))
            following = uids[position : position + size]
            self._ask_ahead(following)
            for uid in batch:
                mail = got.get(uid)
                if mail is not None and not _too_early(mail, since):
                    yield mail
            batch = following
            position += len(batch)

    def more(self, uids: Sequence[int]) -> dict[int, Fetched]:
        """Longer beginnings (BEGINNING) of these mails, in one request; what the server does not give is left out."""
        self._opened()

        def ask(imap: BoundedImap4) -> dict[int, Answered]:
            found: dict[int, Answered] = {}
            imap.attempt("UID", b"FETCH", uid_set(array("I", sorted(uids))), _MORE)
            _gather(imap, found)
            return found

        answers = self._steady(ask)
        return {uid: _mail(answers[uid], BEGINNING) for uid in uids if uid in answers and answers[uid].body is not None}

    def whole(self, uid: int) -> bytes:
        """All of one mail, cut at 64 MiB. Raises MailboxError("imap_mail_gone")."""
        self._opened()

        def ask(imap: BoundedImap4) -> bytes | None:
            imap.ask("UID", b"FETCH", str(uid).encode(), f"(UID BODY.PEEK[]<0.{MAX_LITERAL}>)".encode())
            bodies = [a.body for a in fetched(imap.untagged("FETCH")) if a.uid == uid and a.body is not None]
            return max(bodies, key=len) if bodies else None

        raw = self._steady(ask)
        if raw is None:
            raise MailboxError("imap_mail_gone", **self.where(), uid=str(uid))
        return raw

    def do(self, action: Callable[[BoundedImap4], _T]) -> _T:
        """Do `action` with the connection, once: what changes a mailbox must not be repeated blindly.

        Raises LostError, MailboxError.
        """
        return self._told(action)

    def reconnect(self, why: LostError) -> None:
        """After a cut: wait, connect again and open the folder again that was open for reading.

        Raises `why` when no attempt succeeds, FolderChangedError, MailboxError("cancelled").
        """
        if self._client is not None:
            self._links[0].close()
        self._ahead = None
        while True:
            self._retries.pause(why)
            try:
                self.connect()
                self._open_again()
                return
            except LostError:
                continue

    def wire_name(self, folder: str) -> bytes:
        """A folder's name as the server spells it."""
        return self._wire_name(folder)

    # What is done with one connection; `_steady` calls these, and calls them again after a reconnect.

    def _folders(self, imap: BoundedImap4) -> list[Folder]:
        imap.ask("LIST", b'""', b'"*"')
        found: dict[str, Listed] = {entry.name: entry for entry in listed(imap.untagged("LIST"))}
        for prefix in self._shared_prefixes(imap):
            # Other people's and shared folders need not be in the list of all (RFC 2342 §5).
            imap.attempt("LIST", b'""', quoted(prefix + b"*"))
            found |= {entry.name: entry for entry in listed(imap.untagged("LIST")) if entry.name not in found}
        self._wire = {name: entry.wire for name, entry in found.items()}
        count = len(found) <= MAX_COUNTED
        folders: list[Folder] = []
        for name, entry in found.items():
            selectable, role = is_selectable(entry), role_of(entry)
            counted = selectable and (count or role in ("inbox", "junk"))
            messages = imap.status(entry.wire, "MESSAGES") if counted else None
            folders.append(Folder(name, role, messages, selectable))
        return in_order(folders)

    def _shared_prefixes(self, imap: BoundedImap4) -> list[bytes]:
        if self._client is None or not self._client.has_capability("NAMESPACE"):
            return []
        imap.attempt("NAMESPACE")
        return shared_prefixes(imap.untagged("NAMESPACE"))

    def _examine(self, imap: BoundedImap4, folder: str) -> FolderState:
        wire = self._wire_name(folder)
        # STATUS is for folders that are not open (RFC 3501 §6.3.10), so it comes first.
        unseen = imap.status(wire, "UNSEEN")
        done, words = imap.examine(wire)
        if not done:
            code = refusal(words)
            raise MailboxError(
                "imap_folder_gone" if code == "imap_refused" else code,
                **self.where(),
                folder=folder,
                server=one_line(words),
            )
        told = {name: number(imap.untagged(name)) or 0 for name in ("UIDVALIDITY", "UIDNEXT", "EXISTS")}
        return FolderState(folder, told["UIDVALIDITY"], told["UIDNEXT"], told["EXISTS"], unseen)

    def _list(self, imap: BoundedImap4, after_uid: int, since: date | None) -> array[int]:
        state = self._opened()
        return list_uids(imap, state.messages, state.uidnext, after_uid, since)

    def _fetch(self, imap: BoundedImap4, uids: array[int]) -> dict[int, Fetched]:
        found, notes = self._salvaged, dict[int, Note]()
        missing = array("I", (uid for uid in uids if uid not in found))
        ahead = self._ahead
        if missing:
            if ahead is None or ahead.uids != missing:
                ahead = self._ahead = _Ahead(missing, imap.begin("UID", b"FETCH", uid_set(missing), _ITEMS))
            try:
                ahead.settle(imap)
            except BaseException:
                self._ahead = None
                self._salvage(imap)
                raise
            found |= ahead.found
            self._ahead = None
            left = [uid for uid in missing if uid not in found]
            if not ahead.done:
                notes = self._fetch_one_by_one(imap, left, found)
            elif left:
                # Deleted meanwhile, or lost in an answer that was no good (a literal of a wrong length): ask again.
                imap.attempt("UID", b"FETCH", uid_set(array("I", left)), _ITEMS)
                _gather(imap, found)
        self._salvaged, wanted = {}, set(uids)
        mails = {
            uid: _mail(answer, FIRST) for uid, answer in found.items() if uid in wanted and answer.body is not None
        }
        return mails | {
            uid: Fetched(uid, 0, b"", complete=True, received=None, note=note) for uid, note in notes.items()
        }

    def _salvage(self, imap: BoundedImap4) -> None:
        """Keep the mails that came whole before a cut: on a bad line there may be no room for more of them at once."""
        whole: dict[int, Answered] = {}
        _gather(imap, whole)
        whole = {uid: answer for uid, answer in whole.items() if answer.body is not None}
        if whole:
            self._salvaged |= whole
            self._retries.progress()

    def _ask_ahead(self, uids: array[int]) -> None:
        """Let the server work on the next request while our side works on the mails of the last one."""
        if not uids or self._client is None or self._cancelled.is_set():
            return
        imap = self._client.imap
        try:
            with told_by(self._links[0]):
                self._ahead = _Ahead(uids, imap.begin("UID", b"FETCH", uid_set(uids), _ITEMS))
        except MailboxError:
            self._ahead = None  # it is asked for again, and what is wrong shows then

    def _fetch_one_by_one(self, imap: BoundedImap4, uids: list[int], found: dict[int, Answered]) -> dict[int, Note]:
        """After a NO to a batch: a single broken mail must not take its neighbours with it.

        A server that refuses all of them, or asks for a pause, means something else: that ends the scan,
        so that no mail is passed over.
        """
        notes: dict[int, Note] = {}
        words = ""
        for uid in uids:
            done, words = imap.attempt("UID", b"FETCH", str(uid).encode(), _ITEMS)
            _gather(imap, found)
            if done or uid in found or response_code(words) == "EXPUNGEISSUED":
                continue
            if refusal(words) == "imap_throttled":
                break
            details = {**self.where(), "uid": str(uid), "server": one_line(words)}
            notes[uid] = Note("imap_mail_refused", details)
        if refusal(words) == "imap_throttled" or (len(uids) > 1 and len(notes) == len(uids)):
            raise MailboxError(refusal(words), **self.where(), server=one_line(words))
        return notes

    # The connection.

    def _opened(self) -> FolderState:
        if self._state is None:
            raise RuntimeError("examine() comes first")
        return self._state

    def _steady(self, action: Callable[[BoundedImap4], _T]) -> _T:
        """Do `action`; after a cut wait, connect again and repeat it."""
        while True:
            try:
                return self._patiently(lambda: self._told(action))
            except LostError as error:
                if self._client is None:
                    raise
                self.reconnect(error)

    def _patiently(self, action: Callable[[], _T]) -> _T:
        """Do `action`; where the server asks for a pause and says how long, wait as long, and do it once more."""
        try:
            return action()
        except MailboxError as error:
            throttled = error.note.code == "imap_throttled"
            seconds = suggested_pause(error.note.details.get("server", "")) if throttled else None
            if seconds is None or seconds > LONGEST_PAUSE:
                raise
            if self.on_pause is not None:
                self.on_pause(error, seconds)
        if self._cancelled.wait(seconds):
            raise MailboxError("cancelled")
        return action()

    def _told(self, action: Callable[[BoundedImap4], _T]) -> _T:
        if self._cancelled.is_set():
            raise MailboxError("cancelled")
        if self._client is None or not self._links:
            raise LostError("imap_connection_lost", **self.where())
        with told_by(self._links[0]):
            imap = self._client.imap
            if self._ahead is not None:
                self._ahead.settle(imap)  # only then the connection is free for something else
            return action(imap)

    def _open_again(self) -> None:
        state = self._state
        if state is not None:
            again = self._told(lambda imap: self._examine(imap, state.folder))
            if again.uidvalidity != state.uidvalidity:
                raise FolderChangedError("imap_folder_changed", **self.where(), folder=state.folder)
            self._state = again

    def _wire_name(self, folder: str) -> bytes:
        # The server's own spelling where it listed the folder: it may not be modified UTF-7.
        return self._wire.get(folder) or to_modified_utf7(folder)


class _Ahead:
    """A FETCH that was sent: `found` and `done` are its answer once it has settled."""

    def __init__(self, uids: array[int], tag: bytes) -> None:
        self.uids = uids
        self.found: dict[int, Answered] = {}
        self.done = False
        self._tag: bytes | None = tag

    def settle(self, imap: BoundedImap4) -> None:
        """Wait for the answer, unless it is here."""
        tag, self._tag = self._tag, None
        if tag is not None:
            self.done, _ = imap.finish("UID", tag)
            _gather(imap, self.found)


def _gather(imap: BoundedImap4, found: dict[int, Answered]) -> None:
    """Put the FETCH responses together: a server may speak of a message twice, or in pieces."""
    for answer in fetched(imap.untagged("FETCH")):
        known = found.setdefault(answer.uid, answer)
        if known is answer:
            continue
        if answer.body is not None and (known.body is None or len(answer.body) > len(known.body)):
            known.body, known.partial = answer.body, answer.partial
        known.size = answer.size if known.size is None else known.size
        known.received = known.received or answer.received


def _mail(answer: Answered, asked: int) -> Fetched:
    """The mail, of which at most `asked` bytes were asked for."""
    raw = answer.body or b""
    # Sizes are not always right (RFC822.SIZE of some servers is a guess): a short answer to a partial fetch is the end.
    cut = answer.partial and len(raw) >= asked and (answer.size is None or answer.size > len(raw))
    size = len(raw) if answer.size is None or not cut else answer.size
    return Fetched(answer.uid, size, raw, not cut, answer.received)


def _too_early(mail: Fetched, since: date | None) -> bool:
    return since is not None and mail.received is not None and mail.received.date() < since


def _next_size(mails: int, size: int) -> int:
    """How many mails the next request asks for, by what the last one brought."""
    fewest, most = BATCH_MAILS
    each = max(1, size // max(1, mails))
    return max(fewest, min(most, BATCH_BYTES // each, mails * 2))


def uid_set(uids: array[int]) -> bytes:
    """A sequence set (RFC 3501 formal syntax) of ascending UIDs."""
    ranges: list[list[int]] = []
    for uid in uids:
        if ranges and ranges[-1][1] == uid - 1:
            ranges[-1][1] = uid
        else:
            ranges.append([uid, uid])
    return ",".join(f"{a}:{b}" if b > a else str(a) for a, b in ranges).encode("ascii")
