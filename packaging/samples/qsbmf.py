"""Write what qmail would return, from its documented format, where no qmail can be had. Not genuine.

usage: qsbmf.py REPLIES.tsv WORK

qmail has no package in Debian any more. Its bounces (the qmail-send bounce message format, QSBMF) are plain text that
follows from the plan alone: one recipient a session, one paragraph for each that failed, the words of qmail-remote for
each phase. The result lies in WORK/out/qmail-main, as if the lab had made it, for collect.py.
"""

from __future__ import annotations

import json
import shutil
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from letters import compose
from plan import DOMAIN, HOST, SENDER, write

START = datetime.now(UTC)
TOO_LONG = "I'm not going to try again; this message has been in the queue too long.\n"
LOCAL = {
    "nxdomain": "Sorry, I couldn't find any host named {domain}. (#5.1.2)\n",
    "refused": "Sorry, I wasn't able to establish an SMTP connection. (#4.4.1)\n" + TOO_LONG,
    "servfail": "CNAME lookup failed temporarily. (#4.4.3)\n" + TOO_LONG,
    "loop": "Sorry. Although I'm listed as a best-preference MX or A for that host,\n"
    "it isn't in my control/locals file, so I don't treat it as local. (#5.4.6)\n",
    "local": "Sorry, no mailbox here by that name. (#5.1.1)\n",
}
BEFORE_RCPT = {"banner": "greeting failed", "helo": "my name was rejected", "mail": "sender was rejected"}


def paragraph(plan: dict[str, Any], reader: dict[str, Any], log: list[dict[str, Any]]) -> str | None:
    """What qmail says about one recipient, or None where the mail was taken."""
    address, domain = reader["final_address"], reader["final_address"].split("@")[1]
    if reader.get("no_reply"):
        text = LOCAL.get(reader["no_reply"]) if not address.startswith("fullbox@") else None
        return text.format(domain=domain) if text else None
    host = plan["hosts"].get(domain, {})
    rule = host.get("rule") or plan["rcpts"].get(address)
    if rule is None or rule["phase"] == "auth":  # qmail-remote does not log in
        return None
    phase, ip, said = rule["phase"], host["ip"], "\n".join(rule["lines"]) + "\n"
    log.append(
        {
            "domain": domain,
            "phase": phase,
            "lines": rule["lines"],
            "rcpts": [address] if phase in ("rcpt", "data", "eod") else None,
        }
    )
    soft = rule["lines"][-1][0] == "4" or phase in ("banner", "helo")  # qmail tries again after these
    if phase in BEFORE_RCPT:
        text = f"Connected to {ip} but {BEFORE_RCPT[phase]}.\nRemote host said: {said}"
    elif phase == "rcpt":
        text = f"{ip} does not like recipient.\nRemote host said: {said}Giving up on {ip}.\n"
    else:
        what = "on DATA command" if phase == "data" else "after I sent the message"
        text = f"{ip} failed {what}.\nRemote host said: {said}"
    return text + (TOO_LONG if soft else "")


def bounce(job: dict[str, Any], paragraphs: list[str], number: int) -> bytes:
    me, when = HOST["qmail"], START + timedelta(seconds=7 * number)
    stamp = when.strftime("%d %b %Y %H:%M:%S -0000").lstrip("0")
    verp = job.get("verp") and len(job["rcpts"]) == 1
    sender = f"bounces-{job['rcpts'][0]['address'].replace('@', '=')}@{DOMAIN}" if verp else SENDER
    head = f"""Return-Path: <>
Delivered-To: {sender}
Received: (qmail {2000 + 3 * number} invoked for bounce); {stamp}
Date: {stamp}
From: MAILER-DAEMON@{me}
To: {sender}
Subject: failure notice

Hi. This is the qmail-send program at {me}.
I'm afraid I wasn't able to deliver your message to the following addresses.
This is a permanent error; I've given up. Sorry it didn't work out.

"""
    copy = f"""--- Below this line is a copy of the message.

Return-Path: <{sender}>
Received: (qmail {1999 + 3 * number} invoked from network); {stamp}
Received: from unknown (HELO web.{DOMAIN}) (127.0.0.1)
  by {me} with SMTP; {stamp}
"""
    return (head + "\n".join(paragraphs) + "\n" + copy).encode() + compose(job, DOMAIN).replace(b"\r\n", b"\n")


def main() -> None:
    replies, work = Path(sys.argv[1]), Path(sys.argv[2])
    write("qmail", work / "plan.json", replies)
    plan = json.loads((work / "plan.json").read_text(encoding="utf-8"))
    out = work / "out/qmail-main"
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir(parents=True)
    sent, log, skipped = {}, [], {}
    for number, job in enumerate(plan["jobs"]):
        told = []
        for reader in job["rcpts"]:
            text = paragraph(plan, reader, log)
            if text:
                told.append(f"<{reader['final_address']}>:\n{text}")
        if job["run"] != "main" or job.get("quiet") or job.get("smtputf8") or job.get("notify") or not told:
            skipped[f"{job['id']} {job['tag']}"] = "not made by qmail"
            continue
        sent[job["id"]] = job
        (out / f"{job['id']}-000.eml").write_bytes(bounce(job, told, number))
    (out / "fake.jsonl").write_text("".join(json.dumps(entry) + "\n" for entry in log), encoding="utf-8")
    summary = {"version": "written from the format", "sent": sent, "skipped": skipped, "missing": []}
    (out / "sent.json").write_text(json.dumps(summary, ensure_ascii=False, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
