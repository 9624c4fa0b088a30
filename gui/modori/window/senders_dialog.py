"""Which lists and senders are the user's newsletters: what Modori has learned, and the user's correction."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QPushButton, QWidget

from ..jobs.ours import Sender, say, senders
from ..records import Account
from ..store import Store
from .banner import Banner
from .dialog_frame import button_row, framed
from .plain_table import PlainTable
from .store_work import Desk, StoreWork
from .trouble import note_of
from .words import number

_SIZE = (720, 460)


class SendersDialog(QDialog):
    """`changed` when the user has said something: other addresses may be held back now."""

    changed = Signal()

    def __init__(self, desk: Desk, account: Account, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._account_id, self._now = account.id or 0, desk.now
        self._senders: list[Sender] = []
        self.banner = Banner(desk.language)
        self._work = StoreWork(desk, lambda error: self.banner.show_error(note_of(error)))
        self.table = PlainTable(self.tr("Lists and senders"), wide=0, right=frozenset({1}))
        self.ours, self.private = QPushButton(self.tr("It is &mine")), QPushButton(self.tr("It is &not mine"))
        self.unsaid, self.close_ = QPushButton(self.tr("As Modori &thinks")), QPushButton(self.tr("Close"))
        layout = framed(
            self,
            self.tr("Which newsletters are yours?"),
            self.tr(
                "Modori learns it from the mails that came back. What is not yours (private mail, mail that others sent"
                " in your name) never unsubscribes anybody."
            ),
        )
        layout.addWidget(self.banner)
        layout.addWidget(self.table, 1)
        layout.addLayout(button_row(self.close_, left=(self.ours, self.private, self.unsaid)))
        self.resize(*_SIZE)
        self.table.selectionModel().currentRowChanged.connect(lambda *_: self._write_buttons())
        self.ours.clicked.connect(lambda: self._say(ours=True))
        self.private.clicked.connect(lambda: self._say(ours=False))
        self.unsaid.clicked.connect(lambda: self._say(ours=None))
        self.close_.clicked.connect(self.reject)
        self._write_buttons()
        self._read()

    def settled(self) -> bool:
        """Whether nothing is being done."""
        return self._work.settled()

    def _read(self) -> None:
        self._work.run(lambda store: senders(store, self._account_id), self._on_read)

    def _on_read(self, found: list[Sender]) -> None:
        row, self._senders = self.table.current() or 0, found
        titles = (self.tr("List or sender"), self.tr("Failed addresses"), self.tr("Whose"), self.tr("Decided by"))
        self.table.fill(titles, [self._line(one) for one in found])
        if found:
            self.table.selectRow(min(row, len(found) - 1))
            self.table.setFocus()
        self._write_buttons()

    def _line(self, one: Sender) -> tuple[str, ...]:
        whose = self.tr("your newsletter") if one.ours else self.tr("not yours")
        return (one.name, number(one.recipients), whose, self.tr("you") if one.said else "Modori")

    def _current(self) -> Sender | None:
        row = self.table.current()
        return self._senders[row] if row is not None and row < len(self._senders) else None

    def _write_buttons(self) -> None:
        one = self._current()
        self.ours.setEnabled(one is not None and not (one.ours and one.said))
        self.private.setEnabled(one is not None and (one.ours or not one.said))
        self.unsaid.setEnabled(one is not None and one.said)

    def _say(self, *, ours: bool | None) -> None:
        one = self._current()
        if one is None:
            return

        def work(store: Store) -> list[Sender]:
            say(store, self._account_id, {one.name: ours}, self._now())
            return senders(store, self._account_id)

        self._work.run(work, self._on_said)

    def _on_said(self, found: list[Sender]) -> None:
        self._on_read(found)
        self.changed.emit()
