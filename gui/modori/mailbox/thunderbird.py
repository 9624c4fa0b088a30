"""Thunderbird's local folders: where its profiles lie, and which mbox files are in them."""

from __future__ import annotations

import configparser
import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class LocalFolder:
    """A folder of Thunderbird as a file: `name` with the folders above it, its size in bytes."""

    name: str
    path: Path
    size: int


def local_folders() -> list[LocalFolder]:
    """The mail folders of all of this user's profiles that lie on this computer and hold something, by name."""
    found = [folder for profile in profiles() for folder in folders_of(profile)]
    return sorted(found, key=lambda folder: folder.name.casefold())


def profiles() -> list[Path]:
    """The profiles that Thunderbird's own list names (profiles.ini)."""
    found: list[Path] = []
    for home in _homes():
        listed = configparser.ConfigParser(interpolation=None, strict=False)
        try:
            listed.read(home / "profiles.ini", encoding="utf-8")
        except (configparser.Error, UnicodeDecodeError):
            continue
        for section in listed.sections():
            path = listed.get(section, "Path", fallback="")
            if section.startswith("Profile") and path:
                place = home / path if listed.get(section, "IsRelative", fallback="1") == "1" else Path(path)
                if place.is_dir() and place not in found:
                    found.append(place)
    return found


def _homes() -> list[Path]:
    """Where Thunderbird keeps its profiles: as a package, a snap, a flatpak; on Windows and macOS."""
    home = Path.home()
    if sys.platform == "win32":
        return [Path(os.environ.get("APPDATA", home / "AppData" / "Roaming"), "Thunderbird")]
    if sys.platform == "darwin":
        return [home / "Library" / "Thunderbird"]
    return [
        home / ".thunderbird",
        home / "snap" / "thunderbird" / "common" / ".thunderbird",
        home / ".var" / "app" / "org.mozilla.Thunderbird" / ".thunderbird",
    ]


def folders_of(profile: Path) -> Iterator[LocalFolder]:
    """The mbox files of a profile: each has an index beside it (.msf)."""
    for root in ("Mail", "ImapMail"):
        for index in sorted((profile / root).rglob("*.msf")):
            path = index.with_suffix("")
            try:
                size = path.stat().st_size if path.is_file() else 0
            except OSError:
                continue
            if size:
                parts = [part.removesuffix(".sbd") for part in path.relative_to(profile / root).parts]
                yield LocalFolder("/".join(parts), path, size)
