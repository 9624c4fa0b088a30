"""Every code of this room has its sentences, and they fill in."""

from __future__ import annotations

import re
import tomllib
from importlib.resources import files
from pathlib import Path

import modori.mailbox

ROOM = Path(modori.mailbox.__file__).parent
SOURCE = "\n".join(path.read_text("utf-8") for path in ROOM.glob("*.py"))
HOUSE = "\n".join(path.read_text("utf-8") for path in ROOM.parent.rglob("*.py"))
ENTRIES = tomllib.loads(files("modori_resources").joinpath("messages", "mailbox.toml").read_text("utf-8"))
# "pop3_scopes" is a key of the providers' data.
CODE = re.compile(
    r'"((?:imap|clean|certificate|file|pop3|ca|url|web|bad)_(?!scopes)[a-z0-9_]+|cancelled)"|MailboxError\("(\w+)"'
)


def test_every_code_has_its_sentences():
    used = {first or second for first, second in CODE.findall(SOURCE)}
    assert len(used) > 30
    assert used - set(ENTRIES) == set()


def test_every_sentence_is_said_somewhere():
    assert [code for code in ENTRIES if not re.search(rf"""["']{code}["']""", HOUSE)] == []


def test_both_languages_say_the_same_things():
    for code, entry in ENTRIES.items():
        fields = [
            set(re.findall(r"\{(\w+)\}", entry[lang]["what"] + entry[lang].get("todo", ""))) for lang in ("en", "ja")
        ]
        assert fields[0] >= fields[1], code
        for part in ("what", "todo"):
            assert bool(entry["en"].get(part)) == bool(entry["ja"].get(part)), code
        assert entry["ja"]["what"].isascii() is False
