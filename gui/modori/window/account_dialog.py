"""Connects a mailbox, or changes one: where it is, then which folders to read.

The connection is tried in the background; what goes wrong is said in the dialog, and only a
certificate that cannot be verified needs an answer of its own.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from ..jobs import CancelToken
from ..mailbox import CertificateError, Credentials, Folder, MailboxError, open_mailbox
from ..records import Account, AccountKind, ModoriError, Server
from .banner import Banner
from .bridge import Background, Task, Tell
from .certificate_dialog import CertificateDialog
from .folder_page import FolderPage
from .look import GAP, GROUP, PAGE, quiet, scaled
from .prose import Prose
from .server_page import ServerPage
from .trouble import note_of
from .words import fill


def look_in(server: Server, password: str, cancel: CancelToken) -> list[Folder]:
    """The folders of a mailbox. Blocks; raises MailboxError."""
    mailbox = open_mailbox(server, password)
    cancel.on_cancel(mailbox.cancel)
    with mailbox:
        return mailbox.folders()


class AccountDialog(QDialog):
    """After `accept`, `account` holds what was set up; its password is in the credentials."""

    def __init__(
        self,
        credentials: Credentials,
        background: Background,
        language: Callable[[], str],
        account: Account | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._credentials, self._background, self._language = credentials, background, language
        self._before, self.account = account, account
        self._task: Task | None = None
        self._password = ""
        self.setModal(True)
        self.setWindowTitle(self.tr("Connect a mailbox") if account is None else self.tr("Mailbox settings"))
        self.banner = Banner(language)
        self.server_page, self.folder_page = ServerPage(), FolderPage()
        self._title, self._intro = QLabel(), quiet(Prose())
        self._pages = QStackedWidget()
        self._pages.addWidget(self.server_page)
        self._pages.addWidget(self.folder_page)
        self._busy, self._busy_text = QProgressBar(), QLabel()
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
        self.back.clicked.connect(lambda: self._show_page(0))
        self.cancel.clicked.connect(self.reject)
        self.go_on.clicked.connect(self._on_go_on)
        self.server_page.complete.connect(self._enable)
        self.folder_page.complete.connect(self._enable)
        self._fill()
        self._show_page(0)
        self._show_busy("")

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
            done=lambda persistent: self.server_page.say_where(persistent=persistent),
            failed=lambda error: self.banner.show_error(note_of(error)),
        )

    def _show_page(self, page: int) -> None:
        self._pages.setCurrentIndex(page)
        self.banner.dismiss()
        first = page == 0
        self.back.setVisible(not first)
        self.back.setText(self.tr("Back"))
        self.cancel.setText(self.tr("Cancel"))
        if first:
            self._title.setText(self.tr("Where is the mailbox?"))
            self._intro.setText(self.tr("The mailbox to which your newsletter's returned mail comes."))
            self.go_on.setText(self.tr("Connect"))
            self.server_page.host.setFocus()
        else:
            self._title.setText(self.tr("What shall Modori read?"))
            self._intro.setText(self.tr("Reading changes nothing: unread mail stays unread."))
            self.go_on.setText(self.tr("Scan this mailbox") if self._before is None else self.tr("Save settings"))
            self.folder_page.folders.setFocus()
        self._enable()

    def _enable(self) -> None:
        page = self.server_page if self._pages.currentIndex() == 0 else self.folder_page
        self.go_on.setEnabled(self._task is None and page.is_complete())

    def _show_busy(self, words: str) -> None:
        self._busy.setVisible(bool(words))
        self._busy_text.setText(words)
        self._pages.setEnabled(not words)
        self.back.setEnabled(not words)
        self._enable()

    def _on_go_on(self) -> None:
        if self._pages.currentIndex() == 0:
            self._connect_to(self.server_page.server())
        else:
            self._finish()

    def _connect_to(self, server: Server) -> None:
        self.banner.dismiss()
        typed = self.server_page.password.text()
        before = self._before.server if self._before else None

        def work(_tell: Tell, cancel: CancelToken) -> tuple[str, list[Folder]]:
            password = typed or (self._credentials.get(before) if before else None)
            if password is None:
                raise ModoriError("window_password_needed", name=server.user)
            return password, look_in(server, password, cancel)

        self._task = self._background.run(
            work,
            done=lambda found: self.show_folders(server, *found),
            failed=lambda error: self.show_failure(server, error),
        )
        self._show_busy(fill(self.tr("Connecting to %1…"), server.host))

    def show_folders(self, server: Server, password: str, folders: list[Folder]) -> None:
        """The mailbox could be opened: go on to its folders."""
        self._end_task()
        self.server_page.trust(server)
        self._password = password
        before = self._before
        name = before.name if before else server.user if "@" in server.user else f"{server.user} ({server.host})"
        self.folder_page.fill(folders, before.folders if before else (), before.since if before else None, name)
        self._show_page(1)

    def show_failure(self, server: Server, error: Exception) -> None:
        """The mailbox could not be opened: say why, or ask about its certificate."""
        cancelled = self._task is not None and self._task.cancel.cancelled()
        self._end_task()
        if cancelled:
            return
        if isinstance(error, CertificateError):
            self._ask_trust(server, error)
            return
        self.banner.show_error(note_of(error))
        if isinstance(error, MailboxError) and "login" in error.note.code:
            self.server_page.password.setFocus()
            self.server_page.password.selectAll()

    def _ask_trust(self, server: Server, error: CertificateError) -> None:
        dialog = CertificateDialog(error.certificate, self._language, self)
        dialog.accepted.connect(lambda: self._connect_to(replace(server, fingerprint=error.certificate.fingerprint)))
        dialog.rejected.connect(lambda: self.banner.show_error(error.note))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _end_task(self) -> None:
        self._task = None
        self._show_busy("")

    def _finish(self) -> None:
        """Keep the password (the keyring may take its time, or ask the user), then close."""
        server = self.server_page.server()
        remember = self.server_page.remember.isChecked()
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

    def reject(self) -> None:
        """Cancel ends the attempt to connect first, and closes the dialog only when there is none."""
        if self._task is not None:
            self._task.cancel.cancel()
            self._busy_text.setText(self.tr("Stopping…"))
            return
        super().reject()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Closing cancels."""
        if self._task is not None:
            self._task.cancel.cancel()
        event.setAccepted(self._task is None)
