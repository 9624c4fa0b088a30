"""Mails of extreme size or shape: read in bounded memory, and what can be read of them is right."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from huge_mails import MAILS

PROGRAM = Path(__file__).parents[1] / "huge_mails.py"
MEGABYTES = 400  # beyond the mail itself
# What must come out; for all others only that something does.
RIGHT = {
    "50 MB newsletter returned": ("bounce", 1),
    "NUL bytes": ("bounce", 1),
    "bare CR": ("bounce", 1),
    "100,000 recipients": ("bounce", 5000),
    "10,000 parts": ("other", 0),
    "10 MB header": ("other", 0),
}
TOLD = {
    "50 MB newsletter returned": "bounces_too_long",
    "10,000 nested parts": "bounces_too_deep",
    "10,000 parts": "bounces_too_many_parts",
    "100,000 recipients": "bounces_too_many_recipients",
}


# The timeout guards against hanging; each takes a second or two.
@pytest.mark.timeout(120)
@pytest.mark.parametrize("name", MAILS)
def test_extreme_mail(name):
    done = subprocess.run(
        [sys.executable, PROGRAM, name, str(MEGABYTES)], capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]
    got = json.loads(done.stdout)
    assert got["excerpt"] <= 65_536
    assert got["readable"] <= 65_536
    assert got["anonymized"] <= 16 << 20
    assert got["named"] <= 5000
    assert got["again"] == [got["kind"], got["named"]]
    if name in RIGHT:
        assert (got["kind"], got["named"]) == RIGHT[name]
    if name in TOLD:
        assert got["problem"] == TOLD[name]
