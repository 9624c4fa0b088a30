"""The incidents above their rows: each once, with its cause in words, and one decision for all of its readers."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from ..records import Choice
from ..sentences import tell
from ..store import HeldGroup, Section
from .icons import icon
from .look import GAP
from .prose import Prose
from .store_work import Desk, StoreWork
from .trouble import note_of
from .words import CHOICE_ICONS, number

MOST = 20
_TALL = 230


class _Line(QFrame):
    """One incident. `decided` tells the choice, `opened` whether its addresses alone shall be shown."""

    decided = Signal(object)
    opened = Signal(bool)

    def __init__(self, group: HeldGroup, language: str) -> None:
        super().__init__()
        own = group.proposed is Choice.FIX_SENDER
        picture, words = QLabel(), Prose()
        drawing = icon("wrench" if own else "triangle-alert")
        picture.setPixmap(drawing.pixmap(QSize(16, 16), self.devicePixelRatioF()))
        words.setTextFormat(Qt.TextFormat.PlainText)
        words.setText(tell(group.why, language).what)
        count = len(group.ids)
        self.keep = QPushButton(self.tr("Keep sending to all %Ln", "", count))
        self.stop = QPushButton(self.tr("Unsubscribe all %Ln", "", count))
        self.only = QPushButton(self.tr("Show only these"))
        self.only.setCheckable(True)
        self.keep.setIcon(icon(CHOICE_ICONS[Choice.RETRY], air=4))
        self.stop.setIcon(icon(CHOICE_ICONS[Choice.UNSUBSCRIBE], air=4))
        self.stop.setVisible(not own)
        self.keep.clicked.connect(lambda: self.decided.emit(Choice.RETRY))
        self.stop.clicked.connect(lambda: self.decided.emit(Choice.UNSUBSCRIBE))
        self.only.clicked.connect(self.opened)
        buttons = QHBoxLayout()
        buttons.setSpacing(GAP)
        for button in (self.keep, self.stop, self.only):
            button.setAccessibleDescription(words.text())
            buttons.addWidget(button)
        buttons.addStretch(1)
        right = QVBoxLayout()
        right.setSpacing(GAP // 2)
        right.addWidget(words)
        right.addLayout(buttons)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(GAP, GAP // 2, GAP, GAP // 2)
        layout.setSpacing(GAP)
        layout.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
        layout.addLayout(right, 1)


class IncidentList(QScrollArea):
    """Hidden but in the section of incidents. `decided` tells ids and choice, `failed` a Note.

    `opened` tells the key of the incident whose addresses alone shall be shown; None: those of all.
    """

    decided = Signal(object, object)
    opened = Signal(object)
    failed = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._language = desk.language
        self._work = StoreWork(desk, lambda error: self.failed.emit(note_of(error)))
        self._groups: Sequence[HeldGroup] = ()
        self._asked = 0
        self._most = MOST
        self._open: str | None = None
        self.more: QPushButton | None = None
        self._anew = QTimer(self, singleShot=True, interval=0)
        self._anew.timeout.connect(self._write)
        self.lines: list[_Line] = []
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()

    def look(self, account_id: int | None, section: Section) -> None:
        """Ask the store what there is, in the section of incidents; hide in every other one."""
        self._asked += 1
        if section is not Section.INCIDENTS or account_id is None:
            self._groups, self._most, self._open = (), MOST, None
            self._anew.stop()
            self.hide()
            return
        asked = self._asked
        self._work.run(lambda store: store.incidents(account_id), lambda groups: self._on_found(asked, groups))

    def _on_found(self, asked: int, groups: list[HeldGroup]) -> None:
        if asked == self._asked:
            self._groups = groups
            self._write()

    def close_all(self) -> None:
        """No incident is shown by itself any more."""
        self._open = None
        for line in self.lines:
            line.only.setChecked(False)

    def _on_open(self, key: str, *, wanted: bool) -> None:
        self._open = key if wanted else None
        for line, group in zip(self.lines, self._groups, strict=False):
            line.only.setChecked(group.key == self._open)
        self.opened.emit(self._open)

    def _on_more(self) -> None:
        self._most += MOST
        self._write()

    def _write(self) -> None:
        if self._open is not None and all(group.key != self._open for group in self._groups):
            self._open = None  # decided: the rows of all others are shown again
            self.opened.emit(None)
        inside = QWidget()
        layout = QVBoxLayout(inside)
        layout.setContentsMargins(0, 0, 0, GAP)
        layout.setSpacing(GAP // 2)
        self.lines = []
        for group in self._groups[: self._most]:
            line = _Line(group, self._language())
            ids = list(group.ids)
            line.decided.connect(lambda choice, ids=ids: self.decided.emit(ids, choice))
            line.only.setChecked(group.key == self._open)
            line.opened.connect(lambda wanted, key=group.key: self._on_open(key, wanted=wanted))
            layout.addWidget(line)
            self.lines.append(line)
        left = len(self._groups) - self._most
        self.more = None
        if left > 0:
            self.more = QPushButton(self.tr("Show %Ln more incident(s)", "", min(left, MOST)))
            self.more.clicked.connect(self._on_more)
            layout.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addStretch(1)
        self.setWidget(inside)
        self.setAccessibleName(self.tr("Incidents"))
        self.setAccessibleDescription(number(len(self._groups)))
        self._fit()
        self.setVisible(bool(self.lines))

    def _fit(self) -> None:
        """As tall as its lines, up to a limit, then it scrolls."""
        inside = self.widget()
        if inside is not None:
            wanted = inside.heightForWidth(self.viewport().width()) if inside.hasHeightForWidth() else 0
            self.setFixedHeight(min(max(wanted, inside.sizeHint().height() if wanted <= 0 else wanted), _TALL))

    def resizeEvent(self, event: object) -> None:
        """Qt: words wrap anew."""
        super().resizeEvent(event)  # pyright: ignore[reportArgumentType]
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        """Follow language and palette."""
        super().changeEvent(event)
        # Later: who tells all widgets of the change walks over the lines that are made anew.
        if event.type() in (QEvent.Type.LanguageChange, QEvent.Type.PaletteChange) and self.isVisible():
            self._anew.start()
