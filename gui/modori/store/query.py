"""Ids in display order, counts and facets: every question a list asks, as one statement over narrow indexes.

A list of a million rows is one scan of the index that has the wanted order; a filter is a set of ids that
comes out of its own index. Only where few rows are left are they fetched and sorted.
"""

from __future__ import annotations

import sqlite3
import sys
from array import array
from binascii import unhexlify
from dataclasses import dataclass, replace
from itertools import chain

from modori.records import Choice

from .rows import Column, Facet, FacetBy, HeldGroup, Query, Section
from .text import clean, fold, note_from_text

# Sorting this many rows is cheaper than scanning an index of a million for them.
_FEW = 60_000

_INDEXES = {
    Column.ADDRESS: ("address_key", "recipients_address"),
    Column.DOMAIN: ("domain", "recipients_domain"),
    Column.CHOICE: ("choice", "recipients_choice"),
    Column.REASON: ("reason", "recipients_reason"),
    Column.SENDINGS: ("sendings", "recipients_sendings"),
    Column.FIRST_SEEN: ("first_seen", "recipients_first_seen"),
    Column.LAST_SEEN: ("last_seen", "recipients_last_seen"),
    Column.DIAGNOSTIC: ("diagnostic_key", "recipients_diagnostic"),
    Column.LIST: ("list_id", "recipients_list"),
}
# Readers without a name, or not on the list, come last.
_READER_NAME = (
    "(SELECT coalesce((SELECT nullif(name, '') FROM subscribers u WHERE u.account_id = recipients.account_id"
    " AND u.address_key = recipients.address_key), char(65535)))"
)
_IN_TEXT_OR_NAME = """(instr(text, ?) > 0 OR recipient_id IN (
    SELECT r.id FROM subscribers u JOIN recipients r ON r.account_id = u.account_id AND r.address_key = u.address_key
    WHERE u.account_id = ? AND instr(u.name_key, ?) > 0))"""
_LIST_NAME = "(SELECT lower(name) FROM lists WHERE lists.id = recipients.list_id)"
_MESSAGE_COLUMNS = {Column.SUBJECT: "subject", Column.SENDER: "sender", Column.KIND: "kind"}


@dataclass(frozen=True, slots=True)
class _Filter:
    """A set of recipients: a SELECT of its ids, and the condition that one row must meet; same placeholders."""

    ids: str
    condition: str
    values: tuple[object, ...]


class Reader:
    """The questions. Belongs to one connection, whose temporary table `found` it fills."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._run = connection.execute
        self._found: tuple[object, ...] = ()

    def ids(self, query: Query) -> array[int]:
        """See `Store.ids`."""
        if query.section is Section.NOT_BOUNCES:
            return self._message_ids(query)
        return self._ordered(query, self._filters(query))

    def _ordered(self, query: Query, filters: list[_Filter]) -> array[int]:
        few = next((one for one in filters if self._few(one)), None)
        if few is None:
            return self._in_index_order(query, *self._where(query, filters))
        where, values = self._where(query, [few])
        for one in filters:
            if one is not few:
                where += f" AND {one.condition}"
                values += one.values
        column = _LIST_NAME if query.sort is Column.LIST else _order(query)[0]
        select = f"SELECT id FROM recipients NOT INDEXED WHERE {where}"  # noqa: S608 (own names only)
        return self._column(select, values, query, column)

    def _in_index_order(self, query: Query, where: str, values: list[object]) -> array[int]:
        column, index = _order(query)
        select = f"SELECT id FROM recipients INDEXED BY {index} WHERE {where}"  # noqa: S608 (own names only)
        if query.sort is not Column.LIST:
            return self._column(select, values, query, column)
        # By name, not by id: the few lists one after the other.
        result = array("q")
        names = self._run(
            "SELECT id FROM lists WHERE account_id = ? ORDER BY lower(name), id", (query.account_id,)
        ).fetchall()
        groups: list[tuple[str, list[object]]] = [("list_id IS NULL", [])]
        groups += [("list_id = ?", [row[0]]) for row in names]
        for condition, more in reversed(groups) if query.descending else groups:
            result.extend(self._column(f"{select} AND {condition}", [*values, *more], query, "id"))
        return result

    def _column(self, select: str, values: list[object], query: Query, column: str) -> array[int]:
        way = "DESC" if query.descending else "ASC"
        order = f"id {way}" if column == "id" else f"{column} {way}, id {way}"
        # As one text: the interpreter's lock is taken once, not for each of a million rows while the window waits.
        whole = f"SELECT group_concat(printf('%016x', id), '') FROM ({select} ORDER BY {order})"  # noqa: S608
        result = array("q")
        result.frombytes(unhexlify(self._run(whole, values).fetchone()[0] or ""))
        if sys.byteorder == "little":
            result.byteswap()
        return result

    def _where(self, query: Query, filters: list[_Filter]) -> tuple[str, list[object]]:
        conditions, values = ["account_id = ?"], list[object]([query.account_id])
        if query.section is None:
            conditions.append("section IS NOT NULL")
        else:
            conditions.append("section = ?")
            values.append(query.section.value)
        for one in filters:
            conditions.append(f"id IN ({one.ids})")
            values += one.values
        return " AND ".join(conditions), values

    def _filters(self, query: Query) -> list[_Filter]:
        filters = [
            _by_index(query.account_id, column, value)
            for column, value in (
                ("reason", query.reason),
                ("domain", fold(clean(query.domain)) if query.domain is not None else None),
                ("system", query.system),
            )
            if value is not None
        ]
        if query.since is not None or query.until is not None:
            filters.append(_seen(query))
        if query.list_id is not None:
            filters.append(_by_table("recipient_lists", "list_id", query.list_id))
        if query.sending_id is not None:
            filters.append(_by_table("failures", "sending_id", query.sending_id))
        if query.held_by is not None:
            filters.append(_by_incident(query.account_id, query.held_by))
        if _words(query):
            self._find(query)
            filters.append(_Filter("SELECT id FROM found", "id IN (SELECT id FROM found)", ()))
        return filters

    def _find(self, query: Query) -> None:
        """Fill `found` with the recipients whose text holds all words of the query, unless it is."""
        words = _words(query)
        wanted = (query.account_id, words, self._run("PRAGMA data_version").fetchone()[0])
        if self._found == (*wanted, self._connection.total_changes):
            return
        condition, values = "instr(text, ?) > 0", [(word,) for word in words]
        listed = "SELECT 1 FROM subscriber_lists WHERE account_id = ?"
        if self._run(listed, (query.account_id,)).fetchone():
            condition, values = _IN_TEXT_OR_NAME, [(word, query.account_id, word) for word in words]
        self._run("DELETE FROM found")
        self._run(
            f"INSERT INTO found SELECT recipient_id FROM search WHERE account_id = ?{f' AND {condition}' * len(words)}",  # noqa: S608
            (query.account_id, *chain.from_iterable(values)),
        )
        self._found = (*wanted, self._connection.total_changes)

    def _few(self, one: _Filter) -> bool:
        count = self._run(f"SELECT count(*) FROM ({one.ids} LIMIT {_FEW + 1})", one.values).fetchone()[0]  # noqa: S608
        return count <= _FEW

    def _message_where(self, query: Query) -> tuple[str, list[object]]:
        words = _words(query)
        where, values = "account_id = ? AND listed", list[object]([query.account_id, *words])
        where += " AND instr(search, ?) > 0" * len(words)
        for border, way in ((query.since, ">="), (query.until, "<")):
            if border is not None:
                where += f" AND date {way} ?"
                values.append(int(border.timestamp()))
        return where, values

    def _message_ids(self, query: Query) -> array[int]:
        if _narrowed(query):
            return array("q")
        where, values = self._message_where(query)
        return self._column(
            f"SELECT id FROM messages WHERE {where}",  # noqa: S608 (own names only)
            values,
            query,
            _MESSAGE_COLUMNS.get(query.sort, "date"),
        )

    def exported(self, account_id: int, choice: Choice, list_id: int | None) -> array[int]:
        """See `Store.to_export`."""
        query = Query(account_id, list_id=list_id, sort=Column.ADDRESS, descending=False)
        chosen = _by_index(account_id, "choice", choice.value)
        held = f" AND section NOT IN ('{Section.INCIDENTS}', '{Section.NOT_YOURS}')"
        free = _Filter(chosen.ids + held, chosen.condition + held, chosen.values)
        return self._ordered(query, [free, *self._filters(query)])

    def incidents(self, account_id: int) -> list[HeldGroup]:
        """See `Store.incidents`."""
        rows = self._run(
            "SELECT id, held_by, why, proposed FROM recipients WHERE account_id = ? AND section = ? ORDER BY id",
            (account_id, Section.INCIDENTS.value),
        )
        groups: dict[str, HeldGroup] = {}
        for number, key, why, proposed in rows:
            group = groups.get(key)
            if group is None:
                group = groups[key] = HeldGroup(key, note_from_text(why), Choice(proposed), array("q"))
            group.ids.append(number)
        return sorted(groups.values(), key=lambda one: -len(one.ids))

    def counts(self, query: Query) -> dict[Section, int]:
        """See `Store.counts`."""
        query = replace(query, section=None, held_by=None)  # who looks at one incident sees what else there is
        where, values = self._where(query, self._filters(query))
        counts = dict.fromkeys(Section, 0)
        for name, count in self._run(
            f"SELECT section, count(*) FROM recipients WHERE {where} GROUP BY section",  # noqa: S608
            values,
        ):
            counts[Section(name)] = count
        if not _narrowed(query):
            where, values = self._message_where(query)
            row = self._run(f"SELECT count(*) FROM messages WHERE {where}", values).fetchone()  # noqa: S608
            counts[Section.NOT_BOUNCES] = row[0]
        return counts

    def facets(self, query: Query, by: FacetBy) -> list[Facet]:
        """See `Store.facets`."""
        if query.section is Section.NOT_BOUNCES:
            return []
        if by == "sending":
            return self._sendings(replace(query, sending_id=None))
        if by == "list":
            return self._lists(replace(query, list_id=None))
        query = _without(query, by)
        where, values = self._where(query, self._filters(query))
        rows = self._run(
            f"SELECT {by}, count(*) FROM recipients INDEXED BY recipients_{by} WHERE {where}"  # noqa: S608
            f" AND {by} IS NOT NULL GROUP BY {by} ORDER BY count(*) DESC, {by}",
            values,
        )
        return [Facet(value, value, count) for value, count in rows]

    def _sendings(self, query: Query) -> list[Facet]:
        where, values = self._where(query, self._filters(query))
        rows = self._run(
            "SELECT s.id, coalesce(s.subject, ''), n.count FROM sendings s JOIN (SELECT sending_id,"  # noqa: S608
            " count(DISTINCT recipient_id) AS count FROM failures INDEXED BY failures_sending"
            f" WHERE recipient_id IN (SELECT id FROM recipients WHERE {where}) GROUP BY sending_id) n"
            " ON n.sending_id = s.id ORDER BY s.date DESC, s.id DESC",
            values,
        )
        return [Facet(str(value), label, count) for value, label, count in rows]

    def _lists(self, query: Query) -> list[Facet]:
        where, values = self._where(query, self._filters(query))
        rows = self._run(
            "SELECT l.id, l.name, n.count FROM lists l JOIN (SELECT list_id, count(*) AS count FROM recipient_lists"  # noqa: S608
            f" WHERE recipient_id IN (SELECT id FROM recipients WHERE {where}) GROUP BY list_id) n"
            " ON n.list_id = l.id ORDER BY n.count DESC, l.name",
            values,
        )
        return [Facet(str(value), label, count) for value, label, count in rows]


def _by_index(account_id: int, column: str, value: str) -> _Filter:
    condition = f"account_id = ? AND {column} = ? AND section IS NOT NULL"
    ids = f"SELECT id FROM recipients INDEXED BY recipients_{column} WHERE {condition}"  # noqa: S608 (own names only)
    return _Filter(ids, condition, (account_id, value))


def _seen(query: Query) -> _Filter:
    condition, values = "account_id = ? AND section IS NOT NULL", list[object]([query.account_id])
    for border, way in ((query.since, ">="), (query.until, "<")):
        if border is not None:
            condition += f" AND last_seen {way} ?"
            values.append(int(border.timestamp()))
    ids = f"SELECT id FROM recipients INDEXED BY recipients_last_seen WHERE {condition}"  # noqa: S608 (own names only)
    return _Filter(ids, condition, tuple(values))


def _by_incident(account_id: int, held_by: str) -> _Filter:
    condition = "account_id = ? AND section = ? AND held_by = ?"
    ids = f"SELECT id FROM recipients INDEXED BY recipients_section WHERE {condition}"  # noqa: S608 (own names only)
    return _Filter(ids, condition, (account_id, Section.INCIDENTS.value, held_by))


def _by_table(table: str, column: str, value: int) -> _Filter:
    """Recipients that another table links to `value`."""
    ids = f"SELECT recipient_id FROM {table} WHERE {column} = ?"  # noqa: S608 (own names only)
    return _Filter(ids, f"EXISTS ({ids} AND recipient_id = recipients.id)", (value,))


def _order(query: Query) -> tuple[str, str]:
    """The column to order by, and its index."""
    if query.sort is Column.READER:
        return _READER_NAME, "recipients_address"
    return _INDEXES.get(query.sort, _INDEXES[Column.LAST_SEEN])


def _words(query: Query) -> list[str]:
    return fold(clean(query.text)).split()


def _narrowed(query: Query) -> bool:
    """Whether the query has filters that no mail without failures can pass."""
    filters = (query.reason, query.domain, query.system, query.list_id, query.sending_id)
    return any(one is not None for one in filters)


def _without(query: Query, by: FacetBy) -> Query:
    match by:
        case "reason":
            return replace(query, reason=None)
        case "domain":
            return replace(query, domain=None)
        case _:
            return replace(query, system=None)
