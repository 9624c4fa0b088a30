"""An IMAP server of our own with TLS that answers as a test scripts it: hostile, odd or huge.

    script = Script(uids=[1, 5, 9])
    script.on("UID FETCH", lambda tag, args: b"* 1 FETCH (…)\\r\\n" + tag + b" OK done\\r\\n")
    server = ScriptedImap(script, pem, ca)
    ImapMailbox(server.record(), "secret")

Without a handler it behaves like a small, well-mannered server whose mails are `Script.mail(uid)`.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Sequence
from pathlib import Path

from loopback import ScriptedServer
from modori.records import Security, Server

Handler = Callable[[bytes, bytes], bytes | None]


class Script:
    """What the server holds and how it answers. A handler that gives None closes the connection."""

    def __init__(self, uids: Sequence[int] = (), *, uidvalidity: int = 7) -> None:
        self.uids = uids
        self.uidvalidity = uidvalidity
        self.greeting: bytes | None = b"* OK ready\r\n"  # None: close at once
        self.capabilities = b"IMAP4rev1"
        self.handlers: list[tuple[bytes, Handler]] = []
        self.commands: list[bytes] = []
        self.longest = 0  # the longest line that was sent

    def on(self, command: str, handler: Handler) -> None:
        """Answer commands that begin with `command` by `handler(tag, arguments)`; later handlers win."""
        self.handlers.insert(0, (command.encode(), handler))

    def mail(self, uid: int) -> bytes:
        """The mail with this UID."""
        return b"Subject: mail %d\r\n\r\ntext\r\n" % uid

    def fetch_line(self, uid: int) -> bytes:
        """A well-formed FETCH response."""
        raw = self.mail(uid)
        head = b'* %d FETCH (UID %d RFC822.SIZE %d INTERNALDATE "23-Nov-2026 09:00:00 +0900" BODY[]<0> {%d}\r\n'
        return head % (bisect_left(self.uids, uid) + 1, uid, len(raw), len(raw)) + raw + b")\r\n"

    def asked(self, sequence_set: bytes) -> list[int]:
        """The existing UIDs of a sequence set of UIDs."""
        found: list[int] = []
        for part in sequence_set.split(b","):
            first, _, last = part.partition(b":")
            low, high = int(first), int(last or first) if last != b"*" else self.uids[-1]
            start = bisect_left(self.uids, low)
            while start < len(self.uids) and self.uids[start] <= high:
                found.append(self.uids[start])
                start += 1
        return found

    def reply(self, line: bytes) -> bytes | None:
        """The bytes to send for one line."""
        tag, _, command = line.partition(b" ")
        answer = self.answer(tag, command)
        if answer is not None:
            self.longest = max([self.longest, *map(len, answer.split(b"\r\n"))])
        return answer

    def upgrades(self, line: bytes, reply: bytes) -> bool:
        """Whether TLS begins after this reply."""
        return line.partition(b" ")[2].upper() == b"STARTTLS" and b" OK" in reply

    def ends(self, _: bytes) -> bool:
        """Never: after LOGOUT the client closes."""
        return False

    def answer(self, tag: bytes, line: bytes) -> bytes | None:
        """The bytes to send for one command."""
        self.commands.append(line)
        for command, handler in self.handlers:
            if line.upper().startswith(command):
                return handler(tag, line[len(command) :].strip())
        name = line.upper().split(b" ")[0]
        method = getattr(self, "do_" + name.decode("ascii").lower(), None)
        return method(tag, line.partition(b" ")[2]) if method else tag + b" BAD what\r\n"

    def do_capability(self, tag: bytes, _: bytes) -> bytes:
        return b"* CAPABILITY " + self.capabilities + b"\r\n" + tag + b" OK done\r\n"

    def do_login(self, tag: bytes, _: bytes) -> bytes:
        return tag + b" OK in\r\n"

    def do_logout(self, tag: bytes, _: bytes) -> bytes:
        return b"* BYE bye\r\n" + tag + b" OK out\r\n"

    def do_status(self, tag: bytes, args: bytes) -> bytes:
        return b"* STATUS " + args.partition(b" (")[0] + b" (UNSEEN 3)\r\n" + tag + b" OK done\r\n"

    def do_examine(self, tag: bytes, _: bytes) -> bytes:
        uidnext = (self.uids[-1] if self.uids else 0) + 1
        return (
            b"* %d EXISTS\r\n* OK [UIDVALIDITY %d] ok\r\n* OK [UIDNEXT %d] ok\r\n"
            % (len(self.uids), self.uidvalidity, uidnext)
            + tag
            + b" OK [READ-ONLY] open\r\n"
        )

    def do_uid(self, tag: bytes, args: bytes) -> bytes:
        if args.upper().startswith(b"FETCH "):
            uids = self.asked(args.split(b" ")[1])
            return b"".join(self.fetch_line(uid) for uid in uids) + tag + b" OK done\r\n"
        return b"* SEARCH" + b"".join(b" %d" % uid for uid in self.search(args)) + b"\r\n" + tag + b" OK done\r\n"

    def search(self, args: bytes) -> Sequence[int]:
        """Knows sequence numbers, UID and ALL."""
        found = self.uids
        if numbers := re.search(rb"SEARCH (\d+):(\d+)", args):
            found = found[int(numbers[1]) - 1 : int(numbers[2])]
        if above := re.search(rb"UID (\d+):\*", args):
            start = bisect_left(found, int(above[1]))
            found = found[start:] or found[-1:]
        return found


class ScriptedImap(ScriptedServer):
    """The running server. `tls` False: plain text with STARTTLS."""

    def __init__(self, script: Script, pem: Path, ca: Path, *, tls: bool = True) -> None:
        self.script = script
        super().__init__(script, pem, ca, Security.IMAPS if tls else Security.IMAP_STARTTLS)

    def record(self, user: str = "user@example.jp") -> Server:
        """How to reach it."""
        return super().record(user)
