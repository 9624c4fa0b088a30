"""The folder: a virtual environment with locked libraries, Modori's wheel in it, frozen by PyInstaller."""

from __future__ import annotations

import json
import os
import shutil
import sys
import venv
from pathlib import Path

from . import places
from .places import FOLDER, ICONS, LICENCES, OUT, PACKAGING, PYTHON, ROOT, SELF_TEST, VENV, WORK, run

FROZEN_PARTS = ("gui", "resources", "packaging", "pyproject.toml", "README.md", "LICENSE")


def make() -> None:
    """OUT/modori and OUT/self-test."""
    WORK.mkdir(parents=True, exist_ok=True)
    _environment()
    _wheel()
    run(PYTHON, PACKAGING / "freeze" / "icons.py", ICONS)
    run(PYTHON, PACKAGING / "freeze" / "licences.py", LICENCES)
    if places.SYSTEM == "windows":
        _version_resource()
    for old in (FOLDER, SELF_TEST):
        shutil.rmtree(old, ignore_errors=True)
    run(
        PYTHON, "-m", "PyInstaller", "--noconfirm", "--distpath", OUT, "--workpath", WORK, PACKAGING / "modori.spec",
        log=WORK / "pyinstaller.log",
    )  # fmt: skip
    shutil.copytree(LICENCES, FOLDER / "licences")
    # The libraries once only: the tests run on what is shipped.
    inside = SELF_TEST / "_internal"
    if inside.exists():
        shutil.rmtree(inside)
    shutil.copytree(FOLDER / "_internal", inside, symlinks=True, copy_function=os.link)
    print(f"{FOLDER}: {places.megabytes(places.size(FOLDER))}")


def _environment() -> None:
    """The libraries with the versions and hashes of the lock; made anew when the lock has changed."""
    lock = PACKAGING / "locks" / "test.txt"
    mark = VENV / "made-of"
    made_of = json.dumps([sys.version, lock.read_text(encoding="utf-8")])
    if mark.is_file() and mark.read_text(encoding="utf-8") == made_of:
        return
    shutil.rmtree(VENV, ignore_errors=True)
    venv.create(VENV, with_pip=True)
    run(PYTHON, "-m", "pip", "install", "--quiet", "--require-hashes", "--only-binary", ":all:", "--requirement", lock)
    mark.write_text(made_of, encoding="utf-8")


def _wheel() -> None:
    """Modori as its wheel has it, built in a copy: nothing of an earlier build gets in, and the tree stays clean."""
    tree = WORK / "tree"
    shutil.rmtree(tree, ignore_errors=True)
    tree.mkdir()
    ignore = shutil.ignore_patterns("__pycache__", "*.egg-info", "out")
    for name in FROZEN_PARTS:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, tree / name, ignore=ignore)
        else:
            shutil.copy(source, tree / name)
    pip = [PYTHON, "-m", "pip", "install", "--quiet", "--no-deps", "--no-build-isolation", "--force-reinstall"]
    run(*pip, tree, log=WORK / "wheel.log")


def _version_resource() -> None:
    """What Windows shows in a program's properties."""
    text = (PACKAGING / "windows" / "version.txt").read_text(encoding="utf-8")
    numbers = [*places.VERSION.split("."), "0", "0", "0"][:4]
    Path(WORK / "version.txt").write_text(places.filled(text, numbers=", ".join(numbers)), encoding="utf-8")
