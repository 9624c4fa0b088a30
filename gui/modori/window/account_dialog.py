"""Connects a mailbox, or changes one: where it is, then which folders to read.

The connection is tried in the background; what goes wrong is said in the dialog, and only a
certificate that cannot be verified needs an answer of its own.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from ..jobs import CancelToken, pace
from ..mailbox import CertificateError, Credentials, Folder, MailboxError, open_mailbox
from ..records import Account, AccountKind, ModoriError, Note, Server, SignIn
from .address_page import AddressPage
from .banner import Banner
from .bridge import Background, Tell
from .certificate_dialog import CertificateDialog
from .folder_page import FolderPage
from .look import GAP, GROUP, PAGE, quiet, scaled
from .prose import Prose
from .server_page import ServerPage
from .signing_in import open_in_browser, sign_in
from .trouble import note_of
from .words import fill
from .working_dialog import WorkingDialog

if TYPE_CHECKING:
    from ..mailbox.discover import Found, Network
    from ..mailbox.providers import Address

_WRONG_NAME = frozenset({"imap_login_refused", "pop3_login_refused"})


def _looked_in(server: Server, latest: list[str], cancel: CancelToken) -> tuple[str, list[Folder], float | None]:
    """What to keep as the password, the folders of a mailbox, and its pace. Blocks; raises MailboxError.

    `latest` ends with the password; a token is another one after it was used.
    """
    mailbox = open_mailbox(server, latest[-1], latest.append)
    cancel.on_cancel(mailbox.cancel)
    with mailbox:
        folders = mailbox.folders()
        speed = pace(mailbox, folders)
    return latest[-1], folders, speed


class AccountDialog(WorkingDialog):
    """After `accept`, `account` holds what was set up; its password is in the credentials.

    `network` is where the server of an unknown domain is looked up, for tests.
    """

    def __init__(
        self,
        credentials: Credentials,
        background: Background,
        language: Callable[[], str],
        account: Account | None = None,
        parent: QWidget | None = None,
        *,
        sign_ins: Sequence[SignIn] = (),
        network: Network | None = None,
    ) -> None:
        super().__init__(parent)
        self._credentials, self._background, self._language = credentials, background, language
        self._before, self.account, self._network = account, account, network
        self._password = ""
        self._server: Server | None = None
        self.setModal(True)
        self.setWindowTitle(self.tr("Connect a mailbox") if account is None else self.tr("Mailbox settings"))
        self.banner = Banner(language)
        self.address_page = AddressPage(language, sign_ins)
        self.server_page, self.folder_page = ServerPage(), FolderPage()
        self._first: AddressPage | ServerPage = self.address_page if account is None else self.server_page
        self._login_page = self._first
        self._title, self._intro = QLabel(), quiet(Prose())
        self._pages = QStackedWidget()
        for page in (self.address_page, self.server_page, self.folder_page):
            self._pages.addWidget(page)
        self._busy = QProgressBar()
        self._busy.setRange(0, 0)
        self._busy.setFixedWidth(96)
        self._busy.setMaximumHeight(12)
        self._busy.setTextVisible(False)
        self._busy.setAccessibleName(self.tr("Progress"))
        self.back, self.cancel, self.go_on = QPushButton(), QPushButton(), QPushButton()
        self.go_on.setDefault(True)
        for button in (self.back, self.cancel):
            button.setAutoDefault(False)
        self._lay_out()
        self._connect_signals()
        self._fill()
        self._show_page(self._first)
        self._show_busy("")

    def _connect_signals(self) -> None:
        self.back.clicked.connect(self._go_back)
        self.cancel.clicked.connect(self.reject)
        self.go_on.clicked.connect(self._on_go_on)
        self.address_page.by_hand.clicked.connect(self._on_by_hand)
        for page in (self.address_page, self.server_page, self.folder_page):
            page.complete.connect(self._enable)

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(GAP)
        buttons.addWidget(self._busy)
        buttons.addWidget(self._busy_text, 1)
        for button in (self.back, self.cancel, self.go_on):
            buttons.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(PAGE, PAGE, PAGE, GROUP)
        layout.setSpacing(GROUP)
        heading = QVBoxLayout()
        heading.setSpacing(GAP // 2)
        heading.addWidget(self._title)
        heading.addWidget(self._intro)
        layout.addLayout(heading)
        layout.addWidget(self.banner)
        layout.addWidget(self._pages, 1)
        layout.addLayout(buttons)
        self._title.setFont(scaled(self.font(), 1.3, bold=True))
        self.setMinimumSize(520, 400)

    def _fill(self) -> None:
        if self._before is not None and self._before.server is not None:
            self.server_page.fill(self._before.server, known_password=True)
        self._background.run(
            lambda _tell, _cancel: self._credentials.persistent(),
            done=self._say_where,
            failed=lambda error: self.banner.show_error(note_of(error)),
        )

    def _say_where(self, persistent: bool) -> None:
        for page in (self.address_page, self.server_page):
            page.keep.say_where(persistent=persistent)

    def _show_page(self, page: QWidget) -> None:
        self._pages.setCurrentWidget(page)
        self.banner.dismiss()
        self.back.setVisible(page is not self._first)
        self.back.setText(self.tr("Back"))
        self.cancel.setText(self.tr("Cancel"))
        if page is self.folder_page:
            self._title.setText(self.tr("What shall Modori read?"))
            self._intro.setText(self.tr("Reading changes nothing: unread mail stays unread."))
            self.folder_page.folders.setFocus()
        else:
            self._title.setText(self.tr("Where is the mailbox?"))
            self._intro.setText(self.tr("The mailbox to which your newsletter's returned mail comes."))
        if page is self.address_page:
            self._login_page = self.address_page
            self.address_page.address.setFocus()
        elif page is self.server_page:
            self._login_page = self.server_page
            self.server_page.host.setFocus()
        self._enable()

    def _go_back(self) -> None:
        self._show_page(self._login_page if self._pages.currentWidget() is self.folder_page else self._first)

    def _on_by_hand(self) -> None:
        """Name the server by hand, with what was typed so far."""
        address, found = self.address_page.parsed(), self.address_page.found()
        if found is not None and found.server is not None:
            self.server_page.propose(found.server)
        elif address is not None:
            self.server_page.user.setText(address.whole)
        self.server_page.password.setText(self.address_page.password.text())
        self._show_page(self.server_page)

    def _enable(self) -> None:
        page = self._pages.currentWidget()
        self.go_on.setEnabled(
            self._task is None and isinstance(page, (AddressPage, ServerPage, FolderPage)) and page.is_complete()
        )
        if page is self.folder_page:
            words = self.tr("Scan this mailbox") if self._before is None else self.tr("Save settings")
        elif page is self.address_page and self.address_page.must_look_up():
            words = self.tr("Look it up")
        elif page is self.address_page and self.address_page.at_page():
            words = fill(self.tr("Sign in with %1"), self.address_page.issuer_name())
        else:
            words = self.tr("Connect")
        self.go_on.setText(words)
        self._grow(page)

    def _grow(self, page: QWidget | None) -> None:
        """Make room for what a page has come to show; a stack of pages does not ask for it."""
        layout = page.layout() if page is not None else None
        if page is not None and layout is not None and page.isVisible():
            layout.activate()
            missing = layout.totalMinimumHeightForWidth(page.width()) - page.height()
            if missing > 0:
                self.resize(self.width(), self.height() + missing)

    def _show_busy(self, words: str) -> None:
        self._busy.setVisible(bool(words))
        self._busy_text.setText(words)
        self._pages.setEnabled(not words)
        self.back.setEnabled(not words)
        self._enable()

    def _on_go_on(self) -> None:
        page = self._pages.currentWidget()
        if page is self.folder_page:
            self._finish()
        elif page is self.server_page:
            self._connect_to(self.server_page.server())
        elif self.address_page.must_look_up():
            self._look_up()
        else:
            self._connect_to_found()

    def _look_up(self) -> None:
        """Ask the network for the server of the address; the page has said what is told to whom."""
        address, network = self.address_page.parsed(), self._network
        assert address is not None  # noqa: S101 (the page is complete)

        def work(_tell: Tell, cancel: CancelToken) -> Found | None:
            from ..mailbox import discover

            ended = threading.Event()
            cancel.on_cancel(ended.set)
            return discover.look_up(address, ended, network)

        self.banner.dismiss()
        self._task = self._background.run(
            work,
            done=lambda found: self._on_looked_up(address, found),
            failed=lambda error: self.show_failure(None, error),
        )
        self._show_busy(fill(self.tr("Looking for the mail server of %1…"), address.domain))

    def _on_looked_up(self, address: Address, found: Found | None) -> None:
        cancelled = self._task is not None and self._task.cancel.cancelled()
        self._end_task()
        if cancelled:
            return
        if found is None:
            self._on_by_hand()
            self.banner.show_error(Note("no_server_found", {"domain": address.domain}))
            return
        self.address_page.learn(found)
        if found.server is None:
            return  # the card says why, and what to do
        if found.sure:
            if self.address_page.is_complete() and not self.address_page.at_page():
                self._connect_to_found()
        else:
            self._on_by_hand()
            details = {"host": found.server.host, "domain": address.domain}
            self.banner.show_error(Note("window_server_not_sure", details))

    def _connect_to_found(self) -> None:
        found = self.address_page.found()
        if found is None or found.server is None:
            return
        if self.address_page.at_page():
            self._sign_in(found.server)
        else:
            user = self.address_page.user_name()
            others = (found.other_user,) if found.other_user and not user else ()
            self._connect_to(replace(found.server, user=user or found.server.user), others)

    def _sign_in(self, server: Server) -> None:
        """At the provider's page in the browser, then look at the folders."""
        box, login = self.address_page.sign_in_box, server.user
        server = replace(server, user=box.mailbox.text().strip() or login, sign_in=box.sign_in())
        secret, language = box.secret.text().strip(), self._language()

        def work(tell: Tell, cancel: CancelToken) -> tuple[Server, str, list[Folder], float | None]:
            latest = [sign_in(server, login, secret, language, tell, cancel)]
            return server, *_looked_in(server, latest, cancel)

        self.banner.dismiss()
        self._task = self._background.run(
            work,
            done=lambda found: self.show_folders(*found),
            failed=lambda error: self.show_failure(server, error),
            progress=open_in_browser,
        )
        self._show_busy(fill(self.tr("Waiting until you have signed in with %1…"), self.address_page.issuer_name()))

    def _connect_to(self, server: Server, others: tuple[str, ...] = ()) -> None:
        """Log in and look at the folders; `others` are user names to try when the first is refused."""
        self.banner.dismiss()
        typed = self._login_page.password.text()
        before = self._before.server if self._before else None

        def work(_tell: Tell, cancel: CancelToken) -> tuple[Server, str, list[Folder], float | None]:
            password = typed or (self._credentials.get(before) if before else None)
            if password is None:
                raise ModoriError("window_password_needed", name=server.user)
            try:
                return server, *_looked_in(server, [password], cancel)
            except MailboxError as error:
                if error.note.code not in _WRONG_NAME or not others:
                    raise
            other = replace(server, user=others[0])
            return other, *_looked_in(other, [password], cancel)

        self._task = self._background.run(
            work,
            done=lambda found: self.show_folders(*found),
            failed=lambda error: self.show_failure(server, error, others),
        )
        self._show_busy(fill(self.tr("Connecting to %1…"), server.host))

    def show_folders(self, server: Server, password: str, folders: list[Folder], speed: float | None = None) -> None:
        """The mailbox could be opened: go on to its folders."""
        self._end_task()
        self.server_page.trust(server)
        self._password, self._server = password, server
        before = self._before
        name = before.name if before else server.user if "@" in server.user else f"{server.user} ({server.host})"
        self.folder_page.fill(folders, before.folders if before else (), before.since if before else None, name)
        self.folder_page.tell_pace(speed, first=before is None)
        self._show_page(self.folder_page)

    def show_failure(self, server: Server | None, error: Exception, others: tuple[str, ...] = ()) -> None:
        """The mailbox could not be opened: say why, or ask about its certificate."""
        cancelled = self._task is not None and self._task.cancel.cancelled()
        self._end_task()
        if cancelled:
            return
        if isinstance(error, CertificateError) and server is not None:
            self._ask_trust(server, error, others)
            return
        self.banner.show_error(note_of(error))
        if isinstance(error, MailboxError) and "login" in error.note.code:
            self._login_page.password.setFocus()
            self._login_page.password.selectAll()

    def _ask_trust(self, server: Server, error: CertificateError, others: tuple[str, ...]) -> None:
        dialog = CertificateDialog(error.certificate, self._language, self)
        trusting = replace(server, fingerprint=error.certificate.fingerprint)
        dialog.accepted.connect(lambda: self._connect_to(trusting, others))
        dialog.rejected.connect(lambda: self.banner.show_error(error.note))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _end_task(self) -> None:
        self._task = None
        self._show_busy("")

    def _finish(self) -> None:
        """Keep the password (the keyring may take its time, or ask the user), then close."""
        server = self._server
        assert server is not None  # noqa: S101 (the folders are its)
        remember = self._login_page.keep.remember.isChecked()
        self._task = self._background.run(
            lambda _tell, _cancel: self._keep_password(server, remember=remember),
            done=lambda _: self._close_with(server),
            failed=self._on_not_kept,
        )
        self._show_busy(self.tr("Keeping the password…"))

    def _keep_password(self, server: Server, *, remember: bool) -> None:
        """In the background: keep the new password, and none for a server that is no longer used."""
        before = self._before.server if self._before else None
        if before is not None and (before.host, before.port, before.user) != (server.host, server.port, server.user):
            self._credentials.forget(before)
        self._credentials.put(server, self._password, remember=remember)

    def _on_not_kept(self, error: Exception) -> None:
        self._end_task()
        self.banner.show_error(note_of(error))

    def _close_with(self, server: Server) -> None:
        self._end_task()
        self.account = Account(
            name=self.folder_page.name.text().strip() or server.user,
            kind=AccountKind.IMAP,
            server=server,
            folders=self.folder_page.chosen(),
            since=self.folder_page.since_date(),
            id=self._before.id if self._before else None,
        )
        self.accept()
