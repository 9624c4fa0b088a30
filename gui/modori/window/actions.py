"""Everything that can be done, as actions: each once, with its key, in the menus and on the tool bar."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import QAction, QActionGroup, QKeySequence, QUndoStack
from PySide6.QtWidgets import QMainWindow, QMenu

from ..languages import LANGUAGES, OWN_NAMES
from ..records import Choice
from ..store import Section
from .decision_buttons import KEYS
from .icons import icon
from .look import Appearance
from .words import AT_TIMES, CHOICE_ICONS, SECTION_ICONS, SECTIONS, fill, section_name

_Key = TypeVar("_Key")

# The others are seen in menus only.
_ON_TOOL_BAR = ("scan", "export", "clean", "undo", "redo")

_ICONS = {
    "connect": "plug",
    "open_files": "mail-open",
    "open_folder": "folder-open",
    "open_thunderbird": "folder",
    "sample": "flask-conical",
    "scan": "refresh-cw",
    "export": "file-down",
    "clean": "archive",
    "edit_account": "pencil",
    "remove_account": "trash-2",
    "find": "search",
    "undo": "undo-2",
    "redo": "redo-2",
    "summary": "chart-column",
}
# What can be done when: while nothing is read; with a list of addresses; with rows of one.
WHEN_IDLE = ("connect", "open_files", "open_folder", "open_thunderbird", "sample")
WITH_LIST = (
    *("export", "find", "summary", "own_rules", "rule_from_reply"),
    *("thresholds", "readers", "exports", "report", "senders"),
)
WITH_ROWS = ("decide_more", "to_proposal", "copy_address", "only_reason", "only_domain", "select_all")
_PLAIN = (
    "connect",
    "open_files",
    "open_folder",
    "open_thunderbird",
    "sample",
    "scan_all",
    "scan",
    "export",
    "clean",
    "edit_account",
    "remove_account",
    "quit",
    "find",
    "select_all",
    "to_proposal",
    "decide_more",
    "copy_address",
    "only_reason",
    "only_domain",
    "open_mail",
    "summary",
    "own_rules",
    "rule_from_reply",
    "thresholds",
    "readers",
    "exports",
    "report",
    "senders",
    "move",
    "help",
    "updates",
    "about",
)
_KEYS: dict[str, list[QKeySequence | QKeySequence.StandardKey | str]] = {
    "open_files": [QKeySequence.StandardKey.Open],
    "scan_all": ["Shift+F5"],
    "scan": ["F5"],
    "export": ["Ctrl+E"],
    "clean": ["Ctrl+L"],
    "quit": [QKeySequence.StandardKey.Quit],
    "find": ["Ctrl+F", "/"],
    "to_proposal": ["Backspace"],
    "decide_more": ["D"],
    "select_all": [QKeySequence.StandardKey.SelectAll],
    "summary": ["Ctrl+0"],
    "help": ["F1"],
}
# Between icon and text on the tool bar, where the style leaves none.
_AIR = "\u2009"
# Sections that come and go have the last numbers, so that the others keep theirs.
_NUMBERED = sorted(SECTIONS, key=lambda section: section in AT_TIMES)
_DECIDING = (Choice.UNSUBSCRIBE, Choice.RETRY, Choice.FIX_SENDER, Choice.KEEP, Choice.REVIEW)


class Actions(QObject):
    """The actions by name (`actions["scan"]`), and signals for those that carry a value."""

    decided = Signal(object)
    section_asked = Signal(object)
    language_asked = Signal(str)
    appearance_asked = Signal(object)

    def __init__(self, window: QMainWindow, undo_stack: QUndoStack) -> None:
        super().__init__(window)
        self._window, self._draws_all = window, False
        self._all: dict[str, QAction] = {name: QAction(window) for name in _PLAIN}
        self._undo_texts = {"undo": "", "redo": ""}
        for name, able, call in (
            ("undo", undo_stack.canUndoChanged, undo_stack.undo),
            ("redo", undo_stack.canRedoChanged, undo_stack.redo),
        ):
            self._all[name] = QAction(window, enabled=False)
            able.connect(self._all[name].setEnabled)
            self._all[name].triggered.connect(call)
        undo_stack.undoTextChanged.connect(lambda text: self._write_undo(undo=text))
        undo_stack.redoTextChanged.connect(lambda text: self._write_undo(redo=text))
        self._all["undo"].setShortcuts(QKeySequence.StandardKey.Undo)
        self._all["redo"].setShortcuts([QKeySequence("Ctrl+Shift+Z"), QKeySequence("Ctrl+Y")])
        for name, keys in _KEYS.items():
            self._all[name].setShortcuts([QKeySequence(key) for key in keys])
        self._all["quit"].setMenuRole(QAction.MenuRole.QuitRole)
        self._all["about"].setMenuRole(QAction.MenuRole.AboutRole)
        self.deciding = {choice: self._decide_action(choice) for choice in _DECIDING}
        self._sections = {
            section: self._section_action(place, section) for place, section in enumerate(_NUMBERED, start=1)
        }
        self._languages = self._exclusive(
            {code: QAction(OWN_NAMES[code], window) for code in LANGUAGES}, self.language_asked.emit
        )
        self._looks = self._exclusive({look: QAction(window) for look in Appearance}, self.appearance_asked.emit)
        self.menus = self._build_menus()
        window.addActions(list(self._all.values()))
        window.installEventFilter(self)
        self.retranslate()

    def __getitem__(self, name: str) -> QAction:
        return self._all[name]

    def connect_all(self, calls: dict[str, Callable[[], object]]) -> None:
        """Have each named action call something."""
        for name, call in calls.items():
            self._all[name].triggered.connect(lambda _=False, call=call: call())

    def row_menu(self) -> QMenu:
        """What can be done with the selected rows."""
        menu = QMenu(self._window)
        _fill(
            menu,
            list(self.deciding.values()),
            [self["to_proposal"], self["decide_more"]],
            [self["only_reason"], self["only_domain"]],
            [self["copy_address"], self["open_mail"], self["rule_from_reply"]],
        )
        return menu

    def show_language(self, code: str) -> None:
        """Tick the language in use."""
        self._languages[code].setChecked(True)

    def show_appearance(self, look: Appearance) -> None:
        """Tick the look in use."""
        self._looks[look].setChecked(True)

    def _decide_action(self, choice: Choice) -> QAction:
        action = QAction(self._window)
        action.setShortcut(QKeySequence(KEYS[choice]))
        action.triggered.connect(lambda: self.decided.emit(choice))
        self._window.addAction(action)
        return action

    def _section_action(self, place: int, section: Section) -> QAction:
        action = QAction(self._window)
        action.setShortcut(QKeySequence(f"Ctrl+{place}"))
        action.triggered.connect(lambda: self.section_asked.emit(section))
        self._window.addAction(action)
        return action

    def _exclusive(self, actions: dict[_Key, QAction], tell: Callable[[_Key], None]) -> dict[_Key, QAction]:
        group = QActionGroup(self)
        for key, action in actions.items():
            action.setCheckable(True)
            group.addAction(action)
            action.triggered.connect(lambda _=False, key=key: tell(key))
        return actions

    def _build_menus(self) -> dict[str, QMenu]:
        bar = self._window.menuBar()
        menus = {name: bar.addMenu("") for name in ("file", "edit", "decide", "view", "help")}
        _fill(
            menus["file"],
            [self[name] for name in ("connect", "open_files", "open_folder", "open_thunderbird", "sample")],
            [self["scan"], self["scan_all"], self["readers"]],
            [self["export"], self["exports"], self["report"], self["clean"]],
            [self["edit_account"], self["remove_account"], self["move"]],
            [self["quit"]],
        )
        _fill(menus["edit"], [self["undo"], self["redo"]], [self["select_all"], self["find"]])
        _fill(
            menus["decide"],
            list(self.deciding.values()),
            [self["to_proposal"]],
            [self["decide_more"]],
            [self["rule_from_reply"], self["own_rules"], self["thresholds"], self["senders"]],
        )
        menus["language"], menus["appearance"] = QMenu(self._window), QMenu(self._window)
        _fill(menus["language"], list(self._languages.values()))
        _fill(menus["appearance"], list(self._looks.values()))
        _fill(menus["view"], [self["open_mail"], self["summary"]], [self._sections[section] for section in SECTIONS])
        menus["sort"], menus["columns"] = QMenu(self._window), QMenu(self._window)
        for names in (("sort", "columns"), ("language",)):
            menus["view"].addSeparator()
            for name in names:
                menus["view"].addMenu(menus[name])
        menus["view"].addMenu(menus["appearance"])
        _fill(menus["help"], [self["help"], self["updates"], self["about"]])
        return menus

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow language and palette of the window."""
        if event.type() in (QEvent.Type.LanguageChange, QEvent.Type.PaletteChange):
            self.retranslate()
        return super().eventFilter(watched, event)

    def retranslate(self) -> None:
        """Write all words and draw all icons anew."""
        if self._draws_all:
            self.draw_icons()
        else:
            self._draw(_ON_TOOL_BAR)
        for name, words in self._words().items():
            self._all[name].setText(words)
        for choice, words in self._choice_words().items():
            self.deciding[choice].setText(words)
        for section, action in self._sections.items():
            action.setText(section_name(section))
        for look, words in self._look_words().items():
            self._looks[look].setText(words)
        for name, words in self._menu_words().items():
            self.menus[name].setTitle(words)
        self._write_undo()
        self._all["scan"].setIconText(_AIR + self.tr("Scan"))
        self._all["export"].setIconText(_AIR + self.tr("Export"))
        self._all["clean"].setIconText(_AIR + self.tr("Clean"))
        self._all["clean"].setToolTip(self.tr("Move, mark or delete the returned mail on the server (Ctrl+L)"))
        self._all["scan"].setToolTip(self.tr("Read the new mail of this mailbox (F5)"))
        self._all["export"].setToolTip(self.tr("Save the list to unsubscribe, or to retry, as a file (Ctrl+E)"))

    def draw_icons(self) -> None:
        """Draw the icons anew; those of the menus not before this was called once, as the first look needs none."""
        self._draws_all = True
        self._draw(_ICONS)
        for choice, action in self.deciding.items():
            action.setIcon(icon(CHOICE_ICONS[choice]))
        for section, action in self._sections.items():
            action.setIcon(icon(SECTION_ICONS[section]))

    def _draw(self, names: Iterable[str]) -> None:
        for name in names:
            self._all[name].setIcon(icon(_ICONS[name]))

    def _write_undo(self, **texts: str) -> None:
        """Say what would be undone. (Qt's own undo action keeps the language in which it was made.)"""
        self._undo_texts |= texts
        undo, redo = self._undo_texts["undo"], self._undo_texts["redo"]
        self._all["undo"].setText(fill(self.tr("&Undo: %1"), undo) if undo else self.tr("&Undo"))
        self._all["redo"].setText(fill(self.tr("Re&do: %1"), redo) if redo else self.tr("Re&do"))
        self._all["undo"].setIconText(self.tr("Undo"))
        self._all["redo"].setIconText(self.tr("Redo"))

    def _words(self) -> dict[str, str]:
        return {
            "connect": self.tr("Connect a &mailbox…"),
            "open_files": self.tr("&Open mail files…"),
            "open_folder": self.tr("Open a &folder of mails…"),
            "open_thunderbird": self.tr("Open folders of Thunderb&ird…"),
            "sample": self.tr("Try the sample mail&box"),
            "scan_all": self.tr("Scan all mailboxes"),
            "scan": self.tr("&Scan"),
            "export": self.tr("&Export…"),
            "clean": self.tr("C&lean the mailbox…"),
            "edit_account": self.tr("Mailbox se&ttings…"),
            "remove_account": self.tr("&Remove this mailbox from Modori…"),
            "quit": self.tr("&Quit"),
            "find": self.tr("&Find"),
            "select_all": self.tr("Select &all"),
            "to_proposal": self.tr("&Back to the proposal"),
            "decide_more": self.tr("&Decide for several, or with a note…"),
            "copy_address": self.tr("&Copy the address"),
            "only_reason": self.tr("Show only this rea&son"),
            "only_domain": self.tr("Show only this d&omain"),
            "open_mail": self.tr("Read the &mail"),
            "summary": self.tr("S&ummary"),
            "own_rules": self.tr("&Own rules…"),
            "rule_from_reply": self.tr("&Make a rule from this reply…"),
            "thresholds": self.tr("T&hresholds…"),
            "readers": self.tr("Your subscriber &list…"),
            "exports": self.tr("Sa&ved lists…"),
            "report": self.tr("Re&port for others…"),
            "senders": self.tr("Which ne&wsletters are yours…"),
            "move": self.tr("Move to another co&mputer…"),
            "help": self.tr("&Help on what is shown"),
            "updates": self.tr("&New versions…"),
            "about": self.tr("&About Modori"),
        }

    def _choice_words(self) -> dict[Choice, str]:
        return {
            Choice.UNSUBSCRIBE: self.tr("&Unsubscribe"),
            Choice.RETRY: self.tr("Keep sending (&retry)"),
            Choice.FIX_SENDER: self.tr("&Fix on my side"),
            Choice.KEEP: self.tr("Always &keep"),
            Choice.REVIEW: self.tr("Re&view later"),
        }

    def _look_words(self) -> dict[Appearance, str]:
        return {
            Appearance.SYSTEM: self.tr("As the &system"),
            Appearance.LIGHT: self.tr("&Light"),
            Appearance.DARK: self.tr("&Dark"),
        }

    def _menu_words(self) -> dict[str, str]:
        return {
            "file": self.tr("&File"),
            "edit": self.tr("&Edit"),
            "decide": self.tr("&Decide"),
            "view": self.tr("&View"),
            "help": self.tr("&Help"),
            "sort": self.tr("&Sort by"),
            "columns": self.tr("&Columns"),
            "language": self.tr("&Language"),
            "appearance": self.tr("&Appearance"),
        }


def _fill(menu: QMenu, *groups: list[QAction]) -> None:
    for place, group in enumerate(groups):
        if place:
            menu.addSeparator()
        menu.addActions(group)
