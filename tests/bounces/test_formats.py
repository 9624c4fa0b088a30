"""Each mail system's own form: who failed, which reply, in which phase, at which host."""

from __future__ import annotations

import pytest

from bounce_builder import ORIGINAL, block, report_bounce, text_bounce
from modori.bounces import read
from modori.records import Kind, Phase
from modori.rules import load_bundled

ORIG = ORIGINAL.format(to="hana@shop.example.jp")

POSTFIX = report_bounce(
    "This is the mail system at host mail.news.example.jp.\n\n"
    "<hana@shop.example.jp>: host mx.shop.example.jp[192.0.2.25] said: 550 5.1.1\n"
    "    <hana@shop.example.jp>: User unknown (in reply to RCPT TO\n    command)\n",
    block(
        "hana@shop.example.jp",
        diagnostic="550 5.1.1 <hana@shop.example.jp>: User unknown",
        Remote_MTA="dns; mx.shop.example.jp",
    ),
    message="X-Postfix-Queue-ID: 4ABC\n",
)
SENDMAIL = report_bounce(
    "   ----- The following addresses had permanent fatal errors -----\n<hana@shop.example.jp>\n"
    "    (reason: 550 no such person)\n\n   ----- Transcript of session follows -----\n"
    "... while talking to mx.shop.example.jp.:\n>>> DATA\n<<< 550 no such person\n"
    "550 5.1.1 <hana@shop.example.jp>... User unknown\n<<< 503 5.5.1 Need RCPT (recipient)\n",
    block("hana@shop.example.jp", diagnostic="550 no such person"),
    Subject="Returned mail: see transcript for details",
)
SENDMAIL_EOD = report_bounce(
    "   ----- The following addresses had permanent fatal errors -----\n<hana@shop.example.jp>\n"
    "    (reason: 550-5.7.1 first line)\n\n   ----- Transcript of session follows -----\n"
    "... while talking to mx.shop.example.jp.:\n>>> DATA\n<<< 550-5.7.1 first line\n<<< 550 5.7.1 second line\n"
    "554 5.0.0 Service unavailable\n",
    block("hana@shop.example.jp", status="5.7.1", diagnostic="550-5.7.1 first line"),
)
OLD_SENDMAIL = text_bounce(
    "   ----- Transcript of session follows -----\nWhile talking to mx.shop.example.jp:\n"
    ">>> RCPT To:<hana@shop.example.jp>\n<<< 550 No such user here\n550 <hana@shop.example.jp>... User unknown\n\n"
    "   ----- Unsent message follows -----\n",
    original=ORIG,
    Subject="Returned mail: User unknown",
)
QMAIL = text_bounce(
    "Hi. This is the qmail-send program at mail.news.example.jp.\n"
    "I'm afraid I wasn't able to deliver your message to the following addresses.\n\n<hana@shop.example.jp>:\n"
    "192.0.2.25 failed after I sent the message.\nRemote host said: 550-5.7.1 first line\n550 5.7.1 second line\n\n"
    "--- Below this line is a copy of the message.\n\n",
    original=ORIG,
    Subject="failure notice",
)
EXIM = text_bounce(
    "This message was created automatically by mail delivery software.\n\nThe following address(es) failed:\n\n"
    "  hana@new.example.org\n    (generated from hana@shop.example.jp)\n    host mx.new.example.org [192.0.2.25]\n"
    "    SMTP error from remote mail server after RCPT TO:<hana@new.example.org>:\n    550 5.1.1 no such user\n\n"
    "------ This is a copy of the message, including all the headers. ------\n\n",
    original=ORIG,
    Subject="Mail delivery failed: returning message to sender",
)
EXIM_LOCAL = report_bounce(
    "This message was created automatically by mail delivery software.\n\n  hana@shop.example.jp\n"
    "    Unrouteable address\n",
    block("hana@shop.example.jp", status="5.0.0"),
)
COURIER = report_bounce(
    "running the Courier mail server, version 1.0\n\n                           UNDELIVERABLE MAIL\n\n"
    "<hana@shop.example.jp>:\n     mx.shop.example.jp [192.0.2.25]:\n"
    " >>> RCPT TO:<hana@shop.example.jp>\n <<< 550 User unknown\n",
    block("hana@shop.example.jp", status="5.0.0", diagnostic="550 User unknown"),
)
OPENSMTPD = report_bounce(
    "    This is the MAILER-DAEMON, please DO NOT REPLY to this email.\n\n"
    "hana@shop.example.jp: 550 5.1.1 nobody here\n",
    block("hana@shop.example.jp", status="5.0.0"),
    Content_Type='multipart/mixed; boundary="=_b"',
)
DMA = text_bounce(
    "This is the DragonFly Mail Agent v0.13 at news.example.jp.\n\n"
    "There was an error delivering your mail to <hana@shop.example.jp>.\n\n"
    "mx.shop.example.jp [192.0.2.25] did not like our final DATA:\n554 5.7.0 no\n\nMessage headers follow.\n\n",
    original=ORIG,
    From="MAILER-DAEMON <>",
    Return_Path="",
    Subject="Mail delivery failed",
)
HARAKA = report_bounce(
    "Hi. This is the Haraka Mailer program at mail.news.example.jp.\n\nIntended Recipients: <hana@shop.example.jp>\n"
    "Failure Reason: Error: Some recipients failed: <hana@shop.example.jp>\n\n"
    "<hana@shop.example.jp>: 550 User unknown\n",
    block("hana@shop.example.jp", diagnostic="550 User unknown"),
)
NULLMAILER = report_bounce(
    "This is the nullmailer delivery system.  The message attached below\n"
    "could not be delivered to one or more of the intended recipients:\n\n\t<hana@shop.example.jp>\n",
    block("hana@shop.example.jp", action="delayed", diagnostic="550 5.1.1 nobody"),
)
EXCHANGE = text_bounce(
    "Delivery has failed to these recipients or groups:\n\nDiagnostic information for administrators:\n\n"
    "Generating server: mail.shop.example.jp\n\nhana@shop.example.jp\n"
    "Remote Server returned '550 5.1.10 RESOLVER.ADR.RecipientNotFound; not found'\n\nOriginal message headers:\n\n",
    original=ORIG,
    From="postmaster@shop.example.jp",
    Subject="Undeliverable: November letter",
)
EXCHANGE_2003 = text_bounce(
    "Your message\n\n  To:      hana@shop.example.jp\n  Subject: November letter\n\n"
    "did not reach the following recipient(s):\n\nhana@shop.example.jp on Mon, 2 Nov 2026 09:00:00 +0900\n"
    "    MSEXCH:IMS:Shop:MAIL:SRV 0 (000C05A6) Unknown Recipient\n",
    From="System Administrator <postmaster@shop.example.jp>",
    Subject="Undeliverable: November letter",
)
GMAIL_OLD = text_bounce(
    "Delivery to the following recipient failed permanently:\n\n     hana@shop.example.jp\n\n"
    "Technical details of permanent failure:\nGoogle tried to deliver your message, but it was rejected. "
    "The error that the other server returned was: 550 550 Unknown user hana@shop.example.jp (state 18).\n\n"
    "----- Original message -----\n\n",
    original=ORIG,
    From="Mail Delivery Subsystem <mailer-daemon@googlemail.com>",
    Subject="Delivery Status Notification (Failure)",
)
GMAIL_JA = report_bounce(
    "** アドレス不明 **\n\n該当するアドレスが見つからなかったため、"
    "メールは hana@shop.example.jp に配信されませんでした。\n\n"
    "リモート サーバーからの応答:\n550 5.1.1 <hana@shop.example.jp>: User unknown\n",
    block("hana@shop.example.jp"),
    From="Mail Delivery Subsystem <mailer-daemon@googlemail.com>",
    X_Failed_Recipients="hana@shop.example.jp",
)
DOMINO = text_bounce(
    "Your message\n\n  Subject: November letter\n\nwas not delivered to:\n\n  hana@shop.example.jp\n\nbecause:\n\n"
    "  User hana (hana@shop.example.jp) not listed in Domino Directory\n\n",
    Subject="DELIVERY FAILURE: User hana (hana@shop.example.jp) not listed in Domino Directory",
    From="Mail Router <postmaster@shop.example.jp>",
)
SES_JSON = text_bounce(
    '{"notificationType":"Bounce","bounce":{"bounceType":"Permanent","bouncedRecipients":[{"emailAddress":'
    '"hana@shop.example.jp","action":"failed","status":"5.1.1","diagnosticCode":"smtp; 550 5.1.1 user unknown"}]}}\n',
    From="Topic <no-reply@sns.amazonaws.com>",
    Subject="AWS Notification Message",
    Return_Path="<0101@eu-west-1.amazonses.com>",
    x_amz_sns_message_id="1",
)
EINSUNDEINS = text_bounce(
    "This message was created automatically by mail delivery software.\n\nfailed:\n\nhana@shop.example.jp:\n"
    "SMTP error from remote server for TEXT command, host: mx.shop.example.jp (192.0.2.25) reason: 550 5.7.1 spam\n\n",
    From='"Mail Delivery System" <mailer-daemon@kundenserver.de>',
)
ZOHO = text_bounce(
    "This message was created automatically by mail delivery software.\n\n"
    "hana@shop.example.jp Invalid Address, ERROR_CODE :550, ERROR_CODE :5.1.1 <hana@shop.example.jp>... User Unknown\n",
    From="mailer-daemon@mail.zoho.com",
)
DOVECOT = report_bounce(
    "Your message to <hana@shop.example.jp> was automatically rejected:\nQuota exceeded (mailbox for user is full)\n",
    block("hana@shop.example.jp", status="5.2.2", diagnostic="552 5.2.2 no"),
)
UNKNOWN_SYSTEM = text_bounce(
    "An email that you attempted to send to the following address could not be delivered:\n-- hana@shop.example.jp\n\n"
    "The problem appears to be:\n-- 550 5.1.1 Recipient does not exist\n\nAsk helpdesk@gateway.example.net for help.\n",
    From='"postmaster" <postmaster@gateway.example.net>',
    Subject="Email Delivery Failure",
)

CASES = {
    "postfix": (
        POSTFIX,
        "postfix",
        "550",
        "5.1.1",
        Phase.RCPT,
        "550 5.1.1 <hana@shop.example.jp>: User unknown",
        "mx.shop.example.jp",
    ),
    "sendmail, pipelined": (
        SENDMAIL,
        "sendmail",
        "550",
        "5.1.1",
        Phase.RCPT,
        "550 no such person",
        "mx.shop.example.jp",
    ),
    "sendmail, after DATA": (
        SENDMAIL_EOD,
        "sendmail",
        "550",
        "5.7.1",
        Phase.EOD,
        "550 5.7.1 first line second line",
        "mx.shop.example.jp",
    ),
    "sendmail of old": (
        OLD_SENDMAIL,
        "sendmail",
        "550",
        None,
        Phase.RCPT,
        "550 No such user here",
        "mx.shop.example.jp",
    ),
    "qmail": (QMAIL, "qmail", "550", "5.7.1", Phase.EOD, "550 5.7.1 first line second line", "192.0.2.25"),
    "exim": (EXIM, "exim", "550", "5.1.1", Phase.RCPT, "550 5.1.1 no such user", "mx.new.example.org"),
    "exim, its own reason": (EXIM_LOCAL, "exim", None, "5.0.0", None, "Unrouteable address", None),
    "courier": (COURIER, "courier", "550", "5.0.0", Phase.RCPT, "550 User unknown", "mx.shop.example.jp"),
    "opensmtpd": (OPENSMTPD, "opensmtpd", "550", "5.1.1", None, "550 5.1.1 nobody here", None),
    "dma": (DMA, "dma", "554", "5.7.0", Phase.EOD, "554 5.7.0 no", "mx.shop.example.jp"),
    "haraka": (HARAKA, "haraka", "550", "5.1.1", Phase.RCPT, "550 User unknown", None),
    "nullmailer": (NULLMAILER, "nullmailer", "550", "5.1.1", None, "550 5.1.1 nobody", None),
    "exchange": (
        EXCHANGE,
        "exchange",
        "550",
        "5.1.10",
        None,
        "550 5.1.10 RESOLVER.ADR.RecipientNotFound; not found",
        None,
    ),
    "gmail of old": (GMAIL_OLD, "gmail", "550", None, Phase.EOD, "550 Unknown user hana@shop.example.jp", None),
    "gmail in japanese": (
        GMAIL_JA,
        "gmail",
        "550",
        "5.1.1",
        None,
        "550 5.1.1 <hana@shop.example.jp>: User unknown",
        None,
    ),
    "ses json": (SES_JSON, "amazonses", "550", "5.1.1", None, "550 5.1.1 user unknown", None),
    "1&1": (EINSUNDEINS, "einsundeins", "550", "5.7.1", Phase.EOD, "550 5.7.1 spam", "mx.shop.example.jp"),
    "zoho": (ZOHO, "zoho", "550", "5.1.1", None, "550 5.1.1 <hana@shop.example.jp>... User Unknown", None),
    "unknown": (UNKNOWN_SYSTEM, None, "550", "5.1.1", None, "550 5.1.1 Recipient does not exist", None),
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_a_bounce_of_each_system(case: tuple[bytes, str | None, str | None, str | None, Phase | None, str, str | None]):
    raw, system, reply, status, phase, diagnostic, remote = case
    message = read(raw, load_bundled())
    assert (message.kind, message.system) == (Kind.BOUNCE, system)
    (failure,) = message.failures
    found = failure.evidence
    assert found.address == "hana@shop.example.jp"
    assert (found.reply, found.status, found.phase) == (reply, status, phase)
    assert found.diagnostic == diagnostic
    assert found.remote == remote


@pytest.mark.parametrize(
    ("raw", "system", "word"),
    [
        (EXCHANGE_2003, "exchange2003", "recipient name is not recognized"),
        (DOMINO, "domino", "not listed in Domino Directory"),
        (DOVECOT, "dovecot", "automatically rejected: Quota exceeded"),
    ],
)
def test_a_reason_in_words(raw: bytes, system: str, word: str):
    message = read(raw, load_bundled())
    assert (message.kind, message.system) == (Kind.BOUNCE, system)
    assert message.failures[0].evidence.address == "hana@shop.example.jp"
    assert word in str(message.failures[0].evidence.diagnostic)


def test_the_sending_is_known_from_the_original():
    sending = read(POSTFIX, load_bundled()).sending
    assert sending is not None
    assert (sending.list, sending.sender) == ("letters.news.example.jp", "letter@news.example.jp")
    assert (sending.subject, sending.message_id) == ("November letter", "<letter-11@news.example.jp>")


def test_opensmtpd_has_given_up_on_an_expired_envelope_whatever_it_says():
    raw = report_bounce(
        "    This is the MAILER-DAEMON, please DO NOT REPLY to this email.\n\n"
        "    A message is delayed for more than 4 hours for the following\n\nhana@shop.example.jp: Envelope expired\n\n"
        "    Please note that this is only a temporary failure report.\n",
        block("hana@shop.example.jp", action="delayed", status="4.4.7"),
    )
    message = read(raw, load_bundled())
    assert message.kind is Kind.BOUNCE
    assert message.failures[0].verdict.reason == "expired"


def test_the_postmasters_copy_is_marked():
    raw = POSTFIX.replace(b"Subject: Undelivered", b"Subject: Postmaster Copy: Undelivered")
    assert read(raw, load_bundled()).copy
    assert not read(POSTFIX, load_bundled()).copy
