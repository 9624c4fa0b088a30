"""The mailbox against a real Dovecot: what is read, and that nothing is changed."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from modori.mailbox import ImapMailbox, MailboxError
from modori.mailbox.fetched import BEGINNING, FIRST
from modori.records import Security

pytestmark = pytest.mark.dovecot

BOTH = (Security.IMAPS, Security.IMAP_STARTTLS)


def mail(number: int, text: str = "text") -> bytes:
    return f"Subject: mail {number}\nFrom: a@example.jp\n\n{text}\n".encode()


def crlf(raw: bytes) -> bytes:
    return raw.replace(b"\n", b"\r\n")


@pytest.mark.parametrize("security", BOTH)
def test_all_mails_are_read_and_nothing_is_changed(dovecot, security):
    user = dovecot.user()
    for number in range(120):
        user.deliver(mail(number), seen=number % 3 == 0)
    before = user.unseen()
    with ImapMailbox(user.server(security), user.password) as mailbox:
        state = mailbox.examine("INBOX")
        got = list(mailbox.mails())
        assert mailbox.unseen() == before
    assert state.messages == mailbox.expected == 120
    assert state.unseen == before
    assert state.uidvalidity > 0
    assert [m.uid for m in got] == sorted({m.uid for m in got})
    assert got[-1].uid == state.uidnext - 1
    assert {m.raw for m in got} == {crlf(mail(n)) for n in range(120)}
    assert all(m.complete and m.size == len(m.raw) and m.note is None for m in got)
    assert user.unseen() == before == 80


def test_only_new_mail_is_read_the_second_time(dovecot):
    user = dovecot.user()
    user.deliver(mail(1))
    with ImapMailbox(user.server(), user.password) as mailbox:
        mailbox.examine("INBOX")
        last = [m.uid for m in mailbox.mails()][-1]
        assert list(mailbox.mails(last)) == []
        user.deliver(mail(2))
        mailbox.examine("INBOX")
        assert [m.raw for m in mailbox.mails(last)] == [crlf(mail(2))]


def test_a_first_date_leaves_out_what_came_earlier(dovecot):
    user = dovecot.user()
    for day in (1, 2, 3):
        user.deliver(mail(day), received=datetime(2026, 3, day, 12, tzinfo=UTC))
    with ImapMailbox(user.server(), user.password) as mailbox:
        mailbox.examine("INBOX")
        got = list(mailbox.mails(since=date(2026, 3, 2)))
    assert [m.raw for m in got] == [crlf(mail(2)), crlf(mail(3))]
    assert got[0].received == datetime(2026, 3, 2, 12, tzinfo=UTC)


def test_of_a_large_mail_only_the_beginning_comes_until_all_is_asked_for(dovecot):
    user = dovecot.user()
    large = mail(1, "0123456789\n" * 40_000)
    user.deliver(mail(0))
    user.deliver(large)
    with ImapMailbox(user.server(), user.password) as mailbox:
        mailbox.examine("INBOX")
        small, beginning = mailbox.mails()
        assert small.complete
        assert not beginning.complete
        assert beginning.raw == crlf(large)[:FIRST]
        assert beginning.size == len(crlf(large))
        more = mailbox.more([small.uid, beginning.uid])
        assert more[small.uid] == small
        assert (more[beginning.uid].raw, more[beginning.uid].complete) == (crlf(large)[:BEGINNING], False)
        assert mailbox.whole(beginning.uid) == crlf(large)


@pytest.mark.parametrize("length", [FIRST - 1, FIRST, FIRST + 1])
def test_a_mail_as_long_as_the_beginning_is_known_to_be_complete(dovecot, length):
    user = dovecot.user()
    raw = b"Subject: x\r\n\r\n"
    raw += b"y" * (length - len(raw))
    user.deliver(raw)
    with ImapMailbox(user.server(), user.password) as mailbox:
        mailbox.examine("INBOX")
        (got,) = mailbox.mails()
    assert got.complete == (length <= FIRST)
    assert got.raw == raw[:FIRST]


def test_whole_can_be_asked_in_the_middle_of_a_scan(dovecot):
    user = dovecot.user()
    for number in range(60):
        user.deliver(mail(number, "z" * 70_000 if number == 5 else "z"))
    with ImapMailbox(user.server(), user.password) as mailbox:
        mailbox.examine("INBOX")
        sizes = [len(m.raw) if m.complete else len(mailbox.whole(m.uid)) for m in mailbox.mails()]
    assert len(sizes) == 60
    assert max(sizes) > 70_000


def test_a_mail_deleted_meanwhile_is_left_out(dovecot):
    user = dovecot.user()
    for number in range(200):
        user.deliver(mail(number))
    with ImapMailbox(user.server(), user.password) as mailbox, ImapMailbox(user.server(), user.password) as other:
        mailbox.examine("INBOX")
        scan = mailbox.mails()
        got = [next(scan).uid]
        user.files()[189].unlink()
        other.examine("INBOX")  # so that the server notices
        got += [m.uid for m in scan]
        assert got == [uid for uid in range(1, 201) if uid != 190]
        with pytest.raises(MailboxError) as caught:
            mailbox.whole(190)
        assert caught.value.note.code == "imap_mail_gone"
        assert mailbox.whole(191)


def test_folders_with_roles_counts_and_names_in_japanese(dovecot):
    user = dovecot.user()
    user.deliver(mail(1))
    user.deliver(mail(2), "迷惑メール")
    user.deliver(mail(3), "メルマガ/2026年/エラー & more")
    user.deliver(mail(4), 'with "quotes" and \\')
    with ImapMailbox(user.server(), user.password) as mailbox:
        folders = {folder.name: folder for folder in mailbox.folders()}
        assert next(iter(folders)) == "INBOX"
        assert folders["INBOX"].role == "inbox"
        assert folders["INBOX"].messages == 1
        assert folders["Junk"].role == "junk"
        assert folders["迷惑メール"].role == "junk"
        assert folders["Sent"].role == "sent"
        assert folders["メルマガ/2026年/エラー & more"].messages == 1
        assert not folders["メルマガ"].selectable
        assert folders["メルマガ"].messages is None
        for name, number in (("迷惑メール", 2), ("メルマガ/2026年/エラー & more", 3), ('with "quotes" and \\', 4)):
            assert mailbox.examine(name).folder == name
            assert [m.raw for m in mailbox.mails()] == [crlf(mail(number))]


def test_a_folder_named_in_a_url_needs_no_list_first(dovecot):
    user = dovecot.user()
    user.deliver(mail(1), "迷惑メール/二")
    with ImapMailbox(user.server(), user.password) as mailbox:
        assert mailbox.examine("迷惑メール/二").messages == 1


def test_an_empty_mailbox(dovecot):
    user = dovecot.user()
    with ImapMailbox(user.server(), user.password) as mailbox:
        state = mailbox.examine("INBOX")
        assert (state.messages, state.unseen) == (0, 0)
        assert list(mailbox.mails()) == []
        assert mailbox.expected == 0


def test_a_folder_that_is_gone(dovecot):
    user = dovecot.user()
    with ImapMailbox(user.server(), user.password) as mailbox:
        with pytest.raises(MailboxError) as caught:
            mailbox.examine("No such folder")
        assert caught.value.note.code == "imap_folder_gone"
        assert caught.value.note.details["folder"] == "No such folder"
        assert mailbox.examine("INBOX").messages == 0  # and the connection is still good


@pytest.mark.parametrize("password", ["秘密のことば", 'a"b\\c d', "%{x}$'`", "ü" * 300, "x" * 900])
@pytest.mark.parametrize("security", BOTH)
def test_any_password_works(dovecot, password, security):
    user = dovecot.user(password=password)
    with ImapMailbox(user.server(security), password) as mailbox:
        assert mailbox.examine("INBOX").messages == 0


def test_received_keeps_the_time_zone_of_the_server():
    from modori.mailbox.answers import moment

    japan = timezone(timedelta(hours=9))
    assert moment(b"23-Nov-2026 09:00:00 +0900") == datetime(2026, 11, 23, 9, tzinfo=japan)
    assert moment(b" 3-Nov-2026 09:00:00 -0330").utcoffset() == timedelta(hours=-3.5)
    for bad in (b"", b"31-Feb-2026 09:00:00 +0000", b"03-Nov-2026 25:00:00 +0000", b"03-Foo-2026 09:00:00 +0000"):
        assert moment(bad) is None
