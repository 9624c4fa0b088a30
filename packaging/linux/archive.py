"""The folder as an archive to unpack anywhere: tar.xz on Linux, zip on Windows."""

from __future__ import annotations

import shutil
import tarfile
from pathlib import Path

from freeze.places import FOLDER, NAME, OUT, PACKAGING, SYSTEM, megabytes, size


def make() -> None:
    """OUT/modori-VERSION-SYSTEM-MACHINE.tar.xz or .zip, with one folder of that name in it."""
    if SYSTEM == "windows":
        place = OUT / "zip"
        shutil.rmtree(place, ignore_errors=True)
        shutil.copytree(FOLDER, place / NAME)
        made = Path(shutil.make_archive(str(OUT / NAME), "zip", place, NAME))
        shutil.rmtree(place)
    else:
        made = OUT / f"{NAME}.tar.xz"
        with tarfile.open(made, "w:xz") as tar:
            tar.add(PACKAGING / "linux" / "README.txt", f"{NAME}/README.txt", filter=_nobody)
            tar.add(FOLDER, NAME, filter=_nobody)
    print(f"{made.name}: {megabytes(size(made))}")


def _nobody(member: tarfile.TarInfo) -> tarfile.TarInfo:
    """Not the builder's name and number."""
    member.uid = member.gid = 0
    member.uname = member.gname = "root"
    return member
