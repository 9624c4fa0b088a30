"""Reading mail behind the window: a mailbox, files or the sample, and judging it again; one job at a time.

What takes long is done in a process of its own: a thread that is busy would have the window wait for Python's lock
with every cell that it paints.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
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
    from ..jobs import ScanReport
    from ..mailbox import Credentials
    from ..rules import RuleBook

# About so many the policy is asked here: it takes less time than to start a process.
_FEW = 1000


@dataclass(frozen=True, slots=True)
class Told:
    """Progress of reading, and what is being read (a folder's name)."""

    progress: Progress
    name: str


def _telling(tell: Tell) -> Callable[[str, Progress], None]:
    return lambda name, progress: tell(Told(progress, name))


class Reading(QObject):
    """Starts one job at a time and tells how it goes. All signals come in the window's thread."""

    started = Signal(object)  # the Account
    progressed = Signal(object)  # Told
    ended = Signal(object, object)  # the Account, the Result
    failed = Signal(object, object)  # the Account, the exception
    stopping = Signal()  # the user asked for it; what is being read ends soon, one way or another
    cancelled = Signal(object)  # the Account
    free = Signal()  # nothing is being read any more, however it ended: something else may begin
    caught_up = Signal(object)  # the Result
    not_caught_up = Signal(object)  # the exception

    def __init__(
        self,
        database: Path,
        open_store: Callable[[], Store],
        credentials: Credentials,
        book: Callable[[], RuleBook],
        background: Background,
        now: Callable[[], datetime],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._database, self._open_store, self._credentials, self._book = database, open_store, credentials, book
        self._background, self._now = background, now
        self._task: Task | None = None
        self._later: Sequence[Account] = ()
        self._account_id: int | None = None
        self._catching_up: Sequence[Account] = ()
        self._waiting: tuple[Account, Callable[[Tell, CancelToken], Result]] | None = None

    def busy(self) -> bool:
        """Whether something is being read (judging again gives way to it)."""
        return self._waiting is not None or (self._task is not None and not self._catching_up)

    def idle(self) -> bool:
        """Whether nothing is done at all."""
        return self._task is None

    def cancel(self) -> None:
        """Stop; what was read stays."""
        if self._task is not None:
            self._task.cancel.cancel()
            self.stopping.emit()

    def scan(self, account: Account, password: str | None = None) -> None:
        """Read the new mail of all folders of a mailbox. `password` None: from the credentials."""
        server = account.server
        if server is None:
            raise ValueError("only a mailbox can be scanned")

        def work(tell: Tell, cancel: CancelToken) -> Result:
            from ..jobs import apart, read_mailbox  # the engine is imported in the thread that needs it

            tell(Told(Progress(Step.CONNECT), server.host))
            known = password or self._credentials.get(server)
            if known is None:
                raise ModoriError("window_password_needed", name=server.user)
            what, hear = (self._database, account, known, self._own_files(), self._now()), _telling(tell)
            if server.sign_in is None:
                return Result.of(apart(read_mailbox, *what, tell=hear, cancel=cancel))

            def renewed(text: str) -> None:
                self._credentials.renew(server, text)

            # What is kept of a sign-in is renewed meanwhile, and only this process can keep it.
            return Result.of(read_mailbox(*what, tell=hear, cancel=cancel, renewed=renewed))

        self._start(account, work)

    def open_files(self, account: Account, paths: Sequence[Path], name: str) -> None:
        """Read mail files and folders into an account."""

        def work(tell: Tell, cancel: CancelToken) -> Result:
            from ..jobs import apart, read_files, worth_apart

            what, hear = (self._database, account, paths, name, self._own_files(), self._now()), _telling(tell)
            if worth_apart(paths):
                return Result.of([apart(read_files, *what, tell=hear, cancel=cancel)])
            return Result.of([read_files(*what, tell=hear, cancel=cancel)])

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

    def catch_up(self, accounts: Sequence[Account]) -> None:
        """Judge again what is stored where rules or program are new, and ask the policy again as time goes by.

        Waits for what is being read, which itself needs no judging again, and gives way to what shall be read. Tells
        `progressed`, then `caught_up` or `not_caught_up`.
        """
        if not accounts:
            return
        if self._task is not None:
            self._later = [one for one in accounts if one.id != self._account_id]
            return
        self._account_id, self._catching_up = None, accounts

        def work(tell: Tell, cancel: CancelToken) -> Result:
            with self._open_store() as store:
                return Result.of(list(self._judged(store, accounts, tell, cancel)), again=True)

        self._task = self._background.run(
            work, done=self._on_caught_up, failed=self._on_not_caught_up, progress=self.progressed.emit
        )

    def _judged(
        self, store: Store, accounts: Sequence[Account], tell: Tell, cancel: CancelToken
    ) -> Iterator[ScanReport]:
        from ..jobs import apart, ask_again, judge_stored, must_judge_again, to_ask_about

        book, hear = self._book(), _telling(tell)
        for account in accounts:
            if account.id is None or cancel.cancelled():
                continue
            if must_judge_again(store, account.id, book):
                what = (self._database, account, self._own_files(), self._now())
                yield apart(judge_stored, *what, tell=hear, cancel=cancel)
            if not cancel.cancelled():
                asked = (self._database, account, self._now())
                if len(to_ask_about(store, account.id, None, self._now())) > _FEW:
                    apart(ask_again, *asked, tell=hear, cancel=cancel)
                else:
                    ask_again(*asked, tell=hear, cancel=cancel)

    def _own_files(self) -> tuple[Path, ...]:
        """The user's rule files that are in use."""
        from ..rules import own_files_of

        return own_files_of(self._book())

    def _on_caught_up(self, result: Result) -> None:
        self._task, self._catching_up = None, ()
        self.caught_up.emit(result)
        self._go_on()

    def _on_not_caught_up(self, error: Exception) -> None:
        self._task, self._catching_up = None, ()
        self.not_caught_up.emit(error)
        self._go_on()

    def _go_on(self) -> None:
        """Do what had to wait."""
        if self._task is not None:
            return
        if self._waiting is not None:
            waiting, self._waiting = self._waiting, None
            self._start(*waiting)
        elif self._later:
            accounts, self._later = self._later, ()
            self.catch_up(accounts)
        if not self.busy():
            self.free.emit()

    def _start(self, account: Account, work: Callable[[Tell, CancelToken], Result]) -> None:
        if self._task is not None and self._catching_up:
            self._later, self._waiting = self._catching_up, (account, work)
            self._task.cancel.cancel()
            return
        if self._task is not None:
            raise RuntimeError("one job at a time")
        self._account_id = account.id
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
        self._go_on()

    def _on_failed(self, account: Account, error: Exception) -> None:
        cancelled = self._task is not None and self._task.cancel.cancelled()
        self._task = None
        if cancelled and isinstance(error, ModoriError):
            self.cancelled.emit(account)
        else:
            self.failed.emit(account, error)
        self._go_on()
