"""One connection to a mail server that another thread can end at any moment.

Every step (finding the address, connecting, the TLS handshake, each read and write) has a time limit
and looks every quarter of a second whether it was cancelled; what a server can make us keep is bounded.
"""

from __future__ import annotations

import errno
import io
import os
import selectors
import socket
import ssl
import threading
import time
from contextlib import suppress
from typing import Any

from .errors import LostError, MailboxError

SLICE = 0.25  # seconds between two looks at the cancel flag
FIRST_ADDRESSES = 8.0  # seconds for each address but the last: a broken IPv6 must not eat the whole time
BUFFER = 256 * 1024

# How the end of the connection looks in a handshake; which one it is depends on OpenSSL and the moment.
_ENDED = (ssl.SSLEOFError, ssl.SSLZeroReturnError, ssl.SSLSyscallError, ConnectionError)

Address = tuple[Any, ...]  # as getaddrinfo gives it


class TlsError(Exception):
    """The handshake failed for another reason than the certificate. `reason` is OpenSSL's word.

    `lost`: the connection broke or stalled meanwhile.
    """

    def __init__(self, reason: str, *, lost: bool = False) -> None:
        super().__init__(reason)
        self.reason, self.lost = reason, lost


class Link:
    """A TCP connection, later with TLS, to `host`:`port`.

    `timeout` in seconds is how long each single step may stay without progress. `cancelled` is shared
    with the owner: when it is set, whatever blocks here raises MailboxError("cancelled").
    """

    def __init__(self, host: str, port: int, timeout: float, cancelled: threading.Event) -> None:
        self.host, self.port, self.timeout, self.cancelled = host, port, timeout, cancelled
        self.sock: socket.socket | None = None
        self.received = 0  # bytes that came from the server (after decryption)
        self._consumed = 0
        self._reader = io.BufferedReader(_Incoming(self), BUFFER)

    def check(self) -> None:
        """Raise MailboxError("cancelled") when that is wished."""
        if self.cancelled.is_set():
            raise MailboxError("cancelled")

    def where(self) -> dict[str, str]:
        """The details that name this server in a sentence."""
        return {"host": self.host, "port": str(self.port)}

    def connect(self) -> None:
        """Find the host's addresses and connect to the first that answers.

        Raises LostError (imap_unknown_host, imap_port_refused, imap_connect_timeout, imap_unreachable) and
        MailboxError("cancelled").
        """
        addresses = self._resolve()
        failure: OSError = TimeoutError()
        for address in addresses:
            patience = self.timeout if address is addresses[-1] else min(self.timeout, FIRST_ADDRESSES)
            try:
                self.sock = self._connect_to(address, patience)
                return
            except OSError as error:
                failure = error
        if isinstance(failure, TimeoutError):
            raise LostError("imap_connect_timeout", **self.where(), seconds=f"{self.timeout:g}")
        if isinstance(failure, ConnectionRefusedError):
            raise LostError("imap_port_refused", **self.where())
        raise LostError("imap_unreachable", **self.where(), error=failure.strerror or str(failure))

    def _resolve(self) -> list[Address]:
        # getaddrinfo can not be interrupted, so it runs beside us and is left alone when it takes too long.
        found: list[list[Address] | str] = []
        done = threading.Event()

        def ask() -> None:
            try:
                found.append(list(socket.getaddrinfo(ascii_host(self.host), self.port, type=socket.SOCK_STREAM)))
            except (OSError, UnicodeError) as error:
                found.append(str(error))
            finally:
                done.set()

        threading.Thread(target=ask, name="modori-resolve", daemon=True).start()
        deadline = time.monotonic() + self.timeout
        while not done.wait(SLICE):
            self.check()
            if time.monotonic() > deadline:
                raise LostError("imap_connect_timeout", **self.where(), seconds=f"{self.timeout:g}")
        self.check()
        answer = found[0]
        if isinstance(answer, str) or not answer:
            raise LostError("imap_unknown_host", **self.where())
        return answer

    def _connect_to(self, address: Address, patience: float) -> socket.socket:
        family, kind, protocol, _, place = address
        sock = socket.socket(family, kind, protocol)
        try:
            sock.settimeout(0)  # connect without waiting; `_wait` does
            code = sock.connect_ex(place)
            if code not in (0, errno.EINPROGRESS, errno.EWOULDBLOCK, errno.EALREADY):
                raise OSError(code, os.strerror(code))
            if not self._wait(sock, selectors.EVENT_WRITE, patience):
                raise TimeoutError
            if code := sock.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR):
                # OSError picks its own subclass by errno only when it has both arguments.
                raise OSError(code, os.strerror(code))
            sock.settimeout(SLICE)
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        except BaseException:
            sock.close()
            raise
        return sock

    def _wait(self, sock: socket.socket, event: int, patience: float) -> bool:
        deadline = time.monotonic() + patience
        with selectors.DefaultSelector() as selector:
            selector.register(sock, event)
            while True:
                self.check()
                left = deadline - time.monotonic()
                if selector.select(max(0.0, min(SLICE, left))):
                    return True
                if left <= 0:
                    return False

    def readable(self, patience: float) -> bool:
        """Whether the server says something within `patience` seconds (only before TLS)."""
        return bool(self.unread()) or self._wait(self._open_socket(), selectors.EVENT_READ, patience)

    def _open_socket(self) -> socket.socket:
        if self.sock is None:
            raise LostError("imap_connection_lost", **self.where())
        return self.sock

    def start_tls(self, context: ssl.SSLContext) -> None:
        """Turn the connection into a TLS one, and verify as `context` says.

        Raises ssl.SSLCertVerificationError for the certificate, TlsError for anything else.
        """
        plain = self._open_socket()
        try:
            secure = context.wrap_socket(plain, server_hostname=ascii_host(self.host), do_handshake_on_connect=False)
        except (ValueError, OSError) as error:
            raise TlsError(str(error)) from None
        self.sock = secure
        secure.settimeout(SLICE)
        deadline = time.monotonic() + self.timeout
        while True:
            self.check()
            try:
                secure.do_handshake()
                return
            except TimeoutError:
                if time.monotonic() > deadline:
                    raise TlsError("timeout", lost=True) from None
            except ssl.SSLCertVerificationError:
                raise
            except OSError as error:  # ssl.SSLError is one
                self.check()
                lost = isinstance(error, _ENDED)
                raise TlsError(getattr(error, "reason", None) or error.strerror or "", lost=lost) from None

    def peer_certificate(self) -> bytes:
        """The server's certificate in DER."""
        assert isinstance(self.sock, ssl.SSLSocket)  # noqa: S101 (for the type checker: start_tls came before)
        return self.sock.getpeercert(binary_form=True) or b""

    def unread(self) -> int:
        """How many bytes lie in the buffer that nobody asked for yet."""
        return self.received - self._consumed

    def read(self, size: int) -> bytes:
        """Exactly `size` bytes. Raises LostError, MailboxError("cancelled")."""
        data = self._reader.read(size)
        self._consumed += len(data)
        if len(data) < size:
            raise LostError("imap_connection_lost", **self.where())
        return data

    def read_some(self) -> bytes:
        """What has come, at least one byte of it. Raises LostError, MailboxError("cancelled")."""
        data = self._reader.read1(BUFFER)
        self._consumed += len(data)
        if not data:
            raise LostError("imap_connection_lost", **self.where())
        return data

    def readline(self, limit: int) -> bytes:
        """One line of at most `limit` bytes; b"" never comes back. Raises LostError, MailboxError."""
        line = self._reader.readline(limit + 1)
        self._consumed += len(line)
        if len(line) > limit:
            raise MailboxError("imap_too_much", **self.where())
        if not line.endswith(b"\n"):  # the end of the connection, in the middle of a line or before it
            raise LostError("imap_connection_lost", **self.where())
        return line

    def receive_into(self, into: memoryview) -> int:
        """What the server has to say next, 0 at its end. For the buffered reader."""
        deadline = time.monotonic() + self.timeout
        sock = self._open_socket()
        while True:
            self.check()
            try:
                count = sock.recv_into(into)
            except TimeoutError:
                if time.monotonic() > deadline:
                    raise LostError("imap_timeout", **self.where(), seconds=f"{self.timeout:g}") from None
                continue
            except OSError as error:
                self.check()
                raise LostError("imap_connection_lost", **self.where(), error=error.strerror or "") from None
            self.check()
            self.received += count
            return count

    def send(self, data: bytes) -> None:
        """Send all of `data`. Raises LostError, MailboxError("cancelled")."""
        sock = self._open_socket()
        rest = memoryview(data)
        deadline = time.monotonic() + self.timeout
        while rest:
            self.check()
            try:
                rest = rest[sock.send(rest) :]
            except TimeoutError:
                if time.monotonic() > deadline:
                    raise LostError("imap_timeout", **self.where(), seconds=f"{self.timeout:g}") from None
            except OSError as error:
                self.check()
                raise LostError("imap_connection_lost", **self.where(), error=error.strerror or "") from None

    def interrupt(self) -> None:
        """Wake whoever reads or writes here. Callable from another thread."""
        sock = self.sock
        if sock is not None:
            with suppress(OSError):
                # Not SSLSocket.shutdown: it takes the TLS object away under the reader's feet.
                socket.socket.shutdown(sock, socket.SHUT_RDWR)

    def close(self) -> None:
        """Close the connection, whatever state it is in."""
        sock, self.sock = self.sock, None
        if sock is not None:
            with suppress(OSError):
                socket.socket.shutdown(sock, socket.SHUT_RDWR)
            sock.close()


class _Incoming(io.RawIOBase):
    def __init__(self, link: Link) -> None:
        self._link = link

    def readable(self) -> bool:
        return True

    def readinto(self, into: memoryview) -> int:  # type: ignore[override]
        return self._link.receive_into(into)


def ascii_host(host: str) -> str:
    """The host name as DNS and TLS want it (IDNA 2003; UnicodeError for what can be no name)."""
    if host.isascii():
        return host
    return host.encode("idna").decode("ascii")
