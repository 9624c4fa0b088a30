"""A TCP proxy that breaks connections as a test wants, for use in front of a real server.

    with_proxy = Proxy(dovecot.imaps, [Plan(drop_after=50_000), Plan()])
    user.server(port=with_proxy.port)

Each connection takes the next plan; after the last one all go through undisturbed. Bytes are counted
from server to client, TLS included.
"""

from __future__ import annotations

import contextlib
import select
import socket
import struct
import threading
from collections.abc import Iterable
from dataclasses import dataclass

from loopback import Loopback, shut


@dataclass
class Plan:
    """What happens to one connection: cut (with a reset if `reset`) or silent after so many bytes.

    It drips: at most `piece` bytes at once, and `pause` seconds after each.
    """

    drop_after: int | None = None
    stall_after: int | None = None
    reset: bool = False
    piece: int = 65536
    pause: float = 0.0


class Proxy:
    """Listens on `port` of 127.0.0.1. `stalled` is set when a connection has become silent."""

    def __init__(self, target: int, plans: Iterable[Plan] = ()) -> None:
        self._target = target
        self._plans = list(plans)
        self._ended = threading.Event()
        self.stalled = threading.Event()
        self.connections = 0
        self.passed: list[int] = []  # bytes from the server, for each connection
        self._loopback = Loopback()
        self.port = self._loopback.port
        self._loopback.accept(self._connected)

    def _connected(self, client: socket.socket) -> None:
        if self._ended.is_set():
            client.close()
            return
        server = socket.create_connection(("127.0.0.1", self._target))
        self._loopback.sockets += [client, server]
        plan = self._plans.pop(0) if self._plans else Plan()
        number = self.connections
        self.connections += 1
        self.passed.append(0)
        self._loopback.start(self._upstream, client, server)
        self._loopback.start(self._downstream, server, client, plan, number)

    def _upstream(self, client: socket.socket, server: socket.socket) -> None:
        with contextlib.suppress(OSError, ValueError):
            # Not a plain recv: closing the socket (for a reset) would not wake it.
            while not self._ended.is_set():
                if select.select([client], [], [], 0.05)[0]:
                    data = client.recv(65536)
                    if not data:
                        break
                    server.sendall(data)
        shut(server)

    def _downstream(self, server: socket.socket, client: socket.socket, plan: Plan, number: int) -> None:
        limits = [limit for limit in (plan.drop_after, plan.stall_after) if limit is not None]
        left = min(limits) if limits else None
        with contextlib.suppress(OSError):
            while left != 0 and (data := server.recv(plan.piece if left is None else min(plan.piece, left))):
                client.sendall(data)
                if plan.pause and self._ended.wait(plan.pause):
                    break
                self.passed[number] += len(data)
                left = None if left is None else left - len(data)
            if left == 0 and plan.stall_after is not None:
                self.stalled.set()
                self._ended.wait()
            if plan.reset:
                client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                client.close()
        shut(client)
        shut(server)

    def stop(self) -> None:
        """End everything."""
        self._ended.set()
        self._loopback.stop()
