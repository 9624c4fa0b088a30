"""What makes the packages, as far as it can be checked without making one (packaging/build does that).

Recipes name files; a file that was moved is noticed here and not at the next release.
"""

from __future__ import annotations

import ast
import re
import runpy
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from xml.etree import ElementTree

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGING = ROOT / "packaging"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
LOCKS = {path.stem: path.read_text(encoding="utf-8") for path in sorted((PACKAGING / "locks").glob("*.txt"))}
VERSION = re.findall(r'__version__ = "([^"]+)"', (ROOT / "gui/modori/__init__.py").read_text(encoding="utf-8"))[0]


def validated(*command: str | Path) -> None:
    program = str(command[0])
    if shutil.which(program) is None:
        pytest.skip(f"{program} is missing (packaging/test installs it)")
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def paths_joined_in(source: Path, start: str) -> set[Path]:
    """The paths that a Python file builds with `START / "a" / "b"`, where all parts are literal."""
    found = set()
    for node in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
        parts: list[str] = []
        while isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div) and isinstance(node.right, ast.Constant):
            parts.insert(0, str(node.right.value))
            node = node.left
        if parts and isinstance(node, ast.Name) and node.id == start:
            found.add(Path(*parts))
    return found


@pytest.mark.parametrize(
    ("source", "start", "folder"),
    [
        ("modori.spec", "root", ROOT),
        ("freeze/folder.py", "PACKAGING", PACKAGING),
        ("freeze/installer.py", "PACKAGING", PACKAGING),
        ("freeze/licences.py", "PACKAGING", PACKAGING),
        ("linux/archive.py", "PACKAGING", PACKAGING),
        ("linux/deb.py", "ROOT", ROOT),
        ("linux/deb.py", "LINUX", PACKAGING / "linux"),
    ],
)
def test_each_file_that_a_recipe_names_is_there(source: str, start: str, folder: Path):
    named = paths_joined_in(PACKAGING / source, start)
    assert named
    assert not [path for path in named if not (folder / path).exists()]


def test_the_tests_that_run_inside_the_frozen_program_are_there():
    sys.path.insert(0, str(PACKAGING))
    try:
        tests = runpy.run_path(str(PACKAGING / "freeze" / "measure.py"), run_name="freeze.measure")["TESTS"]
    finally:
        sys.path.remove(str(PACKAGING))
    for each in tests:
        path, _, name = each.removeprefix("--deselect=").partition("::")
        assert (ROOT / path).exists(), path
        assert not name or f"def {name}(" in (ROOT / path).read_text(encoding="utf-8"), name


def test_the_recipes_are_python_of_the_oldest_version():
    for path in [PACKAGING / "modori.spec", *PACKAGING.rglob("*.py")]:
        if "out" not in path.relative_to(PACKAGING).parts:
            ast.parse(path.read_text(encoding="utf-8"), feature_version=(3, 11))


@pytest.mark.parametrize("lock", ["program", "engine", "build", "test"])
def test_each_locked_library_has_its_hashes(lock: str):
    libraries = re.findall(r"^(\S+)==(?:.*\\\n)((?: +--hash=sha256:[0-9a-f]{64}(?: \\)?\n)+)", LOCKS[lock], re.M)
    names = re.findall(r"^([a-z0-9._-]+)==", LOCKS[lock], re.M)
    assert len(names) == len(libraries)


def test_the_locks_hold_what_the_project_asks_for():
    asked = {re.split(r"[<>=;\[ ]", each)[0].lower() for each in PROJECT["project"]["dependencies"]}
    assert asked <= set(re.findall(r"^([a-z0-9._-]+)==", LOCKS["program"], re.M))
    qt = {"pyside6-essentials", "shiboken6"}
    assert asked - qt <= set(re.findall(r"^([a-z0-9._-]+)==", LOCKS["engine"], re.M))
    assert not qt & set(re.findall(r"^([a-z0-9._-]+)==", LOCKS["engine"], re.M))


def test_no_lock_lets_the_bad_qt_meet_an_old_python():
    """PySide6 6.12 aborts on Python older than 3.12 (pyproject.toml)."""
    for text in LOCKS.values():
        for version, condition in re.findall(r"^pyside6-essentials==(\S+)([^\\]*)\\", text, re.M):
            if tuple(map(int, version.split(".")[:2])) >= (6, 12):
                assert "python_full_version >= '3.12'" in condition


def test_no_lock_names_a_host():
    assert not [name for name, text in LOCKS.items() if "://" in text]


def test_the_metainfo_is_valid_and_of_this_version():
    path = PACKAGING / "linux" / "modori.metainfo.xml"
    releases = ElementTree.parse(path).findall("releases/release")  # noqa: S314 - our own
    assert releases[0].get("version") == VERSION
    validated("appstreamcli", "validate", "--no-net", path)


def test_the_desktop_entry_opens_the_files_that_the_metainfo_says():
    metainfo = ElementTree.parse(PACKAGING / "linux" / "modori.metainfo.xml")  # noqa: S314 - our own
    entry = (PACKAGING / "linux" / "modori.desktop").read_text(encoding="utf-8")
    types = re.findall(r"^MimeType=(.*);$", entry, re.M)[0].split(";")
    assert types == [each.text for each in metainfo.findall("provides/mediatype")]
    assert "Exec=modori %F\n" in entry


def test_the_man_page_names_every_command():
    page = (PACKAGING / "linux" / "modori.1").read_text(encoding="utf-8").replace("\\-", "-")
    done = subprocess.run(
        [Path(sys.executable).with_name("modori"), "--help"], capture_output=True, encoding="utf-8", check=True
    )
    commands = re.findall(r"^    ([a-z]+) ", done.stdout, re.M)
    assert len(commands) >= 6
    assert not [each for each in commands if not re.search(rf'^\.B[IR]* "?{each}\b', page, re.M)]
