import subprocess
import sys

import pytest

from dovecot import dovecot  # noqa: F401


@pytest.fixture
def modori(tmp_path, monkeypatch):
    """Run the real command in a process of its own; returns the finished process."""

    def run(*arguments, stdin="", **environment):
        for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM", "LC_ALL", "LC_MESSAGES"):
            monkeypatch.delenv(name, raising=False)
        monkeypatch.setenv("LANG", "C.UTF-8")
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        command = [sys.executable, "-m", "modori", *map(str, arguments)]
        return subprocess.run(command, input=stdin, capture_output=True, encoding="utf-8", timeout=120, check=False)

    return run
