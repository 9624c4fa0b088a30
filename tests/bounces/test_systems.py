"""Mails of every mail system we know, written for Modori in the form of that system: who, why, what to do, which phase.

The mails and what each of them says lie in tests/mails/systems.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from modori.bounces import read
from modori.rules import load_bundled

MAILS = Path(__file__).parents[1] / "mails" / "systems"
LABELS: list[dict[str, Any]] = [
    json.loads(line) for line in (MAILS / "labels.jsonl").read_text(encoding="utf-8").splitlines()
]


@pytest.mark.parametrize("label", LABELS, ids=lambda label: label["file"])
def test_mail_of_a_system(label: dict[str, Any]) -> None:
    message = read((MAILS / label["file"]).read_bytes(), load_bundled())
    assert message.kind in label["kind"].split("|")
    if label["system"]:
        assert message.system in label["system"].split("|")
    named = {failure.evidence.address: failure for failure in message.failures}
    assert sorted(named) == sorted(wanted["address"] for wanted in label["recipients"])
    for wanted in label["recipients"]:
        failure = named[wanted["address"]]
        assert failure.verdict.reason in wanted["reasons"], failure.evidence.diagnostic
        assert failure.verdict.action in wanted["actions"]
        if wanted["phases"]:
            assert (failure.evidence.phase or "null") in wanted["phases"]
        if wanted["final_address"]:
            assert failure.evidence.final_address == wanted["final_address"]


def test_every_mail_has_a_label() -> None:
    files = {path.relative_to(MAILS).as_posix() for path in MAILS.rglob("*.eml")}
    assert files == {label["file"] for label in LABELS}
