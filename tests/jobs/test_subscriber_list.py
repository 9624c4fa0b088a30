"""The subscriber list in the store: names beside the rows, incidents by its readers, the address of a forward."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bounce_mails import START, postfix_bounce
from modori.export import preset
from modori.jobs import open_files
from modori.jobs.outgoing import carry_out, plan
from modori.jobs.readers import MaybeReaders, forget_list, load_list, maybe_readers
from modori.records import Account, AccountKind, Choice
from modori.store import Column, Query, Section

REPORTED = b"Original-Recipient: rfc822;hana@example.org"
FORWARDED = b"Original-Recipient: rfc822;club@forward.example"


def read(store, book, job, tmp_path, mails):
    folder = tmp_path / "mails"
    folder.mkdir()
    for number, mail in enumerate(mails):
        (folder / f"{number}.eml").write_bytes(mail)
    account = store.save_account(Account("Letter", AccountKind.FILES))
    open_files(store, account, [folder], book, **{**job, "now": START + timedelta(days=1)})
    return account


def a_list(tmp_path, lines):
    path = tmp_path / "readers.csv"
    path.write_bytes("\r\n".join(["氏名,メールアドレス", *lines, ""]).encode("cp932"))
    return path


def test_names_stand_beside_the_addresses_and_sort(store, book, job, tmp_path):
    account = read(store, book, job, tmp_path, [postfix_bounce(f"{name}@{name}.example") for name in "abc"])
    path = a_list(tmp_path, ["花子,A@a.example", ",b@b.example", "一郎,d@d.example"])
    readers, matched = load_list(store, account.id, path, START)
    assert (len(list(readers)), len(matched.failing), matched.strangers) == (3, 2, 1)
    rows = store.rows(store.ids(Query(account.id, sort=Column.READER, descending=False)))
    assert [row.reader for row in rows] == ["花子", "", None]
    kept = store.subscribers.loaded(account.id)
    assert (kept.path, kept.column, kept.readers) == (path, 1, 3)
    forget_list(store, account.id, START)
    assert store.subscribers.loaded(account.id) is None
    assert store.rows([rows[0].id])[0].reader is None
    store.forget_account(account.id)


def test_three_of_three_readers_of_a_company_are_an_incident(store, book, job, tmp_path):
    mails = [postfix_bounce(f"{name}@company.example") for name in ("a", "b", "c")]
    account = read(store, book, job, tmp_path, mails)
    assert len(store.ids(Query(account.id, Section.UNSUBSCRIBE))) == 3
    load_list(store, account.id, a_list(tmp_path, [f",{name}@company.example" for name in "abc"]), START)
    assert len(store.ids(Query(account.id, Section.INCIDENTS))) == 3
    many = [f",reader{number}@company.example" for number in range(200)]
    load_list(store, account.id, a_list(tmp_path, [*many, ",a@company.example"]), START)
    assert len(store.ids(Query(account.id, Section.UNSUBSCRIBE))) == 3


def test_the_list_says_which_address_of_a_forward_the_tool_knows(store, book, job, tmp_path):
    mail = postfix_bounce("hana@example.org").replace(REPORTED, FORWARDED)
    mail = mail.replace(b"\r\nTo: hana@example.org", b"\r\nTo: club@forward.example")
    account = read(store, book, job, tmp_path, [mail])
    (row,) = store.rows(store.ids(Query(account.id)))
    assert row.address == "club@forward.example"
    load_list(store, account.id, a_list(tmp_path, ["花子,Hana@example.org"]), START)
    wanted = plan(store, account.id, preset("plain"), Choice.UNSUBSCRIBE)
    carry_out(store, wanted, preset("plain"), tmp_path / "out.txt", language="en", now=START)
    assert (tmp_path / "out.txt").read_text() == "Hana@example.org\n"


@pytest.mark.parametrize(
    ("name", "text", "found"),
    [
        ("a.csv", "name,mail\nA,a@x.jp\nB,b@x.jp\n", MaybeReaders(2, may_tell_errors=True)),
        ("a.txt", "a@x.jp\nb@x.jp\n", MaybeReaders(2, may_tell_errors=False)),
        ("a.csv", "name,mail\nA,a@x.jp\n", MaybeReaders(1, may_tell_errors=True)),
        ("a.csv", '"name";"mail"\n' + '"A";"a@x.jp"\n' * 3000, MaybeReaders(3000, may_tell_errors=True)),
        ("a.txt", "From - Thu Oct  1 09:00:00 2026\nTo: a@x.jp\n\nhello\n" * 9000, None),
        ("a.csv", "Email,Status\na@x.jp,subscribed\nb@x.jp,bounced\n", MaybeReaders(2, may_tell_errors=True)),
        ("a.csv", "address,error\na@x.jp,550 5.1.1 gone\nb@x.jp,Mailbox full\n", None),
        ("a.csv", "宛先,エラー内容\na@x.jp,宛先不明\n", None),
        ("a.csv", "name,price\ntea,300\n", None),
        ("a.eml", "From: a@x.jp\n\nhello\n", None),
        ("a.txt", "From: a@x.jp\nTo: b@x.jp\n\nhello\n", None),
    ],
)
def test_a_list_is_told_from_errors_and_mail(tmp_path, name, text, found):
    (tmp_path / name).write_text(text, encoding="utf-8")
    assert maybe_readers(tmp_path / name) == found
    assert maybe_readers(tmp_path) is None
    assert maybe_readers(tmp_path / "none.csv") is None


def test_a_list_in_utf_16_is_one(tmp_path):
    (tmp_path / "a.csv").write_text("氏名\tメール\n花子\ta@x.jp\n一郎\tb@x.jp\n", encoding="utf-16")
    assert maybe_readers(tmp_path / "a.csv") == MaybeReaders(2, may_tell_errors=True)
