"""Both languages, everywhere: no text untranslated, none that the tools cannot find, none cut by its language."""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
import sysconfig
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from importlib.resources import files
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, Qt, QTranslator
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QDialog,
    QHeaderView,
    QLabel,
    QLineEdit,
    QMenu,
    QTabWidget,
    QToolButton,
    QTreeWidget,
    QWidget,
)
from pytestqt.exceptions import TimeoutError as NotYet

import modori.window
from modori import languages
from modori.export import presets
from modori.jobs import Progress, ScanReport, Step
from modori.languages import LANGUAGES, OWN_NAMES, WHOLE
from modori.mailbox import Certificate, Folder
from modori.records import Note
from modori.rules import load_bundled
from modori.store import Kept, Section
from modori.window import actions, look, translation
from modori.window.account_dialog import AccountDialog
from modori.window.certificate_dialog import CertificateDialog
from modori.window.decide_dialog import DecideDialog
from modori.window.empty_page import Why
from modori.window.export_dialog import ExportDialog
from modori.window.exports_dialog import ExportsDialog
from modori.window.help_dialog import AboutDialog, HelpDialog
from modori.window.letter_dialog import LetterDialog
from modori.window.move_dialog import MoveDialog
from modori.window.password_dialog import PasswordDialog
from modori.window.policy_dialog import PolicyDialog
from modori.window.readers_dialog import ReadersDialog
from modori.window.remove_dialog import RemoveDialog
from modori.window.report_dialog import ReportDialog
from modori.window.rules_dialog import RulesDialog
from modori.window.scan_result import Result
from modori.window.senders_dialog import SendersDialog
from modori.window.translation import Language, read_ts
from window_hands import press, texts
from window_mails import SERVER

SOURCES = sorted(Path(modori.window.__file__).parent.glob("*.py"))
JAPANESE = re.compile("[\u3040-\u30ff\u4e00-\u9fff]")
# What is the same in every language: names, addresses, formats, what servers say.
SAME = re.compile(
    r"Modori|listmonk|news\.example\.com|News|TLS|STARTTLS|CSV|MIT|Lucide|[\w.+-]+@[\w.-]+|imap\.example\.\w+|localhost|INBOX|Junk"
    r"|[a-z0-9-]+(?:\.[a-z0-9-]+)+|[A-F0-9 \n]{30,}|generic\.rule|postfix|mx\.example\.jp|\d+"
    "|"
    + "|".join(map(re.escape, OWN_NAMES.values()))
    + "|"
    + "|".join(re.escape(one.name["ja"]) for one in presets() if one.name["ja"] == one.name["en"])
)
FOREIGN = (
    "不在のお知らせ",
    "Client host blocked",
    "User unknown",
    "No such user",
    "The mailbox is full",
    "the sentence of the policy",
)


def ts(language: str) -> str:
    return files("modori_resources").joinpath("translations", f"modori_{language}.ts").read_text(encoding="utf-8")


# The sources


def calls_of(tree: ast.AST) -> list[tuple[str, ast.Call]]:
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if name in ("tr", "translate", "QT_TRANSLATE_NOOP"):
                found.append((name, node))
    return found


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.name)
def test_only_literals_are_translated(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for name, call in calls_of(tree):
        first, text = (0, 0) if name == "tr" else (0, 1)
        if name == "translate" and path.name == "words.py":
            continue  # the tables of words.py are marked with QT_TRANSLATE_NOOP
        for argument in (call.args[first], call.args[text]):
            assert isinstance(argument, ast.Constant), f"{path.name}:{call.lineno}"
            assert isinstance(argument.value, str), f"{path.name}:{call.lineno}"
        if name == "tr":
            assert isinstance(call.func, ast.Attribute), f"{path.name}:{call.lineno}"
            assert ast.unparse(call.func.value) == "self", f"{path.name}:{call.lineno}"
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            assert not calls_of(node), f"{path.name}:{node.lineno}: lupdate does not look into f-strings"


def test_the_translation_files_are_up_to_date(tmp_path):
    lupdate = shutil.which("pyside6-lupdate", path=sysconfig.get_path("scripts"))
    assert lupdate, "it comes with PySide6"
    for language in LANGUAGES:
        extra = ("-pluralonly",) if language == "en" else ()
        copy = tmp_path / f"modori_{language}.ts"
        copy.write_text(ts(language), encoding="utf-8")
        options = ["-locations", "none", "-no-obsolete", *extra, "-ts", str(copy)]
        subprocess.run([lupdate, *map(str, SOURCES), *options], check=True, capture_output=True)
        after = copy.read_text(encoding="utf-8")
        assert language not in WHOLE or "unfinished" not in after
        assert read_ts(after) == read_ts(ts(language))


@pytest.mark.parametrize("language", [one for one in LANGUAGES if one != "en"])
def test_everything_is_translated_with_the_same_placeholders(language):
    for (_, source, _), forms in read_ts(ts(language)).items():
        for form in forms:
            assert form
            assert sorted(re.findall(r"%L?[n1-9]", source)) == sorted(re.findall(r"%L?[n1-9]", form)), source
            mnemonic = re.search(r"&([A-Za-z])", source)
            if mnemonic and language == "ja":
                assert f"(&{mnemonic[1].upper()})" in form, source


def test_english_has_a_plural_for_each_number():
    for (_, source, _), forms in read_ts(ts("en")).items():
        assert len(forms) == 2, source
        assert "(s)" not in forms[0] + forms[1]
        assert "(es)" not in forms[0] + forms[1]


# The screen

# Qt writes these once and never anew; they are only seen when a tab bar is too narrow.
QT_OWN = ("ScrollLeftButton", "ScrollRightButton")


def words_of(widget: QWidget) -> list[str]:
    """Every word of ours that can be seen or heard in a widget."""
    found = []
    for one in [widget, *widget.findChildren(QWidget)]:
        if one.objectName() in QT_OWN:
            continue
        found += [one.toolTip(), one.accessibleName(), one.accessibleDescription(), one.windowTitle()]
        if isinstance(one, QLabel | QAbstractButton):
            found.append(one.text())
        elif isinstance(one, QLineEdit):
            found.append(one.placeholderText())
        elif isinstance(one, QComboBox):
            found += [one.itemText(place) for place in range(one.count())]
        elif isinstance(one, QTabWidget):
            found += [one.tabText(place) for place in range(one.count())]
        elif isinstance(one, QMenu):
            found.append(one.title())
        elif isinstance(one, QTreeWidget) and not one.isHeaderHidden():
            found += [one.headerItem().text(place) for place in range(one.columnCount())]
    for one in widget.findChildren(QAction):
        found += [one.text(), one.toolTip(), one.iconText()]
    return [text for text in found if text and not text.startswith("qt_")]


def assert_speaks(widget: QWidget, language: str) -> None:
    for text in words_of(widget):
        if any(said in text for said in FOREIGN):
            continue
        bare = SAME.sub("", text)
        if language == "ja":
            left = bare if not JAPANESE.search(bare) and re.search("[A-Za-z]{3,}", bare) else ""
            assert not left, f"not translated: {text!r}"
        else:
            assert not JAPANESE.search(bare), f"Japanese in the English window: {text!r}"
        assert not re.search(r"%L?[n1-9]", text), text
        assert "(s)" not in text, text


def account(window):
    found = window.mailboxes.accounts()
    return found[0]


def certificate() -> Certificate:
    start = datetime(2026, 1, 1, tzinfo=UTC)
    details = {"host": "localhost", "subject": "localhost", "names": "localhost", "issuer": "localhost", "error": ""}
    why = Note("certificate_self_signed", {**details, "from": "2026-01-01", "until": "2027-01-01"})
    return Certificate("localhost", "localhost", "localhost", start, start + timedelta(days=365), "ab12" * 16, why)


def folder_page(window) -> AccountDialog:
    shown = AccountDialog(window._engine.credentials, window.background, window._code, None, window)
    shown.show_folders(
        SERVER,
        "secret",
        [Folder(name, role, 3, selectable=True) for name, role in (("INBOX", "inbox"), ("Junk", "junk"))],
    )
    return shown


def export_dialog(window) -> ExportDialog:
    return ExportDialog(window.rooms.desk, account(window), window)


def several_dialog(window) -> DecideDialog:
    work, engine = window.workspace, window._engine
    row = work.listing.current_row()
    return DecideDialog(row, (row.id,), work._query, engine.open_store, window.background, window._code, window)


def rules_dialog(window) -> RulesDialog:
    engine, work = window._engine, window.workspace
    failure = work.evidence.failure()
    return RulesDialog(
        engine.rules, load_bundled, engine.open_store, window.background, 1, window._code(), engine.now, failure, window
    )


DIALOGS: dict[str, Callable[..., QDialog]] = {
    "account": lambda w: AccountDialog(w._engine.credentials, w.background, w._code, None, w),
    "account settings": lambda w: AccountDialog(w._engine.credentials, w.background, w._code, account(w), w),
    "folders": folder_page,
    "certificate": lambda w: CertificateDialog(certificate(), w._code, w),
    "password": lambda w: PasswordDialog(SERVER, persistent=True, parent=w),
    "password in memory": lambda w: PasswordDialog(SERVER, persistent=False, parent=w),
    "export": export_dialog,
    "several": several_dialog,
    "remove": lambda w: RemoveDialog(account(w), Kept(3, 10, 2000, 90_000, 4), w),
    "help": lambda w: HelpDialog(w._code(), "sender_auth", w),
    "letter": lambda w: LetterDialog("aiko@example.jp", "", w._code(), w),
    "rules": rules_dialog,
    "about": AboutDialog,
    "readers": lambda w: ReadersDialog(w.rooms.desk, account(w), w),
    "saved lists": lambda w: ExportsDialog(w.rooms.desk, account(w), w),
    "report": lambda w: ReportDialog(w.rooms.desk, account(w), w),
    "senders": lambda w: SendersDialog(w.rooms.desk, account(w), w),
    "move": lambda w: MoveDialog(w.rooms.desk, w._engine.store.path, w._engine.own_rules, w),
    "thresholds": lambda w: PolicyDialog(w.rooms.desk, w.mailboxes.accounts(), w),
}


@pytest.fixture(params=LANGUAGES)
def speaking(request, qtbot, open_window):
    window = open_window(filled=True, language=request.param)
    qtbot.waitUntil(lambda: window.workspace.evidence.address() != "")
    return window, request.param


@pytest.mark.parametrize("name", DIALOGS)
def test_every_dialog_speaks_the_language(qtbot, speaking, name):
    window, language = speaking
    shown = DIALOGS[name](window)
    shown.open()
    qtbot.waitUntil(lambda: not window.background.busy())
    assert texts(shown)
    assert_speaks(shown, language)
    press(shown, "\x1b")
    shown.close()


def test_the_window_speaks_the_language(qtbot, speaking):
    window, language = speaking
    assert_speaks(window, language)
    for section in Section:
        if section not in (Section.INCIDENTS, Section.NOT_YOURS):
            window.workspace.sidebar.choose_section(section)
            qtbot.waitUntil(lambda section=section: window.workspace.listing._section is section)
            assert_speaks(window, language)


def test_every_empty_page_and_every_result_speaks_the_language(speaking):
    window, language = speaking
    for why in Why:
        window.workspace.listing.empty.explain(why, Section.KEPT)
        assert_speaks(window.workspace.listing.empty, language)
    bar = window.scan_bar
    for elapsed in (0.0, 10.0, 2000.0, 9000.0):
        for total in (None, 20_000):
            for step in Step:
                bar.show_progress(Progress(step, 100, total, 7, 7, elapsed), "INBOX")
                assert_speaks(bar, language)
    report = ScanReport(1, "INBOX", 3, 2, 2, 1, 0, 5, 5)
    for one in (report, replace(report, unread_after=6), replace(report, read=0), replace(report, ended="cancelled")):
        for again in (False, True):
            bar.show_result(Result.of([one], again=again))
            assert_speaks(bar, language)


def test_the_language_changes_while_the_window_is_open(qtbot, window):
    assert "Proposed: Unsubscribe" in texts(window.workspace.evidence)
    window.actions_.language_asked.emit("ja")
    qtbot.waitUntil(lambda: "提案：配信停止" in texts(window.workspace.evidence))
    assert_speaks(window, "ja")
    table = window.workspace.listing.table
    assert table.model().headerData(0, table.horizontalHeader().orientation()) == "メールアドレス"
    window.actions_.language_asked.emit("en")
    qtbot.waitUntil(lambda: "Proposed: Unsubscribe" in texts(window.workspace.evidence))
    assert_speaks(window, "en")


def test_japanese_is_never_italic(speaking):
    window, _ = speaking
    assert not any(one.font().italic() for one in window.findChildren(QWidget))


def test_a_japanese_face_stands_behind_the_font(qapp, speaking):
    assert any("JP" in name or "Gothic" in name or "Hiragino" in name for name in qapp.font().families())


def test_an_unknown_language_is_refused(qapp):
    language = Language(qapp, "en")
    with pytest.raises(ValueError, match="xx"):
        language.use("xx")
    language.leave()
    assert isinstance(language, QObject)


BEGUN = """<TS version="2.1" language="fr">
<context><name>Actions</name>
<message><source>&amp;Quit</source><translation>&amp;Quitter</translation></message>
<message><source>&amp;Help on what is shown</source><translation type="unfinished">Aide</translation></message>
</context></TS>"""


def test_what_a_language_lacks_is_said_in_english(qtbot, monkeypatch, open_window):
    """A translation may grow: its first words are seen at once, and the rest is English with English plurals."""
    file = translation._file
    monkeypatch.setattr(translation, "_file", lambda language: BEGUN if language == "fr" else file(language))
    monkeypatch.setitem(OWN_NAMES, "fr", "français")
    for module in (languages, translation, actions):
        monkeypatch.setattr(module, "LANGUAGES", (*LANGUAGES, "fr"))
    window = open_window(filled=True, language="fr")
    qtbot.waitUntil(lambda: window.workspace.evidence.address() != "")
    assert window.actions_["quit"].text() == "&Quitter"
    assert window.actions_["help"].text() == "&Help on what is shown"
    assert window._code() == languages.language_of("fr_CA.UTF-8") == "fr"
    assert_speaks(window, "en")
    shown = DIALOGS["thresholds"](window)
    shown.open()
    qtbot.waitUntil(lambda: not window.background.busy())
    assert_speaks(shown, "en")
    shown.close()
    for dialog in ("export", "help"):
        shown = DIALOGS[dialog](window)
        assert_speaks(shown, "en")
        shown.close()


# Longer words: nothing is cut where a language needs twice the room

SHORT = 30


class Longer(QTranslator):
    """Says short things twice, and sentences with the length that other languages need (W3C, Text size in translation:
    up to 20 characters 200 %, over 70 130 %).
    """

    def isEmpty(self) -> bool:  # noqa: N802 - Qt's own name
        return False

    def translate(self, context, source, disambiguation=None, n=-1):
        return f"{source} {source}" if len(source) <= SHORT else f"{source} {source[: len(source) // 3]}"


@pytest.fixture
def stretched(qtbot, window):
    longer = Longer()
    app = QApplication.instance()
    app.installTranslator(longer)
    yield window
    app.removeTranslator(longer)


def bare(one: QWidget) -> bool:
    """Whether only the icon of a button is seen."""
    return isinstance(one, QToolButton) and one.toolButtonStyle() is Qt.ToolButtonStyle.ToolButtonIconOnly


def cut(widget: QWidget) -> list[str]:
    """The words of labels and buttons that do not fit."""
    found = []
    for one in widget.findChildren(QWidget):
        if not one.isVisible() or not isinstance(one, QLabel | QAbstractButton) or not one.text():
            continue
        if isinstance(one, QLabel) and one.wordWrap():
            fits = one.heightForWidth(one.width()) <= one.height() + 2
        elif bare(one):
            fits = True
        else:
            fits = one.sizeHint().width() <= one.width() + 2
        if not fits:
            found.append(f"{type(one).__name__}: {one.text()}")
    return found


def still_cut(qtbot, widget: QWidget) -> list[str]:
    """`cut`, once the layouts had their time."""
    with suppress(NotYet):
        qtbot.waitUntil(lambda: not cut(widget), timeout=1000)
    return cut(widget)


def enlarge(app: QApplication, language: str) -> None:
    """The system's font is twice as large."""
    look.set_fonts(app, language)
    app.setFont(look.scaled(app.font(), 2))


@pytest.fixture(params=["en", "ja"])
def enlarged(qtbot, qapp, open_window, monkeypatch, request):
    """A window on a computer whose letters are at 200 %."""
    monkeypatch.setattr(translation, "set_fonts", enlarge)
    shown = open_window(filled=True, language=request.param)
    shown.resize(1280, 800)
    qtbot.waitUntil(lambda: shown.workspace.evidence.address() != "")
    yield shown
    look.set_fonts(qapp, "en")


def test_the_window_cuts_no_larger_letters(qtbot, enlarged):
    assert still_cut(qtbot, enlarged.workspace) == []
    assert low(enlarged) == []
    press(enlarged, "0", Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: enlarged.workspace.summary.settled() and enlarged.workspace.summary.reasons.isVisible())
    assert still_cut(qtbot, enlarged.workspace) == []


def low(widget: QWidget) -> list[str]:
    """The buttons and lines of lists that are lower than their letters."""
    found = [
        f"{type(one).__name__}: {one.text()}"
        for one in widget.findChildren(QAbstractButton)
        if one.isVisible() and one.text() and not bare(one) and one.height() < one.fontMetrics().height()
    ]
    found += [
        f"{type(one).__name__}: {one.accessibleName()}"
        for one in (*widget.findChildren(QComboBox), *widget.findChildren(QLineEdit))
        if one.isVisible() and one.height() < one.fontMetrics().height()
    ]
    for one in widget.findChildren(QAbstractItemView):
        if isinstance(one, QHeaderView):
            continue
        first = one.model().index(0, 0) if one.isVisible() and one.model() is not None else None
        if first is not None and first.isValid() and one.visualRect(first).height() < one.fontMetrics().height():
            found.append(f"{type(one).__name__}: {one.accessibleName()}")
    return found


def test_the_first_page_cuts_no_larger_letters(qtbot, qapp, open_window, monkeypatch):
    monkeypatch.setattr(translation, "set_fonts", enlarge)
    window = open_window()
    window.resize(1280, 800)
    page = window.first_page
    assert still_cut(qtbot, page) == low(page) == []
    window.actions_.language_asked.emit("ja")
    assert still_cut(qtbot, page) == low(page) == []
    look.set_fonts(qapp, "en")


@pytest.mark.parametrize("name", DIALOGS)
def test_no_dialog_cuts_larger_letters(qtbot, enlarged, name):
    shown = DIALOGS[name](enlarged)
    shown.open()
    qtbot.waitUntil(lambda: not enlarged.background.busy())
    shown.resize(shown.sizeHint())
    found = still_cut(qtbot, shown) + low(shown)
    press(shown, "\x1b")
    shown.close()
    assert found == []


@pytest.mark.parametrize("name", DIALOGS)
def test_no_dialog_cuts_longer_words(qtbot, stretched, name):
    shown = DIALOGS[name](stretched)
    shown.open()
    qtbot.waitUntil(lambda: not stretched.background.busy())
    shown.resize(shown.sizeHint())  # the screen of the tests is a small one
    found = still_cut(qtbot, shown)
    press(shown, "\x1b")
    shown.close()
    assert found == []


def test_the_window_cuts_no_longer_words(qtbot, stretched):
    assert still_cut(qtbot, stretched.workspace) == []
