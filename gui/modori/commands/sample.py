"""The subcommand `modori sample`: the main job on the sample mailbox, and what `modori` does without a screen."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from modori.records import ModoriError
from modori.sentences import tell

from .console import DONE, NOTHING_DONE, language, say, say_text, use_utf8, words

if TYPE_CHECKING:
    from modori.jobs import Progress
    from modori.store import RecipientRow, Store


def register(commands: Any) -> None:
    """Add it to the subcommands of a parser."""
    sample = commands.add_parser("sample", help="read the sample mailbox: list and CSV in the terminal")
    sample.add_argument("--from", dest="folder", type=Path, metavar="DIR", help="mails of this folder instead")
    sample.add_argument("--csv", type=Path, metavar="FILE", help="where the unsubscribe list is written")
    sample.set_defaults(run=lambda options: sample_in_terminal(options.folder, options.csv))


def no_screen() -> int:
    """What `modori` does without a screen: it says so, and shows the main job on the sample mailbox."""
    use_utf8()
    say_text(words("cli_no_screen") + "\n")
    try:
        return sample_in_terminal()
    except ModoriError as error:
        say(error.note)
        return NOTHING_DONE


def sample_in_terminal(folder: Path | None = None, csv: Path | None = None) -> int:
    """Scan the sample mailbox (or the mails of `folder`), print the list, write the CSV; returns the exit code."""
    import tempfile
    from datetime import UTC, datetime

    from platformdirs import user_data_path

    from modori.export import preset, write
    from modori.jobs import CancelToken, export_rows, open_sample
    from modori.records import Choice
    from modori.rules import load_bundled
    from modori.store import Store

    target = csv or user_data_path("modori", appauthor=False) / "sample" / "unsubscribe.csv"
    if csv is None:
        target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="modori-") as place, Store(Path(place) / "sample.sqlite3") as store:
        _, report = open_sample(
            store,
            "Sample",
            load_bundled(),
            now=datetime.now(UTC),
            progress=_show_progress,
            cancel=CancelToken(),
            folder=folder,
        )
        print(
            words(
                "cli_sample_read",
                read=report.read,
                bounces=report.bounces,
                failures=report.failures,
                others=report.others,
                unreadable=report.unreadable,
            )
            + "\n"
        )
        _print_list(store, report.account_id)
        rows = store.to_export(report.account_id, Choice.UNSUBSCRIBE)
        written = write(preset("csv"), target, export_rows(rows, language()), language=language())
    print(words("cli_sample_saved", rows=written.rows, path=written.path))
    return DONE


def _show_progress(progress: Progress) -> None:
    if sys.stderr.isatty():
        say_text(words("cli_progress", read=progress.done, failures=progress.failures))


def _print_list(store: Store, account_id: int) -> None:
    from modori.store import Query, Section

    for section in Section:
        if section is Section.NOT_BOUNCES:
            continue
        rows = store.rows(store.ids(Query(account_id=account_id, section=section)))
        if rows:
            print(f"{words(f'section_{section.value}')}: {len(rows)}")
            for line in _lines(rows):
                print(line)
            print()


def _lines(rows: Sequence[RecipientRow]) -> Iterable[str]:
    from modori.jobs import reason_words

    width = min(40, max(len(row.address) for row in rows))
    for row in rows:
        yield f"    {row.address:<{width}}  {reason_words(row.reason, row.cause, language())}"
        yield f"    {'':<{width}}  {tell(row.why, language())}"
