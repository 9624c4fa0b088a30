"""Make the genuine bounces of tests/mails/lab and resources/samples again, with real mail systems.

usage: make.py LAB REPLIES.tsv WORK setup|run [MAIL_SYSTEM ...]

LAB is the folder of the bounce lab (its own README says how it works), REPLIES.tsv the replies of PMail Server, WORK
an empty folder outside of the repository. Needs root, Linux namespaces and debootstrap; `setup` also the Debian mirror.
A lab copy is made for each mail system under WORK, with our host names and our own driver in place of the lab's.
Afterwards collect.py sorts what came back. Haraka comes from npm and qmail from nowhere in Debian: their trees are
filled by hand, as the lab says.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

from plan import DOMAIN, HOST, write

HERE = Path(__file__).resolve().parent
LAB_DOMAIN = "news.example.jp"
NO_WARNINGS = {"dma", "qmail", "nullmailer", "haraka"}  # these never say "delayed"

# What the scripts of the lab need besides: a full mailbox, and an MX that points back to ourselves.
PATCHES = {
    "lab.sh": [("for u in bounces member;", "for u in bounces member fullbox;")],
    "mta/exim.sh": [
        ("  domains = ! +local_domains\n", "  domains = ! +local_domains\n  self = fail\n"),
        ("  maildir_format\n", "  maildir_format\n  quota = \\${if eq{\\$local_part}{fullbox}{1K}{0}}\n"),
    ],
    "mta/postfix.sh": [
        (
            "home_mailbox = Maildir/\n",
            "home_mailbox = Maildir/\nmailbox_size_limit = 61000\nmessage_size_limit = 60000\n",
        ),
        (
            "    postconf -F",
            "    head -c 60900 /dev/zero | tr '\\0' x > /var/mail/fullbox; chown fullbox:mail /var/mail/fullbox\n"
            "    echo /var/mail/fullbox > /home/fullbox/.forward; chown fullbox: /home/fullbox/.forward\n"
            "    postconf -F",
        ),
    ],
}


def copy_lab(lab: Path, work: Path, system: str) -> Path:
    """A copy of the lab for one mail system, with our names in it."""
    target = work / f"lab-{system}"
    shutil.rmtree(target, ignore_errors=True)
    (target / "mta").mkdir(parents=True)
    for name in ("lab.sh", "fakemx.py", *(f"mta/{path.name}" for path in (lab / "mta").glob("*.sh"))):
        text = (lab / name).read_text(encoding="utf-8")
        for old, new in PATCHES.get(name, []):
            if old not in text:
                raise SystemExit(f"{name}: the lab has changed, no {old!r}")
            text = text.replace(old, new)
        text = text.replace(f"mail.{LAB_DOMAIN}", HOST[system]).replace(LAB_DOMAIN, DOMAIN)
        (target / name).write_text(text, encoding="utf-8")
    shutil.copy(HERE / "drive.py", target)
    shutil.copy(HERE / "letters.py", target)
    return target


def main() -> None:
    lab, replies, work = map(Path, sys.argv[1:4])
    step, systems = sys.argv[4], sys.argv[5:] or list(HOST)
    for system in systems:
        script = copy_lab(lab, work, system) / "lab.sh"
        if step == "setup":
            if not (work / "base").exists():
                subprocess.run(["sh", script, "base", work], check=True)
            subprocess.run(["sh", script, "setup", system, work], check=True)
            continue
        write(system, work / "plan.json", replies)
        for run in ("main", "delay"):
            if run == "main" or system not in NO_WARNINGS:
                done = subprocess.run(["sh", script, "run", system, work, run], check=False)
                print(system, run, "done" if done.returncode == 0 else f"FAILED {done.returncode}", flush=True)


if __name__ == "__main__":
    main()
