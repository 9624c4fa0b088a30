"""Many mails on several cores: the same results in the same order, whatever happens to the processes."""

from __future__ import annotations

import itertools
import json
import logging
import os
import pickle
import signal
import subprocess
import sys
import time
from functools import partial
from pathlib import Path
from types import SimpleNamespace

import pytest

import pool_work
from bounce_mails import postfix_bounce
from modori.bounces import read
from modori.jobs import CancelToken, open_files
from modori.jobs import pool as pool_module
from modori.jobs.pool import Reader
from modori.jobs.telling import Telling
from modori.mailbox import FoundMail, read_paths
from modori.records import Account, AccountKind, Kind
from modori.rules import load_bundled
from modori.store import Query, Store
from own_rules import own_rule

ROOT = Path(__file__).resolve().parents[2]
MANY = 8000
MAILS = [
    ROOT / "tests/mails/lab/postfix",
    ROOT / "tests/mails/lab/exim",
    ROOT / "tests/mails/kinds",
    ROOT / "resources/samples",
]


def test_what_was_understood_arrives_as_it_was():
    book = load_bundled()
    mails = [path.read_bytes() for path in sorted((ROOT / "resources/samples").glob("*.eml"))]
    understood = [read(raw, book) for raw in mails]
    arrived = pickle.loads(pickle.dumps(understood))  # noqa: S301 - our own
    assert arrived == understood
    assert [type(one.kind) for one in arrived] == [Kind] * len(mails)


def numbered(count, size=10):
    return (FoundMail("-", number, b"x" * size) for number in range(count))


WAYS = ["copies", "anew"] if sys.platform == "linux" else ["anew"]


@pytest.fixture(params=WAYS)
def way(request, monkeypatch):
    """How the workers begin: as copies of this process (which the tests' own may not be), or anew."""
    monkeypatch.setattr(pool_module, "may_be_copied", lambda: request.param == "copies")
    return request.param


@pytest.fixture
def anew(monkeypatch):
    """Workers begin anew, and make their own rules."""
    monkeypatch.setattr(pool_module, "may_be_copied", lambda: False)


def reader(work, book, **more):
    return Reader(work, book, **{"cancel": CancelToken(), "processes": 2, "worth": 60, **more})


def processes_of(results):
    return {process for _, process in results}


def endless(size=10):
    """Mails without end, so that the workers have their turn however long they take to start."""
    return (FoundMail("-", number, b"x" * size) for number in itertools.count())


def test_all_mails_come_back_in_their_order_from_several_processes(book, way):
    results, processes = [], set()
    with reader(pool_work.who, book) as several:
        for number, process in several.each(endless()):
            results.append(number)
            processes.add(process)
            if len(processes) > 1 and len(results) % 1000 == 0:
                break
    assert results == list(range(len(results)))
    assert os.getpid() in processes


def test_the_project_s_own_mails_are_told_the_same_by_the_pool(book, way):
    for as_json in (True, False):
        work = Telling(as_json, "ja")
        alone = [work(mail, book) for mail in read_paths(MAILS)]
        with reader(work, book, worth=20) as several:
            assert list(several.each(read_paths(MAILS))) == alone


def test_few_mails_start_no_process(book):
    with reader(pool_work.who, book, worth=400) as several:
        results = list(several.each(numbered(399)))
        assert several._workers is None
    assert processes_of(results) == {os.getpid()}


def test_no_more_mails_are_taken_than_can_be_in_flight(book, way):
    taken = 0

    def mails():
        nonlocal taken
        for mail in endless(size=100_000):
            taken += 1
            yield mail

    given = most = 0
    with reader(pool_work.who, book) as several:
        for _ in several.each(mails()):
            given += 1
            most = max(most, taken - given)
            if several._workers is not None and given > 3000:
                break
    assert most <= pool_module._FLYING_BYTES // 100_000 + 2 * pool_module.BATCH_MAILS


def test_a_worker_that_is_killed_loses_nothing(book, way, caplog):
    with caplog.at_level(logging.WARNING), reader(pool_work.dies_at_150, book) as several:
        wait_until_ready(several)
        results = list(several.each(numbered(2000)))
    assert [number for number, _ in results] == list(range(2000))
    assert "one process" in caplog.text
    assert several._workers is None


def wait_until_ready(several):
    """Start the workers now, so that what follows is read by them."""
    several._worth = 0
    several._start()
    several._workers._first.result(timeout=60)


def test_a_pool_that_cannot_start_is_done_without(book, caplog, monkeypatch):
    def none(*_args, **_more):
        raise OSError("no semaphores here")

    monkeypatch.setattr("modori.jobs.workers.ProcessPoolExecutor", none)
    with caplog.at_level(logging.WARNING), reader(pool_work.who, book) as several:
        results = list(several.each(numbered(500)))
    assert [number for number, _ in results] == list(range(500))
    assert "no semaphores here" in caplog.text


def test_workers_that_cannot_begin_are_done_without(caplog, tmp_path, anew):
    rules = own_rule(tmp_path / "own.toml")
    own = load_bundled([rules])
    with caplog.at_level(logging.CRITICAL), reader(pool_work.who, own, user_files=[rules]) as several:
        several._start()
        rules.unlink()  # the workers have not got to it yet
        results = list(several.each(numbered(500)))
    assert [number for number, _ in results] == list(range(500))
    assert processes_of(results) == {os.getpid()}


def test_a_book_that_the_workers_cannot_make_is_used_here(tmp_path, anew):
    own = load_bundled([own_rule(tmp_path / "own.toml")])
    with reader(pool_work.who, own) as several:
        assert processes_of(several.each(numbered(2000))) == {os.getpid()}


def test_the_users_rules_are_known_in_the_workers(tmp_path, way):
    rules = own_rule(tmp_path / "own.toml")
    own, work = load_bundled([rules]), Telling(as_json=True, language="en")
    mails = [FoundMail("-", number, postfix_bounce(f"reader{number}@shop.example.jp")) for number in range(100)]
    with reader(work, own, user_files=[rules]) as several:
        wait_until_ready(several)
        told = [json.loads(text) for text, _ in several.each(mails)]
    assert {mail["recipients"][0]["rule"] for mail in told} == {"own.rule"}


def test_a_cancel_is_heard_while_the_workers_are_slow(book, way):
    token = CancelToken()
    with reader(pool_work.slow_in_workers, book, cancel=token) as several:
        wait_until_ready(several)
        results = several.each(endless())
        next(results)
        began = time.monotonic()
        token.cancel()
        rest = list(results)
    assert time.monotonic() - began < 5  # each batch takes 25 s
    assert len(rest) < 100


def test_what_the_work_raises_arrives(book, way):
    with reader(pool_work.fails_at_700, book) as several:
        wait_until_ready(several)
        with pytest.raises(ValueError, match="seven hundred"):
            list(several.each(numbered(1000)))


def test_files_opened_by_several_processes_are_stored_the_same(store, book, job, tmp_path, monkeypatch):
    def rows(opened):
        account = opened.save_account(Account("Files", AccountKind.FILES))
        report = open_files(opened, account, MAILS, book, **job)
        found = opened.rows(opened.ids(Query(account_id=account.id)))
        return report, [(row.address, row.choice, row.reason, row.sendings, row.failures, row.why) for row in found]

    # A mail without a date gets the second in which it is stored: that orders rows and tells incidents apart.
    monkeypatch.setattr("modori.store.write.time", SimpleNamespace(time=job["now"].timestamp))
    monkeypatch.setattr(pool_module, "beside", lambda: 0)
    alone = rows(store)
    monkeypatch.setattr(pool_module, "beside", lambda: 1)
    monkeypatch.setattr(pool_module, "WORTH", 10)
    monkeypatch.setattr(pool_module, "WORTH_A_COPY", 10)
    with Store(tmp_path / "several.sqlite3") as other:
        assert rows(other) == alone


# The command.


@pytest.fixture
def many(tmp_path):
    """An mbox of so many bounces that workers start before they are all read, on a busy machine as well."""
    path = tmp_path / "many.mbox"
    with path.open("wb") as stream:
        for number in range(MANY):
            mail = postfix_bounce(f"reader{number}@shop.example.jp").replace(b"\r\n", b"\n")
            stream.write(b"From - Mon Nov 23 09:00:00 2026\n" + mail + b"\n")
    return path


def classify(path, **more):
    command = [sys.executable, "-m", "modori", "classify", "--json", str(path)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, **more)


def children(process):
    try:
        named = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    except OSError:
        return []
    return [int(each) for each in named]


def gone(processes, seconds=20):
    """Whether all of these end within the time."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if not [each for each in processes if alive(each)]:
            return True
        time.sleep(0.02)
    return False


def alive(process):
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def until_workers_work(run):
    """Read lines until there are workers; their process ids. The rest of the output waits in the pipe."""
    found = []
    while not found and run.stdout.readline():
        found = children(run.pid)
    assert found
    return found


linux = pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="looks into /proc")
two_cores = pytest.mark.skipif(pool_module.cores() < 2, reason="one core: no workers")


def test_the_command_prints_the_same_with_and_without_processes(many):
    run = classify(many)
    printed, said = run.communicate(timeout=120)
    assert (run.returncode, said) == (0, b"")
    lines = [json.loads(line) for line in printed.splitlines()]
    assert [line["index"] for line in lines] == list(range(MANY))
    work, book = Telling(as_json=True, language="en"), load_bundled()
    assert printed.decode().splitlines() == [work(mail, book)[0] for mail in read_paths([many])]


@linux
@two_cores
def test_ctrl_c_ends_the_command_and_all_its_processes_without_a_traceback(many):
    # What a shell starts in the background ignores Ctrl-C, and so would this command below such a test run.
    heard = partial(signal.signal, signal.SIGINT, signal.default_int_handler)
    run = classify(many, start_new_session=True, preexec_fn=heard)
    workers = until_workers_work(run)
    os.killpg(run.pid, signal.SIGINT)
    _, said = run.communicate(timeout=60)
    assert run.returncode == 2, said
    assert b"Traceback" not in said
    assert said.count(b"\n") == 1
    assert gone(workers)


@linux
@two_cores
def test_a_closed_pipe_ends_the_command_and_all_its_processes_without_a_word(many):
    run = classify(many)
    workers = until_workers_work(run)
    run.stdout.close()
    with run.stderr:
        assert run.stderr.read() == b""
    assert run.wait(timeout=60) in (0, 2)
    assert gone(workers)


@linux
@two_cores
def test_a_command_that_is_killed_leaves_no_process_behind(many):
    run = classify(many)
    workers = until_workers_work(run)
    run.kill()
    run.communicate(timeout=60)
    assert gone(workers)
