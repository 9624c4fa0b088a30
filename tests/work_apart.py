"""Work for a process of its own, which imports it by its name."""

from __future__ import annotations

import os
import signal
import threading
from datetime import UTC, datetime

from modori.jobs import CancelToken
from modori.mailbox import Certificate, CertificateError
from modori.records import ModoriError, Note

DAY = datetime(2026, 11, 24, tzinfo=UTC)
CERTIFICATE = Certificate("h", "s", "i", DAY, DAY, "00" * 32, Note("certificate_self_signed", {"host": "h"}))


class OddError(Exception):
    """An error that cannot go to another process."""

    def __init__(self, what: str) -> None:
        super().__init__()
        self.lock = threading.Lock()
        self.what = what


def count_to(number: int, *, tell, cancel) -> tuple[int, int]:
    """Tell each number; gives the last one, and the process that counted."""
    for one in range(number):
        tell("number", one)
    assert not cancel.cancelled()
    return number, os.getpid()


def fail(how: str, *, tell, cancel) -> None:
    """Raise an expected error, one with more in it, an unexpected one, or one that cannot be sent."""
    match how:
        case "expected":
            raise ModoriError("account_busy", name="news@example.jp")
        case "certificate":
            raise CertificateError(CERTIFICATE)
        case "odd":
            raise OddError("very odd")
        case _:
            raise ZeroDivisionError(how)


def until_cancelled(*, tell, cancel: CancelToken) -> str:
    """Say which process it is, then wait for the cancel."""
    stop = threading.Event()
    cancel.on_cancel(stop.set)
    tell(os.getpid())
    assert stop.wait(60)
    return "kept"


def die(*, tell, cancel) -> None:
    """End as if the system had killed it."""
    os.kill(os.getpid(), signal.SIGKILL)
