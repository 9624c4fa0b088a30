"""The engine on genuine bounces of real mail systems, on mails that are no bounce, and on the sample mailbox.

Labels: tests/mails/README.md. A disagreement is printed as file, what is right, what came out.
"""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest

from modori import bounces, rules

MAILS = Path(__file__).parent.parent / "mails"
REPLIES = Path(__file__).parent.parent.parent / "packaging" / "samples" / "replies.toml"
SAMPLES = Path(__file__).parent.parent.parent / "resources" / "samples"
# Formats that the engine does not read yet: a name goes from here when its reader is there.
UNREAD: set[str] = set()
SYSTEMS = sorted(path.name for path in (MAILS / "lab").iterdir())
KINDS = sorted(path.name for path in (MAILS / "kinds").iterdir() if path.is_dir())


def labels(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def wrong(mail: Path, right: dict[str, Any]) -> list[str]:
    """What the engine says about the mail that is not right."""
    got = bounces.read(mail.read_bytes(), rules.load_bundled())
    out = []
    if got.kind != right["kind"]:
        out.append(f"{mail.name}: kind {right['kind']}, got {got.kind}")
    if right.get("problem") and got.problem is None:
        out.append(f"{mail.name}: has a problem, none told")
    named = {failure.evidence.address.casefold() for failure in got.failures}
    wanted = {recipient["address"].casefold() for recipient in right["recipients"]}
    either = {address.casefold() for recipient in right["recipients"] for address in recipient.get("any", [])}
    if (named != wanted and not either) or (either and not (named and named <= either)):
        out.append(f"{mail.name}: addresses {sorted(wanted)}, got {sorted(named)}")
    for recipient in right["recipients"]:
        out += wrong_about(mail.name, recipient, got.failures)
    return out


def wrong_about(name: str, right: dict[str, Any], failures: tuple[Any, ...]) -> list[str]:
    """Compare one recipient; behind an alias several failures have the same address, told apart by the final one."""
    addresses = [address.casefold() for address in right.get("any", [right["address"]])]
    same = [f for f in failures if f.evidence.address.casefold() in addresses]
    final = [f for f in same if (f.evidence.final_address or f.evidence.address) == right.get("final_address")]
    out = []
    for failure in final or same:
        for what, allowed, got in (
            ("reason", right.get("reasons"), failure.verdict.reason),
            ("action", right.get("actions"), failure.verdict.action),
            ("phase", right.get("phases"), failure.evidence.phase),
        ):
            if allowed is not None and got not in allowed:
                said = f" ({failure.evidence.diagnostic!r}, {failure.verdict.rule})"
                out.append(f"{name}: {what} of {right['address']} {allowed}, got {got}{said}")
    return out


@pytest.mark.parametrize("system", [name for name in SYSTEMS if name not in UNREAD])
def test_genuine_bounces(system: str) -> None:
    folder = MAILS / "lab" / system
    rights = [right for part in sorted(folder.glob("labels-*.jsonl")) for right in labels(part)]
    assert len(rights) == len(list(folder.glob("*.eml")))
    assert [text for right in rights for text in wrong(folder / right["file"], right)] == []


# What the lab cannot drive through a mail system: nullmailer speaks to one smart host, which takes or refuses
# recipients and mails only (and says nothing where it is asked to come back); no qmail that logs in could be had.
NOT_BY = {
    "nullmailer": {
        *(f"pmail-{row}" for row in (8, 9, 10, *range(18, 22), *range(23, 29), 31, 32, 33, 37, 39, 40, 41, 44, 52, 53)),
        *("softbank-sender", "outlook-block", "m365-busy", "webde-policy", "qq-rate", "unknown-200", "mailfrom-listed"),
        *("sender-rejected", "ip-mismatch", "spf-hard", "no-ptr", "too-many-connections", "shutting-down", "starttls"),
    },
    "qmail": {"pmail-31", "pmail-32", "pmail-33"},
    "courier": {"code-only"},  # nothing came back while the lab waited
}


@pytest.mark.parametrize("system", SYSTEMS)
def test_every_reply_comes_back_through_every_mail_system(system: str) -> None:
    """The 53 replies of PMail Server, docomo's, and those of packaging/samples/replies.toml."""
    replies = tomllib.loads(REPLIES.read_text(encoding="utf-8"))["reply"]
    wanted = {f"pmail-{row}" for row in range(1, 54)} | {"docomo-rcpt", "docomo-eod"}
    wanted |= {reply["tag"] for reply in replies}
    there = {path.stem for path in (MAILS / "lab" / system).glob("*.eml")}
    assert wanted - there == NOT_BY.get(system, set())


@pytest.mark.parametrize("kind", KINDS)
def test_mails_that_are_no_bounce(kind: str) -> None:
    rights = [right for right in labels(MAILS / "kinds" / "labels.jsonl") if right["file"].startswith(f"{kind}/")]
    assert len(rights) == len(list((MAILS / "kinds" / kind).glob("*.eml")))
    assert [text for right in rights for text in wrong(MAILS / "kinds" / right["file"], right)] == []


def test_sample_mailbox() -> None:
    rights = tomllib.loads((MAILS / "samples.toml").read_text(encoding="utf-8"))["mail"]
    assert {right["file"] for right in rights} == {path.name for path in SAMPLES.glob("*.eml")}
    assert [text for right in rights for text in wrong(SAMPLES / right["file"], right)] == []
