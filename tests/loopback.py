"""What the servers of our own share: a listener on loopback with its threads, and a mail server that a test scripts."""

from __future__ import annotations

import contextlib
import socket
import ssl
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from modori.records import Security, Server


class Loopback:
    """A listener on `port` of 127.0.0.1. `sockets` and the threads of `start` end with `stop`."""

    def __init__(self) -> None:
        self.sockets: list[socket.socket] = []
        self._threads: list[threading.Thread] = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]

    def start(self, function: Callable[..., None], *arguments: object) -> None:
        """Run `function` in a thread of its own."""
        thread = threading.Thread(target=function, args=arguments, daemon=True)
        self._threads.append(thread)
        thread.start()

    def accept(self, taken: Callable[[socket.socket], None]) -> None:
        """From now on hand each connection to `taken`, one after the other."""
        self.start(self._accept, taken)

    def _accept(self, taken: Callable[[socket.socket], None]) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            taken(client)

    def stop(self) -> None:
        """End everything."""
        shut(self._listener)
        self._listener.close()
        for one in list(self.sockets):
            shut(one)
        for thread in self._threads:
            thread.join(10)
        for one in self.sockets:
            one.close()


def shut(one: socket.socket) -> None:
    """Wake whoever reads or writes here."""
    with contextlib.suppress(OSError):
        # Not SSLSocket.shutdown: it takes the TLS object away under the reader's feet.
        socket.socket.shutdown(one, socket.SHUT_RDWR)


class Script(Protocol):
    """How a scripted server answers."""

    greeting: bytes | None
    """None: close at once."""

    def reply(self, line: bytes, /) -> bytes | None:
        """The bytes to send for one line; None closes the connection."""
        ...

    def upgrades(self, line: bytes, reply: bytes, /) -> bool:
        """Whether TLS begins after this reply."""
        ...

    def ends(self, line: bytes, /) -> bool:
        """Whether the server closes the connection after its reply to this line."""
        ...


class ScriptedServer:
    """The running server, one thread a connection, with TLS from the start where `security` has that."""

    def __init__(self, script: Script, pem: Path, ca: Path, security: Security) -> None:
        self._script, self._ca, self._security = script, ca, security
        self._tls = security in (Security.IMAPS, Security.POP3S)
        self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._context.load_cert_chain(pem)
        self.connections = 0
        self._loopback = Loopback()
        self.port = self._loopback.port
        self._loopback.accept(self._connected)

    def record(self, user: str) -> Server:
        """How to reach it."""
        return Server("localhost", self.port, self._security, user, ca_file=str(self._ca))

    def stop(self) -> None:
        """End everything."""
        self._loopback.stop()

    def _connected(self, client: socket.socket) -> None:
        self.connections += 1
        self._loopback.start(self._talk, client)

    def _talk(self, plain: socket.socket) -> None:
        client = plain
        self._loopback.sockets.append(plain)
        with contextlib.suppress(OSError):
            if self._tls:
                client = self._wrapped(plain)
            client = self._dialogue(client)
        # Its own socket, not the newest one: that may be the next connection's.
        with contextlib.suppress(OSError):
            client.shutdown(socket.SHUT_RDWR)

    def _wrapped(self, plain: socket.socket) -> socket.socket:
        self._loopback.sockets.remove(plain)
        secure = self._context.wrap_socket(plain, server_side=True, do_handshake_on_connect=False)
        self._loopback.sockets.append(secure)
        secure.do_handshake()
        return secure

    def _dialogue(self, client: socket.socket) -> socket.socket:
        """Talk until the client goes or the script ends it; the socket that is in use then."""
        script = self._script
        if script.greeting is None:
            return client
        client.sendall(script.greeting)
        lines = client.makefile("rb")
        try:
            while line := lines.readline():
                line = line.rstrip(b"\r\n")
                reply = script.reply(line)
                if reply is None:
                    return client
                client.sendall(reply)
                if script.upgrades(line, reply):
                    lines.close()
                    client = self._wrapped(client)
                    lines = client.makefile("rb")
                elif script.ends(line):
                    return client
            return client
        finally:
            lines.close()
