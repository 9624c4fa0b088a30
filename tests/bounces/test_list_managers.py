"""Bounces that a list manager passes on to those who run the list: with the list's fields they are bounces still."""

from __future__ import annotations

import pytest

from bounce_builder import block, report_bounce, text_bounce
from modori.bounces import read
from modori.records import Kind
from modori.rules import load_bundled

# What Mailman adds to whatever it sends on (RFC 2369, RFC 2919), and its own address as the way back.
PASSED_ON = {
    "Return_Path": "<letters-admin@news.example.jp>",
    "Sender": "letters-owner@news.example.jp",
    "Precedence": "bulk",
    "List_Id": "Letters <letters.news.example.jp>",
    "List_Unsubscribe": "<mailto:letters-request@news.example.jp?subject=unsubscribe>",
    "To": "letters-admin@news.example.jp",
}
REFUSED = "550 5.1.1 <hana@shop.example.jp>... User unknown"
BOUNCES = {
    "a daemon's text": text_bounce(
        f"Your message could not be delivered:\n\n<hana@shop.example.jp>: {REFUSED}\n",
        **PASSED_ON,
    ),
    "a report": report_bounce(
        "It could not be delivered.", block("hana@shop.example.jp", diagnostic=REFUSED), **PASSED_ON
    ),
    "a gateway to the owner": text_bounce(
        "The following message could not be delivered to the following recipients:\n\n"
        f"  hana@shop.example.jp\n\n{REFUSED}\n",
        **{**PASSED_ON, "From": "gateway@shop.example.jp", "Subject": "Delivery failure", "To": "letters-owner@x.jp"},
    ),
    "an old server": text_bounce(
        "hana@shop.example.jp - no such user here.\n\nThere is no user by that name at this server.\n",
        **{
            **PASSED_ON,
            "From": "MDaemon@shop.example.jp",
            "Subject": "Warning: hana@shop.example.jp - User unknown!",
            "To": "letters-bounces@news.example.jp",
        },
    ),
}


@pytest.mark.parametrize("name", BOUNCES)
def test_it_is_read_as_any_other_bounce(name: str) -> None:
    message = read(BOUNCES[name], load_bundled())
    assert message.kind is Kind.BOUNCE
    assert [(one.evidence.address, one.verdict.reason) for one in message.failures] == [
        ("hana@shop.example.jp", "user_unknown")
    ]


@pytest.mark.parametrize(
    "fields",
    [
        {"From": "News <letter@news.example.jp>", "To": "readers@shop.example.jp"},
        {"From": "Postmaster news <postmaster@news.example.jp>", "To": "hana@shop.example.jp"},
        {"From": "News <letter@news.example.jp>", "To": "admin@shop.example.jp"},
    ],
)
def test_what_a_list_sends_to_its_readers_is_none(fields: dict[str, str]) -> None:
    body = f"This week: what a bounce looks like.\n\n    <hana@shop.example.jp>: {REFUSED}\n\nUnsubscribe any time.\n"
    subject = "This week in mail operations"
    message = read(text_bounce(body, **{**PASSED_ON, "Subject": subject, **fields}), load_bundled())
    assert (message.kind, message.failures) == (Kind.OTHER, ())


def test_the_list_itself_is_never_the_one_who_failed() -> None:
    body = (
        "Your mail could not be delivered, because they are not accepting mail from letters@news.example.jp:\n"
        "    <hana@shop.example.jp>\n"
    )
    message = read(text_bounce(body, To="letters-bounces@news.example.jp"), load_bundled())
    assert [one.evidence.address for one in message.failures] == ["hana@shop.example.jp"]


def test_a_notice_that_came_back_is_a_bounce_not_the_notice() -> None:
    body = f"<hana@shop.example.jp>: {REFUSED}\n"
    subject = "Undeliverable: Your message to Letters awaits moderator approval"
    assert read(text_bounce(body, Subject=subject), load_bundled()).kind is Kind.BOUNCE
    subject = "Your message to Letters awaits moderator approval"
    assert read(text_bounce(body, Subject=subject, From="letters-owner@x.jp"), load_bundled()).kind is Kind.OTHER
