"""Reads mails from files: single mails, folders, Maildir, mbox, ZIP and standard input (DESIGN §6).

Error lists (CSV, JSON) and Postfix logs are read, too, each failure as a small report (see `reported`). What can not be
read becomes a note instead of an exception: one broken file must not end the run.
"""

from __future__ import annotations

import io
import os
import stat
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO

from ..records import Handed, Note
from . import archives
from .error_lists import MAX_BYTES, SUFFIXES, NotAListError, read_csv, read_json
from .mbox import MAX_MAIL, is_mbox, split
from .postfix_log import is_log, read_log
from .reported import as_mail

_BEGINNING = 4096
_OUTLOOK = {b"\xd0\xcf\x11\xe0": "file_outlook_mail", b"!BDN": "file_outlook_store"}
_INDEXES = (".msf",)  # Thunderbird's, beside its folders


@dataclass(frozen=True, slots=True)
class FoundMail(Handed):
    """One mail of a file. `source` is the path as it was found below the given one, "-" for standard input.

    `index` counts the mails of an mbox, or the failures of a list. With a `note` the mail could not be read, or only in
    part.
    """

    source: str
    index: int
    raw: bytes
    note: Note | None = None


def read_paths(paths: Iterable[Path]) -> Iterator[FoundMail]:
    """All mails of `paths` in their order; folders are read recursively and sorted, without hidden files.

    Of a Maildir (a folder with `cur` and `new`) only those two are read. A file outside of a Maildir is an
    mbox when it begins with a From_ line and is not called .eml, an error list by its name, a Postfix log by its first
    lines, and one mail otherwise. In a ZIP file it is the same. "-" is standard input.
    """
    for path in paths:
        if str(path) == "-":
            yield from _read_stream("-", _buffered(sys.stdin.buffer))
        elif path.is_dir():
            yield from _read_folder(path)
        else:
            yield from _read_file(path)


def _read_folder(folder: Path, *, maildir: bool = False) -> Iterator[FoundMail]:
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as error:
        yield _unreadable(folder, error)
        return
    names = {entry.name for entry in entries}
    is_maildir = {"cur", "new"} <= names
    if is_maildir:
        entries = [entry for entry in entries if entry.name in ("cur", "new")]
    for entry in entries:
        if entry.name.startswith(".") or entry.name.endswith(_INDEXES):
            continue
        path = folder / entry.name
        # A link to a folder could lead round in a circle.
        if entry.is_dir(follow_symlinks=False):
            yield from _read_folder(path, maildir=is_maildir)
        elif not entry.is_dir():
            yield from _read_file(path, maildir=maildir)


def _read_file(path: Path, *, maildir: bool = False) -> Iterator[FoundMail]:
    # A mail with a From_ line before its headers may quote another such mail: only an mbox is split.
    one = maildir or path.suffix.lower() == ".eml"
    try:
        # A pipe or a device in a folder would be waited for.
        if not stat.S_ISREG(path.stat().st_mode):
            yield FoundMail(str(path), 0, b"", Note("file_not_a_file", {"path": str(path)}))
            return
        with path.open("rb") as stream:
            beginning = stream.peek(_BEGINNING)
            if not one and beginning.startswith(archives.MAGIC):
                yield from _read_archive(path)
            else:
                yield from _read_any(str(path), stream, path.stat().st_mtime, one=one)
    except OSError as error:
        yield _unreadable(path, error)


def _read_archive(path: Path) -> Iterator[FoundMail]:
    with archives.opened(path) as (entries, note):
        for name, written, stream in entries:
            source = f"{path}/{name}"
            try:
                yield from _read_any(source, _buffered(stream), written, one=name.lower().endswith(".eml"))
            except archives.BROKEN as error:
                yield FoundMail(source, 0, b"", archives.why(source, error))
    if note:
        yield FoundMail(str(path), 0, b"", note[0])


def _read_any(source: str, stream: io.BufferedReader, written: float, *, one: bool) -> Iterator[FoundMail]:
    """What a file holds; `written` is its time, in seconds since 1970."""
    beginning = stream.peek(_BEGINNING)
    for magic, code in _OUTLOOK.items():
        if beginning.startswith(magic):
            yield FoundMail(source, 0, b"", Note(code, {"path": source}))
            return
    if one or is_mbox(beginning):
        yield from _read_stream(source, stream, one=one)
    elif source.lower().endswith(SUFFIXES):
        yield from _read_list(source, stream)
    elif is_log(beginning):
        moment = datetime.fromtimestamp(written).astimezone()
        for index, told in enumerate(read_log(stream, moment)):
            yield FoundMail(source, index, as_mail(told))
    else:
        yield from _read_stream(source, stream)


def _read_list(source: str, stream: io.BufferedReader) -> Iterator[FoundMail]:
    data = stream.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        yield FoundMail(
            source, 0, b"", Note("file_list_too_large", {"path": source, "megabytes": str(MAX_BYTES >> 20)})
        )
        return
    reader = read_csv if source.lower().endswith((".csv", ".tsv")) else read_json
    index = -1
    try:
        for index, told in enumerate(reader(data)):
            yield FoundMail(source, index, as_mail(told))
    except NotAListError as error:
        yield FoundMail(source, index + 1, b"", Note("file_no_list", {"path": source, "error": str(error)}))
        return
    if index < 0:
        yield FoundMail(source, 0, b"", Note("file_no_list", {"path": source, "error": ""}))


def _read_stream(source: str, stream: io.BufferedReader, *, one: bool = False) -> Iterator[FoundMail]:
    if is_mbox(stream.peek(_BEGINNING)):
        if one:
            stream.readline()
            yield from _read_one(source, stream)
            return
        index = 0
        try:
            for index, (raw, cut) in enumerate(split(stream)):
                yield FoundMail(source, index, raw, _cut(source) if cut else None)
        except OSError as error:
            yield FoundMail(source, index + 1, b"", _note(source, error))
        return
    yield from _read_one(source, stream)


def _read_one(source: str, stream: io.BufferedReader) -> Iterator[FoundMail]:
    raw = stream.read(MAX_MAIL + 1)
    if not raw.strip():
        yield FoundMail(source, 0, b"", Note("file_empty", {"path": source}))
        return
    yield FoundMail(source, 0, raw[:MAX_MAIL], _cut(source) if len(raw) > MAX_MAIL else None)


def _buffered(stream: IO[bytes]) -> io.BufferedReader:
    if isinstance(stream, io.BufferedReader):
        return stream
    return io.BufferedReader(stream)  # type: ignore[type-var]


def _cut(source: str) -> Note:
    return Note("file_cut", {"path": source, "megabytes": str(MAX_MAIL // 1024 // 1024)})


def _note(source: str, error: OSError) -> Note:
    code = "file_missing" if isinstance(error, FileNotFoundError) else "file_unreadable"
    return Note(code, {"path": source, "error": error.strerror or type(error).__name__})


def _unreadable(path: Path, error: OSError) -> FoundMail:
    return FoundMail(str(path), 0, b"", _note(str(path), error))
