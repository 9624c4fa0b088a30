"""The composition root of the window: the one place that knows everybody."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import platformdirs
from PySide6.QtWidgets import QApplication

from .mailbox import Credentials
from .store import Store, StoreError, default_path
from .window.look import dress
from .window.main_window import Engine, MainWindow
from .window.settings import Settings
from .window.translation import Language
from .window.trouble import show_and_log_uncaught, tell_before_start

if TYPE_CHECKING:
    from .rules import RuleBook

SETTINGS_FILE = "modori.ini"


def _book() -> RuleBook:
    from .rules import load_bundled  # when it is first needed: not before the first window

    return load_bundled()


def _now() -> datetime:
    return datetime.now().astimezone()


def build(
    app: QApplication,
    *,
    database: Path,
    settings_file: Path,
    credentials: Credentials | None = None,
    now: Callable[[], datetime] = _now,
) -> MainWindow:
    """The whole program behind one window, not shown yet. Raises StoreError when the database is not usable.

    Closing the window closes the store.
    """
    settings = Settings(settings_file)
    dress(app, settings.appearance)
    language = Language(app, settings.language)
    engine = Engine(
        store=Store(database),
        open_store=lambda: Store(database),
        credentials=credentials or Credentials(),
        book=_book,
        settings=settings,
        language=language,
        now=now,
    )
    return MainWindow(engine)


def main(arguments: Sequence[str] = ()) -> int:
    """Open the window and stay until it is closed; gives the exit code. `arguments` may name mail files to open."""
    app = QApplication([sys.argv[0], *arguments])
    app.setApplicationName("modori")
    app.setApplicationDisplayName("Modori")
    app.setDesktopFileName("modori")
    settings_file = platformdirs.user_config_path("modori", appauthor=False) / SETTINGS_FILE
    try:
        window = build(app, database=default_path(), settings_file=settings_file)
    except StoreError as error:
        tell_before_start(error)
        return 2
    show_and_log_uncaught(window)
    window.show()
    files = [Path(name) for name in arguments if not name.startswith("-")]
    if files:
        window.mailboxes.open_files(files)
    return app.exec()
