"""The user's own rules: a form and the rule as it is written, with live proof of what it would do to this mailbox."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QListWidget,
    QPushButton,
    QTabWidget,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from ..records import Note
from ..rules import RuleBook, RuleError, drafts
from ..store import PastFailure, Store
from .bridge import Background, Task, Tell
from .cases import in_words
from .harmless import one_line
from .icons import icon
from .look import GAP, GROUP, PAGE, quiet, scaled
from .prose import Prose
from .rule_form import RuleForm
from .trouble import note_of
from .words import choice_name, fill, number

if TYPE_CHECKING:
    from ..jobs import CancelToken
    from ..jobs.proving import Proof, Seen
    from ..rules.own import OwnRules

TYPING_MS = 250
_SIZE = (980, 700)
_EXAMPLE = "550 5.1.1 words of the reply"


@dataclass(frozen=True, slots=True)
class _Found:
    """What is known of one version of the rules: what is wrong, by rule, and what they would do."""

    text: str
    wrong: list[Note] = field(default_factory=list[Note])
    proof: Proof | None = None


class RulesDialog(QDialog):
    """`saved` when the file was written: all is to be judged again. `start`: a failure to make a rule from."""

    saved = Signal()

    def __init__(
        self,
        own: OwnRules,
        bundled: Callable[[], RuleBook],
        open_store: Callable[[], Store],
        background: Background,
        account_id: int,
        language: str,
        now: Callable[[], datetime],
        start: PastFailure | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._own, self._bundled, self._open_store, self._background = own, bundled, open_store, background
        self._account_id, self._language, self._now = account_id, language, now
        self._seen: list[Seen] | None = None
        self._task: Task | None = None
        self._stale = False
        self._found: _Found | None = None
        self._failure: Note | None = None
        self._broken: Note | None = None
        self._before, self._pieces = self._read()
        self.setWindowTitle(self.tr("Own rules"))
        self.rules, self.form = QListWidget(), RuleForm(language)
        self._new, self._remove = QPushButton(self.tr("&New rule")), QPushButton(self.tr("&Remove"))
        self._state, self._wrong = Prose(), Prose()
        self._wrong_icon = QLabel()
        self.changes, self.replies, self._tabs = QTreeWidget(), QListWidget(), QTabWidget()
        self.save, self._close = QPushButton(self.tr("&Save and judge again")), QPushButton()
        self._typing = QTimer(self, singleShot=True, interval=TYPING_MS)
        self._lay_out()
        self._connect()
        self._fill_rules(0)
        if start is not None:
            self._add(start)
        self._ask()

    # What there is

    def _read(self) -> tuple[str, list[str]]:
        """The file in use and its rules. One that cannot be read is not written over: a person mends it."""
        try:
            text = self._own.text()
            return text, drafts.pieces(text, self._own.path.name)
        except RuleError as error:
            self._broken = error.note
            return "", []

    def text(self) -> str:
        """The file as it would be saved."""
        return drafts.whole(self._pieces)

    def changed(self) -> bool:
        """Whether anything is not saved."""
        return bool(self._pieces or self._before.strip()) and self.text() != self._before

    # The parts

    def _lay_out(self) -> None:
        title, hint = QLabel(self.tr("Own rules")), quiet(Prose())
        title.setFont(scaled(self.font(), 1.3, bold=True))
        hint.setText(
            self.tr("Your rules are asked before the bundled ones. Below stands what they would do to this mailbox.")
        )
        self.rules.setAccessibleName(self.tr("Your rules"))
        self.rules.setMinimumWidth(180)
        left = QVBoxLayout()
        left.setSpacing(GAP)
        left.addWidget(self.rules, 1)
        buttons = QHBoxLayout()
        buttons.setSpacing(GAP)
        buttons.addWidget(self._new)
        buttons.addWidget(self._remove)
        left.addLayout(buttons)
        self.changes.setHeaderLabels([self.tr("Address"), self.tr("Now"), self.tr("Then"), self.tr("Server's reply")])
        self.changes.setRootIsDecorated(False)
        self.changes.setUniformRowHeights(True)
        self.changes.setAccessibleName(self.tr("Addresses whose decision changes"))
        header = self.changes.header()
        for column in range(3):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
        self.replies.setAccessibleName(self.tr("Replies that this rule matches"))
        for view in (self.changes, self.replies):
            view.setFrameShape(QFrame.Shape.NoFrame)
        self._tabs.setDocumentMode(True)
        self._tabs.addTab(self.changes, "")
        self._tabs.addTab(self.replies, "")
        wrong = QHBoxLayout()
        wrong.setSpacing(GAP)
        wrong.addWidget(self._wrong_icon, 0, Qt.AlignmentFlag.AlignTop)
        wrong.addWidget(self._wrong, 1)
        self._wrong_icon.setPixmap(icon("triangle-alert").pixmap(16, 16))
        right = QVBoxLayout()
        right.setSpacing(GAP)
        right.addWidget(self.form, 3)
        right.addLayout(wrong)
        right.addWidget(self._state)
        right.addWidget(self._tabs, 2)
        halves = QHBoxLayout()
        halves.setSpacing(GROUP)
        halves.addLayout(left, 1)
        halves.addLayout(right, 4)
        end = QHBoxLayout()
        end.setSpacing(GAP)
        end.addStretch(1)
        end.addWidget(self._close)
        end.addWidget(self.save)
        self.save.setDefault(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(PAGE, PAGE, PAGE, GROUP)
        layout.setSpacing(GROUP)
        layout.addWidget(title)
        layout.addWidget(hint)
        layout.addLayout(halves, 1)
        layout.addLayout(end)
        self.resize(*_SIZE)

    def _connect(self) -> None:
        self.rules.currentRowChanged.connect(self._show_rule)
        self.form.written.connect(self._on_written)
        self._new.clicked.connect(lambda: self._add(None))
        self._remove.clicked.connect(self._take_away)
        self._typing.timeout.connect(self._ask)
        self.save.clicked.connect(self._save)
        self._close.clicked.connect(self.reject)

    def done(self, result: int) -> None:
        """Qt: nobody waits for the proof any more."""
        if self._task is not None:
            self._task.cancel.cancel()
        super().done(result)

    # Rules

    def _fill_rules(self, current: int) -> None:
        self.rules.blockSignals(True)  # noqa: FBT003
        self.rules.clear()
        self.rules.addItems([self._line(place) for place in range(len(self._pieces))])
        self.rules.setCurrentRow(min(current, len(self._pieces) - 1))
        self.rules.blockSignals(False)  # noqa: FBT003
        self._show_rule()

    def _line(self, place: int) -> str:
        """A rule in the list: its name, and how many failures it matches as far as that is known."""
        name = _id_of(self._pieces[place])
        matched = self._found.proof.matched.get(name) if self._found and self._found.proof else None
        name = name or fill(self.tr("(rule %1)"), number(place + 1))
        return name if matched is None else f"{name}  ({number(matched)})"

    def _show_rule(self) -> None:
        place = self.rules.currentRow()
        there = 0 <= place < len(self._pieces)
        self.form.setEnabled(there)
        self._remove.setEnabled(there)
        self.form.show_rule(self._pieces[place] if there else "")
        self._show_state()

    def _add(self, start: PastFailure | None) -> None:
        reply = one_line(start.diagnostic) if start else ""
        words = drafts.telling_words(reply) if reply else drafts.telling_words(_EXAMPLE)
        taken = {*(_id_of(piece) for piece in self._pieces), *(rule.id for rule in self._bundled().rules)}
        reason = (start.reason if start else None) or "undetermined"
        self._pieces.append(drafts.as_toml(drafts.draft(reply or _EXAMPLE, words, reason, taken)))
        self._fill_rules(len(self._pieces) - 1)
        self.form.begin()
        self._typing.start()

    def _take_away(self) -> None:
        place = self.rules.currentRow()
        if 0 <= place < len(self._pieces):
            del self._pieces[place]
            self._fill_rules(place)
            self._typing.start()

    def _on_written(self, piece: str) -> None:
        place = self.rules.currentRow()
        if 0 <= place < len(self._pieces):
            self._pieces[place] = piece
            self._show_state()
            self._typing.start()

    # Proof

    def settled(self) -> bool:
        """Whether what is shown belongs to what is written."""
        return self._task is None and not self._typing.isActive()

    def _ask(self) -> None:
        if self._task is not None:
            self._stale = True
            return
        self._stale = False
        text, seen = self.text(), self._seen
        self._task = self._background.run(
            lambda tell, cancel: self._work(text, seen, tell, cancel), done=self._on_proof, failed=self._on_failed
        )
        self._show_state()

    def _work(self, text: str, seen: list[Seen] | None, _tell: Tell, cancel: CancelToken) -> tuple[list[Seen], _Found]:
        """In the background: the evidence, the first time; then the findings and the proof."""
        from ..jobs.proving import look, prove
        from ..rules.lint import check_text

        bundled = self._bundled()
        with self._open_store() as store:
            if seen is None:
                seen = look(store, self._account_id, bundled, cancel)
            findings = check_text(text, self._own.path)
            wrong = [Note(one.code, {**one.details, "path": one.path.name, "rule": one.rule_id}) for one in findings]
            try:
                proof = prove(
                    store, self._account_id, seen, rules=text, before=self._before, bundled=bundled, now=self._now()
                )
            except RuleError:
                proof = None  # the findings say why
        return seen, _Found(text, wrong, proof)

    def _on_proof(self, found: tuple[list[Seen], _Found]) -> None:
        self._seen, self._found = found
        self._failure = None
        self._end()

    def _on_failed(self, error: Exception) -> None:
        self._found, self._failure = None, note_of(error)
        self._end()

    def _end(self) -> None:
        self._task = None
        if self._stale:
            self._ask()
            return
        for place in range(len(self._pieces)):
            self.rules.item(place).setText(self._line(place))
        self._show_state()

    def _show_state(self) -> None:
        found = self._found
        current = found is not None and found.text == self.text()
        wrong = [in_words(note, self._language) for note in found.wrong[:4]] if found and current else []
        trouble = self._broken or self._failure
        if trouble is not None:
            wrong = [in_words(trouble, self._language)]
        self._wrong.setText("\n".join(wrong))
        self._wrong.setVisible(bool(wrong))
        self._wrong_icon.setVisible(bool(wrong))
        self.save.setEnabled(current and not wrong and self.changed())
        self._close.setText(self.tr("Discard changes") if self.changed() else self.tr("Close"))
        proof = found.proof if found and current else None
        if proof is None:
            self._state.setText("" if wrong else self.tr("Looking at the mails of this mailbox…"))
        else:
            self._state.setText(self._proof_words(proof))
        self._fill_proof(proof)

    def _proof_words(self, proof: Proof) -> str:
        place = self.rules.currentRow()
        name = _id_of(self._pieces[place]) if 0 <= place < len(self._pieces) else ""
        parts = [self.tr("This rule matches %Ln failure(s).", "", proof.matched.get(name, 0))] if name else []
        parts.append(self.tr("With these rules %Ln address(es) would get another proposal.", "", proof.changes))
        if proof.more:
            parts.append(self.tr("There are more; all are judged after saving."))
        return "".join(parts) if self._language == "ja" else " ".join(parts)

    def _fill_proof(self, proof: Proof | None) -> None:
        self.changes.clear()
        self.replies.clear()
        place = self.rules.currentRow()
        name = _id_of(self._pieces[place]) if 0 <= place < len(self._pieces) else ""
        replies: Sequence[str] = proof.replies.get(name, ()) if proof else ()
        for one in proof.changed if proof else ():
            cells = [one.address, choice_name(one.now), choice_name(one.then), one.diagnostic]
            QTreeWidgetItem(self.changes, [one_line(cell) for cell in cells])
        self.replies.addItems([one_line(reply) for reply in replies])
        changes = proof.changes if proof else 0
        self._tabs.setTabText(0, fill(self.tr("Changed decisions (%1)"), number(changes)))
        self._tabs.setTabText(1, fill(self.tr("Matched replies (%1)"), number(len(replies))))

    def _save(self) -> None:
        try:
            self._own.save(self.text())
        except RuleError as error:
            self._failure = error.note
            self._show_state()
            return
        self.saved.emit()
        self.accept()


def _id_of(piece: str) -> str:
    try:
        return str(drafts.table_of(piece).get("id", ""))
    except RuleError:
        return ""
