"""The address that the sender used: VERP, Original-Recipient, forwards; never the sender itself."""

from __future__ import annotations

import base64

import pytest

from bounce_builder import ORIGINAL, block, report_bounce, text_bounce
from modori.bounces import excerpt, read
from modori.bounces.recipients import verp, without_tag
from modori.records import Action, Kind, Message, Named
from modori.rules import load_bundled


def judged(raw: bytes) -> Message:
    return read(raw, load_bundled())


@pytest.mark.parametrize(
    ("path", "address"),
    [
        ("list-return-123-user=example.org@lists.example.jp", "user@example.org"),
        ("bounce+user=example.org@x.example.jp", "user@example.org"),
        ("bounces+123-user=example.org@x.example.jp", "user@example.org"),
        ("bounces+5512-ab12-user=example.org@em.example.jp", "user@example.org"),
        ("bounces-user=example.org@x.example.jp", "user@example.org"),
        ("list-bounces+user=example.org@x.example.jp", "user@example.org"),
        ("list+bounces-77-user=example.org@x.example.jp", "user@example.org"),
        ("bounce+9+user==a==example.org@x.example.jp", "user@example.org"),
        ("bounces+a=b=example.org@x.example.jp", "a=b@example.org"),
        ("prvs=0891a9abd5=bounces@x.example.jp", None),
        ("SRS0=HHH=TT=example.org=user@forward.example.jp", None),
        ("bounces@x.example.jp", None),
        ("b.12345.abcde@x.example.jp", None),
    ],
)
def test_verp(path: str, address: str | None):
    assert verp(path) == address


def test_verp_of_a_local_part_with_hyphens_is_known_from_the_report():
    assert verp("bounces-sato-ken=example.org@x.example.jp", ["sato-ken@example.org"]) == "sato-ken@example.org"
    assert verp("b-42-sato-ken=example.org@x.example.jp", ["sato-ken@example.org"]) == "sato-ken@example.org"
    assert verp("bounces-sato-ken=example.org@x.example.jp", ["ken@example.org"]) == "ken@example.org"


def test_batv():
    assert without_tag("prvs=0891a9abd5=bounces@x.example.jp") == "bounces@x.example.jp"


def test_verp_gives_the_address_before_a_forward():
    raw = report_bounce(
        "",
        block("new@branch.example.net", diagnostic="550 5.1.1 gone"),
        Delivered_To="bounces+hana=shop.example.jp@news.example.jp",
    )
    (failure,) = judged(raw).failures
    assert (failure.evidence.address, failure.evidence.final_address) == (
        "hana@shop.example.jp",
        "new@branch.example.net",
    )


def test_a_code_that_looks_like_verp_gives_way_to_the_address_of_the_original():
    raw = report_bounce(
        "", block("hana@shop.example.jp"), Delivered_To="bounces+taro=office.example.jp@news.example.jp"
    )
    (failure,) = judged(raw).failures
    assert failure.evidence.address == "hana@shop.example.jp"


def test_original_recipient_is_what_the_sender_used():
    raw = report_bounce("", block("new@branch.example.net", Original_Recipient="rfc822;hana+3Dx@shop.example.jp"))
    (failure,) = judged(raw).failures
    assert (failure.evidence.address, failure.evidence.final_address) == (
        "hana=x@shop.example.jp",
        "new@branch.example.net",
    )


def test_expanded_from_in_the_text():
    raw = report_bounce(
        "This is the mail system at host m.\n\n<new@branch.example.net> (expanded from\n"
        "    <hana@shop.example.jp>): host\n"
        "    mx.branch.example.net[192.0.2.1] said: 550 gone (in reply to RCPT TO command)\n",
        block("new@branch.example.net", diagnostic="550 gone"),
        message="X-Postfix-Queue-ID: 1\n",
    )
    (failure,) = judged(raw).failures
    assert (failure.evidence.address, failure.evidence.final_address) == (
        "hana@shop.example.jp",
        "new@branch.example.net",
    )


def test_what_the_returned_mail_was_addressed_to_beats_a_word_of_expansion():
    text = (
        "This message was created automatically by mail delivery software.\n\n  hana@shop.example.jp\n"
        "    (ultimately generated from old@shop.example.jp)\n    mailbox is full\n"
    )
    original = "From: letter@news.example.jp\nTo: Hana <hana@shop.example.jp>\nSubject: x\n"
    (failure,) = judged(report_bounce(text, block("hana@shop.example.jp"), original=original)).failures
    assert failure.evidence.address == "hana@shop.example.jp"
    original = original.replace("hana@", "old@")
    (failure,) = judged(report_bounce(text, block("hana@shop.example.jp"), original=original)).failures
    assert failure.evidence.address == "old@shop.example.jp"


def test_a_trace_through_two_servers_shows_the_forward():
    trace = (
        "Received: by forward.example.jp; for <new@branch.example.net>; Mon, 2 Nov 2026 09:00:02 +0900\n"
        "Received: by shop.example.jp; for <hana@shop.example.jp>; Mon, 2 Nov 2026 09:00:01 +0900\n"
    )
    original = trace + "From: letter@news.example.jp\nTo: hana@shop.example.jp\nSubject: x\n"
    (failure,) = judged(report_bounce("", block("new@branch.example.net"), original=original)).failures
    assert failure.evidence.address == "hana@shop.example.jp"
    (other,) = judged(report_bounce("", block("new@branch.example.net"))).failures
    assert other.evidence.address == "new@branch.example.net"


def test_several_recipients_each_with_its_own_reply():
    raw = report_bounce(
        "",
        block("a@shop.example.jp", diagnostic="550 5.1.1 <a@shop.example.jp>: User unknown"),
        block("b@shop.example.jp", diagnostic="552 5.2.2 <b@shop.example.jp>: Mailbox full"),
        block("c@shop.example.jp", action="delayed", status="4.4.1"),
        block("d@shop.example.jp", action="relayed", status="2.0.0"),
    )
    message = judged(raw)
    assert [(f.evidence.address, f.verdict.reason) for f in message.failures] == [
        ("a@shop.example.jp", "user_unknown"),
        ("b@shop.example.jp", "mailbox_full"),
    ]
    assert not message.failures[0].evidence.alone


def test_a_reply_that_names_only_another_recipient_is_collateral():
    reply = "550 Unknown user a@docomo.ne.jp"
    raw = report_bounce("", block("a@docomo.ne.jp", diagnostic=reply), block("b@docomo.ne.jp", diagnostic=reply))
    first, second = judged(raw).failures
    assert (first.evidence.named, second.evidence.named) == (Named.THIS, Named.OTHERS)
    assert (second.verdict.reason, second.verdict.action) == ("undetermined", Action.RETRY)


def test_the_answer_to_rcpt_is_about_its_recipient_whatever_name_it_uses():
    text = (
        "This is the mail system at host m.\n\n<hana@shop.example.jp>: host mx[192.0.2.1] said: 550 5.1.1\n"
        "    <hana.suzuki@shop.example.jp>: User unknown (in reply to {} command)\n"
    )
    reply = "550 5.1.1 <hana.suzuki@shop.example.jp>: User unknown"
    one = block("hana@shop.example.jp", diagnostic=reply)
    (at_rcpt,) = judged(report_bounce(text.format("RCPT TO"), one, message="X-Postfix-Queue-ID: 1\n")).failures
    (at_end,) = judged(report_bounce(text.format("end of DATA"), one, message="X-Postfix-Queue-ID: 1\n")).failures
    assert (at_rcpt.evidence.named, at_end.evidence.named) == (Named.FORWARD, Named.OTHERS)


def test_a_mail_to_several_in_one_domain_is_not_alone():
    original = ORIGINAL.format(to="hana@docomo.ne.jp, taro@docomo.ne.jp")
    (failure,) = judged(report_bounce("", block("hana@docomo.ne.jp"), original=original)).failures
    assert not failure.evidence.alone


def test_a_hidden_recipient_is_found_in_the_original():
    raw = report_bounce("Delivery to the recipient failed.", block("****@shop.example.jp", diagnostic="550 5.1.1 gone"))
    (failure,) = judged(raw).failures
    assert failure.evidence.address == "hana@shop.example.jp"


def test_the_sender_and_offices_are_never_a_recipient():
    raw = text_bounce(
        "Your message could not be delivered. It was sent by letter@news.example.jp to bounces@news.example.jp.\n"
        "Questions? postmaster@gateway.example.net or abuse@gateway.example.net\n550 5.7.1 refused\n",
        original="\n--- Below this line is a copy of the message.\n\n" + ORIGINAL.format(to="letter@news.example.jp"),
        From="postmaster@gateway.example.net",
    )
    assert [failure.evidence.address for failure in judged(raw).failures] == []


def test_a_complaint_names_who_complained_and_nobody_where_it_is_redacted():
    def complaint(recipient: str, to: str) -> bytes:
        return (
            "From: fbl@provider.example.com\nTo: bounces@news.example.jp\nSubject: complaint\nMIME-Version: 1.0\n"
            'Content-Type: multipart/report; report-type=feedback-report; boundary="=_b"\n\n--=_b\n\nabuse\n\n'
            "--=_b\nContent-Type: message/feedback-report\n\nFeedback-Type: abuse\nUser-Agent: x\nVersion: 1\n"
            f"Original-Rcpt-To: <{recipient}>\n\n--=_b\nContent-Type: message/rfc822\n\n"
            f"{ORIGINAL.format(to=to)}\nx\n--=_b--\n"
        ).encode()

    message = judged(complaint("hana@shop.example.jp", "hana@shop.example.jp"))
    assert message.kind is Kind.COMPLAINT
    assert [(f.evidence.address, f.verdict.action, f.verdict.reason) for f in message.failures] == [
        ("hana@shop.example.jp", Action.UNSUBSCRIBE, None)
    ]
    assert judged(complaint("[REDACTED]@provider.example.com", "readers@news.example.jp")).failures == ()


SOMEBODY = "550 5.1.1 <taro@shop.example.jp>: User unknown"
BY_BCC = ORIGINAL.format(to="hana@shop.example.jp").replace("\tfor <hana@shop.example.jp>;", "\t;")


@pytest.mark.parametrize(
    ("original", "whom", "action"),
    [
        # only the sender knows who else got it by Bcc
        (BY_BCC, Named.ALIAS, Action.REVIEW),
        (BY_BCC.replace("To: hana@shop.example.jp", "To: letter@news.example.jp"), Named.OTHERS, Action.RETRY),
        (BY_BCC.replace("To: hana", "To: ken@shop.example.jp, hana"), Named.OTHERS, Action.RETRY),
        # a server on the way, or the return path, says that it went to this one alone
        (ORIGINAL.format(to="hana@shop.example.jp"), Named.FORWARD, Action.UNSUBSCRIBE),
        (
            BY_BCC.replace("<bounces@", "<bounces+hana=shop.example.jp@").replace("To: hana", "To: readers"),
            Named.FORWARD,
            Action.UNSUBSCRIBE,
        ),
    ],
)
def test_another_name_of_the_same_domain_where_the_phase_is_lost(original: str, whom: Named, action: Action):
    message = read(
        report_bounce("Failed.\n", block("hana@shop.example.jp", diagnostic=SOMEBODY), original=original),
        load_bundled(),
    )
    (failure,) = message.failures
    assert failure.evidence.address == "hana@shop.example.jp"
    assert (failure.evidence.named, failure.verdict.action) == (whom, action)


def _cuts() -> list[bytes]:
    """Bounces that end within the address of their recipient, each in another kind of part."""
    address = b"hana@shop.example.jp"
    report = report_bounce("Failed.\n", block(address.decode()), original="")
    plain = text_bounce(f"User unknown: {address.decode()}\n")
    page = text_bounce(f"<p>User unknown:<br>{address.decode()}</p>\n", Content_Type="text/html")
    head, _, body = text_bounce(f"User unknown: {address.decode()}", MIME_Version="1.0").partition(b"\n\n")
    coded = head + b"\nContent-Transfer-Encoding: base64\n\n" + base64.b64encode(body)
    return [
        *(raw[: raw.rindex(address) + len(b"hana@shop.exam")] for raw in (report, plain, page)),
        coded.rstrip(b"=")[:-8],
    ]


@pytest.mark.parametrize("raw", _cuts(), ids=("report", "text", "html", "base64"))
def test_half_an_address_is_nobody_s(raw: bytes):
    assert judged(raw).failures == ()
    assert judged(excerpt(raw)).failures == ()


def test_a_reply_that_names_only_the_sender_is_no_word_on_the_recipient():
    reply = "550 5.1.1 <bounces@news.example.jp>: no such user here"
    (failure,) = judged(report_bounce("", block("hana@shop.example.jp", diagnostic=reply))).failures
    assert failure.evidence.named is Named.SENDER
    assert (failure.verdict.reason, failure.verdict.action) == ("sender_address", Action.FIX_SENDER)
