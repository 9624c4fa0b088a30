"""An IMAP server of our own with TLS that answers as a test scripts it: hostile, odd or huge.

    script = Script(uids=[1, 5, 9])
    script.on("UID FETCH", lambda tag, args: b"* 1 FETCH (…)\\r\\n" + tag + b" OK done\\r\\n")
    server = ScriptedImap(script, pem, ca)
    ImapMailbox(server.record(), "secret")

Without a handler it behaves like a small, well-mannered server whose mails are `Script.mail(uid)`.
"""

from __future__ import annotations

import contextlib
import re
import socket
import ssl
import threading
from bisect import bisect_left
from collections.abc import Callable, Sequence
from pathlib import Path

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

    def answer(self, tag: bytes, line: bytes) -> bytes | None:
        """The bytes to send for one command line."""
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


class ScriptedImap:
    """The running server, one thread a connection. `tls` False: plain text with STARTTLS."""

    def __init__(self, script: Script, pem: Path, ca: Path, *, tls: bool = True) -> None:
        self.script, self.ca, self._tls = script, ca, tls
        self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._context.load_cert_chain(pem)
        self._sockets: list[socket.socket] = []
        self._threads: list[threading.Thread] = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self.connections = 0
        self._start(self._accept)

    def record(self, user: str = "user@example.jp") -> Server:
        """How to reach it."""
        security = Security.IMAPS if self._tls else Security.IMAP_STARTTLS
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
        self._sockets.append(plain)
        with contextlib.suppress(OSError):
            if self._tls:
                client = self._wrapped(plain)
            client = self._dialogue(client)
        # Its own socket, not the newest one: that may be the next connection's.
        with contextlib.suppress(OSError):
            client.shutdown(socket.SHUT_RDWR)

    def _wrapped(self, plain: socket.socket) -> socket.socket:
        self._sockets.remove(plain)
        secure = self._context.wrap_socket(plain, server_side=True, do_handshake_on_connect=False)
        self._sockets.append(secure)
        secure.do_handshake()
        return secure

    def _dialogue(self, client: socket.socket) -> socket.socket:
        """Talk until the client goes or the script ends it; the socket that is in use then."""
        script = self.script
        if script.greeting is None:
            return client
        client.sendall(script.greeting)
        lines = client.makefile("rb")
        try:
            while line := lines.readline():
                tag, _, command = line.rstrip(b"\r\n").partition(b" ")
                answer = script.answer(tag, command)
                if answer is None:
                    return client
                script.longest = max([script.longest, *map(len, answer.split(b"\r\n"))])
                client.sendall(answer)
                if command.upper() == b"STARTTLS" and b" OK" in answer:
                    lines.close()
                    client = self._wrapped(client)
                    lines = client.makefile("rb")
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
