"""Work for the processes of the pool, which import it by its name."""

from __future__ import annotations

import multiprocessing
import os
import signal
import time

from modori.mailbox import FoundMail
from modori.rules import RuleBook


def in_worker() -> bool:
    return multiprocessing.parent_process() is not None


def who(mail: FoundMail, _: RuleBook) -> tuple[int, int]:
    """The number of the mail, and the process that read it."""
    return mail.index, os.getpid()


def dies_at_150(mail: FoundMail, book: RuleBook) -> tuple[int, int]:
    if in_worker() and mail.index >= 150:
        os.kill(os.getpid(), signal.SIGKILL)
    return who(mail, book)


def slow_in_workers(mail: FoundMail, book: RuleBook) -> tuple[int, int]:
    if in_worker():
        time.sleep(0.5)
    return who(mail, book)


def fails_at_700(mail: FoundMail, book: RuleBook) -> tuple[int, int]:
    if mail.index == 700:
        raise ValueError("seven hundred")
    return who(mail, book)
