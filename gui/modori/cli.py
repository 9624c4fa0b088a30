"""The command line: the same engine without a window (DESIGN §6).

Results go to standard output, progress and messages to standard error. Exit codes: 0 done; 1 done,
but some mails could not be read; 2 wrong usage, or nothing could be done; 3 something waits for a person.
"""

from __future__ import annotations

import argparse
import locale
import os
import sys
from collections.abc import Iterable, Sequence
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from modori import __version__, account_commands, exporting, one_mail, policy_commands, unattended
from modori.mailbox.files import read_paths
from modori.records import ModoriError, Note
from modori.secret_options import add_password_options, given_password, typed_password
from modori.sentences import tell

# What only some subcommands need is imported there: a start takes as long as its imports.
if TYPE_CHECKING:
    from modori.jobs import Progress
    from modori.store import RecipientRow, Store

Language = Literal["en", "ja"]
DONE, SOME_UNREAD, NOTHING_DONE = 0, 1, 2


def language() -> Language:
    """The language of the messages: Japanese where the locale says so, else English."""
    named = next(filter(None, (os.environ.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))), "")
    return "ja" if (named or locale.getlocale()[0] or "").lower().startswith("ja") else "en"


def main(arguments: Sequence[str]) -> int:
    """Run one subcommand; returns the exit code."""
    _use_utf8(sys.stdout, sys.stderr)
    options = _parser().parse_args(arguments)
    try:
        return options.run(options)
    except ModoriError as error:
        _say_note(error.note)
        return NOTHING_DONE
    except BrokenPipeError:
        # The reader has gone (`modori … | head`): that is no failure of ours.
        sys.stdout = None
        return DONE
    except KeyboardInterrupt:
        _say(_words("cli_stopped"))
        return NOTHING_DONE


def _use_utf8(*streams: object) -> None:
    """JSON is UTF-8 whatever the locale says; a lone surrogate in a file name must not end the run."""
    for stream in streams:
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def _words(code: str, **details: object) -> str:
    return str(tell(Note(code, {key: str(value) for key, value in details.items()}), language()))


def _say(text: str) -> None:
    print(text, file=sys.stderr)


def _say_note(note: Note) -> None:
    _say(str(tell(note, language())))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="modori", description="Cleans the mailbox where a newsletter's bounces arrive."
    )
    parser.add_argument("--version", action="version", version=f"modori {__version__}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    classify = commands.add_parser(
        "classify", help="read mail files, folders, Maildirs, mboxes, ZIPs, error lists (CSV, JSON), Postfix logs"
    )
    classify.add_argument("--json", action="store_true", help="one JSON object a mail")
    classify.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="- is standard input")
    classify.set_defaults(run=_classify)

    one_mail.register(commands, language, _say_note)
    unattended.register(commands, language)
    account_commands.register(commands, language, _say_note)
    exporting.register(commands, language, _say_note)
    policy_commands.register(commands, language, _say_note)

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

    rules = commands.add_parser("rules", help="check rule files").add_subparsers(required=True, metavar="COMMAND")
    rules_check = rules.add_parser("check", help="say what is wrong with rule files")
    rules_check.add_argument("paths", nargs="+", type=Path, metavar="FILE")
    rules_check.set_defaults(run=_rules_check)

    sample = commands.add_parser("sample", help="read the sample mailbox: list and CSV in the terminal")
    sample.add_argument("--from", dest="folder", type=Path, metavar="DIR", help="mails of this folder instead")
    sample.add_argument("--csv", type=Path, metavar="FILE", help="where the unsubscribe list is written")
    sample.set_defaults(run=lambda options: sample_in_terminal(options.folder, options.csv))
    return parser


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


def _scan(options: argparse.Namespace) -> int:
    if not options.url:
        return unattended.scan(options, language(), _say_note)
    from dataclasses import replace

    from modori.jobs.telling import Telling
    from modori.jobs.understand import understand_fetched
    from modori.mailbox import open_mailbox, parse_url
    from modori.rules import load_bundled

    server, folder = parse_url(options.url)
    if options.ca_file:
        server = replace(server, ca_file=str(options.ca_file))
    book, telling = load_bundled(), Telling(options.json, language())
    found = unread = failures = 0
    with open_mailbox(server, given_password(options) or typed_password(server.user)) as mailbox:
        state = mailbox.examine(folder)
        for mail in mailbox.mails():
            _, message = understand_fetched(mail, mailbox, book)
            found += 1
            unread += message.problem is not None
            failures += len(message.failures)
            print(telling.of(message, f"{folder};{mail.name}", 0))
        after = mailbox.unseen()
    if after is None:
        _say(_words("cli_scanned_pop3", read=found, failures=failures))
    else:
        _say(_words("cli_scanned", read=found, failures=failures, before=state.unseen, after=after))
    return SOME_UNREAD if unread else DONE


def _rules_check(options: argparse.Namespace) -> int:
    from modori.rules.lint import check

    findings = check(options.paths)
    for finding in findings:
        print(finding)
    if findings:
        return NOTHING_DONE
    _say(_words("cli_rules_fine", files=len(options.paths)))
    return DONE


# No screen: the main job on the sample mailbox.


def no_screen() -> int:
    """What `modori` does without a screen: it says so, and shows the main job on the sample mailbox."""
    _use_utf8(sys.stdout, sys.stderr)
    _say(_words("cli_no_screen") + "\n")
    try:
        return sample_in_terminal()
    except ModoriError as error:
        _say_note(error.note)
        return NOTHING_DONE


def sample_in_terminal(folder: Path | None = None, csv: Path | None = None) -> int:
    """Scan the sample mailbox (or the mails of `folder`), print the list, write the CSV; returns the exit code."""
    import tempfile
    from datetime import UTC, datetime

    from platformdirs import user_data_path

    from modori.export import preset, write
    from modori.jobs import CancelToken, export_rows, open_sample
    from modori.records import Choice
    from modori.rules import load_bundled
    from modori.store import Store

    target = csv or user_data_path("modori", appauthor=False) / "sample" / "unsubscribe.csv"
    if csv is None:
        target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="modori-") as place, Store(Path(place) / "sample.sqlite3") as store:
        _, report = open_sample(
            store,
            "Sample",
            load_bundled(),
            now=datetime.now(UTC),
            progress=_show_progress,
            cancel=CancelToken(),
            folder=folder,
        )
        print(
            _words(
                "cli_sample_read",
                read=report.read,
                bounces=report.bounces,
                failures=report.failures,
                others=report.others,
                unreadable=report.unreadable,
            )
            + "\n"
        )
        _print_list(store, report.account_id)
        rows = store.to_export(report.account_id, Choice.UNSUBSCRIBE)
        written = write(preset("csv"), target, export_rows(rows, language()), language=language())
    print(_words("cli_sample_saved", rows=written.rows, path=written.path))
    return DONE


def _show_progress(progress: Progress) -> None:
    if sys.stderr.isatty():
        _say(_words("cli_progress", read=progress.done, failures=progress.failures))


def _print_list(store: Store, account_id: int) -> None:
    from modori.store import Query, Section

    for section in Section:
        if section is Section.NOT_BOUNCES:
            continue
        rows = store.rows(store.ids(Query(account_id=account_id, section=section)))
        if rows:
            print(f"{_words(f'section_{section.value}')}: {len(rows)}")
            for line in _lines(rows):
                print(line)
            print()


def _lines(rows: Sequence[RecipientRow]) -> Iterable[str]:
    from modori.jobs import reason_words

    width = min(40, max(len(row.address) for row in rows))
    for row in rows:
        yield f"    {row.address:<{width}}  {reason_words(row.reason, row.cause, language())}"
        yield f"    {'':<{width}}  {tell(row.why, language())}"
