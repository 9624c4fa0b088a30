# ruff: noqa: T201 (prints are what it is for)
"""How long until the first window is painted, beside a bare PySide6 window. Not a test; run it by hand (on Linux):

    QT_QPA_PLATFORM=offscreen python tests/benchmarks/start_up.py [--times 7]

Each start is a process of its own that does what `modori` does; the time is from before the first import to after the
first paint. Ours is measured twice: at the very first start (no mailbox yet), and with the sample mailbox read; of the
latter also how long it takes until the rows and the evidence of the first of them are shown, which comes behind the
window. Modules are read from their byte code, as in every installed program, whatever PYTHONDONTWRITEBYTECODE says.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
from collections import defaultdict
from pathlib import Path

BARE = """
import time
begin, core = time.perf_counter(), time.process_time()
from PySide6.QtWidgets import QApplication, QMainWindow
app = QApplication([])
window = QMainWindow()
window.resize(1280, 800)
window.show()
app.processEvents()
print(time.perf_counter() - begin, time.process_time() - core)
"""
OURS = """
import sys, time
begin, core = time.perf_counter(), time.process_time()
from modori import app as program
from modori.__main__ import main
fill = sys.argv[1:] == ["fill"]
build = program.build

def watched(app, **places):
    from PySide6.QtCore import QTimer
    from modori.window.painted import FirstPaint
    window = build(app, **places)
    timer = QTimer(window, interval=2)

    def on_painted():
        print(time.perf_counter() - begin, time.process_time() - core)
        if fill:
            window.mailboxes.open_sample()
        timer.start()

    def look():
        if fill and window.background.busy():
            return
        work = window.workspace if window.built() else None
        if work is not None and not (work.explained() and work.evidence.address()):
            return
        print(time.perf_counter() - begin, time.process_time() - core, flush=True)
        timer.stop()
        window.close()

    timer.timeout.connect(look)
    FirstPaint(window, on_painted)
    return window

program.build = watched
del sys.argv[1:]
sys.exit(main())
"""
NAMES = ("a bare window", "Modori, first start", "Modori, with a mailbox", "  and its rows and evidence")


def measure(program: str, byte_code: str, home: str, *arguments: str) -> list[tuple[float, float]]:
    """Milliseconds by the clock and of a core, of each moment of one start.

    `byte_code` is the folder that holds it, `home` the one of database and settings.
    """
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    environment |= {f"XDG_{name}_HOME": home for name in ("DATA", "CONFIG", "STATE", "CACHE")}
    environment["PYTHONPYCACHEPREFIX"] = byte_code
    command = [sys.executable, "-c", program, *arguments]
    done = subprocess.run(command, check=True, capture_output=True, text=True, timeout=30, env=environment)
    return [(float(clock) * 1000, float(core) * 1000) for clock, core in map(str.split, done.stdout.splitlines())]


def main() -> None:
    """Take turns, so that a busy moment of the machine meets all of them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=7)
    times = parser.parse_args().times
    with tempfile.TemporaryDirectory() as folder:
        byte_code, full = str(Path(folder, "byte-code")), str(Path(folder, "full"))
        measure(OURS, byte_code, full, "fill")
        found: dict[str, list[tuple[float, float]]] = defaultdict(list)
        for number in range(-1, times):
            starts = (
                measure(BARE, byte_code, full)
                + measure(OURS, byte_code, str(Path(folder, str(number))))[:1]
                + measure(OURS, byte_code, full)
            )
            for name, milliseconds in zip(NAMES, starts, strict=True):
                if number >= 0:  # the one before only writes byte code
                    found[name].append(milliseconds)
    bare = found[NAMES[0]]
    print("     the clock: median            best     core time: best")
    for name in NAMES:
        words = ""
        for which, chosen in ((0, statistics.median), (0, min), (1, min)):
            ours, least = (chosen(one[which] for one in times) for times in (found[name], bare))
            words += f"{ours:6.0f} ms {ours / least:4.1f} x "
        print(f"{words}  {name}")


if __name__ == "__main__":
    main()
