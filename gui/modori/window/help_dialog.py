"""Help where it is needed: the sections, what to do by reason, the questions of beginners; and what the program is."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from .. import __version__
from ..records import Action, Weight
from ..review import advice
from ..rules import reasons
from ..store import Section
from .icons import application_icon, icon
from .look import GAP, GROUP, PAGE, quiet, row_height, scaled
from .next_steps import numbered
from .prose import Prose
from .words import SECTION_ICONS, SECTIONS, fill, section_meaning, section_name

FIRST_QUESTION = "question 0"
_SIZE = QSize(860, 620)
_KEY = Qt.ItemDataRole.UserRole


@dataclass(frozen=True, slots=True)
class _Page:
    """One page: how it is called, a first sentence (may be empty), and its steps or paragraphs."""

    key: str
    title: str
    icon: str
    first: str
    lines: tuple[str, ...]
    numbered: bool


def _questions() -> list[advice.Topic]:
    return [one for one in advice.topics() if one.section is None]


def _closing(dialog: QDialog, words: str) -> QHBoxLayout:
    button = QPushButton(words)
    button.setDefault(True)
    button.clicked.connect(dialog.accept)
    row = QHBoxLayout()
    row.addStretch(1)
    row.addWidget(button)
    return row


class HelpDialog(QDialog):
    """A list of topics at the left, one of them at the right. `topic`: the id of a section or reason to begin with."""

    def __init__(self, language: str, topic: str | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._language = language
        self.setWindowTitle(self.tr("Help"))
        self.topics = QTreeWidget()
        self.topics.setHeaderHidden(True)
        self.topics.setColumnCount(1)
        self.topics.setIndentation(GROUP)
        self.topics.setRootIsDecorated(False)
        self.topics.setItemsExpandable(False)
        self.topics.setFrameShape(QFrame.Shape.NoFrame)
        self.topics.setFixedWidth(280)
        self.topics.setAccessibleName(self.tr("Topics"))
        self._title, self._first, self.text = QLabel(), quiet(Prose()), Prose()
        self._title.setWordWrap(True)
        self.text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._pages: dict[str, _Page] = {}
        for heading, pages in self._groups():
            self._add_group(heading, pages)
        self.topics.expandAll()
        self.topics.currentItemChanged.connect(self._show_page)
        self._lay_out()
        self.show_topic(topic if topic in self._pages else next(iter(self._pages)))
        self.topics.setFocus()

    def _lay_out(self) -> None:
        page = QWidget()
        inside = QVBoxLayout(page)
        inside.setContentsMargins(PAGE, GAP, GAP, GAP)
        inside.setSpacing(GAP)
        for part in (self._title, self._first, self.text):
            inside.addWidget(part)
        inside.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(page)
        scroll.setAccessibleName(self.tr("Text of the help"))
        halves = QHBoxLayout()
        halves.setSpacing(0)
        halves.addWidget(self.topics)
        halves.addWidget(scroll, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(GAP, GAP, GROUP, GROUP)
        layout.setSpacing(GROUP)
        layout.addLayout(halves, 1)
        layout.addLayout(_closing(self, self.tr("Close")))
        self.resize(_SIZE)

    def _groups(self) -> list[tuple[str, list[_Page]]]:
        about = {one.section: one for one in advice.topics() if one.section}
        sections = [self._of_section(section, about.get(section.value)) for section in SECTIONS]
        questions = [self._of_question(place, one) for place, one in enumerate(_questions())]
        known = [one for one in advice.reasons_with_steps() if one in reasons()]
        own = [one for one in known if reasons()[one].weight is Weight.SENDER]
        others = [one for one in known if reasons()[one].action is not Action.FIX_SENDER and one not in own]
        return [
            (self.tr("The sections"), [*sections, self._keys()]),
            (self.tr("Questions"), questions),
            (self.tr("To fix on your side"), [self._of_reason(one, "wrench") for one in own]),
            (self.tr("To review"), [self._of_reason(one, "eye") for one in others]),
        ]

    def _of_section(self, section: Section, topic: advice.Topic | None) -> _Page:
        lines = tuple(topic.text[self._language]) if topic else ()
        first = section_meaning(section)
        return _Page(section.value, section_name(section), SECTION_ICONS[section], first, lines, numbered=False)

    def _of_question(self, place: int, topic: advice.Topic) -> _Page:
        text = tuple(topic.text[self._language])
        return _Page(f"question {place}", topic.title[self._language], "info", "", text, numbered=False)

    def _of_reason(self, name: str, drawing: str) -> _Page:
        reason, found = reasons()[name], advice.steps(name)
        lines = tuple(found[self._language]) if found else ()
        first = reason.explain[self._language]
        return _Page(name, reason.name(self._language), drawing, first, lines, numbered=True)

    def _keys(self) -> _Page:
        lines = (
            self.tr("U unsubscribe · R keep sending · F fix on my side · K always keep · V review later"),
            self.tr("D decide for several, or with a note · Backspace back to the proposal"),
            self.tr("Space marks a row · Enter goes to the mail · / or Ctrl+F searches"),
            self.tr("Ctrl+1, 2, 3 … the sections · Ctrl+0 the summary · F5 scan · Ctrl+E export"),
            self.tr("Ctrl+Z takes back every decision, Ctrl+Shift+Z makes it again."),
        )
        return _Page("keys", self.tr("Keys"), "info", "", lines, numbered=False)

    def _add_group(self, heading: str, pages: list[_Page]) -> None:
        top = QTreeWidgetItem(self.topics, [heading])
        top.setFlags(Qt.ItemFlag.ItemIsEnabled)
        top.setForeground(0, self.palette().placeholderText())
        top.setSizeHint(0, QSize(0, row_height(self)))
        for page in pages:
            item = QTreeWidgetItem(top, [page.title])
            item.setIcon(0, icon(page.icon))
            item.setData(0, _KEY, page.key)
            item.setSizeHint(0, QSize(0, row_height(self) - 2))
            item.setToolTip(0, page.title)
            self._pages[page.key] = page

    def show_topic(self, key: str) -> None:
        """Go to a page: the id of a section or a reason."""
        for place in range(self.topics.topLevelItemCount()):
            top = self.topics.topLevelItem(place)
            for below in range(top.childCount() if top else 0):
                item = top.child(below) if top else None
                if item is not None and item.data(0, _KEY) == key:
                    self.topics.setCurrentItem(item)
                    self.topics.scrollToItem(item, QTreeWidget.ScrollHint.PositionAtCenter)

    def _show_page(self) -> None:
        item = self.topics.currentItem()
        page = self._pages.get(item.data(0, _KEY)) if item else None
        if page is None:
            return
        self._title.setText(page.title)
        self._title.setFont(scaled(self.font(), 1.3, bold=True))
        self._first.setText(page.first)
        self._first.setVisible(bool(page.first))
        lines = numbered(page.lines) if page.numbered else page.lines
        self.text.setText("\n\n".join(lines))


class AboutDialog(QDialog):
    """Name, version, licence."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("About Modori"))
        logo, name = QLabel(), QLabel("Modori")
        logo.setPixmap(application_icon().pixmap(QSize(48, 48), self.devicePixelRatioF()))
        name.setFont(scaled(self.font(), 1.5, bold=True))
        lines = (
            fill(self.tr("Version %1"), __version__),
            self.tr("Finds out which addresses of a newsletter are dead, and why."),
            self.tr("MIT licence. Icons: Lucide (ISC licence). Built with Qt."),
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(PAGE, PAGE, PAGE, GROUP)
        layout.setSpacing(GAP)
        for part in (logo, name, *(QLabel(line) for line in lines)):
            layout.addWidget(part)
        layout.addSpacing(GAP)
        layout.addLayout(_closing(self, self.tr("Close")))
