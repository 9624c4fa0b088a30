"""How each newsletter tool wants its file: data from `resources/exports/*.toml`.

A preset says which columns, words, encoding, line ends and limits a file has, which decisions may go into it, how sure
we are, and how it is imported, in both languages. Its file name is its id. A tool of the user's own is a preset made
of the empty CSV that the tool offers (`template.py`).

Dead addresses and people who asked to stop are never mixed: they go into two files, unless each row says its cause.
"""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any, Literal, cast, get_args

from modori.languages import WHOLE, ByLanguage, name_by_language
from modori.records import Cause, Choice

from .whole_file import ExportError

Format = Literal["csv", "text", "xlsx", "json", "json_lines"]
Sure = Literal["source", "vendor", "unverified"]
"""The importer's source was read; the vendor's or project's page says so; or nobody has checked."""
Field = Literal[
    "address",
    "action",
    "cause",
    "reason",
    "reason_id",
    "sendings",
    "failures",
    "first_seen",
    "last_seen",
    "last_seen_rfc2822",
    "list",
    "diagnostic",
    "decided_by",
    "note",
]
ENCODINGS = ("utf-8", "utf-8-sig", "cp932", "utf-16")


@dataclass(frozen=True, slots=True)
class Column:
    """One column: a field of the decision, a fixed `text`, or a word for each cause.

    `head` is its header; None: the word for the field in the user's language.
    """

    head: str | None
    field: Field | None = None
    text: str | None = None
    words: Mapping[Cause, str] | None = None


@dataclass(frozen=True, slots=True)
class FileForm:
    """The form of one file. `rows` and `size` (bytes) are the most that one file may have: more are split.

    `comment`: a line that begins with it would be skipped. `single_word`: what follows a blank would be cut off.
    """

    columns: tuple[Column, ...]
    format: Format = "csv"
    encoding: str = "utf-8"
    newline: str = "\r\n"
    delimiter: str = ","
    quote_all: bool = False
    header: bool = True
    rows: int | None = None
    size: int | None = None
    comment: str | None = None
    single_word: bool = False

    @property
    def for_people(self) -> bool:
        """Whether people read the file, rather than a tool: then an address that no tool could use still has a row."""
        return any(column.field == "cause" for column in self.columns)

    @property
    def suffix(self) -> str:
        """The usual ending of such a file's name."""
        return {"text": ".txt", "json_lines": ".jsonl"}.get(self.format, f".{self.format}")


@dataclass(frozen=True, slots=True)
class Preset:
    """One tool. Texts are by language; `how` has one sentence a step.

    `asked` is the form of the file with those who asked to stop. `together`: one file for all, each row says its cause.
    `takes`: the decisions that may ever go in. `restore` makes the tool mail these readers again. `template`: the
    tool's own empty file is the safer way. `sent_with`: ids of `resources/providers/senders.toml`.
    """

    id: str
    name: ByLanguage[str]
    sure: Sure
    source: str
    how: ByLanguage[Sequence[str]]
    dead: FileForm
    asked: FileForm
    takes: frozenset[Choice] = frozenset({Choice.UNSUBSCRIBE})
    together: bool = False
    restore: FileForm | None = None
    restore_how: ByLanguage[str] = field(default_factory=ByLanguage[str])
    beware: ByLanguage[str] = field(default_factory=ByLanguage[str])
    template: bool = False
    sent_with: tuple[str, ...] = ()

    def form(self, cause: Cause) -> FileForm:
        """The form of the file in which rows of this cause go."""
        return self.dead if cause is Cause.FAILED or self.together else self.asked

    def tells(self, fields: Collection[Field]) -> bool:
        """Whether one of these fields stands in any of its files."""
        forms = [self.dead, self.asked, *([self.restore] if self.restore else [])]
        return any(column.field in fields for form in forms for column in form.columns)

    def strict_forms(self) -> dict[Cause, FileForm | None]:
        """`form` of each cause; None for a file that people read, which holds every address, made harmless."""
        forms = {cause: self.form(cause) for cause in Cause}
        return {cause: None if form.for_people else form for cause, form in forms.items()}


GENERIC = ("csv", "xlsx", "plain", "json")


@cache
def presets() -> tuple[Preset, ...]:
    """All bundled presets: those for no tool in particular first, then the tools by name."""
    folder = files("modori_resources").joinpath("exports")
    read = [
        preset_of(path.name.removesuffix(".toml"), tomllib.loads(path.read_text(encoding="utf-8")))
        for path in folder.iterdir()
        if path.name.endswith(".toml")
    ]
    order = {name: place for place, name in enumerate(GENERIC)}
    return tuple(sorted(read, key=lambda one: (order.get(one.id, len(order)), one.name["en"].casefold())))


def preset(wanted: str) -> Preset:
    """The preset with this id. Raises ExportError (export_unknown_tool) where there is none."""
    found = next((one for one in presets() if one.id == wanted), None)
    if found is None:
        raise ExportError("export_unknown_tool", tool=wanted)
    return found


def preset_for(sent_with: str | None) -> Preset | None:
    """The preset of what the user sends with (see `Preset.sent_with`), if it has one."""
    return next((one for one in presets() if sent_with and sent_with in one.sent_with), None)


def preset_of(name: str, data: Mapping[str, Any]) -> Preset:
    """A preset from its TOML table. Raises ValueError where it breaks a rule of this module."""
    dead = _form(data["file"])
    restore = data.get("restore")
    made = Preset(
        id=name,
        name=name_by_language(data["name"]),
        sure=data["sure"],
        source=data["source"],
        how=ByLanguage(data["how"]),
        dead=dead,
        asked=_form({**data["file"], **data["asked"]}) if "asked" in data else dead,
        takes=frozenset(Choice(one) for one in data.get("takes", ("unsubscribe",))),
        together=data.get("together", False),
        restore=_form({**data["file"], **restore}) if restore else None,
        restore_how=ByLanguage(restore["how"] if restore else {}),
        beware=ByLanguage(data.get("beware", {})),
        template=data.get("template", False),
        sent_with=tuple(data.get("sent_with", ())),
    )
    _check(made)
    return made


_FORM = frozenset(FileForm.__dataclass_fields__) - {"columns", "newline"}


def _form(data: Mapping[str, Any]) -> FileForm:
    shape: Format = data.get("format", "csv")
    known = {name: data[name] for name in _FORM & data.keys()}
    newline = {"lf": "\n", "crlf": "\r\n"}[data.get("newline", "lf" if shape == "text" else "crlf")]
    if shape == "text":
        known["header"] = False
    return FileForm(columns=tuple(_column(one) for one in data["columns"]), newline=newline, **known)


def _column(data: Mapping[str, Any]) -> Column:
    words = cast("Mapping[str, str] | None", data.get("words"))
    return Column(
        data.get("head"),
        data.get("field"),
        data.get("text"),
        {Cause(cause): word for cause, word in words.items()} if words else None,
    )


def _check(one: Preset) -> None:
    for form in filter(None, (one.dead, one.asked, one.restore)):
        if form.format not in get_args(Format) or form.encoding not in ENCODINGS:
            raise ValueError(f"{one.id}: unknown format {form.format} or encoding {form.encoding}")
        if sum(column.field == "address" for column in form.columns) != 1:
            raise ValueError(f"{one.id}: a file has one column with the address")
        for column in form.columns:
            _check_column(one, column, header=form.header)
    if one.sure not in get_args(Sure) or any(not one.how.get(language) for language in WHOLE):
        raise ValueError(f"{one.id}: say how sure it is, and how it is imported, in {' and '.join(WHOLE)}")
    if one.together and not any(column.field == "cause" or column.words for column in one.dead.columns):
        raise ValueError(f"{one.id}: dead addresses and people who asked to stop are mixed, and no column tells them")
    if one.takes - {Choice.UNSUBSCRIBE} and one.id not in GENERIC:
        raise ValueError(f"{one.id}: a tool's file takes nothing but what is to be unsubscribed")


def _check_column(one: Preset, column: Column, *, header: bool) -> None:
    given = [column.field is not None, column.text is not None, column.words is not None]
    if sum(given) != 1 or (column.field is not None and column.field not in get_args(Field)):
        raise ValueError(f"{one.id}: a column has a known field, a text, or words")
    if column.words is not None and set(column.words) != set(Cause):
        raise ValueError(f"{one.id}: a column with words has one for each cause")
    if header and column.head is None and column.field is None:
        raise ValueError(f"{one.id}: a column has a header")
