"""Opens the dialogs that hand decisions over and tune them: thresholds, saving a list, and what belongs to them.

Each dialog is imported when it is opened, for the first window waits for none of them.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QUndoCommand
from PySide6.QtWidgets import QDialog, QMainWindow

from ..records import Account, AccountKind
from ..store import Store, StoreError
from .store_work import Desk, StoreWork
from .trouble import note_of

if TYPE_CHECKING:
    from ..review import Policy
    from .bridge import Background
    from .deciding import Decisions
    from .incident_list import IncidentList
    from .list_offer import ListOffer
    from .mailboxes import Mailboxes
    from .main_window import Engine
    from .reading import Reading
    from .workspace import Workspace


class _UsePolicy(QUndoCommand):
    """Other thresholds, and the way back."""

    def __init__(self, words: str, use: Callable[[Policy], None], before: Policy, after: Policy) -> None:
        super().__init__(words)
        self._use, self._before, self._after = use, before, after

    def redo(self) -> None:
        """Qt: use the new thresholds."""
        self._use(self._after)

    def undo(self) -> None:
        """Qt: use the old ones again."""
        self._use(self._before)


class Rooms(QObject):
    """`account` gives the mailbox that is looked at."""

    def __init__(
        self,
        engine: Engine,
        background: Background,
        decisions: Decisions,
        reading: Reading,
        mailboxes: Mailboxes,
        account: Callable[[], Account | None],
        window: QMainWindow,
    ) -> None:
        super().__init__(window)
        self._engine, self._window = engine, window
        self.desk = Desk(engine.open_store, background, engine.settings, self._code, engine.now)
        self._work: Workspace | None = None
        self.offer: ListOffer | None = None
        self.incidents: IncidentList | None = None
        self._decisions, self._reading, self._mailboxes, self._account = decisions, reading, mailboxes, account

    def calls(self) -> dict[str, Callable[[], None]]:
        """What each action opens."""
        return {
            "export": self.save_list,
            "exports": self.saved_lists,
            "report": self.report,
            "thresholds": self.thresholds,
            "readers": self.readers,
            "senders": self.senders,
            "move": self.move,
            "help": self.help,
            "about": self.about,
            "own_rules": self.own_rules,
            "rule_from_reply": lambda: self.own_rules(from_reply=True),
        }

    def furnish(self, work: Workspace) -> None:
        """Put the offer of the subscriber list above the rows, and the readers' names where there is one."""
        from .incident_list import IncidentList
        from .list_offer import ListOffer

        self._work, self.offer = work, ListOffer(self._code)
        self.offer.hide()
        self.offer.wanted.connect(lambda: self.readers())
        self.offer.refused.connect(self._on_refused)
        work.listing.add_above(self.offer)
        incidents = IncidentList(self.desk)
        work.listing.add_above(incidents)
        incidents.decided.connect(self._decisions.decide)
        incidents.opened.connect(work.show_incident)
        work.incident_left.connect(incidents.close_all)
        incidents.failed.connect(work.listing.banner.show_error)
        self.incidents = incidents
        work.sidebar.section_chosen.connect(lambda _section: self._look_at_incidents())
        self._decisions.changed.connect(self._look_at_incidents)
        work.account_shown.connect(lambda _id: self._look_at_incidents())
        self._reading.ended.connect(lambda *_: self._look_at_incidents())
        self._reading.caught_up.connect(lambda _: self._look_at_incidents())
        work.account_shown.connect(lambda _id: self.tell_list())
        self._reading.ended.connect(lambda *_: self.tell_list())

    def _look_at_incidents(self) -> None:
        if self._work is not None and self.incidents is not None:
            self.incidents.look(self._work.account_id, self._work.sidebar.section())

    def tell_list(self) -> None:
        """Show names where a list was loaded, else offer to load one (not for the sample, which has none)."""
        account, settings = self._account(), self._engine.settings
        if account is None or account.id is None or self._work is None or self.offer is None:
            return
        try:
            known = self._engine.store.subscribers.loaded(account.id) is not None
        except StoreError as error:
            self._work.listing.banner.show_error(error.note)
            return
        self._work.listing.show_readers(known=known)
        wanted = account.kind is not AccountKind.SAMPLE and not known
        self.offer.setVisible(wanted and not settings.no_list_offered and settings.waiting_list is None)
        if wanted and settings.waiting_list is not None:
            self._load_waiting(account.id, settings.waiting_list)

    def _load_waiting(self, account_id: int, path: Path) -> None:
        """Load the list that was chosen on the first page; it waits no longer, whatever comes of it."""
        settings, now = self._engine.settings, self._engine.now()
        settings.waiting_list = None

        def work(store: Store) -> None:
            from ..jobs.readers import load_list

            load_list(store, account_id, path, now)

        StoreWork(self.desk, self._on_not_loaded).run(work, lambda _: self._on_list())

    def _on_not_loaded(self, error: Exception) -> None:
        if self._work is not None:
            self._work.listing.banner.show_error(note_of(error))
        self.tell_list()

    def _on_refused(self) -> None:
        self._engine.settings.no_list_offered = True
        self.tell_list()

    def _open(self, dialog: QDialog) -> None:
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _code(self) -> str:
        return self._engine.language.code

    def help(self) -> None:
        """Help on what is shown."""
        from .help_dialog import FIRST_QUESTION, HelpDialog

        work = self._work
        topic = work.help_topic() if work is not None and work.isVisible() else FIRST_QUESTION
        self._open(HelpDialog(self._code(), topic, self._window))

    def about(self) -> None:
        """Which program this is."""
        from .help_dialog import AboutDialog

        AboutDialog(self._window).open()

    def own_rules(self, *, from_reply: bool = False) -> None:
        """The user's own rules; `from_reply`: a new one for the failure that is shown."""
        from ..rules import load_bundled
        from .rules_dialog import RulesDialog

        work, engine = self._work, self._engine
        if work is None or work.account_id is None:
            return
        dialog = RulesDialog(
            engine.rules,
            load_bundled,
            engine.open_store,
            self.desk.background,
            work.account_id,
            self._code(),
            engine.now,
            work.evidence.failure() if from_reply else None,
            self._window,
        )
        dialog.saved.connect(lambda: self._reading.catch_up(self._mailboxes.accounts()))
        self._open(dialog)

    def save_list(self, new_for: str | None = None) -> None:
        """Save a list for the newsletter tool; `new_for` (a preset's id): only what is new for that tool."""
        from .export_dialog import ExportDialog

        account = self._account()
        if account is None:
            return
        dialog = ExportDialog(self.desk, account, self._window)
        if new_for is not None:
            dialog.only_new.setChecked(True)
            dialog.tool.setCurrentIndex(max(dialog.tool.findData(new_for), 0))
        self._open(dialog)

    def saved_lists(self) -> None:
        """What was saved when, and who bounced again."""
        from .exports_dialog import ExportsDialog

        account = self._account()
        if account is not None:
            dialog = ExportsDialog(self.desk, account, self._window)
            dialog.new_wanted.connect(self.save_list)
            self._open(dialog)

    def report(self) -> None:
        """One page for the boss."""
        from .report_dialog import ReportDialog

        account = self._account()
        if account is not None:
            self._open(ReportDialog(self.desk, account, self._window))

    def readers(self, path: Path | None = None) -> None:
        """The user's own subscriber list; `path`: another one."""
        from .readers_dialog import ReadersDialog

        account = self._account()
        if account is not None:
            dialog = ReadersDialog(self.desk, account, self._window)
            dialog.changed.connect(self._on_list)
            dialog.begin(path)
            self._open(dialog)

    def senders(self) -> None:
        """Which newsletters are the user's."""
        from .senders_dialog import SendersDialog

        account = self._account()
        if account is not None:
            dialog = SendersDialog(self.desk, account, self._window)
            dialog.changed.connect(self._on_list)
            self._open(dialog)

    def move(self) -> None:
        """Save everything for another computer, or take it in."""
        from .move_dialog import MoveDialog

        dialog = MoveDialog(self.desk, self._engine.store.path, self._engine.own_rules, self._window)
        dialog.taken_in.connect(self._on_taken_in)
        self._open(dialog)

    def _on_taken_in(self) -> None:
        """Nothing is what it was, though ids may be the same."""
        self._decisions.undo_stack.clear()
        self._mailboxes.changed.emit()
        account = self._account()
        if account is not None and account.id is not None:
            self._mailboxes.wanted.emit(account.id)
        self._reading.catch_up(self._mailboxes.accounts())

    def _on_list(self) -> None:
        self.tell_list()
        if self._work is not None:
            self._work.listing.refresh()
            self._work.reload()
            self._work.explain()

    def thresholds(self) -> None:
        """When an address is proposed for unsubscribing."""
        from .policy_dialog import PolicyDialog

        dialog = PolicyDialog(self.desk, self._mailboxes.accounts(), self._window)
        dialog.chosen.connect(self._on_policy)
        self._open(dialog)

    def _on_policy(self, before: Policy, after: Policy) -> None:
        self._decisions.undo_stack.push(_UsePolicy(self.tr("other thresholds"), self._use_policy, before, after))

    def _use_policy(self, policy: Policy) -> None:
        """Keep the policy, and have it asked about everybody."""
        from ..jobs.policies import keep_policy

        keep_policy(self._engine.store, policy)
        self._reading.catch_up(self._mailboxes.accounts())
