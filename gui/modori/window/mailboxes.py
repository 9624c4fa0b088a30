"""What a user does with mailboxes: connect, scan, change, remove; open files and the sample.

Dialogs are opened here, errors are told in the banner, and the work itself is `reading`'s.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QDialog, QFileDialog, QWidget

from ..jobs import CancelToken
from ..records import Account, AccountKind, ModoriError, Note, Server
from ..store import Store, StoreError
from .bridge import Background, Tell
from .reading import Reading
from .scan_queue import ScanQueue
from .trouble import note_of

if TYPE_CHECKING:
    from ..mailbox import CertificateError, Credentials
    from ..mailbox.thunderbird import LocalFolder
    from .banner import Banner

SIGN_IN_AGAIN = frozenset({"sign_in_again", "sign_in_expired", "imap_token_refused", "window_password_needed"})
WRONG_PASSWORD = frozenset({"imap_login_refused", "imap_needs_app_password", "pop3_login_refused"})


class Mailboxes(QObject):
    """`changed` when accounts were added, changed or removed; `wanted` (an id) when one shall be shown.

    `chosen` tells the paths that were chosen to be opened.
    """

    changed = Signal()
    chosen = Signal(list)
    wanted = Signal(int)

    def __init__(
        self,
        store: Store,
        credentials: Credentials,
        background: Background,
        reading: Reading,
        banner: Callable[[], Banner],
        language: Callable[[], str],
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._store, self._credentials, self._background = store, credentials, background
        self._reading, self._banner, self._language, self._window = reading, banner, language, window
        reading.failed.connect(self._on_failed)
        self._queue = ScanQueue(reading, self._scan_next, self)

    def accounts(self) -> list[Account]:
        """All accounts; none (and a banner) when the store cannot be read."""
        try:
            return self._store.accounts()
        except StoreError as error:
            self._banner().show_error(error.note)
            return []

    def account(self, account_id: int | None) -> Account | None:
        """The account with this id."""
        return next((one for one in self.accounts() if one.id == account_id), None)

    def connect_mailbox(self) -> None:
        """Set up a new mailbox, and scan it."""
        self._open_account_dialog(None)

    def edit(self, account: Account) -> None:
        """Change a mailbox; its next scan follows the new settings."""
        self._open_account_dialog(account)

    def _open_account_dialog(self, account: Account | None) -> None:
        from .account_dialog import AccountDialog  # dialogs are imported when they are opened: the first window waits

        servers = [one.server for one in self.accounts() if one.server is not None]
        sign_ins = [one.sign_in for one in servers if one.sign_in is not None]
        dialog = AccountDialog(
            self._credentials, self._background, self._language, account, self._window, sign_ins=sign_ins
        )
        dialog.accepted.connect(lambda: self._keep(dialog.account, scan=account is None))
        self._open(dialog)

    def _open(self, dialog: QDialog) -> None:
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _keep(self, account: Account | None, *, scan: bool) -> None:
        if account is None:
            return
        try:
            stored = self._store.save_account(account)
        except StoreError as error:
            self._banner().show_error(error.note)
            return
        self._show(stored)
        if scan:
            self.scan(stored)

    def _show(self, account: Account) -> None:
        self.changed.emit()
        if account.id is not None:
            self.wanted.emit(account.id)

    def scan_all(self) -> None:
        """Read the new mail of all mailboxes, one after the other."""
        if not self._reading.busy():
            self._banner().dismiss()
            self._queue.scan(self.accounts())

    def _scan_next(self, account: Account) -> None:
        """What was told of the mailbox before stays to be read."""
        if not self._reading.busy():
            self._show(account)
            self._reading.scan(account)

    def scan(self, account: Account, password: str | None = None) -> None:
        """Read the new mail of a mailbox (of the sample: again from its files)."""
        if self._reading.busy():
            return
        self._banner().dismiss()
        if account.kind is AccountKind.SAMPLE:
            self._reading.open_sample(account)
        elif account.kind is AccountKind.IMAP:
            self._reading.scan(account, password)

    def open_sample(self) -> None:
        """Open the sample mailbox."""
        known = next((one for one in self.accounts() if one.kind is AccountKind.SAMPLE), None)
        account = known or self._save(Account(name=self.tr("Sample mailbox"), kind=AccountKind.SAMPLE))
        if account is not None and not self._reading.busy():
            self._show(account)
            self._banner().dismiss()
            self._reading.open_sample(account)

    def choose_files(self) -> None:
        """Ask for mail files, and open them."""
        chooser = QFileDialog(self._window, self.tr("Open mail files"))
        chooser.setFileMode(QFileDialog.FileMode.ExistingFiles)
        chooser.setNameFilters(
            [
                self.tr("Mail, lists and logs (*.eml *.mbox *.mbx *.txt *.zip *.csv *.tsv *.json *.jsonl *.log)"),
                self.tr("All files (*)"),
            ]
        )
        self._open_chooser(chooser)

    def choose_folder(self) -> None:
        """Ask for a folder of mails, and open it."""
        chooser = QFileDialog(self._window, self.tr("Open a folder of mails"))
        chooser.setFileMode(QFileDialog.FileMode.Directory)
        self._open_chooser(chooser)

    def choose_thunderbird(self) -> None:
        """Look for Thunderbird's folders on this computer, and ask which to open."""

        def ask(folders: list[LocalFolder]) -> None:
            from .thunderbird_dialog import ThunderbirdDialog

            dialog = ThunderbirdDialog(folders, self._window)
            dialog.accepted.connect(lambda: self.open_files(dialog.chosen()))
            self._open(dialog)

        def look(_tell: Tell, _cancel: CancelToken) -> list[LocalFolder]:
            from ..mailbox.thunderbird import local_folders

            return local_folders()

        self._background.run(look, done=ask, failed=lambda error: self._banner().show_error(note_of(error)))

    def _open_chooser(self, chooser: QFileDialog) -> None:
        chooser.filesSelected.connect(lambda names: self.chosen.emit([Path(name) for name in names]))
        self._open(chooser)

    def open_files(self, paths: Sequence[Path]) -> None:
        """Read mail files and folders into the account for files; those that come while others are read wait."""
        if not paths:
            return
        if self._reading.busy():
            self._reading.free.connect(lambda: self.open_files(paths), Qt.ConnectionType.SingleShotConnection)
            return
        known = next((one for one in self.accounts() if one.kind is AccountKind.FILES), None)
        account = known or self._save(Account(name=self.tr("Mail files"), kind=AccountKind.FILES))
        if account is not None:
            self._show(account)
            self._banner().dismiss()
            name = paths[0].name if len(paths) == 1 else self.tr("%Ln file(s)", "", len(paths))
            self._reading.open_files(account, paths, name)

    def _save(self, account: Account) -> Account | None:
        try:
            return self._store.save_account(account)
        except StoreError as error:
            self._banner().show_error(error.note)
            return None

    def clean(self, account: Account, open_store: Callable[[], Store], now: Callable[[], datetime]) -> None:
        """Show which mails can be cleaned away, and do it when the user says so."""
        if account.id is None or account.server is None or self._reading.busy():
            return
        from .clean_dialog import CleanDialog

        dialog = CleanDialog(
            self._store,
            open_store,
            self._credentials,
            self._background,
            self._language,
            account,
            lambda go_on: self._ask_password(account, go_on),
            now,
            self._window,
        )
        self._open(dialog)

    def remove(self, account: Account) -> None:
        """Ask, then forget an account with all that is stored of it."""
        if account.id is None or self._reading.busy():
            return
        try:
            kept = self._store.kept(account.id)
        except StoreError as error:
            self._banner().show_error(error.note)
            return
        from .remove_dialog import RemoveDialog

        dialog = RemoveDialog(account, kept, self._window)
        dialog.accepted.connect(lambda: self._forget(account))
        self._open(dialog)

    def _forget(self, account: Account) -> None:
        from ..jobs import forget_lock

        try:
            self._store.forget_account(account.id or 0)
        except StoreError as error:
            self._banner().show_error(error.note)
        else:
            forget_lock(self._store.path, account)
            if account.server is not None:
                self._forget_password(account)
        self.changed.emit()

    def _forget_password(self, account: Account) -> None:
        server = account.server
        assert server is not None  # noqa: S101 - looked at by the caller
        self._background.run(
            lambda _tell, _cancel: self._credentials.forget(server),
            done=lambda _: None,
            failed=lambda error: self._banner().show_error(note_of(error)),
        )

    def _on_failed(self, account: Account, error: Exception) -> None:
        from ..mailbox import CertificateError

        code = error.note.code if isinstance(error, ModoriError) else ""
        if isinstance(error, CertificateError):
            self._ask_trust(account, error)
        elif code in SIGN_IN_AGAIN and account.server is not None and account.server.sign_in is not None:
            note = note_of(error) if code != "window_password_needed" else Note("window_sign_in_needed")
            self._banner().show_error(note, lambda: self.tr("Sign in…"), lambda: self._sign_in(account))
        elif code == "window_password_needed":
            self._ask_password(account, lambda password: self.scan(account, password))
        elif code in WRONG_PASSWORD:
            self._banner().show_error(
                note_of(error),
                lambda: self.tr("Enter the password…"),
                lambda: self._ask_password(account, lambda password: self.scan(account, password)),
            )
        elif code == "account_busy":
            self._banner().show_error(note_of(error), lambda: self.tr("Try again"), lambda: self.scan(account))
        elif account.kind is AccountKind.IMAP:
            self._banner().show_error(note_of(error), lambda: self.tr("Mailbox settings…"), lambda: self.edit(account))
        else:
            self._banner().show_error(note_of(error))

    def _sign_in(self, account: Account) -> None:
        """Sign in again at the provider's page, then scan."""
        from .signing_in import client_secret_in, open_in_browser, sign_in

        server, language = account.server, self._language()
        assert server is not None  # noqa: S101 - only mailboxes have a page

        def work(tell: Tell, cancel: CancelToken) -> str:
            secret = client_secret_in(self._credentials.get(server))
            text = sign_in(server, server.user, secret, language, tell, cancel)
            self._credentials.renew(server, text)
            return text

        self._background.run(
            work,
            done=lambda text: self.scan(account, text),
            failed=lambda error: self._banner().show_error(note_of(error)),
            progress=open_in_browser,
        )

    def _ask_password(self, account: Account, go_on: Callable[[str], None]) -> None:
        """Ask for it, keep it, then go on with it."""
        server = account.server
        assert server is not None  # noqa: S101 - only mailboxes have passwords

        def ask(persistent: bool) -> None:
            from .password_dialog import PasswordDialog

            dialog = PasswordDialog(server, persistent=persistent, parent=self._window)
            dialog.accepted.connect(
                lambda: self._keep_password(server, dialog.password.text(), dialog.remember.isChecked(), go_on)
            )
            self._open(dialog)

        self._background.run(
            lambda _tell, _cancel: self._credentials.persistent(),
            done=ask,
            failed=lambda error: self._banner().show_error(note_of(error)),
        )

    def _keep_password(self, server: Server, password: str, remember: bool, go_on: Callable[[str], None]) -> None:
        self._background.run(
            lambda _tell, _cancel: self._credentials.put(server, password, remember=remember),
            done=lambda _: go_on(password),
            failed=lambda error: self._banner().show_error(note_of(error)),
        )

    def _ask_trust(self, account: Account, error: CertificateError) -> None:
        from .certificate_dialog import CertificateDialog

        dialog = CertificateDialog(error.certificate, self._language, self._window)
        dialog.accepted.connect(lambda: self._trust(account, error.certificate.fingerprint))
        dialog.rejected.connect(lambda: self._banner().show_error(error.note))
        self._open(dialog)

    def _trust(self, account: Account, fingerprint: str) -> None:
        if account.server is not None:
            trusting = self._save(replace(account, server=replace(account.server, fingerprint=fingerprint)))
            if trusting is not None:
                self.changed.emit()
                self.scan(trusting)
