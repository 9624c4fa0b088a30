"""Cleaning a real Dovecot: exactly the mails that were shown, and back again."""

from __future__ import annotations

import dataclasses
import ssl

import pytest
from imapclient import IMAPClient

from bounce_mails import ordinary_mail, postfix_bounce
from dovecot import require_pop3
from imap_proxy import Plan, Proxy
from modori.jobs import CancelToken, clean, put_back, scan_folder
from modori.mailbox import Cleaner, ImapMailbox, LostError, MailboxError, open_mailbox
from modori.records import Choice, ModoriError, Security
from modori.store import CleanGroup, Fate, Query, Verb

pytestmark = pytest.mark.dovecot


@pytest.fixture
def box(user, store, account, book, job):
    """What the tests do with the mailbox."""

    class Box:
        def open(self, security=Security.IMAPS, **where):
            return open_mailbox(user.server(security, **where), user.password)

        def scan(self, folder="INBOX", security=Security.IMAPS):
            with self.open(security) as mailbox:
                return scan_folder(store, account, folder, mailbox, book, **job)

        def places(self, *groups):
            found = store.journal.cleanable(account.id)
            return [place for group in groups or [CleanGroup.DECIDED] for place in found[group]]

        def all_bounces(self):
            """So many readers of one domain are an incident, and wait for the user."""
            return self.places(CleanGroup.DECIDED, CleanGroup.WAITING)

        def clean(self, verb, places, security=Security.IMAPS, **more):
            with self.open(security) as mailbox:
                return clean(store, account, mailbox, verb, places, **{**job, **more})

        def put_back(self, number=0):
            with self.open() as mailbox:
                cleaning = store.journal.cleanings(account.id)[number]
                return put_back(store, mailbox, cleaning, progress=lambda _: None, cancel=CancelToken())

    return Box()


@pytest.fixture
def filled(user, box):
    for name in ("gone", "away", "left"):
        user.deliver(postfix_bounce(f"{name}@shop.example.jp"))
    user.deliver(ordinary_mail())
    box.scan()


def subjects(user, folder="INBOX"):
    return sorted(path.read_bytes().split(b"Message-ID: ")[1].split(b"\n")[0] for path in user.files(folder))


def even(raw):
    return raw.replace(b"\r\n", b"\n")


def without(*names):
    """Make the client believe that the server cannot do these."""

    def capabilities(imap):
        imap.ask("CAPABILITY")
        return frozenset(b" ".join(imap.untagged("CAPABILITY")).decode().upper().split()) - set(names)

    return capabilities


def test_ordinary_mail_is_never_proposed_and_what_waits_is_kept_apart(filled, store, account, job):
    groups = store.journal.cleanable(account.id)
    assert {group: len(places) for group, places in groups.items()} == {
        CleanGroup.DECIDED: 3,
        CleanGroup.WAITING: 0,
        CleanGroup.NOTICES: 0,
        CleanGroup.REPLIES: 0,
    }
    first = store.ids(Query(account.id))[0]
    store.decide([first], Choice.REVIEW, when=job["now"])
    groups = store.journal.cleanable(account.id)
    assert (len(groups[CleanGroup.DECIDED]), len(groups[CleanGroup.WAITING])) == (2, 1)


@pytest.mark.parametrize("missing", [(), ("MOVE",)])
@pytest.mark.parametrize("target", ["Modori", "処理済み", "Old & done/2026"])
def test_moved_and_put_back(filled, box, user, store, account, monkeypatch, missing, target):
    monkeypatch.setattr("modori.mailbox.cleaning._capabilities", without(*missing))
    before = subjects(user)
    report = box.clean(Verb.MOVE, box.places()[:2], target=target)
    assert (report.done, report.missing, report.ended, report.target) == (2, 0, "done", target)
    assert len(subjects(user)) == 2
    assert len(subjects(user, target)) == 2
    assert user.unseen() == 2
    assert user.unseen(target) == 2
    assert len(box.places()) == 1
    (cleaning,) = store.journal.cleanings(account.id)
    assert (cleaning.verb, cleaning.target, cleaning.done) == (Verb.MOVE, target, 2)
    assert (box.put_back().done, subjects(user)) == (2, before)
    assert subjects(user, target) == []
    (cleaning,) = store.journal.cleanings(account.id)
    assert (cleaning.done, cleaning.back) == (0, 2)
    # The next scan reads them again, and counts nothing twice.
    assert box.scan().read == 2
    assert [row.failures for row in store.rows(store.ids(Query(account.id)))] == [1, 1, 1]
    assert len(box.places()) == 3


def test_a_mail_that_somebody_else_marked_as_deleted_stays(filled, box, user, dovecot, monkeypatch):
    monkeypatch.setattr("modori.mailbox.cleaning._capabilities", without("MOVE"))
    places = box.places()
    context = ssl.create_default_context(cafile=str(dovecot.ca_file))
    with IMAPClient("localhost", dovecot.imaps, ssl_context=context) as other:
        other.login(user.name, user.password)
        other.select_folder("INBOX")
        other.delete_messages([places[2].uid])
    box.clean(Verb.MOVE, places[:1], target="Modori")
    box.clean(Verb.DELETE, places[1:2])
    assert len(user.files()) == 2  # the ordinary mail, and the one that somebody else marked
    assert len(user.files("Modori")) == 1


@pytest.mark.parametrize("verb", [Verb.MOVE, Verb.DELETE])
def test_a_server_that_cannot_do_it_safely_is_left_alone_and_can_mark(
    filled, box, user, store, account, monkeypatch, verb
):
    monkeypatch.setattr("modori.mailbox.cleaning._capabilities", without("MOVE", "UIDPLUS"))
    with pytest.raises(MailboxError) as caught:
        box.clean(verb, box.places(), target="Modori")
    assert caught.value.note.code == "clean_not_possible"
    assert (len(user.files()), store.journal.cleanings(account.id)) == (4, [])
    assert box.clean(Verb.MARK, box.places()).done == 3
    assert user.unseen() == 1


def test_marked_as_read_and_unread_again_only_where_it_was(user, box, store, account):
    user.deliver(postfix_bounce("gone@shop.example.jp"))
    user.deliver(postfix_bounce("away@shop.example.jp"), seen=True)
    box.scan()
    report = box.clean(Verb.MARK, box.places())
    assert (report.done, user.unseen()) == (2, 0)
    assert store.journal.cleanings(account.id)[0].done == 1
    assert box.put_back().done == 1
    assert user.unseen() == 1


def test_deleted_for_good(filled, box, user):
    assert box.clean(Verb.DELETE, box.places()).done == 3
    assert len(user.files()) == 1
    assert box.places() == []


def test_what_is_gone_already_is_counted_and_nothing_else_is_taken(filled, box, user):
    places = box.places()
    user.files()[0].unlink()
    report = box.clean(Verb.MOVE, places, target="Modori")
    assert (report.done, report.missing) == (2, 1)
    assert len(user.files()) == 1


def test_another_uidvalidity_touches_nothing(filled, box, user, store, account):
    places = [dataclasses.replace(place, uidvalidity=place.uidvalidity + 1) for place in box.places()]
    with pytest.raises(MailboxError) as caught:
        box.clean(Verb.DELETE, places)
    assert caught.value.note.code == "clean_folder_changed"
    assert len(user.files()) == 4
    assert store.journal.cleanings(account.id) == []


def test_the_same_folder_is_refused(filled, box, user):
    with pytest.raises(MailboxError) as caught:
        box.clean(Verb.MOVE, box.places(), target="INBOX")
    assert caught.value.note.code == "clean_same_folder"
    assert len(user.files()) == 4


def test_put_back_finds_a_mail_by_its_message_id_when_the_server_did_not_tell(filled, box, user, store, account):
    box.clean(Verb.MOVE, box.places(), target="Modori")
    entries = store.journal.entries(store.journal.cleanings(account.id)[0].id)
    store.journal.note([(entry.id, entry.fate, None, None) for entry in entries])
    assert box.put_back().done == 3
    assert len(user.files()) == 4


def test_put_back_tells_what_is_gone(filled, box, user):
    box.clean(Verb.MOVE, box.places(), target="Modori")
    user.files("Modori")[0].unlink()
    report = box.put_back()
    assert (report.done, report.missing) == (2, 1)
    assert len(user.files()) == 3


def test_many_mails_in_batches_and_a_cancel(user, box, store, account):
    for number in range(1100):
        user.deliver(postfix_bounce(f"reader{number}@shop.example.jp"))
    box.scan()
    token, seen = CancelToken(), []

    def stop_early(progress):
        seen.append((progress.done, progress.total))
        token.cancel()

    report = box.clean(Verb.MOVE, box.all_bounces(), target="Modori", progress=stop_early, cancel=token)
    assert (report.done, report.ended, seen) == (500, "cancelled", [(500, 1100)])
    assert (len(user.files()), len(user.files("Modori"))) == (600, 500)
    assert box.clean(Verb.MOVE, box.all_bounces(), target="Modori").done == 600
    assert box.put_back(1).done == 500
    assert (len(user.files()), len(user.files("Modori"))) == (500, 600)


@pytest.fixture
def proxied(dovecot, user, store, account, job):
    """Cleans through a proxy; `report` is what comes of it, the last argument the places."""

    def run(verb, places, *plans, target="Modori", waits=(0.0,)):
        between = Proxy(dovecot.imaps, plans)
        try:
            server = user.server(port=between.port)
            with ImapMailbox(server, user.password, waits=waits) as mailbox:
                return clean(store, account, mailbox, verb, places, target=target, **job)
        finally:
            between.stop()

    return run


@pytest.mark.parametrize("can", ["MOVE", "COPY only"])
@pytest.mark.parametrize("where", [9_000, 11_000, 13_000])
def test_a_cut_loses_and_doubles_nothing(user, box, proxied, where, can, monkeypatch):
    for number in range(900):
        user.deliver(postfix_bounce(f"reader{number}@shop.example.jp"))
    box.scan()
    if can != "MOVE":
        monkeypatch.setattr("modori.mailbox.cleaning._capabilities", without("MOVE"))
    try:
        report = proxied(Verb.MOVE, box.all_bounces(), Plan(drop_after=where))
        assert (report.ended, report.done, report.missing) == ("done", 900, 0)
    except LostError:
        # Before the first mail was touched.
        assert len(user.files()) == 900
        box.clean(Verb.MOVE, box.all_bounces(), target="Modori")
    assert (len(user.files()), len(user.files("Modori"))) == (0, 900)
    assert box.all_bounces() == []


@pytest.fixture
def cut_after_the_copy(user, box, proxied, monkeypatch):
    """Two mails that lie in both folders, because the connection was gone before they could be taken out."""
    for name in ("gone", "away"):
        user.deliver(postfix_bounce(f"{name}@shop.example.jp"))
    user.deliver(ordinary_mail())
    box.scan()
    monkeypatch.setattr("modori.mailbox.cleaning._capabilities", without("MOVE"))
    delete = Cleaner.delete

    def cut_before(cleaner, uids):
        cleaner._mailbox._links[0].close()
        delete(cleaner, uids)

    with monkeypatch.context() as once:
        once.setattr(Cleaner, "delete", cut_before)
        report = proxied(Verb.MOVE, box.places(), waits=())
    assert (report.ended, report.done) == ("lost", 0)
    assert report.note.code == "clean_left_copies"
    assert (report.note.details["count"], report.note.details["folder"]) == ("2", "Modori")
    assert (len(user.files()), len(user.files("Modori"))) == (3, 2)


def test_the_next_cleaning_finishes_a_move_that_was_cut(cut_after_the_copy, user, box):
    left = box.places()
    assert len(left) == 2  # they are still there, so they are still offered
    user.deliver(postfix_bounce("later@shop.example.jp"))
    box.scan()
    report = box.clean(Verb.MOVE, box.places(), target="Modori")
    assert (report.done, report.missing, report.ended) == (3, 0, "done")
    assert (len(user.files()), len(user.files("Modori"))) == (1, 3)
    assert box.places() == []
    # What was finished later is put back like the rest.
    assert (box.put_back(0).done, box.put_back(1).done) == (1, 2)
    assert (len(user.files()), len(user.files("Modori"))) == (4, 0)


def test_copies_that_the_user_has_deleted_are_made_again_before_anything_is_taken_out(cut_after_the_copy, user, box):
    before = subjects(user)
    for path in user.files("Modori"):
        path.unlink()
    assert box.clean(Verb.MOVE, box.places(), target="Modori").done == 2
    assert sorted(subjects(user) + subjects(user, "Modori")) == before
    assert (len(user.files()), len(user.files("Modori"))) == (1, 2)


def test_a_move_that_was_cut_is_finished_before_it_is_put_back(cut_after_the_copy, user, box, store, account):
    with box.open() as mailbox:
        (cleaning,) = store.journal.unfinished(account.id)
        report = put_back(store, mailbox, cleaning, progress=lambda _: None, cancel=CancelToken())
    assert (report.done, report.missing) == (2, 0)
    assert (len(user.files()), len(user.files("Modori"))) == (3, 0)


def test_copies_of_which_the_server_could_not_tell_any_more_are_known_by_their_looks(
    cut_after_the_copy, user, box, store, account
):
    (cleaning,) = store.journal.unfinished(account.id)
    store.journal.note((e.id, Fate.PLANNED, None, None) for e in store.journal.entries(cleaning.id))
    assert box.clean(Verb.MOVE, box.places(), target="Modori").done == 2
    assert (len(user.files()), len(user.files("Modori"))) == (1, 2)


def test_a_mail_that_only_has_the_same_name_is_no_copy(user, box, monkeypatch, store, account, job):
    user.deliver(postfix_bounce("gone@shop.example.jp"))
    user.deliver(postfix_bounce("gone@shop.example.jp", bulk=5_000), "Modori")
    box.scan()
    store.journal.begin(account.id, Verb.MOVE, "Modori", box.places(), job["now"])
    monkeypatch.setattr("modori.mailbox.cleaning._capabilities", without("MOVE"))
    assert box.clean(Verb.MOVE, box.places(), target="Modori").done == 1
    assert (len(user.files()), len(user.files("Modori"))) == (0, 2)


def test_a_cut_right_after_the_copy_is_healed_at_once(user, box, proxied, monkeypatch):
    for name in ("gone", "away"):
        user.deliver(postfix_bounce(f"{name}@shop.example.jp"))
    box.scan()
    monkeypatch.setattr("modori.mailbox.cleaning._capabilities", without("MOVE"))
    delete, cuts = Cleaner.delete, []

    def cut_once(cleaner, uids):
        if not cuts:
            cuts.append(uids)
            cleaner._mailbox._links[0].close()
        delete(cleaner, uids)

    monkeypatch.setattr(Cleaner, "delete", cut_once)
    report = proxied(Verb.MOVE, box.places())
    assert cuts
    assert (report.ended, report.done, report.missing) == ("done", 2, 0)
    assert (len(user.files()), len(user.files("Modori"))) == (0, 2)


def test_a_return_that_was_cut_leaves_no_second_copy(filled, user, box, store, account, monkeypatch):
    monkeypatch.setattr("modori.mailbox.cleaning._capabilities", without("MOVE"))
    box.clean(Verb.MOVE, box.places(), target="Modori")
    delete = Cleaner.delete

    def cut_before(cleaner, uids):
        cleaner._mailbox._links[0].close()
        delete(cleaner, uids)

    with monkeypatch.context() as once:
        once.setattr(Cleaner, "delete", cut_before)
        with pytest.raises(MailboxError, match="clean_left_copies"):
            box.put_back()
    assert (len(user.files()), len(user.files("Modori"))) == (4, 3)
    with box.open() as mailbox:
        (cleaning,) = store.journal.unfinished(account.id)
        put_back(store, mailbox, cleaning, progress=lambda _: None, cancel=CancelToken())
    assert (len(user.files()), len(user.files("Modori"))) == (4, 0)
    assert {entry.fate for entry in store.journal.entries(cleaning.id)} == {Fate.BACK}


# POP3.


@pytest.fixture
def pop3(user, box):
    require_pop3()
    for name in ("gone", "away"):
        user.deliver(postfix_bounce(f"{name}@shop.example.jp", bulk=200_000))
    user.deliver(ordinary_mail())
    box.scan(security=Security.POP3S)
    user.deliver(postfix_bounce("later@shop.example.jp"))


def test_pop3_deletes_exactly_those_and_keeps_copies_first(pop3, user, box, tmp_path):
    before = {even(path.read_bytes()) for path in user.files()}
    report = box.clean(Verb.DELETE, box.places(), security=Security.POP3S, copies=tmp_path / "kept")
    assert (report.done, report.missing, report.ended) == (2, 0, "done")
    assert len(user.files()) == 2
    copies = {even(path.read_bytes()) for path in (tmp_path / "kept").glob("*.eml")}
    assert len(copies) == 2
    assert copies < before
    assert box.places() == []


def test_pop3_deletes_nothing_when_a_copy_cannot_be_written(pop3, user, box, tmp_path):
    (tmp_path / "kept").write_text("a file where the folder should be")
    with pytest.raises(ModoriError, match="clean_copies_not_saved"):
        box.clean(Verb.DELETE, box.places(), security=Security.POP3S, copies=tmp_path / "kept")
    assert len(user.files()) == 4


def test_pop3_deletes_nothing_when_it_is_cancelled_or_cut_before_the_end(pop3, user, box):
    token = CancelToken()
    report = box.clean(
        Verb.DELETE, box.places(), security=Security.POP3S, cancel=token, progress=lambda _: token.cancel()
    )
    assert (report.done, report.ended) == (0, "cancelled")
    assert len(user.files()) == 4


def test_pop3_cannot_move(pop3, user, box):
    with pytest.raises(MailboxError) as caught:
        box.clean(Verb.MOVE, box.places(), target="Modori", security=Security.POP3S)
    assert caught.value.note.code == "clean_pop3_only_deletes"
    assert len(user.files()) == 4
