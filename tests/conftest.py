"""What holds for every test: no screen, no home, no keyring, no network; nothing is left behind.

The environment is set before anything of Qt is imported. A test that needs one of these things for
real (a Secret Service, another locale) starts its own in a subprocess or sets the variable itself.
"""

from __future__ import annotations

import logging
import os
import socket
import sys
import tempfile
import threading
import time
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

_HOME = tempfile.TemporaryDirectory(prefix="modori-tests-", ignore_cleanup_errors=True)
_XDG = ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME")
_GONE = ("DISPLAY", "WAYLAND_DISPLAY", "DBUS_SESSION_BUS_ADDRESS", "LANGUAGE", "LC_ALL", "LC_MESSAGES", "XDG_DATA_DIRS")

os.environ.update(
    QT_QPA_PLATFORM="offscreen",
    QT_SCALE_FACTOR="1",
    PYTHON_KEYRING_BACKEND="keyring.backends.null.Keyring",
    LANG="C.UTF-8",
    HOME=_HOME.name,
    **{name: str(Path(_HOME.name, name.lower())) for name in _XDG},
)
for _name in _GONE:
    os.environ.pop(_name, None)

# The same examples in every run; the machine may be slow.
settings.register_profile("modori", derandomize=True, deadline=None, database=None)
settings.load_profile("modori")


# No network but this machine's own. An audit hook sees every socket, whoever opens it.

_LOCAL_NAMES = ("", "localhost", "ip6-localhost", "::1", "::", "0.0.0.0")  # noqa: S104 - only compared with


def _is_local(host: object) -> bool:
    name = host.decode("ascii", "replace") if isinstance(host, bytes) else host
    if name is None:
        return True
    return isinstance(name, str) and (name in _LOCAL_NAMES or name.startswith("127."))


def _guard(event: str, arguments: tuple[Any, ...]) -> None:
    if event in ("socket.connect", "socket.sendto"):
        address = arguments[1]
        if isinstance(address, tuple) and not _is_local(address[0]):
            raise RuntimeError(f"a test wanted to reach {address}")
    elif event in ("socket.getaddrinfo", "socket.gethostbyname"):
        host = arguments[0]
        if _is_local(host):
            return
        if str(host).rstrip(".").endswith(".invalid"):
            # RFC 2606: nobody ever has this name. Said here, so that no resolver is asked.
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        raise RuntimeError(f"a test wanted to look up {host!r}; a name that nobody has ends in .invalid")


sys.addaudithook(_guard)


@pytest.fixture(autouse=True)
def _own_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """A home of its own for each test."""
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("HOME", str(home))
    for name in _XDG:
        monkeypatch.setenv(name, str(home / name.lower()))


@pytest.fixture(autouse=True)
def _nothing_left_behind() -> Iterator[None]:
    """Fails a test that leaves a thread running or a window open."""
    before = set(threading.enumerate())
    yield
    windows = sys.modules.get("PySide6.QtWidgets")
    if windows is not None and windows.QApplication.instance() is not None:
        shown = [each for each in windows.QApplication.topLevelWidgets() if each.isVisible()]
        for each in shown:
            each.close()
        assert not shown, f"windows left open: {shown}"
    until = time.monotonic() + 5
    for thread in set(threading.enumerate()) - before:
        thread.join(max(0, until - time.monotonic()))
    left = [each for each in set(threading.enumerate()) - before if each.is_alive()]
    # Threads that Qt started and Python only saw call back are not ours to end.
    left = [each for each in left if not isinstance(each, threading._DummyThread)]
    assert not left, f"threads left running: {left}"


@pytest.fixture(autouse=True)
def _no_logged_errors(request: pytest.FixtureRequest) -> Iterator[None]:
    """What is logged as an error fails the test, unless it asked for `caplog` to look at it itself."""
    errors: list[logging.LogRecord] = []
    handler = logging.Handler(logging.ERROR)
    handler.emit = errors.append
    logging.getLogger().addHandler(handler)
    yield
    logging.getLogger().removeHandler(handler)
    if "caplog" not in request.fixturenames:
        assert not errors, [f"{each.name}: {each.getMessage()}" for each in errors]


# With CI=true nothing may be missing: a skip is a failure.


def _fail_skipped(report: pytest.TestReport | pytest.CollectReport) -> None:
    if os.environ.get("CI") == "true" and report.skipped and not hasattr(report, "wasxfail"):
        why = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
        report.outcome = "failed"
        report.longrepr = f"skipped, which CI=true does not allow: {why}"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    _fail_skipped(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    report = yield
    _fail_skipped(report)
    return report
