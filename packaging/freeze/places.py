"""Where the parts of a build lie, and how its programs are run."""

from __future__ import annotations

import platform
import re
import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGING = ROOT / "packaging"
OUT = PACKAGING / "out"
WORK = OUT / "work"
FOLDER = OUT / "modori"
SELF_TEST = OUT / "self-test"
VENV = OUT / "venv"
PYTHON = VENV / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
ICONS = WORK / "icons"
LICENCES = WORK / "licences"

_text = (ROOT / "gui" / "modori" / "__init__.py").read_text(encoding="utf-8")
VERSION = re.findall(r'^__version__ = "([^"]+)"', _text, re.M)[0]
_told = tomllib.loads((ROOT / "resources" / "project.toml").read_text(encoding="utf-8"))
PLACEHOLDERS: list[str] = _told.pop("placeholders")
PROJECT: dict[str, str] = _told
SYSTEM = {"linux": "linux", "win32": "windows", "darwin": "macos"}.get(sys.platform, sys.platform)
MACHINE = {"AMD64": "x86_64", "aarch64": "arm64"}.get(platform.machine(), platform.machine())
NAME = f"modori-{VERSION}-{SYSTEM}-{MACHINE}"


def filled(text: str, **values: str) -> str:
    """`text` with each @NAME@ replaced: by the value of that name, or by what the project's own file says."""
    for name, value in {**PROJECT, "version": VERSION, **values}.items():
        text = text.replace(f"@{name.upper()}@", value)
    return text


def stop_at_placeholders() -> None:
    """Nothing is published in nobody's name."""
    if PLACEHOLDERS:
        sys.exit(f"resources/project.toml: still to be filled in: {', '.join(PLACEHOLDERS)}")
    print(f"{PROJECT['publisher']}, {PROJECT['page']}")


def run(*command: str | Path, log: Path | None = None, **options: object) -> None:
    """Run a program of the build; stop with its own words where it fails. With `log` they are kept there instead."""
    if log is None:
        done = subprocess.run(list(map(str, command)), check=False, **options)  # type: ignore[call-overload]
    else:
        with log.open("w", encoding="utf-8") as file:
            done = subprocess.run(
                list(map(str, command)), stdout=file, stderr=subprocess.STDOUT, check=False, **options
            )  # type: ignore[call-overload]
    if done.returncode:
        if log is not None:
            print("\n".join(log.read_text(encoding="utf-8").splitlines()[-30:]))
        sys.exit(f"Failed with status {done.returncode}: {' '.join(map(str, command))}")


def size(path: Path) -> int:
    """The bytes of a file, or of all files below a folder."""
    if path.is_file():
        return path.stat().st_size
    return sum(each.stat().st_size for each in path.rglob("*") if each.is_file() and not each.is_symlink())


def megabytes(number: int) -> str:
    """For a person to read: 1 MB is 1,000,000 bytes."""
    return f"{number / 1e6:.1f} MB"
