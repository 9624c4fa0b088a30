"""A user's own rules as they are written: a file taken apart and put together, and a first rule from a reply.

The file is the one that `modori rules check` reads; what a person wrote into it by hand stays, comments too.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any, cast

from .book import RuleBook
from .examples import READER
from .load import frames, rules_of, tables

_ADDRESS = re.compile(r"[^\s<>@\"'(),;:]+@[\w.-]*\w")
HEAD = "# Your own rules. They are read before the bundled ones; `modori rules check` tells what is wrong with them.\n"
_ORDER = ("id", "match", "pattern", "where", "also", "without", "domain", "reason", "action", "confirm", "permanent")
_LAST = ("explain", "source", "wins", "loses")
# Replies of another kind, of which a rule that is made from one reply must not win the first that it could.
_OTHERS = (
    "452 4.2.2 The mailbox is full",
    "550 5.1.1 User unknown",
    "451 4.7.1 Greylisted, try again later",
    "554 5.7.1 Blocked by a list",
)


def pieces(text: str, name: str) -> list[str]:
    """The rules of a file, each as it is written. Raises RuleError when it is not such a file."""
    return [piece for _, piece in tables(text, name)]


def whole(written: Iterable[str]) -> str:
    """A file of these rules."""
    return "\n".join([HEAD, *(piece.strip() + "\n" for piece in written)])


def table_of(piece: str) -> Mapping[str, Any]:
    """The fields of one rule as it is written. Raises RuleError."""
    found = tables(piece, "rule")
    return found[0][0] if found else {}


def as_toml(table: Mapping[str, Any]) -> str:
    """One rule as it is written, its fields in the order in which they are read."""
    names = [name for name in _ORDER if name in table]
    names += [name for name in table if name not in _ORDER and name not in _LAST]
    names += [name for name in _LAST if name in table]
    return "[[rule]]\n" + "".join(f"{name} = {_value(table[name])}\n" for name in names)


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        # A JSON string is a TOML basic string, but for DEL.
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list):
        return "[" + ", ".join(_value(one) for one in cast("list[Any]", value)) + "]"
    if isinstance(value, dict):
        inside = ", ".join(f"{_value(name)} = {_value(one)}" for name, one in cast("dict[str, Any]", value).items())
        return "{ " + inside + " }"
    return str(value)


def draft(reply: str, words: str, reason: str, taken: Collection[str]) -> dict[str, Any]:
    """A rule by which replies with `words` mean `reason`, with an example to win and one not to win.

    No reader's address gets into the file. `taken`: ids that are in use. `words` that stand in every reply make a rule
    that the linter refuses.
    """
    number = 1
    while f"own.{number:02}" in taken:
        number += 1
    return {
        "id": f"own.{number:02}",
        "match": [words],
        "reason": reason,
        "source": "own",
        "wins": [_ADDRESS.sub(READER, reply)],
        "loses": [near_miss(words)],
    }


def near_miss(words: str) -> str:
    """A reply of another kind that does not hold `words`."""
    return next((one for one in _OTHERS if words.casefold() not in one.casefold()), _OTHERS[0])


def telling_words(reply: str) -> str:
    """The words of a reply that tell its kind: without codes, addresses, hosts and numbers at its ends."""
    text = re.sub(r"^\s*[245]\d\d(?:[ -]+#?[245]\.\d{1,3}\.\d{1,3})?[ -]*", "", " ".join(reply.split()))
    parts = re.split(r"<[^>]*>|\S*@\S+|\([^)]*\)|\S*\d\S*|https?:\S+", text)
    longest = max((part.strip(" :;,.-\"'") for part in parts), key=len, default="")
    return longest or text or reply


def own_book(text: str, path: Path) -> RuleBook:
    """A book of the rules of `text` alone. Raises RuleError."""
    return RuleBook([rules_of(text, path)], frames())
