"""A file that is there as a whole or not at all, whatever happens while it is written."""

from __future__ import annotations

import errno
import os
import stat
import tempfile
from collections.abc import Generator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from modori.records import ModoriError


class ExportError(ModoriError):
    """The file could not be written; nothing was left behind. Codes: `resources/messages/export.toml`."""


_CODES = {
    errno.ENOSPC: "export_disk_full",
    errno.EDQUOT: "export_disk_full",
    errno.EFBIG: "export_disk_full",
    errno.EACCES: "export_denied",
    errno.EPERM: "export_denied",
    errno.EROFS: "export_denied",
    errno.EBUSY: "export_denied",
    errno.ENOENT: "export_no_folder",
    errno.ENOTDIR: "export_no_folder",
    errno.EISDIR: "export_is_folder",
    errno.ENAMETOOLONG: "export_bad_name",
    errno.EINVAL: "export_bad_name",
}


def _error(error: OSError, path: Path) -> ExportError:
    code = _CODES.get(error.errno or 0, "export_failed")
    return ExportError(code, path=_readable(path), folder=_readable(path.parent), error=error.strerror or str(error))


def _readable(path: Path) -> str:
    return str(path).encode("utf-8", "replace").decode("utf-8")


@contextmanager
def whole_file(path: Path) -> Generator[BinaryIO]:
    """A file to write bytes to; it becomes `path` when the block ends well.

    It is written beside `path`, flushed to the disk and renamed. When anything goes wrong (also a
    cancel), it is removed, and what was at `path` before is untouched. A link is followed. A new file is for
    its owner only, since it holds addresses; one that is replaced hands on its mode. Raises ExportError.
    """
    try:
        target = Path(os.path.realpath(path))
        mode = _mode_of(target)
        number, name = tempfile.mkstemp(prefix=".modori-", suffix=".tmp", dir=target.parent)
    except ValueError as error:  # a NUL in the name
        raise ExportError("export_bad_name", path=_readable(path)) from error
    except OSError as error:
        raise _error(error, path) from error
    temporary = Path(name)
    file = open(number, "wb")  # noqa: PTH123, SIM115 (an open file, closed below)
    try:
        yield file
        file.flush()
        os.fsync(number)
        file.close()
        if mode is not None:
            temporary.chmod(mode)
        temporary.replace(target)
    except BaseException as error:
        # Closing writes what is left, which fails again on a full disk.
        with suppress(OSError):
            file.close()
        with suppress(OSError):
            temporary.unlink()
        if isinstance(error, OSError):
            raise _error(error, path) from error
        raise
    _sync_folder(target.parent)


def _mode_of(target: Path) -> int | None:
    """The mode of the file that will be replaced; refuses folders, devices and the like."""
    try:
        mode = target.stat().st_mode
    except FileNotFoundError:
        return None
    if stat.S_ISDIR(mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
    if not stat.S_ISREG(mode):
        raise ExportError("export_not_a_file", path=_readable(target))
    if not os.access(target, os.W_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
    return stat.S_IMODE(mode)


def _sync_folder(folder: Path) -> None:
    """Make the rename last through a power cut, where the system can (Windows cannot open folders)."""
    with suppress(OSError):
        number = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(number)
        finally:
            os.close(number)
