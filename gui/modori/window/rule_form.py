"""One rule: what most rules need as a form, and the whole of it as it is written; each follows the other."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QFormLayout, QLabel, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from ..records import Choice
from ..rules import RuleError, drafts, reasons
from .look import GAP, fixed_font
from .words import choice_name

_OR = " | "
_ACTIONS = (Choice.UNSUBSCRIBE, Choice.RETRY, Choice.FIX_SENDER, Choice.REVIEW, Choice.IGNORE)


class RuleForm(QWidget):
    """`written` tells the rule as it is written whenever the user changes it."""

    written = Signal(str)

    def __init__(self, language: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._showing = False
        self.words, self.domains, self.reason, self.action = QLineEdit(), QLineEdit(), QComboBox(), QComboBox()
        self.text = QPlainTextEdit()
        self.text.setFont(fixed_font())
        self.text.setTabChangesFocus(True)
        self.text.setLineWrapMode(QPlainTextEdit.LineWrapMode.WidgetWidth)
        for name, reason in reasons().items():
            self.reason.addItem(reason.name(language), name)
        self.action.addItem(self.tr("As usual for this reason"), None)
        for choice in _ACTIONS:
            self.action.addItem(choice_name(choice), choice.value)
        self.words.setPlaceholderText(self.tr("Words of the reply; several with | between them"))
        self.domains.setPlaceholderText(self.tr("all; or domains, with commas"))
        form = QFormLayout()
        form.setVerticalSpacing(GAP)
        form.addRow(self.tr("The reply &contains"), self.words)
        form.addRow(self.tr("Only for readers &at"), self.domains)
        form.addRow(self.tr("That m&eans"), self.reason)
        form.addRow(self.tr("&What to do"), self.action)
        label = QLabel(self.tr("&The rule as it is written"))
        label.setBuddy(self.text)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GAP)
        layout.addLayout(form)
        layout.addWidget(label)
        layout.addWidget(self.text, 1)
        self._fields = (self.words, self.domains, self.reason, self.action)
        self.words.textEdited.connect(self._on_form)
        self.domains.textEdited.connect(self._on_form)
        self.reason.activated.connect(self._on_form)
        self.action.activated.connect(self._on_form)
        self.text.textChanged.connect(self._on_text)

    def show_rule(self, piece: str) -> None:
        """Show a rule, without telling."""
        self._showing = True
        if self.text.toPlainText() != piece:
            self.text.setPlainText(piece)
        self._fill_form(piece)
        self._showing = False

    def begin(self) -> None:
        """Put the keyboard where a new rule begins."""
        self.words.setFocus()
        self.words.selectAll()

    def _fill_form(self, piece: str) -> None:
        """The fields of the form; they can be used while the rule can be read."""
        try:
            table = dict(drafts.table_of(piece))
        except RuleError:
            table = {}
        for one in self._fields:
            one.setEnabled(bool(table))
        self.words.setEnabled(bool(table) and "pattern" not in table)
        match, domains = table.get("match", []), table.get("domain", [])
        self.words.setText(_OR.join(match) if _are_texts(match) else "")
        self.domains.setText(", ".join(domains) if _are_texts(domains) else "")
        self.reason.setCurrentIndex(self.reason.findData(table.get("reason")))
        self.action.setCurrentIndex(max(0, self.action.findData(table.get("action"))))

    def _on_form(self) -> None:
        try:
            table = dict(drafts.table_of(self.text.toPlainText()))
        except RuleError:
            return
        words = [one.strip() for one in self.words.text().split("|") if one.strip()]
        if "pattern" not in table:
            if words and table.get("loses") == [drafts.near_miss("".join(table.get("match", [])[:1]))]:
                table["loses"] = [drafts.near_miss(words[0])]
            table["match"] = words
        _put(table, "domain", [one.strip() for one in self.domains.text().split(",") if one.strip()])
        _put(table, "action", self.action.currentData())
        table["reason"] = self.reason.currentData()
        piece = drafts.as_toml(table)
        self._showing = True
        self.text.setPlainText(piece)
        self._showing = False
        self.written.emit(piece)

    def _on_text(self) -> None:
        if not self._showing:
            piece = self.text.toPlainText()
            self._fill_form(piece)
            self.written.emit(piece)


def _put(table: dict[str, Any], name: str, value: Any) -> None:
    """Set a field, or take it out where there is nothing to say."""
    if value:
        table[name] = value
    else:
        table.pop(name, None)


def _are_texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(one, str) for one in value)
