"""What the frozen folder weighs, how fast it starts, and whether the window's tests pass inside it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
import tarfile
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from .places import FOLDER, OUT, PYTHON, ROOT, SELF_TEST, SYSTEM, WORK, megabytes, run, size

# A bare PySide6-Essentials window frozen the same way weighs 160 MB, 64 MB packed; Modori may weigh 1.1 times that.
MOST, MOST_PACKED, SLOWEST = round(1.1 * 160e6), round(1.1 * 64e6), 1.5
PROGRAM = FOLDER / ("modori.exe" if SYSTEM == "windows" else "modori")
STARTS = 5
# What may miss a file in the frozen program: window, process pool, keyring, TLS, name service, rules, files out.
TESTS = (
    # It asks whether the sources' texts are all in the translations: of the tree, and with a tool of Qt's.
    "--deselect=tests/window/test_language.py::test_the_translation_files_are_up_to_date",
    "tests/window",
    "tests/jobs/test_pool.py",
    "tests/jobs/test_updates.py",
    "tests/mailbox/test_credentials.py",
    "tests/mailbox/test_discover.py",
    "tests/mailbox/test_imap.py",
    "tests/rules/test_book.py",
    "tests/export",
)


def tell() -> None:
    """Print sizes and start time; stop where they are over what was set."""
    whole = size(FOLDER)
    print(f"folder: {megabytes(whole)} (at most {megabytes(MOST)})")
    parts: Counter[str] = Counter()
    for file in FOLDER.rglob("*"):
        if file.is_file() and not file.is_symlink():
            inside = file.relative_to(FOLDER).parts
            parts["/".join(inside[1:2] if len(inside) > 2 else inside[-1:])] += file.stat().st_size
    print("  largest: " + ", ".join(f"{name} {megabytes(count)}" for name, count in parts.most_common(8)))
    with tempfile.TemporaryDirectory() as place:
        archive = Path(place, "modori.tar.xz")
        with tarfile.open(archive, "w:xz", preset=6) as tar:
            tar.add(FOLDER, "modori")
        packed = size(archive)
    print(f"packed: {megabytes(packed)} (at most {megabytes(MOST_PACKED)})")
    if SYSTEM == "linux":
        with _screen() as screen:
            times = [_start(screen) for _ in range(STARTS)]
        shown = ", ".join(f"{each:.2f}" for each in times)
        # What else the machine does can only make it slower: the fastest start is the program's own.
        print(f"start to first window: {min(times):.2f} s (of {shown}; at most {SLOWEST} s)")
        if min(times) > SLOWEST:
            sys.exit("The window comes up too slowly.")
    if whole > MOST or packed > MOST_PACKED:
        sys.exit("The folder is too large: see what has come in (packaging/out/work/modori/*.toc).")


@contextmanager
def _screen() -> Iterator[str]:
    """An X server of our own."""
    if not shutil.which("Xvfb") or not shutil.which("xdotool"):
        sys.exit("Measuring the start needs Xvfb and xdotool (apt-get install xvfb xdotool).")
    read, write = os.pipe()
    command = ["Xvfb", "-displayfd", str(write), "-screen", "0", "1280x800x24", "-nolisten", "tcp"]
    server = subprocess.Popen(command, pass_fds=[write], stderr=subprocess.DEVNULL)
    os.close(write)
    try:
        with os.fdopen(read) as answer:
            yield f":{answer.readline().strip()}"
    finally:
        server.terminate()
        server.wait()


def _start(screen: str) -> float:
    """Seconds until the window is there, on a fresh home."""
    with tempfile.TemporaryDirectory() as home:
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("XDG_", "QT_", "WAYLAND"))}
        environ = {**kept, "DISPLAY": screen, "HOME": home, "PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring"}
        begun = time.perf_counter()
        program = subprocess.Popen([PROGRAM], env=environ)
        search = ["xdotool", "search", "--sync", "--onlyvisible", "--pid", str(program.pid)]
        subprocess.run(search, env=environ, stdout=subprocess.DEVNULL, check=True, timeout=60)
        took = time.perf_counter() - begun
        program.terminate()
        program.wait()
    return took


def test_inside() -> None:
    """Run the tests of the window inside the frozen program."""
    stdlib = sysconfig.get_paths()
    dynamic = sysconfig.get_config_var("DESTSHARED") or str(Path(stdlib["stdlib"], "DLLs"))
    packages = subprocess.run(
        [PYTHON, "-c", "import sysconfig; print(sysconfig.get_paths()['purelib'])"],
        capture_output=True,
        encoding="utf-8",
        check=True,
    ).stdout.strip()
    program = SELF_TEST / ("modori-self-test.exe" if SYSTEM == "windows" else "modori-self-test")
    environ = {**os.environ, "MODORI_SELF_TEST_PATH": os.pathsep.join([packages, stdlib["stdlib"], dynamic])}
    cache = WORK / "pytest-cache"
    run(program, "-p", "no:xdist", "-o", f"cache_dir={cache}", "-q", *TESTS, cwd=ROOT, env=environ)
    print(f"The window's tests pass inside {OUT.name}/{FOLDER.name}.")
