"""Replies of the world come out right, and traps do not harm a reader."""

from dataclasses import replace
from pathlib import Path

import pytest

from modori.records import Phase
from modori.rules import load_bundled, reasons
from modori.rules.examples import evidence


def lines(name: str) -> list[str]:
    text = Path(__file__).with_name(name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


WORLD = [line.split("\t") for line in lines("world.tsv")]
TRAPS = lines("traps.txt")
AFTER_RCPT = (None, Phase.RCPT, Phase.DATA, Phase.EOD)
BEFORE_RCPT = (Phase.CONNECT, Phase.HELO, Phase.AUTH, Phase.MAIL)


@pytest.mark.parametrize(("reason", "fields", "reply"), WORLD, ids=lambda value: value[:60])
def test_reply_has_its_reason(reason, fields, reply):
    given = dict(field.split("=", 1) for field in fields.split())
    assert load_bundled().judge(evidence({"diagnostic": reply, **given})).reason == reason


SOFT = [row[2] for row in WORLD if reasons()[row[0]].weight != "hard"]


def unsubscribed(replies: list[str], phase: Phase | None) -> list[str]:
    judged = {reply: load_bundled().judge(evidence({"diagnostic": reply, "phase": phase})) for reply in replies}
    return [reply for reply, verdict in judged.items() if verdict.action == "unsubscribe"]


@pytest.mark.parametrize("phase", AFTER_RCPT)
def test_what_is_not_hard_never_unsubscribes(phase):
    assert unsubscribed(SOFT, phase) == []


@pytest.mark.parametrize("phase", BEFORE_RCPT)
def test_before_rcpt_no_mailbox_is_spoken_of(phase):
    assert unsubscribed([row[2] for row in WORLD if row[0] in ("user_unknown", "mailbox_disabled")], phase) == []


@pytest.mark.parametrize("phase", AFTER_RCPT)
def test_traps_do_not_unsubscribe(phase):
    assert unsubscribed(TRAPS, phase) == []


WRAPPERS = {
    "postfix": "host mx.example.org[192.0.2.25] said: {} (in reply to RCPT TO command)",
    "exim": "SMTP error from remote mail server after RCPT TO:<reader@example.jp>: host a.example [192.0.2.25]: {}",
    "qmail": "192.0.2.25 does not like recipient. Remote host said: {} Giving up on 192.0.2.25.",
    "exchange": "mx.example.org #<mx.example.org #{}> #SMTP#",
    "courier": ">>> RCPT TO:<reader@example.jp> <<< {}",
    "ironport": "5.1.0 - Unknown address error 550-'{}' (delivery attempts: 0)",
    "gmail": "The error that the other server returned was: 550 {} (state 14).",
    "microsoft": "550 5.1.351 Remote server returned unknown recipient or mailbox unavailable -> {}",
}
SAID = [row for row in WORLD if row[2][:3].isdigit()]


@pytest.mark.parametrize("wrapper", WRAPPERS)
def test_a_reply_handed_on_in_the_words_of_another_system_keeps_its_reason(wrapper):
    wrong = []
    for reason, fields, reply in SAID:
        bare = evidence({"diagnostic": reply, **dict(field.split("=", 1) for field in fields.split())})
        verdict = load_bundled().judge(replace(bare, diagnostic=WRAPPERS[wrapper].format(reply)))
        if verdict.reason != reason:
            wrong.append((reason, reply, verdict.rule))
    assert wrong == []


PLAIN = {
    "user_unknown": "550 5.1.1 <other@example.org>: User unknown",
    "mailbox_full": "552 5.2.2 Mailbox full",
    "mailbox_disabled": "550 5.2.1 Account disabled",
    "sender_auth": "550 5.7.1 SPF check failed",
    "blocked": "554 5.7.1 Client host [192.0.2.5] blocked using zen.spamhaus.org",
    "greylisted": "451 4.7.1 Greylisted",
    "relay_denied": "554 5.7.1 Relay access denied",
    "too_big": "552 5.3.4 Message size exceeds fixed limit",
    "domain_unknown": "550 5.1.2 Host unknown",
    "spam_suspected": "554 5.7.1 Message rejected as spam",
    "sender_host": "550 5.7.25 no PTR record for 192.0.2.5",
    "sender_address": "550 5.1.8 Sender address rejected: Domain not found",
    "server_trouble": "451 4.3.0 Temporary lookup failure",
    "network_trouble": "connect to mx.example.org[192.0.2.25]:25: Connection refused",
    "routing_loop": "554 5.4.6 Too many hops",
    "expired": "550 4.4.7 message expired",
    "rate_limited": "421 4.7.0 too many connections",
    "recipient_refused": "550 5.7.1 rejected by recipient",
}
HELP = (
    "Please contact your provider.",
    "Please check with your ISP.",
    "For more information see http://www.example.com/help.",
    "Contact postmaster@example.org or abuse@example.org for help.",
    "Please check the address and try again.",
    "See RFC 5321.",
    "If you think this is an error, contact the recipient by other means.",
    "Please verify the recipient's address.",
    "Your message was rejected by the mail server.",
    "[AM0EUR02FT050.eop-EUR02.prod.protection.outlook.com]",
    "https://www.example.org/anti-spam/faq",
    "Please contact your network administrator.",
    "Message-ID: <123@mail.example.com>",
    "envelope-from <news@example.com>",
    "Your IP: 192.0.2.5",
    "(server response)",
    "再送しません。",
)


@pytest.mark.parametrize("reason", PLAIN)
def test_words_of_help_behind_the_reply_do_not_change_its_reason(reason):
    verdicts = {words: load_bundled().judge(evidence(f"{PLAIN[reason]} {words}")) for words in HELP}
    assert {words: verdict.rule for words, verdict in verdicts.items() if verdict.reason != reason} == {}
