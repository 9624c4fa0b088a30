# ruff: noqa: T201 (prints are what it is for)
"""How long until the first window is painted, beside a bare PySide6 window. Not a test; run it by hand:

    QT_QPA_PLATFORM=offscreen python tests/benchmarks/start_up.py [--times 7]

Each start is a process of its own; the time is from before the first import to after the first paint. Ours is
measured twice: at the very first start (no mailbox yet), and with the sample mailbox read.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

BARE = """
import time
begin = time.perf_counter()
from PySide6.QtWidgets import QApplication, QMainWindow
app = QApplication([])
window = QMainWindow()
window.resize(1280, 800)
window.show()
app.processEvents()
print(time.perf_counter() - begin)
"""
OURS = """
import sys, time
begin = time.perf_counter()
from pathlib import Path
from modori import app as modori_app
from PySide6.QtWidgets import QApplication
app = QApplication([])
window = modori_app.build(app, database=Path(sys.argv[1], "m.sqlite3"), settings_file=Path(sys.argv[1], "m.ini"))
window.show()
app.processEvents()
print(time.perf_counter() - begin)
if "fill" in sys.argv:
    window.mailboxes.open_sample()
    while window.background.busy():
        app.processEvents()
window.close()
"""


def measure(program: str, *arguments: str) -> float:
    """Seconds of one start."""
    done = subprocess.run(
        [sys.executable, "-c", program, *arguments], check=True, capture_output=True, text=True, timeout=120
    )
    return float(done.stdout.split()[0])


def main() -> None:
    """Take turns, so that a busy moment of the machine meets all of them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=7)
    times = parser.parse_args().times
    with tempfile.TemporaryDirectory() as empty, tempfile.TemporaryDirectory() as full:
        measure(OURS, full, "fill")
        found: dict[str, list[float]] = {"a bare window": [], "Modori, first start": [], "Modori, with a mailbox": []}
        for number in range(times):
            found["a bare window"].append(measure(BARE))
            found["Modori, first start"].append(measure(OURS, str(Path(empty, str(number)))))
            found["Modori, with a mailbox"].append(measure(OURS, full))
    bare = statistics.median(found["a bare window"])
    for name, seconds in found.items():
        median = statistics.median(seconds)
        print(f"{median * 1000:7.0f} ms  (best {min(seconds) * 1000:4.0f})  {median / bare:4.1f} x  {name}")


if __name__ == "__main__":
    main()
