# ruff: noqa: T201 (prints are what it is for)
"""How long until the first window is painted, beside a bare PySide6 window. Not a test; run it by hand:

    QT_QPA_PLATFORM=offscreen python tests/benchmarks/start_up.py [--times 7]

Each start is a process of its own; the time is from before the first import to after the first paint. Ours is
measured twice: at the very first start (no mailbox yet), and with the sample mailbox read. Modules are read from
their byte code, as in every installed program, whatever PYTHONDONTWRITEBYTECODE says here.
"""

from __future__ import annotations

import argparse
import os
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


def measure(program: str, byte_code: str, *arguments: str) -> float:
    """Seconds of one start; `byte_code` is the folder that holds it."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    environment["PYTHONPYCACHEPREFIX"] = byte_code
    command = [sys.executable, "-c", program, *arguments]
    done = subprocess.run(command, check=True, capture_output=True, text=True, timeout=120, env=environment)
    return float(done.stdout.split()[0])


def main() -> None:
    """Take turns, so that a busy moment of the machine meets all of them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=7)
    times = parser.parse_args().times
    with (
        tempfile.TemporaryDirectory() as empty,
        tempfile.TemporaryDirectory() as full,
        tempfile.TemporaryDirectory() as byte_code,
    ):
        measure(OURS, byte_code, full, "fill")
        measure(BARE, byte_code)
        found: dict[str, list[float]] = {"a bare window": [], "Modori, first start": [], "Modori, with a mailbox": []}
        for number in range(times):
            found["a bare window"].append(measure(BARE, byte_code))
            found["Modori, first start"].append(measure(OURS, byte_code, str(Path(empty, str(number)))))
            found["Modori, with a mailbox"].append(measure(OURS, byte_code, full))
    bare = statistics.median(found["a bare window"])
    for name, seconds in found.items():
        median = statistics.median(seconds)
        print(f"{median * 1000:7.0f} ms  (best {min(seconds) * 1000:4.0f})  {median / bare:4.1f} x  {name}")


if __name__ == "__main__":
    main()
