"""Reading mail behind the window: a mailbox, files or the sample, one at a time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from ..jobs import CancelToken, Progress, Step
from ..records import Account, ModoriError
from ..store import Store
from .bridge import Background, Task, Tell
from .scan_result import Result

if TYPE_CHECKING:
    from ..mailbox import Credentials
    from ..rules import RuleBook


@dataclass(frozen=True, slots=True)
class Told:
    """Progress of reading, and what is being read (a folder's name)."""

    progress: Progress
    name: str


class Reading(QObject):
    """Starts one job at a time and tells how it goes. All signals come in the window's thread."""

    started = Signal(object)  # the Account
    progressed = Signal(object)  # Told
    ended = Signal(object, object)  # the Account, the Result
    failed = Signal(object, object)  # the Account, the exception
    cancelled = Signal(object)  # the Account

    def __init__(
        self,
        open_store: Callable[[], Store],
        credentials: Credentials,
        book: Callable[[], RuleBook],
        background: Background,
        now: Callable[[], datetime],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._open_store, self._credentials, self._book = open_store, credentials, book
        self._background, self._now = background, now
        self._task: Task | None = None

    def busy(self) -> bool:
        """Whether something is being read."""
        return self._task is not None

    def cancel(self) -> None:
        """Stop; what was read stays."""
        if self._task is not None:
            self._task.cancel.cancel()

    def scan(self, account: Account, password: str | None = None) -> None:
        """Read the new mail of all folders of a mailbox. `password` None: from the credentials."""
        server = account.server
        if server is None:
            raise ValueError("only a mailbox can be scanned")

        def work(tell: Tell, cancel: CancelToken) -> Result:
            from ..jobs import scan_account
            from ..mailbox import open_mailbox  # the engine is imported in the thread that needs it

            tell(Told(Progress(Step.CONNECT), server.host))
            known = password or self._credentials.get(server)
            if known is None:
                raise ModoriError("window_password_needed", name=server.user)
            with self._open_store() as store:
                return Result.of(
                    scan_account(
                        store,
                        account,
                        open_mailbox(server, known, lambda text: self._credentials.renew(server, text)),
                        self._book(),
                        now=self._now(),
                        progress=lambda folder, progress: tell(Told(progress, folder)),
                        cancel=cancel,
                    )
                )

        self._start(account, work)

    def open_files(self, account: Account, paths: Sequence[Path], name: str) -> None:
        """Read mail files and folders into an account."""

        def work(tell: Tell, cancel: CancelToken) -> Result:
            from ..jobs import open_files

            with self._open_store() as store:
                report = open_files(
                    store,
                    account,
                    paths,
                    self._book(),
                    now=self._now(),
                    progress=lambda progress: tell(Told(progress, name)),
                    cancel=cancel,
                )
            return Result.of([report])

        self._start(account, work)

    def open_sample(self, account: Account) -> None:
        """Read the sample mailbox into its account."""

        def work(tell: Tell, cancel: CancelToken) -> Result:
            from ..jobs import open_sample

            with self._open_store() as store:
                _, report = open_sample(
                    store,
                    account.name,
                    self._book(),
                    now=self._now(),
                    progress=lambda progress: tell(Told(progress, account.name)),
                    cancel=cancel,
                )
            return Result.of([report])

        self._start(account, work)

    def _start(self, account: Account, work: Callable[[Tell, CancelToken], Result]) -> None:
        if self._task is not None:
            raise RuntimeError("one job at a time")
        self._task = self._background.run(
            work,
            done=lambda result: self._on_done(account, result),
            failed=lambda error: self._on_failed(account, error),
            progress=self.progressed.emit,
        )
        self.started.emit(account)

    def _on_done(self, account: Account, result: Result) -> None:
        self._task = None
        self.ended.emit(account, result)

    def _on_failed(self, account: Account, error: Exception) -> None:
        cancelled = self._task is not None and self._task.cancel.cancelled()
        self._task = None
        if cancelled and isinstance(error, ModoriError):
            self.cancelled.emit(account)
        else:
            self.failed.emit(account, error)
