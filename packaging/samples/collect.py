"""Sort what a lab run brought back: test mails with labels, and the genuine part of the sample mailbox.

usage: collect.py WORK REPOSITORY

Labels are made from the plan and from what the fake servers sent (their log), never from the bounce. Mails of the
story go to resources/samples with their dates moved to the day of their sending; nothing else in them is changed.
"""

from __future__ import annotations

import json
import re
import sys
import tomllib
import zlib
from datetime import UTC, datetime, timedelta, timezone
from email.utils import format_datetime, parsedate_to_datetime
from pathlib import Path
from typing import Any

from plan import FULL
from replies import REPLIES

PHASES = {
    "banner": ["connect"],
    "helo": ["helo"],
    "auth": ["auth"],
    "mail": ["mail"],
    "rcpt": ["rcpt"],
    "data": ["data"],
    "eod": ["eod"],
}
# What a mail system does not tell apart, or leaves out (seen in its bounces).
TOLD = {
    "postfix": {"helo": ["connect"]},
    "postfix-ja": {"helo": ["connect"]},
    "sendmail": {"data": ["eod"], "eod": ["data"]},
    "courier": {"data": [None, "eod"]},
    "haraka": {phase: [None] for phase in PHASES},
}
PHASE_LOST = {"opensmtpd", "nullmailer"}
# Close to another system, or bulky: a part of the mails is enough.
SHORT = {"postfix-ja", "haraka"}
SHORT_KEEPS = re.compile(
    r"pmail-|docomo-(rcpt|eod)(-odd)?$|docomo-(several|two)|au-|softbank|gmail-(unknown|full)|yahoojp|utf8|nx|typo|null|local|"
    r"several|alias|success|dsn|letter|delay"
)
FINAL_ONLY = {"opensmtpd", "dma", "qmail"}  # name the address behind an alias only: either of the two is right
REPORT = re.compile(rb"(?is)\ncontent-type: *message/(?:global-)?delivery-status(.*?)\n--")
DATE = re.compile(
    rb"(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), +\d{1,2} (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) 20\d\d "
    rb"\d\d:\d\d:\d\d (?:[+-]\d{4}(?: \([A-Z]{3}\))?|GMT)"
)
JST = timezone(timedelta(hours=9))


def outcome(final: str, log: list[dict[str, Any]]) -> tuple[str | None, dict[str, Any] | None]:
    """What the fake servers told the mail system about an address: accepted or refused, with the log entry."""
    address, hit = final.lower(), None
    for entry in log:
        told = [a.lower() for a in entry["rcpts"] or []]
        if entry["phase"] == "accepted":
            if address in told:
                return "accepted", None
        elif address in told if told else entry["domain"] == address.split("@")[1]:
            hit = entry
    return ("refused", hit) if hit else (None, None)


def named_others(reader: dict[str, Any], entry: dict[str, Any]) -> bool:
    """Whether the reply names only other readers of the same transaction."""
    text = " ".join(entry["lines"]).lower()
    others = [a.lower() for a in entry["rcpts"] or [] if a.lower() != reader["final_address"].lower()]
    return reader["final_address"].lower() not in text and any(a in text for a in others)


def label(
    reader: dict[str, Any], log: list[dict[str, Any]], owners: dict[str, Any], system: str, run: str
) -> dict[str, Any] | None:
    """What is right to say about one reader, or None where nothing is to be reported."""
    what, entry = outcome(reader["final_address"], log)
    out: dict[str, Any] = {"address": reader["address"], "final_address": reader["final_address"]}
    if what == "refused" and entry:
        owner = (
            reader if reader.get("reasons") and not entry["rcpts"] else owners.get(json.dumps(entry["lines"]), reader)
        )
        reasons, actions, phase = list(owner["reasons"]), list(owner["actions"]), entry["phase"]
        lost = system in PHASE_LOST
        if named_others(reader, entry):
            reasons, actions = ["undetermined"], ["retry", "review"] if lost else ["retry"]
        elif lost and "550 Unknown user" in entry["lines"][0]:
            reasons, actions = ["undetermined"], ["review"]
        phases = [None] if lost else [*PHASES[phase], *TOLD.get(system, {}).get(phase, [])]
        out.update(reasons=reasons, actions=actions, reply=entry["lines"][-1][:3], phases=phases)
        out["done"] = "delayed" if run == "delay" and entry["lines"][-1][0] == "4" else "failed"
    elif reader.get("no_reply"):
        out.update(reasons=reader["reasons"], actions=reader["actions"], reply=None, phases=[None, "connect"])
        out["done"] = "delayed" if run == "delay" else "failed"
    elif reader.get("done"):
        out["done"] = reader["done"]
    else:
        return None
    if out["done"] == "delayed":
        out["actions"] = ["ignore"]
    return out


def known(said: dict[str, Any], entry_lines: list[str] | None, raw: bytes, system: str) -> dict[str, Any]:
    """The label cut down to what the mail can tell: some mail systems leave the reply or its phase out."""
    gave_up = re.search(rb"(?i)giving up|envelope expired|could not be delivered for", raw) is not None
    empty = entry_lines is not None and len(entry_lines[-1]) < 5  # a bare code
    squeezed = re.sub(rb"[ \r\n]+|=\n", b"", raw)
    text = re.sub(r"^\d{3}[ -]?#?([245]\.\d+\.\d+)? *", "", entry_lines[-1]) if entry_lines else ""
    # Some break or shorten a long reply.
    shown = not entry_lines or not text.isascii() or re.sub(r" +", "", text)[:100].encode() in squeezed
    if not shown:
        said["phases"] = [None, "connect"]
        if said["done"] == "delayed":
            said["reasons"] = ["expired", "network_trouble", "server_trouble", "undetermined"]
        elif gave_up:
            said.update(reasons=["expired"], actions=["retry"])
        elif system == "courier":  # "<command failed>": the connection broke
            said.update(reasons=["server_trouble", "network_trouble", "undetermined"], actions=["retry", "review"])
        else:
            said.update(reasons=["undetermined"], actions=["review"])
    elif not entry_lines and said["done"] == "delayed":
        said["reasons"] = [*said["reasons"], "undetermined"]
    elif not entry_lines and gave_up and system in {"dma", "opensmtpd"}:
        said.update(reasons=["expired", "network_trouble"], actions=["retry"])
    elif empty or (system == "sendmail" and b"\n>>> " not in raw):
        said["phases"] = [None, *said["phases"]]
        if gave_up and empty:
            said.update(reasons=["expired", *said["reasons"]], actions=["retry", *said["actions"]])
    if said["address"] != said["final_address"] and system in FINAL_ONLY:
        said["any"] = [said["address"], said["final_address"]]
    return said


def labels_of(
    raw: bytes, job: dict[str, Any], log: list[dict[str, Any]], owners: dict[str, Any], system: str, run: str
) -> dict[str, Any]:
    whole = re.sub(rb"=\r?\n", b"", raw).lower()
    match = REPORT.search(raw)
    part = re.sub(rb"=\r?\n", b"", match.group(1)).lower() if match else whole
    together = [outcome(r["final_address"], log)[1] for r in job["rcpts"]] if system == "nullmailer" else []
    told = []
    for reader in job["rcpts"]:
        said = label(reader, log, owners, system, run)
        entry = outcome(reader["final_address"], log)[1]
        shared = next(filter(None, together), None)
        if shared and entry is None:  # one refusal: nobody gets the letter
            said, entry = collateral(reader), shared
        final, own = (reader[k].lower().encode() for k in ("final_address", "address"))
        if said and (len(job["rcpts"]) == 1 or final in part or (own != final and own in part and final in whole)):
            told.append(
                known(said, entry["lines"] if entry and said["reply"] else None, raw, system)
                if "reply" in said
                else said
            )
    done = {r["done"] for r in told}
    kind = "bounce" if "failed" in done else "delayed" if "delayed" in done else "delivered"
    wanted = {"bounce": "failed", "delayed": "delayed"}.get(kind)
    readers = [{k: v for k, v in r.items() if k != "done"} for r in told if r["done"] == wanted]
    return {"kind": kind, "recipients": readers}


def collateral(reader: dict[str, Any]) -> dict[str, Any]:
    """The label of a reader who did not get the letter because another one was refused."""
    return {
        "address": reader["address"],
        "final_address": reader["final_address"],
        "reasons": ["undetermined"],
        "actions": ["retry", "review"],
        "reply": "5xx",
        "phases": [None],
        "done": "failed",
    }


def moved(raw: bytes, name: str) -> bytes:
    """The mail with all its dates moved to the day of its name, some minutes after nine, Japanese time."""
    sent = name[:10]
    base = datetime.fromisoformat(f"{sent}T09:00:00+09:00") + timedelta(seconds=zlib.crc32(name.encode()) % 1100)
    first = min(parsedate_to_datetime(d.decode()).replace(tzinfo=UTC) for d in DATE.findall(raw))
    delta = base - first

    def date(match: re.Match[bytes]) -> bytes:
        when = parsedate_to_datetime(match.group().decode()).replace(tzinfo=UTC) + delta
        return format_datetime(when.astimezone(JST)).encode() + (b" (JST)" if b"(" in match.group() else b"")

    def stamp(match: re.Match[bytes]) -> bytes:
        when = datetime.strptime(match.group(1).decode(), "%Y%m%d%H%M%S").replace(tzinfo=UTC) + delta
        return when.strftime("%Y%m%d%H%M%S").encode()

    raw = re.sub(
        rb"<\d{8}\.\d{4}\.([md]\d{3})\.kmrb@",
        rb"<" + sent.replace("-", "").encode() + rb".0900.\1.kmrb@",
        DATE.sub(date, raw),
    )
    return re.sub(rb"(?<=<)(" + first.strftime("%Y%m%d").encode() + rb"\d{6})(?=\.)", stamp, raw)


def owners_of(jobs: dict[str, Any]) -> dict[str, Any]:
    """Whose plan says what a reply means: reply lines -> reader."""
    return {json.dumps(r["lines"]): r for job in jobs.values() for r in job["rcpts"] if r.get("lines")}


def main() -> None:
    work, repository = Path(sys.argv[1]), Path(sys.argv[2])
    samples: list[tuple[str, bytes, dict[str, Any]]] = []
    driven = {reply.tag for reply in REPLIES}
    for folder in sorted((work / "out").iterdir()):
        system, _, run = folder.name.rpartition("-")
        told = json.loads((folder / "sent.json").read_text(encoding="utf-8"))
        log = [json.loads(line) for line in (folder / "fake.jsonl").read_text(encoding="utf-8").splitlines()]
        target = repository / "tests/mails/lab" / system
        target.mkdir(parents=True, exist_ok=True)
        lines, used = [], set()
        for path in sorted(folder.glob("[md]*.eml")):
            job = told["sent"].get(path.name[:4])
            raw = path.read_bytes()
            if job is None:
                print("stray:", path)
                continue
            right = labels_of(raw, job, log, owners_of(told["sent"]), system, run)
            if job.get("story"):
                samples.append((job["story"], moved(raw, job["story"]), right))
                continue
            number = next(n for n in range(1, 99) if (job["tag"], n) not in used)
            used.add((job["tag"], number))
            if system in SHORT and not SHORT_KEEPS.match(job["tag"]) and job["tag"] not in driven:
                continue
            if system not in FULL and number > 1 and job["tag"].startswith("docomo-"):
                continue
            name = f"{job['tag']}{'' if number == 1 else f'-{number}'}.eml"
            (target / name).write_bytes(raw)
            lines.append(json.dumps({"file": name, **right}, ensure_ascii=False))
        labels = target / f"labels-{run}.jsonl"
        labels.write_text("\n".join(lines) + "\n", encoding="utf-8")
        print(system, told["version"], run, len(lines), "skipped", len(told["skipped"]), "missing", told["missing"])
    write_samples(repository, samples)


def write_samples(repository: Path, samples: list[tuple[str, bytes, dict[str, Any]]]) -> None:
    """Write the genuine mails of the story; entries of mails that were written by hand are kept."""
    path = repository / "tests/mails/samples.toml"
    known = tomllib.loads(path.read_text(encoding="utf-8"))["mail"] if path.exists() else []
    entries = [entry for entry in known if entry["made_by"] == "hand"]
    for name, raw, right in samples:
        (repository / "resources/samples" / f"{name}.eml").write_bytes(raw)
        entries.append({"file": f"{name}.eml", "made_by": "lab", **right})
    entries.sort(key=lambda entry: entry["file"])
    path.write_text(SAMPLES_HEAD + "".join(as_toml(entry) for entry in entries), encoding="utf-8")


SAMPLES_HEAD = """# What each mail of resources/samples is. made_by: lab (collect.py writes these entries) or hand.
# reasons, actions, phases: each of those listed is right; no phases: anything is.
"""


def as_toml(entry: dict[str, Any]) -> str:
    def inline(reader: dict[str, Any]) -> str:
        phases = {} if None in reader.get("phases", [None]) else {"phases": reader["phases"]}
        kept = {
            "address": reader["address"],
            **{k: reader[k] for k in ("reasons", "actions") if reader.get(k, [None]) != [None]},
            **phases,
        }
        return "{ " + ", ".join(f"{k} = {json.dumps(v, ensure_ascii=False)}" for k, v in kept.items()) + " }"

    readers = "".join(f"  {inline(r)},\n" for r in entry["recipients"])
    more = "problem = true\n" if entry.get("problem") else ""
    return f'\n[[mail]]\nfile = "{entry["file"]}"\nmade_by = "{entry["made_by"]}"\nkind = "{entry["kind"]}"\n{more}' + (
        f"recipients = [\n{readers}]\n" if readers else "recipients = []\n"
    )


if __name__ == "__main__":
    main()
