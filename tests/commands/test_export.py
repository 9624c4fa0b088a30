"""`modori presets`, `export` and `exports`, in processes of their own, over a real store."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest

from bounce_mails import START, postfix_bounce
from modori.jobs import CancelToken, open_files
from modori.records import Account, AccountKind
from modori.rules import load_bundled
from modori.store import Query, Store, default_path

NAMES = ("hana", "ken", "mina")


@pytest.fixture
def account(tmp_path):
    """Three dead readers of one list."""
    for name in NAMES:
        (tmp_path / f"{name}.eml").write_bytes(postfix_bounce(f"{name}@{name}.example.jp"))
    with Store() as store:
        made = store.save_account(Account("Letter", AccountKind.FILES))
        open_files(
            store, made, sorted(tmp_path.glob("*.eml")), load_bundled(),
            now=START, progress=lambda _: None, cancel=CancelToken(),
        )  # fmt: skip
    return made


def test_presets(modori):
    done = modori("presets")
    assert done.returncode == 0
    assert len(done.stdout.splitlines()) == 36
    assert "listmonk" in done.stdout
    shapes = [json.loads(line) for line in modori("presets", "--json").stdout.splitlines()]
    assert {one["sure"] for one in shapes} == {"source", "vendor", "unverified"}
    how = modori("presets", "mautic", LANG="ja_JP.UTF-8").stdout
    assert "1. 先にツールから読者一覧を書き出して" in how
    assert modori("presets", "nothing").returncode == 2


def test_export_remembers_and_the_next_one_has_only_what_is_new(modori, account, tmp_path):
    done = modori("export", "mautic", tmp_path / "out.csv", "--restore", "--first", "2")
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == [
        f"{tmp_path}/out.csv\tdead\t2",
        f"{tmp_path}/out-restore.csv\trestore\t2",
    ]
    assert (tmp_path / "out.csv").read_bytes() == (
        b"email,doNotEmail\r\nhana@hana.example.jp,true\r\nken@ken.example.jp,true\r\n"
    )
    again = modori("export", "mautic", tmp_path / "out.csv", "--only-new")
    assert (tmp_path / "out.csv").read_bytes() == b"email,doNotEmail\r\nmina@mina.example.jp,true\r\n"
    assert "2 address(es) were exported" in again.stderr
    assert modori("exports", "--done", "1").returncode == 0
    newest, oldest = modori("exports").stdout.splitlines()
    assert newest.split("\t")[2:6] == ["mautic", "1", "-", "0"]
    assert oldest.split("\t")[3] == "2"
    assert oldest.split("\t")[4] != "-"
    assert modori("exports", "--who", "1").stdout.splitlines()[0] == "hana@hana.example.jp\tfailed\tuser_unknown"


def test_who_exports_while_bounces_still_come_is_told(modori, account, tmp_path):
    assert "may still be on the way" not in modori("export", "plain", tmp_path / "out.txt").stderr
    just_now = datetime.now(UTC) - timedelta(minutes=7)
    (tmp_path / "late.eml").write_bytes(postfix_bounce("late@late.example.jp", when=just_now))
    with Store() as store:
        open_files(
            store, account, [tmp_path / "late.eml"], load_bundled(),
            now=datetime.now(UTC), progress=lambda _: None, cancel=CancelToken(),
        )  # fmt: skip
    told = modori("export", "plain", tmp_path / "out.txt").stderr
    assert "The last returned mail came 7 minutes ago" in told or "came 8 minutes ago" in told


def test_who_bounces_after_the_import_is_counted(account, tmp_path):
    from modori.export import preset
    from modori.jobs.outgoing import carry_out, plan
    from modori.records import Choice

    with Store() as store:
        wanted = plan(store, account.id, preset("plain"), Choice.UNSUBSCRIBE)
        _, number = carry_out(store, wanted, preset("plain"), tmp_path / "a.txt", language="en", now=START)
        store.set_imported(number, datetime(2027, 1, 1, tzinfo=UTC))
        assert store.exports(account.id)[0].back == 0
        store.set_imported(number, datetime(2020, 1, 1, tzinfo=UTC))
        assert store.exports(account.id)[0].back == len(store.back_after(number)) == 3
        store.set_imported(number, None)
        assert store.exports(account.id)[0].back == 0


@pytest.mark.parametrize(
    ("cap", "words"),
    [
        (["--most", "2"], "3 addresses would be unsubscribed, more than the limit of 2"),
        (["--most-percent", "1", "--readers", "200"], "1.5 % of the readers"),
        (["--most-percent", "1"], "needs the number of readers"),
    ],
)
def test_the_cap_stops_before_anything_is_written(modori, account, tmp_path, cap, words):
    done = modori("export", "plain", tmp_path / "out.txt", *cap)
    assert done.returncode == 3
    assert words in done.stderr
    assert not (tmp_path / "out.txt").exists()


def test_below_the_cap(modori, account, tmp_path):
    cap = ["--most", "3", "--most-percent", "2", "--readers", "200"]
    assert modori("export", "plain", tmp_path / "out.txt", *cap).returncode == 0


def test_a_template_of_the_tool(modori, account, tmp_path):
    template = tmp_path / "template.csv"
    template.write_bytes("氏名\tE-mail\t状態\n".encode("cp932"))
    arguments = ["export", "imail", tmp_path / "out.csv", "--template", template]
    assert modori(*arguments, "--state", "状態=配信停止").returncode == 0
    first, second, *_ = (tmp_path / "out.csv").read_bytes().decode("cp932").splitlines(keepends=True)
    assert first == "氏名\tE-mail\t状態\n"
    assert second == "\thana@hana.example.jp\t配信停止\n"
    wrong = modori(*arguments, "--state", "なし=x")
    assert wrong.returncode == 2
    assert "なし" in wrong.stderr


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["listmonk", "x.csv", "--choice", "retry"], "must not go"),
        (["listmonk", "x.csv", "--account", "Other"], "Other"),
        (["listmonk", "x.csv", "--list", "nowhere"], "nowhere"),
        (["unheard", "x.csv"], "unheard"),
        (["listmonk", "nowhere/x.csv"], "does not exist"),
    ],
)
def test_what_cannot_be_done_is_said(modori, account, tmp_path, arguments, words):
    done = modori(*arguments[:0], "export", arguments[0], tmp_path / arguments[1], *arguments[2:])
    assert done.returncode == 2
    assert words in done.stderr
    assert default_path().exists()


def test_the_users_own_list(modori, account, tmp_path):
    raw = "氏名,アドレス\r\n花,Hana@hana.example.jp\r\n元気,genki@ken.example.jp\r\n健,ken@ken.example.jp\r\n".encode(
        "cp932"
    )
    (tmp_path / "list.csv").write_bytes(raw)
    done = modori("readers", tmp_path / "list.csv", "--write", tmp_path / "clean.csv")
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == [
        "Hana@hana.example.jp\t花\tunsubscribe\tUser unknown",
        "ken@ken.example.jp\t健\tunsubscribe\tUser unknown",
    ]
    assert "3 readers (column “アドレス”), 2 of them have a decision; 1 decisions" in done.stderr
    lines = raw.splitlines(keepends=True)
    assert (tmp_path / "clean.csv").read_bytes() == lines[0] + lines[2]
    assert (tmp_path / "clean-removed.csv").read_bytes() == lines[0] + lines[1] + lines[3]
    rates = modori("readers", tmp_path / "list.csv", "--domains").stdout.splitlines()
    assert rates == ["hana.example.jp\t1\t1\t100.0%", "ken.example.jp\t2\t1\t50.0%"]
    # From now on it is known, as if the window had loaded it.
    with Store() as store:
        kept = store.subscribers.loaded(1)
        assert kept
        assert (kept.path, kept.column, kept.readers) == (tmp_path / "list.csv", 1, 3)
        assert {row.reader for row in store.rows(store.ids(Query(1)))} == {"花", "健", None}
    assert modori("readers", "--domains").stdout.splitlines() == rates
    assert modori("readers", "--forget").returncode == 0
    refused = modori("readers")
    assert refused.returncode == 2
    assert "No subscriber list has been loaded" in refused.stderr


def test_the_report_for_the_boss(modori, account, tmp_path):
    assert modori("report", tmp_path / "report.html", "--readers", "300").returncode == 0
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert "3 of 300 addresses (1.0 %)" in page
    assert "User unknown" in page
    assert "hana.example.jp" in page
    modori("report", tmp_path / "report.html", LANG="ja_JP.UTF-8")
    assert "宛先不明" in (tmp_path / "report.html").read_text(encoding="utf-8")
