"""Accounts: kept, changed, and forgotten without a trace. A password is never among their columns."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import asdict
from typing import Any

from modori.records import Account, AccountKind, Security, Server, SignIn

from .rows import Kept
from .schema import use_temporary
from .text import clean

_COLUMNS = "name, kind, host, port, security, user, fingerprint, ca_file, sign_in, folders, since"


def load(connection: sqlite3.Connection) -> list[Account]:
    """All accounts in the order in which they were made."""
    rows = connection.execute(f"SELECT id, {_COLUMNS} FROM accounts ORDER BY id")  # noqa: S608 (own names only)
    return [
        Account(
            name=name,
            kind=AccountKind(kind),
            server=_server(*place),
            folders=tuple(json.loads(folders)),
            since=since,
            id=number,
        )
        for number, name, kind, *place, folders, since in rows
    ]


def _server(
    host: str | None, port: int, security: str, user: str, fingerprint: str | None, ca_file: str | None, sign_in: Any
) -> Server | None:
    if host is None:
        return None
    entered = SignIn(**json.loads(sign_in)) if sign_in else None
    return Server(host, port, Security(security), user, fingerprint, ca_file, entered)


def save(connection: sqlite3.Connection, account: Account) -> int:
    """Insert (id None) or change an account; its id."""
    server = account.server
    place = (None,) * 7
    if server:
        place = (
            clean(server.host),
            server.port,
            server.security.value,
            clean(server.user),
            server.fingerprint,
            clean(server.ca_file),
            json.dumps(asdict(server.sign_in)) if server.sign_in else None,
        )
    folders = json.dumps([clean(folder) for folder in account.folders], ensure_ascii=False)
    values = (clean(account.name), account.kind.value, *place, folders, account.since)
    if account.id is None:
        marks = ", ".join("?" * len(values))
        cursor = connection.execute(f"INSERT INTO accounts ({_COLUMNS}) VALUES ({marks})", values)  # noqa: S608
        return cursor.lastrowid or 0
    # What was passed over as too old may be wanted now.
    connection.execute(
        "DELETE FROM uidls WHERE account_id = :id AND message_id IS NULL"
        " AND :since IS NOT (SELECT since FROM accounts WHERE id = :id)",
        {"id": account.id, "since": account.since},
    )
    marks = ", ".join(f"{column} = ?" for column in _COLUMNS.split(", "))
    connection.execute(f"UPDATE accounts SET {marks} WHERE id = ?", (*values, account.id))  # noqa: S608
    return account.id


_BY_PARENT = {
    "failures": "recipient_id IN (SELECT id FROM recipients WHERE account_id = ?)",
    "cleaned": "cleaning_id IN (SELECT id FROM cleanings WHERE account_id = ?)",
    "search": "account_id = ?",
    "recipient_lists": "list_id IN (SELECT id FROM lists WHERE account_id = ?)",
    "excerpts": "message_id IN (SELECT id FROM messages WHERE account_id = ?)",
    "exported": "export_id IN (SELECT id FROM exports WHERE account_id = ?)",
    "accounts": "id = ?",
}
_TABLES = (
    "exports",
    "recipients",
    "places",
    "uidls",
    "messages",
    "originals",
    "sendings",
    "lists",
    "marks",
    "cleanings",
    "subscribers",
    "subscriber_lists",
    "accounts",
)


def forget(connection: sqlite3.Connection, account_id: int) -> None:
    """Delete an account with everything that hangs on it, and leave word that the file must be scrubbed.

    Foreign keys must be off: every table is emptied here, and looking for children a million times is slow.
    """
    connection.execute("PRAGMA secure_delete = ON")
    others = connection.execute("SELECT count(*) FROM accounts WHERE id <> ?", (account_id,)).fetchone()[0]
    for table in (*(name for name in _BY_PARENT if name != "accounts"), *_TABLES):
        if others:
            mine = _BY_PARENT.get(table, "account_id = ?")
            connection.execute(f"DELETE FROM {table} WHERE {mine}", (account_id,))  # noqa: S608 (own names only)
        else:
            connection.execute(f"DELETE FROM {table}")  # noqa: S608 (SQLite drops all pages at once)
    connection.execute("DELETE FROM readers WHERE id NOT IN (SELECT reader FROM messages WHERE reader IS NOT NULL)")
    connection.execute("DELETE FROM meta WHERE key = ?", (f"setting senders {account_id}",))
    connection.execute("INSERT OR REPLACE INTO meta VALUES ('scrub', '1')")


def must_scrub(connection: sqlite3.Connection) -> bool:
    """Whether an account was forgotten whose bytes may still stand in the file or its journal."""
    return connection.execute("SELECT 1 FROM meta WHERE key = 'scrub'").fetchone() is not None


def scrub(connection: sqlite3.Connection) -> bool:
    """Write the file anew without what was deleted, and empty its journal. False while somebody else reads it."""
    use_temporary(connection, "FILE")  # a large file must not be copied into memory
    try:
        connection.execute("VACUUM")
    finally:
        use_temporary(connection, "MEMORY")
    busy = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
    if busy:
        return False
    connection.execute("DELETE FROM meta WHERE key = 'scrub'")
    return True


def kept(connection: sqlite3.Connection, account_id: int) -> Kept:
    """How much is stored of an account, and how large the file is."""
    run = connection.execute
    recipients = run("SELECT count(*) FROM recipients WHERE account_id = ?", (account_id,)).fetchone()[0]
    messages = run("SELECT count(*) FROM messages WHERE account_id = ?", (account_id,)).fetchone()[0]
    excerpts = run(
        "SELECT coalesce(sum(length(data)), 0) FROM excerpts e JOIN messages m ON m.id = e.message_id"
        " WHERE m.account_id = ?",
        (account_id,),
    ).fetchone()[0]
    readers = run("SELECT count(*) FROM subscribers WHERE account_id = ?", (account_id,)).fetchone()[0]
    pages, size = run("PRAGMA page_count").fetchone()[0], run("PRAGMA page_size").fetchone()[0]
    return Kept(recipients, messages, excerpts, pages * size, readers)
