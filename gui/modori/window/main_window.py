"""The window: puts the parts together, and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, QSize, Qt
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QSizePolicy, QStackedWidget, QToolBar, QWidget

from ..records import Account, AccountKind
from ..store import Section, Store
from .actions import WHEN_IDLE, WITH_LIST, WITH_ROWS, Actions
from .bridge import Background
from .deciding import Decisions
from .icons import application_icon, icon
from .look import GAP, Appearance, dress
from .lookup import Lookup
from .mailboxes import Mailboxes
from .painted import FirstPaint
from .reading import Reading, Told
from .rooms import Rooms
from .scan_bar import ScanBar
from .scan_result import Result
from .senders import sender
from .settings import Settings
from .translation import Language
from .trouble import note_of
from .updates import Updates

if TYPE_CHECKING:
    from ..jobs.updates import Releases
    from ..mailbox import Credentials
    from ..rules import RuleBook
    from ..rules.own import OwnRules
    from .cases import Cases
    from .first_page import FirstPage
    from .list_intake import ListIntake
    from .summary_page import SummaryPage
    from .workspace import Workspace


@dataclass(frozen=True)
class Engine:
    """What the window is given: everything that is not a widget. `open_store` is for other threads.

    `own_rules` is the file of the user's own rules; it need not be there.
    """

    store: Store
    open_store: Callable[[], Store]
    credentials: Credentials
    own_rules: Path
    settings: Settings
    language: Language
    now: Callable[[], datetime]
    releases: Callable[[], Releases]

    @cached_property
    def rules(self) -> OwnRules:
        """The user's rules; made when they are first needed, not before the first window."""
        from ..rules.own import OwnRules

        return OwnRules(self.own_rules)

    def book(self) -> RuleBook:
        """The user's rules, then the bundled ones."""
        return self.rules.book()


class MainWindow(QMainWindow):
    """Modori's only window. Closing it cancels what runs and waits for it."""

    def __init__(self, engine: Engine) -> None:
        super().__init__()
        self._engine, self._settings, self._language = engine, engine.settings, engine.language
        self.background = Background(self)
        self._lookup = Lookup(engine.open_store, self)
        self.decisions = Decisions(engine.store, engine.open_store, self.background, engine.now, self)
        self.reading = Reading(
            engine.store.path, engine.open_store, engine.credentials, engine.book, self.background, engine.now, self
        )
        self.mailboxes = Mailboxes(
            engine.store,
            engine.credentials,
            self.background,
            self.reading,
            lambda: self.workspace.listing.banner,
            self._code,
            self,
        )
        self.rooms = Rooms(engine, self.background, self.decisions, self.reading, self.mailboxes, self._account, self)
        self.scan_bar = ScanBar()
        self.actions_ = Actions(self, self.decisions.undo_stack)
        self._pages = QStackedWidget(self)
        self.setCentralWidget(self._pages)
        self._connect_actions()
        self._connect_parts()
        self._seen, self._prepare = False, lambda: None
        FirstPaint(self, self._on_seen)
        self.setWindowIcon(application_icon())
        self.setAcceptDrops(True)
        self.setMinimumSize(760, 520)
        self.resize(1280, 800)
        self.restoreGeometry(self._settings.state("window"))
        self.statusBar().setSizeGripEnabled(False)
        self.statusBar().addWidget(self.scan_bar, 1)
        self.updates = Updates(self, self._settings, self.background, engine.releases, engine.now, self._code)
        self.retranslate()
        self._show_accounts()
        if self.built():
            self.workspace.listing.focus_rows()

    @cached_property
    def first_page(self) -> FirstPage:
        """What to do, where there is no mailbox yet."""
        from .first_page import FirstPage

        page = FirstPage(self._code, self._settings.sent_with, self._pages)
        self._pages.addWidget(page)
        page.connect_asked.connect(self.mailboxes.connect_mailbox)
        page.sender_chosen.connect(self._keep_sender)
        page.files_asked.connect(self.mailboxes.choose_files)
        page.help_asked.connect(self.rooms.help)
        page.sample_asked.connect(self.mailboxes.open_sample)
        return page

    @cached_property
    def lists(self) -> ListIntake:
        """Tells subscriber lists from mail; shows on the first page which one waits for the first mailbox."""
        from .list_intake import ListIntake

        boxes = self.mailboxes
        lists = ListIntake(self.first_page.list, self._settings, self.background, lambda: bool(boxes.accounts()), self)
        lists.mail.connect(boxes.open_files)
        lists.readers.connect(self.rooms.readers)
        return lists

    @cached_property
    def workspace(self) -> Workspace:
        """Everything but the first page: built when there is something to show, for a first start waits for nothing."""
        from .cases import Cases
        from .workspace import Workspace

        engine = self._engine
        cases = Cases(engine.store, engine.book, engine.now)
        work = Workspace(
            *(engine.store, cases, self._lookup, self.decisions, self._code, engine.now, self._make_summary),
            self._pages,
        )
        self._pages.addWidget(work)
        self._build_bars(work)
        work.account_shown.connect(self._on_account)
        self.rooms.furnish(work)
        work.listing.empty.scan_asked.connect(self._scan)
        work.listing.empty.folders_asked.connect(lambda: self._with_account(self.mailboxes.edit))
        chosen = sender(self._settings.sent_with)
        work.listing.empty.tell_sender(chosen.says if chosen else None)
        work.listing.menu_asked.connect(self._show_row_menu)
        work.several_asked.connect(self._decide_more)
        self.mailboxes.wanted.connect(work.show_account)
        work.restore(self._settings.state("splitter"))
        work.listing.restore(self._settings.state, self._settings.names("hidden"))
        self._prepare = lambda: self._prepare_evidence(work, cases)
        if self._seen:
            self._prepare()
        return work

    def _prepare_evidence(self, work: Workspace, cases: Cases) -> None:
        """Behind the window: reading the rules takes longer than a stall that could be felt."""
        self.background.run(
            lambda _tell, _cancel: cases.prepare(),
            done=lambda _book: self._on_book(work),
            failed=lambda error: work.listing.banner.show_error(note_of(error)),
        )

    def _on_seen(self) -> None:
        """The first look is painted: now comes what it did not need."""
        self._seen = True
        self.actions_.draw_icons()
        self._prepare()

    def _make_summary(self) -> SummaryPage:
        from .summary_page import SummaryPage

        summary = SummaryPage(self._engine.open_store, self.background, self._code)
        summary.scan_asked.connect(self._scan)
        return summary

    def _on_book(self, work: Workspace) -> None:
        work.explain()
        self.reading.catch_up(self.mailboxes.accounts())
        self._enable()

    def built(self) -> bool:
        """Whether there is a workspace yet."""
        return "workspace" in self.__dict__

    def _code(self) -> str:
        return self._language.code

    def _build_bars(self, work: Workspace) -> None:
        self._tools = QToolBar()
        self._tools.setObjectName("tools")
        self._tools.setIconSize(QSize(20, 20))
        self._tools.setMovable(False)
        self._tools.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._tools.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        for name in ("scan", "export", "clean"):
            self._tools.addAction(self.actions_[name])
        self._tools.addSeparator()
        for name in ("undo", "redo"):
            self._tools.addAction(self.actions_[name])
            button = self._tools.widgetForAction(self.actions_[name])
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)  # pyright: ignore[reportAttributeAccessIssue]
        space = QWidget()
        space.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._tools.addWidget(space)
        search = work.search
        search.setClearButtonEnabled(True)
        search.setFixedWidth(300)
        self._find_icon = search.addAction(icon("search"), search.ActionPosition.LeadingPosition)
        self._tools.addWidget(search)
        end = QWidget()
        end.setFixedWidth(GAP)
        self._tools.addWidget(end)
        self.addToolBar(self._tools)
        self._write_search(work)

    def _connect_actions(self) -> None:
        actions, boxes = self.actions_, self.mailboxes
        actions.connect_all(
            {
                "connect": boxes.connect_mailbox,
                "open_files": boxes.choose_files,
                "open_folder": boxes.choose_folder,
                "open_thunderbird": boxes.choose_thunderbird,
                "sample": boxes.open_sample,
                "scan_all": self._scan_all,
                "scan": self._scan,
                "clean": self._clean,
                "edit_account": lambda: self._with_account(boxes.edit),
                "remove_account": lambda: self._with_account(boxes.remove),
                "quit": self.close,
                "find": lambda: self.workspace.go_to_search(),
                "select_all": lambda: self.workspace.listing.table.selectAll(),
                "to_proposal": lambda: self.workspace.decide(None),
                "decide_more": self._decide_more,
                "copy_address": lambda: self.workspace.copy_address(),
                "only_reason": lambda: self.workspace.show_only(reason=True),
                "only_domain": lambda: self.workspace.show_only(domain=True),
                "open_mail": lambda: self.workspace.evidence.focus_mail(),
                "summary": lambda: self.workspace.sidebar.choose_summary(),
                "updates": lambda: self.updates.show_dialog(),
                **self.rooms.calls(),
            }
        )
        actions.decided.connect(lambda choice: self.workspace.decide(choice))
        actions.section_asked.connect(self._show_section)
        actions.language_asked.connect(self._use_language)
        actions.appearance_asked.connect(self._use_appearance)
        actions.show_language(self._code())
        actions.show_appearance(self._settings.appearance)
        for name in ("sort", "columns"):
            actions.menus[name].aboutToShow.connect(lambda name=name: self._fill_menu(name))

    def _fill_menu(self, name: str) -> None:
        menu = self.actions_.menus[name]
        menu.clear()
        if self._full():
            view = self.workspace.listing.view
            view.offer_orders(menu) if name == "sort" else view.offer_columns(menu)

    def _connect_parts(self) -> None:
        self.mailboxes.changed.connect(self._show_accounts)
        self.mailboxes.chosen.connect(lambda paths: self.lists.open(paths))
        self.scan_bar.cancel_asked.connect(self.reading.cancel)
        self.decisions.busy.connect(self._on_deciding)
        self.decisions.progressed.connect(self._on_decided)
        self.reading.started.connect(self._on_started)
        self.reading.progressed.connect(self._on_progress)
        self.reading.ended.connect(self._on_ended)
        self.reading.failed.connect(lambda *_: self._on_stopped())
        self.reading.cancelled.connect(lambda *_: self._on_stopped())
        self.reading.caught_up.connect(self._on_caught_up)
        self.reading.not_caught_up.connect(self._on_not_caught_up)

    def _show_accounts(self) -> None:
        accounts = self.mailboxes.accounts()
        if not accounts and not self.built():
            self._show_first_page()
            return
        self.workspace.show_accounts(accounts)
        if not accounts:
            self._show_first_page()
            return
        self._pages.setCurrentWidget(self.workspace)
        known = {account.id for account in accounts}
        if self.workspace.account_id not in known:
            wanted = self._settings.account_id
            account_id = wanted if wanted in known else accounts[0].id
            if account_id is not None:
                self.workspace.show_account(account_id)
        self._enable()

    def _show_first_page(self) -> None:
        self.lists.tell_waiting()
        self._pages.setCurrentWidget(self.first_page)
        self._enable()

    def _full(self) -> bool:
        return self.built() and self._pages.currentWidget() is self.workspace

    def _enable(self) -> None:
        account = self._account()
        full = self._full()
        idle = not self.reading.busy()
        if self.built():
            self._tools.setVisible(full)
        self.statusBar().setVisible(full)
        can_scan = full and idle and account is not None and account.kind is not AccountKind.FILES
        mailboxes = [one for one in self.mailboxes.accounts() if one.server is not None] if full and idle else []
        self.actions_["scan_all"].setEnabled(len(mailboxes) > 1)
        self.actions_["scan"].setEnabled(can_scan)
        for name in WITH_LIST:
            self.actions_[name].setEnabled(full)
        self.actions_["clean"].setEnabled(full and idle and account is not None and account.server is not None)
        self.actions_["edit_account"].setEnabled(full and idle and account is not None and account.server is not None)
        self.actions_["remove_account"].setEnabled(full and self.reading.idle())
        self.actions_["move"].setEnabled(self.reading.idle() and not self.decisions.working())
        for name in WHEN_IDLE:
            self.actions_[name].setEnabled(idle)
        for action in self.actions_.deciding.values():
            action.setEnabled(full and not self.decisions.working())
        able = full and not self.decisions.working()
        for name in WITH_ROWS:
            self.actions_[name].setEnabled(able)
        self.actions_["undo"].setEnabled(able and self.decisions.undo_stack.canUndo())
        self.actions_["redo"].setEnabled(able and self.decisions.undo_stack.canRedo())

    def _account(self) -> Account | None:
        return self.mailboxes.account(self.workspace.account_id) if self.built() else None

    def _with_account(self, call: Callable[[Account], None]) -> None:
        account = self._account()
        if account is not None:
            call(account)

    def _scan_all(self) -> None:
        self.mailboxes.scan_all()

    def _scan(self) -> None:
        self._with_account(self.mailboxes.scan)

    def _clean(self) -> None:
        engine = self._engine
        self._with_account(lambda account: self.mailboxes.clean(account, engine.open_store, engine.now))

    def _decide_more(self) -> None:
        self.workspace.ask_for_several(self._engine.open_store, self.background)

    def _show_row_menu(self, place: QPoint) -> None:
        if self.workspace.listing.current_row() is not None:
            menu = self.actions_.row_menu()
            menu.aboutToHide.connect(menu.deleteLater)
            menu.popup(place)

    def _keep_sender(self, wanted: str | None) -> None:
        self._settings.sent_with = wanted
        if self.built():
            chosen = sender(wanted)
            self.workspace.listing.empty.tell_sender(chosen.says if chosen else None)

    def _tell_rules(self) -> None:
        """Say why the user's rules are not in use, where they cannot be read."""
        trouble = self._engine.rules.trouble
        if trouble is not None and self.built():
            self.workspace.listing.banner.show_error(trouble)

    def _show_section(self, section: Section) -> None:
        if self._full():
            self.workspace.sidebar.choose_section(section)

    def _on_account(self, account_id: int) -> None:
        self._settings.account_id = account_id
        account = self._account()
        self.workspace.listing.empty.tell_folders(has_folders=account is not None and account.server is not None)
        self._enable()

    def _on_started(self, account: Account) -> None:
        self.workspace.show_reading(account.id)
        self._enable()

    def _on_progress(self, told: Told) -> None:
        self.scan_bar.show_progress(told.progress, told.name)

    def _on_ended(self, account: Account, result: Result) -> None:
        self.scan_bar.show_result(result)
        self.workspace.show_reading(None)
        self._tell_rules()
        if result.note is not None:
            self.workspace.listing.banner.show_error(
                result.note, lambda: self.tr("Go on scanning"), lambda: self.mailboxes.scan(account)
            )
        elif result.remark is not None:
            self.workspace.listing.banner.show_error(result.remark)
        self.workspace.listing.focus_rows()
        self._enable()

    def _on_deciding(self, busy: bool) -> None:
        if not busy and not self.reading.busy():
            self.scan_bar.end()
        self._enable()

    def _on_decided(self, done: int, total: int) -> None:
        if not self.reading.busy():
            self.scan_bar.show_deciding(done, total)

    def _on_caught_up(self, result: Result) -> None:
        self._tell_rules()
        if result.read:
            self.scan_bar.show_result(result)
        else:
            self.scan_bar.end()
        self.workspace.reload()
        self._enable()

    def _on_not_caught_up(self, error: Exception) -> None:
        self.workspace.listing.banner.show_error(note_of(error))
        self._on_stopped()

    def _on_stopped(self) -> None:
        self.scan_bar.show_nothing()
        self.workspace.show_reading(None)
        self._enable()

    def _use_language(self, code: str) -> None:
        self._settings.language = code
        self._language.use(code)

    def _use_appearance(self, look: Appearance) -> None:
        self._settings.appearance = look
        app = QApplication.instance()
        if isinstance(app, QApplication):
            dress(app, look)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Mail files and folders can be dropped anywhere."""
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Read what was dropped."""
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        event.acceptProposedAction()
        self.lists.open(paths)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Remember the shape, stop what runs, wait for its threads."""
        self._settings.keep_state("window", self.saveGeometry())
        if self.built():
            self._settings.keep_state("splitter", self.workspace.state())
            for name, state in self.workspace.listing.states().items():
                self._settings.keep_state(name, state)
            self._settings.keep_names("hidden", self.workspace.listing.table.hidden_columns())
        self._settings.save()
        self.background.shut_down()
        self._lookup.shut_down()
        if self.built():
            self.workspace.let_go()
        self._engine.store.close()
        super().closeEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Follow language and palette."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.LanguageChange, QEvent.Type.PaletteChange):
            self.retranslate()

    def retranslate(self) -> None:
        """Write all words anew."""
        self.setWindowTitle("Modori")
        if self.built():
            self._write_search(self.workspace)

    def _write_search(self, work: Workspace) -> None:
        search = work.search
        search.setPlaceholderText(self.tr("Search address, name, reply, subject"))
        search.setAccessibleName(self.tr("Search"))
        search.setToolTip(self.tr("Search (Ctrl+F or /)"))
        self._find_icon.setIcon(icon("search"))
        self._find_icon.setText(self.tr("Search"))
        self._tools.setWindowTitle(self.tr("Tools"))
