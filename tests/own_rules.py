"""A user's own rule file, written by a test."""

from __future__ import annotations

import json
from pathlib import Path


def own_rule(path: Path, text: str = "User unknown", reason: str = "mailbox_full") -> Path:
    """A file with one rule: replies with `text` mean `reason`."""
    rule = [
        "[[rule]]",
        'id = "own.rule"',
        f"match = [{json.dumps(text)}]",
        f'reason = "{reason}"',
        'source = "the test"',
        f"wins = [{json.dumps(f'550 5.1.1 {text}')}]",
        'loses = ["550 5.7.1 Something else"]',
    ]
    path.write_text("\n".join(rule) + "\n", encoding="utf-8")
    return path
