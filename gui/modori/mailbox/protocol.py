"""imapclient over a `Link`: cancellable, bounded, with a STARTTLS that takes nothing unprotected.

imapclient and imaplib speak the protocol; this room replaces their socket, so that one place decides
about time limits, cancelling and how much a server can make us keep.
"""

from __future__ import annotations

import imaplib
import ssl
from typing import Any

from imapclient import IMAPClient

from .errors import LostError, MailboxError
from .link import Link

# imaplib refuses longer lines. Ours are asked for in windows (see `listing`) and stay below a quarter of this; the
# rest is room for servers that put long header strings into a line. Once, for the whole process.
MAX_LINE = 2_000_000
imaplib._MAXLINE = MAX_LINE  # type: ignore[attr-defined]  # noqa: SLF001

MAX_LITERAL = 64 * 1024 * 1024  # bytes of one literal
MAX_ANSWER = 2 * MAX_LITERAL  # bytes of everything that one command brings
MAX_TEXT = 8 * 1024 * 1024  # bytes of it that are no literals: a hundred thousand folders need less


class BoundedImap4(imaplib.IMAP4):
    """imaplib on a `Link` that is already connected."""

    def __init__(self, link: Link) -> None:
        self._link = link
        self._answer_began = self._text = 0
        super().__init__(link.host, link.port)

    def open(self, host: str = "", port: int = 143, timeout: float | None = None) -> None:
        """Nothing to do: the link is open."""
        self.host, self.port = host, port
        assert self._link.sock is not None  # noqa: S101 (for the type checker: the link is connected)
        self.sock = self._link.sock

    def read(self, size: int) -> bytes:
        """A literal."""
        if size > MAX_LITERAL or self._link.received - self._answer_began > MAX_ANSWER:
            raise MailboxError("imap_too_much", **self._link.where())
        return self._link.read(size)

    def readline(self) -> bytes:
        """A line with its end, CRLF whatever the server wrote."""
        line = self._link.readline(MAX_LINE)
        self._text += len(line)
        if self._text > MAX_TEXT:
            raise MailboxError("imap_too_much", **self._link.where())
        if line.endswith((b" OK\r\n", b" NO\r\n", b" BAD\r\n")):
            return line[:-2] + b" \r\n"  # a status without words, which imaplib does not take
        return line if line.endswith(b"\r\n") else line[:-1] + b"\r\n"

    def send(self, data: Any) -> None:
        """Send a command, or a part of one."""
        self._answer_began, self._text = self._link.received, 0
        self._link.send(bytes(data))

    def shutdown(self) -> None:
        """Close the connection."""
        self._link.close()

    def starttls(self, ssl_context: ssl.SSLContext | None = None) -> tuple[Any, list[Any]]:
        """STARTTLS (RFC 3501 §6.2.1). What a server (or somebody in between) said before TLS is not believed."""
        if ssl_context is None:
            raise ValueError("a context is needed: the default one of imaplib verifies nothing")
        kind, data = self._simple_command("STARTTLS")
        if kind != "OK":
            raise MailboxError("imap_no_starttls", **self._link.where())
        if self._link.unread():
            raise MailboxError("imap_injected", **self._link.where())
        self._link.start_tls(ssl_context)
        self.untagged_responses.clear()
        self._tls_established = True
        self._get_capabilities()
        return kind, data

    def log_in(self, user: bytes, password: bytes) -> None:
        """LOGIN with any characters: a password that is not ASCII goes as a literal (RFC 3501 §6.2.3)."""
        if password.isascii():
            kind, data = self._simple_command("LOGIN", quoted(user), quoted(password))
        else:
            self.literal = password  # type: ignore[assignment]  (typeshed says str; bytes are sent)
            kind, data = self._simple_command("LOGIN", quoted(user))
        if kind != "OK":
            raise self.error(words_of(data))
        self.state = "AUTH"

    def attempt(self, name: str, *arguments: bytes) -> tuple[bool, str]:
        """Any command: whether the server said OK, and its words. What came untagged waits in `untagged`.

        Raises imaplib's error on BAD.
        """
        return self.finish(name, self.begin(name, *arguments))

    def begin(self, name: str, *arguments: bytes) -> bytes:
        """Send a command without waiting for its answer; no other may be sent before `finish`. Gives its tag."""
        self.forget_untagged()
        return self._command(name, *arguments)

    def finish(self, name: str, tag: bytes) -> tuple[bool, str]:
        """Wait for the answer to `begin`; as `attempt`."""
        kind, data = self._command_complete(name, tag)
        return kind == "OK", words_of(data)

    def ask(self, name: str, *arguments: bytes) -> None:
        """Like `attempt`, but raises imaplib's error on NO, too."""
        done, words = self.attempt(name, *arguments)
        if not done:
            raise self.error(words)

    def examine(self, folder: bytes) -> tuple[bool, str]:
        """EXAMINE a folder, named as it goes over the wire."""
        kind, data = self.select(quoted(folder), readonly=True)  # type: ignore[arg-type]  (bytes work, too)
        return kind == "OK", words_of(data)

    def select_to_change(self, folder: bytes) -> tuple[bool, str]:
        """SELECT a folder, named as it goes over the wire; false, too, when the server lets nobody change it."""
        done, words = self.attempt("SELECT", quoted(folder))
        self.state = "SELECTED" if done else "AUTH"
        return done and "READ-ONLY" not in self.untagged_responses, words

    def status(self, folder: bytes, what: str) -> int | None:  # type: ignore[override]
        """One number of STATUS (RFC 3501 §6.3.10), None when the server does not tell."""
        done, _ = self.attempt("STATUS", quoted(folder), f"({what})".encode("ascii"))
        parts = [part[1] if isinstance(part, tuple) else part for part in self.untagged("STATUS")]
        _, _, number = b" ".join(parts).upper().rpartition(b"(" + what.encode("ascii") + b" ")
        digits = number.partition(b")")[0].strip()
        return int(digits) if done and digits.isdigit() and len(digits) < 20 else None

    def untagged(self, name: str) -> list[Any]:
        """Take the untagged responses of one name."""
        return self.untagged_responses.pop(name, [])

    def forget_untagged(self) -> None:
        """Start a command without what earlier ones left, but never forget a BYE."""
        bye = self.untagged_responses.get("BYE")
        self.untagged_responses.clear()
        if bye:
            self.untagged_responses["BYE"] = bye

    def _log(self, line: Any) -> None:
        """Keep no log: imaplib's holds the last commands, LOGIN among them."""


class Client(IMAPClient):
    """An IMAPClient whose connection is a `Link`."""

    def __init__(self, link: Link) -> None:
        self._link = link
        super().__init__(link.host, link.port, ssl=False)
        # imapclient lets imaplib write every line it matches to a logger; that is slow, and no place for mail.
        self._imap.debug = 0

    def _create_IMAP4(self) -> Any:  # noqa: N802
        return BoundedImap4(self._link)

    def _set_read_timeout(self) -> None:
        """The link has its own time limits."""

    @property
    def imap(self) -> BoundedImap4:
        """The imaplib below."""
        imap: Any = self._imap
        return imap

    def close(self) -> None:
        """Say LOGOUT as far as the server listens, and close. Never raises."""
        try:
            if not self._link.cancelled.is_set():
                self._link.timeout = min(self._link.timeout, 3.0)
                self._imap.logout()
        except (imaplib.IMAP4.error, OSError, ValueError, LostError, MailboxError):
            pass  # the connection is closed below in any case
        finally:
            self._link.close()


def quoted(text: bytes) -> bytes:
    """A quoted string (RFC 3501 §4.3)."""
    return b'"' + text.replace(b"\\", b"\\\\").replace(b'"', b'\\"') + b'"'


def words_of(data: list[Any]) -> str:
    """The text of a tagged response."""
    return data[-1].decode("utf-8", "replace") if data and isinstance(data[-1], bytes) else ""
