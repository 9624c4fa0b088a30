"""The subcommand `modori rules check`: what is wrong with rule files."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from .console import DONE, NOTHING_DONE, say_text, words


def register(commands: Any) -> None:
    """Add it to the subcommands of a parser."""
    rules = commands.add_parser("rules", help="check rule files").add_subparsers(required=True, metavar="COMMAND")
    rules_check = rules.add_parser("check", help="say what is wrong with rule files")
    rules_check.add_argument("paths", nargs="+", type=Path, metavar="FILE")
    rules_check.set_defaults(run=_check)


def _check(options: argparse.Namespace) -> int:
    from modori.rules.lint import check

    findings = check(options.paths)
    for finding in findings:
        print(finding)
    if findings:
        return NOTHING_DONE
    say_text(words("cli_rules_fine", files=len(options.paths)))
    return DONE
