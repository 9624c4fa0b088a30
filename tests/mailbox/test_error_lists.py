"""Error lists without mails, and Postfix logs: the same rules, the same reader."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta, timezone

import pytest

from modori.bounces import read
from modori.mailbox import read_paths
from modori.mailbox.error_lists import NotAListError, read_csv, read_json
from modori.mailbox.postfix_log import read_log
from modori.mailbox.reported import Reported, as_mail
from modori.records import Action, Kind, Phase
from modori.rules import load_bundled

UNKNOWN = "550 5.1.1 <hana@shop.example.jp>: Recipient address rejected: User unknown"


@pytest.fixture(scope="module")
def book():
    return load_bundled()


def told(reader, text, encoding="utf-8"):
    return [(one.address, one.error, one.status) for one in reader(text.encode(encoding))]


def test_a_csv_with_a_header():
    text = f'Date,Email Address,Event,Reason\n2026-11-23T09:00:00Z,hana@shop.example.jp,bounce,"{UNKNOWN}"\n'
    (one,) = read_csv(text.encode())
    assert (one.address, one.error) == ("hana@shop.example.jp", UNKNOWN)
    assert one.when == datetime(2026, 11, 23, 9, tzinfo=UTC)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_a_japanese_csv_in_the_encodings_of_excel(encoding, delimiter):
    rows = (("会員番号", "メールアドレス", "エラー内容"), ("7", "a@example.jp", "宛先が存在しません"))
    text = "".join(delimiter.join(row) + "\r\n" for row in rows)
    assert told(read_csv, text, encoding) == [("a@example.jp", "宛先が存在しません", None)]


def test_a_csv_without_a_header():
    text = "1,a@example.jp,550 User unknown\n2,b@example.jp,452 Mailbox full\n"
    assert told(read_csv, text) == [
        ("a@example.jp", "550 User unknown", None),
        ("b@example.jp", "452 Mailbox full", None),
    ]


def test_rows_that_tell_of_no_failure_are_passed_over():
    text = (
        "email,event,response\na@example.jp,delivered,250 ok\nb@example.jp,open,\nnobody,bounce,550 x\n"
        "c@example.jp,bounce,550 no\nd@example.jp,bounce,\n\ne@example.jp,deferred,451 later\n"
    )
    assert told(read_csv, text) == [("c@example.jp", "550 no", None), ("e@example.jp", "451 later", None)]


@pytest.mark.parametrize("text", ["", "\n\n", "just words\n", "a,b,c\n1,2,3\n", "a@example.jp\n", "\0\0\0"])
def test_what_is_no_csv_list(text):
    with pytest.raises(NotAListError):
        list(read_csv(text.encode()))


SERVICES = {
    "sendgrid": [{"created": 1764000000, "email": "a@example.jp", "reason": "550 5.1.1 no", "status": "5.1.1"}],
    "mailgun": {"items": [{"address": "a@example.jp", "code": "550", "error": "5.1.1 no", "created_at": "x"}]},
    "mailgun event": {
        "event-data": {
            "event": "failed",
            "recipient": "a@example.jp",
            "delivery-status": {"code": 550, "message": "5.1.1 no"},
        }
    },
    "ses": {
        "notificationType": "Bounce",
        "bounce": {
            "bounceType": "Permanent",
            "bouncedRecipients": [
                {
                    "emailAddress": "a@example.jp",
                    "action": "failed",
                    "status": "5.1.1",
                    "diagnosticCode": "550 5.1.1 no",
                }
            ],
            "timestamp": "2026-11-23T09:00:00.000Z",
        },
        "mail": {"source": "news@example.org", "destination": ["a@example.jp"], "messageId": "0102"},
    },
    "postmark": {"TotalCount": 1, "Bounces": [{"Email": "a@example.jp", "Details": "550 5.1.1 no", "ID": 7}]},
}


@pytest.mark.parametrize("name", SERVICES)
def test_json_of_services(name):
    (one,) = read_json(json.dumps(SERVICES[name]).encode())
    assert (one.address, one.error) == ("a@example.jp", "550 5.1.1 no")


def test_what_stands_around_the_recipients_of_amazon_ses_counts():
    (one,) = read_json(json.dumps(SERVICES["ses"]).encode())
    assert one.when == datetime(2026, 11, 23, 9, tzinfo=UTC)


def test_json_lines_with_a_broken_one_in_between():
    lines = [json.dumps({"email": f"{n}@example.jp", "reason": "550 no"}) for n in range(3)]
    lines.insert(1, "{broken")
    assert len(told(read_json, "\n".join(lines))) == 3


@pytest.mark.parametrize("text", ["", "{", "[" * 100_000, "no json"])
def test_what_is_no_json(text):
    with pytest.raises(NotAListError):
        list(read_json(text.encode()))


@pytest.mark.parametrize(
    ("error", "reason", "action"),
    [
        (UNKNOWN, "user_unknown", Action.UNSUBSCRIBE),
        ("452 4.2.2 Mailbox full", "mailbox_full", Action.RETRY),
        ("550 5.1.1 hana@shop.example.jp... Unknwon local user.", "user_unknown", Action.UNSUBSCRIBE),
        ("554 5.7.1 Breach of Sender Policy Framework.", "sender_auth", Action.FIX_SENDER),
    ],
)
def test_the_same_rules_judge_a_line(book, error, reason, action):
    raw = as_mail(
        Reported("hana@shop.example.jp", error, when=datetime(2026, 11, 23, tzinfo=UTC), sender="n@example.org")
    )
    message = read(raw, book)
    (failure,) = message.failures
    assert message.kind is Kind.BOUNCE
    assert message.problem is None
    assert (failure.verdict.reason, failure.verdict.action) == (reason, action)
    assert failure.evidence.address == "hana@shop.example.jp"
    assert failure.evidence.diagnostic == error
    assert message.sending is not None
    assert message.sending.sender == "n@example.org"


def test_a_deferral_is_no_failure(book):
    message = read(as_mail(Reported("a@example.jp", "451 later", action="delayed")), book)
    assert message.kind is Kind.DELAYED


def test_a_line_cannot_smuggle_fields(book):
    evil = "550 no\r\n\r\n--=_list\r\nFinal-Recipient: rfc822; victim@example.jp\r\nAction: failed"
    message = read(
        as_mail(Reported("a@example.jp", evil, subject="x\r\nBcc: y", sender="n@example.org\r\nTo: z")), book
    )
    assert [failure.evidence.address for failure in message.failures] == ["a@example.jp"]


LOG = b"""\
Nov 23 09:00:00 mx postfix/smtpd[1]: connect from localhost[127.0.0.1]
Nov 23 09:00:01 mx postfix/cleanup[2]: 4ABC: message-id=<letter-7@news.example.jp>
Nov 23 09:00:01 mx postfix/qmgr[3]: 4ABC: from=<letter@news.example.jp>, size=1234, nrcpt=4 (queue active)
Nov 23 09:00:02 mx postfix/smtp[4]: 4ABC: to=<hana@shop.example.jp>, relay=mx.shop.example.jp[192.0.2.25]:25, \
delay=1, delays=0/0/0/1, dsn=5.1.1, status=bounced (host mx.shop.example.jp[192.0.2.25] said: \
550 5.1.1 <hana@shop.example.jp>: User unknown (in reply to RCPT TO command))
Nov 23 09:00:02 mx postfix/smtp[4]: 4ABC: to=<taro@docomo.ne.jp>, relay=mfsmax.docomo.ne.jp[203.138.180.112]:25, \
delay=1, delays=0/0/0/1, dsn=5.0.0, status=bounced (host mfsmax.docomo.ne.jp[203.138.180.112] said: \
550 Unknown user taro@docomo.ne.jp (in reply to end of DATA command))
Nov 23 09:00:02 mx postfix/smtp[4]: 4ABC: to=<ok@example.com>, relay=mx.example.com[192.0.2.1]:25, delay=1, \
delays=0/0/0/1, dsn=2.0.0, status=sent (250 ok)
Nov 23 09:00:03 mx postfix/smtp[4]: 4ABC: to=<new@forward.example>, orig_to=<old@shop.example.jp>, relay=none, \
delay=9, delays=9/0/0/0, dsn=4.4.1, status=deferred (connect to forward.example[192.0.2.7]:25: Connection timed out)
Nov 23 09:00:04 mx postfix/qmgr[3]: 5DEF: from=<>, size=99, nrcpt=1 (queue active)
Nov 23 09:00:05 mx postfix/smtp[4]: 5DEF: to=<forged@example.net>, relay=mx.example.net[192.0.2.8]:25, delay=1, \
delays=0/0/0/1, dsn=5.1.1, status=bounced (host mx.example.net[192.0.2.8] said: 550 5.1.1 unknown)
Nov 28 09:00:06 mx postfix/qmgr[3]: 4ABC: from=<letter@news.example.jp>, status=expired, returned to sender
Nov 28 09:00:06 mx postfix/qmgr[3]: 4ABC: removed
"""
WRITTEN = datetime(2026, 11, 28, 12, tzinfo=timezone(timedelta(hours=9)))


def test_a_postfix_log(book):
    messages = [read(as_mail(one), book) for one in read_log(LOG.splitlines(keepends=True), WRITTEN)]
    failures = [message.failures[0] for message in messages]
    assert [(f.evidence.address, f.verdict.reason, f.evidence.phase) for f in failures] == [
        ("hana@shop.example.jp", "user_unknown", Phase.RCPT),
        ("taro@docomo.ne.jp", "recipient_refused", Phase.EOD),
        ("old@shop.example.jp", failures[2].verdict.reason, failures[2].evidence.phase),
    ]
    assert failures[1].verdict.action is Action.REVIEW  # docomo after DATA
    assert failures[2].verdict.action is Action.RETRY
    assert failures[2].evidence.final_address == "new@forward.example"
    assert {message.system for message in messages} == {"postfix"}
    assert {message.sending.message_id for message in messages} == {"<letter-7@news.example.jp>"}
    assert messages[0].date == datetime(2026, 11, 23, 9, 0, 2, tzinfo=WRITTEN.tzinfo)


@pytest.mark.parametrize(
    ("stamp", "year"),
    [(b"Dec 31 23:00:00", 2025), (b"Nov 28 11:00:00", 2026), (b"2024-02-03T04:05:06.789+09:00", 2024)],
)
def test_the_year_of_a_line(stamp, year):
    line = stamp + b" mx postfix/smtp[4]: 4ABCD: to=<a@b.jp>, relay=none, delay=1, dsn=5.4.4, status=bounced (x)\n"
    (one,) = read_log([line], WRITTEN)
    assert one.when.year == year


def test_lists_and_logs_as_files(tmp_path, book):
    (tmp_path / "a.csv").write_text("email,reason\na@example.jp,550 5.1.1 no\n")
    (tmp_path / "b.json").write_text(json.dumps(SERVICES["ses"]))
    (tmp_path / "c.csv").write_text("only,words\n")
    (tmp_path / "d.json").write_text("[]")
    (tmp_path / "mail.log").write_bytes(LOG)
    found = list(read_paths([tmp_path]))
    assert [(one.source.rpartition("/")[2], one.index, one.note and one.note.code) for one in found] == [
        ("a.csv", 0, None),
        ("b.json", 0, None),
        ("c.csv", 0, "file_no_list"),
        ("d.json", 0, "file_no_list"),
        ("mail.log", 0, None),
        ("mail.log", 1, None),
        ("mail.log", 2, None),
    ]
    assert read(found[0].raw, book).failures[0].evidence.address == "a@example.jp"
