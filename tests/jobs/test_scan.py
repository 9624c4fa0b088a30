"""The scan of a real Dovecot folder into the store."""

import dataclasses

import pytest

from bounce_mails import ordinary_mail, postfix_bounce
from dovecot import require_pop3
from imap_proxy import Plan, Proxy
from modori.jobs import CancelToken, Step, intake, scan_folder
from modori.mailbox import ImapMailbox, MailboxError, open_mailbox
from modori.records import Security
from modori.store import Query, Section

pytestmark = pytest.mark.dovecot


@pytest.fixture
def scan(store, account, user, book, job):
    def run(folder="INBOX", **changed):
        with ImapMailbox(user.server(), user.password) as mailbox:
            return scan_folder(store, account, folder, mailbox, book, **{**job, **changed})

    return run


def addresses(store, account):
    ids = store.ids(Query(account_id=account.id, section=Section.UNSUBSCRIBE))
    return sorted(row.address for row in store.rows(ids))


def test_a_scan_finds_the_failures_and_changes_nothing(scan, store, account, user):
    user.deliver(postfix_bounce("gone@shop.example.jp"))
    user.deliver(postfix_bounce("away@shop.example.jp"), seen=True)
    user.deliver(ordinary_mail())
    report = scan()
    assert (report.read, report.bounces, report.others, report.ended) == (3, 2, 1, "done")
    assert (report.unread_before, report.unread_after) == (2, 2)
    assert user.unseen() == 2
    assert addresses(store, account) == ["away@shop.example.jp", "gone@shop.example.jp"]


def test_the_next_scan_reads_only_new_mail(scan, store, account, user):
    user.deliver(postfix_bounce("gone@shop.example.jp"))
    scan()
    assert scan().read == 0
    user.deliver(postfix_bounce("away@shop.example.jp"))
    assert scan().read == 1
    assert addresses(store, account) == ["away@shop.example.jp", "gone@shop.example.jp"]


def test_an_empty_mailbox_is_no_failure(scan):
    report = scan()
    assert (report.read, report.ended, report.unread_before, report.unread_after) == (0, "done", 0, 0)


def test_a_folder_that_is_gone_is_told(scan):
    with pytest.raises(MailboxError) as caught:
        scan("Nowhere")
    assert caught.value.note.details["folder"] == "Nowhere"


def test_the_first_date_leaves_older_mail_alone(store, account, user, book, job):
    old = job["now"].replace(year=2025)
    user.deliver(postfix_bounce("old@shop.example.jp", when=old), received=old)
    user.deliver(postfix_bounce("new@shop.example.jp", when=job["now"]), received=job["now"])
    account = dataclasses.replace(account, since="2026-06-01")
    with ImapMailbox(user.server(), user.password) as mailbox:
        report = scan_folder(store, account, "INBOX", mailbox, book, **job)
    assert report.read == 1
    assert addresses(store, account) == ["new@shop.example.jp"]


def test_a_large_bounce_is_understood_from_its_beginning(scan, store, account, user):
    user.deliver(postfix_bounce("gone@shop.example.jp", bulk=2_000_000))
    assert scan().bounces == 1
    assert addresses(store, account) == ["gone@shop.example.jp"]


def test_cancel_in_the_middle_keeps_what_was_read_and_the_next_scan_goes_on(scan, store, account, user, monkeypatch):
    monkeypatch.setattr(intake, "TELL_SECONDS", 0.0)  # each mail is told of, however fast the machine
    for number in range(450):
        user.deliver(postfix_bounce(f"reader@shop{number:03}.example"))
    token = CancelToken()

    def stop_early(progress):
        if progress.done >= 200:
            token.cancel()

    report = scan(progress=stop_early, cancel=token)
    assert report.ended == "cancelled"
    assert 200 <= report.read < 450
    assert len(addresses(store, account)) == report.read
    rest = scan()
    assert report.read + rest.read == 450
    assert len(addresses(store, account)) == 450


def test_a_cancel_before_the_first_mail_reads_nothing(scan, user):
    user.deliver(postfix_bounce())
    token = CancelToken()
    token.cancel()
    report = scan(cancel=token)
    assert (report.read, report.ended) == (0, "cancelled")


@pytest.fixture
def broken(dovecot, user):
    """Scan through a line that is cut as often as the plans say; the server itself is the real one."""
    opened = []

    def connect(*plans, waits=(0,)):
        opened.append(Proxy(dovecot.imaps, plans))
        return ImapMailbox(user.server(port=opened[-1].port), user.password, waits=waits)

    yield connect
    for proxy in opened:
        proxy.stop()


def deliver_many(user, number):
    for one in range(number):
        user.deliver(postfix_bounce(f"reader@shop{one:03}.example"))


def test_after_one_cut_the_scan_goes_on_and_nothing_is_lost_or_twice(broken, store, account, user, book, job):
    deliver_many(user, 400)
    with broken(Plan(drop_after=150_000)) as mailbox:
        report = scan_folder(store, account, "INBOX", mailbox, book, **job)
    assert (report.ended, report.read) == ("done", 400)
    assert len(addresses(store, account)) == 400


def test_after_the_last_cut_what_was_read_stays_and_the_next_scan_reads_the_rest(
    broken, scan, store, account, user, book, job
):
    deliver_many(user, 400)
    told = []
    with broken(Plan(drop_after=150_000), *(Plan(drop_after=4_000) for _ in range(4)), waits=(0, 0.01)) as mailbox:
        report = scan_folder(store, account, "INBOX", mailbox, book, **{**job, "progress": told.append})
    assert (report.ended, report.note.code) == ("lost", "imap_connection_lost")
    assert 0 < report.read < 400
    assert len(addresses(store, account)) == report.read
    # The pause was told, after all that had come was kept.
    (pause,) = [one for one in told if one.step is Step.PAUSE]
    assert (pause.pause, pause.why.code, pause.done) == (0.01, "imap_connection_lost", report.read)
    assert report.read + scan().read == 400
    assert len(addresses(store, account)) == 400


def test_another_uidvalidity_reads_again_and_counts_nothing_twice(scan, store, account, user):
    deliver_many(user, 30)
    user.deliver(ordinary_mail())
    assert scan().read == 31
    mark = store.folder_mark(account.id, "INBOX")
    user.files()[0].unlink()
    user.forget_uids()
    assert scan().read == 30
    again = store.folder_mark(account.id, "INBOX")
    assert (again.uidvalidity, again.last_uid) == (mark.uidvalidity + 1, 30)
    assert scan().read == 0
    rows = store.rows(store.ids(Query(account.id)))
    assert [row.failures for row in rows] == [1] * 30
    assert store.kept(account.id).messages == 31


def test_another_uidvalidity_in_the_middle_of_a_scan_counts_nothing_twice(broken, store, account, user, book, job):
    deliver_many(user, 400)
    steps = []

    def restore(progress):
        steps.append(progress.step)
        if progress.step is Step.PAUSE:
            user.files()[0].unlink()
            user.forget_uids()

    with broken(Plan(drop_after=300_000), waits=(0.01,)) as mailbox:
        report = scan_folder(store, account, "INBOX", mailbox, book, **{**job, "progress": restore})
        assert mailbox.examine("INBOX").uidvalidity == store.folder_mark(account.id, "INBOX").uidvalidity
    assert Step.PAUSE in steps
    assert (report.ended, report.read) == ("done", 399)
    assert store.folder_mark(account.id, "INBOX").last_uid == 399
    rows = store.rows(store.ids(Query(account.id)))
    assert [row.failures for row in rows] == [1] * 400
    assert store.kept(account.id).messages == 400


def test_another_uidvalidity_tells_only_of_new_mail(scan, broken, store, account, user, book, job):
    deliver_many(user, 300)
    told = []

    def heard(folder, uid, message):
        told.append((folder, int(uid), message.failures[0].evidence.address))

    scan(heard=heard)
    assert [uid for _, uid, _ in told] == list(range(1, 301))
    user.forget_uids()
    user.deliver(postfix_bounce("new@shop.example.jp"))
    told.clear()
    # What a scan that is cut does not come to is no news for the next one either.
    with broken(Plan(drop_after=250_000), waits=()) as mailbox:
        assert scan_folder(store, account, "INBOX", mailbox, book, heard=heard, **job).ended == "lost"
    assert told == []
    scan(heard=heard)
    assert told == [("INBOX", 301, "new@shop.example.jp")]


def test_another_uidvalidity_in_the_middle_of_a_scan_tells_of_each_mail_once(broken, store, account, user, book, job):
    deliver_many(user, 400)
    told = []

    def restore(progress):
        if progress.step is Step.PAUSE:
            user.forget_uids()

    job = {**job, "progress": restore, "heard": lambda _, uid, message: told.append(message.message_id)}
    with broken(Plan(drop_after=300_000), waits=(0.01,)) as mailbox:
        assert scan_folder(store, account, "INBOX", mailbox, book, **job).read == 400
    assert len(told) == len(set(told)) == 400


@pytest.fixture
def scan_pop3(store, account, user, book, job):
    require_pop3()

    def run(account=account, security=Security.POP3S):
        with open_mailbox(user.server(security), user.password) as mailbox:
            return scan_folder(store, account, "INBOX", mailbox, book, **job)

    return run


@pytest.mark.parametrize("security", [Security.POP3S, Security.POP3_STARTTLS])
def test_a_pop3_mailbox_is_read_once_and_left_as_it_is(scan_pop3, store, account, user, security):
    user.deliver(postfix_bounce("gone@shop.example.jp", bulk=2_000_000))
    user.deliver(ordinary_mail())
    report = scan_pop3(security=security)
    assert (report.read, report.bounces, report.ended) == (2, 1, "done")
    assert (report.unread_before, report.unread_after) == (None, None)
    user.deliver(postfix_bounce("away@shop.example.jp"))
    assert (scan_pop3().read, scan_pop3().read) == (1, 0)
    assert addresses(store, account) == ["away@shop.example.jp", "gone@shop.example.jp"]
    assert user.unseen() == 3


def test_the_same_mail_by_imap_and_by_pop3_counts_once(scan, scan_pop3, store, account, user):
    user.deliver(postfix_bounce("gone@shop.example.jp"))
    assert (scan().read, scan_pop3().read) == (1, 1)
    (row,) = store.rows(store.ids(Query(account_id=account.id)))
    assert row.failures == 1


def test_the_first_date_of_a_pop3_mailbox_and_another_one_later(scan_pop3, store, account, user):
    for day, name in (("3 Mar 2025", "old"), ("20 Nov 2026", "new")):
        user.deliver(b"Received: by mx.example.jp; %s 09:00:00 +0900\n" % day.encode() + postfix_bounce(f"{name}@a.jp"))
    later = store.save_account(dataclasses.replace(account, since="2026-06-01"))
    assert [scan_pop3(later).read, scan_pop3(later).read] == [1, 0]
    assert addresses(store, account) == ["new@a.jp"]
    earlier = store.save_account(dataclasses.replace(later, since="2025-01-01"))
    assert scan_pop3(earlier).read == 1
    assert addresses(store, account) == ["new@a.jp", "old@a.jp"]
