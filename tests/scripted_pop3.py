"""A POP3 server of our own with TLS that answers as a test scripts it, in the manner of `scripted_imap`.

    script = Pop3Script({"a1": b"Subject: …"})
    script.on("RETR", lambda args: b"-ERR Message read error.\\r\\n")
    server = ScriptedPop3(script, pem, ca)

Without a handler it behaves like a small, well-mannered server. It never forgets a mail unless QUIT follows DELE.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

from loopback import ScriptedServer
from modori.records import Security, Server

Handler = Callable[[bytes], bytes | None]
UNKNOWN = b'-ERR Unknown command: "%s".\'\r\n'


class Pop3Script:
    """What the server holds (mails by UIDL) and how it answers. A handler that gives None closes the connection."""

    def __init__(self, mails: dict[str, bytes] | None = None) -> None:
        self.mails = mails or {}
        self.greeting: bytes | None = b"+OK PMail Server <1896.697170952@mail.example.jp>\r\n"
        self.capabilities: list[bytes] | None = [b"TOP", b"UIDL", b"USER", b"PIPELINING", b"STLS"]
        self.handlers: dict[str, Handler] = {}
        self.commands: list[bytes] = []
        self.password = b"secret"
        self.marked: set[int] = set()

    def on(self, command: str, handler: Handler | bytes) -> None:
        """Answer a command by `handler(arguments)`, or always with these bytes."""
        self.handlers[command] = handler if callable(handler) else lambda _: handler

    def unknown(self, *commands: str) -> None:
        """Be a server that does not know these commands (P1)."""
        for command in commands:
            self.on(command, UNKNOWN % command.encode())

    def reply(self, line: bytes) -> bytes | None:
        """The bytes to send for one line."""
        return self.answer(line)

    def upgrades(self, line: bytes, reply: bytes) -> bool:
        """Whether TLS begins after this reply."""
        return line.upper() == b"STLS" and reply.startswith(b"+OK")

    def ends(self, line: bytes) -> bool:
        """Whether the server closes the connection after its reply to this line."""
        return line.upper() == b"QUIT"

    def answer(self, line: bytes) -> bytes | None:
        """The bytes to send for one command line."""
        self.commands.append(line)
        word, _, arguments = line.partition(b" ")
        name = word.decode("ascii", "replace").upper()
        if name in self.handlers:
            return self.handlers[name](arguments)
        method = getattr(self, "do_" + name.lower(), None)
        return method(arguments) if method else UNKNOWN % word

    def said(self, command: bytes) -> int:
        """How often a command was given."""
        return sum(line.split(b" ")[0] == command for line in self.commands)

    def do_capa(self, _: bytes) -> bytes:
        if self.capabilities is None:
            return UNKNOWN % b"CAPA"
        return b"+OK\r\n" + b"".join(word + b"\r\n" for word in self.capabilities) + b".\r\n"

    def do_stls(self, _: bytes) -> bytes:
        return b"+OK begin\r\n"

    def do_user(self, _: bytes) -> bytes:
        return b"+OK\r\n"

    def do_pass(self, password: bytes) -> bytes:
        if password == self.password:
            return b"+OK in\r\n"
        return b'-ERR authentication failed for user "hana"\r\n'

    def do_apop(self, arguments: bytes) -> bytes:
        stamp = b"<1896.697170952@mail.example.jp>"
        good = hashlib.md5(stamp + self.password, usedforsecurity=False).hexdigest().encode()
        return b"+OK in\r\n" if arguments.endswith(good) else b'-ERR authentication failed for user "hana"\r\n'

    def do_quit(self, _: bytes) -> bytes:
        names = list(self.mails)
        for number in self.marked:
            del self.mails[names[number - 1]]
        self.marked = set()
        return b"+OK bye\r\n"

    def do_stat(self, _: bytes) -> bytes:
        return b"+OK %d %d\r\n" % (len(self.mails), sum(map(len, self.mails.values())))

    def do_list(self, _: bytes) -> bytes:
        lines = (b"%d %d\r\n" % (n, len(raw)) for n, raw in enumerate(self.mails.values(), 1))
        return b"+OK\r\n" + b"".join(lines) + b".\r\n"

    def do_uidl(self, arguments: bytes) -> bytes:
        if arguments:
            number = int(arguments)
            names = list(self.mails)
            if not 0 < number <= len(names):
                return b"-ERR Message %d does not exist.\r\n" % number
            return b"+OK %d %s\r\n" % (number, names[number - 1].encode())
        lines = (b"%d %s\r\n" % (n, name.encode()) for n, name in enumerate(self.mails, 1))
        return b"+OK\r\n" + b"".join(lines) + b".\r\n"

    def mail(self, number: bytes) -> bytes | None:
        """The mail with this number."""
        mails = list(self.mails.values())
        return mails[int(number) - 1] if 0 < int(number) <= len(mails) else None

    def do_retr(self, arguments: bytes) -> bytes:
        raw = self.mail(arguments)
        if raw is None:
            return b"-ERR Message %s does not exist.\r\n" % arguments
        return b"+OK\r\n" + stuffed(raw)

    def do_top(self, arguments: bytes) -> bytes:
        number, _, lines = arguments.partition(b" ")
        if not lines:
            return b"-ERR Two option(mailno and line options) is necessary for the TOP command.\r\n"
        raw = self.mail(number)
        if raw is None:
            return b"-ERR Message %s does not exist.\r\n" % number
        head, gap, body = raw.partition(b"\r\n\r\n")
        return b"+OK\r\n" + stuffed(head + gap + b"".join(body.splitlines(keepends=True)[: int(lines)]))

    def do_dele(self, arguments: bytes) -> bytes:
        self.marked.add(int(arguments))
        return b"+OK\r\n"


def stuffed(raw: bytes) -> bytes:
    """A mail as POP3 sends it (RFC 1939 §3)."""
    raw = raw if raw.endswith(b"\r\n") or not raw else raw + b"\r\n"
    return (b"\r\n" + raw).replace(b"\r\n.", b"\r\n..")[2:] + b".\r\n"


class ScriptedPop3(ScriptedServer):
    """The running server. `tls` False: plain text with STLS."""

    def __init__(self, script: Pop3Script, pem: Path, ca: Path, *, tls: bool = True) -> None:
        self.script = script
        super().__init__(script, pem, ca, Security.POP3S if tls else Security.POP3_STARTTLS)

    def record(self, user: str = "hana@example.jp") -> Server:
        """How to reach it."""
        return super().record(user)
