"""Everything that is stored goes to another computer: saved into one file here, taken in from it there."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, QUrl, Signal
from PySide6.QtGui import QCloseEvent, QDesktopServices, QResizeEvent
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from ..records import ModoriError
from ..store import Store
from .banner import Banner
from .dialog_frame import button_row, framed, open_chooser
from .look import GAP, GROUP, scaled
from .prose import Prose
from .store_work import Desk, StoreWork
from .trouble import note_of
from .words import fill, size_text

_SIZE = (620, 420)
_LOOK_MS = 200


@dataclass(frozen=True, slots=True)
class _TakenIn:
    """How many mailboxes came, and where what was there before is kept."""

    mailboxes: int
    before: Path | None


class MoveDialog(QDialog):
    """`taken_in` when everything in the store is another. `database` is its file, `own_rules` that of the user's rules.

    While something is being written or read the dialog stays open.
    """

    taken_in = Signal()

    def __init__(self, desk: Desk, database: Path, own_rules: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self._database = desk, database
        self._work = StoreWork(desk, self._on_failed)
        self._file: Path | None = None
        self.banner, self.outcome, self._busy_text, self.bar = Banner(desk.language), Prose(), QLabel(), QProgressBar()
        self.save, self.load = QPushButton(self.tr("&Save everything…")), QPushButton(self.tr("&Load a file…"))
        self.replace = QPushButton(self.tr("&Replace what is here"))
        self.leave = QPushButton(self.tr("Leave it as it is"))
        self.folder, self.close_ = QPushButton(self.tr("Open the &folder")), QPushButton(self.tr("Close"))
        self.question, self._asked = QFrame(), Prose()
        self._watch = QTimer(self, interval=_LOOK_MS)
        self._watch.timeout.connect(self._show_size)
        self._lay_out(own_rules)
        self._connect()
        self._show_idle()

    def _lay_out(self, own_rules: Path) -> None:
        layout = framed(
            self,
            self.tr("Move to another computer"),
            self.tr("All mailboxes, decisions, subscriber lists and kept excerpts of mails go along in one file."),
        )
        layout.addWidget(self.banner)
        without = self.tr("Passwords are not in the file: Modori asks for them when it scans for the first time there.")
        if own_rules.is_file():
            without += " " + fill(self.tr("Your own rules are not in it either: they are in %1."), str(own_rules))
        for title, words, button in (
            (self.tr("On this computer"), without, self.save),
            (self.tr("On the other computer"), self.tr("Open the file there, in this same dialog."), self.load),
        ):
            head, text, line = QLabel(title), Prose(), QHBoxLayout()
            head.setFont(scaled(self.font(), 1.1, bold=True))
            text.setTextFormat(Qt.TextFormat.PlainText)
            text.setText(words)
            line.addWidget(button)
            line.addStretch(1)
            for part in (head, text):
                layout.addWidget(part)
            layout.addLayout(line)
            layout.addSpacing(GROUP)
        self.question.setFrameShape(QFrame.Shape.StyledPanel)
        inside, buttons = QVBoxLayout(self.question), QHBoxLayout()
        buttons.setSpacing(GAP)
        buttons.addWidget(self.replace)
        buttons.addWidget(self.leave)
        buttons.addStretch(1)
        inside.addWidget(self._asked)
        inside.addLayout(buttons)
        self.bar.setTextVisible(False)
        self.outcome.setTextFormat(Qt.TextFormat.PlainText)
        for part in (self.question, self._busy_text, self.bar, self.outcome):
            layout.addWidget(part)
        layout.addStretch(1)
        layout.addLayout(button_row(self.folder, self.close_))
        for button in (self.save, self.load, self.replace, self.leave):
            button.setAutoDefault(False)
        self.resize(*_SIZE)

    def _connect(self) -> None:
        self.save.clicked.connect(self._choose_place)
        self.load.clicked.connect(self._choose_file)
        self.replace.clicked.connect(lambda: self.load_from(self._file, replace=True) if self._file else None)
        self.leave.clicked.connect(self._show_idle)
        self.folder.clicked.connect(self._on_folder)
        self.close_.clicked.connect(self.reject)

    # The states

    def _show_idle(self) -> None:
        self._watch.stop()
        for part in (self.question, self._busy_text, self.bar, self.outcome, self.folder):
            part.hide()
        for button in (self.save, self.load, self.close_):
            button.setEnabled(True)
        QTimer.singleShot(0, self, self._fit)

    def _fit(self) -> None:
        """Words wrap, so that Qt by itself would cut them: grow by what has come."""
        layout = self.layout()
        if layout is not None:
            layout.activate()
            self.resize(self.width(), max(self.height(), layout.totalHeightForWidth(self.width())))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt: another width needs another height."""
        super().resizeEvent(event)
        QTimer.singleShot(0, self, self._fit)

    def _show_busy(self, words: str) -> None:
        self._show_idle()
        self.banner.dismiss()
        for button in (self.save, self.load, self.close_):
            button.setEnabled(False)
        self._busy_text.setText(words)
        self.bar.setRange(0, 0)
        self._busy_text.show()
        self.bar.show()

    def _show_outcome(self, words: str) -> None:
        self._show_idle()
        self.outcome.setText(words)
        self.outcome.show()

    def _on_failed(self, error: Exception) -> None:
        self._show_idle()
        if isinstance(error, ModoriError) and error.note.code == "store_not_empty":
            self._asked.setText(
                self.tr(
                    "There are mailboxes in Modori on this computer already. Those of the file take their place;"
                    " what is here now is kept in a file of its own."
                )
            )
            self.question.show()
            self.leave.setFocus()
        else:
            self.banner.show_error(note_of(error))

    def settled(self) -> bool:
        """Whether nothing is being done."""
        return self._work.settled()

    def reject(self) -> None:
        """Qt: Close or Esc; what was begun is ended first."""
        if self.settled():
            super().reject()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Qt: the window's own button."""
        event.setAccepted(self.settled())

    # Saving

    def suggested_path(self) -> Path:
        """A file name with the day."""
        return self._desk.settings.export_folder / f"modori-{self._desk.now():%Y-%m-%d}.modori"

    def _choose_place(self) -> None:
        chooser = QFileDialog(self, self.tr("Save everything"), str(self.suggested_path()))
        chooser.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        chooser.setOption(QFileDialog.Option.DontConfirmOverwrite)  # nothing is ever written over; it is told so
        self._kinds(chooser)
        open_chooser(chooser, self.save_to)

    def _kinds(self, chooser: QFileDialog) -> None:
        chooser.setNameFilters([self.tr("All of Modori (*.modori)"), self.tr("All files (*)")])

    def save_to(self, path: Path) -> None:
        """Write everything into a new file."""
        self._show_busy(self.tr("Saving…"))
        self._file = path
        self._watch.start()

        def work(store: Store) -> int:
            from ..store.moving import save_all

            save_all(store, path)
            return len(store.accounts())

        self._work.run(work, lambda _: self._on_saved(path))

    def _show_size(self) -> None:
        """How much has been written; the file gets no larger than the one it is made of."""
        if self._file is None or not self._file.exists():
            return
        written, whole = self._file.stat().st_size, max(self._database.stat().st_size, 1)
        self.bar.setRange(0, 1000)
        self.bar.setValue(min(1000 * written // whole, 1000))
        self._busy_text.setText(fill(self.tr("Saving… %1 of at most %2"), size_text(written), size_text(whole)))

    def _on_saved(self, path: Path) -> None:
        said = fill(self.tr("Everything is in %1 (%2)."), str(path), size_text(path.stat().st_size))
        beware = self.tr("It holds addresses of your readers: keep it safe, and delete it when it has been loaded.")
        self._show_outcome(f"{said}\n{beware}")
        self.folder.show()

    def _on_folder(self) -> None:
        if self._file is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._file.parent)))

    # Loading

    def _choose_file(self) -> None:
        chooser = QFileDialog(self, self.tr("Load a file"), str(self.suggested_path().parent))
        self._kinds(chooser)
        open_chooser(chooser, self.load_from)

    def load_from(self, path: Path, *, replace: bool = False) -> None:
        """Take in what a file holds; `replace`: in place of the mailboxes that are here."""
        self._show_busy(self.tr("Loading…"))
        self._file, now = path, self._desk.now()

        def work(store: Store) -> _TakenIn:
            from ..store.moving import take_in

            before = take_in(store, path, now, replace=replace)
            return _TakenIn(len(store.accounts()), before)

        self._work.run(work, self._on_loaded)

    def _on_loaded(self, done: _TakenIn) -> None:
        said = self.tr("%Ln mailbox(es) loaded, with all decisions.", "", done.mailboxes)
        asked = self.tr("Modori asks for the passwords when it scans.")
        lines = [f"{said} {asked}"]
        if done.before is not None:
            lines.append(fill(self.tr("What was here before is in %1."), str(done.before)))
        self._show_outcome("\n".join(lines))
        self.taken_in.emit()
