"""POP3 (RFC 1939) over a `Link`: cancellable, bounded, several commands at once where the server takes that.

Not poplib: it loses a mail for one line above 2,048 bytes, and can neither be cancelled nor send ahead.
"""

from __future__ import annotations

import re
import ssl

from .errors import MailboxError
from .link import Link

MAX_STATUS = 8192  # bytes of a status line
MAX_ANSWER = 256 * 1024 * 1024  # bytes of one multi-line answer that are read (what is kept is another matter)

_END = re.compile(rb"\n\.\r?\n")
_UNSCANNED = 3  # bytes of a terminator that may stand at the end of what has come


class RefusedError(Exception):
    """The server said -ERR. `words` are its own, without "-ERR", decoded."""

    def __init__(self, words: str) -> None:
        super().__init__(words)
        self.words = words


class Dialogue:
    """Commands to the server and its answers, in order."""

    def __init__(self, link: Link) -> None:
        self._link = link
        self._come = bytearray()

    def send(self, *commands: bytes) -> None:
        """Send commands; their answers have to be taken in the same order."""
        self._link.send(b"".join(command + b"\r\n" for command in commands))

    def status(self) -> bytes:
        """The words behind +OK. Raises RefusedError on -ERR, MailboxError("pop3_nonsense") on anything else."""
        return self._judged(self._line())

    def _judged(self, line: bytes) -> bytes:
        word, _, rest = line.partition(b" ")
        if word.upper() == b"+OK":
            return rest
        if word.upper() == b"-ERR":
            raise RefusedError(decoded(rest))
        raise MailboxError("pop3_nonsense", **self._link.where(), server=decoded(line)[:100])

    def challenge(self) -> None:
        """The server's "+" that waits for the next line of a SASL exchange (RFC 5034). Raises as `status`."""
        line = self._line()
        if line[:1] != b"+" or line[:3].upper() == b"+OK":
            raise RefusedError(decoded(line.removeprefix(b"-ERR ")))

    def final(self, response: bytes) -> None:
        """The last line of a SASL exchange; what it gets is as `status`.

        Some servers explain a refusal in one more challenge, and say -ERR only when that is answered (XOAUTH2).
        """
        self.send(response)
        line = self._line()
        if line[:1] == b"+" and line[:3].upper() != b"+OK":
            self.send(b"")
            line = self._line()
        self._judged(line)

    def ask(self, command: bytes) -> bytes:
        """One command with a one-line answer; as `status`."""
        self.send(command)
        return self.status()

    def text(self, keep: int) -> tuple[bytes, bool]:
        """What follows a +OK up to the lone dot, the dots of RFC 1939 §3 undone; whether all of it was kept.

        Only the first `keep` bytes are; the rest is read and dropped.
        """
        # The text begins at the start of a line; the line end put before it makes that visible to the pattern.
        come, kept, size, scanned = self._come, bytearray(), 0, 0
        come[:0] = b"\n"
        while (end := _END.search(come, max(0, scanned - _UNSCANNED))) is None:
            scanned = len(come)
            if scanned > MAX_STATUS:
                size += _move(come, scanned - _UNSCANNED, kept, keep)
                scanned = _UNSCANNED
            if size > MAX_ANSWER:
                raise MailboxError("imap_too_much", **self._link.where())
            come += self._link.read_some()
        size += _move(come, end.start() + 1, kept, keep)
        del come[: end.end() - end.start() - 1]
        return bytes(kept).replace(b"\n..", b"\n.")[1:], size <= keep + 1

    def table(self) -> list[bytes]:
        """The lines of a multi-line answer that is no mail."""
        text, _ = self.text(MAX_ANSWER)
        return text.splitlines()

    def start_tls(self, context: ssl.SSLContext) -> None:
        """Go on with TLS. What somebody said before it is not believed."""
        if self._come or self._link.unread():
            raise MailboxError("imap_injected", **self._link.where())
        self._link.start_tls(context)

    def _line(self) -> bytes:
        while (end := self._come.find(b"\n")) < 0:
            if len(self._come) > MAX_STATUS:
                raise MailboxError("imap_too_much", **self._link.where())
            self._come += self._link.read_some()
        line = bytes(self._come[:end]).rstrip(b"\r")
        del self._come[: end + 1]
        return line


def _move(come: bytearray, count: int, kept: bytearray, keep: int) -> int:
    """Take `count` bytes from the front of `come`, and keep them as long as there is room; `count`."""
    kept += come[: max(0, min(count, keep + 1 - len(kept)))]
    del come[:count]
    return count


def decoded(words: bytes) -> str:
    """A server's words: UTF-8, else the encoding of Windows in Japan, where PMail Server runs."""
    for encoding in ("utf-8", "cp932"):
        try:
            return words.decode(encoding)
        except UnicodeDecodeError:
            continue
    return words.decode("utf-8", "replace")
