"""Without a screen the same command does the main job on the sample mailbox in the terminal."""

import csv
import shutil
from importlib.resources import as_file, files

import pytest

from bounce_mails import postfix_bounce


@pytest.fixture
def samples(tmp_path):
    with as_file(files("modori_resources").joinpath("samples")) as bundled:
        return shutil.copytree(bundled, tmp_path / "samples")


def rows(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_no_screen_is_said_and_the_main_job_is_done(modori, tmp_path):
    done = modori(XDG_DATA_HOME=str(tmp_path))
    assert done.returncode == 0, done.stderr
    assert "no screen" in done.stderr
    written = tmp_path / "modori" / "sample" / "unsubscribe.csv"
    assert str(written) in done.stdout
    for row in rows(written):
        assert row["Email address"] in done.stdout


def test_no_screen_in_japanese(modori, tmp_path):
    done = modori(LANG="ja_JP.UTF-8", XDG_DATA_HOME=str(tmp_path))
    assert "画面" in done.stderr
    assert "宛先不明" in done.stdout


def test_a_changed_sample_mail_changes_list_and_csv(modori, samples, tmp_path):
    before = modori("sample", "--from", samples, "--csv", tmp_path / "before.csv")
    address = "brand.new@shop.example.jp"
    bounces = [path for path in sorted(samples.glob("*.eml")) if "user-unknown" in path.name]
    bounces[0].write_bytes(postfix_bounce(address))
    after = modori("sample", "--from", samples, "--csv", tmp_path / "after.csv")
    assert address not in before.stdout
    assert address in after.stdout
    assert address not in [row["Email address"] for row in rows(tmp_path / "before.csv")]
    assert address in [row["Email address"] for row in rows(tmp_path / "after.csv")]
