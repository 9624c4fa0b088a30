"""A second start, files from the desktop, and what a crash leaves behind."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QFileOpenEvent, QGuiApplication
from PySide6.QtNetwork import QLocalSocket
from PySide6.QtWidgets import QMessageBox, QPushButton, QWidget

from dovecot import free_port
from modori import app
from modori.mailbox import Credentials
from modori.records import Account, AccountKind, Security, Server
from modori.window.crash_log import CrashLog, about
from modori.window.one_window import OneWindow, hand_over, place_beside
from modori.window.trouble import show_and_log_uncaught
from window_hands import click, dialog, texts
from window_mails import write_mails

SERVER = Server("mail.example.jp", 993, Security.IMAPS, "news@example.jp")


@pytest.fixture
def place(tmp_path: Path) -> str:
    return place_beside(tmp_path / "m.sqlite3")


@pytest.fixture
def shown(qtbot) -> QWidget:
    window = QWidget()
    qtbot.addWidget(window)
    return window


def second_start(place: str, *files: Path) -> subprocess.Popen[bytes]:
    """Another process that hands its files over; it ends with 0 when a window answered."""
    code = "import sys; from pathlib import Path; from modori.window.one_window import hand_over; "
    code += "sys.exit(not hand_over(sys.argv[1], [Path(name) for name in sys.argv[2:]]))"
    return subprocess.Popen([sys.executable, "-c", code, place, *map(str, files)])


def test_a_started_program_listens_keeps_a_log_and_hears_a_second_start(qtbot, tmp_path: Path):
    folders = {f"XDG_{name}_HOME": str(tmp_path / name) for name in ("DATA", "CONFIG", "STATE")}
    environment = {**os.environ, **folders, "QT_QPA_PLATFORM": "offscreen"}
    command = [sys.executable, "-m", "modori"]
    with subprocess.Popen(command, env=environment) as first:
        try:
            qtbot.waitUntil((tmp_path / "DATA" / "modori" / "window.socket").exists, timeout=60_000)
            assert list((tmp_path / "STATE").rglob("fault.txt")), "what ends the program at once would leave no word"
            assert subprocess.run(command, env=environment, timeout=60, check=False).returncode == 0
            assert first.poll() is None
        finally:
            first.terminate()


def test_without_a_first_window_nothing_is_handed_over(place: str):
    assert not hand_over(place, [])


def test_a_second_start_brings_the_first_window_forward_and_hands_over_its_files(
    qtbot, place: str, shown: QWidget, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
):
    monkeypatch.setenv("XDG_ACTIVATION_TOKEN", "from the desktop")
    monkeypatch.chdir(tmp_path)
    one = OneWindow(place, shown)
    assert one.listens()
    shown.showMinimized()
    with qtbot.waitSignal(one.asked, timeout=60_000) as asked:
        second = second_start(place, Path("here.eml"), tmp_path / "メール.mbox")
    qtbot.waitUntil(lambda: second.poll() is not None, timeout=60_000)
    assert second.returncode == 0
    assert asked.args == [[tmp_path / "here.eml", tmp_path / "メール.mbox"]]
    assert shown.isVisible()
    assert not shown.isMinimized()
    shown.close()


def test_what_a_killed_window_left_is_no_window(place: str, shown: QWidget):
    """The socket's file stays when the program is killed; nobody answers there."""
    import socket

    left = socket.socket(socket.AF_UNIX)
    left.bind(place)
    left.close()
    assert Path(place).exists()
    assert not hand_over(place, [])
    assert OneWindow(place, shown).listens()


def test_what_is_not_ours_is_not_answered(qtbot, place: str, shown: QWidget):
    one = OneWindow(place, shown)
    with qtbot.assertNotEmitted(one.asked):
        for line in (b"GET / HTTP/1.1\n", b'{"files": 3, "token": {}}\n', b"[]\n", b'{"files": [1], "token": {}}\n'):
            socket = QLocalSocket()
            socket.connectToServer(place)
            assert socket.waitForConnected()
            socket.write(line)
            socket.flush()
            qtbot.waitUntil(lambda socket=socket: socket.state() == QLocalSocket.LocalSocketState.UnconnectedState)
            assert not socket.readAll()
    assert not shown.isVisible()


def test_only_its_user_can_speak_to_it(place: str, shown: QWidget):
    OneWindow(place, shown)
    assert Path(place).stat().st_mode & 0o077 == 0


def test_a_home_with_too_long_a_name_gives_each_start_a_window(tmp_path: Path, shown: QWidget):
    place = place_beside(tmp_path / ("long" * 40) / "m.sqlite3")
    assert place == ""
    assert not hand_over(place, [])
    assert not OneWindow(place, shown).listens()


def test_files_of_the_desktop_are_opened_one_after_the_other(qtbot, open_window, tmp_path: Path):
    window = open_window()
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        write_mails(tmp_path / name, 3)
    ended: list[object] = []
    window.reading.ended.connect(lambda *told: ended.append(told))
    app.open_files(window, [tmp_path / "a"])
    assert window.reading.busy(), texts(window.mailboxes._banner())
    app.open_files(window, [tmp_path / "b"])
    qtbot.waitUntil(lambda: len(ended) == 2 and not window.reading.busy(), timeout=30_000)
    assert [account.kind for account in window.mailboxes.accounts()] == [AccountKind.FILES]


def test_files_are_opened_even_after_a_scan_that_failed(qtbot, open_window, tmp_path: Path):
    window, folder = open_window(), tmp_path / "mails"
    folder.mkdir()
    write_mails(folder, 3)
    nobody = Server("localhost", free_port(), Security.IMAPS, "news@example.jp")
    account = window.mailboxes._store.save_account(Account("News", AccountKind.IMAP, nobody, ("INBOX",)))
    with qtbot.waitSignal(window.reading.ended, timeout=30_000) as ended:
        window.reading.scan(account, "secret")
        app.open_files(window, [folder])
    assert (ended.args[0].kind, ended.args[1].read) == (AccountKind.FILES, 3)


def test_the_desktop_of_macos_asks_by_an_event(tmp_path: Path):
    """Sent to the handler itself: a test run has its application already."""
    heard: list[list[Path]] = []

    class Heard:
        opened = type("", (), {"emit": staticmethod(heard.append)})

    event = QFileOpenEvent(QUrl.fromLocalFile(str(tmp_path / "a.eml")))
    assert app.Application.event(Heard(), event)  # type: ignore[arg-type]
    assert heard == [[tmp_path / "a.eml"]]


@pytest.fixture
def hooks(monkeypatch: pytest.MonkeyPatch) -> None:
    """The hooks of this process are given back."""
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)


def fail(secret: str) -> None:
    try:
        raise OSError(f"the server said: LOGIN news {secret}")
    except OSError as error:
        sys.excepthook(OSError, error, error.__traceback__)


def test_a_crash_offers_the_log_without_the_password(qtbot, open_window, hooks, tmp_path: Path, caplog):
    window = open_window(filled=True)
    credentials = Credentials(backend=object())
    credentials.put(SERVER, "correct horse", remember=False)
    log = CrashLog(tmp_path / "log", credentials.hide)
    show_and_log_uncaught(window, log.text, log.last_fault)
    fail("correct horse")
    qtbot.waitUntil(lambda: dialog(QMessageBox).isVisible())
    box = dialog(QMessageBox)
    for text in (box.detailedText(), log.path.read_text(encoding="utf-8"), log.text()):
        assert "LOGIN news •••" in text
        assert "correct horse" not in text
    assert box.detailedText().startswith(about())
    (copy,) = [each for each in box.findChildren(QPushButton) if each.text() == "Copy the details"]
    click(copy)
    assert QGuiApplication.clipboard().text() == box.detailedText()
    assert box.isVisible(), "it stays open"
    (go_on,) = [each for each in box.findChildren(QPushButton) if each.text() == "Go on"]
    click(go_on)
    qtbot.waitUntil(lambda: not box.isVisible())
    assert window.isVisible()
    log.close()


def test_what_ended_the_last_run_is_told_at_the_next_start(qtbot, open_window, hooks, tmp_path: Path):
    code = (
        "import faulthandler, sys; from pathlib import Path; from modori.window.crash_log import CrashLog\n"
        f"log = CrashLog(Path({str(tmp_path / 'log')!r}), str)\n"
        "faulthandler._sigsegv()"
    )
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)
    assert ended.returncode != 0
    log = CrashLog(tmp_path / "log", str)
    assert "Fatal Python error" in log.last_fault
    window = open_window()
    show_and_log_uncaught(window, log.text, log.last_fault)
    box = dialog(QMessageBox)
    assert "ended by itself" in box.text()
    assert "Fatal Python error" in box.detailedText()
    box.close()
    log.close()
    again = CrashLog(tmp_path / "log", str)
    assert again.last_fault == "", "told once"
    again.close()


def test_the_log_does_not_grow_without_end(tmp_path: Path):
    log = CrashLog(tmp_path, str)
    handler = log._handler
    for _ in range(30):
        handler.emit(logging.LogRecord("modori", logging.WARNING, "", 0, "x" * 50_000, None, None))
    assert sum(path.stat().st_size for path in tmp_path.iterdir()) < 1_200_000
    log.close()


@pytest.mark.parametrize("name", ["XDG_CONFIG_HOME", "XDG_STATE_HOME"])
def test_a_home_that_cannot_be_written_is_told(tmp_path: Path, name: str):
    (tmp_path / "file").touch()
    code = (
        "import sys; from PySide6.QtWidgets import QMessageBox; from modori import app;"
        "QMessageBox.exec = lambda box: print(box.text()); sys.exit(app.main())"
    )
    homes = {each: str(tmp_path / each) for each in ("XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_DATA_HOME")}
    environ = {**os.environ, **homes, name: str(tmp_path / "file")}
    done = subprocess.run([sys.executable, "-c", code], env=environ, capture_output=True, encoding="utf-8", check=False)
    assert (done.returncode, done.stderr) == (2, "")
    assert f"Modori cannot write to {tmp_path / 'file'}" in done.stdout
