"""The subcommand `modori store`: everything that is stored goes to another computer in one file."""

from __future__ import annotations

import argparse
from datetime import datetime
from pathlib import Path
from typing import Any

from modori.records import Note

from .console import DONE, say


def register(commands: Any) -> None:
    """Add it to the subcommands of a parser."""
    store = commands.add_parser("store", help="everything that is stored, for another computer; never a password")
    actions = store.add_subparsers(required=True, metavar="ACTION")
    save = actions.add_parser("save", help="write everything into a new file")
    save.add_argument("file", type=Path)
    save.set_defaults(run=_save)
    load = actions.add_parser("load", help="take in such a file")
    load.add_argument("file", type=Path)
    load.add_argument("--replace", action="store_true", help="in place of what is stored here, which is kept in a file")
    load.set_defaults(run=_load)


def _save(options: argparse.Namespace) -> int:
    from modori.store import Store
    from modori.store.moving import save_all

    with Store() as store:
        save_all(store, options.file)
        count = len(store.accounts())
    say(Note("store_saved", {"path": str(options.file), "count": str(count)}))
    return DONE


def _load(options: argparse.Namespace) -> int:
    from modori.store import Store
    from modori.store.moving import take_in

    with Store() as store:
        kept = take_in(store, options.file, datetime.now().astimezone(), replace=options.replace)
        count = len(store.accounts())
    if kept is not None:
        say(Note("store_kept_beside", {"path": str(kept)}))
    say(Note("store_taken_in", {"count": str(count)}))
    return DONE
