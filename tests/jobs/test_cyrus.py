"""The same scans against a second real server, Cyrus IMAP (only where MODORI_CYRUS is set: packaging/everything)."""

import pytest

from bounce_mails import ordinary_mail, postfix_bounce
from cyrus import cyrus  # noqa: F401
from imap_proxy import Plan, Proxy
from modori.jobs import clean, scan_folder
from modori.mailbox import ImapMailbox
from modori.records import Account, AccountKind
from modori.store import CleanGroup, Query, Verb

MANY = 300

pytestmark = pytest.mark.long


@pytest.fixture
def mailbox_user(cyrus):  # noqa: F811
    user = cyrus.user()
    bulks = [200_000 if number % 40 == 7 else 0 for number in range(MANY)]
    bounces = [postfix_bounce(f"reader{number}@shop{number}.example", bulk=bulk) for number, bulk in enumerate(bulks)]
    user.append(*bounces, ordinary_mail())
    return user


@pytest.fixture
def kept(store, mailbox_user):
    return store.save_account(Account("Shop", AccountKind.IMAP, mailbox_user.server(), ("INBOX",)))


def addresses(store, account):
    return sorted(row.address for row in store.each_row(store.ids(Query(account.id))))


EXPECTED = sorted(f"reader{number}@shop{number}.example" for number in range(MANY))


def test_a_scan_of_cyrus_finds_all_and_changes_nothing(mailbox_user, kept, store, book, job):
    for expected in (MANY + 1, 0):
        with ImapMailbox(mailbox_user.server(), mailbox_user.password) as mailbox:
            assert [folder.name for folder in mailbox.folders()] == ["INBOX"]
            report = scan_folder(store, kept, "INBOX", mailbox, book, **job)
        assert (report.ended, report.read) == ("done", expected)
        assert (report.unread_before, report.unread_after) == (MANY + 1, MANY + 1)
        assert addresses(store, kept) == EXPECTED


@pytest.mark.parametrize("where", [20_000, 100_000, 400_000])
def test_after_a_cut_nothing_is_lost_or_twice(mailbox_user, kept, store, book, job, cyrus, where):  # noqa: F811
    between = Proxy(cyrus.port, [Plan(drop_after=where)])
    try:
        with ImapMailbox(mailbox_user.server(between.port), mailbox_user.password, waits=(0,)) as mailbox:
            report = scan_folder(store, kept, "INBOX", mailbox, book, **job)
    finally:
        between.stop()
    assert between.connections == 2
    assert (report.ended, report.read) == ("done", MANY + 1)
    assert addresses(store, kept) == EXPECTED


def test_bounces_are_moved_on_cyrus(mailbox_user, kept, store, book, job, cyrus):  # noqa: F811
    with ImapMailbox(mailbox_user.server(), mailbox_user.password) as mailbox:
        scan_folder(store, kept, "INBOX", mailbox, book, **job)
        cleanable = store.journal.cleanable(kept.id)
        places = [*cleanable[CleanGroup.DECIDED], *cleanable[CleanGroup.WAITING]]
        report = clean(store, kept, mailbox, Verb.MOVE, places, target="Modori", **job)
    assert (report.ended, report.done, report.missing) == ("done", MANY, 0)
    with cyrus.session(mailbox_user.name) as client:
        assert client.select_folder("INBOX", readonly=True)[b"EXISTS"] == 1
        assert client.select_folder(report.target, readonly=True)[b"EXISTS"] == MANY
