"""The wheel: built from the source archive, installed into a fresh environment, run from there."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import sysconfig
import zipfile
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
NOT_RESOURCES = ("__pycache__",)


@dataclass(frozen=True)
class Installed:
    """A virtual environment with the wheel in it; the libraries come from the environment of the tests."""

    place: Path
    wheel: Path

    def run(self, program: str, *arguments: str | Path, **variables: str) -> subprocess.CompletedProcess[str]:
        environ = {"HOME": str(self.place), "LANG": "C.UTF-8", "PATH": os.environ["PATH"], **variables}
        return subprocess.run(
            [self.place / "bin" / program, *arguments],
            cwd=self.place,
            env=environ,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            check=False,
        )

    def resources(self) -> Path:
        return next(self.place.glob("lib/python3*/site-packages/modori_resources"))


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Installed:
    """Built in a copy, so that nothing of an earlier build gets in and the tree stays clean."""
    copy = tmp_path_factory.mktemp("build") / "modori"
    copy.mkdir()
    for name in ("gui", "resources", "packaging", "pyproject.toml", "README.md", "LICENSE"):
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__", "*.egg-info", "out"))
        else:
            shutil.copy(ROOT / name, copy / name)
    done = subprocess.run(
        [sys.executable, "-m", "build", "--no-isolation", "--outdir", copy / "dist", copy],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    (wheel,) = (copy / "dist").glob("modori-*-py3-none-any.whl")
    place = tmp_path_factory.mktemp("installed")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", place], check=True)
    (site,) = place.glob("lib/python3*/site-packages")
    # The libraries, but not the editable Modori: .pth files in a folder that came by a .pth file are not read.
    (site / "libraries-of-the-tests.pth").write_text(sysconfig.get_paths()["purelib"] + "\n")
    pip = [sys.executable, "-m", "pip", "--python", place / "bin" / "python", "--disable-pip-version-check"]
    done = subprocess.run(
        [*pip, "install", "--no-deps", "--no-index", "--quiet", wheel],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return Installed(place, wheel)


def resource_files() -> set[str]:
    resources = ROOT / "resources"
    files = (path for path in resources.rglob("*") if path.is_file() and path.suffix != ".qm")
    return {path.relative_to(resources).as_posix() for path in files if not set(NOT_RESOURCES) & set(path.parts)}


def test_every_resource_is_in_the_wheel(installed: Installed):
    names = zipfile.ZipFile(installed.wheel).namelist()
    inside = {name.removeprefix("modori_resources/") for name in names if name.startswith("modori_resources/")}
    assert inside - {name for name in inside if name.endswith(".qm")} == resource_files()


def test_nothing_else_is_in_the_wheel(installed: Installed):
    names = zipfile.ZipFile(installed.wheel).namelist()
    tops = {name.split("/")[0].split("-")[0] for name in names}
    assert tops == {"modori", "modori_resources"}
    assert not [name for name in names if "__pycache__" in name or name.endswith(".pyc")]


def test_it_runs_from_the_wheel_and_not_from_the_tree(installed: Installed):
    done = installed.run("python", "-c", "import modori; print(modori.__file__)")
    assert Path(done.stdout.strip()).is_relative_to(installed.place), done.stderr


def test_rules_are_found(installed: Installed):
    done = installed.run(
        "python", "-c", "from modori.rules import load_bundled, reasons; load_bundled(); print(len(reasons()))"
    )
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) > 20
    rules = sorted(path for path in installed.resources().glob("rules/*.toml") if path.stem not in ("reasons", "order"))
    done = installed.run("modori", "rules", "check", *rules)
    assert done.returncode == 0, done.stdout + done.stderr


def test_samples_are_found_and_read(installed: Installed):
    done = installed.run("modori", "classify", "--json", installed.resources() / "samples")
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 1, "one sample mail is damaged on purpose"
    assert len(lines) >= 50
    assert sum(line["kind"] == "bounce" for line in lines) >= 30


def test_without_a_screen_it_does_the_main_job(installed: Installed):
    done = installed.run("modori")
    assert done.returncode == 0, done.stderr
    assert "@" in done.stdout
    assert list(installed.place.rglob("unsubscribe.csv"))


def test_icons_are_found_and_drawn(installed: Installed):
    code = """
from importlib.resources import files
from PySide6.QtGui import QGuiApplication, QIcon
application = QGuiApplication([])
for path in sorted(files("modori_resources").joinpath("icons").rglob("*.svg")):
    image = QIcon(str(path)).pixmap(16, 16).toImage()
    inked = sum(image.pixelColor(x, y).alpha() > 0 for x in range(image.width()) for y in range(image.height()))
    print(path.stem, inked)
"""
    done = installed.run("python", "-c", code, QT_QPA_PLATFORM="offscreen")
    assert done.returncode == 0, done.stderr
    inked = dict(line.split() for line in done.stdout.splitlines())
    assert int(inked.pop("modori")) > 200, "the program's own icon fills its 16 pixels"
    assert inked
    assert all(int(count) > 5 for count in inked.values()), inked


def test_desktop_entry_and_icon_land_where_the_desktop_looks(installed: Installed):
    entry = installed.place / "share" / "applications" / "modori.desktop"
    assert entry.is_file()
    assert (installed.place / "share" / "icons" / "hicolor" / "scalable" / "apps" / "modori.svg").is_file()
    started = [line.removeprefix("Exec=") for line in entry.read_text().splitlines() if line.startswith("Exec=")]
    assert started == ["modori %F"]
    assert os.access(installed.place / "bin" / "modori", os.X_OK)


def test_desktop_entry_is_valid(installed: Installed):
    if shutil.which("desktop-file-validate") is None:
        pytest.skip("desktop-file-validate is missing (Debian package desktop-file-utils)")
    entry = installed.place / "share" / "applications" / "modori.desktop"
    done = subprocess.run(["desktop-file-validate", entry], capture_output=True, encoding="utf-8", check=False)
    assert (done.returncode, done.stdout) == (0, "")
