"""The folder as an archive to unpack anywhere, with a README in both languages: tar.xz on Linux, zip on Windows."""

from __future__ import annotations

import shutil
import tarfile
from pathlib import Path

from freeze.places import FOLDER, NAME, OUT, PACKAGING, ROOT, SYSTEM, megabytes, size

# What lies beside the program on Linux; `add-to-menu` needs the other two.
BESIDE = (
    PACKAGING / "linux" / "README.txt",
    PACKAGING / "linux" / "add-to-menu",
    PACKAGING / "linux" / "modori.desktop",
    ROOT / "resources" / "icons" / "modori.svg",
)


def make() -> None:
    """OUT/modori-VERSION-SYSTEM-MACHINE.tar.xz or .zip, with one folder of that name in it."""
    if SYSTEM == "windows":
        place = OUT / "zip"
        shutil.rmtree(place, ignore_errors=True)
        shutil.copytree(FOLDER, place / NAME)
        # As Windows' own editor reads it on any system: with a mark for UTF-8, and its ends of lines.
        text = (PACKAGING / "windows" / "README.txt").read_text(encoding="utf-8")
        (place / NAME / "README.txt").write_text(text, encoding="utf-8-sig", newline="\r\n")
        made = Path(shutil.make_archive(str(OUT / NAME), "zip", place, NAME))
        shutil.rmtree(place)
    else:
        made = OUT / f"{NAME}.tar.xz"
        with tarfile.open(made, "w:xz") as tar:
            for path in BESIDE:
                tar.add(path, f"{NAME}/{path.name}", filter=_nobody)
            tar.add(FOLDER, NAME, filter=_nobody)
    print(f"{made.name}: {megabytes(size(made))}")


def _nobody(member: tarfile.TarInfo) -> tarfile.TarInfo:
    """Not the builder's name and number."""
    member.uid = member.gid = 0
    member.uname = member.gname = "root"
    return member
