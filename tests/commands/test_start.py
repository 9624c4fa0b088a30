"""What `modori ARGUMENTS` starts: a command, the window with mail files, or the main job without a screen."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from modori.__main__ import mail_files

MAIL = b"From: a@example.org\r\nTo: b@example.org\r\nSubject: hello\r\n\r\nhello\r\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name in ("a.eml", "list", "-x.eml"):
        (tmp_path / name).write_bytes(MAIL)
    (tmp_path / "mails").mkdir()
    return tmp_path


@pytest.mark.parametrize(
    "arguments", [["a.eml"], ["./list"], ["mails/"], ["a.eml", "{folder}/mails"], ["{folder}/list"], ["./-x.eml"]]
)
def test_files_are_for_the_window(folder: Path, arguments: list[str]):
    named = [each.format(folder=folder) for each in arguments]
    assert mail_files(named) == [Path(each) for each in named]


@pytest.mark.parametrize(
    "arguments",
    [[], ["list"], ["list", "a.eml"], ["classify", "a.eml"], ["--version"], ["-x.eml"], ["missing.eml"], ["mails"]],
)
def test_anything_else_is_for_the_command_line(folder: Path, arguments: list[str]):
    assert mail_files(arguments) == []


def modori(*arguments: str, forbid_qt: bool = False, **variables: str) -> subprocess.CompletedProcess[str]:
    code = "import sys; "
    if forbid_qt:
        code += "sys.modules['PySide6'] = None; import importlib.util; "
        code += "find = importlib.util.find_spec; "
        code += "importlib.util.find_spec = lambda name, *a: None if name == 'PySide6' else find(name, *a); "
    code += "from modori.__main__ import main; sys.exit(main())"
    return subprocess.run(
        [sys.executable, "-c", code, *arguments],
        env={**os.environ, **variables},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def test_without_a_screen_files_are_read_in_the_terminal(folder: Path):
    done = modori("./a.eml", QT_QPA_PLATFORM="")
    assert done.returncode == 0, done.stderr
    assert "a.eml: other" in done.stdout


def test_without_qt_every_command_works_and_the_window_is_not_missed(folder: Path):
    """A server has the engine alone (packaging/locks/engine.txt)."""
    done = modori("classify", "a.eml", forbid_qt=True)
    assert (done.returncode, done.stderr) == (0, "")
    done = modori(forbid_qt=True, HOME=str(folder))
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    assert "@" in done.stdout


@pytest.mark.parametrize(("lang", "words"), [("C.UTF-8", "needs a library"), ("ja_JP.UTF-8", "ライブラリー")])
def test_a_library_that_the_window_needs_and_the_system_has_not_is_named(tmp_path: Path, lang: str, words: str):
    """As a bare Debian has no libEGL.so.1: here Qt's own library cannot be loaded."""
    broken = tmp_path / "PySide6"
    broken.mkdir()
    (broken / "__init__.py").write_text("")
    (broken / "QtCore.abi3.so").write_bytes(b"no library")
    done = modori(PYTHONPATH=str(tmp_path), LANG=lang)
    assert done.returncode == 2
    assert words in done.stderr
    assert "QtCore.abi3.so" in done.stderr
    assert "Traceback" not in done.stderr
