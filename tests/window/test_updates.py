"""New versions: nothing is asked unless the user asks or allows it; the answer is one quiet sentence."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import QObject, QUrl, Slot
from PySide6.QtGui import QDesktopServices

from https_server import HttpsServer, test_tls  # noqa: F401 (a fixture)
from modori import __version__, app
from modori.jobs.updates import Releases
from modori.store import Store
from modori.window.main_window import MainWindow
from modori.window.update_dialog import UpdateDialog
from window_hands import click, dialog, look_at, texts
from window_mails import fill

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


class Browser(QObject):
    """Takes the pages that would be shown."""

    def __init__(self) -> None:
        super().__init__()
        self.pages: list[str] = []

    @Slot(QUrl)
    def show(self, url: QUrl) -> None:
        self.pages.append(url.toString())


@pytest.fixture
def server(test_tls) -> Iterator[HttpsServer]:  # noqa: F811
    """Announces version 99.1."""
    running = HttpsServer(lambda *_: (200, {}, json.dumps({"tag_name": "v99.1"}).encode()), *test_tls)
    yield running
    running.stop()


@pytest.fixture
def open_with(qtbot, qapp, home, database) -> Iterator[Callable[..., MainWindow]]:
    """Open a filled window that knows these releases."""
    opened: list[MainWindow] = []

    def open_it(releases: Releases, language: str = "en", days: int = 0) -> MainWindow:
        if not database.exists():
            with Store(database) as store:
                fill(store)
        window = app.build(
            qapp,
            database=database,
            settings_file=home / "modori.ini",
            releases=lambda: releases,
            now=lambda: NOW + timedelta(days=days),
        )
        opened.append(window)
        window._use_language(language)
        window.show()
        look_at(qtbot, window)
        return window

    yield open_it
    for window in opened:
        for one in window.findChildren(UpdateDialog):
            one.close()
        window.close()
        window._language.leave()
        window.deleteLater()
    qapp.processEvents()


def of(server: HttpsServer, page: str = "https://example.org/modori") -> Releases:
    return Releases(server.url("/latest"), page, server.context)


def test_nothing_is_asked_by_itself(qtbot, open_with, server):
    window = open_with(of(server))
    window.updates.ask_if_allowed()
    window.actions_["updates"].trigger()
    shown = dialog(UpdateDialog)
    assert not shown.by_itself.isChecked()
    assert shown.answer.text() == ""
    assert not shown.page.isVisible()
    shown.close()
    window.close()
    assert not server.asked


def test_a_newer_version_is_told_with_its_page(qtbot, open_with, server):
    window, browser = open_with(of(server)), Browser()
    window.actions_["updates"].trigger()
    shown = dialog(UpdateDialog)
    assert "localhost" in texts(shown)
    assert __version__ in texts(shown)
    click(shown.ask)
    assert shown.answer.text() == "Asking…"
    qtbot.waitUntil(lambda: shown.answer.text() == "Version 99.1 is out.")
    QDesktopServices.setUrlHandler("https", browser, "show")
    click(shown.page)
    QDesktopServices.unsetUrlHandler("https")
    assert browser.pages == ["https://example.org/modori"]
    assert window.updates.isVisible()
    assert window.updates.text() == "Modori 99.1 is out"
    window._use_language("ja")
    qtbot.waitUntil(lambda: window.updates.text() == "Modori 99.1が公開されています")


def test_a_trouble_is_one_sentence(qtbot, open_with):
    window = open_with(Releases("https://nobody.invalid/latest", "https://example.org/"), "ja")
    window.actions_["updates"].trigger()
    shown = dialog(UpdateDialog)
    click(shown.ask)
    qtbot.waitUntil(lambda: "nobody.invalidから返答がなかった" in shown.answer.text())
    assert not shown.page.isVisible()
    assert shown.ask.isEnabled()
    assert not window.updates.isVisible()


def test_where_it_is_allowed_it_asks_once_a_week(qtbot, open_with, server):
    window = open_with(of(server))
    window.actions_["updates"].trigger()
    click(dialog(UpdateDialog).by_itself)
    dialog(UpdateDialog).close()
    window.updates.ask_if_allowed()
    qtbot.waitUntil(window.updates.isVisible)
    window.close()
    for days, asked in ((6, 1), (7, 2)):
        later = open_with(of(server), days=days)
        later.updates.ask_if_allowed()
        if asked == 2:
            qtbot.waitUntil(later.updates.isVisible)
        later.close()
        assert len(server.asked) == asked
    # The word at the foot leads to the dialog, which knows it already.
    window = open_with(of(server), days=14)
    window.updates.ask_if_allowed()
    qtbot.waitUntil(window.updates.isVisible)
    click(window.updates)
    assert dialog(UpdateDialog).answer.text() == "Version 99.1 is out."
    click(dialog(UpdateDialog).by_itself)
    assert not window._settings.looks_for_updates


def test_a_failure_that_nobody_asked_for_is_quiet(qtbot, open_with):
    window = open_with(Releases("https://nobody.invalid/latest", ""))
    window._settings.keep_looking_for_updates(wanted=True)
    with qtbot.waitSignal(window.updates.failed):
        window.updates.ask_if_allowed()
    assert not window.updates.isVisible()
    assert not window.workspace.listing.banner.isVisible()


def test_without_an_address_the_dialog_says_so_and_offers_nothing(open_with):
    window = open_with(Releases("", ""))
    window.actions_["updates"].trigger()
    shown = dialog(UpdateDialog)
    assert "does not know where new versions are announced" in texts(shown)
    assert not shown.ask.isVisible()
    assert not shown.by_itself.isVisible()
