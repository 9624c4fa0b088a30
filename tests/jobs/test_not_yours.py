"""A private mail that bounced is held: it never unsubscribes anybody (DESIGN §5)."""

from bounce_mails import postfix_bounce
from modori.jobs import open_files
from modori.records import Account, AccountKind, Choice
from modori.store import Query, Section

LETTERS = [postfix_bounce(f"reader{number}@shop.example.jp") for number in range(3)]


def private(address, writer="mori@news.example.jp"):
    mail = postfix_bounce(address, sending=f"{address}-{writer}")
    return mail.replace(b"List-Id: <letter.news.example.jp>\r\n", b"").replace(
        b"letter@news.example.jp", writer.encode()
    )


def open_mails(store, book, job, tmp_path, mails, account=None):
    account = account or store.save_account(Account("Files", AccountKind.FILES))
    for number, mail in enumerate(mails):
        (tmp_path / f"{number}.eml").write_bytes(mail)
    open_files(store, account, [tmp_path], book, **job)
    return account


def addresses(store, account, section):
    return sorted(row.address for row in store.rows(store.ids(Query(account_id=account.id, section=section))))


def test_a_private_mail_is_held_whether_it_comes_before_or_after_the_newsletters(store, book, job, tmp_path):
    mails = [private("first@friend.example.org"), *LETTERS, private("last@friend.example.org", "aki@news.example.jp")]
    account = open_mails(store, book, job, tmp_path, mails)
    held = ["first@friend.example.org", "last@friend.example.org"]
    assert addresses(store, account, Section.NOT_YOURS) == held
    exported = [row.address for row in store.to_export(account.id, Choice.UNSUBSCRIBE)]
    assert not set(held) & set(exported)
    assert len(exported) == 3


def test_who_fails_for_the_newsletter_too_is_judged_by_that(store, book, job, tmp_path):
    account = open_mails(store, book, job, tmp_path, [*LETTERS, private("reader0@shop.example.jp")])
    assert addresses(store, account, Section.NOT_YOURS) == []
    assert "reader0@shop.example.jp" in addresses(store, account, Section.UNSUBSCRIBE)


def test_a_sender_that_turns_out_to_be_a_newsletter_is_no_longer_held(store, book, job, tmp_path):
    account = open_mails(store, book, job, tmp_path, [*LETTERS, private("a@friend.example.org")])
    assert addresses(store, account, Section.NOT_YOURS) == ["a@friend.example.org"]
    more = [private(f"{name}@friend.example.org") for name in "bc"]
    open_mails(store, book, job, tmp_path, [*LETTERS, private("a@friend.example.org"), *more], account)
    assert addresses(store, account, Section.NOT_YOURS) == []
    assert len(addresses(store, account, Section.UNSUBSCRIBE)) == 6


def test_the_user_can_decide_what_is_held(store, book, job, tmp_path):
    account = open_mails(store, book, job, tmp_path, [*LETTERS, private("a@friend.example.org")])
    held = store.ids(Query(account_id=account.id, section=Section.NOT_YOURS))
    store.decide(held, Choice.UNSUBSCRIBE, when=job["now"])
    assert "a@friend.example.org" in [row.address for row in store.to_export(account.id, Choice.UNSUBSCRIBE)]


def without_original(address):
    """A forged bounce: anybody can write one, and return nothing."""
    head, _, rest = postfix_bounce(address, sending="forged").partition(b"Content-Description: Undelivered Message")
    return head.rpartition(b"--=_bounce")[0] + b"--=_bounce--\r\n" if rest else head


def test_forged_bounces_never_unsubscribe(store, book, job, tmp_path):
    """Somebody who knows readers' addresses writes bounces of them to the bounce address."""
    readers = [f"loyal{number}@other{number}.example" for number in range(6)]
    letters = [postfix_bounce(f"dead{number}@gone{number}.example") for number in range(8)]
    forged = [
        *(without_original(one) for one in readers[:3]),
        *(private(one, "x@evil.example.com") for one in readers[3:]),
    ]
    account = open_mails(store, book, job, tmp_path, [*letters, *forged])
    assert not set(addresses(store, account, Section.UNSUBSCRIBE)) & set(readers)
    assert addresses(store, account, Section.REVIEW) == readers[:3]
    assert addresses(store, account, Section.NOT_YOURS) == readers[3:]
    exported = {row.address for row in store.to_export(account.id, Choice.UNSUBSCRIBE)}
    assert exported == {f"dead{number}@gone{number}.example" for number in range(8)}
