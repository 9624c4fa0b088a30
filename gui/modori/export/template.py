"""The tool's own empty file: its header row, encoding, delimiter and line ends are kept, and filled."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from .presets import Column, FileForm, Preset
from .table import TableError, address_column, read_table


def preset_of_template(base: Preset, path: Path, *, state: str | None = None, word: str = "") -> Preset:
    """`base` with the form of the CSV at `path`: all its columns, the address in its own, `word` in the column `state`.

    Limits of size and rows stay those of `base`. Raises TableError: besides those of `read_table` and
    `address_column` table_is_workbook, table_no_header, table_no_column.
    """
    table = read_table(path)
    if table.sheet is not None:
        raise TableError("table_is_workbook", path=str(path))
    if table.header is None:
        raise TableError("table_no_header", path=str(path))
    names = list(table.header.values)
    address = address_column(table)
    if state is not None and (state not in names or names.index(state) == address):
        raise TableError("table_no_column", column=state, path=str(path), known=", ".join(names))
    columns = tuple(
        Column(name, field="address") if place == address else Column(name, text=word if name == state else "")
        for place, name in enumerate(names)
    )
    encoding = {"utf-16-le": "utf-16", "utf-16-be": "utf-16"}.get(table.encoding, table.encoding)
    form = FileForm(
        columns,
        encoding="utf-8-sig" if table.mark and encoding == "utf-8" else encoding,
        newline=table.newline,
        delimiter=table.delimiter,
        quote_all=table.quote_all,
        rows=base.dead.rows,
        size=base.dead.size,
    )
    return replace(base, dead=form, asked=form, restore=None, takes=base.takes, together=False)
