"""Mails on their way into the store: what is seen of them meanwhile."""

from __future__ import annotations

from bounce_mails import postfix_bounce
from modori.bounces import read
from modori.jobs import Step
from modori.jobs import intake as intake_module
from modori.jobs.intake import Intake
from modori.store import Query, Store, packed


def taken(intake, book, address):
    message = read(postfix_bounce(address), book)
    intake.take(message, packed(message, b""), 1)


def test_results_appear_before_the_end(store, account, book, job, monkeypatch):
    monkeypatch.setattr(intake_module, "BATCH_MAILS", 2)
    intake = Intake(store, account.id, "INBOX", None, reader="x", **job)
    with Store(store.path) as window:
        shown = Query(account.id)
        for number, seen in enumerate([0, 2, 2, 4, 4]):
            taken(intake, book, f"gone{number}@shop.example.jp")
            assert len(window.ids(shown)) == seen
        intake.finish()
        assert len(window.ids(shown)) == 5


def test_the_progress_is_told_more_often_than_something_is_written(store, account, book, job, monkeypatch):
    monkeypatch.setattr(intake_module, "TELL_SECONDS", 0)
    told = []
    intake = Intake(store, account.id, "INBOX", None, reader="x", **{**job, "progress": told.append})
    for number in range(3):
        taken(intake, book, f"gone{number}@shop.example.jp")
    assert [(one.step, one.done, one.bounces) for one in told] == [(Step.READ, n, n) for n in (1, 2, 3)]
    assert len(store.ids(Query(account.id))) == 0
    intake.finish()
    assert len(store.ids(Query(account.id))) == 3


def test_no_more_is_held_in_memory_than_some_megabytes(store, account, book, job, monkeypatch):
    monkeypatch.setattr(intake_module, "BATCH_BYTES", 1)
    intake = Intake(store, account.id, "INBOX", None, reader="x", **job)
    message = read(postfix_bounce("gone@shop.example.jp"), book)
    intake.take(message, packed(message, b"kept"), 1)
    assert len(store.ids(Query(account.id))) == 1
