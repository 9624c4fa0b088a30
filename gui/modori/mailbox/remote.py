"""What the mailboxes on servers share, whatever protocol they speak: how they are entered, left and cancelled."""

from __future__ import annotations

import threading
from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import Self

from ..records import Note, Server
from .link import Link
from .retries import WAITS, OnPause, Retries
from .session import Secret, secret_of


class RemoteMailbox(ABC):
    """A mailbox on a server. One thread owns it; only `cancel` may be called from others.

    `timeout` in seconds is how long each step may stay without progress; `waits` are the pauses before it connects
    again after a cut, and `on_pause` is told of them. As a context manager it connects and logs in; leaving never
    raises.
    """

    def __init__(
        self, server: Server, password: str | Secret, *, timeout: float = 30.0, waits: Sequence[float] = WAITS
    ) -> None:
        self.server = server
        self.expected: int | None = None
        self.on_pause: OnPause | None = None
        self._password = secret_of(password)
        self._timeout, self._waits = timeout, waits
        self._cancelled = threading.Event()
        self._links: list[Link] = []

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.server.user!r} at {self.server.host!r})"

    def __enter__(self) -> Self:
        self.connect()
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def remark(self) -> Note | None:
        """Something about what was read that the user should know."""
        return None

    @abstractmethod
    def connect(self) -> None:
        """Connect, protect the connection and log in.

        Raises MailboxError (what failed and what to do), CertificateError (with the certificate).
        """

    @abstractmethod
    def close(self) -> None:
        """Log out and close the connection. Never raises."""

    def cancel(self) -> None:
        """End whatever this mailbox is doing, from any thread: it raises MailboxError("cancelled"). For good."""
        self._cancelled.set()
        for link in tuple(self._links):
            link.interrupt()

    def where(self) -> dict[str, str]:
        """The details that name this server in a sentence."""
        return {"host": self.server.host, "port": str(self.server.port)}

    def _fresh_retries(self) -> Retries:
        return Retries(self._cancelled, self._waits, self.on_pause)
