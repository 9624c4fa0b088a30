"""Collects the licences of everything in the frozen folder: licences.py FOLDER

Each library's own texts, as its package brings them; those of Qt for Python (LGPL, which its package only names) lie in
packaging/licences. The list says where the sources are, as the LGPL asks.
"""

from __future__ import annotations

import importlib.metadata
import re
import shutil
import sys
import sysconfig
from pathlib import Path

PACKAGING = Path(__file__).resolve().parents[1]
ALSO = ("modori", "pyinstaller")  # PyInstaller: its loader starts the program
HEAD = """Modori is under the MIT licence. It is built on these libraries, each under its own licence, whose text
lies beside this list. The sources of each version are in the Python Package Index.

Qt for Python (PySide6, shiboken6) and Qt are used under the LGPL 3.0, whose text is in LGPL-3.0.txt (it adds to
GPL-3.0.txt). Their sources: https://download.qt.io/official_releases/QtForPython/ and
https://download.qt.io/official_releases/qt/. They are separate files in this folder: you may put your own builds of
the same version in their place.

Python is under the PSF licence: https://docs.python.org/3/license.html
"""


def shipped() -> list[importlib.metadata.Distribution]:
    """The libraries of the lock that are installed here."""
    lock = (PACKAGING / "locks" / "program.txt").read_text(encoding="utf-8")
    names = [*ALSO, *re.findall(r"^([a-z0-9._-]+)==", lock, re.M)]
    found = {}
    for name in names:
        try:
            found[name] = importlib.metadata.distribution(name)
        except importlib.metadata.PackageNotFoundError:
            continue  # one for another system or Python
    return list(found.values())


def is_licence(path: Path) -> bool:
    """Whether a file of a library's metadata is its licence."""
    of_old = path.parent.suffix == ".dist-info" and path.stem.upper() in ("LICENSE", "COPYING", "NOTICE")
    return of_old or path.parent.name == "licenses"


def main() -> None:
    folder = Path(sys.argv[1])
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(PACKAGING / "licences", folder)
    lines = []
    for one in shipped():
        name, values = one.metadata["Name"], one.metadata
        texts = [Path(str(file.locate())) for file in one.files or [] if is_licence(Path(str(file)))]
        for text in texts:
            shutil.copy(text, folder / f"{name}-{text.name}")
        licence = values.get("License-Expression") or values.get("License") or "see its text"
        lines.append(f"{name} {one.version}: {licence.splitlines()[0]}")
    python = Path(sysconfig.get_paths()["stdlib"]) / "LICENSE.txt"
    if python.is_file():
        shutil.copy(python, folder / "Python-LICENSE.txt")
    (folder / "README.txt").write_text(HEAD + "\n" + "\n".join(lines) + "\n", encoding="utf-8")
    print(f"licences of {len(lines)} libraries")


if __name__ == "__main__":
    main()
