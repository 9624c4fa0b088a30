"""The subcommands that work with the store, for cron and systemd: `scan --account` and `list` (DESIGN §6).

The store is the window's own: what a nightly scan finds is there when the window opens.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from modori.records import Account, AccountKind, By, ModoriError, Note
from modori.sentences import tell

from .accounts import mailbox_named, named
from .console import DONE, HELD, NOTHING_DONE, SOME_UNREAD, Language, Say, language
from .secret_options import given_password, typed_password

if TYPE_CHECKING:
    from modori.jobs import ScanReport
    from modori.mailbox import Credentials
    from modori.rules import RuleBook
    from modori.store import RecipientRow, Store


def register(commands: Any) -> None:
    """Add `list` to the subcommands of a parser."""
    lister = commands.add_parser("list", help="the decisions that are stored")
    lister.add_argument("--account", metavar="NAME", help="only those of this account")
    lister.add_argument("--json", action="store_true", help="one JSON object a recipient")
    lister.set_defaults(run=lambda options: _list(options, language()))


# Scanning.


def scan(options: argparse.Namespace, language: Language, say: Say) -> int:
    """`modori scan --account NAME` and `--all`: read what is new, keep it, and say in a line what came of it."""
    from modori.mailbox import Credentials
    from modori.rules import load_bundled
    from modori.rules.own import own_files
    from modori.store import Store

    book, credentials, outcomes = load_bundled(own_files()), Credentials(), []
    with Store() as store:
        if options.all:
            accounts = [one for one in store.accounts() if one.kind is AccountKind.IMAP]
            if not accounts:
                raise ModoriError("cli_no_accounts")
        else:
            accounts = [mailbox_named(store, options.account)]
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

    server, telling, cancel, now = account.server, Telling(options.json, language), CancelToken(), datetime.now(UTC)
    assert server is not None and account.id is not None  # noqa: S101, PT018 (a stored mailbox has both)
    if options.ca_file:
        server = replace(server, ca_file=str(options.ca_file))
    password = given or credentials.get(server)
    if password is None:
        if server.sign_in is not None:
            raise ModoriError("cli_sign_in_needed", name=account.name)
        password = typed_password(server.user)
    # Rules or program may be new since the last time: what is stored is read again by them first.
    judge_again(store, account.id, book, now=now, progress=lambda _: None, cancel=cancel)
    reports = scan_account(
        store,
        account,
        open_mailbox(server, password, lambda text: credentials.renew(server, text)),
        book,
        now=now,
        progress=_progress(say),
        cancel=cancel,
        heard=(lambda folder, uid, message: print(telling.of(message, f"{folder};{uid}", 0))) if options.json else None,
    )
    refresh(store, account.id, None, now)
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
    for remark in [one.remark for one in reports if one.remark is not None][:1]:
        say(remark)
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
    """Recipients by address."""
    from modori.store import Column, Query

    yield from store.each_row(store.ids(Query(account_id, section, sort=Column.ADDRESS, descending=False)))


# Showing what is stored.


def _list(options: argparse.Namespace, language: Language) -> int:
    from modori.jobs.decision_lines import decision_json, decision_text
    from modori.store import Store

    held = 0
    with Store() as store:
        accounts = [named(store, options.account)] if options.account else store.accounts()
        for account in accounts:
            assert account.id is not None  # noqa: S101 (it is stored)
            for row in _rows(store, account.id):
                print(decision_json(row, account) if options.json else decision_text(row, language))
            held += held_for_a_person(store, account.id)
    return HELD if held else DONE
