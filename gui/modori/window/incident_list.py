"""The incidents above their rows: each once, with its cause in words, and one decision for all of its readers."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from ..records import Choice
from ..sentences import tell
from ..store import HeldGroup, Section, Store
from .bridge import Background
from .icons import icon
from .look import GAP
from .prose import Prose
from .trouble import note_of
from .words import CHOICE_ICONS, number

MOST = 20
_TALL = 230


class _Line(QFrame):
    """One incident. `decided` tells the choice, `asked` that its rows shall be selected."""

    decided = Signal(object)
    asked = Signal()

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
        self.select = QPushButton(self.tr("Select them"))
        self.keep.setIcon(icon(CHOICE_ICONS[Choice.RETRY], air=4))
        self.stop.setIcon(icon(CHOICE_ICONS[Choice.UNSUBSCRIBE], air=4))
        self.stop.setVisible(not own)
        self.keep.clicked.connect(lambda: self.decided.emit(Choice.RETRY))
        self.stop.clicked.connect(lambda: self.decided.emit(Choice.UNSUBSCRIBE))
        self.select.clicked.connect(self.asked)
        buttons = QHBoxLayout()
        buttons.setSpacing(GAP)
        for button in (self.keep, self.stop, self.select):
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
    """Hidden but in the section of incidents. `decided` tells ids and choice, `selected` ids; `failed` a Note."""

    decided = Signal(object, object)
    selected = Signal(object)
    failed = Signal(object)

    def __init__(self, open_store: Callable[[], Store], background: Background, language: Callable[[], str]) -> None:
        super().__init__()
        self._open_store, self._background, self._language = open_store, background, language
        self._groups: Sequence[HeldGroup] = ()
        self._asked = 0
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
            self._groups = ()
            self._anew.stop()
            self.hide()
            return
        asked = self._asked

        def work(*_: object) -> list[HeldGroup]:
            with self._open_store() as store:
                return store.incidents(account_id)

        self._background.run(
            work,
            done=lambda groups: self._on_found(asked, groups),
            failed=lambda error: self.failed.emit(note_of(error)),
        )

    def _on_found(self, asked: int, groups: list[HeldGroup]) -> None:
        if asked == self._asked:
            self._groups = groups
            self._write()

    def _write(self) -> None:
        inside = QWidget()
        layout = QVBoxLayout(inside)
        layout.setContentsMargins(0, 0, 0, GAP)
        layout.setSpacing(GAP // 2)
        self.lines = []
        for group in self._groups[:MOST]:
            line = _Line(group, self._language())
            ids = list(group.ids)
            line.decided.connect(lambda choice, ids=ids: self.decided.emit(ids, choice))
            line.asked.connect(lambda ids=ids: self.selected.emit(ids))
            layout.addWidget(line)
            self.lines.append(line)
        if len(self._groups) > MOST:
            more = QLabel(self.tr("… and %Ln more incident(s)", "", len(self._groups) - MOST))
            more.setContentsMargins(GAP, 0, 0, 0)
            layout.addWidget(more)
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
