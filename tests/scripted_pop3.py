"""A POP3 server of our own with TLS that answers as a test scripts it, in the manner of `scripted_imap`.

    script = Pop3Script({"a1": b"Subject: …"})
    script.on("RETR", lambda args: b"-ERR Message read error.\\r\\n")
    server = ScriptedPop3(script, pem, ca)

Without a handler it behaves like a small, well-mannered server. It never forgets a mail unless QUIT follows DELE.
"""

from __future__ import annotations

import contextlib
import hashlib
import socket
import ssl
import threading
from collections.abc import Callable
from pathlib import Path

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


class ScriptedPop3:
    """The running server, one thread a connection. `tls` False: plain text with STLS."""

    def __init__(self, script: Pop3Script, pem: Path, ca: Path, *, tls: bool = True) -> None:
        self.script, self.ca, self._tls = script, ca, tls
        self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._context.load_cert_chain(pem)
        self._sockets: list[socket.socket] = []
        self._threads: list[threading.Thread] = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self.connections = 0
        self._start(self._accept)

    def record(self, user: str = "hana@example.jp") -> Server:
        """How to reach it."""
        security = Security.POP3S if self._tls else Security.POP3_STARTTLS
        return Server("localhost", self.port, security, user, ca_file=str(self.ca))

    def _start(self, function, *arguments) -> None:
        thread = threading.Thread(target=function, args=arguments, daemon=True)
        self._threads.append(thread)
        thread.start()

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            self.connections += 1
            self._start(self._talk, client)

    def _talk(self, plain: socket.socket) -> None:
        client = plain
        with contextlib.suppress(OSError):
            if self._tls:
                client = self._wrapped(plain)
            else:
                self._sockets.append(plain)
            client = self._dialogue(client)
        with contextlib.suppress(OSError):
            client.shutdown(socket.SHUT_RDWR)

    def _wrapped(self, plain: socket.socket) -> ssl.SSLSocket:
        secure = self._context.wrap_socket(plain, server_side=True, do_handshake_on_connect=False)
        self._sockets.append(secure)
        secure.do_handshake()
        return secure

    def _dialogue(self, client: socket.socket) -> socket.socket:
        script = self.script
        if script.greeting is None:
            return client
        client.sendall(script.greeting)
        lines = client.makefile("rb")
        try:
            while line := lines.readline():
                command = line.rstrip(b"\r\n")
                answer = script.answer(command)
                if answer is None:
                    return client
                client.sendall(answer)
                if command.upper() == b"STLS" and answer.startswith(b"+OK"):
                    lines.close()
                    client = self._wrapped(client)
                    lines = client.makefile("rb")
                elif command.upper() == b"QUIT":
                    return client
            return client
        finally:
            lines.close()

    def stop(self) -> None:
        """End everything."""
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for one in list(self._sockets):
            with contextlib.suppress(OSError):
                socket.socket.shutdown(one, socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join(10)
        for one in self._sockets:
            one.close()
