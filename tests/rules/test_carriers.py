"""docomo by phase, for every way a mail system can show it, and the other Japanese carriers."""

from datetime import UTC, datetime

import pytest

from modori.records import Evidence, Named, Phase
from modori.rules import load_bundled

UNKNOWN = "550 Unknown user reader@docomo.ne.jp"
OLD = datetime(2020, 5, 6, 1, 20, tzinfo=UTC)
LAST_OLD = datetime(2025, 3, 12, 23, 59, tzinfo=UTC)
NEW = datetime(2025, 3, 13, 0, 0, tzinfo=UTC)


def docomo(**fields) -> Evidence:
    given = {
        "address": "reader@docomo.ne.jp",
        "reply": "550",
        "diagnostic": UNKNOWN,
        "remote": "mfsmax.docomo.ne.jp",
        "named": Named.THIS,
    }
    return Evidence(**(given | fields))


MATRIX = [
    ("rcpt", docomo(phase=Phase.RCPT), "user_unknown", "unsubscribe", 2),
    (
        "rcpt, Sendmail",
        docomo(phase=Phase.RCPT, report_status="5.1.1", status="5.1.1"),
        "user_unknown",
        "unsubscribe",
        2,
    ),
    ("rcpt, new", docomo(phase=Phase.RCPT, date=NEW), "user_unknown", "unsubscribe", 2),
    ("eod, named", docomo(phase=Phase.EOD), "recipient_refused", "review", 1),
    ("eod, Sendmail", docomo(phase=Phase.EOD, report_status="5.2.0", status="5.2.0"), "recipient_refused", "review", 1),
    ("eod, Postfix", docomo(phase=Phase.EOD, status="5.0.0"), "recipient_refused", "review", 1),
    ("data", docomo(phase=Phase.DATA), "recipient_refused", "review", 1),
    (
        "eod, alone",
        docomo(phase=Phase.EOD, named=Named.NOBODY, diagnostic="550 Unknown user"),
        "recipient_refused",
        "review",
        1,
    ),
    ("eod, old", docomo(phase=Phase.EOD, date=OLD), "recipient_refused", "review", 1),
    ("eod, new", docomo(phase=Phase.EOD, date=NEW), "recipient_refused", "review", 1),
    ("eod, named among many", docomo(phase=Phase.EOD, alone=False), "recipient_refused", "review", 1),
    ("eod, others", docomo(phase=Phase.EOD, alone=False, named=Named.OTHERS), "undetermined", "retry", 1),
    ("rcpt, others", docomo(phase=Phase.RCPT, alone=False, named=Named.OTHERS), "undetermined", "retry", 1),
    ("lost, others", docomo(alone=False, named=Named.OTHERS), "undetermined", "retry", 1),
    ("eod, nobody named", docomo(phase=Phase.EOD, alone=False, named=Named.NOBODY), "undetermined", "review", 1),
    ("lost", docomo(), "undetermined", "review", 1),
    ("lost, status made up", docomo(status="5.1.1", report_status="5.1.1"), "undetermined", "review", 1),
    ("lost, by address only", docomo(remote=None), "undetermined", "review", 1),
    (
        "wrapped by Microsoft",
        docomo(
            status="5.1.351",
            remote="mail.protection.outlook.com",
            diagnostic="550 5.1.351 Remote server returned unknown recipient or mailbox unavailable -> "
            "550 Unknown user",
        ),
        "undetermined",
        "review",
        1,
    ),
    ("by host only", docomo(phase=Phase.EOD, address="reader@example.jp"), "recipient_refused", "review", 1),
    (
        "behind a forward",
        docomo(
            phase=Phase.RCPT,
            address="reader@example.jp",
            final_address="reader@docomo.ne.jp",
            remote=None,
            named=Named.FORWARD,
        ),
        "user_unknown",
        "unsubscribe",
        2,
    ),
    ("odd local part", docomo(phase=Phase.EOD, address="..love..@docomo.ne.jp"), "recipient_refused", "review", 1),
    ("full", docomo(reply="552", diagnostic="552 Too much mail data reader@docomo.ne.jp"), "mailbox_full", "retry", 1),
    (
        "too many",
        docomo(reply="552", status="5.2.2", diagnostic="552 Too many recipients"),
        "too_many_recipients",
        "retry",
        1,
    ),
    (
        "long line",
        docomo(reply="500", phase=Phase.DATA, diagnostic="500 Line Too Long"),
        "content_error",
        "fix_sender",
        1,
    ),
    (
        "parameter",
        docomo(reply="504", diagnostic="504 Command parameter not implemented"),
        "protocol_error",
        "fix_sender",
        1,
    ),
    (
        "busy",
        docomo(reply="421", diagnostic="421 Service not available, closing transmission channel"),
        "server_trouble",
        "retry",
        1,
    ),
]


@pytest.mark.parametrize(
    ("evidence", "reason", "action", "confirm"), [pytest.param(*row[1:], id=row[0]) for row in MATRIX]
)
def test_docomo(evidence, reason, action, confirm):
    verdict = load_bundled().judge(evidence)
    assert (verdict.reason, verdict.action, verdict.confirm) == (reason, action, confirm)


def test_the_explanation_changes_with_the_13th_of_march_2025():
    book = load_bundled()
    before = book.judge(docomo(phase=Phase.EOD, date=LAST_OLD)).rule
    after = book.judge(docomo(phase=Phase.EOD, date=NEW)).rule
    assert before != after
    assert "13 March 2025" in book.explanation(after, "en")
    assert "2025年3月13日" in book.explanation(after, "ja")
    assert "2025" not in book.explanation(before, "en")


def test_a_strangers_unknown_user_is_no_docomo_matter():
    evidence = Evidence("reader@example.jp", reply="550", phase=Phase.EOD, diagnostic="550 Unknown user")
    assert load_bundled().judge(evidence).reason == "user_unknown"


CARRIERS = [
    ("reader@ezweb.ne.jp", "550 <reader@ezweb.ne.jp>: User unknown", Phase.RCPT, "user_unknown", "unsubscribe", 2),
    ("reader@au.com", "550 : User unknown", Phase.EOD, "recipient_refused", "review", 1),
    ("reader@au.com", "550 : User unknown", None, "recipient_refused", "review", 1),
    ("reader@au.com", "550 5.2.0 : User unknown", None, "recipient_refused", "review", 1),
    ("reader@au.com", "550 <reader@au.com>: User unknown", Phase.EOD, "recipient_refused", "review", 1),
    ("reader@uqmobile.jp", "550 <reader@uqmobile.jp>: User unknown", Phase.RCPT, "user_unknown", "unsubscribe", 2),
    (
        "reader@softbank.ne.jp",
        "550 Invalid recipient: <reader@softbank.ne.jp>",
        Phase.RCPT,
        "user_unknown",
        "unsubscribe",
        2,
    ),
    ("reader@i.softbank.jp", "553 news.example.com does not exist", Phase.MAIL, "sender_address", "fix_sender", 1),
    (
        "reader@yahoo.co.jp",
        "554 delivery error: dd This user doesn't have a yahoo.co.jp account (reader@yahoo.co.jp) [-5]",
        Phase.EOD,
        "user_unknown",
        "unsubscribe",
        1,
    ),
    (
        "reader@yahoo.co.jp",
        "554 delivery error: dd Sorry your message to reader cannot be delivered. This "
        "account has been disabled or discontinued [#102]",
        Phase.EOD,
        "mailbox_disabled",
        "unsubscribe",
        2,
    ),
    ("reader@rakumail.jp", "550 User not found", Phase.RCPT, "user_unknown", "unsubscribe", 1),
    ("reader@mineo.jp", "550 5.0.0 <reader@mineo.jp>... User unknown", Phase.RCPT, "user_unknown", "unsubscribe", 1),
    (
        "reader@pdx.ne.jp",
        "552 We failed to deliver mail because the volume of recipient's mailbox "
        "exceeded the local limit. <reader@pdx.ne.jp>",
        Phase.EOD,
        "mailbox_full",
        "retry",
        1,
    ),
    ("reader@example.jp", "550 can't accept user... (#5.7.1)", Phase.RCPT, "user_unknown", "unsubscribe", 1),
]


@pytest.mark.parametrize(("address", "diagnostic", "phase", "reason", "action", "confirm"), CARRIERS)
def test_other_carriers(address, diagnostic, phase, reason, action, confirm):
    evidence = Evidence(address, reply=diagnostic[:3], phase=phase, diagnostic=diagnostic)
    verdict = load_bundled().judge(evidence)
    assert (verdict.reason, verdict.action, verdict.confirm) == (reason, action, confirm)
