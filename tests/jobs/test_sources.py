from datetime import timedelta

from bounce_mails import START, ordinary_mail, postfix_bounce
from modori.jobs import CancelToken, export_rows, open_files, open_sample
from modori.records import Account, AccountKind, Choice
from modori.store import Query, Section

FILES = Account("Files", AccountKind.FILES)


def addresses(store, account, section):
    ids = store.ids(Query(account_id=account.id, section=section))
    return sorted(row.address for row in store.rows(ids))


def test_files_land_in_their_sections(store, book, job, tmp_path):
    (tmp_path / "a.eml").write_bytes(postfix_bounce("gone@shop.example.jp"))
    (tmp_path / "b.eml").write_bytes(postfix_bounce("full@shop.example.jp", "452 4.2.2 <{address}>: Mailbox full"))
    (tmp_path / "c.eml").write_bytes(ordinary_mail())
    account = store.save_account(FILES)
    report = open_files(store, account, [tmp_path], book, **job)
    assert (report.read, report.bounces, report.failures, report.others) == (3, 2, 2, 1)
    assert addresses(store, account, Section.UNSUBSCRIBE) == ["gone@shop.example.jp"]
    assert addresses(store, account, Section.RETRY) == ["full@shop.example.jp"]
    assert len(store.ids(Query(account_id=account.id, section=Section.NOT_BOUNCES))) == 1


def test_opening_the_same_files_again_counts_nothing_twice(store, book, job, tmp_path):
    (tmp_path / "a.eml").write_bytes(postfix_bounce("full@shop.example.jp", "452 4.2.2 <{address}>: Mailbox full"))
    account = store.save_account(FILES)
    for _ in range(3):
        open_files(store, account, [tmp_path], book, **job)
    (row,) = store.rows(store.ids(Query(account_id=account.id)))
    assert (row.sendings, row.failures) == (1, 1)


def test_a_soft_series_over_sendings_becomes_a_proposal_to_stop(store, book, job, tmp_path):
    for month in range(3):
        mail = postfix_bounce(
            "full@shop.example.jp",
            "452 4.2.2 <{address}>: Mailbox full",
            sending=f"letter-{month}@news.example.jp",
            when=START + timedelta(days=20 * month),
        )
        (tmp_path / f"{month}.eml").write_bytes(mail)
    account = store.save_account(FILES)
    open_files(store, account, sorted(tmp_path.glob("*.eml"))[:2], book, **job)
    assert addresses(store, account, Section.UNSUBSCRIBE) == []
    open_files(store, account, [tmp_path], book, **job)
    assert addresses(store, account, Section.UNSUBSCRIBE) == ["full@shop.example.jp"]


def test_a_cancel_keeps_what_was_read(store, book, job, tmp_path):
    for number in range(5):
        (tmp_path / f"{number}.eml").write_bytes(postfix_bounce(f"reader{number}@shop.example.jp"))
    account = store.save_account(FILES)
    token = CancelToken()
    token.cancel()
    report = open_files(store, account, [tmp_path], book, **{**job, "cancel": token})
    assert report.ended == "cancelled"
    assert report.read == 0
    report = open_files(store, account, [tmp_path], book, **job)
    assert report.read == 5


def test_a_file_that_cannot_be_read_is_told_and_the_others_are_read(store, book, job, tmp_path):
    (tmp_path / "a.eml").write_bytes(postfix_bounce("gone@shop.example.jp"))
    (tmp_path / "missing.eml").symlink_to(tmp_path / "nowhere")
    account = store.save_account(FILES)
    report = open_files(store, account, [tmp_path / "a.eml", tmp_path / "missing.eml"], book, **job)
    assert report.unreadable == 1
    assert addresses(store, account, Section.UNSUBSCRIBE) == ["gone@shop.example.jp"]


def test_the_users_decision_survives_more_bounces(store, book, job, tmp_path):
    (tmp_path / "a.eml").write_bytes(postfix_bounce("gone@shop.example.jp"))
    account = store.save_account(FILES)
    open_files(store, account, [tmp_path], book, **job)
    ids = store.ids(Query(account_id=account.id, section=Section.UNSUBSCRIBE))
    store.decide(ids, Choice.KEEP, when=job["now"])
    again = postfix_bounce("gone@shop.example.jp", sending="letter-2@news.example.jp", when=job["now"])
    (tmp_path / "b.eml").write_bytes(again)
    open_files(store, account, [tmp_path], book, **job)
    assert addresses(store, account, Section.UNSUBSCRIBE) == []
    (row,) = store.rows(store.ids(Query(account_id=account.id)))
    assert row.choice is Choice.KEEP


def test_the_sample_is_opened_once_and_can_be_exported(store, book, job):
    account, report = open_sample(store, "Sample", book, **job)
    again, _ = open_sample(store, "Sample", book, **job)
    assert again.id == account.id
    assert report.read >= 50
    assert report.bounces >= 30
    rows = list(export_rows(store.to_export(account.id, Choice.UNSUBSCRIBE), "ja"))
    assert rows
    assert all(row.reason_words for row in rows)
