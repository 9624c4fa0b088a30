"""POP3: a real Dovecot, and a server of our own that is small, old or hostile."""

from __future__ import annotations

import traceback
from collections.abc import Callable, Iterator

import pytest

from dovecot import require_pop3
from imap_proxy import Plan
from modori.mailbox import CertificateError, LostError, MailboxError, Pop3Mailbox, open_mailbox
from modori.mailbox.fetched import BEGINNING, FIRST, MAX_MAIL
from modori.mailbox.pop3 import received_of
from modori.records import Security
from scripted_pop3 import Pop3Script, ScriptedPop3, stuffed

POP3 = [Security.POP3S, Security.POP3_STARTTLS]


def mail(number: int, lines: int = 1) -> bytes:
    return b"Subject: mail %d\r\nMessage-ID: <%d@example.jp>\r\n\r\n" % (number, number) + b"text\r\n" * lines


@pytest.fixture
def scripted(test_tls) -> Iterator[Callable[..., ScriptedPop3]]:
    running: list[ScriptedPop3] = []

    def start(script: Pop3Script, **options) -> ScriptedPop3:
        running.append(ScriptedPop3(script, *test_tls, **options))
        return running[-1]

    yield start
    for server in running:
        server.stop()


def opened(server: ScriptedPop3, password: str = "secret", **options) -> Pop3Mailbox:
    return Pop3Mailbox(server.record(), password, **{"timeout": 10, "waits": (0, 0), **options})


def scan(server: ScriptedPop3, known=frozenset(), **options) -> list:
    with opened(server, **options) as mailbox:
        return list(mailbox.mails(known))


# A real Dovecot.


@pytest.fixture(scope="module")
def filled(dovecot):
    require_pop3()
    user = dovecot.user(password="秘密 と key")
    for number in range(150):
        user.deliver(mail(number, 300).replace(b"\r\n", b"\n"))
    user.deliver(b"Subject: dots\n\n.\n..\n.x\n" + b"y" * 100_000 + b"\nend\n")
    return user


@pytest.mark.dovecot
@pytest.mark.parametrize("security", POP3)
def test_every_mail_of_a_real_dovecot_and_no_change(dovecot, filled, security):
    with open_mailbox(filled.server(security), filled.password) as mailbox:
        assert [(f.name, f.messages) for f in mailbox.folders()] == [("INBOX", 151)]
        assert mailbox.examine("INBOX").messages == 151
        got = {m.uidl: mailbox.whole(m.uid) if not m.complete else m.raw for m in mailbox.mails()}
    assert len(got) == 151
    assert sorted(got.values()) == sorted(path.read_bytes().replace(b"\n", b"\r\n") for path in filled.files())
    assert filled.unseen() == 151


@pytest.mark.dovecot
def test_what_is_known_is_not_read_again(filled):
    with Pop3Mailbox(filled.server(Security.POP3S), filled.password) as mailbox:
        names = [m.uidl for m in mailbox.mails()]
        assert [m.uidl for m in mailbox.mails(set(names[:100]))] == names[100:]
        assert mailbox.expected == 51


@pytest.mark.dovecot
@pytest.mark.parametrize("where", [*range(6_000, 12_000, 1_501), *range(30_000, 290_000, 43_337)])
def test_after_a_cut_the_scan_goes_on_and_yields_every_mail_once(dovecot, proxy, filled, where):
    with Pop3Mailbox(filled.server(Security.POP3S), filled.password) as mailbox:
        undisturbed = [(m.uidl, m.raw) for m in mailbox.mails()]
    between = proxy(dovecot.port(Security.POP3S), [Plan(drop_after=where)])
    server = filled.server(Security.POP3S, port=between.port)
    with Pop3Mailbox(server, filled.password, waits=(0, 0)) as mailbox:
        mailbox.examine("INBOX")
        assert [(m.uidl, m.raw) for m in mailbox.mails()] == undisturbed
    assert between.connections == 2


@pytest.mark.dovecot
def test_a_cut_while_one_mail_is_asked_for(dovecot, proxy, filled):
    between = proxy(dovecot.port(Security.POP3S), [Plan(drop_after=150_000)])
    server = filled.server(Security.POP3S, port=between.port)
    with Pop3Mailbox(server, filled.password, waits=(0, 0)) as mailbox:
        got = [(m.uidl, mailbox.whole(m.uid)) for m in mailbox.mails()]
    assert len({uidl for uidl, _ in got}) == len(got) == 151
    assert between.connections == 2


@pytest.mark.dovecot
@pytest.mark.parametrize("kind", ["self-signed", "expired", "wrong-host"])
@pytest.mark.parametrize("security", POP3)
def test_a_certificate_that_is_not_trusted_is_shown(dovecot, filled, kind, security):
    other = dovecot.other(kind)
    port = other.pop3s if security is Security.POP3S else other.pop3
    with pytest.raises(CertificateError) as caught:
        Pop3Mailbox(filled.server(security, port=port), filled.password).connect()
    assert caught.value.certificate.fingerprint


@pytest.mark.dovecot
def test_a_wrong_password_and_wrong_kinds_of_connection(dovecot, filled):
    def code(security, port):
        with pytest.raises(MailboxError) as caught:
            Pop3Mailbox(filled.server(security, port=port), "wrong", timeout=5).connect()
        return caught.value.note.code

    good, plain = dovecot.other("good"), dovecot.other("no-tls")
    assert code(Security.POP3S, good.pop3s) == "pop3_login_refused"
    assert code(Security.POP3S, good.pop3) == "pop3_plain_only"
    assert code(Security.POP3_STARTTLS, plain.pop3) == "pop3_no_stls"
    assert code(Security.POP3S, good.imaps) == "pop3_not_pop3"
    assert code(Security.POP3S, 1) == "pop3_port_refused"


# The twelve replies of PMail Server, exactly as in the facts.


@pytest.mark.parametrize("missing", [["CAPA"], ["UIDL"], ["TOP"], ["CAPA", "UIDL", "TOP"]])
def test_p1_an_unknown_command_is_done_without(scripted, missing):
    script = Pop3Script({"a": mail(1), "b": mail(2, 40_000)})
    script.unknown(*missing)
    server = scripted(script)
    with opened(server) as mailbox:
        got = [(m, mailbox.whole(m.uid)) for m in mailbox.mails()]
    assert [raw for _, raw in got] == [mail(1), mail(2, 40_000)]
    names = {m.uidl for m, _ in got}
    assert names == {"a", "b"} if "UIDL" not in missing else len(names) == 2
    script.mails["c"] = mail(3)
    assert [m.raw for m in scan(server, names)] == [mail(3)]


def test_p1_for_stls_is_told_and_no_password_is_sent(scripted):
    script = Pop3Script()
    script.unknown("STLS")
    with pytest.raises(MailboxError) as caught:
        scan(scripted(script, tls=False))
    assert caught.value.note.code == "pop3_no_stls"
    assert script.said(b"USER") == script.said(b"PASS") == 0


def test_p1_for_the_login_itself_is_told(scripted):
    script = Pop3Script()
    script.unknown("USER")
    with pytest.raises(MailboxError) as caught:
        scan(scripted(script))
    assert caught.value.note.code == "pop3_unknown_command"
    assert "USER" in caught.value.note.details["server"]


def test_p2_a_refused_login_is_not_tried_again(scripted):
    script = Pop3Script()
    with pytest.raises(MailboxError) as caught:
        scan(scripted(script), password="wrong")
    assert caught.value.note.code == "pop3_login_refused"
    assert not isinstance(caught.value, LostError)
    assert script.said(b"PASS") == 1


@pytest.mark.parametrize("command", ["USER", "PASS"])
def test_p3_already_logged_in_goes_on(scripted, command):
    script = Pop3Script({"a": mail(1)})
    script.on(command, b"-ERR The authorization has already been done.\r\n")
    assert [m.uidl for m in scan(scripted(script))] == ["a"]


@pytest.mark.parametrize("command", ["USER", "PASS"])
def test_p4_apop_is_used_when_the_server_wants_it(scripted, command):
    script = Pop3Script({"a": mail(1)})
    script.on(command, b"-ERR Please use the APOP Authentication.\r\n")
    assert [m.uidl for m in scan(scripted(script))] == ["a"]
    assert script.said(b"APOP") == 1


def test_p4_without_a_stamp_in_the_greeting_is_told(scripted):
    script = Pop3Script()
    script.greeting = b"+OK ready\r\n"
    script.on("USER", b"-ERR Please use the APOP Authentication.\r\n")
    with pytest.raises(MailboxError) as caught:
        scan(scripted(script))
    assert caught.value.note.code == "pop3_wants_apop"
    assert script.said(b"APOP") == script.said(b"PASS") == 0


def test_p4_and_then_a_wrong_password(scripted):
    script = Pop3Script()
    script.on("USER", b"-ERR Please use the APOP Authentication.\r\n")
    with pytest.raises(MailboxError) as caught:
        scan(scripted(script), password="wrong")
    assert caught.value.note.code == "pop3_login_refused"


def test_p5_not_logged_in_connects_once_and_goes_on(scripted):
    script = Pop3Script({"a": mail(1), "b": mail(2)})

    def lost(arguments):
        script.handlers.clear()
        return b"-ERR Need POP3 authentication first\r\n"

    script.on("TOP", lost)
    server = scripted(script)
    assert [m.uidl for m in scan(server)] == ["a", "b"]
    assert server.connections == 2


def test_p5_again_and_again_is_told(scripted):
    script = Pop3Script({"a": mail(1)})
    script.on("LIST", b"-ERR Need POP3 authentication first\r\n")
    server = scripted(script)
    with pytest.raises(LostError) as caught:
        scan(server)
    assert caught.value.note.code == "pop3_not_logged_in"
    assert server.connections == 2


@pytest.mark.parametrize("words", [b"-ERR Message 2 does not exist.\r\n", b"-ERR Message does not exist.\r\n"])
def test_p6_p7_a_mail_that_is_gone_is_left_out(scripted, words):
    script = Pop3Script({"a": mail(1), "b": mail(2), "c": mail(3)})
    top, uidl = script.do_top, script.do_uidl
    script.on("TOP", lambda args: words if args.startswith(b"2 ") else top(args))
    script.on("UIDL", lambda args: words if args else uidl(args))
    assert [(m.uidl, m.note) for m in scan(scripted(script))] == [("a", None), ("c", None)]


def test_p11_a_mail_that_is_listed_without_its_file_is_told_and_the_rest_is_read(scripted):
    script = Pop3Script({"a": mail(1), "b": mail(2), "c": mail(3)})
    top = script.do_top
    words = b"-ERR Message does not exist.\r\n"
    script.on("TOP", lambda args: words if args.startswith(b"2 ") else top(args))
    got = scan(scripted(script))
    assert [m.uidl for m in got] == ["a", "b", "c"]
    assert (got[1].note.code, got[1].again) == ("pop3_mail_without_file", True)


def test_p8_top_without_its_options_falls_back_to_retr(scripted):
    script = Pop3Script({"a": mail(1), "b": mail(2)})
    script.on("TOP", b"-ERR Two option(mailno and line options) is necessary for the TOP command.\r\n")
    assert [m.raw for m in scan(scripted(script))] == [mail(1), mail(2)]


def test_p9_a_server_out_of_memory_ends_the_run(scripted):
    script = Pop3Script({str(n): mail(n) for n in range(250)})
    top = script.do_top
    script.on("TOP", lambda args: b"-ERR server out of memory.\r\n" if args.startswith(b"150 ") else top(args))
    got = []
    with opened(scripted(script)) as mailbox, pytest.raises(MailboxError) as caught:
        got.extend(mailbox.mails())
    assert caught.value.note.code == "pop3_out_of_memory"
    assert not isinstance(caught.value, LostError)
    assert [m.uidl for m in got] == [str(n) for n in range(100)]


@pytest.mark.parametrize(
    ("words", "code", "error"),
    [
        (b"-ERR Message read error.\r\n", "pop3_mail_unreadable", None),
        (b"-ERR C:\\mail\\hana\\2.eml file open error : 32\r\n", "pop3_file_in_use", "32"),
        (b"-ERR C:\\mail\\hana\\2.eml file open error : ErrorCode = 5\r\n", "pop3_file_denied", "5"),
        (b"-ERR xxxxx file open error : 2\r\n", "pop3_file_missing", "2"),
        (b"-ERR xxxxx file open error : 112\r\n", "pop3_file_disk_full", "112"),
        (b"-ERR xxxxx file open error : ErrorCode\r\n", "pop3_file_error", "?"),
        (b"-ERR [SYS/TEMP] try later\r\n", "pop3_mail_refused", None),
        ("-ERR ファイルを開けません\r\n".encode("cp932"), "pop3_mail_refused", None),
    ],
)
def test_p10_p12_one_mail_that_cannot_be_read_is_left_for_the_next_time(scripted, words, code, error):
    script = Pop3Script({"a": mail(1), "b": mail(2), "c": mail(3)})
    top = script.do_top
    script.on("TOP", lambda args: words if args.startswith(b"2 ") else top(args))
    got = scan(scripted(script))
    assert [m.uidl for m in got] == ["a", "b", "c"]
    note = got[1].note
    assert (note.code, note.details.get("error"), got[1].again) == (code, error, True)
    assert "hana" not in str(note.details)
    if not words.isascii():
        assert note.details["server"] == "ファイルを開けません"


# Odd and hostile servers.


def test_lines_far_above_the_limit_of_poplib_lose_no_mail(scripted):
    long = b"Subject: long\r\nX: " + b"h" * 10_000 + b"\r\n\r\n" + b"y" * 5_000_000 + b"\r\n"
    script = Pop3Script({"a": mail(1), "b": long, "c": mail(3)})
    with opened(scripted(script)) as mailbox:
        got = [mailbox.whole(m.uid) for m in mailbox.mails()]
    assert got == [mail(1), long, mail(3)]


@pytest.mark.parametrize("body", [b"", b".", b".\r\n", b"..\r\n.\r\n", b"x\r\n.y\r\n...", b"a\r\n" * 30_000 + b".\r\n"])
def test_dots_are_undone(scripted, body):
    raw = b"Subject: x\r\n\r\n" + body
    script = Pop3Script({"a": raw, "b": mail(2)})
    with opened(scripted(script)) as mailbox:
        got = [mailbox.whole(m.uid) for m in mailbox.mails()]
    assert [one.rstrip(b"\r\n") for one in got] == [raw.rstrip(b"\r\n"), mail(2).rstrip(b"\r\n")]


def test_of_a_large_mail_only_the_beginning_is_asked_for(scripted):
    script = Pop3Script({"a": mail(1, 400_000)})
    with opened(scripted(script)) as mailbox:
        (got,) = mailbox.mails()
        assert not got.complete
        assert FIRST / 20 < len(got.raw) < 2 * FIRST
        more = mailbox.more([got.uid])[got.uid]
        assert BEGINNING / 20 < len(more.raw) < 2 * BEGINNING
        assert (more.complete, more.uid, more.uidl) == (False, got.uid, "a")
        assert mailbox.whole(got.uid) == mail(1, 400_000)
    assert [line for line in script.commands if line.startswith(b"RETR")] == []


def test_a_mail_is_found_under_the_number_that_it_has_after_a_cut(scripted):
    script = Pop3Script({"a": mail(1, 20_000), "b": mail(2, 20_000), "c": mail(3)})
    with opened(scripted(script)) as mailbox:
        given = {m.uidl: m.uid for m in mailbox.mails()}
        del script.mails["a"]
        mailbox.connect()
        more = mailbox.more(list(given.values()))
        assert {uid: mail(2, 20_000).startswith(one.raw) for uid, one in more.items() if uid != given["c"]} == {
            given["b"]: True
        }
        assert more[given["c"]].raw == mail(3)
        assert mailbox.whole(given["b"]) == mail(2, 20_000)
        with pytest.raises(MailboxError) as caught:
            mailbox.whole(given["a"])
    assert caught.value.note.code == "imap_mail_gone"


def test_a_server_without_top_may_mark_mails_as_read_and_that_is_said(scripted):
    script = Pop3Script({"a": mail(1)})
    with opened(scripted(script)) as mailbox:
        list(mailbox.mails())
        assert mailbox.remark() is None
    script.unknown("TOP")
    with opened(scripted(script)) as mailbox:
        assert mailbox.remark() is None  # nothing was read
        list(mailbox.mails())
        assert mailbox.remark().code == "pop3_read_without_top"


def test_a_short_mail_whose_size_is_lied_about_is_complete(scripted):
    script = Pop3Script({"a": mail(1)})
    script.on("LIST", b"+OK\r\n1 999999\r\n.\r\n")
    (got,) = scan(scripted(script))
    assert (got.complete, got.raw) == (True, mail(1))


def test_a_mail_of_200_mb_is_cut(scripted):
    script = Pop3Script({"a": b"", "b": mail(2)})
    big = b"Subject: big\r\n\r\n" + b"x" * 998 + b"\r\n"
    text = stuffed(big + (b"x" * 998 + b"\r\n") * 200_000)
    top = script.do_top
    script.on("LIST", b"+OK\r\n1 200000000\r\n2 99\r\n.\r\n")
    script.on("TOP", lambda args: b"+OK\r\n" + (text if args == b"1 99999999" else top(args)[5:]))
    with opened(scripted(script)) as mailbox:
        assert len(mailbox.whole(next(mailbox.mails()).uid)) == MAX_MAIL
        assert [m.uidl for m in mailbox.mails({"a"})] == ["b"]


def test_a_mail_larger_than_anything_is_not_asked_for_whole(scripted):
    script = Pop3Script({"a": mail(1, 5000)})
    script.on("LIST", b"+OK\r\n1 3000000000\r\n.\r\n")
    with opened(scripted(script)) as mailbox:
        (got,) = mailbox.mails()
        with pytest.raises(MailboxError) as caught:
            mailbox.whole(got.uid)
    assert caught.value.note.code == "pop3_mail_too_big"


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (b"+OK " + b"x" * 100_000 + b"\r\n", "imap_too_much"),
        (b"what is this\r\n", "pop3_nonsense"),
        (b"\xff\xfe\x00\r\n", "pop3_nonsense"),
        (b"+OK\r\n" + b"x" * 300_000_000, "imap_too_much"),
    ],
    ids=["line", "words", "bytes", "endless"],
)
def test_too_much_or_nonsense_ends_with_a_sentence(scripted, answer, code):
    script = Pop3Script({"a": mail(1)})
    script.on("TOP", answer)
    with pytest.raises(MailboxError) as caught:
        scan(scripted(script))
    assert caught.value.note.code == code


def test_lists_with_nonsense_in_between(scripted):
    script = Pop3Script({"a": mail(1), "b": mail(2)})
    script.on("LIST", b"+OK\r\nx\r\n1 10 extra\r\n99999999999999 5\r\n2 many\r\n\r\n.\r\n")
    script.on("UIDL", b"+OK\r\n1 a\r\n2\r\n7 z\r\n2 b c\r\n.\r\n")
    assert [m.uidl for m in scan(scripted(script))] == ["a", "b"]


def test_a_uidl_twice_loses_no_mail(scripted):
    script = Pop3Script({"a": mail(1), "b": mail(2)})
    script.on("UIDL", b"+OK\r\n1 same\r\n2 same\r\n.\r\n")
    server = scripted(script)
    got = scan(server)
    assert [m.raw for m in got] == [mail(1), mail(2)]
    assert scan(server, {m.uidl for m in got}) == []


def test_nothing_but_reading_is_asked(scripted):
    script = Pop3Script({str(n): mail(n) for n in range(300)})
    scan(scripted(script))
    assert {line.split(b" ")[0] for line in script.commands} == {
        *(b"CAPA", b"USER", b"PASS", b"LIST", b"UIDL", b"TOP", b"QUIT")
    }


def test_without_pipelining_one_command_waits_for_the_other(scripted):
    script = Pop3Script({str(n): mail(n) for n in range(30)})
    script.capabilities = [b"TOP", b"UIDL", b"USER"]
    assert len(scan(scripted(script))) == 30


def test_a_locked_mailbox_is_waited_for_after_a_cut(scripted):
    script = Pop3Script({"a": mail(1)})
    pauses = []

    def cut(_):
        script.handlers.clear()
        script.on("PASS", locked)

    def locked(_):
        script.handlers.clear()
        return b"-ERR [IN-USE] mailbox is locked\r\n"

    script.on("TOP", cut)
    server = scripted(script)
    with opened(server, waits=(0, 0.01)) as mailbox:
        mailbox.on_pause = lambda lost, seconds: pauses.append((lost.note.code, seconds))
        assert [m.uidl for m in mailbox.mails()] == ["a"]
    assert server.connections == 3
    assert pauses == [("imap_connection_lost", 0.01)]


def test_stls_that_brings_plain_text_along_is_refused(scripted):
    script = Pop3Script()
    script.on("STLS", b"+OK begin\r\n+OK injected\r\n")
    with pytest.raises(MailboxError) as caught:
        scan(scripted(script, tls=False))
    assert caught.value.note.code == "pop3_injected"
    assert script.said(b"USER") == 0


@pytest.mark.parametrize(
    ("greeting", "code"),
    [
        (b"220 smtp.example.jp ESMTP\r\n", "pop3_not_pop3"),
        (b"* OK IMAP4rev1\r\n", "pop3_not_pop3"),
        (b"-ERR [IN-USE] maildrop locked\r\n", "pop3_in_use"),
        (b"-ERR too many connections\r\n", "imap_said_bye"),
        (None, "imap_closed_at_once"),
        (b"", "imap_timeout"),
    ],
)
def test_greetings(scripted, greeting, code):
    script = Pop3Script()
    script.greeting = greeting
    with pytest.raises(MailboxError) as caught:
        scan(scripted(script), timeout=0.5)
    assert caught.value.note.code == code


@pytest.mark.parametrize("password", ["pa\r\nss", "pa\0ss", "pass\n"])
def test_a_password_can_not_smuggle_commands(scripted, password):
    script = Pop3Script()
    with pytest.raises(MailboxError) as caught:
        scan(scripted(script), password=password)
    assert caught.value.note.code == "imap_login_characters"
    assert script.said(b"PASS") == 0


@pytest.mark.parametrize("sasl", [False, True])
def test_a_server_that_repeats_the_password_does_not_bring_it_into_the_sentence(scripted, sasl, caplog):
    secret = "Gehéim 3" if sasl else "Geheim 3"
    script = Pop3Script()
    if sasl:
        script.capabilities = [b"USER", b"SASL PLAIN LOGIN"]
        script.on("AUTH", b"+ \r\n")
        answer = script.answer
        script.answer = lambda line: answer(line) if line[:4] in (b"CAPA", b"AUTH") else b"-ERR bad: " + line + b"\r\n"
    script.on("PASS", lambda args: b"-ERR bad: " + args + b"\r\n")
    caplog.set_level(0)
    mailbox = opened(scripted(script), secret)
    with pytest.raises(MailboxError) as caught:
        mailbox.connect()
    text = "".join(traceback.format_exception(caught.value)) + caplog.text + repr(mailbox) + repr(vars(mailbox))
    assert "bad: …" in caught.value.note.details["server"]
    assert secret not in text
    assert "AGhhbmFAZXhhbXBsZS5qcA" not in text  # base64 of "\0hana@example.jp"


def test_cancel_ends_a_stalled_call(scripted):
    script = Pop3Script({"a": mail(1)})
    mailbox = opened(scripted(script))

    def cancel(_):
        mailbox.cancel()
        return b""

    script.on("TOP", cancel)
    with pytest.raises(MailboxError) as caught, mailbox:
        list(mailbox.mails())
    assert caught.value.note.code == "cancelled"


def test_another_folder_than_inbox(scripted):
    with opened(scripted(Pop3Script())) as mailbox, pytest.raises(MailboxError) as caught:
        mailbox.examine("Junk")
    assert caught.value.note.code == "pop3_one_folder"


def test_when_a_mail_came():
    raw = b"Received: from a\r\n\tby b; Mon, 23 Nov 2026 09:00:00 +0900 (JST)\r\nReceived: x; nonsense\r\n\r\n"
    assert received_of(raw).isoformat() == "2026-11-23T09:00:00+09:00"
    for none in (b"", b"Received: nonsense\r\n\r\n", b"Subject: x\r\n\r\nReceived: x; 23 Nov 2026 09:00:00 +0900"):
        assert received_of(none) is None
