# ruff: noqa: T201 (prints are what it is for)
"""How the window feels with a million addresses, and while mail is being read. Not a test; run it by hand:

    QT_QPA_PLATFORM=offscreen python tests/benchmarks/window.py [--rows 1000000] [--mails 20000] [--file PATH]

--file keeps the database (made by tests/benchmarks/store_query.py, which fills it the same way). Prints how long
sorting and filtering take until the rows are shown, the longest stall of the event loop meanwhile, the time to
scroll and paint one screen, and memory.
"""

from __future__ import annotations

import argparse
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QTimer
from PySide6.QtWidgets import QApplication

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parents[1])]

from store_query import fill  # noqa: E402 - they lie beside this file

from modori import app as modori_app  # noqa: E402
from modori.store import Column, Section, Store  # noqa: E402
from modori.window.main_window import MainWindow  # noqa: E402
from window_mails import bounce_mail  # noqa: E402

BEAT_MS = 2


class Heart:
    """Beats while the event loop runs; a beat that comes late is a stall."""

    def __init__(self) -> None:
        self._timer = QTimer(interval=BEAT_MS)
        self._timer.timeout.connect(self._beat)
        self._last = time.perf_counter()
        self.stalls: list[float] = []
        self._timer.start()

    def start_anew(self) -> None:
        """Forget what was."""
        self.stalls, self._last = [], time.perf_counter()

    def _beat(self) -> None:
        now = time.perf_counter()
        self.stalls.append(now - self._last)
        self._last = now

    def longest(self) -> float:
        """The longest stall in ms."""
        return max(self.stalls, default=0.0) * 1000


def wait(done: Callable[[], bool], seconds: float = 600) -> None:
    """Run the event loop until `done`."""
    limit = time.perf_counter() + seconds
    while not done():
        QCoreApplication.processEvents()
        time.sleep(0.0005)
        if time.perf_counter() > limit:
            raise TimeoutError


def timed(name: str, window: MainWindow, heart: Heart, act: Callable[[], object]) -> None:
    """Print how long it takes until other rows are shown, and the longest stall meanwhile."""
    shown = []
    model = window.workspace.listing.table.model()
    link = model.modelReset.connect(lambda: shown.append(True))
    heart.start_anew()
    begin = time.perf_counter()
    act()
    wait(lambda: bool(shown))
    rows = time.perf_counter() - begin
    settled = time.perf_counter() + 0.3
    wait(lambda: time.perf_counter() > settled)
    model.disconnect(link)
    print(f"{rows * 1000:7.0f} ms  stall {heart.longest():6.1f} ms  {name}  ({model.rowCount()})", flush=True)


def scroll(name: str, window: MainWindow, heart: Heart, going: Callable[[int], bool]) -> None:
    """Print the time of one screen: move, fetch, paint."""
    table = window.workspace.listing.table
    bar, frames, number = table.verticalScrollBar(), [], 0
    heart.start_anew()
    while going(number):
        begin = time.perf_counter()
        bar.setValue((number * 37) % max(1, bar.maximum()))
        table.viewport().repaint()
        frames.append(time.perf_counter() - begin)
        QCoreApplication.processEvents()
        number += 1
    frames.sort()
    if frames:
        late = frames[int(len(frames) * 0.99)] * 1000
        print(
            f"{statistics.median(frames) * 1000:7.1f} ms median, {late:.1f} ms of 99 %, stall {heart.longest():.1f} ms"
            f"  {name}  ({len(frames)} screens)",
            flush=True,
        )


def memory() -> None:
    """Print the most memory used so far."""
    print(f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:7.0f} MB at most", flush=True)


def with_many(app: QApplication, path: Path, settings: Path, heart: Heart) -> None:
    """A million rows."""
    window = modori_app.build(app, database=path, settings_file=settings)
    window.show()
    wait(lambda: window.workspace.listing.table.model().rowCount() > 0)
    work = window.workspace
    for section in (Section.RETRY, Section.UNSUBSCRIBE):
        timed(f"section {section}", window, heart, lambda section=section: work.sidebar.choose_section(section))
    for column in (Column.ADDRESS, Column.REASON, Column.SENDINGS, Column.LAST_SEEN, Column.DIAGNOSTIC):
        timed(f"sort by {column}", window, heart, lambda column=column: work.listing.sort_asked.emit(column, False))  # noqa: FBT003
    timed("filter by domain", window, heart, lambda: work.listing.filters.choose(domain="docomo.ne.jp"))
    timed("all again", window, heart, work.show_all)
    timed("search, many", window, heart, lambda: work.search.setText("user unknown"))
    timed("search, few", window, heart, lambda: work.search.setText("reader12345@"))
    timed("all again", window, heart, work.show_all)
    heart.start_anew()
    begin = time.perf_counter()
    work.listing.table.selectAll()
    QCoreApplication.processEvents()
    print(f"{(time.perf_counter() - begin) * 1000:7.1f} ms  select all  ({work.listing.table.chosen_count()})")
    work.listing.table.show_row(0)
    scroll("scrolling", window, heart, lambda number: number < 500)
    memory()
    window.close()
    window._language.leave()
    window.deleteLater()


def while_reading(app: QApplication, path: Path, settings: Path, mails: Path, heart: Heart) -> None:
    """Mail files are read while somebody scrolls."""
    window = modori_app.build(app, database=path, settings_file=settings)
    window.show()
    wait(lambda: window.workspace.listing.table.model().rowCount() > 0)
    begin = time.perf_counter()
    window.mailboxes.open_files([mails])
    wait(lambda: window.workspace.listing.table.model().rowCount() > 100)
    scroll("scrolling while mail is read", window, heart, lambda _number: window.reading.busy())
    print(f"{time.perf_counter() - begin:7.1f} s   {window.scan_bar.text()}")
    memory()
    window.close()
    window._language.leave()
    window.deleteLater()


def main() -> None:
    """Fill, then look."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--mails", type=int, default=20_000)
    parser.add_argument("--file", type=Path)
    chosen = parser.parse_args()
    app = QApplication([])
    heart = Heart()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if chosen.mails:
            mails, small = folder / "mails.mbox", folder / "small.sqlite3"
            with mails.open("wb") as file:
                for number in range(chosen.mails):
                    file.write(b"From MAILER-DAEMON Thu Oct  1 10:00:00 2026\n")
                    file.write(bounce_mail(f"reader{number}@d{number % 50}.example.jp", number=number) + b"\n\n")
            with Store(small) as store:
                fill(store, 2_000)
            while_reading(app, small, folder / "b.ini", mails, heart)
        if chosen.rows:
            path = chosen.file or folder / "many.sqlite3"
            if not path.exists():
                with Store(path) as store:
                    fill(store, chosen.rows)
            with_many(app, path, folder / "a.ini", heart)


if __name__ == "__main__":
    main()
