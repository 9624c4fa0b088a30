"""Incidents in the store: held out of the unsubscribe list until the user decides once for all."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bounce_mails import START, postfix_bounce
from modori.jobs import open_files
from modori.jobs.incidents import held_recipients
from modori.records import Account, AccountKind, Choice
from modori.sentences import tell
from modori.store import Query, Section

WEEK = timedelta(days=7)
UNKNOWN = "550 5.1.1 <{address}>: Recipient address rejected: User unknown"


def sending(week, addresses, reply=UNKNOWN):
    when = START + week * WEEK
    return [postfix_bounce(one, reply, sending=f"letter-{week}@news.example.jp", when=when) for one in addresses]


def ordinary(week, count=12):
    return sending(week, [f"dead{week}.{number}@shop{week}-{number}.example" for number in range(count)])


@pytest.fixture
def read(store, book, job, tmp_path):
    account = store.save_account(Account("Letter", AccountKind.FILES))

    def add(mails, days=60):
        folder = tmp_path / f"{len(list(tmp_path.iterdir()))}"
        folder.mkdir()
        for number, mail in enumerate(mails):
            (folder / f"{number:04}.eml").write_bytes(mail)
        open_files(store, account, [folder], book, **{**job, "now": START + timedelta(days=days)})
        return account

    return add


def section(store, account, wanted):
    return {row.address for row in store.rows(store.ids(Query(account.id, wanted)))}


LIVING = [f"living{number}@gmail.com" for number in range(40)]


def test_a_provider_that_answers_unknown_to_everyone_for_a_day(store, read):
    account = read([*ordinary(0), *ordinary(1), *ordinary(2), *sending(2, LIVING)])
    assert section(store, account, Section.INCIDENTS) == set(LIVING)
    assert len(section(store, account, Section.UNSUBSCRIBE)) == 36
    assert not {row.address for row in store.to_export(account.id, Choice.UNSUBSCRIBE)} & set(LIVING)
    row = store.rows(store.ids(Query(account.id, Section.INCIDENTS)))[0]
    assert row.held_by is not None
    assert row.held_by.startswith("incident:domain:gmail.com:user_unknown:")
    assert "40 readers at gmail.com failed alike on 15 Oct 2026" in str(tell(row.why, "en"))
    assert "gmail.comで40件" in str(tell(row.why, "ja"))


def test_the_user_decides_once_for_all(store, read):
    account = read([*ordinary(0), *ordinary(1), *ordinary(2), *sending(2, LIVING)])
    held = store.ids(Query(account.id, Section.INCIDENTS))
    store.decide(held, Choice.RETRY, when=START + 2 * WEEK + timedelta(days=1))
    assert section(store, account, Section.INCIDENTS) == set()
    read(ordinary(3))
    assert section(store, account, Section.RETRY) == set(LIVING)


def test_who_fails_again_in_other_sendings_is_not_held(store, read):
    account = read([*ordinary(0), *ordinary(1), *ordinary(2), *sending(2, LIVING), *sending(0, LIVING[:1])])
    assert section(store, account, Section.INCIDENTS) == set(LIVING[1:])
    assert LIVING[0] in section(store, account, Section.UNSUBSCRIBE)


OWN_FAULTS = {
    "550 5.7.1 <{address}>: Service unavailable; client blocked using zen.example.org": "is blocked",
    "550 5.7.23 <{address}>: SPF validation failed": "SPF, DKIM or DMARC",
    "554 5.7.1 <{address}>: Relay access denied": "does not pass on your mail",
}


@pytest.mark.parametrize(("reply", "cause"), OWN_FAULTS.items())
def test_the_senders_own_faults_are_one_incident_with_its_cause(store, read, reply, cause):
    """A blocked sender, a missing SPF record, a broken relay: nearly all of a sending, of all domains."""
    everybody = [*LIVING, *(f"a@shop{number}.example.com" for number in range(40))]
    account = read([*ordinary(0), *sending(1, everybody, reply), *sending(2, everybody, reply)])
    assert not section(store, account, Section.UNSUBSCRIBE) & set(everybody)
    assert section(store, account, Section.INCIDENTS) == set(everybody)
    rows = store.rows(store.ids(Query(account.id, Section.INCIDENTS)))
    assert {row.choice for row in rows} == {Choice.FIX_SENDER}
    assert len({row.held_by for row in rows}) == 1
    told = str(tell(rows[0].why, "en"))
    assert "came back from 80 readers of many providers for one reason" in told
    assert cause in told
    read(ordinary(3))
    assert len(section(store, account, Section.INCIDENTS)) == 80
    store.decide([row.id for row in rows], Choice.RETRY, when=START + 4 * WEEK)
    assert section(store, account, Section.RETRY) == set(everybody)


def test_one_receiver_that_refuses_the_sender_is_one_incident_too(store, read):
    reply = "550 5.7.26 <{address}>: This mail is unauthenticated: SPF did not pass"
    account = read([*ordinary(0), *sending(1, LIVING, reply), *sending(1, ["a@b.example", "c@d.example"], reply)])
    assert section(store, account, Section.INCIDENTS) == set(LIVING)
    assert section(store, account, Section.FIX_SENDER) == {"a@b.example", "c@d.example"}
    row = store.rows(store.ids(Query(account.id, Section.INCIDENTS)))[0]
    assert "gmail.com sent your newsletter of 8 Oct 2026 back from 40 readers" in str(tell(row.why, "en"))


def test_who_is_dead_besides_is_still_unsubscribed(store, read):
    everybody = [*LIVING, *(f"a@shop{number}.example.com" for number in range(40))]
    blocked = next(iter(OWN_FAULTS))
    account = read([*sending(0, everybody[:2]), *sending(1, everybody, blocked)])
    assert section(store, account, Section.UNSUBSCRIBE) == set(everybody[:2])
    assert section(store, account, Section.INCIDENTS) == set(everybody[2:])


def test_docomo_refuses_a_whole_sending_after_data(store, read):
    refused = [f"reader{number}@docomo.ne.jp" for number in range(40)]
    mails = [
        mail.replace(b"RCPT TO command", b"end of DATA command")
        for mail in sending(2, refused, "550 Unknown user {address}")
    ]
    account = read([*ordinary(0), *ordinary(1), *ordinary(2), *mails])
    assert section(store, account, Section.INCIDENTS) == set(refused)


def test_an_ordinary_sending_with_many_single_dead_addresses_is_none(store, read):
    account = read([*ordinary(0, 60), *sending(0, LIVING[:25]), *ordinary(1, 40), *sending(1, LIVING[25:28])])
    assert section(store, account, Section.INCIDENTS) == set()
    assert len(section(store, account, Section.UNSUBSCRIBE)) == 128


def test_readers_of_two_incidents_take_no_set_each(store, read):
    """Their domain fails, and all domains with one sentence: a set a reader is memory by the square of the readers."""
    account = read(sending(0, [f"reader{number}@shop{number % 10}.example" for number in range(50)]))
    held = held_recipients(store, account.id)
    assert len(held) == 50
    assert len({id(one.falls) for one in held.values()}) == 1
    assert all(len(one.falls) == 50 for one in held.values())
