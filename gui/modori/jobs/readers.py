"""Puts the user's subscriber list beside the decisions: who on it fails, who is to be removed, the rates by domain."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from modori.export import Subscriber, SubscriberList, TableError, bare, key_of, read_table
from modori.mailbox.error_lists import MAX_BYTES, SUFFIXES, speaks_of_errors
from modori.mailbox.reported import is_address
from modori.records import Choice
from modori.store import Query, RecipientRow, Store

from .proposals import Proposals

TABLES = (".csv", ".tsv", ".txt", ".xlsx")
_HEAD = 1 << 14
_CELLS = re.compile("[,;\t|]")


@dataclass(frozen=True, slots=True)
class Matched:
    """`failing`: the readers on the list that fail, in the list's order, with their decision. `remove`: the keys of
    those who are to be unsubscribed and held back by nothing. `rates`: (domain, readers, failing), most failing first.
    `strangers`: how many decisions are about nobody on the list.
    """

    readers: int
    failing: tuple[tuple[Subscriber, RecipientRow], ...]
    remove: frozenset[str]
    rates: tuple[tuple[str, int, int], ...]
    strangers: int


def load_list(
    store: Store, account_id: int, path: Path, now: datetime, column: int | None = None
) -> tuple[SubscriberList, Matched]:
    """Read the subscriber list of an account, remember who is on it, and look for incidents again, since the number of
    readers of each domain is known now. `column` is the place of the addresses; None: it is found.

    Raises TableError, StoreError.
    """
    readers = SubscriberList(read_table(path), column)
    kept = ((bare(reader.address), reader.name) for reader in readers)
    store.subscribers.keep(account_id, path, readers.column, now, kept)
    Proposals(store, account_id, None, now).settle()
    return readers, match(store, account_id, readers)


@dataclass(frozen=True, slots=True)
class MaybeReaders:
    """A file that may be a subscriber list: how many addresses it has, and whether it could be an error list, too."""

    readers: int
    may_tell_errors: bool


def maybe_readers(path: Path) -> MaybeReaders | None:
    """What a file is that somebody opens: None unless it is a table of addresses that does not speak of errors."""
    if path.suffix.lower() not in TABLES or not path.is_file() or path.stat().st_size > MAX_BYTES:
        return None
    if path.suffix.lower() != ".xlsx" and not _begins_with_addresses(path):
        return None
    try:
        readers = sum(1 for _ in SubscriberList(read_table(path)))
    except TableError:
        return None
    other = path.suffix.lower() in SUFFIXES
    if other and speaks_of_errors(path.read_bytes()):
        return None
    return MaybeReaders(readers, other)


def _begins_with_addresses(path: Path) -> bool:
    """Whether most of the first lines have an address between delimiters: a mailbox of 200 MB is not read whole to
    find out that it is none.
    """
    with path.open("rb") as file:
        head = file.read(_HEAD)
    if b"\0" in head:
        return True  # UTF-16, as no mail is; else nothing that can be read
    lines = head.decode("latin-1").splitlines()  # for the address itself the encoding does not matter
    lines = [line for line in lines[1 : -1 if len(head) == _HEAD else None] if line.strip()] or lines
    found = sum(any(is_address(cell.strip("\"' ")) for cell in _CELLS.split(line)) for line in lines)
    return found * 2 > len(lines)


def forget_list(store: Store, account_id: int, now: datetime) -> None:
    """Remember no subscriber list of this account any more. Raises StoreError."""
    store.subscribers.forget(account_id)
    Proposals(store, account_id, None, now).settle()


def match(store: Store, account_id: int, readers: SubscriberList) -> Matched:
    """Find each reader's decision, by the address that was reported or, behind a forward, by the other one of the two.

    Raises StoreError.
    """
    known: dict[str, RecipientRow] = {}
    for row in store.each_row(store.ids(Query(account_id))):
        key = key_of(row.address)
        # Who failed and has asked to stop, too, is one reader: what stops them is what counts.
        if key not in known or row.choice is Choice.UNSUBSCRIBE:
            known[key] = row
    by_id = {row.id: row for row in known.values()}
    for recipient, final in store.final_addresses(account_id):
        if recipient in by_id:
            known.setdefault(key_of(final), by_id[recipient])
    going = set(store.ids_to_export(account_id, Choice.UNSUBSCRIBE))
    failing: list[tuple[Subscriber, RecipientRow]] = []
    count, domains, failed = 0, readers.by_domain(), Counter[str]()
    for reader in readers:
        count += 1
        if row := known.get(reader.key):
            failing.append((reader, row))
            failed[reader.key.rpartition("@")[2]] += 1
    rates = sorted(((one, domains[one], failed[one]) for one in failed), key=lambda one: (-one[2], one[0]))
    met = {row.id for _, row in failing}
    remove = frozenset(reader.key for reader, row in failing if row.id in going)
    return Matched(count, tuple(failing), remove, tuple(rates), len(by_id.keys() - met))
