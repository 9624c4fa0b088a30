"""Work in a process of its own: what comes back, how it is stopped, and what happens when a process ends."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

import work_apart
from modori.jobs import CancelToken, apart
from modori.mailbox import CertificateError
from modori.records import ModoriError, Note

TESTS = Path(__file__).resolve().parents[1]
PROGRAM = """
import work_apart
from modori.jobs import CancelToken, apart
if __name__ == "__main__":
    apart(work_apart.until_cancelled, tell=lambda process: print(process, flush=True), cancel=CancelToken())
"""


def do(work, *arguments, cancel=None):
    told = []
    result = apart(work, *arguments, tell=lambda *one: told.append(one), cancel=cancel or CancelToken())
    return result, told


def test_the_work_is_done_elsewhere_and_its_result_comes_back():
    (number, process), told = do(work_apart.count_to, 3)
    assert number == 3
    assert process != os.getpid()
    assert told == [("number", 0), ("number", 1), ("number", 2)]


def test_an_expected_error_comes_back_with_its_note():
    with pytest.raises(ModoriError) as caught:
        do(work_apart.fail, "expected")
    assert caught.value.note == Note("account_busy", {"name": "news@example.jp"})


def test_a_certificate_comes_back_with_its_error():
    with pytest.raises(CertificateError) as caught:
        do(work_apart.fail, "certificate")
    assert caught.value.certificate == work_apart.CERTIFICATE
    assert caught.value.note == work_apart.CERTIFICATE.why


def test_an_unexpected_error_says_where_it_was():
    with pytest.raises(ZeroDivisionError, match="unexpected") as caught:
        do(work_apart.fail, "unexpected")
    assert "work_apart.py" in "".join(caught.value.__notes__)


def test_an_error_that_cannot_be_sent_is_told_in_words():
    with pytest.raises(RuntimeError, match=r"work_apart\.py"):
        do(work_apart.fail, "odd")


def test_a_cancel_reaches_it_and_what_it_has_is_kept():
    cancel = CancelToken()
    assert apart(work_apart.until_cancelled, tell=lambda _process: cancel.cancel(), cancel=cancel) == "kept"


def test_a_cancel_before_the_start_counts_too():
    cancel = CancelToken()
    cancel.cancel()
    assert apart(work_apart.until_cancelled, tell=lambda _process: None, cancel=cancel) == "kept"


@pytest.mark.skipif(sys.platform == "win32", reason="ends in another way there")
def test_a_process_that_is_killed_is_told(caplog):
    with caplog.at_level(logging.ERROR), pytest.raises(ModoriError) as caught:
        do(work_apart.die)
    assert caught.value.note.code == "work_ended_early"


def test_without_processes_it_is_done_here(caplog, monkeypatch):
    def none(*_):
        raise OSError("no processes here")

    monkeypatch.setattr("multiprocessing.context.SpawnProcess.start", none)
    with caplog.at_level(logging.WARNING):
        (_, process), told = do(work_apart.count_to, 2)
    assert process == os.getpid()
    assert told == [("number", 0), ("number", 1)]
    assert "no processes here" in caplog.text


@pytest.mark.skipif(sys.platform == "win32", reason="os.kill asks otherwise there")
def test_a_program_that_is_killed_leaves_no_process_behind(tmp_path):
    program = tmp_path / "program.py"
    program.write_text(PROGRAM, encoding="utf-8")
    run = subprocess.Popen(
        [sys.executable, str(program)], stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONPATH": str(TESTS)}
    )
    with run:
        assert run.stdout is not None
        process = int(run.stdout.readline())
        run.kill()
    limit = time.monotonic() + 60
    while alive(process):
        assert time.monotonic() < limit
        time.sleep(0.01)


def alive(process: int) -> bool:
    """Whether it runs: one that has ended and waits to be buried does not."""
    try:
        return Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
