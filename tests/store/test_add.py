"""Mails are stored once, whatever happens, and counted right."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from modori.records import Action, Cause, Kind, Note, Sending
from modori.store import FolderMark, Query, RecipientRow, Section, Store, Stored, packed
from store_mails import START, asked, bounce, failure, letter, sending


def one(store: Store, touched: list[int]) -> RecipientRow:
    (row,) = store.rows(touched)
    return row


def test_a_bounce_becomes_a_recipient(store: Store, account: int) -> None:
    row = one(
        store, store.add(account, "INBOX", 7, [bounce(1, failure("Taro@Example.JP", final_address="t@x.example"))])
    )
    assert (row.address, row.domain, row.cause, row.reason) == (
        "Taro@Example.JP",
        "example.jp",
        Cause.FAILED,
        "user_unknown",
    )
    assert (row.sendings, row.failures, row.rule, row.system) == (1, 1, "generic.rule", "postfix")
    assert (row.diagnostic, row.list_name, row.subject) == ("550 5.1.1 User unknown", "news.example.com", "News 0")
    assert row.first_seen == row.last_seen == START + timedelta(hours=1, seconds=1)
    assert row.first_seen.tzinfo is not None
    (past,) = store.failures_of(row.id)
    assert (past.final_address, past.matched, past.phase, past.folder, past.uid) == (
        "t@x.example",
        "5.1.1 User unknown",
        "rcpt",
        "INBOX",
        1,
    )
    assert (past.counted, past.copy, past.permanent, past.confirm) == (True, False, True, 1)
    assert store.excerpt(past.message_id) == bounce(1).kept.excerpt


def test_one_address_in_two_spellings_is_one_recipient(store: Store, account: int) -> None:
    first = store.add(account, "INBOX", 7, [bounce(1, "Taro@Example.JP")])
    assert store.add(account, "INBOX", 7, [bounce(2, "taro@example.jp", week=1)]) == first
    row = one(store, first)
    assert (row.address, row.sendings, row.failures) == ("taro@example.jp", 2, 2)


def test_the_newest_failure_is_shown_whatever_the_order(store: Store, account: int) -> None:
    full = failure("a@example.jp", "mailbox_full", "452 4.2.2 full")
    touched = store.add(account, "INBOX", 7, [bounce(1, full, week=5), bounce(2, "a@example.jp", week=1)])
    row = one(store, touched)
    assert (row.reason, row.diagnostic, row.subject) == ("mailbox_full", "452 4.2.2 full", "News 5")
    assert [past.reason for past in store.failures_of(row.id)] == ["user_unknown", "mailbox_full"]


def test_the_folder_mark(store: Store, account: int) -> None:
    assert store.folder_mark(account, "INBOX") is None
    store.add(account, "INBOX", 7, [bounce(5, "a@example.jp"), bounce(3, "b@example.jp")])
    assert store.folder_mark(account, "INBOX") == FolderMark(7, 5)
    store.add(account, "INBOX", 7, [], last_uid=40)
    store.add(account, "INBOX", 7, [bounce(9, "c@example.jp")])
    assert store.folder_mark(account, "INBOX") == FolderMark(7, 40)
    assert store.folder_mark(account, "Junk") is None
    store.add(account, "INBOX", 8, [], last_uid=2)
    assert store.folder_mark(account, "INBOX") == FolderMark(8, 2)
    store.reset_folder(account, "INBOX")
    assert store.folder_mark(account, "INBOX") is None


def test_files_have_no_mark(store: Store, account: int) -> None:
    store.add(account, "mails/", None, [replace(bounce(1, "a@example.jp"), uid=None)])
    assert store.folder_mark(account, "mails/") is None
    assert store.counts(Query(account))[Section.REVIEW] == 0


def test_the_same_uid_is_stored_once(store: Store, account: int) -> None:
    mails = [bounce(1, "a@example.jp"), bounce(2, "b@example.jp"), letter(3)]
    assert len(store.add(account, "INBOX", 7, mails)) == 2
    assert store.add(account, "INBOX", 7, mails) == []
    assert store.add(account, "INBOX", 7, [*mails, *mails, bounce(4, "c@example.jp")]) != []
    assert store.kept(account).messages == 4


def test_the_same_mail_elsewhere_counts_once(store: Store, account: int) -> None:
    mail = bounce(1, "a@example.jp")
    touched = store.add(account, "INBOX", 7, [mail])
    unix = mail.kept.excerpt.replace(b"\r\n", b"\n").replace(
        b"Received: by somebody", b"Received: by somebody else\nX-UID: 9"
    )
    for folder, validity, uid in (("Junk", 3, 77), ("INBOX", 8, 1), ("file.eml", None, None)):
        copy = replace(mail, uid=uid, kept=packed(mail.message, unix), size=1)
        assert store.add(account, folder, validity, [copy]) == []
        assert store.add(account, folder, validity, [copy]) == []
    assert (one(store, touched).failures, store.kept(account).messages) == (1, 1)


def test_the_same_mail_in_another_account_counts_there(store: Store, account: int) -> None:
    other = store.save_account(replace(store.accounts()[0], id=None)).id or 0
    assert store.add(account, "INBOX", 7, [bounce(1, "a@example.jp")])
    assert store.add(other, "INBOX", 7, [bounce(1, "a@example.jp")])


@pytest.mark.parametrize(
    "change",
    [
        {"message_id": "<other@mx.example.jp>"},
        {"date": START},
        {"subject": "Mail delivery failed"},
        {"sender": "postmaster@mx.example.jp"},
    ],
)
def test_mails_that_only_look_alike_are_two(store: Store, account: int, change: dict[str, object]) -> None:
    mail = bounce(1, "a@example.jp")
    message = replace(mail.message, **change)
    store.add(account, "INBOX", 7, [mail, Stored(2, message, packed(message, mail.kept.excerpt), mail.size)])
    assert store.kept(account).messages == 2


def test_without_message_id_the_body_tells(store: Store, account: int) -> None:
    mails = [bounce(number, "a@example.jp", message_id=None, date=START) for number in (1, 2)]
    store.add(account, "INBOX", 7, [*mails, replace(mails[0], uid=9)])
    assert store.kept(account).messages == 2


def test_what_says_nothing_of_itself_is_kept_each_time(store: Store, account: int) -> None:
    blank = bounce(1, of=None, kind=Kind.OTHER, message_id=None, date=None, subject=None, sender=None)
    store.add(account, "INBOX", 7, [blank, replace(blank, uid=2)])
    assert store.kept(account).messages == 2


def test_a_postmasters_copy_counts_only_where_the_bounce_is_missing(store: Store, account: int) -> None:
    copy = bounce(2, "a@example.jp", copy=True)
    touched = store.add(account, "INBOX", 7, [copy])
    assert one(store, touched).failures == 1
    store.add(account, "INBOX", 7, [bounce(3, "a@example.jp", copy=True), bounce(1, "a@example.jp")])
    row = one(store, touched)
    assert (row.failures, row.sendings) == (1, 1)
    assert [(past.copy, past.counted) for past in store.failures_of(row.id)] == [
        (False, True),
        (True, False),
        (True, False),
    ]
    store.add(account, "INBOX", 7, [bounce(4, "a@example.jp", week=1, copy=True)])
    assert one(store, touched).failures == 2


def test_a_copy_that_does_not_tell_its_sending(store: Store, account: int) -> None:
    touched = store.add(account, "INBOX", 7, [bounce(1, "a@example.jp"), bounce(2, "a@example.jp", of=None, copy=True)])
    assert (one(store, touched).failures, one(store, touched).sendings) == (1, 1)


def keys(store: Store, touched: list[int]) -> list[str]:
    return [past.sending for past in store.failures_of(touched[0])]


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        (sending(0), sending(0), True),
        (sending(0), sending(1), False),
        # Many tools give each reader's copy a Message-ID of its own.
        (sending(0), sending(0, message_id="<other@x>"), True),
        # What comes back may be cut: the Message-ID alone is enough, in either order.
        (sending(0), sending(0, subject=None, date=None), True),
        (sending(0, subject=None, date=None), sending(0), True),
        (sending(0), sending(0, message_id=None), True),
        (sending(0, message_id=None, date=None), sending(0, message_id=None, date=None), True),
        (sending(0, message_id=None), sending(0, message_id=None, date=START + timedelta(days=1)), False),
        (sending(0), sending(0, "shop.example.com"), False),
        (sending(0, "NEWS.example.com"), sending(0, "news.Example.COM"), True),
        (sending(0, None, sender="a@example.com"), sending(0, None, sender="a@example.com"), True),
        (sending(0, None, sender="a@example.com"), sending(0, None, sender="b@example.com"), False),
    ],
)
def test_sendings(store: Store, account: int, first: Sending, second: Sending, same: bool) -> None:
    mails = [bounce(1, "a@example.jp", of=first), bounce(2, "a@example.jp", of=second)]
    touched = store.add(account, "INBOX", 7, mails)
    assert len(set(keys(store, touched))) == (1 if same else 2)
    assert one(store, touched).sendings == (1 if same else 2)


def test_sendings_are_found_again_in_a_later_batch(store: Store, account: int) -> None:
    touched = store.add(account, "INBOX", 7, [bounce(1, "a@example.jp")])
    store.add(account, "INBOX", 7, [bounce(2, "a@example.jp", of=sending(0, subject=None, date=None))])
    assert len(set(keys(store, touched))) == 1


def test_a_list_is_known_where_the_sending_is_not(store: Store, account: int) -> None:
    only = Sending(list="news.example.com")
    touched = store.add(account, "INBOX", 7, [bounce(1, "a@example.jp", of=only), asked(2, "a@example.jp", of=only)])
    assert [row.list_name for row in store.rows(touched)] == ["news.example.com"] * 2
    assert [past.list_name for one in touched for past in store.failures_of(one)] == ["news.example.com"] * 2
    assert keys(store, touched)[0].startswith("about ")


def test_bounces_that_do_not_tell_their_sending_count_few(store: Store, account: int) -> None:
    def at(number: int, days: float, of: Sending | None = None):
        return bounce(number, "a@example.jp", of=of, date=START + timedelta(days=days))

    touched = store.add(account, "INBOX", 7, [at(1, 0), at(2, 4), at(3, 20), at(4, 23)])
    assert one(store, touched).sendings == 2
    store.add(account, "INBOX", 7, [at(5, 2, sending(0)), at(6, 22, sending(3))])
    assert one(store, touched).sendings == 2
    assert len(set(keys(store, touched))) == 2


def test_ordinary_mail_leaves_only_sender_subject_and_date(store: Store, account: int) -> None:
    assert store.add(account, "INBOX", 7, [letter(1), letter(2, kind=Kind.READ_RECEIPT)]) == []
    for row in store.message_rows(store.ids(Query(account, Section.NOT_BOUNCES))):
        assert (row.sender, row.subject, row.uid) == ("friend@example.org", "Lunch?", row.id)
        assert row.date is not None
        assert store.excerpt(row.id) == b""
    assert store.kept(account).excerpts == 0


@pytest.mark.parametrize("kind", [Kind.AUTO_REPLY, Kind.CHALLENGE, Kind.DELIVERED, Kind.DELAYED])
def test_other_mail_about_the_newsletter_keeps_its_excerpt(store: Store, account: int, kind: Kind) -> None:
    store.add(account, "INBOX", 7, [letter(1, kind=kind)])
    (row,) = store.message_rows(store.ids(Query(account, Section.NOT_BOUNCES)))
    assert row.kind is kind
    assert store.excerpt(row.id) == letter(1, kind=kind).kept.excerpt


def test_a_bounce_that_names_nobody_is_shown_with_its_problem(store: Store, account: int) -> None:
    store.add(account, "INBOX", 7, [bounce(1, problem=Note("store_busy", {"path": "x"}))])
    (row,) = store.message_rows(store.ids(Query(account, Section.NOT_BOUNCES)))
    assert (row.kind, row.problem) == (Kind.BOUNCE, Note("store_busy", {"path": "x"}))


def test_delays_and_deliveries_make_no_failure(store: Store, account: int) -> None:
    wait = failure("a@example.jp", "network_trouble", action=Action.IGNORE)
    touched = store.add(account, "INBOX", 7, [bounce(1, wait, kind=Kind.DELAYED)])
    row = one(store, touched)
    assert (row.section, row.failures, row.sendings) == (None, 0, 0)
    store.add(account, "INBOX", 7, [bounce(2, "a@example.jp"), bounce(3, "a@example.jp", week=3, kind=Kind.DELIVERED)])
    row = one(store, touched)
    assert (row.failures, row.reason, row.last_seen.day) == (1, "user_unknown", 2)
    pasts = store.failures_of(row.id)
    assert [past.kind for past in pasts] == [Kind.DELAYED, Kind.BOUNCE, Kind.DELIVERED]
    assert all(past.counted for past in pasts)  # the policy must see signs of life


def test_who_asks_to_stop_is_kept_apart_by_list(store: Store, account: int) -> None:
    mails = [
        bounce(1, "a@example.jp"),
        asked(2, "a@example.jp", of=sending(0, "shop.example.com")),
        asked(3, "A@example.jp", of=sending(1, "shop.example.com"), kind=Kind.COMPLAINT),
        asked(4, "a@example.jp"),
        asked(5, "a@example.jp", of=None),
    ]
    rows = store.rows(store.add(account, "INBOX", 7, mails))
    assert [(row.cause, row.list_name, row.failures) for row in rows] == [
        (Cause.FAILED, "news.example.com", 1),
        (Cause.COMPLAINT, "shop.example.com", 2),
        (Cause.REQUEST, "news.example.com", 1),
        (Cause.REQUEST, None, 1),
    ]


@pytest.mark.parametrize("date", [None, datetime(1970, 1, 1, tzinfo=UTC), datetime(2199, 1, 1, tzinfo=UTC)])
def test_an_unbelievable_date_gives_way_to_the_arrival(store: Store, account: int, date: datetime | None) -> None:
    mail = replace(bounce(1, "a@example.jp", date=date), received=START)
    assert one(store, store.add(account, "INBOX", 7, [mail])).last_seen == START


def test_a_date_without_zone_is_utc(store: Store, account: int) -> None:
    mail = bounce(1, "a@example.jp", date=START.replace(tzinfo=None))
    assert one(store, store.add(account, "INBOX", 7, [mail])).last_seen == START


@given(st.text(st.characters(codec=None), min_size=1, max_size=20))
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_can_be_stored(store: Store, account: int, text: str) -> None:
    mail = bounce(
        1,
        failure(text, said=text, final_address=text),
        of=sending(0, text, subject=text, message_id=text),
        message_id=text,
        subject=text,
        sender=text,
    )
    touched = store.add(account, text, 7, [replace(mail, uid=abs(hash(text)))])
    store.rows(touched)
    store.ids(Query(account, text=text))
    store.reset_folder(account, text)


def test_a_batch_is_stored_whole_or_not_at_all(store: Store, account: int) -> None:
    broken = replace(bounce(2, "b@example.jp"), size=2**70)
    with pytest.raises(OverflowError):
        store.add(account, "INBOX", 7, [bounce(1, "a@example.jp"), broken])
    assert store.kept(account).messages == 0
    assert store.folder_mark(account, "INBOX") is None
    assert len(store.add(account, "INBOX", 7, [bounce(1, "a@example.jp")])) == 1
