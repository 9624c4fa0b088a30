"""Cleans the mailbox: which mails, how many, what with them; and puts them back.

Only the mails in the list are touched. Whatever cannot be put back is asked for a second time.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QStandardPaths, Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QFileDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QStackedWidget,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from ..jobs import CancelToken, Progress
from ..records import Account, ModoriError, Security
from ..store import CleanGroup, Cleaning, Place, Store, Verb
from .banner import Banner
from .bridge import Background, Tell
from .harmless import harmless
from .look import GAP, GROUP, PAGE, quiet, scaled
from .message_model import MessageModel
from .prose import Prose
from .trouble import note_of
from .words import fill, number, short_date
from .working_dialog import WorkingDialog

if TYPE_CHECKING:
    from ..jobs import CleanReport
    from ..mailbox import Credentials

POP3 = (Security.POP3S, Security.POP3_STARTTLS)
ROW = 26
AskPassword = Callable[[Callable[[str], None]], None]


@dataclass(frozen=True, slots=True)
class Wish:
    """What shall be done: with the mails at `places`, or (`back`) with those of an earlier cleaning."""

    verb: Verb
    places: tuple[Place, ...] = ()
    target: str | None = None
    copies: Path | None = None
    back: Cleaning | None = None


class CleanDialog(WorkingDialog):
    """`report` is what came of the last work. `ask_password` asks the user, and goes on with the answer."""

    def __init__(
        self,
        store: Store,
        open_store: Callable[[], Store],
        credentials: Credentials,
        background: Background,
        language: Callable[[], str],
        account: Account,
        ask_password: AskPassword,
        now: Callable[[], datetime],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        assert account.id is not None and account.server is not None  # noqa: S101, PT018 (a stored mailbox)
        self._open_store, self._credentials, self._background = open_store, credentials, background
        self._account, self._account_id, self._server = account, account.id, account.server
        self._ask_password, self._now = ask_password, now
        self._pop3 = account.server.security in POP3
        self._places: dict[CleanGroup, list[Place]] = {group: [] for group in CleanGroup}
        self._last: Cleaning | None = None
        self.report: CleanReport | None = None
        self.setModal(True)
        self.setWindowTitle(self.tr("Clean the mailbox"))
        self.banner = Banner(language)
        self.groups = {group: QCheckBox() for group in CleanGroup}
        self.model = MessageModel(store.message_rows, language)
        self.table = QTableView()
        self.folder, self.keep_copies, self.copies = QLineEdit(self.tr("Handled bounces")), QCheckBox(), QLineEdit()
        self.move_, self.mark, self.delete = QPushButton(), QPushButton(), QPushButton()
        self.sure, self.leave, self.close_, self.put_back = (QPushButton() for _ in range(4))
        self._question, self._done, self._past = Prose(), Prose(), quiet(Prose())
        self._bar = QProgressBar()
        self._rows = QStackedWidget()
        self._set_up()
        self._lay_out()
        self._connect()
        self._look()

    def _set_up(self) -> None:
        for group in (CleanGroup.DECIDED, CleanGroup.NOTICES):
            self.groups[group].setChecked(True)
        self.table.setModel(self.model)
        self.table.verticalHeader().hide()
        self.table.verticalHeader().setDefaultSectionSize(ROW)
        self.table.setShowGrid(False)
        self.table.setWordWrap(False)
        self.table.setSelectionMode(QTableView.SelectionMode.NoSelection)
        self.table.setAccessibleName(self.tr("The mails that will be touched"))
        header = self.table.horizontalHeader()
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        for column, width in ((0, 190), (2, 170), (3, 90)):
            self.table.setColumnWidth(column, width)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        self.table.setMinimumHeight(5 * ROW)
        documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        self.copies.setText(str(Path(documents, "Modori", "".join(c for c in self._account.name if c.isalnum()))))
        self.keep_copies.setText(self.tr("&First save a copy of each mail in"))
        self.keep_copies.setChecked(True)
        self._bar.setFixedWidth(180)
        self._bar.setMaximumHeight(12)
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(self.tr("Progress"))
        self.leave.setText(self.tr("Do not delete"))
        self.put_back.setText(self.tr("&Put back"))
        for button in (self.move_, self.mark, self.delete, self.sure, self.leave, self.put_back, self.close_):
            button.setAutoDefault(False)

    def _lay_out(self) -> None:
        title = QLabel(self.tr("Clean the mailbox"))
        title.setFont(scaled(self.font(), 1.3, bold=True))
        about = quiet(Prose())
        about.setText(
            fill(
                self.tr("“%1”: only the mails in this list are touched. What Modori knows about them stays."),
                harmless(self._account.name),
            )
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(PAGE, PAGE, PAGE, GROUP)
        layout.setSpacing(GAP)
        layout.addWidget(title)
        layout.addWidget(about)
        layout.addSpacing(GAP)
        for box in self.groups.values():
            layout.addWidget(box)
        layout.addWidget(self.table, 1)
        layout.addLayout(self._where_row())
        layout.addSpacing(GAP)
        layout.addWidget(self.banner)
        layout.addWidget(self._done)
        self._done.hide()
        for widgets in (
            [self.move_, self.mark, self.delete],
            [self._question, self.sure, self.leave],
            [self._bar, self._busy_text],
        ):
            self._rows.addWidget(_row(widgets))
        bottom = QHBoxLayout()
        bottom.addWidget(self._rows, 1)
        bottom.addWidget(self.close_)
        layout.addLayout(bottom)
        past = QHBoxLayout()
        past.addWidget(self._past, 1)
        past.addWidget(self.put_back)
        layout.addLayout(past)
        self.setMinimumWidth(760)
        self.resize(760, 640)
        self.move_.setVisible(not self._pop3)
        self.mark.setVisible(not self._pop3)

    def _where_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(GAP)
        if self._pop3:
            choose = QPushButton(self.tr("Choose…"))
            choose.setAutoDefault(False)
            choose.clicked.connect(self._choose_copies)
            self.copies.setAccessibleName(self.tr("Folder for copies"))
            self.keep_copies.toggled.connect(self.copies.setEnabled)
            for widget in (self.keep_copies, self.copies, choose):
                row.addWidget(widget)
        else:
            label = QLabel(self.tr("&Folder to move to"))
            label.setBuddy(self.folder)
            row.addWidget(label)
            self.folder.setMinimumWidth(280)
            row.addWidget(self.folder)
            row.addStretch(1)
        return row

    def _connect(self) -> None:
        for box in self.groups.values():
            box.toggled.connect(self._show_mails)
        self.folder.textChanged.connect(self._enable)
        self.move_.clicked.connect(lambda: self._start(self._wish(Verb.MOVE)))
        self.mark.clicked.connect(lambda: self._start(self._wish(Verb.MARK)))
        self.delete.clicked.connect(lambda: self._rows.setCurrentIndex(1))
        self.leave.clicked.connect(lambda: self._rows.setCurrentIndex(0))
        self.sure.clicked.connect(lambda: self._start(self._wish(Verb.DELETE)))
        self.put_back.clicked.connect(self._on_put_back)
        self.close_.clicked.connect(self.reject)

    # What there is.

    def _look(self) -> None:
        """Find out what can be cleaned, and what was last."""

        def work(_tell: object, _cancel: object) -> tuple[dict[CleanGroup, list[Place]], list[Cleaning]]:
            with self._open_store() as store:
                return store.journal.cleanable(self._account_id), store.journal.cleanings(self._account_id)

        self._background.run(
            work, done=lambda found: self._on_looked(*found), failed=lambda e: self.banner.show_error(note_of(e))
        )
        self._show_idle()

    def _on_looked(self, places: dict[CleanGroup, list[Place]], cleanings: list[Cleaning]) -> None:
        self._places = places
        words = {
            CleanGroup.DECIDED: self.tr("Returned mail whose addresses are all &decided: %1"),
            CleanGroup.WAITING: self.tr("Returned mail with addresses that still &wait for you: %1"),
            CleanGroup.NOTICES: self.tr("&Notices of delay or delivery: %1"),
            CleanGroup.REPLIES: self.tr("&Automatic replies: %1"),
        }
        for group, box in self.groups.items():
            box.setText(fill(words[group], number(len(places[group]))))
            box.setEnabled(bool(places[group]))
        self._last = next((one for one in cleanings if one.done and one.verb is not Verb.DELETE), None)
        self._write_past()
        self._show_mails()

    def _write_past(self) -> None:
        last = self._last
        self._past.setVisible(last is not None)
        self.put_back.setVisible(last is not None)
        if last is None:
            return
        moved = self.tr("%1: %Ln mail(s) moved to “%2”.", "", last.done)
        marked = self.tr("%1: %Ln mail(s) marked as read.", "", last.done)
        text = moved if last.verb is Verb.MOVE else marked
        self._past.setText(fill(text, short_date(last.when), harmless(last.target or "")))

    def _chosen(self) -> tuple[Place, ...]:
        return tuple(p for group, box in self.groups.items() if box.isChecked() for p in self._places[group])

    def _show_mails(self) -> None:
        # A mail may lie in two places: it is shown once, and both are touched.
        self.model.replace(array("q", dict.fromkeys(place.message_id for place in self._chosen())))
        self._rows.setCurrentIndex(0)
        self._enable()

    def _enable(self) -> None:
        count, idle = len(self._chosen()), self._task is None
        self.move_.setText(self.tr("&Move %Ln mail(s)", "", count))
        self.mark.setText(self.tr("Mark %Ln mail(s) as &read", "", count))
        self.delete.setText(self.tr("De&lete %Ln mail(s)…", "", count))
        self.sure.setText(self.tr("Delete %Ln mail(s) for good", "", count))
        self._question.setText(self.tr("On the server they are gone then: that cannot be put back."))
        for button in (self.move_, self.mark, self.delete):
            button.setEnabled(idle and count > 0)
        self.move_.setEnabled(idle and count > 0 and bool(self.folder.text().strip()))
        for widget in (*self.groups.values(), self.folder, self.keep_copies, self.copies, self.put_back):
            widget.setEnabled(idle)
        for group, box in self.groups.items():
            box.setEnabled(idle and bool(self._places[group]))
        self.close_.setText(self.tr("Close") if idle else self.tr("Cancel"))

    def _choose_copies(self) -> None:
        chooser = QFileDialog(self, self.tr("Folder for copies"), self.copies.text())
        chooser.setFileMode(QFileDialog.FileMode.Directory)
        chooser.fileSelected.connect(self.copies.setText)
        chooser.finished.connect(chooser.deleteLater)
        chooser.open()

    # The work.

    def _wish(self, verb: Verb) -> Wish:
        copies = Path(self.copies.text()) if self._pop3 and self.keep_copies.isChecked() else None
        return Wish(verb, self._chosen(), self.folder.text().strip() if verb is Verb.MOVE else None, copies)

    def _on_put_back(self) -> None:
        if self._last is not None:
            self._start(Wish(self._last.verb, back=self._last))

    def _start(self, wish: Wish, password: str | None = None) -> None:
        self.banner.dismiss()
        self._done.hide()
        self._task = self._background.run(
            lambda tell, cancel: self._work(wish, password, tell, cancel),
            done=lambda report: self._on_done(wish, report),
            failed=lambda error: self._on_failed(wish, error),
            progress=self._on_progress,
        )
        self._bar.setRange(0, 0)
        self._busy_text.setText(self.tr("Connecting…"))
        self._rows.setCurrentIndex(2)
        self._enable()

    def _work(self, wish: Wish, password: str | None, tell: Tell, cancel: CancelToken) -> CleanReport:
        """In the background."""
        from ..jobs import clean, only_one, put_back
        from ..mailbox import Pop3Mailbox, open_mailbox

        known = password or self._credentials.get(self._server)
        if known is None:
            raise ModoriError("window_password_needed", name=self._server.user)
        mailbox = open_mailbox(self._server, known, lambda text: self._credentials.renew(self._server, text))
        cancel.on_cancel(mailbox.cancel)
        with self._open_store() as store, only_one(store.path, self._account), mailbox:
            if wish.back is not None and not isinstance(mailbox, Pop3Mailbox):
                return put_back(store, mailbox, wish.back, progress=tell, cancel=cancel)
            return clean(
                store,
                self._account,
                mailbox,
                wish.verb,
                wish.places,
                target=wish.target,
                copies=wish.copies,
                now=self._now(),
                progress=tell,
                cancel=cancel,
            )

    def _on_progress(self, progress: Progress) -> None:
        self._bar.setRange(0, max(1, progress.total or 0))
        self._bar.setValue(progress.done)
        self._busy_text.setText(fill(self.tr("%1 of %2 mails"), number(progress.done), number(progress.total or 0)))

    def _show_idle(self) -> None:
        self._task = None
        self._rows.setCurrentIndex(0)
        self._enable()

    def _on_done(self, wish: Wish, report: CleanReport) -> None:
        self.report = report
        self._done.setText(self._done_words(wish, report))
        self._done.show()
        if report.note is not None:
            self.banner.show_error(report.note)
        self._look()

    def _done_words(self, wish: Wish, report: CleanReport) -> str:
        done = report.done
        if wish.back is not None:
            text = self.tr("%Ln mail(s) put back.", "", done)
        elif wish.verb is Verb.MOVE:
            text = fill(self.tr("%Ln mail(s) moved to “%1”.", "", done), harmless(report.target or ""))
        elif wish.verb is Verb.MARK:
            text = self.tr("%Ln mail(s) marked as read.", "", done)
        else:
            text = self.tr("%Ln mail(s) deleted on the server.", "", done)
        if report.missing:
            missing = self.tr("%Ln mail(s) could not be found there any more.", "", report.missing)
            text = fill(self.tr("%1 %2"), text, missing)
        if report.ended == "cancelled":
            text = fill(self.tr("%1 %2"), text, self.tr("The rest was left as it is."))
        return text

    def _on_failed(self, wish: Wish, error: Exception) -> None:
        cancelled = self._task is not None and self._task.cancel.cancelled()
        self._show_idle()
        code = error.note.code if isinstance(error, ModoriError) else ""
        if cancelled and isinstance(error, ModoriError):
            return
        password = self._server.sign_in is None  # else the banner says that signing in is needed
        if password and (code == "window_password_needed" or code.endswith("_login_refused")):
            self._ask_password(lambda password: self._start(wish, password))
        elif code == "clean_not_possible":
            marking = Wish(Verb.MARK, wish.places)
            self.banner.show_error(note_of(error), lambda: self.tr("Mark them as read"), lambda: self._start(marking))
        else:
            self.banner.show_error(note_of(error))


def _row(widgets: Sequence[QWidget]) -> QWidget:
    row = QWidget()
    layout = QHBoxLayout(row)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(GAP)
    for widget in widgets:
        layout.addWidget(widget, 1 if isinstance(widget, Prose) else 0)
    if not any(isinstance(widget, Prose) for widget in widgets):
        layout.addStretch(1)
    return row
