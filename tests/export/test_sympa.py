"""The real Sympa takes the file: `sympa del` removes exactly the exported addresses.

Skipped where it is not: either installed, or unpacked into the folder that MODORI_SYMPA names (packaging/unpack-sympa).
It works on directories of the test, as a user of its own where we are root (it refuses to be root).
"""

from __future__ import annotations

import os
import pwd
import re
import shutil
import sqlite3
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from modori.export import ExportRow, preset, write
from modori.records import Cause, Choice

ROOT = Path(os.environ.get("MODORI_SYMPA", "/"))
PROGRAM = ROOT / "usr/lib/sympa/bin/sympa"
MODULES = ROOT / "usr/share/sympa/lib"
PERL = [MODULES, ROOT / "usr/share/perl5", *sorted((ROOT / "usr/lib").glob("*/perl5/5.*"))]
LIST = "news@lists.example.jp"
STAY = ["genki@example.jp", "plus@example.com"]
GO = ["hana@example.jp", "plus+tag@example.com", "o'neil@example.com", "#a@example.jp"]
ASKED = ["stops@example.jp"]
CONFIG = "domain lists.example.jp\nlistmaster owner@example.jp\ndb_type SQLite\ndb_name {0}/sympa.sqlite\n"
CONFIG += "sendmail /bin/true\nsendmail_aliases none\n"
NEWS = "subject News\n\nowner\nemail owner@example.jp\n\nsend owner\n\ncreation\ndate_epoch 1700000000\n"
NEWS += "email owner@example.jp\n\nstatus open\n"

pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(not PROGRAM.exists() or not shutil.which("perl"), reason="no sympa here"),
]


class Sympa:
    """A Sympa with one list, all of it below `home`."""

    def __init__(self, home: Path) -> None:
        self._home = home
        root = os.getuid() == 0
        self._user: dict[str, Any] = {"user": "nobody", "group": "nogroup"} if root else {}
        lib = home / "lib"
        own = [str(lib), *map(str, PERL), os.environ.get("PERL5LIB", "")]
        libraries = ":".join(map(str, sorted((ROOT / "usr/lib").glob("*-linux-gnu"))))
        self._environment = {**os.environ, "SYMPALIB": str(lib), "PERL5LIB": ":".join(own)}
        if Path("/") != ROOT:
            self._environment["LD_LIBRARY_PATH"] = libraries
        self._set_up(lib, "nobody" if root else pwd.getpwuid(os.getuid()).pw_name)
        if root:
            home.chmod(0o755)
            subprocess.run(["chown", "-R", "nobody:nogroup", home], check=True)
        self("--health_check")  # makes the tables

    def _set_up(self, lib: Path, user: str) -> None:
        home, group = self._home, "nogroup" if user == "nobody" else user
        names = {"USER": user, "GROUP": group, "CONFIG": home / "sympa.conf", "WWSCONFIG": home / "none.conf"}
        folders = {"PIDDIR": "run", "EXPLDIR": "lists", "SPOOLDIR": "spool", "SYSCONFDIR": "etc", "ARCDIR": "arc"}
        folders |= {"BOUNCEDIR": "bounce", "CSSDIR": "css", "PICTURESDIR": "pictures"}
        for name, folder in folders.items():
            (home / folder).mkdir()
            names[name] = home / folder
        names |= {"DEFAULTDIR": ROOT / "usr/share/sympa/default", "MODULEDIR": MODULES}
        constants = (MODULES / "Sympa/Constants.pm").read_text()
        for name, value in names.items():
            constants = re.sub(
                rf"(use constant {name}\s*=> ')[^']*'", lambda old, to=value: f"{old[1]}{to}'", constants
            )
        (lib / "Sympa").mkdir(parents=True)
        (lib / "Sympa/Constants.pm").write_text(constants)
        (home / "sympa.conf").write_text(CONFIG.format(home))
        (home / "lists/news").mkdir()
        (home / "lists/news/config").write_text(NEWS)

    def __call__(self, *arguments: str, given: str = "") -> None:
        done = subprocess.run(
            ["perl", PROGRAM, *arguments], input=given, capture_output=True, encoding="utf-8",
            env=self._environment, cwd=self._home, check=False, **self._user,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr

    def members(self) -> list[str]:
        database = sqlite3.connect(self._home / "sympa.sqlite")
        found = sorted(row[0] for row in database.execute("SELECT user_subscriber FROM subscriber_table"))
        database.close()
        return found


@pytest.fixture
def sympa() -> Iterator[Sympa]:
    # Not in tmp_path, whose parents are closed to other users.
    with tempfile.TemporaryDirectory() as folder:
        yield Sympa(Path(folder))


def test_sympa_removes_exactly_the_exported_addresses(sympa: Sympa, tmp_path: Path) -> None:
    everybody = [*STAY, *GO[:3], *ASKED]
    sympa("add", "--quiet", LIST, given="\n".join(everybody) + "\n")
    assert sympa.members() == sorted(everybody)
    causes = [(one, Cause.FAILED) for one in GO] + [(one, Cause.REQUEST) for one in ASKED]
    rows = [ExportRow(address, Choice.UNSUBSCRIBE, cause, "宛先不明") for address, cause in causes]
    written = write(preset("sympa"), tmp_path / "list.txt", rows)
    assert [note.code for note in written.told] == ["export_left_comment"]
    sympa("del", "--quiet", LIST, given=(tmp_path / "list.txt").read_text())
    assert sympa.members() == sorted([*STAY, *ASKED])
    sympa("del", "--quiet", LIST, given=(tmp_path / "list-asked.txt").read_text())
    assert sympa.members() == sorted(STAY)
