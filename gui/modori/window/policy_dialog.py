"""When an address is proposed for unsubscribing: two presets, every threshold, and what a change would move."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from ..jobs import CancelToken
from ..jobs.policies import PRESETS, Rehearsal, policy_of, thresholds, with_thresholds
from ..records import Account, Choice
from ..review import STANDARD, Policy
from ..store import Store
from .banner import Banner
from .bridge import Task, Tell
from .dialog_frame import button_row, framed
from .look import GAP, GROUP, scaled
from .prose import Prose
from .store_work import Desk, StoreWork
from .trouble import note_of
from .words import choice_name, fill

TYPING_MS = 200
_MOST_SENDINGS, _MOST_DAYS = 20, 3650
_OWN = "own"
Moves = Mapping[tuple[Choice, Choice], int]


class PolicyDialog(QDialog):
    """`chosen` tells the policy before and the one that is wanted; nothing is stored here."""

    chosen = Signal(object, object)

    def __init__(self, desk: Desk, accounts: Sequence[Account], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._background = desk.background
        self._before: Policy = STANDARD
        self._rehearsals: list[Rehearsal] | None = None
        self._task: Task | None = None
        self._stale = False
        self.preset = QComboBox()
        self.fields: dict[str, QSpinBox] = {}
        self.preview, self.banner = Prose(), Banner(desk.language)
        self.cancel, self.use = QPushButton(self.tr("Cancel")), QPushButton(self.tr("Use these &thresholds"))
        self._typing = QTimer(self, singleShot=True, interval=TYPING_MS)
        self._typing.timeout.connect(self._ask)
        self._lay_out()
        self._set_all(STANDARD)
        self.preset.activated.connect(self._on_preset)
        self.cancel.clicked.connect(self.reject)
        self.use.clicked.connect(self._on_use)
        self._read(desk, [one.id for one in accounts if one.id is not None])

    # The parts

    def _lay_out(self) -> None:
        layout = framed(
            self,
            self.tr("When is an address proposed for unsubscribing?"),
            self.tr(
                "Modori counts newsletters that failed, not mails that came back. Your own decisions never change."
            ),
        )
        self.preset.addItem(self.tr("Standard: one clear answer is enough"), "standard")
        self.preset.addItem(self.tr("Cautious: always two newsletters"), "cautious")
        self.preset.addItem(self.tr("Own thresholds"), _OWN)
        form = QGridLayout()
        form.setHorizontalSpacing(GROUP)
        form.setVerticalSpacing(GAP // 2)
        form.setColumnStretch(0, 1)
        top = QHBoxLayout()
        top.setSpacing(GROUP)
        label = QLabel(self.tr("&Presets"))
        label.setBuddy(self.preset)
        top.addWidget(label)
        top.addWidget(self.preset, 1)
        layout.addLayout(top)
        for heading, rows in self._groups():
            self._add_heading(form, heading)
            for name, words, in_days in rows:
                field = self.fields[name] = QSpinBox()
                field.setRange(0 if in_days else 1, _MOST_DAYS if in_days else _MOST_SENDINGS)
                field.setProperty("days", in_days)
                field.setAlignment(Qt.AlignmentFlag.AlignRight)
                field.setFixedWidth(150)
                field.valueChanged.connect(self._on_changed)
                self._add_row(form, words, field)
        layout.addLayout(form)
        layout.addSpacing(GAP)
        frame = QFrame()
        frame.setFrameShape(QFrame.Shape.StyledPanel)
        inside = QVBoxLayout(frame)
        inside.addWidget(self.preview)
        self.preview.setMinimumHeight(3 * self.fontMetrics().lineSpacing())
        self.preview.setAlignment(Qt.AlignmentFlag.AlignTop)
        layout.addWidget(frame)
        layout.addWidget(self.banner)
        layout.addStretch(1)
        layout.addSpacing(GAP)
        layout.addLayout(button_row(self.cancel, self.use))
        self.use.setDefault(True)
        self.setMinimumWidth(640)

    def _groups(self) -> list[tuple[str, list[tuple[str, str, bool]]]]:
        """Heading and rows: the threshold's name, its words, whether it is in days."""
        return [
            (
                self.tr("The address does not exist"),
                [
                    ("hard_sendings", self.tr("The receiving server says so itself"), False),
                    ("hearsay_sendings", self.tr("Only another server says so, or it is not quite clear"), False),
                    ("contradicted_sendings", self.tr("Mail had arrived there after an earlier failure"), False),
                    ("hard_expires", self.tr("Failures older than this go to Review"), True),
                ],
            ),
            (
                self.tr("The domain does not exist (perhaps a typing error)"),
                [
                    ("domain_sendings", self.tr("So many newsletters must fail"), False),
                    ("domain_span", self.tr("… over at least"), True),
                ],
            ),
            (
                self.tr("Passing trouble (mailbox full, server down)"),
                [
                    ("soft_sendings", self.tr("So many newsletters must fail"), False),
                    ("soft_span", self.tr("… over at least"), True),
                    ("soft_expires", self.tr("Failures older than this are forgotten"), True),
                ],
            ),
        ]

    def _add_heading(self, form: QGridLayout, text: str) -> None:
        heading = QLabel(text)
        heading.setFont(scaled(self.font(), 1.0, bold=True))
        heading.setContentsMargins(0, GAP, 0, 0)
        form.addWidget(heading, form.rowCount(), 0, 1, 2)

    def _add_row(self, form: QGridLayout, text: str, field: QSpinBox) -> None:
        label, row = QLabel(text), form.rowCount()
        label.setBuddy(field)
        field.setAccessibleName(text)
        form.addWidget(label, row, 0)
        form.addWidget(field, row, 1)

    # What is wanted

    def wanted(self) -> Policy:
        """The policy as the fields have it."""
        return with_thresholds(self._before, {name: field.value() for name, field in self.fields.items()})

    def _set_all(self, policy: Policy) -> None:
        for name, value in thresholds(policy).items():
            self.fields[name].blockSignals(True)  # noqa: FBT003
            self.fields[name].setValue(value)
            self.fields[name].blockSignals(False)  # noqa: FBT003
        self._on_changed()

    def _on_preset(self) -> None:
        policy = PRESETS.get(self.preset.currentData())
        if policy is not None:
            self._set_all(policy)

    def _on_changed(self) -> None:
        wanted = self.wanted()
        for field in self.fields.values():
            count = field.value()
            days, sendings = self.tr(" day(s)", "", count), self.tr(" newsletter(s)", "", count)
            field.setSuffix(days if field.property("days") else sendings)
        named = next((name for name, policy in PRESETS.items() if policy == wanted), _OWN)
        self.preset.setCurrentIndex(self.preset.findData(named))
        self.use.setEnabled(self._rehearsals is not None and wanted != self._before)
        self._typing.start()

    def _on_use(self) -> None:
        self.chosen.emit(self._before, self.wanted())
        self.accept()

    # What it would move

    def _read(self, desk: Desk, accounts: Sequence[int]) -> None:
        self._tell(self.tr("Reading what came back…"))
        now = desk.now()

        def work(store: Store) -> tuple[Policy, list[Rehearsal]]:
            return policy_of(store), [Rehearsal(store, one, now) for one in accounts]

        StoreWork(desk, self._on_failed).run(work, lambda read: self._on_read(*read))

    def _on_read(self, policy: Policy, rehearsals: list[Rehearsal]) -> None:
        self._before, self._rehearsals = policy, rehearsals
        self._set_all(policy)

    def settled(self) -> bool:
        """Whether the preview tells about the fields as they are."""
        return self._rehearsals is not None and self._task is None and not self._typing.isActive()

    def _ask(self) -> None:
        """Count in the background; what was asked before is given up."""
        if self._rehearsals is None:
            return
        if self._task is not None:
            self._stale = True
            self._task.cancel.cancel()
            return
        wanted, rehearsals = self.wanted(), self._rehearsals
        self._tell(self.tr("Counting…"))

        def work(_tell: Tell, cancel: CancelToken) -> Moves:
            moves: Counter[tuple[Choice, Choice]] = Counter()
            for one in rehearsals:
                moves.update(one.moves(wanted, cancel.cancelled))
            return moves

        self._task = self._background.run(work, done=self._on_counted, failed=self._on_failed)

    def _on_counted(self, moves: Moves) -> None:
        self._task = None
        if self._stale:
            self._stale = False
            self._ask()
            return
        self._tell("\n".join(self._sentences(moves)))

    def _sentences(self, moves: Moves) -> list[str]:
        if self.wanted() == self._before:
            return [self.tr("These thresholds are in use.")]
        if not moves:
            return [self.tr("This change moves no address.")]
        return [
            fill(
                self.tr("This change moves %Ln address(es) from “%1” to “%2”.", "", count),
                choice_name(before),
                choice_name(after),
            )
            for (before, after), count in sorted(moves.items(), key=lambda one: (-one[1], one[0]))
        ]

    def _tell(self, text: str) -> None:
        self.preview.setText(text)

    def _on_failed(self, error: Exception) -> None:
        self._task = None
        self._tell("")
        self.banner.show_error(note_of(error))
