"""More systems and languages than the other tables have: who failed, why, and what is proposed."""

from __future__ import annotations

import pytest

from bounce_builder import ORIGINAL, block, report_bounce, text_bounce
from modori.bounces import read
from modori.records import Kind
from modori.rules import load_bundled

ORIG = ORIGINAL.format(to="hana@shop.example.jp")

CASES = {
    "gmail_ja": text_bounce(
        "アドレス不明\n\n"
        "メールアドレスが見つからないか、メールを受信できないため、"
        "hana@shop.example.jp にメールは配信されませんでした。\n\n"
        "リモート サーバーからの応答:\n"
        "550 5.1.1 User unknown\n",
        Subject="Delivery Status Notification (Failure)",
        From="Mail Delivery Subsystem <mailer-daemon@googlemail.com>",
        X_Failed_Recipients="hana@shop.example.jp",
    ),
    "qq": text_bounce(
        "很抱歉,您发送的邮件被退回,以下是该邮件的相关信息:\n\n"
        "收件人:hana@shop.example.jp\n\n"
        "退信原因:收件人邮箱不存在\n"
        "550 Mailbox not found\n",
        Subject="系统退信",
        From="PostMaster@qq.com",
    ),
    "es": text_bounce(
        "No se pudo entregar su mensaje a los siguientes destinatarios:\n\n"
        "  hana@shop.example.jp\n\n"
        "550 5.1.1 Usuario desconocido\n",
        Subject="No se pudo entregar: November letter",
        From="postmaster@shop.example.jp",
    ),
    "nl": text_bounce(
        "Uw bericht kon niet worden afgeleverd bij de volgende geadresseerden:\n\n"
        "hana@shop.example.jp\n\n"
        "#550 5.1.1 RESOLVER.ADR.RecipNotFound; not found ##\n",
        Subject="Onbestelbaar: November letter",
        From="postmaster@shop.example.jp",
    ),
    "it": text_bounce(
        "Impossibile recapitare il messaggio ai seguenti destinatari:\n\n"
        "hana@shop.example.jp\n\n"
        "550 5.2.2 mailbox full\n",
        Subject="Impossibile recapitare: November letter",
        From="postmaster@shop.example.jp",
    ),
    "state14": text_bounce(
        "Delivery to the following recipient failed permanently:\n\n"
        "     hana@shop.example.jp\n\n"
        "Technical details of permanent failure:\n"
        "PERM_FAILURE: SMTP Error (state 14): 550 5.1.1 User unknown\n",
        Subject="Delivery Status Notification (Failure)",
        From="mailer-daemon@googlemail.com",
    ),
    "notype": report_bounce(
        "Your mail failed.\n",
        block("hana@shop.example.jp", status="5.1.1 (unknown)", diagnostic="550 5.1.1 User unknown")
        .replace("smtp; ", "")
        .replace("smtp;", ""),
    ),
    "kddi": text_bounce(
        "Could not be delivered to: <hana@shop.example.jp>\nAs their mailbox is full.\n",
        Subject="Mail delivery failed",
        From="no-reply@mx.dion.ne.jp",
    ),
    "tonline": text_bounce(
        "|------------------------- Message log follows: -------------------------|\n"
        " no valid recipients were found for this message\n"
        "|------------------------- Failed addresses follow: ---------------------|\n"
        " <hana@shop.example.jp> ... unknown user\n"
        "|------------------------- Message text follows: ------------------------|\n",
        original=ORIG,
        Subject="mail failed, returning to sender",
        From="MAILER-DAEMON@shop.example.jp",
    ),
    "exch55": text_bounce(
        "Your message\n\n"
        "  To:      hana@shop.example.jp\n"
        "  Subject: November letter\n\n"
        "did not reach the following recipient(s):\n\n"
        "hana@shop.example.jp on Mon, 2 Nov 2026 10:00:00 +0900\n"
        "    The recipient name is not recognized\n\tThe MTS-ID of the original message is: c=jp;a= ;p=x\n"
        "    MSEXCH:IMS:Shop:SITE:MX 0 (000C05A6) Unknown Recipient\n",
        Subject="Undeliverable: November letter",
        From="System Administrator <postmaster@shop.example.jp>",
    ),
}

EXPECTED = {
    "gmail_ja": ("gmail", "user_unknown", "unsubscribe"),
    "qq": (None, "user_unknown", "unsubscribe"),
    "es": (None, "user_unknown", "unsubscribe"),
    "nl": (None, "user_unknown", "unsubscribe"),
    "it": (None, "mailbox_full", "retry"),
    "state14": ("gmail", "user_unknown", "unsubscribe"),
    "notype": (None, "user_unknown", "unsubscribe"),
    "kddi": ("kddi", "mailbox_full", "retry"),
    "tonline": ("sendmail", "user_unknown", "unsubscribe"),
    "exch55": ("exchange2003", "user_unknown", "unsubscribe"),
}


@pytest.mark.parametrize("name", EXPECTED)
def test_who_failed_and_what_is_proposed(name: str):
    message = read(CASES[name], load_bundled())
    (failure,) = message.failures
    assert (message.kind, failure.evidence.address) == (Kind.BOUNCE, "hana@shop.example.jp")
    assert (message.system, failure.verdict.reason, failure.verdict.action.value) == EXPECTED[name]
