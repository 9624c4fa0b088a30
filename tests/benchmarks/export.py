# ruff: noqa: T201 (prints are what it is for)
"""How fast decisions are written for a newsletter tool, and how much memory that takes. Not a test; run it by hand:

    python tests/benchmarks/export.py [--rows 200000] [--store]

It writes decisions made up in memory with several presets; with --store also out of a database (which takes a minute
to fill). Seconds are of processor time; each preset runs in a process of its own, so that the memory is its own.
"""

from __future__ import annotations

import argparse
import multiprocessing
import resource
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from modori.export import ExportRow, preset, write
from modori.records import Cause, Choice

WHEN = datetime(2026, 11, 24, 9, tzinfo=UTC)
PRESETS = ("plain", "listmonk", "mailgun", "amazonses", "combz", "csv", "json", "xlsx")
FROM_STORE = ("listmonk", "csv", "xlsx")


def rows(count: int) -> Iterator[ExportRow]:
    for number in range(count):
        address = f"reader{number}@d{number % 2000}.example.com"
        cause = Cause.REQUEST if number % 20 == 0 else Cause.FAILED
        yield ExportRow(
            address, Choice.UNSUBSCRIBE, cause, "宛先不明", "user_unknown", 2, 3, WHEN, WHEN, "news.example.com",
            f"550 5.1.1 <{address}>: Recipient address rejected: User unknown",
        )  # fmt: skip


def one(name: str, count: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        start = time.process_time()
        write(preset(name), Path(folder, "list"), rows(count), language="ja")
        report(name, count, start)


def from_store(count: int) -> None:
    from store_query import fill

    from modori.jobs.outgoing import carry_out, plan
    from modori.store import Query, Store

    with tempfile.TemporaryDirectory() as folder, Store(Path(folder, "big.sqlite3")) as store:
        account = fill(store, count)
        store.decide(store.ids(Query(account)), Choice.UNSUBSCRIBE, when=WHEN)
        for name in FROM_STORE:
            start = time.process_time()
            wanted = plan(store, account, preset(name), Choice.UNSUBSCRIBE)
            report(f"plan of {name}", wanted.count, start)
            start = time.process_time()
            carry_out(store, wanted, preset(name), Path(folder, "list"), language="ja", now=WHEN)
            report(f"{name} from store", wanted.count, start)


def report(name: str, count: int, start: float) -> None:
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"{name:<22} {count:>8,} rows {time.process_time() - start:6.2f} s {memory:5} MiB", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, default=200_000)
    parser.add_argument("--store", action="store_true")
    options = parser.parse_args()
    start = multiprocessing.get_context("spawn")
    work = [(one, (name, options.rows)) for name in PRESETS]
    if options.store:
        work.append((from_store, (options.rows,)))
    for function, arguments in work:
        process = start.Process(target=function, args=arguments)
        process.start()
        process.join()


if __name__ == "__main__":
    main()
