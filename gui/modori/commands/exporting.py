"""The subcommands `presets`, `export`, `exports`, `readers`, `report`: from decisions to a newsletter tool."""

from __future__ import annotations

import argparse
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from modori.records import Account, Choice, ModoriError, Note
from modori.sentences import tell

from .accounts import named
from .console import DONE, HELD, Language, Say, language, say

if TYPE_CHECKING:
    from modori.export import Preset, Written
    from modori.jobs.outgoing import Plan
    from modori.store import Store


def register(commands: Any) -> None:
    """Add them to the subcommands of a parser."""
    shown = commands.add_parser(
        "presets", help="the newsletter tools for which there is a file, and how it is imported"
    )
    shown.add_argument("--json", action="store_true", help="one JSON object a preset")
    shown.add_argument("preset", nargs="?", metavar="PRESET", help="only this one, with how to import its file")
    shown.set_defaults(run=lambda options: _presets(options, language()))

    export = commands.add_parser("export", help="write the file that a newsletter tool imports")
    export.add_argument("preset", metavar="PRESET", help="see “modori presets”")
    export.add_argument("file", type=Path, metavar="FILE", help="dead addresses; FILE-asked holds who asked to stop")
    export.add_argument("--account", metavar="NAME", help="needed where there are several")
    export.add_argument("--list", metavar="LIST", help="only this newsletter: its List-Id or sender")
    export.add_argument("--choice", type=Choice, choices=list(Choice), default=Choice.UNSUBSCRIBE, metavar="ACTION")
    export.add_argument("--only-new", action="store_true", help="leave out who was exported for this tool before")
    export.add_argument("--restore", action="store_true", help="write FILE-restore too, where the tool can read one")
    export.add_argument("--first", type=int, metavar="N", help="only the first N rows, as a trial")
    export.add_argument("--most", type=int, metavar="N", help="write nothing when there are more than N")
    export.add_argument("--most-percent", type=float, metavar="X", help="… or more than X %% of --readers")
    export.add_argument("--readers", type=int, metavar="N", help="how many readers the list has")
    export.add_argument("--template", type=Path, metavar="CSV", help="the tool's own empty file: its header is kept")
    export.add_argument("--state", metavar="COLUMN=WORD", help="what to write into a column of the template")
    export.set_defaults(run=lambda options: _export(options, language(), say))

    readers = commands.add_parser("readers", help="your subscriber list: who on it fails, and the list without them")
    readers.add_argument(
        "list", type=Path, metavar="LIST", nargs="?",
        help="CSV or XLSX as the newsletter tool exports it; remembered, and read again when it is not given",
    )  # fmt: skip
    readers.add_argument("--account", metavar="NAME", help="needed where there are several")
    readers.add_argument("--write", type=Path, metavar="FILE", help="the cleaned list; FILE-removed holds the rest")
    readers.add_argument("--forget", action="store_true", help="remember no list any more")
    readers.add_argument("--domains", action="store_true", help="how many of each domain's readers fail")
    readers.set_defaults(run=lambda options: _readers(options, language(), say))

    report = commands.add_parser("report", help="one page with numbers and pictures, as HTML")
    report.add_argument("file", type=Path, metavar="FILE")
    report.add_argument("--account", metavar="NAME", help="needed where there are several")
    report.add_argument("--readers", type=int, metavar="N", help="how many readers the list has")
    report.set_defaults(run=lambda options: _report(options, language()))

    history = commands.add_parser("exports", help="what was exported when, and who bounced after it was imported")
    history.add_argument("--account", metavar="NAME", help="needed where there are several")
    history.add_argument("--done", type=int, metavar="ID", help="say that the tool has taken this export")
    history.add_argument("--who", type=int, metavar="ID", help="print the list as it was then")
    history.set_defaults(run=_history)


def _presets(options: argparse.Namespace, language: Language) -> int:
    from modori.export import preset, presets

    for one in [preset(options.preset)] if options.preset else presets():
        if options.json:
            print(json.dumps(_shape(one), ensure_ascii=False))
        elif options.preset:
            print(_told(one, language))
        else:
            sure = tell(Note(f"export_sure_{one.sure}"), language).what
            print(f"{one.id:<16} {one.name[language]} ({sure})")
    return DONE


def _shape(one: Preset) -> dict[str, Any]:
    return {
        "id": one.id,
        "name": dict(one.name),
        "sure": one.sure,
        "source": one.source,
        "takes": sorted(one.takes),
        "format": one.dead.format,
        "encoding": one.dead.encoding,
        "template": one.template,
        "restore": one.restore is not None,
        "how": {language: list(steps) for language, steps in one.how.items()},
        "beware": dict(one.beware) or None,
    }


def _told(one: Preset, language: Language) -> str:
    lines = [one.name[language], f"{tell(Note(f'export_sure_{one.sure}'), language).what}: {one.source}", ""]
    lines += [f"{number}. {step}" for number, step in enumerate([_first(language), *one.how[language]], 1)]
    lines += [f"! {one.beware[language]}"] if one.beware else []
    lines += [f"↩ {one.restore_how[language]}"] if one.restore_how else []
    return "\n".join(lines)


def _first(language: Language) -> str:
    return tell(Note("export_first_yours"), language).what


def _export(options: argparse.Namespace, language: Language, say: Say) -> int:
    from modori.export import preset, preset_of_template
    from modori.jobs.outgoing import carry_out, check_cap, first_rows, plan, still_coming
    from modori.store import Query, Section, Store

    tool = preset(options.preset)
    if options.template:
        column, _, word = (options.state or "").partition("=")
        tool = preset_of_template(tool, options.template, state=column or None, word=word)
    now = datetime.now(UTC)
    with Store() as store:
        account_id = _account(store, options.account).id or 0
        wanted = plan(
            store, account_id, tool, options.choice, _list(store, account_id, options.list), only_new=options.only_new
        )
        if options.choice is Choice.UNSUBSCRIBE:
            try:
                check_cap(wanted, most=options.most, percent=options.most_percent, readers=options.readers)
            except ModoriError as error:
                say(error.note)
                return HELD
        if options.first is not None:
            wanted = first_rows(wanted, max(options.first, 0))
        written, _ = carry_out(store, wanted, tool, options.file, language=language, now=now, restore=options.restore)
        held = len(store.ids(Query(account_id, Section.INCIDENTS)))
        since = still_coming(store.last_bounce(account_id), now)
        if since is not None:
            say(Note("export_still_coming", {"minutes": str(int(since.total_seconds() // 60))}))
    _summary(written, wanted, held, say)
    return HELD if held else DONE


def _summary(written: Written, wanted: Plan, held: int, say: Say) -> None:
    for file in written.files:
        print(f"{file.path}\t{file.what}\t{file.rows}")
    for note in written.told:
        say(note)
    if wanted.before:
        say(Note("export_only_new", {"count": str(wanted.before)}))
    if held:
        say(Note("export_held", {"count": str(held)}))


def _account(store: Store, name: str | None) -> Account:
    if name:
        return named(store, name)
    known = store.accounts()
    if len(known) != 1:
        raise ModoriError("export_which_account", known=", ".join(one.name for one in known) or "–")
    return known[0]


def _list(store: Store, account_id: int, name: str | None) -> int | None:
    if name is None:
        return None
    known = store.lists(account_id, at_most=1)
    found = next((one for one in known if one.name.casefold() == name.casefold()), None)
    if found is None:
        raise ModoriError("export_unknown_list", name=name, known=", ".join(one.name for one in known) or "–")
    return found.id


def _readers(options: argparse.Namespace, language: Language, say: Say) -> int:
    from modori.jobs import reason_words
    from modori.jobs.readers import forget_list, load_list
    from modori.store import Store

    now = datetime.now(UTC)
    with Store() as store:
        account_id = _account(store, options.account).id or 0
        last = store.subscribers.loaded(account_id)
        if options.forget:
            forget_list(store, account_id, now)
            return DONE
        if options.list:
            readers, found = load_list(store, account_id, options.list.absolute(), now)
        elif last is not None:
            readers, found = load_list(store, account_id, last.path, now, last.column)
        else:
            raise ModoriError("export_no_readers")
    if options.domains:
        for domain, count, failing in found.rates:
            print(f"{domain}\t{count}\t{failing}\t{100 * failing / count:.1f}%")
    else:
        for reader, row in found.failing:
            section = row.section.value if row.section else row.choice.value
            reason = reason_words(row.decided_reason or row.reason, row.cause, language)
            print(f"{reader.address}\t{reader.name}\t{section}\t{reason}")
    details = {"readers": str(found.readers), "failing": str(len(found.failing)), "column": readers.column_name()}
    say(Note("export_readers", {**details, "strangers": str(found.strangers)}))
    if options.write:
        done = readers.clean(found.remove, options.write)
        kept, removed = {"path": str(done.kept_path)}, {"removed_path": str(done.removed_path)}
        say(Note("export_cleaned", {**kept, **removed, "kept": str(done.kept), "removed": str(done.removed)}))
    return DONE


def _report(options: argparse.Namespace, language: Language) -> int:
    from modori.export.report_page import write_report
    from modori.jobs.report import report_of
    from modori.store import Store

    with Store() as store:
        account = _account(store, options.account)
        made = report_of(store, account, language, datetime.now(UTC).astimezone(), options.readers)
    write_report(options.file, made, language)
    print(options.file)
    return DONE


def _history(options: argparse.Namespace) -> int:
    from modori.store import Store

    with Store() as store:
        if options.done is not None:
            store.set_imported(options.done, datetime.now(UTC))
        if options.who is not None:
            for one in store.exported(options.who):
                print(f"{one.address}\t{one.cause.value}\t{one.reason or ''}")
            return DONE
        for record in store.exports(_account(store, options.account).id or 0):
            done = record.imported_at.isoformat(" ", "minutes") if record.imported_at else "-"
            shown = (
                record.id,
                f"{record.at:%Y-%m-%d %H:%M}",
                record.preset,
                record.rows,
                done,
                record.back,
                record.path,
            )
            print("\t".join(str(one) for one in shown))
    return DONE
