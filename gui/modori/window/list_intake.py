"""Tells a subscriber list from mail among the files that are opened, and keeps one that comes before any mailbox."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QDialog, QFileDialog, QPushButton, QWidget

from .bridge import Background
from .dialog_frame import button_row, framed, open_chooser
from .harmless import one_line
from .list_offer import ListOffer
from .settings import Settings
from .trouble import note_of
from .words import fill

if TYPE_CHECKING:
    from ..jobs.readers import MaybeReaders


class ListOrErrors(QDialog):
    """Asks what a table of addresses is; `taken` tells whether it is the subscriber list."""

    taken = Signal(bool)

    def __init__(self, name: str, readers: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        layout = framed(
            self,
            fill(self.tr("What is “%1”?"), one_line(name)),
            self.tr("It has %Ln address(es), but no error messages that Modori knows.", "", readers),
        )
        self.list_ = QPushButton(self.tr("My &subscriber list"))
        self.errors = QPushButton(self.tr("A list of &errors"))
        self.leave = QPushButton(self.tr("Cancel"))
        for button, is_list in ((self.list_, True), (self.errors, False)):
            button.clicked.connect(lambda _=False, is_list=is_list: self._on_taken(is_list=is_list))
        self.leave.clicked.connect(self.reject)
        layout.addLayout(button_row(self.list_, self.errors, self.leave))
        self.list_.setDefault(True)

    def _on_taken(self, *, is_list: bool) -> None:
        self.accept()
        self.taken.emit(is_list)


class ListIntake(QObject):
    """`mail` tells the files that are to be read as mail, `readers` the path of a list for the mailbox that is shown.

    `offer` is the line of the first page; `has_mailbox` whether there is any mailbox.
    """

    mail = Signal(list)
    readers = Signal(object)

    def __init__(
        self,
        offer: ListOffer,
        settings: Settings,
        background: Background,
        has_mailbox: Callable[[], bool],
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._offer, self._settings, self._background = offer, settings, background
        self._has_mailbox, self._window = has_mailbox, window
        offer.wanted.connect(self.choose)
        offer.refused.connect(self._forget)

    def tell_waiting(self) -> None:
        """Say on the first page which list waits for the first mailbox."""
        if self._settings.waiting_list is not None:
            self.keep(self._settings.waiting_list)
        else:
            self._forget()

    def open(self, paths: Sequence[Path]) -> None:
        """Open files; what may be a subscriber list is looked into first, and asked about where it is not clear."""
        from ..jobs.readers import TABLES, maybe_readers

        if len(paths) != 1 or paths[0].suffix.lower() not in TABLES:
            self.mail.emit(list(paths))
            return
        # What cannot be read is told by who reads it as mail.
        self._background.run(
            lambda _tell, _cancel: maybe_readers(paths[0]),
            done=lambda found: self._on_found(paths[0], found),
            failed=lambda _: self.mail.emit(list(paths)),
        )

    def _on_found(self, path: Path, found: MaybeReaders | None) -> None:
        if found is None:
            self.mail.emit([path])
        elif not found.may_tell_errors:
            self._take(path, is_list=True)
        else:
            dialog = ListOrErrors(path.name, found.readers, self._window)
            dialog.taken.connect(lambda is_list: self._take(path, is_list=is_list))
            dialog.finished.connect(dialog.deleteLater)
            dialog.open()

    def _take(self, path: Path, *, is_list: bool) -> None:
        if not is_list:
            self.mail.emit([path])
        elif self._has_mailbox():
            self.readers.emit(path)
        else:
            self.keep(path)

    # Before there is a mailbox

    def choose(self) -> None:
        """Ask for a list."""
        chooser = QFileDialog(self._window, self.tr("Your subscriber list"))
        chooser.setNameFilters([self.tr("Lists (*.csv *.xlsx *.tsv *.txt)"), self.tr("All files (*)")])
        open_chooser(chooser, self.keep)

    def keep(self, path: Path) -> None:
        """Look into a list, and keep its place for the first mailbox."""

        def look(*_: object) -> int:
            from ..export import SubscriberList, read_table

            return sum(1 for _ in SubscriberList(read_table(path)))

        self._background.run(
            look,
            done=lambda readers: self._on_kept(path, readers),
            failed=self._on_failed,
        )

    def _on_kept(self, path: Path, readers: int) -> None:
        self._settings.waiting_list = path
        self._offer.show_waiting(path.name, readers)
        self._offer.away.show()

    def _on_failed(self, error: Exception) -> None:
        self._forget()
        self._offer.show_nothing(note_of(error))

    def _forget(self) -> None:
        self._settings.waiting_list = None
        self._offer.show_nothing()
        self._offer.away.hide()
