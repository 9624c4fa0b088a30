#!/usr/bin/env python3
"""Makes the pictures of the README and the guide: the real window with the sample mailbox, in both languages.

    packaging/screenshots/make_pictures.py [FOLDER]       (default: resources/guide/pictures)
    packaging/screenshots/make_pictures.py FOLDER all     every state, light and dark, large and small, to be looked at

Needs no screen. The clock stands still and the window has one size, so that a picture changes only
when the window does. Look at each of them before you commit it.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TypeVar

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_SCALE_FACTOR", "1")
os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.null.Keyring"

from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from modori import app as modori_app
from modori.export import preset
from modori.jobs import CancelToken, Progress, Step, open_files
from modori.jobs.outgoing import carry_out, first_rows, plan
from modori.mailbox import Certificate, CertificateError, Folder, MailboxError
from modori.records import Account, AccountKind, Choice, Note, Security, Server
from modori.store import Query, Section
from modori.window.account_dialog import AccountDialog
from modori.window.certificate_dialog import CertificateDialog
from modori.window.decide_dialog import DecideDialog
from modori.window.export_dialog import ExportDialog
from modori.window.exports_dialog import ExportsDialog
from modori.window.help_dialog import HelpDialog
from modori.window.letter_dialog import LetterDialog
from modori.window.list_intake import ListOrErrors
from modori.window.look import Appearance
from modori.window.main_window import MainWindow
from modori.window.move_dialog import MoveDialog
from modori.window.policy_dialog import PolicyDialog
from modori.window.readers_dialog import ReadersDialog
from modori.window.report_dialog import ReportDialog
from modori.window.rules_dialog import RulesDialog
from modori.window.senders_dialog import SendersDialog

NOW = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)
SIZE, SMALL = (1280, 800), (1024, 700)
D = TypeVar("D", bound=QDialog)
SERVER = Server("mail.example.jp", 993, Security.IMAPS, "news@example.jp")
FOLDERS = (("INBOX", "inbox", 1312), ("Junk", "junk", 43), ("Archive", "archive", 20_211), ("Sent", "sent", 507))


def settle(done: Callable[[], bool], seconds: float = 30) -> None:
    """Let the window work until `done`, then until it has painted."""
    loop = QEventLoop()
    look, limit = QTimer(interval=20), QTimer(singleShot=True, interval=round(seconds * 1000))
    look.timeout.connect(lambda: loop.quit() if done() else None)
    limit.timeout.connect(loop.quit)
    look.start()
    limit.start()
    loop.exec()
    if not done():
        raise TimeoutError("the window did not get there")
    QTimer.singleShot(150, loop.quit)
    loop.exec()


@dataclass(frozen=True, slots=True)
class Look:
    """In which language, light or dark, how large."""

    language: str
    dark: bool = False
    size: tuple[int, int] = SIZE

    def name(self, state: str) -> str:
        """What the picture of a state is called."""
        parts = (state, "dark" if self.dark else "", "small" if self.size == SMALL else "", self.language)
        return "-".join(part for part in parts if part)


@contextmanager
def a_window(application: QApplication, look: Look, *, sample: bool = True) -> Iterator[MainWindow]:
    """The window, with the sample mailbox unless it shall be empty."""
    with tempfile.TemporaryDirectory() as home:
        window = modori_app.build(
            application, database=Path(home, "m.sqlite3"), settings_file=Path(home, "m.ini"), now=lambda: NOW
        )
        window.actions_.language_asked.emit(look.language)
        window.actions_.appearance_asked.emit(Appearance.DARK if look.dark else Appearance.LIGHT)
        window.resize(*look.size)
        window.show()
        try:
            if sample:
                window.mailboxes.open_sample()
                settle(lambda: not window.reading.busy() and bool(window.workspace.evidence.address()))
            yield window
        finally:  # a window that stays open keeps its threads, and the script would wait for them for ever
            for one in application.topLevelWidgets():
                if isinstance(one, QDialog):
                    one.close()
            window.close()
            window._language.leave()  # noqa: SLF001 - the next window brings its own
            window.deleteLater()


def with_few_colours(picture: QImage) -> QImage:
    """The same picture with its 256 most frequent colours."""
    picture = picture.convertToFormat(QImage.Format.Format_RGB32)
    frequent = Counter(memoryview(picture.constBits()).cast("I")).most_common(256)
    colours = [colour | 0xFF000000 for colour, _ in frequent]
    plain = Qt.ImageConversionFlag.ThresholdDither | Qt.ImageConversionFlag.AvoidDither
    return picture.convertToFormat(QImage.Format.Format_Indexed8, colours, plain)


class Album:
    """Saves pictures into a folder, with few colours so that they stay small."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    def take(self, widget: QWidget, name: str) -> None:
        """Save what `widget` looks like as `name`.png."""
        settle(lambda: True)
        picture = with_few_colours(widget.grab().toImage())
        path = self.folder / f"{name}.png"
        picture.save(str(path))
        print(f"{path} {path.stat().st_size // 1024} KiB")


def open_dialog(application: QApplication, kind: type[D]) -> D:
    """The dialog of this kind that is open."""
    return next(one for one in application.topLevelWidgets() if isinstance(one, kind) and one.isVisible())


def untrusted() -> CertificateError:
    """A self-signed certificate."""
    start = NOW - timedelta(days=30)
    details = {"host": SERVER.host, "subject": SERVER.host, "issuer": SERVER.host, "names": SERVER.host, "error": ""}
    why = Note("certificate_self_signed", {**details, "from": f"{start:%Y-%m-%d}", "until": f"{NOW:%Y-%m-%d}"})
    mark = "5f3a91c07be2d648" * 4
    return CertificateError(
        Certificate(SERVER.host, SERVER.host, SERVER.host, start, start + timedelta(days=365), mark, why)
    )


def choose(window: MainWindow, section: Section) -> None:
    """Go to a section and wait for its first row and the evidence of it."""
    listing, evidence = window.workspace.listing, window.workspace.evidence
    window.workspace.sidebar.choose_section(section)
    settle(
        lambda: (
            listing._section is section  # noqa: SLF001 - what is shown, not what is asked for
            and listing.view.model().rowCount() > 0
            and bool(evidence.address())
        )
    )


def picture_window(application: QApplication, album: Album, look: Look) -> None:
    """The window itself: empty, full, reading, and at an error."""
    with a_window(application, look, sample=False) as window:
        album.take(window, look.name("first-page"))
    with a_window(application, look) as window:
        album.take(window, look.name("main"))
        choose(window, Section.REVIEW)
        album.take(window, look.name("review"))
        window.actions_["summary"].trigger()
        settle(window.workspace.summary.settled)
        album.take(window, look.name("summary"))
        choose(window, Section.UNSUBSCRIBE)
        window.scan_bar.show_progress(Progress(Step.READ, 8120, 20_000, 612, 630, 14.0), "INBOX")
        settle(lambda: bool(window.workspace.evidence.address()))
        album.take(window, look.name("reading"))
        window.scan_bar.show_nothing()
        account = Account(SERVER.user, AccountKind.IMAP, SERVER, ("INBOX",), id=1)
        refused = MailboxError("imap_login_refused", host=SERVER.host, user=SERVER.user, answer="")
        window.reading.failed.emit(account, refused)
        album.take(window, look.name("error"))


def picture_sections(application: QApplication, album: Album, look: Look) -> None:
    """What the guide does not show: the other sections, nothing found, several selected."""
    with a_window(application, look) as window:
        for section in (Section.ASKED, Section.FIX_SENDER, Section.NOT_YOURS, Section.NOT_BOUNCES):
            choose(window, section)
            album.take(window, look.name(f"section-{section.value}"))
        choose(window, Section.RETRY)
        window.workspace.evidence.show_history()
        album.take(window, look.name("history"))
        window.workspace.listing.table.selectAll()
        album.take(window, look.name("several"))
        window.workspace.sidebar.choose_section(Section.KEPT)
        settle(lambda: window.workspace.listing.empty.isVisible())
        album.take(window, look.name("empty-section"))
        window.workspace.search.setText("nobody")
        settle(lambda: "nobody" in (window.workspace.looked_for or ""))
        album.take(window, look.name("nothing-found"))
        window.workspace.search.clear()
        window.actions_["help"].trigger()
        album.take(open_dialog(application, HelpDialog), look.name("help"))
        open_dialog(application, HelpDialog).close()
        choose(window, Section.REVIEW)
        window.workspace.evidence.write_letter()
        album.take(open_dialog(application, LetterDialog), look.name("letter"))
        open_dialog(application, LetterDialog).close()
        window.actions_["rule_from_reply"].trigger()
        rules = open_dialog(application, RulesDialog)
        settle(rules.settled)
        album.take(rules, look.name("rules"))


def picture_deciding(application: QApplication, album: Album, look: Look) -> None:
    """Deciding: the dialog for several, the menus, the filters."""
    with a_window(application, look) as window:
        window.workspace.listing.filters.show_more()
        album.take(window, look.name("filters"))
        window.actions_["decide_more"].trigger()
        settle(lambda: not window.background.busy())
        album.take(open_dialog(application, DecideDialog), look.name("decide"))
        open_dialog(application, DecideDialog).close()
        for name, menu in {**window.actions_.menus, "row": window.actions_.row_menu()}.items():
            menu.popup(window.mapToGlobal(window.rect().center()))
            album.take(menu, look.name(f"menu-{name}"))
            menu.close()
        window.scan_bar.show_progress(Progress(Step.DECIDE, 8120, 20_000, 7411, 7630, 14.0), "News")
        album.take(window, look.name("judging"))
        window.scan_bar.show_nothing()
        window.workspace.decide(Choice.KEEP)
        settle(lambda: not window.decisions.working())
        choose(window, Section.KEPT)
        settle(lambda: bool(window.workspace.evidence.address()))
        album.take(window, look.name("decided"))


def picture_dialogs(application: QApplication, album: Album, look: Look) -> None:
    """The dialogs: mailbox, folders, certificate, export."""
    with a_window(application, look) as window:
        window.mailboxes.connect_mailbox()
        shown = open_dialog(application, AccountDialog)
        settle(lambda: not window.background.busy())
        page = shown.address_page
        for name, address in (
            ("account-sign-in", "letter@outlook.jp"),
            ("account", "letter@yahoo.co.jp"),
            ("account-unknown", SERVER.user),
        ):
            page.address.setText(address)
            page.password.setText("correct horse")
            album.take(shown, look.name(name))
        page.by_hand.click()
        shown.server_page.host.setText(SERVER.host)
        album.take(shown, look.name("account-by-hand"))
        shown.show_folders(
            SERVER, "", [Folder(name, role, count, selectable=True) for name, role, count in FOLDERS], 12.0
        )
        album.take(shown, look.name("folders"))
        shown.show_failure(SERVER, untrusted())
        album.take(open_dialog(application, CertificateDialog), look.name("certificate"))
    with a_window(application, look) as window:
        window.actions_["export"].trigger()
        settle(lambda: not window.background.busy())
        album.take(open_dialog(application, ExportDialog), look.name("export"))


def picture_thresholds(application: QApplication, album: Album, window: MainWindow, look: Look) -> None:
    """When an address is proposed for unsubscribing, with another preset chosen."""
    window.actions_["thresholds"].trigger()
    shown = open_dialog(application, PolicyDialog)
    settle(shown.settled)
    shown.preset.setCurrentIndex(1)
    shown.preset.activated.emit(1)
    settle(shown.settled)
    album.take(shown, look.name("thresholds"))
    shown.close()


def picture_readers(application: QApplication, album: Album, window: MainWindow, look: Look) -> None:
    """The subscriber list: before one was loaded, with the readers that fail, and the names in the window."""
    window.actions_["readers"].trigger()
    shown = open_dialog(application, ReadersDialog)
    settle(shown.settled)
    album.take(shown, look.name("readers-empty"))
    store = window._engine.store  # noqa: SLF001
    names = ("山田 花子", "佐藤 一郎", "Emma Brown", "鈴木 健", "高橋 美咲")
    failing = [row.address for row in store.rows(store.ids(Query(1)))][::2]
    others = [f"reader{number}@example.{('jp', 'com', 'org')[number % 3]}" for number in range(1200)]
    lines = [f"{names[place % 5]},{address}" for place, address in enumerate([*failing, *others])]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "readers.csv")
        path.write_text("\n".join(["名前,メールアドレス", *lines, ""]), encoding="utf-8")
        shown.load(path)
        settle(shown.save.isVisible)
        album.take(shown, look.name("readers"))
        shown.save_to(path.with_name("readers-cleaned.csv"))
        settle(shown.folder.isVisible)
        album.take(shown, look.name("readers-saved"))
    shown.close()
    album.take(window, look.name("main-with-names"))


def picture_saved_lists(application: QApplication, album: Album, window: MainWindow, look: Look) -> None:
    """The history of saved lists: one imported a while ago, one of today."""
    store = window._engine.store  # noqa: SLF001
    with tempfile.TemporaryDirectory() as folder:
        for days, tool in ((60, "blastmail"), (20, "csv"), (0, "blastmail")):
            when = NOW - timedelta(days=days)
            wanted = plan(store, 1, preset(tool), Choice.UNSUBSCRIBE)
            wanted = first_rows(wanted, wanted.count - days // 10)
            carry_out(store, wanted, preset(tool), Path(folder, "list.csv"), language="en", now=when)
        store.set_imported(1, NOW - timedelta(days=58))
        window.actions_["exports"].trigger()
        shown = open_dialog(application, ExportsDialog)
        settle(shown.settled)
        shown.exports.selectRow(2)
        settle(shown.settled)
        album.take(shown, look.name("saved-lists"))
        shown.close()


def picture_report(application: QApplication, album: Album, window: MainWindow, look: Look) -> None:
    """The report in its dialog, and the page by itself."""
    window.actions_["report"].trigger()
    shown = open_dialog(application, ReportDialog)
    settle(shown.pdf.isEnabled)
    shown.readers.setValue(1840)
    album.take(shown, look.name("report"))
    page = shown.picture(1000)
    if page is not None:
        page.save(str(album.folder / f"{look.name('report-page')}.png"))
    shown.close()


def picture_senders(application: QApplication, album: Album, window: MainWindow, look: Look) -> None:
    """Which newsletters are the user's."""
    window.actions_["senders"].trigger()
    shown = open_dialog(application, SendersDialog)
    settle(shown.settled)
    album.take(shown, look.name("senders"))
    shown.close()


def refused(number: int) -> bytes:
    """A mail that one provider sent back because of the sender."""
    address = f"reader{number}@gmail.com"
    return f"""\
From: MAILER-DAEMON@mail.komorebi.example.jp (Mail Delivery System)
To: bounces@komorebi.example.jp
Subject: Undelivered Mail Returned to Sender
Date: Thu, 12 Nov 2026 10:00:{number % 60:02} +0900
Message-ID: <refused-{number}@mail.komorebi.example.jp>
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="=_b"

--=_b
Content-Type: text/plain

This is the mail system at host mail.komorebi.example.jp.

<{address}>: host gmail-smtp-in.l.google.com[192.0.2.1] said: 550-5.7.26 This mail is unauthenticated: SPF did not pass
    (in reply to end of DATA command)

--=_b
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.komorebi.example.jp

Final-Recipient: rfc822; {address}
Action: failed
Status: 5.7.26
Remote-MTA: dns; gmail-smtp-in.l.google.com
Diagnostic-Code: smtp; 550-5.7.26 This mail is unauthenticated: SPF did not pass

--=_b
Content-Type: text/rfc822-headers

From: mori@komorebi.example.jp
To: {address}
Subject: November
Date: Thu, 12 Nov 2026 09:00:00 +0900
Message-ID: <november@komorebi.example.jp>
List-Id: <letters.komorebi.example.jp>

--=_b--
""".encode()


def picture_incidents(album: Album, window: MainWindow, look: Look) -> None:
    """A provider that refused the sender, as one line above its rows."""
    with tempfile.TemporaryDirectory() as folder:
        for number in range(24):
            Path(folder, f"{number}.eml").write_bytes(refused(number))
        store = window._engine.store  # noqa: SLF001
        job = {"now": NOW, "progress": lambda _: None, "cancel": CancelToken()}
        open_files(store, store.accounts()[0], [Path(folder)], window._engine.book(), **job)  # noqa: SLF001
    window.workspace.reload()
    choose(window, Section.INCIDENTS)
    incidents = window.rooms.incidents
    settle(lambda: incidents is not None and incidents.isVisible())
    album.take(window, look.name("incidents"))
    if incidents is not None:
        incidents.lines[0].only.click()
        settle(lambda: window.workspace.listing.table.model().rowCount() == 24)
        album.take(window, look.name("incident-open"))


def picture_move(application: QApplication, album: Album, window: MainWindow, look: Look) -> None:
    """Everything goes to another computer: saved, and what is asked where there is something already."""
    window.actions_["move"].trigger()
    shown = open_dialog(application, MoveDialog)
    album.take(shown, look.name("move"))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "modori-2026-11-24.modori")
        shown.save_to(path)
        settle(shown.settled)
        album.take(shown, look.name("move-saved"))
        shown.load_from(path)
        settle(shown.settled)
        album.take(shown, look.name("move-asked"))
    shown.close()


def picture_waiting_list(application: QApplication, album: Album, look: Look) -> None:
    """A subscriber list before there is a mailbox, and a file of which it is not clear what it is."""
    with a_window(application, look, sample=False) as window, tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "readers.csv")
        lines = [f"読者{number},reader{number}@example.jp" for number in range(1843)]
        path.write_text("\n".join(["名前,メールアドレス", *lines, ""]), encoding="utf-8")
        window.lists.keep(path)
        settle(lambda: not window.background.busy())
        album.take(window, look.name("first-page-list"))
        window.lists.open([path])
        settle(lambda: not window.background.busy())
        album.take(open_dialog(application, ListOrErrors), look.name("list-or-errors"))


def picture_rooms(application: QApplication, album: Album, look: Look) -> None:
    """The dialogs that tune decisions and hand them over."""
    with a_window(application, look) as window:
        picture_thresholds(application, album, window, look)
        picture_readers(application, album, window, look)
        picture_saved_lists(application, album, window, look)
        picture_report(application, album, window, look)
        picture_senders(application, album, window, look)
        picture_move(application, album, window, look)
        picture_incidents(album, window, look)
    picture_waiting_list(application, album, look)


def main() -> None:
    root = Path(__file__).resolve().parents[2]
    album = Album(Path(sys.argv[1]) if len(sys.argv) > 1 else root / "resources" / "guide" / "pictures")
    application = QApplication([])
    for language in ("en", "ja"):
        look = Look(language)
        picture_window(application, album, look)
        picture_dialogs(application, album, look)
        picture_rooms(application, album, look)
        if sys.argv[2:] == ["all"]:
            for other in (look, replace(look, dark=True), replace(look, size=SMALL)):
                picture_sections(application, album, other)
                picture_deciding(application, album, other)
                if other != look:
                    picture_rooms(application, album, other)
            picture_window(application, album, replace(look, dark=True))
            picture_dialogs(application, album, replace(look, dark=True))
            picture_window(application, album, replace(look, size=SMALL))
        else:
            with a_window(application, replace(look, dark=True)) as window:
                album.take(window, f"main-dark-{language}")


if __name__ == "__main__":
    main()
