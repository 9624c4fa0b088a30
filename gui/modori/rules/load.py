"""Rule files into a book: the user's own first, then the bundled ones in the order of `order.toml`."""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any, cast

from .book import RuleBook
from .format import Rule, RuleError, parse
from .reasons import reasons

_HEAD = re.compile(r"^[ \t]*\[\[[ \t]*rule[ \t]*\]\][^\n]*$", re.MULTILINE)


def _is_tables(entries: Any) -> bool:
    return isinstance(entries, list) and all(isinstance(one, dict) for one in cast(list[Any], entries))


def tables(text: str, name: str) -> list[tuple[Mapping[str, Any], str]]:
    """The tables of a rule file with the text of each. Raises RuleError when it is not such a file."""
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise RuleError("rule_file_unreadable", path=name, why=str(error)) from error
    entries = cast(list[dict[str, Any]], document.pop("rule", []))
    if document or not _is_tables(entries):
        raise RuleError("rule_file_other", path=name, names=", ".join(document) or "rule")
    starts = [match.start() for match in _HEAD.finditer(text)]
    if len(starts) != len(entries):
        raise RuleError("rule_file_other", path=name, names="rule")
    ends = [*starts[1:], len(text)][: len(starts)]  # a file may be empty
    pieces = [text[start:end].rstrip() for start, end in zip(starts, ends, strict=True)]
    return list(zip(entries, pieces, strict=True))


def read_text(path: Path) -> str:
    """The text of a user's file. Raises RuleError when it cannot be read."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise RuleError("rule_file_unreadable", path=path.name, why=str(error)) from error


def rules_of(text: str, path: Path) -> list[Rule]:
    """The rules of one file in their written order. Raises RuleError."""
    return [parse(table, path, piece) for table, piece in tables(text, path.name)]


def _folder() -> Traversable:
    return files("modori_resources").joinpath("rules")


@cache
def _order() -> Mapping[str, Any]:
    return tomllib.loads(_folder().joinpath("order.toml").read_text(encoding="utf-8"))


def frames() -> Sequence[str]:
    """Words in which mail systems hand on the reply of another one."""
    return _order()["frames"]


@cache
def bundled_names() -> frozenset[str]:
    """The names of the bundled rule files."""
    return frozenset(name for step in _order()["step"] for name in step["files"])


def bundled_steps(instead: Mapping[str, Sequence[Rule]] | None = None) -> tuple[tuple[Rule, ...], ...]:
    """The bundled rules, step by step as `order.toml` writes them down; `instead` has other rules for some files."""
    folder = _folder()

    def rules(name: str) -> Sequence[Rule]:
        if instead and name in instead:
            return instead[name]
        return rules_of(folder.joinpath(name).read_text(encoding="utf-8"), Path(name))

    return tuple(tuple(rule for name in step["files"] for rule in rules(name)) for step in _order()["step"])


def load_files(paths: Sequence[Path]) -> RuleBook:
    """A book of these files alone, each one a step of its own. Raises RuleError."""
    return RuleBook([rules_of(read_text(path), path) for path in paths], frames())


def load_bundled(user_files: Sequence[Path] = ()) -> RuleBook:
    """The user's rules, then the bundled ones. The book without user's files is made once. Raises RuleError."""
    if not user_files:
        return _bundled()
    return RuleBook([*(rules_of(read_text(path), path) for path in user_files), *bundled_steps()], frames())


def own_files_of(book: RuleBook) -> tuple[Path, ...]:
    """The user's files that a book was read from: those with a whole path; bundled ones have only a name."""
    return tuple(dict.fromkeys(rule.path for rule in book.rules if rule.path is not None and rule.path.is_absolute()))


@cache
def _bundled() -> RuleBook:
    return RuleBook(bundled_steps(), frames())


def version(book: RuleBook) -> str:
    """A short digest that is another one as soon as a rule, a reason or the order is: what was judged by `book`."""
    rules = [(rule.path.name if rule.path else "", rule.source_toml or repr(rule)) for rule in book.rules]
    given = (rules, _order(), list(reasons().values()))
    return hashlib.sha256(repr(given).encode("utf-8", "surrogatepass")).hexdigest()[:16]
