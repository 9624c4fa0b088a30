"""Mails come in any order and any batches, twice or in two folders: what is known of a recipient is the same."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from modori.records import Account, AccountKind, Kind
from modori.store import Store, Stored
from store_mails import asked, bounce, failure, sending


@st.composite
def mails(draw: st.DrawFn) -> list[Stored]:
    result: list[Stored] = []
    for number in range(1, draw(st.integers(2, 10))):
        address = draw(st.sampled_from(["a@example.jp", "A@Example.JP", "b@example.jp"]))
        week = draw(st.integers(0, 3))
        of = draw(st.sampled_from([sending(week), sending(week, "shop.example.com"), None]))
        kind = draw(st.sampled_from([Kind.BOUNCE] * 5 + [Kind.DELAYED, Kind.DELIVERED, Kind.COMPLAINT]))
        if kind is Kind.COMPLAINT:
            result.append(asked(number, address, kind, of=of, week=week))
        else:
            reason = draw(st.sampled_from(["user_unknown", "mailbox_full"]))
            copy = draw(st.sampled_from([False, False, True]))
            result.append(bounce(number, failure(address, reason), kind=kind, of=of, week=week, copy=copy))
    return result


def known(path: Path, batches: list[tuple[str, list[Stored]]]) -> set[tuple[object, ...]]:
    with Store(path) as store:
        account = store.save_account(Account("x", AccountKind.FILES)).id or 0
        touched: set[int] = set()
        for folder, batch in batches:
            touched.update(store.add(account, folder, 1, batch))
        return {
            (
                row.address,
                row.cause,
                row.reason,
                row.sendings,
                row.failures,
                row.first_seen,
                row.last_seen,
                row.list_name,
                tuple((past.kind, past.when, past.counted) for past in store.failures_of(row.id)),
                len({past.sending for past in store.failures_of(row.id)}),
            )
            for row in store.rows(sorted(touched))
        }


@given(mails(), st.randoms(use_true_random=False), st.integers(1, 4))
@settings(max_examples=60)
def test_any_order(tmp_path_factory: pytest.TempPathFactory, found, random, size) -> None:
    folder = tmp_path_factory.mktemp("order")
    straight = known(folder / "a.sqlite3", [("INBOX", found)])
    mixed = [*found, *(replace(mail, uid=(mail.uid or 0) + 100) for mail in found[::2])]
    random.shuffle(mixed)
    pieces = [(random.choice(["INBOX", "Junk"]), mixed[start : start + size]) for start in range(0, len(mixed), size)]
    assert known(folder / "b.sqlite3", pieces) == straight
