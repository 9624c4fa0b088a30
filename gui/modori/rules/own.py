"""Where the user's own rules are kept, and the book that they make together with the bundled ones."""

from __future__ import annotations

import threading
from pathlib import Path

import platformdirs

from modori.records import Note

from .book import RuleBook
from .format import RuleError
from .load import load_bundled, read_text

FILE_NAME = "rules.toml"


def default_path() -> Path:
    """The file in the user's settings directory."""
    return platformdirs.user_config_path("modori", appauthor=False) / FILE_NAME


def own_files(path: Path | None = None) -> list[Path]:
    """The user's rule files, as far as there are any."""
    path = path or default_path()
    return [path] if path.is_file() else []


class OwnRules:
    """The file of the user's rules. May be asked from any thread.

    `trouble` tells why the rules of the file are not in use; None: they are, or there is none.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.trouble: Note | None = None
        self._lock = threading.Lock()
        self._known: tuple[str, RuleBook] | None = None

    def text(self) -> str:
        """What the file holds; empty where there is none. Raises RuleError when it cannot be read."""
        return read_text(self.path) if self.path.is_file() else ""

    def book(self) -> RuleBook:
        """The user's rules, then the bundled ones. A file that cannot be used is left out, and `trouble` says so."""
        with self._lock:
            try:
                text = self.text()
                if self._known is None or self._known[0] != text:
                    self._known = (text, load_bundled([self.path] if text else ()))
                self.trouble = None
            except RuleError as error:
                self.trouble = error.note
                return load_bundled()
            return self._known[1]

    def save(self, text: str) -> None:
        """Put `text` in the place of the file, whole or not at all. Raises RuleError: rule_file_not_written."""
        draft = self.path.with_suffix(".new")
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            draft.write_text(text, encoding="utf-8")
            draft.replace(self.path)
        except OSError as error:
            raise RuleError("rule_file_not_written", path=str(self.path), why=error.strerror or str(error)) from error
