"""Answers that a good server would not give, from a server of our own: nothing lost, nothing twice, nothing endless."""

from __future__ import annotations

import imaplib
import traceback

import pytest

from modori.mailbox import ImapMailbox, LostError, MailboxError
from modori.mailbox.fetched import BEGINNING, FIRST
from modori.mailbox.listing import WINDOW
from modori.mailbox.protocol import MAX_LINE, MAX_LITERAL
from modori.records import Security
from scripted_imap import Script, ScriptedImap


def scan(server: ScriptedImap, after: int = 0, password: str = "secret") -> list:
    with ImapMailbox(server.record(), password, timeout=10, waits=(0, 0)) as mailbox:
        mailbox.examine("INBOX")
        return list(mailbox.mails(after))


def refused(server: ScriptedImap, password: str = "secret") -> MailboxError:
    with pytest.raises(MailboxError) as caught:
        scan(server, password=password)
    return caught.value


def test_the_limit_of_a_line_is_set_and_far_above_what_a_window_needs():
    assert imaplib._MAXLINE == MAX_LINE
    assert WINDOW * len(" 4294967295") < MAX_LINE / 4


def test_a_million_messages_in_lines_that_stay_short(scripted):
    script = Script(range(1, 1_000_001))
    server = scripted(script)
    with ImapMailbox(server.record(), "secret") as mailbox:
        assert mailbox.examine("INBOX").messages == 1_000_000
        mails = mailbox.mails()
        first = [next(mails).uid for _ in range(100)]
        assert first == list(range(1, 101))
        assert mailbox.expected == 1_000_000
        mails.close()
        assert [m.uid for m in mailbox.mails(999_998)] == [999_999, 1_000_000]
    assert script.longest < MAX_LINE / 4
    assert script.longest < 1_000_000  # imaplib's own limit


def test_a_million_messages_with_sparse_uids(scripted):
    script = Script(range(4_000, 4_000_000_001, 4_000))
    with ImapMailbox(scripted(script).record(), "secret") as mailbox:
        assert mailbox.examine("INBOX").messages == 1_000_000
        first = next(iter(mailbox.mails(3_999_000_000)))
    assert first.uid == 3_999_004_000
    assert sum(1 for command in script.commands if b"SEARCH" in command) == 1_000_000 // WINDOW


def test_few_messages_with_sparse_uids_need_one_request(scripted):
    script = Script([1, 70_000, 3_000_000_000, 4_294_967_294])
    assert [m.uid for m in scan(scripted(script))] == script.uids
    assert sum(1 for command in script.commands if b"SEARCH" in command) == 1


def test_nothing_but_reading_is_asked(scripted):
    script = Script(range(1, 500))
    scan(scripted(script))
    words = {command.split(b" ")[0] for command in script.commands}
    assert words == {b"CAPABILITY", b"LOGIN", b"STATUS", b"EXAMINE", b"UID", b"LOGOUT"}
    assert all(b"BODY.PEEK[" in command for command in script.commands if command.startswith(b"UID FETCH"))


def test_messages_that_vanish_while_windows_are_listed_shift_nothing_away(scripted):
    script = Script(list(range(1, 3 * WINDOW + 1)))
    calls = []

    def search(tag, args):
        calls.append(args)
        answer = script.do_uid(tag, b"SEARCH " + args)
        if len(calls) == 1:
            # The first hundred messages are deleted by another program now.
            script.uids = script.uids[100:]
            return b"* 1 EXPUNGE\r\n" * 100 + answer
        return answer

    script.on("UID SEARCH", search)
    with ImapMailbox(scripted(script).record(), "secret") as mailbox:
        mailbox.examine("INBOX")
        mails = mailbox.mails()
        next(mails)
        assert mailbox.expected == 3 * WINDOW
        mails.close()


def test_out_of_order_twice_and_with_news_in_between(scripted):
    script = Script(list(range(1, 41)))

    def fetch(tag, args):
        lines = [script.fetch_line(uid) for uid in reversed(script.asked(args.split(b" ")[0]))]
        news = b"* 45 EXISTS\r\n* 2 RECENT\r\n* 3 FETCH (FLAGS (\\Seen))\r\n* 5 FETCH (UID 5 FLAGS (UID 7 \\Seen))\r\n"
        other = script.fetch_line(1).replace(b"UID 1 ", b"UID 4711 ")
        return news.join(lines) + b"* 4 EXPUNGE\r\n" + lines[0] + other + b"* OK still here\r\n" + tag + b" OK done\r\n"

    script.on("UID FETCH", fetch)
    got = scan(scripted(script))
    assert [m.uid for m in got] == script.uids
    assert [m.raw for m in got] == [script.mail(uid) for uid in script.uids]


def test_data_in_pieces_quoted_and_in_another_order(scripted):
    script = Script([3, 8, 9, 11])
    script.on(
        "UID FETCH",
        lambda tag, _: (
            b"* 1 FETCH (BODY[]<0> {5}\r\nabc\r\n RFC822.SIZE 5 UID 3)\r\n"
            b"* 2 FETCH (UID 8 RFC822.SIZE 7)\r\n* 2 FETCH (UID 8 BODY[]<0> {7}\r\n(\r\n)\r\n\n)\r\n"
            b'* 3 FETCH (UID 9 BODY[]<0> "a\\"b\\\\" RFC822.SIZE 4)\r\n'
            b'* 4 FETCH (UID 11 RFC822.SIZE 0 INTERNALDATE "nonsense" BODY[]<0> "")\r\n' + tag + b" OK done\r\n"
        ),
    )
    got = scan(scripted(script))
    assert [(m.uid, m.raw) for m in got] == [(3, b"abc\r\n"), (8, b"(\r\n)\r\n\n"), (9, b'a"b\\'), (11, b"")]
    assert all(m.complete for m in got)
    assert got[3].received is None


def test_uids_twice_out_of_order_and_impossible_in_a_search(scripted):
    script = Script([2, 4, 6])
    script.on(
        "UID SEARCH", lambda tag, _: b"* SEARCH 6 2 2 0 99999999999\r\n* SEARCH 4 6 (MODSEQ 917)\r\n" + tag + b" OK\r\n"
    )
    assert [m.uid for m in scan(scripted(script))] == [2, 4, 6]


def test_one_broken_mail_does_not_take_its_neighbours_along(scripted):
    script = Script(list(range(1, 11)))

    def fetch(tag, args):
        uids = script.asked(args.split(b" ")[0])
        if 5 not in uids:
            return script.do_uid(tag, b"FETCH " + args)
        return b"".join(script.fetch_line(uid) for uid in uids if uid < 5) + tag + b" NO [SERVERBUG] damaged\r\n"

    script.on("UID FETCH", fetch)
    got = scan(scripted(script))
    assert [m.uid for m in got] == script.uids
    assert [m.uid for m in got if m.note] == [5]
    assert got[4].note.code == "imap_mail_refused"
    assert "damaged" in got[4].note.details["server"]


@pytest.mark.parametrize("words", [b"NO [LIMIT] slow down", b"NO damaged index"])
def test_mails_that_are_all_refused_end_the_scan_instead_of_being_passed_over(scripted, words):
    script = Script(list(range(1, 101)))

    def fetch(tag, args):
        uids = script.asked(args.split(b" ")[0])
        return script.do_uid(tag, b"FETCH " + args) if uids[0] <= 50 else tag + b" " + words + b"\r\n"

    script.on("UID FETCH", fetch)
    got = []
    with ImapMailbox(scripted(script).record(), "secret") as mailbox:
        mailbox.examine("INBOX")
        with pytest.raises(MailboxError) as caught:
            got.extend(mailbox.mails())
    assert [m.uid for m in got] == list(range(1, 51))
    assert caught.value.note.code == ("imap_throttled" if b"LIMIT" in words else "imap_refused")


def test_other_questions_in_the_middle_of_a_scan(scripted):
    script = Script(list(range(1, 401)))
    got = []
    with ImapMailbox(scripted(script).record(), "secret") as mailbox:
        mailbox.examine("INBOX")
        for mail in mailbox.mails():
            got.append(mail.uid)
            if mail.uid % 60 == 0:
                assert mailbox.whole(7) == script.mail(7)
                assert mailbox.unseen() == 3
    assert got == script.uids


def test_a_server_that_ignores_the_partial_fetch_gives_the_whole_mail(scripted):
    script = Script([1])
    big = b"x" * (BEGINNING * 3)
    script.on(
        "UID FETCH",
        lambda tag, _: b"* 1 FETCH (UID 1 RFC822.SIZE 9 BODY[] {%d}\r\n" % len(big) + big + b")\r\n" + tag + b" OK\r\n",
    )
    (got,) = scan(scripted(script))
    assert got.complete
    assert got.raw == big


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (b"* 1 FETCH (UID 1 BODY[]<0> {%d}\r\n" % (MAX_LITERAL + 1), "imap_too_much"),
        (b"* 1 FETCH (UID 1 BODY[]<0> {" + b"9" * 5000 + b"}\r\n", "imap_nonsense"),
        (b"* SEARCH " + b"1 " * MAX_LINE, "imap_too_much"),
        (b"* OK more\r\n" * 800_000, "imap_too_much"),
        (b"what is this\r\n", "imap_nonsense"),
        (b"\xff\xfe\x00\r\n", "imap_nonsense"),
    ],
    ids=["literal", "number", "line", "lines", "words", "bytes"],
)
def test_too_much_or_nonsense_ends_with_a_sentence(scripted, answer, code):
    script = Script([1])
    script.on("UID FETCH", lambda *_: answer)
    assert refused(scripted(script)).note.code == code


def test_a_literal_that_is_longer_than_announced_ends_with_a_sentence(scripted):
    script = Script([1])
    script.on("UID FETCH", lambda tag, _: b"* 1 FETCH (UID 1 BODY[]<0> {3}\r\nabcdefgh)\r\n" + tag + b" OK\r\n")
    got = scan(scripted(script))  # what follows the literal is not a mail's text
    assert [m.raw for m in got] == [b"abc"]


def test_a_literal_that_swallows_the_next_mail_loses_none(scripted):
    script = Script([1, 2])
    whole = b"".join(script.fetch_line(uid) for uid in (1, 2))

    def fetch(tag, _):
        script.handlers.clear()
        size = len(script.mail(1))
        return whole.replace(b"{%d}" % size, b"{%d}" % (size + 60), 1) + tag + b" OK done\r\n"

    script.on("UID FETCH", fetch)
    assert [m.raw for m in scan(scripted(script))] == [script.mail(1), script.mail(2)]


def outcome(server: ScriptedImap) -> list | str:
    """The UIDs, or the code of what is told."""
    try:
        return [m.uid for m in scan(server)]
    except MailboxError as error:
        return error.note.code


@pytest.mark.parametrize("command", ["CAPABILITY", "LOGIN", "STATUS", "EXAMINE", "UID SEARCH", "UID FETCH", "LOGOUT"])
@pytest.mark.parametrize("kind", [b" NO ", b" BAD "])
def test_a_refusal_of_any_command_is_told_or_survived_and_the_next_scan_reads_all(scripted, command, kind):
    script = Script(list(range(1, 120)))

    def refuse(tag, _):
        script.handlers.clear()
        return tag + kind + b"not now\r\n"

    script.on(command, refuse)
    server = scripted(script)
    assert outcome(server) in (
        *(script.uids, "imap_not_imap", "imap_login_refused", "imap_folder_gone", "imap_refused"),
    )
    assert outcome(server) == script.uids


def test_a_folder_made_anew_during_a_reconnect_is_noticed(scripted):
    script = Script(list(range(1, 200)))

    def fetch(tag, args):
        script.handlers.clear()
        script.uidvalidity += 1

    script.on("UID FETCH", fetch)
    error = refused(scripted(script))
    assert error.note.code == "imap_folder_changed"


def test_a_bye_in_the_middle_is_survived(scripted):
    script = Script(list(range(1, 200)))

    def fetch(tag, args):
        script.handlers.clear()
        return b"* BYE going down\r\n"

    script.on("UID FETCH", fetch)
    server = scripted(script)
    assert [m.uid for m in scan(server)] == script.uids
    assert server.connections == 2


def test_a_bye_again_and_again_is_told_with_the_servers_words(scripted):
    script = Script([1])
    script.on("UID FETCH", lambda *_: b"* BYE going down\r\n")
    error = refused(scripted(script))
    assert isinstance(error, LostError)
    assert error.note.code == "imap_said_bye"
    assert "going down" in error.note.details["server"]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (b"NO [AUTHENTICATIONFAILED] Invalid credentials (Failure)", "imap_login_refused"),
        (b"NO LOGIN failed.", "imap_login_refused"),
        (b"NO [ALERT] Application-specific password required: https://example.com/", "imap_needs_app_password"),
        (b"NO [ALERT] Your account is not enabled for IMAP use.", "imap_switched_off"),
        (b"NO IMAP access is disabled for this account", "imap_switched_off"),
        (b"NO [AUTHFAILED] BasicAuthBlocked", "imap_needs_oauth"),
        (b"NO [UNAVAILABLE] Temporary authentication failure.", "imap_unavailable"),
        (b"NO [LIMIT] Too many simultaneous connections", "imap_throttled"),
        (b"NO [PRIVACYREQUIRED] no", "imap_login_disabled"),
        (b"BAD syntax", "imap_login_refused"),
    ],
)
def test_what_a_refused_login_means(scripted, words, code):
    script = Script()
    script.on("LOGIN", lambda tag, _: tag + b" " + words + b"\r\n")
    error = refused(scripted(script))
    assert error.note.code == code
    assert words.decode().split(" ", 1)[1][:20] in error.note.details["server"]


def test_a_refused_login_at_a_provider_with_its_own_sign_in(scripted):
    script = Script()
    script.capabilities = b"IMAP4rev1 AUTH=PLAIN AUTH=XOAUTH2"
    script.on("LOGIN", lambda tag, _: tag + b" NO LOGIN failed.\r\n")
    assert refused(scripted(script)).note.code == "imap_login_refused_by_large"


def test_an_overquota_or_throttled_request(scripted):
    script = Script([1])
    script.on(
        "UID FETCH", lambda tag, _: tag + b" BAD Request is throttled. Suggested Backoff Time: 9241500 milliseconds\r\n"
    )
    error = refused(scripted(script))  # too long to be waited for
    assert error.note.code == "imap_throttled"
    assert "9241500" in error.note.details["server"]


@pytest.mark.parametrize(("command", "code"), [("EXAMINE", "imap_folder_gone"), ("UID SEARCH", "imap_refused")])
@pytest.mark.parametrize("kind", [b" NO ", b" BAD "])
def test_a_refused_command(scripted, command, code, kind):
    script = Script([1])
    script.on(command, lambda tag, _: tag + kind + b"I will not\r\n")
    error = refused(scripted(script))
    assert error.note.code == (code if kind == b" NO " else "imap_refused")
    assert "I will not" in error.note.details["server"]


def test_a_server_without_status_answers(scripted):
    script = Script([1])
    script.on("STATUS", lambda tag, _: tag + b" NO not here\r\n")
    with ImapMailbox(scripted(script).record(), "secret") as mailbox:
        assert mailbox.examine("INBOX").unseen is None
        assert len(list(mailbox.mails())) == 1
        with pytest.raises(MailboxError):
            mailbox.unseen()


@pytest.mark.parametrize(
    ("capabilities", "code"),
    [
        (b"IMAP4rev1 LOGINDISABLED", "imap_login_disabled"),
        (b"IMAP4rev1 LOGINDISABLED AUTH=XOAUTH2", "imap_needs_oauth"),
    ],
)
def test_no_password_is_sent_where_login_is_disabled(scripted, capabilities, code):
    script = Script()
    script.capabilities = capabilities
    assert refused(scripted(script)).note.code == code
    assert not any(command.startswith((b"LOGIN", b"AUTH")) for command in script.commands)


@pytest.mark.parametrize(
    ("greeting", "code"),
    [
        (b"220 smtp.example.jp ESMTP\r\n", "imap_not_imap"),
        (b"+OK POP3 ready\r\n", "imap_not_imap"),
        (b"SSH-2.0-OpenSSH\r\n", "imap_not_imap"),
        (b"* BYE too many connections\r\n", "imap_said_bye"),
        (b"* PREAUTH hello\r\n", None),
        (b"", "imap_timeout"),
    ],
)
def test_greetings(scripted, greeting, code):
    script = Script()
    script.greeting = greeting
    server = scripted(script)
    if code is None:
        assert scan(server) == []
        return
    with pytest.raises(MailboxError) as caught:
        ImapMailbox(server.record(), "secret", timeout=0.5).connect()
    assert caught.value.note.code == code


def test_a_server_that_closes_at_once(scripted):
    script = Script()
    script.greeting = None
    error = refused(scripted(script))
    assert isinstance(error, LostError)
    assert error.note.code == "imap_closed_at_once"


@pytest.mark.parametrize("password", ["pa\r\nss", "pa\0ss", "pass\n"])
def test_a_password_can_not_smuggle_commands(scripted, password):
    script = Script()
    assert refused(scripted(script), password).note.code == "imap_login_characters"
    assert not any(command.startswith((b"LOGIN", b"AUTH")) for command in script.commands)


class Parrot(Script):
    """Refuses every login, and repeats what it did not understand."""

    def answer(self, tag: bytes, line: bytes) -> bytes | None:
        if line.startswith(b"AUTHENTICATE"):
            self.capabilities, self.tag = b"IMAP4rev1", tag
            return b"+ \r\n"
        if line.startswith(b"LOGIN"):
            return tag + b" NO bad: " + line + b"\r\n"
        if not line:  # the answer to "+": base64 without a tag
            return self.tag + b" NO bad: " + tag + " Gehéim-3\r\n".encode()
        return super().answer(tag, line)


@pytest.mark.parametrize("password", ["Ge heim-3", "Gehéim-3"])
def test_a_server_that_repeats_the_password_does_not_bring_it_into_the_sentence(scripted, password):
    script = Parrot()
    if not password.isascii():
        script.capabilities = b"IMAP4rev1 AUTH=PLAIN"
    error = refused(scripted(script), password)
    assert error.note.code == "imap_login_refused"
    assert "bad: " in error.note.details["server"]
    for text in (str(error), repr(error), repr(error.note)):
        assert password not in text
        assert "AHVzZXJAZXhhbXBsZS5qcA" not in text  # base64 of "\0user@example.jp"


def test_the_password_is_in_no_traceback_and_no_log(scripted, caplog):
    script = Parrot()
    caplog.set_level(0)
    mailbox = ImapMailbox(scripted(script).record(), "Ge heim-3")
    with pytest.raises(MailboxError) as caught:
        mailbox.connect()
    text = "".join(traceback.format_exception(caught.value)) + caplog.text + repr(mailbox) + repr(vars(mailbox))
    assert "Ge heim-3" not in text


def test_starttls_that_brings_plain_text_along_is_refused(scripted, test_tls):
    script = Script()
    script.capabilities = b"IMAP4rev1 STARTTLS"
    script.on("STARTTLS", lambda tag, _: tag + b" OK begin\r\n* CAPABILITY IMAP4rev1 INJECTED\r\n")
    server = ScriptedImap(script, *test_tls, tls=False)
    try:
        error = refused(server)
    finally:
        server.stop()
    assert error.note.code == "imap_injected"
    assert not any(command.startswith(b"LOGIN") for command in script.commands)


def test_preauth_before_starttls_is_refused(test_tls):
    script = Script()
    script.greeting = b"* PREAUTH you are in\r\n"
    server = ScriptedImap(script, *test_tls, tls=False)
    try:
        assert server.record().security is Security.IMAP_STARTTLS
        assert refused(server).note.code == "imap_injected"
    finally:
        server.stop()


def test_starttls_works_when_it_is_done_right(test_tls):
    script = Script([1, 2])
    script.capabilities = b"IMAP4rev1 STARTTLS"
    script.on("STARTTLS", lambda tag, _: tag + b" OK begin\r\n")
    server = ScriptedImap(script, *test_tls, tls=False)
    try:
        assert [m.uid for m in scan(server)] == [1, 2]
    finally:
        server.stop()


def test_odd_folder_lists(scripted):
    script = Script()
    script.on(
        "LIST",
        lambda tag, _: (
            b'* LIST (\\HasNoChildren) "." INBOX\r\n'
            b'* LIST (\\Noselect) "." "[Gmail]"\r\n'
            b'* LIST (\\Junk \\HasNoChildren) "." "[Gmail]/&j,dg0TDhMPww6w-"\r\n'
            b"* LIST () NIL {5}\r\nli)er\r\n"
            b'* LIST () "." 2026\r\n'
            b'* LIST () "." "broken &utf7"\r\n' + '* LIST () "." "送信済み"\r\n'.encode() + b"* LIST ((((((\r\n"
            b'* LIST () "."\r\n'
            b'* LIST () "." ""\r\n' + tag + b" OK done\r\n"
        ),
    )
    with ImapMailbox(scripted(script).record(), "secret") as mailbox:
        folders = mailbox.folders()
        names = {folder.name: folder for folder in folders}
        assert [folder.name for folder in folders][:2] == ["INBOX", "[Gmail]/迷惑メール"]
        assert names["[Gmail]/迷惑メール"].role == "junk"
        assert not names["[Gmail]"].selectable
        assert names["送信済み"].role == "sent"
        assert {"li)er", "2026", "broken &utf7"} <= names.keys()
        mailbox.examine("送信済み")
        mailbox.examine("broken &utf7")
    assert any('EXAMINE "送信済み"'.encode() in command for command in script.commands)
    assert any(b'EXAMINE "broken &utf7"' in command for command in script.commands)


@pytest.mark.parametrize("answer", [None, b"* NAMESPACE nonsense (((\r\n", b'* NAMESPACE (("" "/")) NIL NIL\r\n'])
def test_without_other_namespaces_there_is_one_list(scripted, answer):
    script = Script()
    script.capabilities = b"IMAP4rev1 NAMESPACE"
    script.on("NAMESPACE", lambda tag, _: answer + tag + b" OK\r\n" if answer else tag + b" NO not now\r\n")
    script.on("LIST", lambda tag, _: b'* LIST () "/" INBOX\r\n' + tag + b" OK\r\n")
    with ImapMailbox(scripted(script).record(), "secret") as mailbox:
        assert [folder.name for folder in mailbox.folders()] == ["INBOX"]
    assert sum(command.startswith(b"LIST") for command in script.commands) == 1


def test_shared_folders_of_other_namespaces_are_found(scripted):
    """A bounce mailbox is often a shared one, and the list of all need not name it."""
    script = Script([1, 2])
    script.capabilities = b"IMAP4rev1 NAMESPACE"
    namespace = b'* NAMESPACE (("INBOX." ".")) (("Other Users/" "/")) (("#shared/" "/")("" "."))\r\n'
    script.on("NAMESPACE", lambda tag, _: namespace + tag + b" OK done\r\n")
    folders = {
        b"*": [b"INBOX", b"INBOX.Junk"],
        b"Other Users/*": [b'"Other Users/keiko"', b'"Other Users/keiko/&MKgw6TD8MOEw,DDr-"'],
        b"#shared/*": [b'"#shared/bounces"', b"INBOX"],
    }

    def answer(tag: bytes, arguments: bytes) -> bytes:
        asked = arguments.partition(b" ")[2].strip(b'"')
        return b"".join(b'* LIST () "/" ' + name + b"\r\n" for name in folders[asked]) + tag + b" OK done\r\n"

    script.on("LIST", answer)
    with ImapMailbox(scripted(script).record(), "secret") as mailbox:
        names = [folder.name for folder in mailbox.folders()]
        assert names == [
            "INBOX", "#shared/bounces", "INBOX.Junk", "Other Users/keiko", "Other Users/keiko/エラーメール",
        ]  # fmt: skip
        mailbox.examine("Other Users/keiko/エラーメール")
    assert any(b"&MKgw6TD8MOEw,DDr-" in command for command in script.commands if command.startswith(b"EXAMINE"))


def test_thousands_of_folders_are_not_counted_one_by_one(scripted):
    script = Script()
    lines = b'* LIST () "/" INBOX\r\n' + b"".join(b'* LIST () "/" "f%d"\r\n' % number for number in range(3000))
    script.on("LIST", lambda tag, _: lines + tag + b" OK done\r\n")
    with ImapMailbox(scripted(script).record(), "secret") as mailbox:
        assert len(mailbox.folders()) == 3001
    assert sum(1 for command in script.commands if command.startswith(b"STATUS")) == 1


def test_a_mail_of_200_mb_is_cut(scripted):
    script = Script([1])
    asked = []

    def fetch(tag, args):
        asked.append(args)
        limit = int(args.partition(b"<0.")[2].partition(b">")[0])
        raw = b"x" * min(limit, 200 * 1024 * 1024)
        head = b"* 1 FETCH (UID 1 RFC822.SIZE 209715200 BODY[]<0> {%d}\r\n" % len(raw)
        return head + raw + b")\r\n" + tag + b" OK\r\n"

    script.on("UID FETCH", fetch)
    with ImapMailbox(scripted(script).record(), "secret") as mailbox:
        mailbox.examine("INBOX")
        (mail,) = mailbox.mails()
        assert (mail.size, len(mail.raw), mail.complete) == (209_715_200, FIRST, False)
        assert len(mailbox.more([1])[1].raw) == BEGINNING
        assert len(mailbox.whole(1)) == MAX_LITERAL
