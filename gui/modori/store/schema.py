"""The tables, their versions, and opening a file with the right one.

`PRAGMA user_version` is the number of migrations that a file has seen. A file of a newer
program is refused, not touched.
"""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path
from typing import Literal

from .errors import told
from .rows import StoreError

BUSY_SECONDS = 30.0
APPLICATION = int.from_bytes(b"Modo")  # PRAGMA application_id: tells our files from other programs'

# Ids are never used twice (AUTOINCREMENT): an undo must not hit a later row.
_V1 = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
CREATE TABLE accounts (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL, kind TEXT NOT NULL,
    host TEXT, port INTEGER, security TEXT, user TEXT, fingerprint TEXT, ca_file TEXT,
    folders TEXT NOT NULL, since TEXT
);
CREATE TABLE marks (
    account_id INTEGER NOT NULL REFERENCES accounts ON DELETE CASCADE,
    folder TEXT NOT NULL, uidvalidity INTEGER NOT NULL, last_uid INTEGER NOT NULL,
    PRIMARY KEY (account_id, folder)
) WITHOUT ROWID;
CREATE TABLE lists (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    account_id INTEGER NOT NULL REFERENCES accounts ON DELETE CASCADE,
    key TEXT NOT NULL, name TEXT NOT NULL,
    UNIQUE (account_id, key)
);
CREATE TABLE sendings (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    account_id INTEGER NOT NULL REFERENCES accounts ON DELETE CASCADE,
    list_id INTEGER REFERENCES lists,
    key TEXT NOT NULL, subject TEXT, date INTEGER,
    UNIQUE (account_id, key)
);
CREATE INDEX sendings_list ON sendings (list_id);
-- Message-IDs of returned originals, hashed: many tools give every reader's copy its own.
CREATE TABLE originals (
    account_id INTEGER NOT NULL REFERENCES accounts ON DELETE CASCADE,
    hash BLOB NOT NULL,
    sending_id INTEGER NOT NULL REFERENCES sendings ON DELETE CASCADE,
    PRIMARY KEY (account_id, hash)
) WITHOUT ROWID;
CREATE INDEX originals_sending ON originals (sending_id);

-- `listed`: shown in the section of mails that are no bounces; `search` is filled for those only.
CREATE TABLE messages (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    account_id INTEGER NOT NULL REFERENCES accounts ON DELETE CASCADE,
    content BLOB, kind TEXT NOT NULL, system TEXT, message_id TEXT, date INTEGER,
    subject TEXT, sender TEXT, problem TEXT, size INTEGER NOT NULL, copy INTEGER NOT NULL,
    folder TEXT NOT NULL, uid INTEGER, listed INTEGER NOT NULL, search TEXT,
    UNIQUE (account_id, content)
);
CREATE INDEX messages_date ON messages (account_id, date) WHERE listed;
CREATE INDEX messages_subject ON messages (account_id, subject) WHERE listed;
CREATE INDEX messages_sender ON messages (account_id, sender) WHERE listed;
CREATE INDEX messages_kind ON messages (account_id, kind) WHERE listed;
-- Every place where a mail was seen: the same one may lie in two folders.
CREATE TABLE places (
    account_id INTEGER NOT NULL REFERENCES accounts ON DELETE CASCADE,
    folder TEXT NOT NULL, uidvalidity INTEGER NOT NULL, uid INTEGER NOT NULL,
    message_id INTEGER NOT NULL REFERENCES messages ON DELETE CASCADE,
    PRIMARY KEY (account_id, folder, uidvalidity, uid)
) WITHOUT ROWID;
CREATE INDEX places_message ON places (message_id);
CREATE TABLE excerpts (
    message_id INTEGER PRIMARY KEY REFERENCES messages ON DELETE CASCADE,
    data BLOB NOT NULL
);

-- `list_key`: 0 for failures, the list's id for complaints and requests (-1: list unknown).
-- From `section` on everything is derived: kept by write.py and decisions.py so that a list of
-- a million rows needs one index scan. `section` is NULL while nothing has failed yet (delays only),
-- and until the policy has proposed something; such rows are in none of the orders.
CREATE TABLE recipients (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    account_id INTEGER NOT NULL REFERENCES accounts ON DELETE CASCADE,
    address TEXT NOT NULL, address_key TEXT NOT NULL, list_key INTEGER NOT NULL, domain TEXT NOT NULL,
    proposed TEXT, why TEXT, decided_reason TEXT, held_by TEXT,
    user_choice TEXT, note TEXT, decided_at INTEGER,
    undecided INTEGER NOT NULL DEFAULT 1,
    section TEXT, choice TEXT NOT NULL DEFAULT 'review', cause TEXT NOT NULL DEFAULT 'failed', reason TEXT,
    sendings INTEGER NOT NULL DEFAULT 0, failures INTEGER NOT NULL DEFAULT 0,
    failed_since INTEGER NOT NULL DEFAULT 0,
    first_seen INTEGER NOT NULL DEFAULT 0, last_seen INTEGER NOT NULL DEFAULT 0,
    diagnostic_key TEXT NOT NULL DEFAULT '', system TEXT, list_id INTEGER REFERENCES lists,
    newest INTEGER,
    UNIQUE (account_id, address_key, list_key)
);
-- One order each, for one section or all: the id breaks ties, the section is there to be looked at.
CREATE INDEX recipients_address ON recipients (account_id, address_key, id, section) WHERE section IS NOT NULL;
CREATE INDEX recipients_domain ON recipients (account_id, domain, id, section) WHERE section IS NOT NULL;
CREATE INDEX recipients_choice ON recipients (account_id, choice, id, section) WHERE section IS NOT NULL;
CREATE INDEX recipients_reason ON recipients (account_id, reason, id, section) WHERE section IS NOT NULL;
CREATE INDEX recipients_sendings ON recipients (account_id, sendings, id, section) WHERE section IS NOT NULL;
CREATE INDEX recipients_first_seen ON recipients (account_id, first_seen, id, section) WHERE section IS NOT NULL;
CREATE INDEX recipients_last_seen ON recipients (account_id, last_seen, id, section) WHERE section IS NOT NULL;
CREATE INDEX recipients_diagnostic ON recipients (account_id, diagnostic_key, id, section) WHERE section IS NOT NULL;
CREATE INDEX recipients_list ON recipients (account_id, list_id, id, section) WHERE section IS NOT NULL;
CREATE INDEX recipients_system ON recipients (account_id, system, id, section) WHERE section IS NOT NULL;
CREATE INDEX recipients_section ON recipients (account_id, section) WHERE section IS NOT NULL;
CREATE INDEX recipients_by_list ON recipients (list_id);
CREATE INDEX recipients_undecided ON recipients (account_id) WHERE undecided;
-- The lists in whose sendings a recipient failed (or which a recipient asked to stop).
CREATE TABLE recipient_lists (
    list_id INTEGER NOT NULL REFERENCES lists ON DELETE CASCADE,
    recipient_id INTEGER NOT NULL REFERENCES recipients ON DELETE CASCADE,
    PRIMARY KEY (list_id, recipient_id)
) WITHOUT ROWID;
CREATE INDEX recipient_lists_recipient ON recipient_lists (recipient_id);
-- What the text search reads: narrow, so that a million rows are one short scan.
CREATE TABLE search (
    recipient_id INTEGER PRIMARY KEY REFERENCES recipients ON DELETE CASCADE,
    account_id INTEGER NOT NULL, text TEXT NOT NULL
);

CREATE TABLE failures (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    recipient_id INTEGER NOT NULL REFERENCES recipients ON DELETE CASCADE,
    message_id INTEGER NOT NULL REFERENCES messages ON DELETE CASCADE,
    sending_id INTEGER REFERENCES sendings, list_id INTEGER, -- that of the sending, known also without it
    at INTEGER NOT NULL, kind TEXT NOT NULL, address TEXT NOT NULL, final_address TEXT,
    reason TEXT, action TEXT NOT NULL, confirm INTEGER NOT NULL, permanent INTEGER,
    reply TEXT, status TEXT, phase TEXT, diagnostic TEXT, remote TEXT, rule TEXT, matched TEXT
);
CREATE INDEX failures_recipient ON failures (recipient_id, at);
CREATE INDEX failures_message ON failures (message_id);
CREATE INDEX failures_sending ON failures (sending_id, recipient_id);
"""

# `reader`: the rules and the program by which a mail with an excerpt was last read; 0: not known. Others have none.
_V2 = """
CREATE TABLE readers (id INTEGER PRIMARY KEY, version TEXT NOT NULL UNIQUE);
ALTER TABLE messages ADD COLUMN reader INTEGER;
CREATE INDEX messages_reader ON messages (account_id, reader) WHERE reader IS NOT NULL;
UPDATE messages SET reader = 0 WHERE id IN (SELECT message_id FROM excerpts);
-- When, and in which version, the policy was last asked about every recipient.
ALTER TABLE accounts ADD COLUMN asked_at INTEGER;
ALTER TABLE accounts ADD COLUMN asked_by TEXT;
"""

# The mails of POP3 mailboxes by their UIDL; without a message: older than the account's first day.
_V3 = """
CREATE TABLE uidls (
    account_id INTEGER NOT NULL REFERENCES accounts ON DELETE CASCADE,
    uidl TEXT NOT NULL,
    message_id INTEGER REFERENCES messages ON DELETE CASCADE,
    PRIMARY KEY (account_id, uidl)
) WITHOUT ROWID;
CREATE INDEX uidls_message ON uidls (message_id);
"""

# What was handed to a newsletter tool. `exported` keeps the address as it was: its recipient may be gone.
_V4 = """
CREATE TABLE exports (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    account_id INTEGER NOT NULL REFERENCES accounts ON DELETE CASCADE,
    at INTEGER NOT NULL, preset TEXT NOT NULL, path TEXT NOT NULL, choice TEXT NOT NULL, list_id INTEGER,
    imported_at INTEGER
);
CREATE INDEX exports_account ON exports (account_id);
CREATE TABLE exported (
    export_id INTEGER NOT NULL REFERENCES exports ON DELETE CASCADE,
    recipient_id INTEGER NOT NULL, address TEXT NOT NULL, cause TEXT NOT NULL, reason TEXT,
    PRIMARY KEY (export_id, recipient_id)
) WITHOUT ROWID;
"""
# How a mailbox is entered through its provider's sign-in page (records.SignIn as JSON); NULL: with a password.
_V5 = "ALTER TABLE accounts ADD COLUMN sign_in TEXT;"

# The journal of what was cleaned away from mailboxes (see journal.py).
_V6 = """
CREATE TABLE cleanings (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    account_id INTEGER NOT NULL REFERENCES accounts ON DELETE CASCADE,
    at INTEGER NOT NULL, verb TEXT NOT NULL, target TEXT
);
CREATE INDEX cleanings_account ON cleanings (account_id);
CREATE TABLE cleaned (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    cleaning_id INTEGER NOT NULL REFERENCES cleanings ON DELETE CASCADE,
    message_id INTEGER NOT NULL, -- no link: the journal outlives the mail
    folder TEXT NOT NULL, uidvalidity INTEGER NOT NULL, uid INTEGER NOT NULL, uidl TEXT,
    fate TEXT NOT NULL, now_uidvalidity INTEGER, now_uid INTEGER
);
CREATE INDEX cleaned_cleaning ON cleaned (cleaning_id);
CREATE INDEX cleaned_message ON cleaned (message_id);
"""

# Whom the user keeps, and who failed hard since, is shown again.
_V7 = """
UPDATE recipients SET section = 'review'
WHERE user_choice IN ('keep', 'retry') AND failed_since > 0 AND section IS NOT NULL;
"""

# The user's subscriber list (see subscribers.py).
_V8 = """
CREATE TABLE subscriber_lists (
    account_id INTEGER PRIMARY KEY REFERENCES accounts ON DELETE CASCADE,
    path TEXT NOT NULL, address_column INTEGER NOT NULL, loaded_at INTEGER NOT NULL
);
CREATE TABLE subscribers (
    account_id INTEGER NOT NULL REFERENCES accounts ON DELETE CASCADE,
    address_key TEXT NOT NULL, address TEXT NOT NULL, name TEXT NOT NULL, domain TEXT NOT NULL,
    PRIMARY KEY (account_id, address_key)
) WITHOUT ROWID;
"""

# Names are searched without regard to case and width; one kept before is folded wholly when its list is read again.
_V9 = """
ALTER TABLE subscribers ADD COLUMN name_key TEXT NOT NULL DEFAULT '';
UPDATE subscribers SET name_key = lower(name);
"""

# Nothing to change: but an earlier program can neither unpack what is packed with phrases.py, nor does it know the
# fates of mails whose move was cut (journal.Fate), so it must not open the file.
_V10 = ""

MIGRATIONS: tuple[str, ...] = (_V1, _V2, _V3, _V4, _V5, _V6, _V7, _V8, _V9, _V10)
VERSION = len(MIGRATIONS)


def open_database(path: Path) -> sqlite3.Connection:
    """An open connection to `path` with the newest schema; the file is made where there is none, for its owner only.

    Raises StoreError: store_newer, store_damaged, store_not_writable, store_disk_full, store_busy.
    """
    _prepare_file(path)
    with told(path):
        connection = sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None)
        try:
            # Before anything is written: the file may belong to another program.
            _refuse_others(connection, path)
            _configure(connection)
            _migrate(connection)
        except BaseException:
            connection.close()
            raise
    return connection


def _prepare_file(path: Path) -> None:
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not path.exists():
            # SQLite gives its -wal and -shm files the mode of the database.
            os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
        elif not path.is_file() or not os.access(path, os.R_OK | os.W_OK):
            # Asked, not tried: to close the file would take away the locks of this process's other connections
            # (fcntl(2)), and the next process to close the database would then throw the journal away under them.
            raise PermissionError(path)
        if path.stat().st_mode & 0o077:
            path.chmod(0o600)
    except OSError as error:
        raise StoreError("store_not_writable", path=str(path)) from error


def _configure(connection: sqlite3.Connection) -> None:
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = NORMAL")
    # Every page that a batch touches again before the checkpoint is written to the file once less.
    connection.execute("PRAGMA wal_autocheckpoint = 8000")
    connection.execute("PRAGMA cache_size = -32768")  # KiB; there are several connections
    use_temporary(connection, "MEMORY")


def use_temporary(connection: sqlite3.Connection, store: Literal["FILE", "MEMORY"]) -> None:
    """Say where temporary data goes; makes the table `found` of query.py anew, since SQLite drops it here."""
    connection.execute(f"PRAGMA temp_store = {store}")
    connection.execute("CREATE TEMP TABLE IF NOT EXISTS found (id INTEGER PRIMARY KEY)")


def _version(connection: sqlite3.Connection) -> int:
    return connection.execute("PRAGMA user_version").fetchone()[0]


def _refuse_others(connection: sqlite3.Connection, path: Path) -> None:
    # In one statement: another process may be making the file at this moment.
    application, version, tables = connection.execute(
        "SELECT application_id, user_version, (SELECT count(*) FROM sqlite_master)"
        " FROM pragma_application_id, pragma_user_version"
    ).fetchone()
    if application != APPLICATION and tables:
        raise StoreError("store_damaged", path=str(path))
    if version > VERSION:
        raise StoreError("store_newer", path=str(path))


def _migrate(connection: sqlite3.Connection) -> None:
    if _version(connection) == VERSION:
        return
    connection.execute("BEGIN IMMEDIATE")
    try:
        # Another process may have been faster while this one waited for the lock.
        for number in range(_version(connection), VERSION):
            for statement in _statements(MIGRATIONS[number]):
                connection.execute(statement)
            connection.execute(f"PRAGMA user_version = {number + 1}")
        connection.execute(f"PRAGMA application_id = {APPLICATION}")
        connection.execute("COMMIT")
    except BaseException:
        connection.execute("ROLLBACK")
        raise


def _statements(script: str) -> list[str]:
    """The single statements of a script: executescript would end the transaction."""
    statements: list[str] = []
    current = ""
    for line in script.splitlines(keepends=True):
        current += line
        if sqlite3.complete_statement(current):
            statements.append(current)
            current = ""
    return statements
