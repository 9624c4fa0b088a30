"""The subcommand `modori classify`: mail files of all kinds, a line for each mail (DESIGN §6)."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from modori.mailbox.files import read_paths

from .console import DONE, NOTHING_DONE, SOME_UNREAD, language


def register(commands: Any) -> None:
    """Add it to the subcommands of a parser."""
    classify = commands.add_parser(
        "classify", help="read mail files, folders, Maildirs, mboxes, ZIPs, error lists (CSV, JSON), Postfix logs"
    )
    classify.add_argument("--json", action="store_true", help="one JSON object a mail")
    classify.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="- is standard input")
    classify.set_defaults(run=_classify)


def _classify(options: argparse.Namespace) -> int:
    from modori.jobs.pool import Reader
    from modori.jobs.progress import CancelToken
    from modori.jobs.telling import Telling
    from modori.rules import load_bundled

    found = unread = 0
    with Reader(Telling(options.json, language()), load_bundled(), cancel=CancelToken()) as reader:
        for text, troubled in reader.each(read_paths(options.paths)):
            found += 1
            unread += troubled
            print(text)
    return _outcome(found, unread)


def _outcome(found: int, unread: int) -> int:
    if not found or unread == found:
        return NOTHING_DONE if unread else DONE
    return SOME_UNREAD if unread else DONE
