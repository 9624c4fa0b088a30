"""The scripts that make everything ready, where it can be tried without changing the machine."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SCRIPTS = [path for path in sorted((ROOT / "packaging").iterdir()) if path.is_file() and not path.suffix]


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_a_script_can_be_run_and_says_what_it_does(path: Path):
    first, second = path.read_text(encoding="utf-8").splitlines()[:2]
    assert first in ("#!/bin/sh", "#!/usr/bin/env python3")
    assert second.startswith(("# ", '"""'))
    assert os.access(path, os.X_OK)
    if first == "#!/bin/sh":
        subprocess.run(["sh", "-n", path], check=True)


def program(folder: Path, name: str, body: str) -> None:
    path = folder / name
    path.write_text(f"#!/bin/sh\n{body}\n")
    path.chmod(0o755)


@pytest.fixture
def bare(tmp_path: Path) -> Path:
    """A clone on a machine whose user is not root, with a Python and nothing else of what Modori needs."""
    clone, programs = tmp_path / "a clone", tmp_path / "bin"
    programs.mkdir()
    shutil.copytree(ROOT / "packaging", clone / "packaging", ignore=shutil.ignore_patterns("__pycache__", "samples"))
    shutil.copy(ROOT / "pyproject.toml", clone)
    for name in ("sh", "dirname", "basename", "cksum", "cat", "readlink", "uname", "rm", "mktemp", "tail"):
        (programs / name).symlink_to(str(shutil.which(name)))
    program(programs, "id", "echo 1000")
    program(programs, "apt-get", "echo apt-get was run >&2; exit 1")
    program(programs, "ldconfig", "echo '	libc.so.6 (libc6,x86-64) => /lib/libc.so.6'")
    # A Python of the right age that cannot make a virtual environment.
    program(programs, "python3", f'case "$2" in *ensurepip*) exit 1;; esac; exec {sys.executable} "$@"')
    return clone


def start(clone: Path, script: str, **variables: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [clone / "packaging" / script],
        env={"PATH": str(clone.parent / "bin"), "HOME": str(clone.parent), **variables},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def test_run_prints_one_apt_line_and_stops(bare: Path):
    done = start(bare, "run")
    lines = [line for line in done.stderr.splitlines() if "apt-get" in line]
    assert done.returncode == 1
    assert len(lines) == 1
    assert lines[0].split()[:3] == ["sudo", "apt-get", "install"]
    assert "-venv" in lines[0]
    assert "libegl1" not in lines[0], "without a screen the window's libraries are not asked for"
    assert not (bare / ".venv").exists()


@pytest.mark.parametrize("screen", ["DISPLAY", "WAYLAND_DISPLAY"])
def test_run_asks_for_the_libraries_of_the_window_where_there_is_a_screen(bare: Path, screen: str):
    done = start(bare, "run", **{screen: ":9"})
    (line,) = [line for line in done.stderr.splitlines() if "apt-get" in line]
    for package in ("libegl1", "libgl1", "libxcb-cursor0", "libxkbcommon-x11-0", "fonts-noto-cjk"):
        assert package in line.split()


def test_run_says_so_when_there_is_no_python(bare: Path):
    (bare.parent / "bin" / "python3").unlink()
    done = start(bare, "run")
    assert done.returncode == 1
    assert "Python 3.11" in done.stderr
    (line,) = [line for line in done.stderr.splitlines() if "apt-get" in line]
    assert {"python3", "python3-venv"} <= set(line.split())


def test_run_without_apt_names_what_is_missing(bare: Path):
    (bare.parent / "bin" / "apt-get").unlink()
    done = start(bare, "run")
    assert done.returncode == 1
    assert "venv" in done.stderr
    assert "apt-get" not in done.stderr


# packaging/score


def score(tmp_path: Path, *, name: str = "postfix", harm: int = 0, unread: int = 0, **right: int) -> int:
    shares = ("found", "kind", "reason", "action")
    counts = {"mails": 1000, "harm": harm, "unread": unread} | dict.fromkeys(shares, 1000) | right
    counts |= {f"{key} of": 1000 for key in shares}
    result = {"total": counts, "seconds": 1.0, "corpora": {name: counts}}
    tool = tmp_path / "tools" / "score.py"
    tool.parent.mkdir(exist_ok=True)
    tool.write_text(f"print({json.dumps(json.dumps(result))})")
    return subprocess.run([sys.executable, ROOT / "packaging" / "score", tmp_path], check=False).returncode


def test_score_holds_the_figures_of_the_issue(tmp_path: Path):
    assert score(tmp_path) == 0
    assert score(tmp_path, found=995, kind=990, reason=980, action=980) == 0
    assert score(tmp_path, name="set-of-emails", reason=970) == 0
    for worse in ({"harm": 1}, {"unread": 1}, {"found": 994}, {"kind": 989}, {"reason": 979}, {"action": 979}):
        assert score(tmp_path, **worse) == 1, worse
    assert score(tmp_path, name="set-of-emails", reason=969) == 1
