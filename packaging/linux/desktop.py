"""What a Linux desktop is told of Modori, filled with the program's own name (resources/project.toml)."""

from __future__ import annotations

from freeze.places import PACKAGING, PROJECT, filled


def metainfo(desktop: str = "modori.desktop", icon: str = "modori") -> str:
    """The AppStream description; `desktop` and `icon` are the names under which those two are installed."""
    text = (PACKAGING / "linux" / "modori.metainfo.xml").read_text(encoding="utf-8")
    if not PROJECT["page"]:
        text = "".join(line for line in text.splitlines(keepends=True) if "@PAGE@" not in line)
    return filled(text, desktop=desktop, icon=icon)
