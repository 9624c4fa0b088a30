"""A connection that is cut anywhere: afterwards the list is that of an undisturbed scan.

Cut at a sample of places; with MODORI_CUT_EVERY=1000 at every 1,000th byte (packaging/everything).
"""

from __future__ import annotations

import os

import pytest

from bounce_mails import ordinary_mail, postfix_bounce
from dovecot import require_pop3
from imap_proxy import Plan, Proxy
from modori.jobs import CancelToken, scan_folder
from modori.mailbox import ImapMailbox, LostError, Pop3Mailbox
from modori.records import Account, AccountKind, Security
from modori.store import Query, Store

pytestmark = pytest.mark.dovecot

MAILS = 60
EVERY = int(os.environ.get("MODORI_CUT_EVERY", "17000"))


@pytest.fixture(scope="module")
def user(dovecot):
    user = dovecot.user()
    for number in range(MAILS):
        user.deliver(postfix_bounce(f"reader{number}@shop.example.jp", bulk=90_000 if number % 20 == 5 else 0))
        if number % 10 == 0:
            user.deliver(ordinary_mail(f"Lunch {number}"))
    return user


def scanned(store, account, book, job, mailbox):
    with mailbox:
        return scan_folder(store, account, "INBOX", mailbox, book, **{**job, "cancel": CancelToken()})


def listed(store, account):
    rows = store.rows(store.ids(Query(account.id)))
    return sorted((row.address, row.section, row.reason, row.failures, row.sendings) for row in rows)


@pytest.mark.parametrize(
    ("security", "kind"), [(Security.IMAPS, ImapMailbox), (Security.POP3S, Pop3Mailbox)], ids=["imap", "pop3"]
)
def test_a_cut_anywhere_loses_nothing_and_doubles_nothing(dovecot, user, book, job, tmp_path, security, kind):
    if security is Security.POP3S:
        require_pop3()
    server = user.server(security)
    whole = Proxy(dovecot.port(security))

    def run(name, between, again):
        with Store(tmp_path / name) as store:
            account = store.save_account(Account("News", AccountKind.IMAP, server, ("INBOX",)))
            cut = user.server(security, port=between.port)
            try:
                report = scanned(store, account, book, job, kind(cut, user.password, waits=(0, 0)))
                ended = report.ended
            except LostError:  # before the first mail
                ended = "lost"
            if again and ended != "done":
                assert scanned(store, account, book, job, kind(server, user.password)).ended == "done"
            return listed(store, account)

    try:
        undisturbed = run("whole", whole, again=False)
    finally:
        whole.stop()
    assert len(undisturbed) == MAILS
    for where in range(1, sum(whole.passed), EVERY):
        between = Proxy(dovecot.port(security), [Plan(drop_after=where)])
        try:
            assert run(f"cut-{where}", between, again=True) == undisturbed, where
        finally:
            between.stop()
