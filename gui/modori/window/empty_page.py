"""What the middle shows when the table has no rows: why, and what to do about it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import Enum, auto

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from ..store import Section
from .icons import large
from .look import GAP, PAGE, quiet, scaled
from .prose import Prose
from .words import SECTION_ICONS, section_meaning, section_name


class Why(Enum):
    """Why there is nothing to show."""

    NOT_READ = auto()
    READING = auto()
    FILTERED = auto()
    NO_BOUNCES = auto()
    EMPTY_SECTION = auto()


class EmptyPage(QWidget):
    """A title, a sentence, and a button where something can be done."""

    scan_asked = Signal()
    show_all_asked = Signal()
    folders_asked = Signal()

    def __init__(self, language: Callable[[], str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._why, self._section = Why.NOT_READ, Section.UNSUBSCRIBE
        self._language = language
        self._says: Mapping[str, str] | None = None
        self._has_folders = False
        self._icon, self._title, self._text, self._button = QLabel(), QLabel(), quiet(Prose()), QPushButton()
        self._text.setMinimumWidth(240)
        self._text.setMaximumWidth(420)
        for label in (self._icon, self._title, self._text):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._button.clicked.connect(self._on_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(PAGE, PAGE, PAGE, PAGE)
        layout.setSpacing(GAP)
        layout.addStretch(2)
        for part in (self._icon, self._title):
            layout.addWidget(part, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addWidget(self._text, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addSpacing(GAP)
        layout.addWidget(self._button, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch(3)

    def tell_sender(self, says: Mapping[str, str] | None) -> None:
        """What is known of the service that the newsletter is sent with, by language; None: nothing."""
        self._says = says
        self._write()

    def tell_folders(self, *, has_folders: bool) -> None:
        """Whether the mailbox has other folders in which to look."""
        self._has_folders = has_folders
        self._write()

    def explain(self, why: Why, section: Section) -> None:
        """Say why there is nothing to show in `section`."""
        self._why, self._section = why, section
        self._write()

    def _on_button(self) -> None:
        if self._why is Why.FILTERED:
            self.show_all_asked.emit()
        elif self._why is Why.NO_BOUNCES:
            self.folders_asked.emit()
        else:
            self.scan_asked.emit()

    def _words(self) -> tuple[str, str, str, str]:
        """Icon, title, sentence, button (empty: none)."""
        match self._why:
            case Why.NOT_READ:
                return (
                    "inbox",
                    self.tr("Nothing has been read yet"),
                    self.tr("Modori looks for returned mail. Reading changes nothing in the mailbox."),
                    self.tr("Scan now"),
                )
            case Why.READING:
                return "inbox", self.tr("Reading…"), self.tr("Addresses appear here as they are found."), ""
            case Why.FILTERED:
                return (
                    "search",
                    self.tr("Nothing matches"),
                    self.tr("No entry of this section has what you search or filter for."),
                    self.tr("Show all"),
                )
            case Why.NO_BOUNCES:
                return (
                    "mail-open",
                    self.tr("No returned mail here"),
                    self._says[self._language()]
                    if self._says
                    else self.tr(
                        "Many sending services keep returned mail to themselves and count it in their own reports. "
                        "Else it may lie in another folder, such as the junk folder, or in another mailbox."
                    ),
                    self.tr("Look in other folders…") if self._has_folders else "",
                )
            case _:
                name = section_name(self._section)
                return (
                    SECTION_ICONS[self._section],
                    name,
                    section_meaning(self._section) + "\n" + self.tr("None so far."),
                    "",
                )

    def _write(self) -> None:
        drawing, title, text, button = self._words()
        self._icon.setPixmap(large(drawing, 32, self.devicePixelRatioF(), self.palette().placeholderText().color()))
        self._title.setText(title)
        self._title.setFont(scaled(self.font(), 1.2, bold=True))
        self._text.setText(text)
        self._text.setMinimumWidth(min(420, max(self.width() - 2 * PAGE, 200)))
        self._button.setVisible(bool(button))
        self._button.setText(button)

    def changeEvent(self, event: QEvent) -> None:
        """Follow language and palette."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.LanguageChange, QEvent.Type.PaletteChange):
            self._write()
