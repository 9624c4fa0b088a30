"""The real programs take the files: Mailman 3 removes exactly the exported addresses, LibreOffice runs nothing.

Skipped where a program is not installed (Debian: mailman3, libreoffice-calc, both without recommended packages).
"""

from __future__ import annotations

import csv
import os
import shutil
import subprocess
from pathlib import Path

import pytest
from openpyxl import load_workbook

from modori.export import ExportRow, preset, write
from modori.records import Cause, Choice

MAILMAN = shutil.which("mailman")
OFFICE = shutil.which("soffice")
LIST = "news@lists.example.jp"
STAY = ["genki@example.jp", "Ken@example.com", "plus@example.com"]
GO = ["hana@example.jp", "plus+tag@example.com", "dots..and.@docomo.example.jp", "o'neil@example.com", "#a@example.jp"]
ASKED = ["stops@example.jp"]


def row(address: str, cause: Cause = Cause.FAILED, note: str | None = None) -> ExportRow:
    return ExportRow(address, Choice.UNSUBSCRIBE, cause, reason_words="宛先不明", note=note)


@pytest.mark.long
@pytest.mark.skipif(MAILMAN is None, reason="no mailman here")
def test_mailman_3_removes_exactly_the_exported_addresses(tmp_path: Path) -> None:
    config = tmp_path / "mailman.cfg"
    config.write_text(
        f"[mailman]\nlayout: here\n[paths.here]\nvar_dir: {tmp_path}/var\n[mta]\nincoming: mailman.mta.null.NullMTA\n"
        f"[database]\nurl: sqlite:///{tmp_path}/mailman.db\n"
    )
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}

    def mailman(*arguments: object) -> str:
        command = [str(MAILMAN), "-C", config, "--run-as-root", *arguments]
        done = subprocess.run(command, capture_output=True, encoding="utf-8", env=environment, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def members() -> list[str]:
        return sorted(mailman("members", LIST).split())

    everybody = [*STAY, *GO[:2], "o'neil@example.com", *ASKED]
    (tmp_path / "all.txt").write_text("\n".join(everybody) + "\n")
    mailman("create", "-d", LIST)
    mailman("addmembers", "-W", tmp_path / "all.txt", LIST)
    assert members() == sorted(everybody)
    rows = [*map(row, GO), *(row(one, Cause.REQUEST) for one in ASKED)]
    written = write(preset("mailman3"), tmp_path / "list.txt", rows, restore=True)
    assert [note.code for note in written.told] == ["export_left_comment"]
    mailman("delmembers", "-l", LIST, "-f", tmp_path / "list.txt")
    assert members() == sorted([*STAY, *ASKED])
    mailman("delmembers", "-l", LIST, "-f", tmp_path / "list-asked.txt")
    assert members() == sorted(STAY)


HOSTILE = [
    '=HYPERLINK("http://evil.example","x")',
    "+1+1",
    "-1+1",
    "@SUM(1,1)",
    "=1+1",
    "＝1+1",
    "\t=1+1",
    "日本語、改行\r\n=2+2",
]


@pytest.mark.long
@pytest.mark.skipif(OFFICE is None, reason="no LibreOffice here")
@pytest.mark.parametrize("name", ["csv", "xlsx"])
def test_libreoffice_opens_it_with_japanese_and_runs_nothing(name: str, tmp_path: Path) -> None:
    wanted = preset(name)
    rows = [row(f"hana{place}@example.jp", note=text) for place, text in enumerate(HOSTILE)]
    rows += [row("=1+1@example.jp"), row('=cmd|" /C calc"!A0@example.jp')]
    path = write(wanted, tmp_path / f"一覧{wanted.dead.suffix}", rows, language="ja").path
    home = f"-env:UserInstallation=file://{tmp_path}/home"
    # What became a formula would be one, or a number, in the workbook that comes out. (Without a person at its dialog
    # LibreOffice has to be told that a CSV is UTF-8: comma 44, quotation mark 34, character set 76.)
    told = ["--infilter=Text - txt - csv (StarCalc):44,34,76,1"] if name == "csv" else []
    command = [str(OFFICE), home, "--headless", *told, "--convert-to", "xlsx", "--outdir", tmp_path / "xlsx", path]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", timeout=200, check=False)
    assert done.returncode == 0, done.stderr
    sheet = load_workbook(tmp_path / "xlsx" / "一覧.xlsx").active
    cells = [list(line) for line in sheet.iter_rows()]
    assert [cell.value for cell in cells[0]][:3] == ["メールアドレス", "対応", "区分"]
    assert cells[1][3].value == "宛先不明"
    assert "日本語、改行 =2+2" in str(cells[len(HOSTILE)][12].value)
    assert not [cell for line in cells for cell in line if cell.data_type == "f"]
    assert not [cell for line in cells[1:] for cell in line if cell.column > 7 and isinstance(cell.value, (int, float))]
    back = [str(line[0].value) for line in cells[1 : len(HOSTILE) + 1]]
    assert back == [f"hana{place}@example.jp" for place in range(len(HOSTILE))]


def test_pythons_own_reader_gets_every_row(tmp_path: Path) -> None:
    path = write(preset("csv"), tmp_path / "a.csv", [row("a@example.jp", note=text) for text in HOSTILE]).path
    with path.open(encoding="utf-8-sig", newline="") as file:
        assert len(list(csv.reader(file, strict=True))) == len(HOSTILE) + 1
