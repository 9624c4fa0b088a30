"""`modori account`: the mailboxes that are set up, for computers without a screen (DESIGN §6)."""

from __future__ import annotations

import argparse
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from modori.records import Account, AccountKind, ModoriError, Note

from .console import DONE, Language, Say, language, say
from .secret_options import add_password_options, given_password, typed_password
from .signing_in import add_sign_in_options, sign_in, with_sign_in

if TYPE_CHECKING:
    from modori.mailbox import Credentials, Folder, FolderState, Mailbox
    from modori.records import Server
    from modori.store import Store


def register(commands: Any) -> None:
    """Add `account` to the subcommands of a parser."""
    parsers = commands.add_parser("account", help="the mailboxes that are set up")
    account = parsers.add_subparsers(required=True, metavar="COMMAND")
    shown = account.add_parser("list", help="name them, and say where everything is stored")
    shown.add_argument("--json", action="store_true", help="one JSON object an account")
    shown.set_defaults(run=lambda options: _show_accounts(options, say))

    adder = account.add_parser("add", help="set up a mailbox, after a log-in to try it; the keyring keeps the password")
    adder.add_argument("name", metavar="NAME", help="what to call it")
    adder.add_argument("place", metavar="ADDRESS", help="a mail address, or imaps://USER@HOST:PORT/FOLDER, pop3s://…")
    adder.add_argument("--look-up", action="store_true", help="ask the address's domain for its server if not known")
    adder.add_argument("--user", metavar="U", help="what to log in with, where that is not the address")
    adder.add_argument("--folder", action="append", default=[], metavar="F", help="one more folder to read")
    adder.add_argument("--since", type=date.fromisoformat, metavar="DATE", help="leave older mail alone (YYYY-MM-DD)")
    adder.add_argument(
        "--ca-file", type=Path, metavar="F", help="PEM file of authorities to trust besides the system's"
    )
    add_password_options(adder)
    add_sign_in_options(adder)
    adder.set_defaults(run=lambda options: _add(options, language(), say))

    changer = account.add_parser("password", help="log in with a new password and keep it in the keyring")
    changer.add_argument("name", metavar="NAME")
    add_password_options(changer)
    changer.set_defaults(run=lambda options: _change_password(options, say))

    signer = account.add_parser("sign-in", help="sign in again at the provider's page")
    signer.add_argument("name", metavar="NAME")
    signer.add_argument("--device", action="store_true", help="sign in with another device: no browser is needed here")
    signer.add_argument("--print", action="store_true", help="print the token, for --password-command of a scan")
    add_password_options(signer)
    signer.set_defaults(run=lambda options: _sign_in_again(options, language(), say))

    remover = account.add_parser("remove", help="forget a mailbox with its password and all that is stored of it")
    remover.add_argument("name", metavar="NAME")
    remover.add_argument("--yes", action="store_true", help="do not ask")
    remover.set_defaults(run=lambda options: _remove(options, say))


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


def _add(options: argparse.Namespace, language: Language, say: Say) -> int:
    from modori.mailbox import Credentials, parse_url
    from modori.store import Store

    others: tuple[str, ...] = ()
    if "://" in options.place:
        server, folder = parse_url(options.place)
    else:
        server, others = _find(options.place, language, say, user=options.user, look_up=options.look_up)
        folder = "INBOX"
    if options.ca_file:
        server = replace(server, ca_file=str(options.ca_file.resolve()))
    login, server = server.user, with_sign_in(server, options)
    folders = tuple(dict.fromkeys([folder, *options.folder]))
    since = options.since.isoformat() if options.since else None
    with Store() as store:
        if any(one.name == options.name for one in store.accounts()):
            raise ModoriError("cli_account_exists", name=options.name)
        if server.sign_in is not None:
            password = sign_in(server, login, options, language, say)
        else:
            password = given_password(options) or typed_password(server.user)
        account, password = _try(Account(options.name, AccountKind.IMAP, server, folders, since), password, others, say)
        store.save_account(account)
    _keep(Credentials(), account, password, say)
    return DONE


def _find(
    text: str, language: Language, say: Say, *, user: str | None, look_up: bool
) -> tuple[Server, tuple[str, ...]]:
    """The server of a mail address, and other names to log in with. Raises MailboxError."""
    import threading

    from modori.mailbox import MailboxError, discover
    from modori.mailbox.address import url_of
    from modori.mailbox.providers import Address

    address = Address.of(text)
    found = discover.known(address)
    if look_up and (found is None or found.server is None):
        found = discover.look_up(address, threading.Event()) or found
    if found is not None and found.provider is not None and found.provider.note:
        say(Note("cli_provider", {"name": found.provider.names[language], "note": found.provider.note[language]}))
    if found is None or found.server is None:
        raise MailboxError("no_server_found" if look_up else "server_not_known", domain=address.domain)
    server = replace(found.server, user=user or found.server.user)
    if not server.user:
        raise ModoriError("cli_user_needed", host=server.host)
    if not found.sure:
        raise ModoriError("cli_server_not_sure", host=server.host, domain=address.domain, url=url_of(server))
    say(Note("cli_server_found", {"url": url_of(server)}))
    return server, (found.other_user,) if found.other_user and not user else ()


def _change_password(options: argparse.Namespace, say: Say) -> int:
    from modori.mailbox import Credentials
    from modori.store import Store

    with Store() as store:
        account = mailbox_named(store, options.name)
    assert account.server is not None  # noqa: S101 (it is a mailbox)
    password = given_password(options) or typed_password(account.server.user)
    _try(account, password)
    _keep(Credentials(), account, password, say)
    return DONE


def _sign_in_again(options: argparse.Namespace, language: Language, say: Say) -> int:
    from modori.mailbox import Credentials
    from modori.store import Store

    with Store() as store:
        account = mailbox_named(store, options.name)
    if account.server is None or account.server.sign_in is None:
        raise ModoriError("cli_wants_password", name=account.name)
    text = sign_in(account.server, account.server.user, options, language, say)
    _, text = _try(account, text)
    if options.print:
        print(text)
    _keep(Credentials(), account, text, say)
    return DONE


def _try(account: Account, password: str, others: tuple[str, ...] = (), said: Say | None = None) -> tuple[Account, str]:
    """Log in and look into each folder, so that a typing error shows now and not at night.

    When the log-in is refused, the `others` are tried as user names. Gives the account that works, and what to keep as
    its password (a token is another one after it was used). `said` is told how much there is to read.

    Raises MailboxError.
    """
    from modori.mailbox import MailboxError, open_mailbox

    assert account.server is not None  # noqa: S101 (it is a mailbox)
    latest = [password]
    try:
        with open_mailbox(account.server, password, latest.append) as mailbox:
            folders = [_folder(mailbox.examine(name)) for name in account.folders]
            if said is not None:
                _say_how_much(mailbox, folders, said)
    except MailboxError as error:
        if not others or error.note.code not in ("imap_login_refused", "pop3_login_refused"):
            raise
        return _try(replace(account, server=replace(account.server, user=others[0])), password, others[1:], said)
    return account, latest[-1]


def _folder(state: FolderState) -> Folder:
    from modori.mailbox import Folder

    return Folder(state.folder, None, state.messages, selectable=True)


def _say_how_much(mailbox: Mailbox, folders: list[Folder], say: Say) -> None:
    """How many mails the first scan reads, and how long that takes about."""
    from modori.jobs import pace

    mails, speed = sum(one.messages or 0 for one in folders), pace(mailbox, folders)
    minutes = str(max(1, round(mails / speed / 60))) if speed else "?"
    say(Note("cli_first_scan", {"mails": str(mails), "minutes": minutes}))


def _keep(credentials: Credentials, account: Account, password: str, say: Say) -> None:
    assert account.server is not None  # noqa: S101 (it is a mailbox)
    credentials.put(account.server, password)
    kept = "kept" if credentials.persistent() else "not_kept"
    code = f"cli_sign_in_{kept}" if account.server.sign_in else f"cli_password_{kept}"
    say(Note(code, {"name": account.name}))


def _remove(options: argparse.Namespace, say: Say) -> int:
    from modori.jobs import forget_lock
    from modori.mailbox import Credentials
    from modori.store import Store

    with Store() as store:
        account = named(store, options.name)
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


def named(store: Store, name: str) -> Account:
    """The account with this name. Raises ModoriError where there is none, or more than one."""
    found = [one for one in store.accounts() if one.name == name]
    if len(found) != 1:
        known = ", ".join(one.name for one in store.accounts()) or "–"
        raise ModoriError("cli_account_twice" if found else "cli_account_unknown", name=name, known=known)
    return found[0]


def mailbox_named(store: Store, name: str) -> Account:
    """The same, and it must be a mailbox on a server."""
    account = named(store, name)
    if account.server is None:
        raise ModoriError("cli_account_no_mailbox", name=name)
    return account
