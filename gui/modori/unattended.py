"""The subcommands that work with the store, for cron and systemd: `scan --account`, `list`, `account` (DESIGN §6).

The store is the window's own: what a nightly scan finds is there when the window opens.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from modori.records import Account, AccountKind, By, ModoriError, Note
from modori.secret_options import add_password_options, given_password, typed_password
from modori.sentences import tell

if TYPE_CHECKING:
    from modori.jobs import ScanReport
    from modori.mailbox import Credentials
    from modori.rules import RuleBook
    from modori.store import RecipientRow, Store

Language = Literal["en", "ja"]
Say = Callable[[Note], None]
DONE, SOME_UNREAD, NOTHING_DONE, HELD = 0, 1, 2, 3


def register(commands: Any, language: Callable[[], Language], say: Say) -> None:
    """Add `list` and `account` to the subcommands of a parser. `say` tells the user something beside the result."""
    lister = commands.add_parser("list", help="the decisions that are stored")
    lister.add_argument("--account", metavar="NAME", help="only those of this account")
    lister.add_argument("--json", action="store_true", help="one JSON object a recipient")
    lister.set_defaults(run=lambda options: _list(options, language()))

    parsers = commands.add_parser("account", help="the mailboxes that are set up")
    account = parsers.add_subparsers(required=True, metavar="COMMAND")
    shown = account.add_parser("list", help="name them, and say where everything is stored")
    shown.add_argument("--json", action="store_true", help="one JSON object an account")
    shown.set_defaults(run=lambda options: _show_accounts(options, say))

    adder = account.add_parser("add", help="set up a mailbox, after a log-in to try it; the keyring keeps the password")
    adder.add_argument("name", metavar="NAME", help="what to call it")
    adder.add_argument(
        "url", metavar="URL", help="imaps://USER@HOST:PORT/FOLDER or pop3s://… (imap+starttls, pop3+starttls)"
    )
    adder.add_argument("--folder", action="append", default=[], metavar="F", help="one more folder to read")
    adder.add_argument("--since", type=date.fromisoformat, metavar="DATE", help="leave older mail alone (YYYY-MM-DD)")
    adder.add_argument(
        "--ca-file", type=Path, metavar="F", help="PEM file of authorities to trust besides the system's"
    )
    add_password_options(adder)
    adder.set_defaults(run=lambda options: _add(options, say))

    changer = account.add_parser("password", help="log in with a new password and keep it in the keyring")
    changer.add_argument("name", metavar="NAME")
    add_password_options(changer)
    changer.set_defaults(run=lambda options: _change_password(options, say))

    remover = account.add_parser("remove", help="forget a mailbox with its password and all that is stored of it")
    remover.add_argument("name", metavar="NAME")
    remover.add_argument("--yes", action="store_true", help="do not ask")
    remover.set_defaults(run=lambda options: _remove(options, say))


# Scanning.


def scan(options: argparse.Namespace, language: Language, say: Say) -> int:
    """`modori scan --account NAME` and `--all`: read what is new, keep it, and say in a line what came of it."""
    from modori.mailbox import Credentials
    from modori.rules import load_bundled
    from modori.store import Store

    book, credentials, outcomes = load_bundled(), Credentials(), []
    with Store() as store:
        if options.all:
            accounts = [one for one in store.accounts() if one.kind is AccountKind.IMAP]
            if not accounts:
                raise ModoriError("cli_no_accounts")
        else:
            accounts = [_mailbox_named(store, options.account)]
        given = given_password(options)
        for account in accounts:
            try:
                outcomes.append(_scan_one(store, account, book, credentials, given, options, language, say))
            except ModoriError as error:
                if len(accounts) == 1:
                    raise
                say(Note("cli_account_failed", {"name": account.name, "why": str(tell(error.note, language))}))
                outcomes.append(NOTHING_DONE)
    return max(outcomes, key=(DONE, HELD, SOME_UNREAD, NOTHING_DONE).index)


def _scan_one(
    store: Store,
    account: Account,
    book: RuleBook,
    credentials: Credentials,
    given: str | None,
    options: argparse.Namespace,
    language: Language,
    say: Say,
) -> int:
    from modori.jobs import CancelToken, judge_again, refresh, scan_account
    from modori.jobs.telling import Telling
    from modori.mailbox import open_mailbox
    from modori.review import STANDARD

    server, telling, cancel, now = account.server, Telling(options.json, language), CancelToken(), datetime.now(UTC)
    assert server is not None and account.id is not None  # noqa: S101, PT018 (a stored mailbox has both)
    if options.ca_file:
        server = replace(server, ca_file=str(options.ca_file))
    password = given or credentials.get(server) or typed_password(server.user)
    # Rules or program may be new since the last time: what is stored is read again by them first.
    judge_again(store, account.id, book, now=now, progress=lambda _: None, cancel=cancel)
    reports = scan_account(
        store,
        account,
        open_mailbox(server, password),
        book,
        now=now,
        progress=_progress(say),
        cancel=cancel,
        heard=(lambda folder, uid, message: print(telling.of(message, f"{folder};{uid}", 0))) if options.json else None,
    )
    refresh(store, account.id, STANDARD, now)
    return _summary(store, account, reports, say)


def _progress(say: Say) -> Callable[[str, Any], None]:
    if not sys.stderr.isatty():
        return lambda _folder, _progress: None
    return lambda _, now: say(Note("cli_progress", {"read": str(now.done), "failures": str(now.failures)}))


def _summary(store: Store, account: Account, reports: list[ScanReport], say: Say) -> int:
    """The one line at the end; returns the exit code."""
    from modori.store import Query, Section

    assert account.id is not None  # noqa: S101 (it was scanned)
    counts, held = store.counts(Query(account.id)), held_for_a_person(store, account.id)
    read, unread = sum(one.read for one in reports), sum(one.unreadable for one in reports)
    details = {
        "name": account.name,
        "read": read,
        "failures": sum(one.failures for one in reports),
        "unsubscribe": counts[Section.UNSUBSCRIBE] + counts[Section.ASKED],
        "held": held,
        "before": _sum(one.unread_before for one in reports),
        "after": _sum(one.unread_after for one in reports),
    }
    lost = next((one.note for one in reports if one.note is not None), None)
    told = "cli_account_scanned" if lost is None else "cli_account_scanned_in_part"
    say(Note(told, {key: str(value) for key, value in details.items()}))
    if lost is not None:
        say(lost)
        return SOME_UNREAD if read else NOTHING_DONE
    return SOME_UNREAD if unread else HELD if held else DONE


def _sum(counts: Iterable[int | None]) -> str:
    known = [one for one in counts if one is not None]
    return str(sum(known)) if known else "?"


def held_for_a_person(store: Store, account_id: int) -> int:
    """How many recipients wait for a decision: held by an incident, or to be reviewed and nobody has."""
    from modori.store import Query, Section

    incidents = len(store.ids(Query(account_id, Section.INCIDENTS)))
    return incidents + sum(row.by is By.POLICY for row in _rows(store, account_id, Section.REVIEW))


def _rows(store: Store, account_id: int, section: Any = None) -> Iterator[RecipientRow]:
    """Recipients by address, a thousand at a time."""
    from modori.store import Column, Query

    ids = store.ids(Query(account_id, section, sort=Column.ADDRESS, descending=False))
    for start in range(0, len(ids), 1000):
        yield from store.rows(ids[start : start + 1000])


# Showing what is stored.


def _list(options: argparse.Namespace, language: Language) -> int:
    from modori.jobs.decision_lines import decision_json, decision_text
    from modori.store import Store

    held = 0
    with Store() as store:
        accounts = [_named(store, options.account)] if options.account else store.accounts()
        for account in accounts:
            assert account.id is not None  # noqa: S101 (it is stored)
            for row in _rows(store, account.id):
                print(decision_json(row, account) if options.json else decision_text(row, language))
            held += held_for_a_person(store, account.id)
    return HELD if held else DONE


def _show_accounts(options: argparse.Namespace, say: Say) -> int:
    import json

    from modori.mailbox.address import url_of
    from modori.store import Store

    with Store() as store:
        for account in store.accounts():
            assert account.id is not None  # noqa: S101 (it is stored)
            kept, url = store.kept(account.id), url_of(account.server) if account.server else None
            shape = {
                "name": account.name,
                "kind": account.kind.value,
                "url": url,
                "folders": list(account.folders),
                "since": account.since,
                "recipients": kept.recipients,
                "mails": kept.messages,
            }
            if options.json:
                print(json.dumps(shape, ensure_ascii=False))
            else:
                print("\t".join([account.name, url or account.kind.value, ", ".join(account.folders)]))
        say(Note("cli_store_place", {"path": str(store.path)}))
    return DONE


# Setting up.


def _add(options: argparse.Namespace, say: Say) -> int:
    from modori.mailbox import Credentials, parse_url
    from modori.store import Store

    server, folder = parse_url(options.url)
    if options.ca_file:
        server = replace(server, ca_file=str(options.ca_file.resolve()))
    folders = tuple(dict.fromkeys([folder, *options.folder]))
    since = options.since.isoformat() if options.since else None
    account = Account(options.name, AccountKind.IMAP, server, folders, since)
    with Store() as store:
        if any(one.name == account.name for one in store.accounts()):
            raise ModoriError("cli_account_exists", name=account.name)
        password = given_password(options) or typed_password(server.user)
        _try(account, password)
        store.save_account(account)
    _keep(Credentials(), account, password, say)
    return DONE


def _change_password(options: argparse.Namespace, say: Say) -> int:
    from modori.mailbox import Credentials
    from modori.store import Store

    with Store() as store:
        account = _mailbox_named(store, options.name)
    assert account.server is not None  # noqa: S101 (it is a mailbox)
    password = given_password(options) or typed_password(account.server.user)
    _try(account, password)
    _keep(Credentials(), account, password, say)
    return DONE


def _try(account: Account, password: str) -> None:
    """Log in and look into each folder, so that a typing error shows now and not at night. Raises MailboxError."""
    from modori.mailbox import open_mailbox

    assert account.server is not None  # noqa: S101 (it is a mailbox)
    with open_mailbox(account.server, password) as mailbox:
        for folder in account.folders:
            mailbox.examine(folder)


def _keep(credentials: Credentials, account: Account, password: str, say: Say) -> None:
    assert account.server is not None  # noqa: S101 (it is a mailbox)
    credentials.put(account.server, password)
    say(Note("cli_password_kept" if credentials.persistent() else "cli_password_not_kept", {"name": account.name}))


def _remove(options: argparse.Namespace, say: Say) -> int:
    from modori.jobs import forget_lock
    from modori.mailbox import Credentials
    from modori.store import Store

    with Store() as store:
        account = _named(store, options.name)
        assert account.id is not None  # noqa: S101 (it is stored)
        kept = store.kept(account.id)
        details = {"name": account.name, "recipients": str(kept.recipients), "mails": str(kept.messages)}
        if not options.yes:
            say(Note("cli_remove_question", details))
            if not sys.stdin.isatty() or input("> ").strip() != account.name:
                raise ModoriError("cli_not_removed", name=account.name)
        if account.server is not None:
            Credentials().forget(account.server)
        store.forget_account(account.id)
        forget_lock(store.path, account)
    say(Note("cli_removed", details))
    return DONE


def _named(store: Store, name: str) -> Account:
    found = [one for one in store.accounts() if one.name == name]
    if len(found) != 1:
        known = ", ".join(one.name for one in store.accounts()) or "–"
        raise ModoriError("cli_account_twice" if found else "cli_account_unknown", name=name, known=known)
    return found[0]


def _mailbox_named(store: Store, name: str) -> Account:
    account = _named(store, name)
    if account.server is None:
        raise ModoriError("cli_account_no_mailbox", name=name)
    return account
