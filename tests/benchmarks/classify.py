# ruff: noqa: T201 (prints are what it is for)
"""How fast mails are understood, where the time goes, and how long the command takes to start. Not a test; by hand:

    python tests/benchmarks/classify.py [--mails 20000] [--rounds 3] [--profile]

The mailbox is made of the project's own mails (tests/mails/lab, tests/mails/kinds, resources/samples), again and
again until there are enough; each copy has other recipients and another Message-ID. What may still be remembered from
the copy before (the sender's fields, replies without their address) is as it is in a real mailbox; one row measures
without it. Prints Markdown tables; FIGURES.md beside this file holds some of them.
"""

from __future__ import annotations

import argparse
import cProfile
import os
import pstats
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from modori.bounces import excerpt, read
from modori.jobs import CancelToken
from modori.jobs.pool import Reader
from modori.jobs.reading import understand_and_keep
from modori.jobs.telling import Telling
from modori.jobs.understand import understand_file
from modori.jobs.workers import Work
from modori.mailbox import FoundMail
from modori.records import Kind
from modori.rules import RuleBook, load_bundled

ROOT = Path(__file__).resolve().parents[2]
SOURCES = [ROOT / "tests/mails/lab", ROOT / "tests/mails/kinds", ROOT / "resources/samples"]
START_RUNS = 9

# Which stage a module belongs to; what a module calls of C code counts for it.
STAGES = {
    "parse": ("bounces/mime", "bounces/charsets"),
    "layout": ("bounces/letter", "bounces/original", "bounces/html", "bounces/reports"),
    "kind": ("bounces/kinds", "bounces/complaints", "bounces/receipts", "bounces/words", "bounces/forwarded"),
    "formats": ("bounces/formats/", "bounces/generic", "bounces/known_words", "bounces/filler"),
    "recipients, replies": (
        *("bounces/failures", "bounces/recipients", "bounces/addresses", "bounces/recoding"),
        *("bounces/replies", "bounces/phases", "bounces/whence", "bounces/findings", "bounces/read"),
    ),
    "rules": ("rules/",),
    "excerpt": ("bounces/excerpt",),
}


def originals() -> list[bytes]:
    """The project's own mails, in a fixed order."""
    return [path.read_bytes() for folder in SOURCES for path in sorted(folder.rglob("*.eml"))]


def mailbox(count: int) -> Iterator[bytes]:
    """`count` mails, one after the other, none like another."""
    book = load_bundled()
    mails = originals()
    locals_: list[re.Pattern[bytes] | None] = []
    for raw in mails:
        names = {f.evidence.address.rpartition("@")[0] for f in read(raw, book).failures}
        plain = [re.escape(name.encode()) for name in sorted(names) if name.isascii() and name]
        locals_.append(re.compile(rb"(?<![\w.+-])(" + b"|".join(plain) + rb")(?=[@=])") if plain else None)
    for number in range(count):
        turn, place = divmod(number, len(mails))
        raw, names = mails[place], locals_[place]
        if turn:
            mark = b"%x" % turn
            raw = raw.replace(b"Message-ID: <", b"Message-ID: <" + mark + b".", 1)
            raw = names.sub(rb"\g<1>" + mark, raw) if names else raw
        yield raw


def table(title: str, *rows: tuple[str, ...]) -> None:
    """Print a Markdown table; the first row is its head."""
    print(f"\n### {title}\n")
    for number, row in enumerate(rows):
        print("| " + " | ".join(row) + " |")
        if not number:
            print("|" + "---|" * len(row))


def best(rounds: int, run: Callable[[], object]) -> tuple[float, float]:
    """The shortest of some runs: seconds on the clock, and seconds on a core, of this process and those it started."""
    times: list[tuple[float, float]] = []
    for _ in range(rounds):
        began, at = time.perf_counter(), _core_time()
        run()
        times.append((time.perf_counter() - began, _core_time() - at))
    return min(clock for clock, _ in times), min(core for _, core in times)


def steadily(mails: list[bytes], rounds: int, work: Callable[[FoundMail, RuleBook], object]) -> float:
    """Seconds of core time for all mails: the shortest of some runs for each hundred of them, added up.

    What others do on a busy machine is hardly in it.
    """
    book = load_bundled()
    found = [FoundMail("-", number, raw) for number, raw in enumerate(mails)]
    pieces = [found[start : start + 100] for start in range(0, len(found), 100)]
    shortest = [float("inf")] * len(pieces)
    for _ in range(rounds):
        for place, piece in enumerate(pieces):
            began = time.process_time()
            for mail in piece:
                work(mail, book)
            shortest[place] = min(shortest[place], time.process_time() - began)
    return sum(shortest)


def _core_time() -> float:
    spent = os.times()
    return spent.user + spent.system + spent.children_user + spent.children_system


def alone(mails: list[bytes]) -> None:
    """Everything in this process, as a scan does it."""
    book = load_bundled()
    for raw in mails:
        message = read(raw, book)
        if message.kind is not Kind.OTHER:
            excerpt(raw)


def only_read(mails: list[bytes], forget_after: int = 0) -> None:
    """The one function that the targets speak of; `forget_after` so many mails all that was remembered is forgotten."""
    book = load_bundled()
    for number, raw in enumerate(mails):
        if forget_after and number % forget_after == 0:
            forget(book)
        read(raw, book)


def forget(book: RuleBook) -> None:
    """Empty what `read` remembers from mail to mail."""
    for name, module in list(sys.modules.items()):
        if name.startswith("modori.bounces"):
            for value in vars(module).values():
                if hasattr(value, "cache_clear"):
                    value.cache_clear()
    for remembered in (book._found_cache, book._bare_cache, *book._places_cache.values()):
        remembered.clear()


def pooled(mails: list[bytes], work: Work[FoundMail, object], processes: int) -> None:
    """Some work by the pool, this process being one of them, with the results brought back to it."""
    found = (FoundMail("-", number, raw) for number, raw in enumerate(mails))
    with Reader(work, load_bundled(), cancel=CancelToken(), processes=processes - 1) as reader:
        for _ in reader.each(found):
            pass


def memory_of(process: int) -> int:
    """Bytes of a process and its children that they do not share (PSS), Linux only."""
    total = 0
    for one in (process, *_children(process)):
        try:
            text = Path(f"/proc/{one}/smaps_rollup").read_text()
        except OSError:
            continue
        total += int(re.findall(r"^Pss:\s+(\d+)", text, re.MULTILINE)[0]) * 1024
    return total


def _children(process: int) -> list[int]:
    try:
        named = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    except OSError:
        return []
    return [int(each) for each in named]


def command(path: Path, processes: int) -> tuple[float, int]:
    """`modori classify --json` of an mbox on that many cores: seconds, and the most memory it had at any time."""
    allowed = os.sched_getaffinity(0)
    os.sched_setaffinity(0, set(sorted(allowed)[:processes]))
    began = time.perf_counter()
    run = subprocess.Popen([sys.executable, "-m", "modori", "classify", "--json", str(path)], stdout=subprocess.DEVNULL)
    os.sched_setaffinity(0, allowed)
    most = 0
    while run.poll() is None:
        most = max(most, memory_of(run.pid))
        time.sleep(0.05)
    return time.perf_counter() - began, most


def speed(mails: list[bytes], rounds: int, cores: int) -> None:
    """Mails a second, in memory and as a command."""
    size = sum(map(len, mails))
    rows = [("what", "µs a mail", "mails/s")]
    for name, work in (
        ("read", understand_file),
        ("read and told as JSON", Telling(as_json=True, language="en")),
        ("read and made ready for the store", understand_and_keep),
    ):
        spent = steadily(mails, rounds, work)
        rows.append((name, f"{1e6 * spent / len(mails):.0f}", f"{len(mails) / spent:,.0f}"))
    table(f"One core, the shortest of {rounds} for each hundred of {len(mails):,} mails", *rows)
    rows = [("what", "mails/s", "mails/s of core time")]
    for name, run in (
        ("read, one process", lambda: only_read(mails)),
        ("the same, forgetting all before each round of copies", lambda: only_read(mails, len(originals()))),
        ("read and excerpt, one process", lambda: alone(mails)),
        (f"read, {cores} processes", lambda: pooled(mails, understand_file, cores)),
        ("read and made ready for the store, one process", lambda: pooled(mails, understand_and_keep, 1)),
        (f"the same, {cores} processes", lambda: pooled(mails, understand_and_keep, cores)),
    ):
        clock, core = best(rounds, run)
        rows.append((name, f"{len(mails) / clock:,.0f}", f"{len(mails) / core:,.0f}"))
    table(f"{len(mails):,} mails, {size / 1e6:.1f} MB, best of {rounds}", *rows)

    with tempfile.TemporaryDirectory(prefix="modori-bench-") as place:
        path = Path(place) / "all.mbox"
        with path.open("wb") as stream:
            for raw in mails:
                stream.write(b"From - Mon Nov 23 09:00:00 2026\n" + raw.replace(b"\nFrom ", b"\n>From ") + b"\n\n")
        rows = [("`modori classify --json` of an mbox", "seconds", "mails/s", "peak memory, all processes")]
        for processes in sorted({1, cores}):
            seconds, most = min(command(path, processes) for _ in range(rounds))
            name = f"{processes} core" + ("s" if processes > 1 else "")
            rows.append((name, f"{seconds:.2f}", f"{len(mails) / seconds:,.0f}", f"{most / 1e6:.0f} MB"))
        table("The command", *rows)


def profile(mails: list[bytes]) -> None:
    """The share of each stage, and the functions that take most time (deterministic profile, so calls weigh more)."""
    only_read(mails[:500])
    profiler = cProfile.Profile()
    profiler.runcall(alone, mails)
    stats = pstats.Stats(profiler)
    shares: dict[str, float] = {}
    own: dict[str, tuple[float, int]] = {}
    for (file, line, name), (calls, _, time_, _, callers) in stats.stats.items():  # pyright: ignore
        if file.startswith(("~", "<")) or "modori" not in file:
            # C code and the standard library: for whoever called it.
            for (caller, *_), (_, _, part, _) in callers.items():
                shares[_stage(caller)] = shares.get(_stage(caller), 0) + part
        else:
            shares[_stage(file)] = shares.get(_stage(file), 0) + time_
        own[f"{'/'.join(Path(file).parts[-2:])}:{line} {name}"] = (time_, calls)
    total = sum(shares.values())
    rows = [(name, f"{100 * part / total:.1f} %") for name, part in sorted(shares.items(), key=lambda one: -one[1])]
    table("Share of each stage", ("stage", "share"), *rows)
    top = sorted(own.items(), key=lambda one: -one[1][0])[:25]
    table(
        "Functions by their own time",
        ("function", "µs a mail", "calls a mail"),
        *((f"`{name}`", f"{1e6 * t / len(mails):.1f}", f"{calls / len(mails):.2f}") for name, (t, calls) in top),
    )


def _stage(file: str) -> str:
    return next((name for name, parts in STAGES.items() if any(part in file for part in parts)), "other")


def start_up() -> None:
    """How long the command takes for one mail, and what its imports cost."""
    sample = str(sorted((ROOT / "resources/samples").glob("*.eml"))[0])
    rows = [("start", "median", "best")]
    for name, arguments in (
        ("python itself", ["-c", "pass"]),
        ("import the command line", ["-c", "import modori.cli"]),
        ("import, load the rules", ["-c", "from modori.rules import load_bundled; load_bundled()"]),
        ("`modori classify` of one mail", ["-m", "modori", "classify", "--json", sample]),
        ("`modori --version`", ["-m", "modori", "--version"]),
    ):
        times = [best(1, lambda: _python(arguments))[0] for _ in range(START_RUNS)]  # noqa: B023
        rows.append((name, f"{statistics.median(times):.3f} s", f"{min(times):.3f} s"))
    table("Start", *rows)
    done = _python(["-X", "importtime", "-m", "modori", "classify", "--json", sample])
    costs = [
        (name.strip(), int(own)) for own, _, name in re.findall(r"import time:\s+(\d+) \|\s+(\d+) \|(.*)", done.stderr)
    ]
    total = sum(own for _, own in costs)
    top = sorted(costs, key=lambda one: -one[1])[:15]
    table(
        f"Imports of one classify, {total / 1000:.0f} ms", ("module", "ms"), *((n, f"{c / 1000:.1f}") for n, c in top)
    )


def _python(arguments: list[str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, *arguments], capture_output=True, encoding="utf-8", check=True)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--mails", type=int, default=20_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--profile", action="store_true", help="only the profile")
    options = parser.parse_args()
    mails = list(mailbox(options.mails))
    if not options.profile:
        speed(mails, options.rounds, len(os.sched_getaffinity(0)))
        start_up()
    profile(mails[:5000])


if __name__ == "__main__":
    main()
