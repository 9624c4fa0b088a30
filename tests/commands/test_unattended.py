"""`modori account`, `scan --account` and `list`: what runs at night, on a real Dovecot, in processes of its own."""

import json
from datetime import timedelta
from pathlib import Path

import pytest

from bounce_mails import START, ordinary_mail, postfix_bounce
from contract_lines import parse
from modori.jobs.whole_account import only_one
from modori.store import Store, default_path

pytestmark = pytest.mark.dovecot

VAGUE = "550 5.0.0 <{address}>: we do not like this for reasons of our own"


@pytest.fixture
def user(dovecot):
    user = dovecot.user(password="秘密 と key-4711")
    user.deliver(postfix_bounce("hana@shop.example.jp"))
    user.deliver(ordinary_mail(), seen=True)
    return user


@pytest.fixture
def with_password(modori, user, dovecot):
    def run(*arguments, **environment):
        return modori(*arguments, "--password-stdin", stdin=user.password + "\n", **environment)

    done = run("account", "add", "Letter", user.url(), "--ca-file", dovecot.ca_file)
    assert done.returncode == 0, done.stderr
    assert "at most 2 mails" in done.stderr
    assert "keyring" in done.stderr  # there is none in tests, and that is said
    return run


def listed(modori, *arguments, code=0):
    done = modori("list", "--json", *arguments)
    assert done.returncode == code, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_a_scan_reads_only_what_is_new_and_decides(modori, user, with_password):
    first = with_password("scan", "--account", "Letter", "--json")
    assert first.returncode == 0, first.stderr
    assert [one["kind"] for one in parse(first.stdout)] == ["bounce", "other"]
    assert len(first.stderr.splitlines()) == 1
    assert "1 → 1" in first.stderr

    assert with_password("scan", "--account", "Letter", "--json").stdout == ""
    user.deliver(postfix_bounce("ken@shop.example.jp"))
    again = with_password("scan", "--account", "Letter", "--json")
    assert [one["recipients"][0]["address"] for one in parse(again.stdout)] == ["ken@shop.example.jp"]

    hana, ken = listed(modori)
    assert (hana["address"], hana["decision"], hana["by"], hana["cause"]) == (
        "hana@shop.example.jp", "unsubscribe", "policy", "failed",
    )  # fmt: skip
    assert (hana["account"], hana["held_by"], hana["sendings"], hana["reason"]) == ("Letter", None, 1, "user_unknown")
    assert hana["first_seen"] <= hana["last_seen"]
    assert ken["address"] == "ken@shop.example.jp"


def test_what_waits_for_a_person_is_exit_code_3(modori, user, with_password):
    user.deliver(postfix_bounce("mina@shop.example.jp", VAGUE))
    done = with_password("scan", "--account", "Letter")
    assert (done.returncode, done.stdout) == (3, "")
    assert "1 waiting" in done.stderr
    rows = listed(modori, "--account", "Letter", code=3)
    assert {one["address"]: one["decision"] for one in rows}["mina@shop.example.jp"] == "review"


def test_the_list_for_eyes(modori, user, with_password):
    with_password("scan", "--account", "Letter")
    assert "hana@shop.example.jp\tunsubscribe\t" in modori("list").stdout
    assert "宛先不明" in modori("list", LANG="ja_JP.UTF-8").stdout


def test_two_folders_and_a_first_day(modori, user, dovecot):
    user.deliver(postfix_bounce("old@shop.example.jp"), "迷惑メール", received=START - timedelta(days=400))
    user.deliver(postfix_bounce("new@shop.example.jp"), "迷惑メール", received=START)
    modori(
        "account", "add", "Two", user.url(), "--folder", "迷惑メール", "--since", "2026-01-01",
        "--ca-file", dovecot.ca_file, "--password-stdin", stdin=user.password,
    )  # fmt: skip
    done = modori("scan", "--all", "--password-stdin", stdin=user.password)
    assert done.returncode == 0, done.stderr
    assert {one["address"] for one in listed(modori)} == {"hana@shop.example.jp", "new@shop.example.jp"}


def test_one_connection_an_account_at_a_time(modori, user, with_password):
    with Store() as store:
        (account,) = store.accounts()
    with only_one(default_path(), account):
        busy = with_password("scan", "--account", "Letter")
    assert (busy.returncode, busy.stdout) == (2, "")
    assert "already" in busy.stderr
    assert with_password("scan", "--account", "Letter").returncode == 0


def test_a_wrong_password_sets_nothing_up(modori, user, dovecot):
    arguments = ("account", "add", "Letter", user.url(), "--ca-file", dovecot.ca_file, "--password-stdin")
    done = modori(*arguments, stdin="wrong")
    assert done.returncode == 2
    assert "password" in done.stderr
    assert modori("account", "list").stdout == ""


def test_an_account_is_named_once(modori, user, with_password, dovecot):
    done = with_password("account", "add", "Letter", user.url(), "--ca-file", dovecot.ca_file)
    assert done.returncode == 2
    assert "already" in done.stderr
    unknown = with_password("scan", "--account", "Nobody")
    assert unknown.returncode == 2
    assert "Letter" in unknown.stderr


def test_accounts_are_shown_with_the_place_of_the_store(modori, user, with_password):
    with_password("scan", "--account", "Letter")
    done = modori("account", "list", "--json")
    (shown,) = [json.loads(line) for line in done.stdout.splitlines()]
    assert (shown["name"], shown["folders"], shown["mails"]) == ("Letter", ["INBOX"], 2)
    assert user.name.partition("@")[0] in shown["url"]
    assert str(default_path()) in done.stderr


def test_a_removed_account_is_gone_with_all_that_was_stored(modori, user, with_password):
    with_password("scan", "--account", "Letter")
    assert modori("account", "remove", "Letter").returncode == 2  # nobody said yes
    assert modori("account", "remove", "Letter", "--yes").returncode == 0
    assert modori("account", "list").stdout == ""
    for file in default_path().parent.iterdir():
        assert b"hana@shop" not in file.read_bytes()
        assert not file.name.endswith(".lock")


def test_a_store_that_moved_to_another_computer_goes_on(modori, user, with_password, tmp_path):
    with_password("scan", "--account", "Letter")
    moved = tmp_path / "other computer" / "modori"
    moved.mkdir(parents=True)
    (moved / default_path().name).write_bytes(default_path().read_bytes())
    user.deliver(postfix_bounce("ken@shop.example.jp"))
    again = with_password("scan", "--account", "Letter", "--json", XDG_DATA_HOME=str(moved.parent))
    assert [one["recipients"][0]["address"] for one in parse(again.stdout)] == ["ken@shop.example.jp"]


def test_the_password_is_nowhere(modori, user, with_password):
    """Not in what is stored, nor in what is said, also when the log-in fails."""
    said = [with_password("scan", "--account", "Letter")]
    said.append(modori("scan", "--account", "Letter", "--password-stdin", stdin="wrong key-4711"))
    assert said[1].returncode == 2
    for done in said:
        assert "4711" not in done.stdout + done.stderr
    stored = [file for file in Path(default_path()).parent.rglob("*") if file.is_file()]
    assert stored
    assert not any(b"key-4711" in file.read_bytes() for file in stored)


def test_a_changed_password_is_tried_first(modori, user, with_password):
    assert modori("account", "password", "Letter", "--password-command", "echo another").returncode == 2
    assert with_password("account", "password", "Letter").returncode == 0


def test_without_a_keyring_and_a_terminal_it_says_how_to_give_the_password(modori, user, with_password):
    done = modori("scan", "--account", "Letter")
    assert done.returncode == 2
    assert "--password-stdin" in done.stderr
