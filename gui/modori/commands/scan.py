"""The subcommand `modori scan`: a mailbox by its URL here, accounts of the store in `unattended`."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from . import unattended
from .console import DONE, SOME_UNREAD, language, say, say_text, words
from .secret_options import add_password_options, given_password, typed_password


def register(commands: Any) -> None:
    """Add it to the subcommands of a parser."""
    scan = commands.add_parser("scan", help="read the mails of a mailbox; nothing is changed there")
    which = scan.add_mutually_exclusive_group(required=True)
    which.add_argument(
        "--url", help="every mail of imaps://USER@HOST:PORT/FOLDER or pop3s://… (imap+starttls, pop3+starttls)"
    )
    which.add_argument("--account", metavar="NAME", help="what is new in an account; decisions are kept")
    which.add_argument("--all", action="store_true", help="what is new in all accounts")
    add_password_options(scan)
    scan.add_argument("--ca-file", type=Path, metavar="F", help="PEM file of authorities to trust besides the system's")
    scan.add_argument("--json", action="store_true", help="one JSON object a mail")
    scan.set_defaults(run=_scan)


def _scan(options: argparse.Namespace) -> int:
    if not options.url:
        return unattended.scan(options, language(), say)
    from dataclasses import replace

    from modori.jobs.progress import CancelToken
    from modori.jobs.reading import read_mails
    from modori.jobs.telling import Telling
    from modori.mailbox import open_mailbox, parse_url
    from modori.rules import load_bundled

    server, folder = parse_url(options.url)
    if options.ca_file:
        server = replace(server, ca_file=str(options.ca_file))
    book, telling = load_bundled(), Telling(options.json, language())
    found = unread = failures = 0
    with open_mailbox(server, given_password(options) or typed_password(server.user)) as mailbox:
        state = mailbox.examine(folder)
        for one in read_mails(mailbox.mails(), mailbox, book, CancelToken(), keep=False):
            found += 1
            unread += one.message.problem is not None
            failures += len(one.message.failures)
            print(telling.of(one.message, f"{folder};{one.mail.name}", 0))
        after, remark = mailbox.unseen(), mailbox.remark()
    if after is None:
        say_text(words("cli_scanned_pop3", read=found, failures=failures))
    else:
        say_text(words("cli_scanned", read=found, failures=failures, before=state.unseen, after=after))
    if remark is not None:
        say(remark)
    return SOME_UNREAD if unread else DONE
