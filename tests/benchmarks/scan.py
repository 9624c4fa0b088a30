# ruff: noqa: T201 (prints are what it is for)
"""A whole scan, from the server into the store, against bare imapclient that only fetches, side by side. By hand:

    python tests/benchmarks/scan.py [--mails 20000] [--rounds 3] [--profile FILE]

One local Dovecot holds the mails of `classify.py` for both, and its caches are warm. Each run has its own process;
seconds are the best of the rounds, begun when the interpreter and its imports are there. `--profile` writes the
profile of one scan's main thread instead (for pstats).
"""

from __future__ import annotations

import argparse
import contextlib
import cProfile
import json
import os
import ssl
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
sys.path.insert(0, str(Path(__file__).resolve().parent))

from classify import mailbox, memory_of, table
from imapclient import IMAPClient

from dovecot import Dovecot
from modori.jobs import CancelToken, scan_folder
from modori.mailbox import ImapMailbox
from modori.records import Account, AccountKind, Security, Server
from modori.rules import load_bundled
from modori.store import Query, Store


def bare(server: Server, password: str) -> dict[str, Any]:
    """All mails with imapclient alone, 100 a request."""
    context = ssl.create_default_context(cafile=str(server.ca_file))
    size = count = 0
    with IMAPClient(server.host, server.port, ssl_context=context) as client:
        client.login(server.user, password)
        client.select_folder("INBOX", readonly=True)
        uids = client.search("ALL")
        for start in range(0, len(uids), 100):
            for data in client.fetch(uids[start : start + 100], ["BODY.PEEK[]"]).values():
                body = data[b"BODY[]"]
                assert isinstance(body, bytes)
                size, count = size + len(body), count + 1
    return {"mails": count, "bytes": size}


def only_fetched(server: Server, password: str) -> dict[str, Any]:
    """All mails with ImapMailbox, nothing done with them."""
    with ImapMailbox(server, password) as mails:
        mails.examine("INBOX")
        return {"mails": sum(1 for _ in mails.mails()), "bytes": 0}


def scanned(server: Server, password: str) -> dict[str, Any]:
    """A scan into a fresh store."""
    with tempfile.TemporaryDirectory(prefix="modori-bench-") as place, Store(Path(place) / "store.sqlite3") as store:
        account = store.save_account(Account("Shop", AccountKind.IMAP, server, ("INBOX",)))
        assert account.id is not None
        with ImapMailbox(server, password) as mails:
            report = scan_folder(
                store,
                account,
                "INBOX",
                mails,
                load_bundled(),
                now=datetime(2026, 11, 24, 9, tzinfo=UTC),
                progress=lambda _: None,
                cancel=CancelToken(),
            )
            size = 0
        return {"mails": report.read, "bytes": size, "recipients": len(store.ids(Query(account.id)))}


RUNS = {"bare imapclient": bare, "ImapMailbox, only fetched": only_fetched, "scan into the store": scanned}


def child(name: str, server: Server, password: str, profile: str | None) -> None:
    """One run in this process; prints what it found as JSON."""
    profiler = cProfile.Profile() if profile else contextlib.nullcontext()
    began, at = time.perf_counter(), os.times()
    with profiler:
        found = RUNS[name](server, password)
    now = os.times()
    found["seconds"] = time.perf_counter() - began
    found["own"] = now.user + now.system - at.user - at.system
    found["others"] = now.children_user + now.children_system
    if isinstance(profiler, cProfile.Profile):
        profiler.dump_stats(profile or "")
    print(json.dumps(found))


def run(name: str, server: Server, password: str, profile: str | None = None) -> dict[str, Any]:
    """One run in a process of its own, with the most memory that it and its children had at any time."""
    told = json.dumps([name, server.host, server.port, server.user, str(server.ca_file), password, profile])
    process = subprocess.Popen([sys.executable, __file__, "--child", told], stdout=subprocess.PIPE, encoding="utf-8")
    most = 0
    while process.poll() is None:
        most = max(most, memory_of(process.pid))
        time.sleep(0.05)
    assert process.stdout is not None
    return {**json.loads(process.stdout.read()), "memory": most}


def main() -> None:
    """Fill a mailbox, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--mails", type=int, default=20_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--profile", help="write the profile of one scan here, and measure nothing")
    parser.add_argument("--child", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.child:
        name, host, port, user, ca_file, password, profile = json.loads(options.child)
        child(name, Server(host, port, Security.IMAPS, user, ca_file=ca_file), password, profile)
        return
    with tempfile.TemporaryDirectory(prefix="modori-dovecot-") as root:
        dovecot = Dovecot(Path(root))
        try:
            user = dovecot.user()
            for raw in mailbox(options.mails):
                user.deliver(raw)
            expected = run("bare imapclient", user.server(), user.password)  # warms the caches
            if options.profile:
                run("scan into the store", user.server(), user.password, options.profile)
                return
            best: dict[str, dict[str, Any]] = {}
            for _ in range(options.rounds):
                for name in RUNS:
                    found = run(name, user.server(), user.password)
                    if found["mails"] != expected["mails"]:
                        raise SystemExit(f"{name} read {found['mails']} mails, not {expected['mails']}")
                    best[name] = min(best.get(name, found), found, key=lambda one: one["seconds"])
        finally:
            dovecot.stop()
    rows = [("what", "seconds", "times bare", "mails/s", "core s, own", "core s, others", "peak memory, all processes")]
    for name, found in best.items():
        seconds = found["seconds"]
        rows.append(
            (
                *(name, f"{seconds:.2f}", f"{seconds / best['bare imapclient']['seconds']:.2f}"),
                *(f"{options.mails / seconds:,.0f}", f"{found['own']:.2f}", f"{found['others']:.2f}"),
                f"{found['memory'] / 1e6:.0f} MB",
            )
        )
    load = "{:.1f} {:.1f} {:.1f}".format(*os.getloadavg())
    table(f"{options.mails:,} mails, {expected['bytes'] / 1e6:.1f} MB, best of {options.rounds} (load {load})", *rows)


if __name__ == "__main__":
    main()
