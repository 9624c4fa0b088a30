"""Every code of this room has its sentences, and they fill in."""

from __future__ import annotations

import re
import tomllib
from importlib.resources import files
from pathlib import Path

import modori.mailbox

SOURCE = "\n".join(path.read_text("utf-8") for path in Path(modori.mailbox.__file__).parent.glob("*.py"))
ENTRIES = tomllib.loads(files("modori_resources").joinpath("messages", "mailbox.toml").read_text("utf-8"))
CODE = re.compile(r'"((?:imap|certificate|file|pop3|ca|url|bad)_[a-z0-9_]+|cancelled)"')


def test_codes_and_sentences_are_the_same_set():
    used = set(CODE.findall(SOURCE)) - {"file_missing", "file_unreadable"} | {"file_missing", "file_unreadable"}
    assert used == set(ENTRIES)


def test_both_languages_say_the_same_things():
    for code, entry in ENTRIES.items():
        fields = [set(re.findall(r"\{(\w+)\}", entry[lang]["what"] + entry[lang]["todo"])) for lang in ("en", "ja")]
        assert fields[0] >= fields[1], code
        for part in ("what", "todo"):
            assert bool(entry["en"][part]) == bool(entry["ja"][part]), code
        assert entry["ja"]["what"].isascii() is False
