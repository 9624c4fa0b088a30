"""The README: every command in it is run, every file it names is there."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from dovecot import dovecot  # noqa: F401 - a fixture

ROOT = Path(__file__).resolve().parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / ".github").glob("*.md"))]
README = PAGES[0].read_text(encoding="utf-8")
EXAMPLES = [
    line.removeprefix("$ ")
    for block in re.findall(r"```console\n(.*?)```", README, re.S)
    for line in block.splitlines()
    if line.startswith("$ ")
]
MAILBOX = [each for each in EXAMPLES if " scan " in each or " account add " in each]


def run(arguments: list[str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [Path(sys.executable).with_name("modori"), *arguments],
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def split(example: str) -> list[str]:
    program, *arguments = shlex.split(example)
    assert program == "modori"
    found = [sorted(map(str, ROOT.glob(each))) if "*" in each else [each] for each in arguments]
    return [each for some in found for each in some]


def test_there_are_examples():
    assert len(EXAMPLES) >= 4
    assert len(MAILBOX) >= 3


@pytest.mark.parametrize("example", [each for each in EXAMPLES if each not in MAILBOX])
def test_an_example_runs(example: str):
    done = run(split(example))
    # One mail of the sample mailbox is damaged on purpose, so 1: some mails could not be read.
    wanted = 1 if "resources/samples" in example else 0
    assert done.returncode == wanted, done.stdout[-500:] + done.stderr


@pytest.mark.dovecot
def test_the_examples_with_a_mailbox_run_in_their_order(dovecot, tmp_path: Path):  # noqa: F811
    """With the address and the password of a server that is here."""
    user = dovecot.user()
    user.deliver(b"From: a@example.org\r\nTo: b@example.org\r\nSubject: hello\r\n\r\nhello\r\n")
    secret = tmp_path / "password"
    secret.write_text(user.password + "\n")
    for example in MAILBOX:
        arguments = [user.url() if "://" in each else each for each in split(example)]
        arguments[arguments.index("--password-command") + 1] = f"cat {shlex.quote(str(secret))}"
        done = run([*arguments, "--ca-file", str(dovecot.ca_file)])
        assert done.returncode == 0, done.stderr
        assert done.stdout.count("\n") == ("--json" in arguments)


@pytest.mark.parametrize(
    "command", sorted(set(re.findall(r"^\| `modori ((?:rules |account |store )?[a-z]+)", README, re.M)))
)
def test_a_command_of_the_table_exists(command: str):
    done = run([*command.split(), "--help"])
    assert done.returncode == 0, done.stderr
    rows = re.findall(rf"^\| `modori {command}\b([^|]*(?:\\\|[^|]*)*)\|", README, re.M)
    for option in re.findall(r"--[a-z-]+", " ".join(rows)):
        assert option in done.stdout


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_linked_files_are_there(page: Path):
    links = re.findall(r"\]\((?!https?:|#)([^)#]+)\)", page.read_text(encoding="utf-8"))
    assert not [link for link in links if not (page.parent / link).exists()]


def test_the_scripts_are_there_and_can_be_run():
    for name in set(re.findall(r"packaging/[a-z-]+\b(?!/)", README)) - {"packaging/linux"}:
        assert (ROOT / name).stat().st_mode & 0o111, name
