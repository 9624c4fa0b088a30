"""A server that asks for a pause and says how long is left alone for as long (Exchange Online throttles so)."""

from __future__ import annotations

import threading

import pytest

from modori.mailbox import ImapMailbox, MailboxError
from modori.mailbox.refusals import suggested_pause
from scripted_imap import Script

BUSY = b" NO Request is throttled. Suggested Backoff Time: %d milliseconds\r\n"


@pytest.mark.parametrize(
    ("words", "seconds"),
    [
        ("Request is throttled. Suggested Backoff Time: 92415 milliseconds", 92.415),
        ("[LIMIT] suggested backoff time 5 seconds", 5),
        ("Request is throttled.", None),
        ("Suggested Backoff Time: soon", None),
    ],
)
def test_what_the_server_suggests(words, seconds):
    assert suggested_pause(words) == seconds


def busy_at_first(script: Script, command: str, milliseconds: int, times: int = 1) -> list[bytes]:
    """Have the first `times` of a command refused; the list collects all of them."""
    asked: list[bytes] = []

    def answer(tag: bytes, arguments: bytes) -> bytes:
        asked.append(arguments)
        if len(asked) <= times:
            return tag + BUSY % milliseconds
        script.handlers.remove((command.encode(), answer))
        try:
            return script.answer(tag, command.encode() + b" " + arguments) or b""
        finally:
            script.handlers.insert(0, (command.encode(), answer))

    script.on(command, answer)
    return asked


@pytest.mark.parametrize("command", ["LOGIN", "EXAMINE", "UID SEARCH"])
def test_it_waits_and_loses_nothing(scripted, command):
    script = Script([1, 2, 3])
    asked = busy_at_first(script, command, 30)
    pauses = []
    mailbox = ImapMailbox(scripted(script).record(), "secret")
    mailbox.on_pause = lambda error, seconds: pauses.append((error.note.code, seconds))
    with mailbox:
        mailbox.examine("INBOX")
        assert [mail.uid for mail in mailbox.mails()] == [1, 2, 3]
    assert pauses == [("imap_throttled", 0.03)]
    assert len(asked) == 2


def test_in_the_middle_of_the_mails(scripted):
    script = Script(range(1, 200))
    busy_at_first(script, "UID FETCH", 30, times=2)  # the batch, and the first mail that is asked for alone
    with ImapMailbox(scripted(script).record(), "secret") as mailbox:
        mailbox.examine("INBOX")
        assert [mail.uid for mail in mailbox.mails()] == list(range(1, 200))


def test_twice_ends_the_scan_for_now(scripted):
    script = Script([1])
    busy_at_first(script, "EXAMINE", 30, times=2)
    with (
        ImapMailbox(scripted(script).record(), "secret") as mailbox,
        pytest.raises(MailboxError, match="imap_throttled"),
    ):
        mailbox.examine("INBOX")


def test_a_pause_of_hours_is_for_the_next_scan(scripted):
    script = Script([1])
    busy_at_first(script, "EXAMINE", 10_000_000)
    with (
        ImapMailbox(scripted(script).record(), "secret") as mailbox,
        pytest.raises(MailboxError, match="imap_throttled"),
    ):
        mailbox.examine("INBOX")


def test_a_pause_can_be_cancelled(scripted):
    script = Script([1])
    busy_at_first(script, "EXAMINE", 600_000)
    mailbox = ImapMailbox(scripted(script).record(), "secret")
    mailbox.on_pause = lambda *_: threading.Thread(target=mailbox.cancel).start()
    with mailbox, pytest.raises(MailboxError, match="cancelled"):
        mailbox.examine("INBOX")
