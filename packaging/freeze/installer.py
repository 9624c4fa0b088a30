"""Windows' installer and macOS' disk image. Neither can be made on another system."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

from .places import FOLDER, ICONS, NAME, OUT, PACKAGING, PROJECT, VERSION, run


def inno_setup() -> None:
    """OUT/modori-….exe, from packaging/windows/modori.iss; Inno Setup 6 must be installed."""
    usual = Path(os.environ.get("PROGRAMFILES(X86)", ""), "Inno Setup 6", "ISCC.exe")
    compiler = shutil.which("iscc") or (str(usual) if usual.is_file() else None)
    if sys.platform != "win32" or compiler is None:
        sys.exit("The installer needs Windows with Inno Setup 6 (https://jrsoftware.org/isinfo.php).")
    values = {"Version": VERSION, "Folder": FOLDER, "Icon": ICONS / "modori.ico", "Out": OUT, "Name": NAME}
    values |= {"Publisher": PROJECT["publisher"]}
    run(compiler, *(f"/D{key}={value}" for key, value in values.items()), PACKAGING / "windows" / "modori.iss")


def disk_image() -> None:
    """OUT/modori-….dmg, by packaging/macos/make-dmg."""
    if sys.platform != "darwin":
        sys.exit("The disk image needs macOS.")
    run(PACKAGING / "macos" / "make-dmg", OUT / "Modori.app", OUT / f"{NAME}.dmg")
