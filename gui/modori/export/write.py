"""Writes decisions as a preset wants them: dead and asked apart, split where the tool has limits, whole or not at all.

`FILE` holds the dead addresses, `FILE-asked` those who asked to stop, `FILE-2` … what did not fit any more, and
`FILE-restore` (where it is wanted and the tool can read one) makes the tool mail the dead ones again. Nothing appears
before all of it is written.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from modori.languages import Language
from modori.records import Cause, Note

from .cells import address_cell
from .columns import ExportRow
from .parts import Part, part
from .presets import FileForm, Preset
from .whole_file import ExportError, whole_file

What = Literal["dead", "asked", "all", "restore"]
EXAMPLES = 5
_BLANK = re.compile(r"\s")


@dataclass(frozen=True, slots=True)
class WrittenFile:
    """A file that now exists, what is in it, and how many rows it has besides the header."""

    path: Path
    rows: int
    what: What


@dataclass(frozen=True, slots=True)
class Written:
    """All files of one export. `told` says which rows are in none of them and why: nothing is dropped silently."""

    files: tuple[WrittenFile, ...]
    told: tuple[Note, ...] = ()

    @property
    def rows(self) -> int:
        """Rows in all files but the restore file."""
        return sum(one.rows for one in self.files if one.what != "restore")

    @property
    def path(self) -> Path:
        """The first file."""
        return self.files[0].path


def write(
    preset: Preset, path: Path, rows: Iterable[ExportRow], *, language: Language = "en", restore: bool = False
) -> Written:
    """Write `rows` for the tool of `preset`, beginning at `path` (see the head of this module).

    `FILE` is written also without a row, and `FILE-asked` where one is there from before: what a script imports next
    must not be yesterday's. Raises ExportError: export_not_for_tool (a decision that must never go into this
    tool's file), export_disk_full, export_denied, export_no_folder, export_is_folder, export_not_a_file,
    export_bad_name, export_failed. Whatever `rows` raises passes through. Then nothing is left behind.
    """
    with ExitStack() as stack:
        job = _Job(preset, path, language, stack)
        for row in rows:
            job.add(row, restore=restore)
        return job.end()


class _Job:
    def __init__(self, preset: Preset, path: Path, language: Language, stack: ExitStack) -> None:
        self._preset, self._path, self._stack = preset, path, stack
        self._language: Language = language
        self._series: dict[What, _Series] = {}
        self._misfits: dict[str, list[str]] = {}
        self._counts: Counter[str] = Counter()
        self._forms = preset.strict_forms()
        self._of("all" if preset.together else "dead")

    def add(self, row: ExportRow, *, restore: bool) -> None:
        preset = self._preset
        if row.choice not in preset.takes:
            raise ExportError(
                "export_not_for_tool", tool=preset.name[self._language], action=row.choice.value, address=row.address
            )
        code = misfit(row.address, self._forms[row.cause])
        if code is not None:
            self._counts[code] += 1
            if self._counts[code] <= EXAMPLES:
                self._misfits.setdefault(code, []).append(row.address)
            return
        what: What = "all" if preset.together else "dead" if row.cause is Cause.FAILED else "asked"
        self._of(what).add(row)
        # Who asked to stop must never be mailed again by our doing.
        if restore and preset.restore and row.cause is Cause.FAILED:
            self._of("restore").add(row)

    def _of(self, what: What) -> _Series:
        if what not in self._series:
            forms: dict[What, FileForm] = {"asked": self._preset.asked}
            if self._preset.restore:
                forms["restore"] = self._preset.restore
            place = beside(self._path, f"-{what}" if what in ("asked", "restore") else "")
            form = forms.get(what, self._preset.dead)
            self._series[what] = _Series(form, what, place, self._language, self._stack)
        return self._series[what]

    def end(self) -> Written:
        if not self._preset.together and beside(self._path, "-asked").exists():
            self._of("asked")
        order: Sequence[What] = ("dead", "all", "asked", "restore")
        files = [one for what in order if what in self._series for one in self._series[what].end()]
        told = [
            Note(code, {"count": str(self._counts[code]), "addresses": _shown(some, self._counts[code])})
            for code, some in self._misfits.items()
        ]
        replaced = sum(one.replaced for one in self._series.values())
        if replaced:
            told.append(Note("export_replaced", {"count": str(replaced), "encoding": self._preset.dead.encoding}))
        return Written(tuple(files), tuple(told))


def beside(path: Path, ending: str) -> Path:
    """The file beside `path` whose name has `ending` before the suffix."""
    return path.with_name(f"{path.stem}{ending}{path.suffix}") if ending else path


def _shown(addresses: Sequence[str], count: int) -> str:
    visible = ", ".join(address_cell(address) for address in addresses)
    return f"{visible}, …" if count > len(addresses) else visible


class _Series:
    """The parts of one file."""

    def __init__(self, form: FileForm, what: What, path: Path, language: Language, stack: ExitStack) -> None:
        self._form, self._path, self._stack = form, path, stack
        self._what: What = what
        self._language: Language = language
        self._counts: list[int] = []
        self.replaced = 0
        self._part = self._next()

    def _name(self, number: int) -> Path:
        return self._path if number == 1 else beside(self._path, f"-{number}")

    def _next(self) -> Part:
        file = self._stack.enter_context(whole_file(self._name(len(self._counts) + 1)))
        self._counts.append(0)
        return part(self._form, file, self._language)

    def add(self, row: ExportRow) -> None:
        if not self._part.add(row):
            self._end_part()
            self._part = self._next()
            self._part.add(row)
        self._counts[-1] += 1

    def _end_part(self) -> None:
        self._part.end()
        self.replaced += self._part.replaced

    def end(self) -> list[WrittenFile]:
        self._end_part()
        return [WrittenFile(self._name(place), rows, self._what) for place, rows in enumerate(self._counts, 1)]


def misfit(address: str, form: FileForm | None) -> str | None:
    """Why an address cannot go into a tool's file as what it is, as the code of a sentence; None when it can.

    `form` is one of `Preset.strict_forms`: nothing takes anybody off a list by a file for people.
    """
    if form is None:
        return None
    if not address or address_cell(address) != address:
        return "export_left_hostile"
    if form.format == "text" and _BLANK.search(address):
        return "export_left_blank"
    if form.comment and address.startswith(form.comment):
        return "export_left_comment"
    try:
        address.encode(form.encoding)
    except UnicodeEncodeError:
        return "export_left_encoding"
    return None
