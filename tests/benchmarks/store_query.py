# ruff: noqa: T201 (prints are what it is for)
"""How fast the store answers with a million recipients. Not a test; run it by hand:

    python tests/benchmarks/store_query.py [--rows 1000000] [--file PATH]

It fills a database through the real writer (once; --file keeps it), then prints the times of every order,
filter, search, count, facet and of fetching one screen of rows.
"""

from __future__ import annotations

import argparse
import random
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from modori.jobs.judging import policy_version
from modori.jobs.understand import reader_of
from modori.records import (
    Account,
    AccountKind,
    Action,
    Cause,
    Choice,
    Decision,
    Evidence,
    Failure,
    Kind,
    Message,
    Note,
    Sending,
    Verdict,
)
from modori.review import STANDARD
from modori.rules import load_bundled
from modori.store import Column, Query, Section, Store, Stored, packed

START = datetime(2026, 1, 5, 9, tzinfo=UTC)
REASONS = [
    ("user_unknown", Action.UNSUBSCRIBE, "550 5.1.1 <{}>: Recipient address rejected: User unknown"),
    ("user_unknown", Action.UNSUBSCRIBE, "550 Unknown user {}"),
    ("mailbox_full", Action.RETRY, "452 4.2.2 The email account that you tried to reach is over quota {}"),
    ("blocked", Action.FIX_SENDER, "554 5.7.1 Service unavailable; Client host blocked {}"),
    ("recipient_refused", Action.REVIEW, "550 5.2.0 <{}> refused by the recipient"),
    ("domain_unknown", Action.REVIEW, "Host or domain name not found for {}"),
]
DOMAINS = [(f"d{number}.example.com", 1) for number in range(2000)]
DOMAINS += [("docomo.ne.jp", 4000), ("ezweb.ne.jp", 3000), ("gmail.com", 6000), ("softbank.ne.jp", 2000)]
SYSTEMS = ["postfix", "sendmail", "qmail", "exim"]


def mails(rows: int, dice: random.Random) -> Iterator[Stored]:
    """One bounce a recipient, and a second one for every fourth of them."""
    domains, weights = zip(*DOMAINS, strict=True)
    for number in range(rows * 5 // 4):
        who = number if number < rows else dice.randrange(rows)
        domain = domains[who % len(domains)] if who % 3 else dice.choices(domains, weights)[0]
        if number >= rows:
            domain = domains[who % len(domains)]
        address = f"reader{who * 7919 % rows}@{domain}"
        reason, action, said = REASONS[dice.randrange(len(REASONS))]
        week = dice.randrange(40)
        sent = START + timedelta(weeks=week)
        said = said.format(address)
        evidence = Evidence(address, reply=said[:3], diagnostic=said, remote=f"mx.{domain}")
        message = Message(
            Kind.BOUNCE,
            (Failure(evidence, Verdict(reason, action, "generic.rule", said[:20], permanent=True)),),
            SYSTEMS[who % 4],
            f"<{number}@mx.example.com>",
            sent + timedelta(seconds=number % 86400),
            "Undelivered Mail Returned to Sender",
            "mailer-daemon@mx.example.com",
            Sending(f"list{who % 3}.example.com", f"News of week {week}", f"<{number}@news>", sent),
        )
        yield Stored(number + 1, message, packed(message, said.encode()), 4000)


def timed(what: str, work: Callable[[], object]) -> None:
    """Print the best of three, by the clock and of this process alone (others may be busy)."""
    best, own = 1e9, 1e9
    for _ in range(3):
        begin, used = time.perf_counter(), time.process_time()
        result = work()
        best, own = min(best, time.perf_counter() - begin), min(own, time.process_time() - used)
    size = len(result) if hasattr(result, "__len__") else ""
    print(f"{best * 1000:9.1f} ms {own * 1000:9.1f} ms cpu  {what}  ({size})", flush=True)


def fill(store: Store, rows: int) -> int:
    """Write `rows` recipients and a proposal for each."""
    dice, reader = random.Random(1), reader_of(load_bundled())
    account = store.save_account(Account("benchmark", AccountKind.FILES)).id or 0
    begin, batch, count = time.perf_counter(), [], 0
    why = Note("review_hard_often", {"reason": "user_unknown", "dates": "2026-05-03 2026-05-10", "count": "2"})
    for mail in mails(rows, dice):
        batch.append(mail)
        if len(batch) == 500:
            count += len(batch)
            decisions: dict[int, Decision] = {}
            touched = store.add(account, "INBOX", 1, batch, reader=reader)
            for number, past in store.failures_of_many(touched):
                decisions[number] = Decision(Choice(past[-1].action), Cause.FAILED, past[-1].reason, why)
            store.propose_many(decisions)
            batch = []
            if count % 100_000 == 0:
                print(f"{count} mails, {count / (time.perf_counter() - begin):.0f}/s", flush=True)
    store.add(account, "INBOX", 1, batch, reader=reader)
    store.set_last_asked(account, datetime.now(UTC), policy_version(STANDARD))
    letters = (
        Message(Kind.OTHER, message_id=f"<o{n}@x>", subject=f"Hello {n}", sender="a@x") for n in range(rows // 10)
    )
    store.add(account, "INBOX", 1, [Stored(None, letter, packed(letter, b""), 9) for letter in letters])
    print(f"{count / (time.perf_counter() - begin):9.0f} mails/s written, read back and proposed")
    return account


def ask(store: Store, account: int) -> None:
    """Every question once."""
    for section in (Section.UNSUBSCRIBE, None):
        name = section.value if section else "all"
        query = Query(account, section)
        for column in (
            Column.ADDRESS,
            Column.DOMAIN,
            Column.CHOICE,
            Column.REASON,
            Column.SENDINGS,
            Column.FIRST_SEEN,
            Column.LAST_SEEN,
            Column.DIAGNOSTIC,
            Column.LIST,
        ):
            sorted_ = replace(query, sort=column)
            timed(f"{name}, by {column.value}", lambda q=sorted_: store.ids(q))
        for what, filtered in {
            "reason": replace(query, reason="user_unknown"),
            "small domain": replace(query, domain="d77.example.com"),
            "large domain": replace(query, domain="docomo.ne.jp", sort=Column.ADDRESS),
            "system": replace(query, system="qmail", sort=Column.ADDRESS),
            "list": replace(query, list_id=1),
            "sending": replace(query, sending_id=1),
            "text, few": replace(query, text="reader12345@"),
            "text, many": replace(query, text="USER unknown", sort=Column.ADDRESS),
            "text and reason": replace(query, text="unknown docomo", reason="user_unknown"),
        }.items():
            timed(f"{name}, filter {what}", lambda q=filtered: store.ids(q))
        for by in ("reason", "domain", "system", "list", "sending"):
            timed(f"{name}, facets by {by}", lambda q=query, b=by: store.facets(q, b))
    timed("counts", lambda: store.counts(Query(account)))
    timed("summary", lambda: store.summary(Query(account)).counts)
    timed("counts of a text", lambda: store.counts(Query(account, text="unknown")))
    timed("counts of a sending", lambda: store.counts(Query(account, sending_id=1)))
    timed("other mails by date", lambda: store.ids(Query(account, Section.NOT_BOUNCES)))
    ids = store.ids(Query(account))
    timed("60 rows", lambda: store.rows(ids[5000:5060]))
    timed("one recipient's past", lambda: store.failures_of(ids[5000]))
    some = ids[:10_000]
    begin = time.perf_counter()
    changes = store.decide(some, Choice.KEEP, when=datetime.now(UTC))
    print(f"{(time.perf_counter() - begin) * 1000:9.1f} ms  decide {len(changes)}")
    begin = time.perf_counter()
    store.restore(changes)
    print(f"{(time.perf_counter() - begin) * 1000:9.1f} ms  undo it")


def main() -> None:
    """Fill, then ask."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--file", type=Path)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = chosen.file or Path(folder, "benchmark.sqlite3")
        with Store(path) as store:
            accounts = store.accounts()
            account = (accounts[0].id or 0) if accounts else fill(store, chosen.rows)
            print(f"{path.stat().st_size / 1e6:9.0f} MB")
            ask(store, account)


if __name__ == "__main__":
    main()
