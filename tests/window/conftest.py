"""A window on a store of its own, opened as the program opens it, and closed after the test."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from dovecot import dovecot  # noqa: F401 (a fixture)
from modori import app
from modori.mailbox import Credentials
from modori.store import Store
from modori.window.main_window import MainWindow
from modori.window.settings import Settings
from name_server import network  # noqa: F401 (a fixture)
from window_hands import look_at
from window_mails import fill

OpenWindow = Callable[..., MainWindow]


class Patient(QtBot):
    """Waits longer than pytest-qt's five seconds: on a busy machine a process may need them only to begin."""

    def waitUntil(self, callback, *, timeout=30_000):  # noqa: N802 - pytest-qt's own name
        super().waitUntil(callback, timeout=timeout)

    def waitSignal(self, signal, *, timeout=30_000, **more):  # noqa: N802
        return super().waitSignal(signal, timeout=timeout, **more)


@pytest.fixture
def qtbot(qapp, request) -> Patient:
    """pytest-qt's hands."""
    return Patient(request)


@pytest.fixture
def home(tmp_path) -> Path:
    """Where database and settings of this test's Modori lie."""
    return tmp_path


@pytest.fixture
def database(home) -> Path:
    return home / "modori.sqlite3"


@pytest.fixture
def open_window(qtbot, qapp, home, database) -> Iterator[OpenWindow]:
    """Open Modori; with `filled`, with an account in which something is to be reviewed."""
    opened: list[MainWindow] = []

    def open_it(*, filled: bool = False, language: str = "en", credentials: Credentials | None = None) -> MainWindow:
        settings = home / "modori.ini"
        if language:
            kept = Settings(settings)
            kept.language = language
            kept.save()
        if filled:
            with Store(database) as store:
                fill(store)
        window = app.build(qapp, database=database, settings_file=settings, credentials=credentials)
        opened.append(window)
        window.show()
        look_at(qtbot, window)
        if filled:  # What is judged again at the start would decide about what the test adds, now or a moment later.
            qtbot.waitUntil(window.reading.idle, timeout=20_000)
        return window

    yield open_it
    for window in opened:
        window.close()
        window._language.leave()
        window.deleteLater()
    qapp.processEvents()


@pytest.fixture
def window(qtbot, open_window) -> MainWindow:
    """A filled window whose first rows are shown."""
    shown = open_window(filled=True)
    qtbot.waitUntil(lambda: shown.workspace.listing.table.model().rowCount() > 0)
    qtbot.waitUntil(lambda: shown.workspace.evidence.address() != "")
    return shown
