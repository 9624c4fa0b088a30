"""What is a bounce and what is none, over hand-made mails of every kind."""

from __future__ import annotations

from pathlib import Path

import pytest

from bounce_builder import ORIGINAL, block, report_bounce, text_bounce
from modori.bounces import read
from modori.records import Action, Kind
from modori.rules import load_bundled

MAILS = Path(__file__).parents[1] / "mails" / "kinds"
BOUNCE = report_bounce(
    "This is the mail system at host m.\n\n<hana@shop.example.jp>: host mx[192.0.2.1] said: 550 5.1.1 no such user\n",
    block("hana@shop.example.jp", diagnostic="550 5.1.1 no such user"),
)


@pytest.mark.parametrize("path", sorted(MAILS.rglob("*.eml")), ids=lambda path: f"{path.parent.name}/{path.name}")
def test_mails_that_are_no_bounce(path: Path):
    message = read(path.read_bytes(), load_bundled())
    assert message.kind == path.parent.name
    if message.kind not in (Kind.COMPLAINT, Kind.UNSUBSCRIBE_REQUEST):
        assert [f for f in message.failures if f.verdict.action is not Action.IGNORE] == []


def test_a_delay_lists_who_waits_and_asks_for_nothing():
    raw = report_bounce(
        "", block("hana@shop.example.jp", action="delayed", status="4.2.2", diagnostic="452 4.2.2 Mailbox full")
    )
    message = read(raw, load_bundled())
    assert message.kind is Kind.DELAYED
    assert [(f.evidence.address, f.verdict.reason, f.verdict.action) for f in message.failures] == [
        ("hana@shop.example.jp", "mailbox_full", Action.IGNORE)
    ]


@pytest.mark.parametrize("action", ["delivered", "relayed", "expanded", "deliverable", "undeliverable"])
def test_success_and_address_verification(action: str):
    message = read(report_bounce("", block("hana@shop.example.jp", action=action, status="2.0.0")), load_bundled())
    assert (message.kind, message.failures) == (Kind.DELIVERED, ())


def attach(raw: bytes, text: str, **fields: str) -> bytes:
    head = {
        "From": "taro@office.example.jp",
        "Return_Path": "<taro@office.example.jp>",
        "Subject": "Fwd: please look",
        **fields,
    }
    body = (
        f"--=_o\nContent-Type: text/plain\n\n{text}\n--=_o\nContent-Type: message/rfc822\n\n".encode()
        + raw
        + b"\n--=_o--\n"
    )
    return text_bounce("", Content_Type='multipart/mixed; boundary="=_o"', **head) + body


@pytest.mark.parametrize(
    "raw",
    [
        attach(BOUNCE, "This came back, what does it mean?"),
        attach(
            BOUNCE,
            "The attached message was received as a bounce, but …",
            From="mailman@lists.example.jp",
            Subject="Uncaught bounce notification",
        ),
        attach(attach(BOUNCE, "inner"), "outer"),
    ],
)
def test_a_bounce_attached_to_a_mail_is_a_bounce(raw: bytes):
    message = read(raw, load_bundled())
    assert message.kind is Kind.BOUNCE
    assert [failure.evidence.address for failure in message.failures] == ["hana@shop.example.jp"]


def test_a_newsletter_attached_to_a_mail_is_no_bounce():
    newsletter = (
        ORIGINAL.format(to="hana@shop.example.jp") + "\nUndelivered mail: 550 5.1.1 <x@y.example>: user unknown\n"
    )
    assert read(attach(newsletter.encode(), "nice!"), load_bundled()).kind is Kind.OTHER


def test_a_quoted_bounce_in_the_mail_of_a_person_is_no_bounce():
    raw = text_bounce(
        "Hello, I got this:\n\nThis is the mail system at host m.\n\n"
        "<hana@shop.example.jp>: host mx[192.0.2.1] said: 550 5.1.1\n"
        "    no such user (in reply to RCPT TO command)\n\n"
        "Final-Recipient: rfc822; hana@shop.example.jp\nAction: failed\nStatus: 5.1.1\n",
        From="taro@office.example.jp",
        Return_Path="<taro@office.example.jp>",
        Subject="Re: your letter",
        In_Reply_To="<letter-11@news.example.jp>",
    )
    message = read(raw, load_bundled())
    assert (message.kind, message.failures) == (Kind.OTHER, ())


@pytest.mark.parametrize("kind", ["text/plain", "text/html"])
def test_bait_in_the_dress_of_a_bounce_names_nobody(kind: str):
    raw = text_bounce(
        "3 messages could not be delivered: user unknown, mailbox full.\n\nhana@shop.example.jp\n\n"
        '<a href="https://click.example.net/release">Release them here</a> https://click.example.net/release\n',
        From='"Mail Delivery System" <mailer-daemon@click.example.net>',
        Subject="Undelivered mail returned",
        Content_Type=kind,
    )
    message = read(raw, load_bundled())
    assert (message.kind, message.failures) == (Kind.OTHER, ())


def test_a_refusal_in_the_form_of_a_receipt_is_a_bounce():
    raw = (
        b"From: hana@shop.example.jp\nTo: bounces@news.example.jp\n"
        b"Subject: Automatically rejected mail\nMIME-Version: 1.0\n"
        b'Content-Type: multipart/report; report-type=disposition-notification; boundary="=_b"\n\n--=_b\n\n'
        b"Your message to <hana@shop.example.jp> was automatically rejected:\nNo newsletters please.\n\n"
        b"--=_b\nContent-Type: message/disposition-notification\n\nReporting-UA: x\n"
        b"Final-Recipient: rfc822; hana@shop.example.jp\n"
        b"Disposition: automatic-action/MDN-sent-automatically; deleted\n\n--=_b--\n"
    )
    message = read(raw, load_bundled())
    assert message.kind is Kind.BOUNCE
    assert [(f.evidence.address, f.verdict.reason) for f in message.failures] == [
        ("hana@shop.example.jp", "recipient_refused")
    ]


def _reply(text: str) -> Kind:
    raw = text_bounce(
        f"{text}\n",
        From="Hana <hana@shop.example.jp>",
        Return_Path="<hana@shop.example.jp>",
        Subject="Re: November letter",
        In_Reply_To="<letter-11@news.example.jp>",
        Content_Type="text/plain; charset=utf-8",
    )
    return read(raw, load_bundled()).kind


@pytest.mark.parametrize(
    "text",
    [
        "STOP",
        "退会します",
        "Please unsubscribe me",
        "Me désabonner svp",
        "Quiero darme de baja",
        "間違えて登録したので配信停止してください",
        "Ich habe mich versehentlich angemeldet, bitte abmelden",
        "I had unsubscribed but I still get your mail. Unsubscribe me now",
    ],
)
def test_a_reader_who_asks_to_stop(text: str):
    assert _reply(text) is Kind.UNSUBSCRIBE_REQUEST


@pytest.mark.parametrize(
    "text",
    [
        "I accidentally unsubscribed, please add me again",
        "Why was I unsubscribed? I want the letter",
        "誤って配信停止してしまいました。再登録をお願いします。",
        "配信停止されていますが、再開してください",
        "Ich habe mich versehentlich abgemeldet, bitte wieder anmelden",
        "Je me suis désabonné par erreur",
        "I would never unsubscribe from your letter!",
        "Can you resubscribe me?",
    ],
)
def test_a_reader_who_wants_to_stay_or_come_back(text: str):
    assert _reply(text) is Kind.OTHER


# The text of a report whose machine-readable part was lost on the way, what it is, and whether it names hana.
TEXT_ONLY = {
    "postfix warning": (
        "This is the mail system at host mail.news.example.jp.\n\n"
        "# THIS IS A WARNING ONLY.  YOU DO NOT NEED TO RESEND YOUR MESSAGE. #\n\n"
        "Your message could not be delivered for more than 4 hour(s).\nIt will be retried until it is 5 day(s) old.\n\n"
        "<hana@shop.example.jp>: connect to mx.shop.example.jp[192.0.2.25]:25: Connection timed out\n",
        Kind.DELAYED,
        ["hana@shop.example.jp"],
    ),
    "postfix success": (
        "This is the mail system at host mail.news.example.jp.\n\n"
        "Your message was successfully delivered to the destination(s)\nlisted below.\n\n"
        "<hana@shop.example.jp>: delivery via mx.shop.example.jp[192.0.2.25]:25: 250 2.0.0 Ok: queued\n",
        Kind.DELIVERED,
        [],
    ),
    "reached, in Italian": (
        "Il messaggio è stato recapitato ai seguenti destinatari:\n\nhana@shop.example.jp\n",
        Kind.DELIVERED,
        [],
    ),
    "not reached, in Italian": (
        "Il messaggio non è stato recapitato ai seguenti destinatari:\n\nhana@shop.example.jp\n",
        Kind.BOUNCE,
        ["hana@shop.example.jp"],
    ),
    "some were reached": (
        "Your message was delivered to taro@shop.example.jp.\nIt could not be delivered to hana@shop.example.jp.\n",
        Kind.BOUNCE,
        ["hana@shop.example.jp"],
    ),
}


@pytest.mark.parametrize("name", TEXT_ONLY)
def test_a_text_alone_tells_a_warning_and_a_success_from_a_failure(name: str):
    body, kind, named = TEXT_ONLY[name]
    message = read(text_bounce(body, Subject="Mail delivery report"), load_bundled())
    assert message.kind is kind
    assert [failure.evidence.address for failure in message.failures] == named
