"""The composition root of the window: the one place that knows everybody."""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QFileOpenEvent
from PySide6.QtWidgets import QApplication

from .mailbox import Credentials
from .records import ModoriError
from .store import Store, StoreError, default_path
from .window.crash_log import CrashLog
from .window.input_method import fcitx_is_heard
from .window.look import dress, style_arguments
from .window.main_window import Engine, MainWindow
from .window.one_window import hand_over, place_beside
from .window.painted import FirstPaint
from .window.settings import Settings
from .window.translation import Language
from .window.trouble import show_and_log_uncaught, tell_before_start

if TYPE_CHECKING:
    from .jobs.updates import Releases

SETTINGS_FILE = "modori.ini"
RULES_FILE = "rules.toml"


def _now() -> datetime:
    return datetime.now().astimezone()


def _releases() -> Releases:
    from .jobs.updates import releases  # what speaks TLS is not needed at the start

    return releases()


def build(
    app: QApplication,
    *,
    database: Path,
    settings_file: Path,
    credentials: Credentials | None = None,
    now: Callable[[], datetime] = _now,
    releases: Callable[[], Releases] = _releases,
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
        own_rules=settings_file.with_name(RULES_FILE),
        settings=settings,
        language=language,
        now=now,
        releases=releases,
    )
    return MainWindow(engine)


class Application(QApplication):
    """The program. `opened` names a file that the desktop asks it to open (macOS does not use arguments)."""

    opened = Signal(list)

    def event(self, event: QEvent) -> bool:
        """Qt's own, and the desktop's wish to open a file."""
        if isinstance(event, QFileOpenEvent) and event.file():
            self.opened.emit([Path(event.file())])
            return True
        return super().event(event)


def open_files(window: MainWindow, files: Sequence[Path]) -> None:
    """Open mail files, or a subscriber list; mail that comes while other mail is read waits for its turn."""
    if files:
        window.lists.open(files)


def main(files: Sequence[Path] = ()) -> int:
    """Open the window and stay until it is closed; gives the exit code. `files` are mail files to open.

    Where a window is open already, that one gets the files and comes forward.
    """
    import platformdirs

    database = default_path()
    place = place_beside(database)
    if hand_over(place, files):
        return 0
    with fcitx_is_heard():
        app = Application([*sys.argv[:1], *style_arguments()])
    app.setApplicationName("modori")
    app.setApplicationDisplayName("Modori")
    app.setDesktopFileName("modori")
    settings_file = platformdirs.user_config_path("modori", appauthor=False) / SETTINGS_FILE
    credentials = Credentials()
    try:
        crash_log = CrashLog(platformdirs.user_log_path("modori", appauthor=False), credentials.hide)
        window = build(app, database=database, settings_file=settings_file, credentials=credentials)
    except StoreError as error:
        tell_before_start(error)
        return 2
    except OSError as error:  # the folder of the settings or of the log
        tell_before_start(ModoriError("window_no_place", path=str(error.filename), error=error.strerror or ""))
        return 2
    FirstPaint(window, lambda: settle(app, window, place, crash_log))
    window.show()
    open_files(window, files)
    return app.exec()


def settle(app: Application, window: MainWindow, place: str, crash_log: CrashLog) -> None:
    """What a running program needs and its first look does not: later starts (heard at `place`), new versions."""
    from .window.one_window import OneWindow

    app.aboutToQuit.connect(lambda: crash_log.close())
    show_and_log_uncaught(window, crash_log.text, crash_log.last_fault)
    one = OneWindow(place, window)
    for asked in (one.asked, app.opened):
        asked.connect(lambda files: open_files(window, files))
    window.updates.ask_if_allowed()
    gc.freeze()  # what is there now stays to the end
    gc.enable()
