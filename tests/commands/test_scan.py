"""`modori scan --url` against a real Dovecot."""

import subprocess
import sys
from pathlib import Path

import pytest

from bounce_mails import ordinary_mail, postfix_bounce
from contract_lines import parse
from dovecot import require_pop3
from imap_proxy import Plan, Proxy
from modori.records import Security

pytestmark = pytest.mark.dovecot


@pytest.fixture
def user(dovecot):
    user = dovecot.user(password="秘密 と key")
    user.deliver(postfix_bounce("hana@shop.example.jp"))
    user.deliver(ordinary_mail(), seen=True)
    return user


@pytest.mark.parametrize("security", [Security.IMAPS, Security.IMAP_STARTTLS])
def test_every_mail_of_the_folder_and_no_change(modori, user, dovecot, security):
    url = user.url(security=security)
    done = modori(
        "scan", "--json", "--url", url, "--password-stdin", "--ca-file", dovecot.ca_file, stdin=user.password + "\n"
    )
    assert done.returncode == 0, done.stderr
    bounce, other = parse(done.stdout)
    assert (bounce["kind"], other["kind"]) == ("bounce", "other")
    assert bounce["source"].startswith("INBOX;")
    assert "1 → 1" in done.stderr
    assert user.unseen() == 1


@pytest.mark.parametrize("security", [Security.POP3S, Security.POP3_STARTTLS])
def test_a_pop3_mailbox(modori, user, dovecot, security):
    require_pop3()
    url = user.url(security=security).removesuffix("INBOX")
    done = modori(
        "scan", "--json", "--url", url, "--password-stdin", "--ca-file", dovecot.ca_file, stdin=user.password + "\n"
    )
    assert done.returncode == 0, done.stderr
    mails = parse(done.stdout)
    assert sorted(mail["kind"] for mail in mails) == ["bounce", "other"]
    assert len({mail["source"] for mail in mails}) == 2
    assert "Nothing was deleted" in done.stderr
    assert user.unseen() == 1


def test_the_password_of_a_command(modori, user, dovecot, tmp_path):
    script = tmp_path / "secret.py"
    script.write_text(f"print({user.password!r})", encoding="utf-8")
    command = f"{sys.executable} {script}"
    done = modori(
        "scan", "--json", "--url", user.url(), "--password-command", command, "--ca-file", dovecot.ca_file,
        PYTHONIOENCODING="utf-8",
    )  # fmt: skip
    assert len(parse(done.stdout)) == 2, done.stderr


def test_a_command_that_fails_is_told(modori, user, dovecot):
    done = modori("scan", "--url", user.url(), "--password-command", "false", "--ca-file", dovecot.ca_file)
    assert done.returncode == 2
    assert "status 1" in done.stderr


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"password": "wrong"}, "password"),
        ({"folder": "Nowhere"}, "Nowhere"),
        ({"ca": False}, "certificate"),
        ({"port": 1}, "port"),
        ({"host": "no-such-host.invalid"}, "no-such-host.invalid"),
    ],
)
def test_what_goes_wrong_is_one_clear_sentence(modori, user, dovecot, change, words):
    url = user.url(folder=change.get("folder", "INBOX"))
    if "port" in change:
        url = url.replace(f":{dovecot.imaps}/", f":{change['port']}/")
    if "host" in change:
        url = url.replace("localhost", change["host"])
    ca = ["--ca-file", dovecot.ca_file] if change.get("ca", True) else []
    secret = change.get("password", user.password)
    done = modori("scan", "--json", "--url", url, "--password-stdin", *ca, stdin=secret)
    assert (done.returncode, done.stdout) == (2, "")
    assert words.casefold() in done.stderr.casefold()
    assert "Traceback" not in done.stderr
    assert user.password not in done.stderr


def arguments_of(process):
    """What everybody on the machine can see of a process and its children."""
    told = Path(f"/proc/{process}/cmdline").read_bytes()
    for child in Path(f"/proc/{process}/task/{process}/children").read_text().split():
        told += b"\0" + arguments_of(int(child))
    return told


@pytest.mark.skipif(not Path("/proc/self/cmdline").exists(), reason="only where processes can be looked at like this")
def test_the_password_is_in_no_process_list_while_it_is_used(dovecot):
    user = dovecot.user(password="hunter2-in-no-process-list")
    for number in range(400):  # more than are read before other processes are started
        user.deliver(postfix_bounce(f"reader{number}@shop.example.jp"))
    between = Proxy(dovecot.imaps, [Plan(stall_after=700_000)])
    command = [sys.executable, "-m", "modori", "scan", "--json", "--url", user.url(port=between.port)]
    try:
        with subprocess.Popen(
            [*command, "--password-stdin", "--ca-file", str(dovecot.ca_file)],
            stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        ) as running:  # fmt: skip
            assert running.stdin is not None
            running.stdin.write(user.password.encode() + b"\n")
            running.stdin.close()
            assert between.stalled.wait(60)
            told = arguments_of(running.pid)
            running.kill()
    finally:
        between.stop()
    assert b"--password-stdin" in told
    assert user.password.encode() not in told
