"""Send the planned letters through a mail system of the lab and keep what comes back.

usage: drive.py PLAN.json SYSTEM RUN ROOT FAKE_LOG.jsonl OUT     (started by the lab's lab.sh)

Writes OUT/SYSTEM-RUN/*.eml, job id in the name, and sent.json: the jobs that were sent, why others were not.
"""

from __future__ import annotations

import json
import mailbox
import os
import re
import shutil
import smtplib
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from letters import compose

PLAN, SYSTEM, RUN, ROOT, _LOG, OUT = sys.argv[1:7]
PLANNED = json.loads(Path(PLAN).read_text(encoding="utf-8"))
DOMAIN = PLANNED["my_domain"]
SCRIPT = Path(ROOT, "lab/mta.sh").read_text(encoding="utf-8")
INFO = dict(x.split("=", 1) for x in re.search(r"^# (submit=.*)$", SCRIPT, re.M).group(1).split())  # type: ignore[union-attr]
MARK = re.compile(rb"<[0-9.]+\.([md]\d{3})\.kmrb@")


def sender(job: dict[str, Any]) -> str:
    if job.get("person"):
        return f"bounces@{DOMAIN}"
    if not job.get("verp") or len(job["rcpts"]) > 1 or INFO["verp"] == "none":
        return f"bounces@{DOMAIN}"
    return f"bounces{INFO['verp']}{job['rcpts'][0]['address'].replace('@', '=')}@{DOMAIN}"


def impossible(job: dict[str, Any]) -> str | None:
    """Why this mail system of the lab cannot make the job, or None."""
    if INFO["box"] == "/var/capture" and any(r["address"].endswith("@" + DOMAIN) for r in job["rcpts"]):
        return "no local delivery"
    if "phases" in INFO:  # all mail goes through one smart host
        for r in job["rcpts"]:
            rule = PLANNED["rcpts"].get(r["final_address"])
            if r.get("no_reply") or r["final_address"] != r["address"]:
                return "no reply of a smart host"
            if rule is None and r.get("reasons"):
                return "phase not possible"
            if rule and rule["phase"] not in INFO["phases"].split(","):
                return "phase not possible"
    if INFO["submit"] == "sendmail" and (job.get("notify") or job.get("ret") or job.get("smtputf8")):
        return "needs SMTP submission"
    return None


def submit(job: dict[str, Any]) -> str | None:
    """None when the mail system took the letter, else why not."""
    why = impossible(job)
    if why:
        return why
    addresses = list(dict.fromkeys(r["address"] for r in job["rcpts"]))
    if INFO["submit"] == "sendmail":
        command = ["chroot", ROOT, "/usr/sbin/sendmail", "-i", "-f", sender(job), *addresses]
        done = subprocess.run(
            command, input=compose(job, DOMAIN).replace(b"\r\n", b"\n"), capture_output=True, check=False
        )
        return (done.stdout + done.stderr).decode("utf-8", "replace") if done.returncode else None
    with smtplib.SMTP("127.0.0.1", int(INFO.get("port", "25")), local_hostname=f"web.{DOMAIN}", timeout=60) as server:
        return by_smtp(server, job, addresses)


def by_smtp(server: smtplib.SMTP, job: dict[str, Any], addresses: list[str]) -> str | None:
    server.ehlo()
    features = server.esmtp_features
    options = ["BODY=8BITMIME"] if "8bitmime" in features else []
    rcpt_options = []
    if job.get("smtputf8"):
        if "smtputf8" not in features:
            return "no SMTPUTF8"
        options.append("SMTPUTF8")
        server.command_encoding = "utf-8"
    if job.get("notify") or job.get("ret"):
        if "dsn" not in features:
            return "no DSN extension"
        options += [f"{k.upper()}={job[k]}" for k in ("ret", "envid") if job.get(k)]
        rcpt_options += [f"NOTIFY={job['notify']}"] if job.get("notify") else []
    code, text = server.mail(sender(job), options)
    if code != 250:
        return f"MAIL {code} {text!r}"
    for address in addresses:
        more = [f"ORCPT=rfc822;{address}"] if job.get("orcpt") else []
        code, text = server.rcpt(address, rcpt_options + more)
        if code not in (250, 251):
            return f"RCPT {code} {text!r}"
    code, text = server.data(compose(job, DOMAIN))
    return None if code == 250 else f"DATA {code} {text!r}"


def returned() -> list[bytes]:
    """What lies in the sender's mailbox."""
    box = Path(ROOT + INFO["box"])
    if box.is_dir():
        return [path.read_bytes() for path in sorted((box / "new").glob("*"))]
    if box.exists():
        held = mailbox.mbox(box, create=False)
        return [held.get_bytes(key, from_=False) for key in held.keys()]  # noqa: SIM118 (mbox is no mapping)
    return []


def mta(verb: str) -> str:
    command = ["chroot", ROOT, "sh", "/lab/mta.sh", verb]
    return subprocess.run(
        command, env={**os.environ, "RUN": RUN}, capture_output=True, text=True, check=False
    ).stdout.strip()


def job_of(raw: bytes) -> str | None:
    found = MARK.search(raw)
    if found:
        return found.group(1).decode()
    ids = [
        j["id"]
        for j in PLANNED["jobs"]
        if j["run"] == RUN and any(r["final_address"].encode() in raw for r in j["rcpts"])
    ]
    return ids[0] if len(ids) == 1 else None


def main() -> None:
    sent, skipped = {}, {}
    only = os.environ.get("ONLY")
    for job in PLANNED["jobs"]:
        if job["run"] == RUN and not (only and not re.search(only, job["tag"])):
            why = submit(job)
            if why:
                skipped[f"{job['id']} {job['tag']}"] = why.strip()[:200]
            else:
                sent[job["id"]] = job
            time.sleep(0.03)
    want = {i for i, j in sent.items() if not (j.get("quiet") or j.get("maybe"))}
    limit, begun, last, count, mails = float(INFO.get("wait", "60")), time.time(), time.time(), -1, []
    while time.time() - begun < limit:
        mta("flush")
        time.sleep(3)
        mails = returned()
        if len(mails) != count:
            count, last = len(mails), time.time()
        if not want - {job_of(raw) for raw in mails} and time.time() - last > 12:
            break
    out = Path(OUT, f"{SYSTEM}-{RUN}")
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir(parents=True)
    for number, raw in enumerate(mails):
        (out / f"{job_of(raw) or 'stray'}-{number:03d}.eml").write_bytes(raw)
    shutil.copy(_LOG, out / "fake.jsonl")
    missing = sorted(want - {job_of(raw) for raw in mails})
    summary = {
        "version": mta("version"),
        "sent": sent,
        "skipped": skipped,
        "missing": [f"{i} {sent[i]['tag']}" for i in missing],
    }
    (out / "sent.json").write_text(json.dumps(summary, ensure_ascii=False, indent=1), encoding="utf-8")
    print(SYSTEM, RUN, f"sent {len(sent)}, skipped {len(skipped)}, mails {len(mails)}, {time.time() - begun:.0f} s")
    print("  missing:", summary["missing"])


main()
