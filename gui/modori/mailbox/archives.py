"""The files inside a ZIP archive, one after the other, as streams. Nothing is unpacked onto the disk."""

from __future__ import annotations

import time
import zipfile
import zlib
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import IO

from ..records import Note

MAGIC = b"PK\x03\x04"
BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError)
"""What reading an entry may raise: broken, an unknown method, or locked by a password (RuntimeError)."""

Entry = tuple[str, float, IO[bytes]]


@contextmanager
def opened(path: Path) -> Generator[tuple[Iterator[Entry], list[Note]]]:
    """Name, time (seconds since 1970) and content of each file inside, sorted; and, after them, what went wrong.

    Hidden files, those of macOS and archives inside the archive are left out. Raises OSError.
    """
    notes: list[Note] = []
    try:
        archive = zipfile.ZipFile(path)
    except BROKEN as error:
        yield iter(()), [why(str(path), error)]
        return
    with archive:
        yield _entries(archive, str(path), notes), notes


def _entries(archive: zipfile.ZipFile, path: str, notes: list[Note]) -> Iterator[Entry]:
    for info in sorted(archive.infolist(), key=lambda one: one.filename):
        parts = PurePosixPath(info.filename).parts
        if info.is_dir() or any(part.startswith((".", "__MACOSX")) for part in parts) or not parts:
            continue
        try:
            with archive.open(info) as stream:
                yield info.filename, _written(info), stream
        except BROKEN as error:
            notes[:] = [why(f"{path}/{info.filename}", error)]


def _written(info: zipfile.ZipInfo) -> float:
    try:
        return time.mktime((*info.date_time, 0, 0, -1))
    except (ValueError, OverflowError):
        return time.time()


def why(path: str, error: BaseException) -> Note:
    """The sentence for an error of BROKEN."""
    locked = isinstance(error, RuntimeError) and not isinstance(error, NotImplementedError)
    return Note("file_zip_locked" if locked else "file_zip_broken", {"path": path, "error": str(error)[:200]})
