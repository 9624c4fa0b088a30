"""The presets: each as a golden file that names its source, and what holds for all of them."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from modori.export import ExportError, ExportRow, Preset, Written, preset, preset_for, presets, write
from modori.export.cells import address_cell
from modori.export.presets import preset_of
from modori.records import Cause, Choice
from modori.sentences import tell

GOLDEN = Path(__file__).parent / "golden"
JAPAN = timezone(timedelta(hours=9))
IDS = [one.id for one in presets()]


def row(address: str, cause: Cause = Cause.FAILED, **more) -> ExportRow:
    facts = {
        "reason_words": "宛先不明",
        "reason": "user_unknown",
        "sendings": 2,
        "failures": 3,
        "first_seen": datetime(2026, 5, 3, 9, 5, tzinfo=JAPAN),
        "last_seen": datetime(2026, 5, 10, 23, 59, tzinfo=JAPAN),
        "list_name": "news.example.com",
        "diagnostic": f"550 5.1.1 <{address}>: User unknown, 利用者がいません",
    }
    return ExportRow(address, Choice.UNSUBSCRIBE, cause, **{**facts, **more})


ROWS = [
    row("#hash@example.jp"),
    row('"a blank"@example.jp'),
    row("=cmd|calc@example.jp"),
    row("dots..and.@docomo.example.jp"),
    row("hidden\u200b@example.jp"),
    row("plus+tag@example.com"),
    row("δοκιμή@παράδειγμα.example"),
    row("stops@example.jp", Cause.REQUEST, reason=None, reason_words="本人からの停止依頼", diagnostic=None),
    row("tells@example.jp", Cause.COMPLAINT, reason=None, reason_words="迷惑メールとして報告", diagnostic=None),
]


def told(path: Path, wanted: Preset) -> list[str]:
    """The lines of a file, one for each in the golden file, with everything that is not plain escaped."""
    raw = path.read_bytes()
    if wanted.dead.format == "xlsx":
        sheet = load_workbook(path).active
        return [repr(list(cells)) for cells in sheet.iter_rows(values_only=True)]
    return [repr(line)[1:] for line in raw.splitlines(keepends=True)]


@pytest.mark.parametrize("name", IDS)
def test_golden(name: str, tmp_path: Path) -> None:
    wanted = preset(name)
    written = write(wanted, tmp_path / f"list{wanted.dead.suffix}", ROWS, language="ja", restore=True)
    lines = [f"source ({wanted.sure}): {wanted.source}"]
    for file in written.files:
        lines += ["", f"{file.path.name}: {file.what}, {file.rows}", *told(file.path, wanted)]
    lines += ["", *(str(tell(note)) for note in written.told)]
    made = "\n".join(lines).strip() + "\n"
    golden = GOLDEN / f"{name}.txt"
    (tmp_path / golden.name).write_text(made, encoding="utf-8")
    assert golden.is_file(), f"Read {tmp_path / golden.name}; where each byte is right, copy it to {golden}"
    assert made == golden.read_text(encoding="utf-8")


def test_every_tool_of_the_facts_has_a_preset() -> None:
    wanted = (
        "listmonk mailchimp mautic phplist sendy brevo mailerlite campaignmonitor constantcontact activecampaign"
        " hubspot sendgrid mailgun amazonses mailman2 mailman3 sympa mailtrain ghost mailpoet acymailing blastmail"
        " haihaimail cuenote combz curumeru arara imail listfinder supermailer cleverreach rapidmail"
        " plain csv xlsx json"
    )
    assert set(IDS) >= set(wanted.split())
    assert IDS[:4] == ["csv", "xlsx", "plain", "json"]


def test_what_the_user_sends_with_names_its_preset() -> None:
    from modori.window.senders import senders

    known = {one.id for one in senders()}
    assert {sender for one in presets() for sender in one.sent_with} <= known
    found = preset_for("blastmail")
    assert found is not None
    assert found.id == "blastmail"
    assert preset_for("mail-program") is preset_for(None) is None


@pytest.mark.parametrize("name", IDS)
def test_only_what_is_to_be_unsubscribed_goes_into_a_tools_file(name: str, tmp_path: Path) -> None:
    wanted = preset(name)
    kept = row("alive@example.jp")._replace(choice=Choice.RETRY)
    if Choice.RETRY in wanted.takes:
        assert name in ("csv", "xlsx", "plain", "json")
        return
    with pytest.raises(ExportError) as caught:
        write(wanted, tmp_path / "list.csv", [*ROWS, kept])
    assert caught.value.note.code == "export_not_for_tool"
    assert "alive@example.jp" in str(tell(caught.value.note, "ja"))
    assert list(tmp_path.iterdir()) == []


def decode(path: Path, wanted: Preset) -> list[list[str]]:
    text = path.read_bytes().decode(wanted.dead.encoding)
    if wanted.dead.format == "text":
        return [[line] for line in text.split(wanted.dead.newline)[:-1]]
    return list(csv.reader(io.StringIO(text, newline=""), strict=True))[wanted.dead.header :]


def addresses(written: Written, wanted: Preset, what: str) -> list[str]:
    column = next(place for place, one in enumerate(wanted.dead.columns) if one.field == "address")
    return [line[column] for file in written.files if file.what == what for line in decode(file.path, wanted)]


LINES = [one for one in presets() if one.dead.format in ("csv", "text")]
HOSTILE = st.one_of(
    st.text(st.characters(codec=None), min_size=1, max_size=12).map(lambda text: f"{text}@example.jp"),
    st.text(st.characters(codec=None), min_size=1, max_size=20),
    st.text("=+-@#\t\r\n;,\"' \u200b\u202e\ufeff|!(", min_size=1, max_size=9),
)


@settings(max_examples=50)
@given(st.sampled_from(LINES), st.lists(st.tuples(HOSTILE, st.sampled_from(Cause), HOSTILE), max_size=6))
def test_nobody_else_is_named_and_nobody_is_lost(tmp_path_factory: pytest.TempPathFactory, wanted, people) -> None:
    """Whatever the addresses are: those in a tool's file are exactly what they were, the others are counted."""
    rows = [row(address, cause, diagnostic=said) for address, cause, said in people]
    path = tmp_path_factory.mktemp("any") / "list.csv"
    written = write(wanted, path, rows, language="ja")
    dead = [address for address, cause, _ in people if cause is Cause.FAILED or wanted.together]
    asked = [address for address, cause, _ in people if cause is not Cause.FAILED and not wanted.together]
    left = sum(int(note.details["count"]) for note in written.told if note.code.startswith("export_left_"))
    if wanted.dead.for_people:
        assert addresses(written, wanted, "all") == [address_cell(one) for one in dead]
        assert left == 0
        return
    main = "all" if wanted.together else "dead"
    for what, given_ in ((main, dead), ("asked", asked)):
        left_over = iter(given_)
        assert all(one in left_over for one in addresses(written, wanted, what))  # a subsequence, unchanged
    assert written.rows + left == len(people)


@settings(max_examples=50)
@given(st.lists(st.tuples(HOSTILE, HOSTILE), max_size=4))
def test_a_workbook_runs_nothing_and_json_is_plain(tmp_path_factory: pytest.TempPathFactory, people) -> None:
    rows = [row(address, note=said) for address, said in people]
    folder = tmp_path_factory.mktemp("any")
    sheet = load_workbook(write(preset("xlsx"), folder / "a.xlsx", rows).path).active
    assert sheet.max_row == len(rows) + 1
    assert {cell.data_type for line in sheet.iter_rows() for cell in line} <= {"s", "inlineStr", "n"}
    raw = write(preset("json"), folder / "a.json", rows).path.read_text(encoding="utf-8")
    assert [one["address"] for one in json.loads(raw)] == [one.address for one in rows]
    assert not set(raw) & set("\u200b\u202e\ufeff")


def test_splitting_by_rows_and_by_bytes(tmp_path: Path) -> None:
    many = [row(f"a{number:05}@example.jp") for number in range(20_001)]
    written = write(preset("arara"), tmp_path / "list.txt", many)
    assert [(file.path.name, file.rows) for file in written.files] == [
        ("list.txt", 10_000), ("list-2.txt", 10_000), ("list-3.txt", 1),
    ]  # fmt: skip
    small = replace(preset("brevo"), dead=replace(preset("brevo").dead, size=1000))
    written = write(small, tmp_path / "brevo.csv", many[:200])
    assert sum(file.rows for file in written.files) == 200
    for file in written.files:
        raw = file.path.read_bytes()
        assert len(raw) <= 1000
        assert raw.startswith(b"EMAIL\r\na")


def test_an_older_file_of_those_who_asked_does_not_stay(tmp_path: Path) -> None:
    write(preset("plain"), tmp_path / "list.txt", ROWS)
    assert (tmp_path / "list-asked.txt").read_text() == "stops@example.jp\ntells@example.jp\n"
    write(preset("plain"), tmp_path / "list.txt", [])
    assert (tmp_path / "list.txt").read_bytes() == (tmp_path / "list-asked.txt").read_bytes() == b""


def test_what_the_encoding_lacks_is_told(tmp_path: Path) -> None:
    wanted = preset("combz")
    form = replace(wanted.dead, columns=(*wanted.dead.columns, preset("mailgun").dead.columns[2]))
    written = write(replace(wanted, dead=form), tmp_path / "list.csv", [row("a@example.jp", diagnostic="550 gone 💔")])
    assert (tmp_path / "list.csv").read_bytes() == b"a@example.jp,550 gone ?\r\n"
    assert [note.code for note in written.told] == ["export_replaced"]


@pytest.mark.parametrize(
    ("change", "wrong"),
    [
        ({"together": True}, "mixed"),
        ({"takes": ["unsubscribe", "retry"]}, "nothing but"),
        ({"file": {"columns": [{"head": "email", "text": "a"}]}}, "one column with the address"),
        ({"file": {"columns": [{"head": "email", "field": "address"}], "encoding": "latin-1"}}, "encoding"),
        ({"how": {"en": ["Import it."]}}, "in en and ja"),
        ({"sure": "certain"}, "how sure"),
        ({"file": {"columns": [{"head": "a", "field": "address"}, {"head": "b", "words": {"failed": "x"}}]}}, "each"),
    ],
)
def test_a_preset_that_breaks_a_rule_is_refused(change, wrong) -> None:
    fine = {
        "name": "Tool",
        "sure": "vendor",
        "source": "a page",
        "how": {"en": ["Import it."], "ja": ["読み込みます。"]},
        "file": {"columns": [{"head": "email", "field": "address"}]},
    }
    assert preset_of("tool", fine).name["ja"] == "Tool"
    with pytest.raises(ValueError, match=wrong):
        preset_of("tool", {**fine, **change})


def test_an_unknown_preset_has_a_sentence() -> None:
    with pytest.raises(ExportError) as caught:
        preset("nothing")
    assert caught.value.note.code == "export_unknown_tool"
