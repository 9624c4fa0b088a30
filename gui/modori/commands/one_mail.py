"""The subcommands about one mail: `modori explain FILE` and `modori anonymize FILE` (DESIGN §6)."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from modori.mailbox.files import FoundMail, read_paths
from modori.records import ModoriError, Note

from .console import Say, language, say


def register(commands: Any) -> None:
    """Add both to the subcommands of a parser."""
    explainer = commands.add_parser("explain", help="say of one mail what it is, and which rules were tried")
    explainer.add_argument("--json", action="store_true", help="one JSON object")
    explainer.add_argument("--all", action="store_true", help="name also the rules whose text stands nowhere")
    explainer.add_argument("file", type=Path, metavar="FILE", help="- is standard input")
    explainer.set_defaults(run=lambda options: _explain(options, language(), say))

    anonymizer = commands.add_parser("anonymize", help="print one mail under other names and addresses")
    anonymizer.add_argument("file", type=Path, metavar="FILE", help="- is standard input")
    anonymizer.set_defaults(run=lambda options: _anonymize(options, say))


def _explain(options: argparse.Namespace, language: str, say: Say) -> int:
    from modori.bounces import read
    from modori.export.explained import explained, explained_json
    from modori.rules import load_bundled

    mail, book = _one_mail(options.file, say), load_bundled()
    message = read(mail.raw, book)
    if options.json:
        told = explained_json(mail.raw, message, mail.source, book, language)
    else:
        told = explained(mail.raw, message, mail.source, book, language, every=options.all)
    sys.stdout.write(told + "\n")
    return 0


def _anonymize(options: argparse.Namespace, say: Say) -> int:
    from modori.bounces.anonymize import anonymize

    made = anonymize(_one_mail(options.file, say).raw)
    sys.stdout.flush()
    sys.stdout.buffer.write(made)
    sys.stdout.buffer.flush()
    say(Note("cli_anonymized"))
    return 0


def _one_mail(path: Path, say: Say) -> FoundMail:
    """The first mail of a file. Raises ModoriError when it cannot be read."""
    mails = read_paths([path])
    mail = next(mails, None)
    if mail is None:
        raise ModoriError("cli_no_mail", path=str(path))
    if mail.note is not None and not mail.raw:
        raise ModoriError(mail.note.code, **mail.note.details)
    if next(mails, None) is not None:
        say(Note("cli_one_mail", {"path": str(path)}))
    return mail
