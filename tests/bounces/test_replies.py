"""Replies freed of their wrappings, and whom they name."""

from __future__ import annotations

import pytest

from modori.bounces.replies import named, read
from modori.records import Named


@pytest.mark.parametrize(
    ("said", "text", "code", "status"),
    [
        ("550 5.1.1 no", "550 5.1.1 no", "550", "5.1.1"),
        ("smtp; 550 5.1.1 no", "550 5.1.1 no", "550", "5.1.1"),
        ("550", "550", "550", None),
        ("550-5.1.1 one\n550-5.1.1 two\n550 5.1.1 three", "550 5.1.1 one two three", "550", "5.1.1"),
        ("550-one 550-two 550 three", "550 one two three", "550", None),
        ("550 550 5.7.1 no", "550 5.7.1 no", "550", "5.7.1"),
        ("550 #5.1.0 Address rejected", "550 #5.1.0 Address rejected", "550", "5.1.0"),
        (
            "550 sorry, no mailbox here by that name. (#5.1.1)",
            "550 sorry, no mailbox here by that name. (#5.1.1)",
            "550",
            "5.1.1",
        ),
        ("Sorry, I couldn't find any host. (#5.1.2)", "Sorry, I couldn't find any host. (#5.1.2)", None, "5.1.2"),
        (
            "550 5.1.351 Remote server returned unknown recipient or mailbox unavailable -> 550 : User unknown",
            "550 : User unknown",
            "550",
            None,
        ),
        ("Remote Server returned '550 5.1.10 not found'", "550 5.1.10 not found", "550", "5.1.10"),
        ("5.1.0 - Unknown address error 550-'5.1.1 gone' (delivery attempts: 0)", "550 '5.1.1 gone'", "550", "5.1.1"),
        (
            "550 Mailbox unavailable. The server response was: 550 5.7.1 blocked S3150",
            "550 5.7.1 blocked S3150",
            "550",
            "5.7.1",
        ),
        (
            "host mx.example.jp[192.0.2.1] said: 554 5.7.1 no (in reply to RCPT TO command)",
            "554 5.7.1 no",
            "554",
            "5.7.1",
        ),
        ('unknown user: "hana"', 'unknown user: "hana"', None, None),
        ("554 client 192.0.2.4 blocked, 4.3.2.1 too", "554 client 192.0.2.4 blocked, 4.3.2.1 too", "554", None),
        ("", "", None, None),
    ],
)
def test_the_innermost_reply(said: str, text: str, code: str | None, status: str | None):
    reply = read(said)
    assert (reply.text, reply.code, reply.status) == (text, code, status)


@pytest.mark.parametrize(
    ("reply", "whom"),
    [
        ("550 Unknown user hana@docomo.ne.jp", Named.THIS),
        ("550 <HANA@DOCOMO.NE.JP>: no", Named.THIS),
        ("550 hana@docomo.ne.jp and taro@docomo.ne.jp", Named.THIS),
        ("550 Unknown user taro@docomo.ne.jp", Named.OTHERS),
        ("550 Unknown user somebody@docomo.ne.jp", Named.OTHERS),
        ("550 <old@branch.example.net>: User unknown", Named.FORWARD),
        ("550 bounces@news.example.jp... Not local user. Recipient error", Named.SENDER),
        ("554 refused, contact postmaster@shop.example.jp", Named.NOBODY),
        ("550 User unknown", Named.NOBODY),
    ],
)
def test_whom_a_reply_names(reply: str, whom: Named):
    assert named(reply, {"hana@docomo.ne.jp"}, {"taro@docomo.ne.jp"}, lambda: {"bounces@news.example.jp"}) is whom
