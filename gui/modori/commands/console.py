"""How commands talk: the language, messages on standard error, the exit codes (DESIGN §6)."""

from __future__ import annotations

import locale
import os
import sys
from collections.abc import Callable
from io import TextIOWrapper

from modori.languages import Language, language_of
from modori.records import Note
from modori.sentences import tell

Say = Callable[[Note], None]
"""Tells the user something beside the result."""
DONE, SOME_UNREAD, NOTHING_DONE, HELD = 0, 1, 2, 3
"""Exit codes: all done; done, but some mails could not be read; wrong usage, or nothing could be done; something waits
for a person."""


def language() -> Language:
    """The language of the messages: that of the locale, English where Modori does not speak it."""
    named = next(filter(None, (os.environ.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))), "")
    return language_of(named or locale.getlocale()[0])


def words(code: str, **details: object) -> str:
    """A sentence of resources/messages in the user's language."""
    return str(tell(Note(code, {key: str(value) for key, value in details.items()}), language()))


def say(note: Note) -> None:
    """Tell the user something beside the result, on standard error."""
    say_text(str(tell(note, language())))


def say_text(text: str) -> None:
    """The same of a text that is in the user's language already."""
    print(text, file=sys.stderr)


def use_utf8() -> None:
    """JSON is UTF-8 whatever the locale says; a lone surrogate in a file name must not end the run."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
