"""The left side: the mailboxes with their newsletters, and the sections with their counts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QGuiApplication, QIcon, QPalette
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QLabel,
    QSizePolicy,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from ..records import Account, AccountKind
from ..store import KnownList, Section
from .icons import icon
from .look import GAP, GROUP, ICON, quiet, row_height, tabular
from .words import AT_TIMES, SECTION_ICONS, SECTIONS, fill, number, section_meaning, section_name

_ACCOUNT_ICONS = {AccountKind.IMAP: "inbox", AccountKind.FILES: "folder", AccountKind.SAMPLE: "flask-conical"}
MINIMUM = 232
_SUMMARY = "summary"
_KEY = Qt.ItemDataRole.UserRole
_Role = Qt.ItemDataRole


def _mixed(ground: QColor, colour: QColor, share: float) -> QColor:
    """`share` of `colour` over `ground`."""
    pairs = zip(ground.getRgbF(), colour.getRgbF(), strict=True)  # pyright: ignore[reportArgumentType]
    return QColor.fromRgbF(*(below + (above - below) * share for below, above in pairs))


def _item_icon(name: str) -> QIcon:
    """An icon that stays as it is on the chosen line, whose text does too."""
    return icon(name, QGuiApplication.palette().color(QPalette.ColorRole.Text))


class _List(QTreeWidget):
    """Two columns: a name with its icon, and a number at the right."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setColumnCount(2)
        self.setHeaderHidden(True)
        self.setRootIsDecorated(False)
        self.setItemsExpandable(False)
        self.setIndentation(GROUP)
        self.setFrameShape(QTreeWidget.Shape.NoFrame)
        self.setAllColumnsShowFocus(True)
        self.setUniformRowHeights(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        header = self.header()
        header.setStretchLastSection(False)
        header.setMinimumSectionSize(8)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        self._colour(focused=False)

    def _colour(self, *, focused: bool) -> None:
        """The chosen line is shaded, with a touch of the accent colour while the list has the keyboard.

        The full accent belongs to the table, where the eye shall be.
        """
        own, colours = QGuiApplication.palette(), QPalette()
        ground, accent = own.color(QPalette.ColorRole.Window), own.color(QPalette.ColorRole.Highlight)
        shade = own.color(QPalette.ColorRole.Text)
        mixed = _mixed(ground, accent, 0.45) if focused else _mixed(ground, shade, 0.14)
        colours.setColor(QPalette.ColorRole.Highlight, mixed)
        colours.setColor(QPalette.ColorRole.HighlightedText, own.color(QPalette.ColorRole.Text))
        colours.setColor(QPalette.ColorRole.Base, ground)
        self.setPalette(colours)

    def follow_palette(self) -> None:
        """Take the colours of the palette of the moment."""
        self._colour(focused=self.hasFocus())

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Qt: the keyboard came."""
        super().focusInEvent(event)
        self._colour(focused=True)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Qt: the keyboard went."""
        super().focusOutEvent(event)
        self._colour(focused=False)

    def add(self, parent: QTreeWidgetItem | None, key: Any, name: str, drawing: str | None) -> QTreeWidgetItem:
        """A new line. `key` comes back with `chosen_key`."""
        item = QTreeWidgetItem(parent or self.invisibleRootItem())
        item.setData(0, _KEY, key)
        item.setText(0, name)
        item.setSizeHint(0, QSize(0, row_height(self)))
        item.setTextAlignment(1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        item.setFont(1, tabular(self.font()))
        if drawing:
            item.setIcon(0, _item_icon(drawing))
        return item

    def chosen_key(self) -> Any | None:
        """The key of the current line."""
        item = self.currentItem()
        return item.data(0, _KEY) if item else None

    def choose(self, key: Any) -> None:
        """Make the line with `key` the current one, without telling."""
        self.blockSignals(True)  # noqa: FBT003
        for item in self.items():
            if item.data(0, _KEY) == key:
                self.setCurrentItem(item)
        self.blockSignals(False)  # noqa: FBT003

    def items(self) -> list[QTreeWidgetItem]:
        """All lines, from top to bottom."""
        found: list[QTreeWidgetItem] = []
        for place in range(self.topLevelItemCount()):
            top = self.topLevelItem(place)
            if top is not None:
                found += [top, *(top.child(below) for below in range(top.childCount()))]
        return found


def _as_section(sections: _List) -> Section | None:
    """The chosen section: Qt gives a StrEnum back as a plain str."""
    key = sections.chosen_key()
    return None if key is None else Section(key)


class Sidebar(QWidget):
    """Tells which account and list (`account_chosen`: id, list id or None) and which section are wanted."""

    account_chosen = Signal(int, object)
    section_chosen = Signal(object)
    summary_chosen = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMinimumWidth(170)
        self._accounts: Sequence[Account] = ()
        self._lists: Sequence[KnownList] = ()
        self._counts: Mapping[Section, int] = {}
        self._shown: tuple[int | None, int | None] = (None, None)
        self._account_title, self._section_title = quiet(QLabel()), quiet(QLabel())
        self._account_list, self._section_list, self._summary = _List(self), _List(self), _List(self)
        self._account_list.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._account_title.setBuddy(self._account_list)
        self._section_title.setBuddy(self._section_list)
        self._account_list.currentItemChanged.connect(self._on_account)
        self._section_list.currentItemChanged.connect(self._on_section)
        self._section_list.itemClicked.connect(self._on_clicked)
        self._summary.add(None, _SUMMARY, "", "chart-column")
        self._summary.setFixedHeight(row_height(self) + 2)
        self._summary.itemClicked.connect(self.choose_summary)
        self._summary.itemActivated.connect(self.choose_summary)
        for section in SECTIONS:
            self._section_list.add(None, section, "", SECTION_ICONS[section])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(GAP // 2, GAP, GAP // 2, 0)
        layout.setSpacing(GAP // 2)
        parts = (self._account_title, self._account_list, self._section_title, self._summary, self._section_list)
        for part in parts:
            layout.addWidget(part)
            if isinstance(part, QLabel):
                part.setContentsMargins(GAP // 2, GAP // 2, GAP // 2, 0)
        self.retranslate()
        self._section_list.choose(Section.UNSUBSCRIBE)

    def show_accounts(self, accounts: Sequence[Account]) -> None:
        """List these accounts."""
        self._accounts = accounts
        self._fill_accounts()

    def show_lists(self, lists: Sequence[KnownList]) -> None:
        """List these newsletters below the chosen account; a single one goes without saying."""
        lists = lists if len(lists) > 1 else ()
        if [(one.id, one.name) for one in lists] != [(one.id, one.name) for one in self._lists]:
            self._lists = lists
            self._fill_accounts()

    def show_counts(self, counts: Mapping[Section, int]) -> None:
        """Write the number behind each section."""
        self._counts = counts
        for item in self._section_list.items():
            section = Section(item.data(0, _KEY))
            count = counts.get(section, 0)
            item.setText(1, number(count))
            item.setHidden(section in AT_TIMES and not count and section is not self.section())
            item.setData(
                0, _Role.AccessibleTextRole, fill(self.tr("%1, %n entry(s)", "", count), section_name(section))
            )

    def choose_account(self, account_id: int | None, list_id: int | None = None) -> None:
        """Show this account (and list) as the chosen one."""
        self._lists = self._lists if account_id == self._shown[0] else ()
        self._shown = (account_id, list_id)
        self._fill_accounts()

    def choose_section(self, section: Section) -> None:
        """Show this section as the chosen one, and tell."""
        self._summary.clearSelection()
        self._section_list.clearSelection()
        self._section_list.choose(section)
        self.section_chosen.emit(section)

    def choose_summary(self) -> None:
        """Show the summary as the chosen one, and tell."""
        self._section_list.clearSelection()
        self._summary.choose(_SUMMARY)
        self.summary_chosen.emit()

    def section(self) -> Section:
        """The chosen section; with the summary, the last one before it."""
        return _as_section(self._section_list) or Section.UNSUBSCRIBE

    def wanted_width(self) -> int:
        """How wide it must be for all sections to be read."""
        names = max(self.fontMetrics().horizontalAdvance(section_name(section)) for section in SECTIONS)
        return max(MINIMUM, names + ICON + self.fontMetrics().horizontalAdvance("0,000") + 2 * GROUP)

    def focus_sections(self) -> None:
        """Put the keyboard into the sections."""
        self._section_list.setFocus()

    def _fill_accounts(self) -> None:
        self._account_list.blockSignals(True)  # noqa: FBT003
        self._account_list.clear()
        for account in self._accounts:
            item = self._account_list.add(None, (account.id, None), account.name, _ACCOUNT_ICONS[account.kind])
            item.setToolTip(0, account.name)
            if account.id == self._shown[0]:
                for one in self._lists:
                    child = self._account_list.add(item, (account.id, one.id), one.name, "newspaper")
                    child.setToolTip(0, one.name)
                item.setExpanded(True)
        self._account_list.blockSignals(False)  # noqa: FBT003
        self._account_list.choose(self._shown)
        lines = min(max(len(self._account_list.items()), 1), 8)
        self._account_list.setFixedHeight(lines * row_height(self) + 4)

    def _on_account(self) -> None:
        key = self._account_list.chosen_key()
        if key is not None and key != self._shown:
            self.account_chosen.emit(*key)

    def _on_section(self) -> None:
        section = _as_section(self._section_list)
        if section is not None:
            self._summary.clearSelection()
            self.section_chosen.emit(section)

    def _on_clicked(self) -> None:
        """A click on the section that was left for the summary goes back to it."""
        if self._summary.selectedItems():
            self._on_section()

    def changeEvent(self, event: QEvent) -> None:
        """Follow language and palette."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.LanguageChange, QEvent.Type.PaletteChange):
            self.retranslate()

    def retranslate(self) -> None:
        """Write all words and draw all icons anew."""
        for part in (self._account_list, self._section_list, self._summary):
            part.follow_palette()
        self._account_title.setText(self.tr("Mailboxes"))
        self._section_title.setText(self.tr("Addresses"))
        self._account_list.setAccessibleName(self.tr("Mailboxes and newsletters"))
        self._section_list.setAccessibleName(self.tr("Sections"))
        self._summary.setAccessibleName(self.tr("Summary"))
        for item in self._summary.items():
            item.setText(0, self.tr("Summary"))
            item.setIcon(0, _item_icon("chart-column"))
            item.setToolTip(0, self.tr("Failures over time, by reason, by domain and by sending"))
        for item in self._section_list.items():
            section = Section(item.data(0, _KEY))
            item.setText(0, section_name(section))
            item.setIcon(0, _item_icon(SECTION_ICONS[section]))
            item.setToolTip(0, section_meaning(section))
        self._fill_accounts()
        self.show_counts(self._counts)
