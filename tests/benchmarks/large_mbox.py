"""Reads an mbox of 2 GB, and says how much memory that takes. By hand:

    python tests/benchmarks/large_mbox.py [--megabytes 2000]

Nine mails of ten are bounces that return 600 KB of newsletter, the tenth is small. The file is
written among the temporary files, and removed.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
sys.path.insert(0, str(Path(__file__).resolve().parent))

from classify import memory_of, table

from bounce_mails import postfix_bounce

NEWSLETTER = 600 << 10


def write(path: Path, size: int) -> int:
    """Fill an mbox with at least `size` bytes; how many mails it holds."""
    count = written = 0
    with path.open("wb") as stream:
        while written < size:
            raw = postfix_bounce(f"reader{count}@shop.example.jp", bulk=0 if count % 10 == 9 else NEWSLETTER)
            written += stream.write(b"From - Mon Nov 23 09:00:00 2026\n" + raw.replace(b"\r\n", b"\n") + b"\n")
            count += 1
    return count


def main() -> None:
    """Write, read, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--megabytes", type=int, default=2000)
    size = parser.parse_args().megabytes * 1_000_000
    rows = [("mbox", "mails", "seconds", "peak memory, all processes")]
    with tempfile.TemporaryDirectory(prefix="modori-bench-") as place:
        path = Path(place) / "large.mbox"
        for part in (size // 20, size):
            count, most = write(path, part), 0
            began = time.perf_counter()
            command = [sys.executable, "-m", "modori", "classify", "--json", str(path)]
            with subprocess.Popen(command, stdout=subprocess.PIPE) as run:
                assert run.stdout is not None
                told = 0
                for _ in run.stdout:
                    told += 1
                    if told % 20 == 0:
                        most = max(most, memory_of(run.pid))
            if told != count:
                raise SystemExit(f"{told} of {count} mails were read")
            seconds = time.perf_counter() - began
            rows.append((f"{part / 1e6:,.0f} MB", f"{count:,}", f"{seconds:.1f}", f"{most / 1e6:.0f} MB"))
    table("A large mbox", *rows)


if __name__ == "__main__":
    main()
