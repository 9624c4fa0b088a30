"""For everyone: names for screen readers, the keyboard, nothing by colour alone, small screens."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QScrollBar,
    QToolBar,
    QWidget,
)

from modori.records import Choice
from modori.store import Section
from modori.window.account_dialog import AccountDialog
from modori.window.export_dialog import ExportDialog
from modori.window.exports_dialog import ExportsDialog
from modori.window.help_dialog import HelpDialog
from modori.window.look import Appearance
from modori.window.policy_dialog import PolicyDialog
from modori.window.readers_dialog import ReadersDialog
from modori.window.report_dialog import ReportDialog
from modori.window.rules_dialog import RulesDialog
from modori.window.senders_dialog import SendersDialog
from modori.window.words import CHOICE_ICONS, SECTION_ICONS
from window_hands import dialog, press

INPUTS = (QLineEdit, QComboBox, QAbstractSpinBox, QAbstractItemView, QPlainTextEdit, QAbstractButton)


def unnamed(widget: QWidget) -> list[QWidget]:
    """Inputs and buttons that a screen reader could not name."""
    found = []
    for one in widget.findChildren(QWidget):
        inside = isinstance(one.parent(), QComboBox | QAbstractSpinBox | QAbstractItemView | QToolBar)
        own = one.objectName().startswith("qt_") or isinstance(one, QScrollBar)
        if isinstance(one, INPUTS) and one.isVisible() and not inside and not own:
            seen = QAccessible.queryAccessibleInterface(one)
            if not seen.text(QAccessible.Text.Name):
                found.append(one)
    return found


def test_every_input_of_the_window_has_a_name(window):
    assert unnamed(window) == []


@pytest.mark.parametrize(
    ("action", "kind"),
    [
        ("connect", AccountDialog),
        ("export", ExportDialog),
        ("help", HelpDialog),
        ("own_rules", RulesDialog),
        ("thresholds", PolicyDialog),
        ("senders", SendersDialog),
        ("report", ReportDialog),
        ("exports", ExportsDialog),
        ("readers", ReadersDialog),
    ],
)
def test_every_input_of_a_dialog_has_a_name(qtbot, window, action, kind):
    window.actions_[action].trigger()
    shown = dialog(kind)
    qtbot.waitUntil(lambda: not window.background.busy())
    assert unnamed(shown) == []
    shown.reject()


def test_the_folder_page_has_names_too(qtbot, window):
    from modori.mailbox import Folder
    from window_mails import SERVER

    window.actions_["connect"].trigger()
    shown = dialog(AccountDialog)
    shown.show_folders(SERVER, "secret", [Folder("INBOX", "inbox", 3, selectable=True)])
    qtbot.waitUntil(lambda: not window.background.busy())
    assert unnamed(shown) == []
    shown.reject()


def test_a_screen_reader_hears_each_row_as_a_sentence(window):
    table = QAccessible.queryAccessibleInterface(window.workspace.listing.table)
    heard = [table.child(place).text(QAccessible.Text.Name) for place in range(20)]
    assert any("Unsubscribe, because of: User unknown" in one for one in heard)


def test_sections_are_heard_with_their_number(window):
    line = window.workspace.sidebar._section_list.items()[0]
    assert line.data(0, Qt.ItemDataRole.AccessibleTextRole) == "Unsubscribe, 3 entries"


def test_each_state_has_an_icon_and_a_word_of_its_own():
    assert len(set(CHOICE_ICONS.values())) == len(Choice)
    assert len(set(SECTION_ICONS.values())) == len(SECTION_ICONS)


def test_tab_goes_round_the_window(qtbot, window):
    table = window.workspace.listing.table
    table.setFocus()
    seen: list[QWidget | None] = []
    for _ in range(30):
        focus = window.focusWidget()
        seen.append(focus)
        press(focus, Qt.Key.Key_Tab)
    pane = window.workspace.evidence
    wanted = [*pane.buttons._buttons.values(), pane._mail, window.workspace.search, table]
    wanted += [window.workspace.sidebar._section_list, window.workspace.sidebar._account_list]
    assert [one for one in wanted if one not in seen] == []


@pytest.mark.parametrize("language", ["en", "ja"])
@pytest.mark.parametrize("width", [1024, 1280, 1281, 1300, 1366, 1440, 1920])
def test_nothing_scrolls_sideways(qtbot, window, language, width):
    window.actions_.language_asked.emit(language)
    table = window.workspace.listing.table
    table.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
    window.resize(width, 700)
    qtbot.waitUntil(lambda: window.workspace.width() == width)
    qtbot.waitUntil(lambda: table.horizontalScrollBar().maximum() == 0)


@pytest.mark.parametrize("language", ["en", "ja"])
@pytest.mark.parametrize("width", [1024, 1280])
def test_no_mail_scrolls_sideways_either(qtbot, window, language, width):
    window.actions_.language_asked.emit(language)
    window.resize(width, 700)
    mails = window.workspace.listing.mails
    mails.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
    window.workspace.sidebar.choose_section(Section.NOT_BOUNCES)
    qtbot.waitUntil(mails.isVisible)
    qtbot.waitUntil(lambda: window.workspace.width() == width)
    qtbot.waitUntil(lambda: mails.horizontalScrollBar().maximum() == 0)


@pytest.mark.parametrize("look", [Appearance.LIGHT, Appearance.DARK])
def test_text_can_be_read_in_light_and_dark(qtbot, qapp, window, look):
    window.actions_.appearance_asked.emit(look)
    dark = look is Appearance.DARK
    qtbot.waitUntil(lambda: (window.palette().window().color().lightness() < 128) is dark)
    for one in (window, window.workspace.listing.table, window.workspace.evidence._mail, window.workspace.search):
        ground, text = one.palette().base().color(), one.palette().text().color()
        assert abs(ground.lightness() - text.lightness()) > 120
    window.actions_.appearance_asked.emit(Appearance.LIGHT)
