"""The user's subscriber list beside the decisions: who is on it, by which name. Nothing else of it is kept."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from .text import clean, domain_of, fold, moment

Access = Callable[[], AbstractContextManager[sqlite3.Connection]]


@dataclass(frozen=True, slots=True)
class LoadedList:
    """Which list was loaded when, the place of its address column, and how many readers are on it."""

    path: Path
    column: int
    loaded_at: datetime
    readers: int


@dataclass(frozen=True, slots=True)
class OnList:
    """How somebody stands on the list; `address` None: not at all. The name may be empty."""

    address: str | None
    name: str


_INSTEAD = """
SELECT f.recipient_id, u.address FROM failures f JOIN recipients r ON r.id = f.recipient_id
    JOIN subscribers u ON u.account_id = r.account_id AND u.address_key = lower(f.final_address)
WHERE r.account_id = :account AND f.final_address IS NOT NULL
    AND NOT EXISTS (SELECT 1 FROM subscribers WHERE account_id = r.account_id AND address_key = r.address_key)
"""


class Subscribers:
    """The lists of a store, one an account. Every method may raise StoreError."""

    def __init__(self, reading: Access, writing: Access) -> None:
        self._reading, self._writing = reading, writing

    def keep(
        self, account_id: int, path: Path, column: int, when: datetime, readers: Iterable[tuple[str, str]]
    ) -> None:
        """Remember a list, in place of the one before: its `readers` as (address, name)."""
        cleaned = ((clean(address), clean(name)) for address, name in readers)
        rows = ((account_id, fold(one), one, name, domain_of(one), fold(name)) for one, name in cleaned)
        with self._writing() as connection:
            self._delete(connection, account_id)
            connection.execute(
                "INSERT INTO subscriber_lists VALUES (?, ?, ?, ?)",
                (account_id, clean(str(path)), column, int(when.timestamp())),
            )
            connection.executemany("INSERT OR IGNORE INTO subscribers VALUES (?, ?, ?, ?, ?, ?)", rows)

    def forget(self, account_id: int) -> None:
        """Remember no list of this account any more; its bytes are overwritten."""
        with self._reading() as connection:
            connection.execute("PRAGMA secure_delete = ON")
        with self._writing() as connection:
            self._delete(connection, account_id)

    def _delete(self, connection: sqlite3.Connection, account_id: int) -> None:
        for table in ("subscribers", "subscriber_lists"):
            connection.execute(f"DELETE FROM {table} WHERE account_id = ?", (account_id,))  # noqa: S608 (own names)

    def loaded(self, account_id: int) -> LoadedList | None:
        """The list of an account; None where none was loaded."""
        with self._reading() as connection:
            row = connection.execute(
                "SELECT path, address_column, loaded_at, (SELECT count(*) FROM subscribers WHERE account_id = :id)"
                " FROM subscriber_lists WHERE account_id = :id",
                {"id": account_id},
            ).fetchone()
        return None if row is None else LoadedList(Path(row[0]), row[1], moment(row[2]), row[3])

    def find(self, account_id: int, addresses: Sequence[str]) -> OnList | None:
        """The first of these addresses that is on the list; None where there is no list."""
        with self._reading() as connection:
            run = connection.execute
            if run("SELECT 1 FROM subscriber_lists WHERE account_id = ?", (account_id,)).fetchone() is None:
                return None
            for address in addresses:
                row = run(
                    "SELECT address, name FROM subscribers WHERE account_id = ? AND address_key = ?",
                    (account_id, fold(clean(address))),
                ).fetchone()
                if row is not None:
                    return OnList(row[0], row[1])
        return OnList(None, "")

    def by_domain(self, account_id: int) -> Counter[str]:
        """How many readers each domain has; empty where no list was loaded."""
        with self._reading() as connection:
            rows = connection.execute(
                "SELECT domain, count(*) FROM subscribers WHERE account_id = ? GROUP BY domain", (account_id,)
            )
            return Counter(dict(rows.fetchall()))

    def instead(self, account_id: int) -> dict[int, str]:
        """Recipients who are not on the list while the other address of their forward is: the id, and that address."""
        with self._reading() as connection:
            found = connection.execute("SELECT 1 FROM subscriber_lists WHERE account_id = ?", (account_id,)).fetchone()
            if found is None:
                return {}
            return dict(connection.execute(_INSTEAD, {"account": account_id}).fetchall())
