"""Incidents, replayed: what must be held back, and the ordinary sendings that must not."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from modori.review import Fall, incidents, large_domains
from modori.review.incidents import host_root, sentence

START = datetime(2026, 3, 1, 9, tzinfo=UTC)
MIX = {"gmail.com": 0.4, "docomo.ne.jp": 0.2, "yahoo.co.jp": 0.15, "ezweb.ne.jp": 0.1}


class Replay:
    """Sendings of a list, and who failed in them."""

    def __init__(self) -> None:
        self.falls: list[Fall] = []
        self._people: dict[str, int] = {}

    def fail(self, address: str, week: int, reason: str = "user_unknown", said: str = "", host: str | None = None):
        domain = address.rpartition("@")[2]
        self.falls.append(
            Fall(
                len(self.falls),
                self._people.setdefault(address, len(self._people)),
                domain,
                f"mx.{domain}" if host is None else host,
                reason,
                f"s{week}",
                START + timedelta(days=7 * week, seconds=len(self.falls)),
                said or f"550 5.1.1 <{address}>: User unknown at {domain}",
            )
        )

    def ordinary(self, week: int, count: int, seed: int = 0) -> None:
        """Single dead addresses, as they are in every sending: many at large providers, the others one by one."""
        chance = random.Random(f"{week} {seed}")
        for number in range(count):
            share = chance.random()
            domain = f"company{week}-{number}.example"
            for name, part in MIX.items():
                share -= part
                if share < 0:
                    domain = name
                    break
            self.fail(f"w{week}n{number}@{domain}", week)

    def found(self, **more):
        return incidents(self.falls, large=large_domains(), **more)


@pytest.mark.parametrize("count", [10, 60, 400, 3000])
def test_the_first_sending_of_an_old_list_is_none(count):
    replay = Replay()
    replay.ordinary(0, count)
    assert replay.found() == []


@pytest.mark.parametrize("weeks", [2, 3, 12])
def test_ordinary_sendings_are_none(weeks):
    """The dead of the first sending fail again and again, and some new ones each time."""
    replay = Replay()
    for week in range(weeks):
        replay.ordinary(0, 300)
        for fall in replay.falls[-300:]:
            replay.falls[fall.id] = Fall(
                fall.id, fall.recipient, fall.domain, fall.host, fall.reason, f"s{week}",
                START + timedelta(days=7 * week, seconds=fall.id), fall.said,
            )  # fmt: skip
        replay.ordinary(week, 20, seed=1)
    assert replay.found() == []


def test_a_list_that_grew_is_none():
    """Ten times as many readers give ten times as many dead ones, everywhere."""
    replay = Replay()
    for week in range(4):
        replay.ordinary(week, 30)
    replay.ordinary(4, 300)
    assert replay.found() == []


@pytest.mark.parametrize("weeks", [1, 2, 6])
def test_a_provider_that_answers_unknown_to_everyone_for_a_day(weeks):
    replay = Replay()
    for week in range(weeks):
        replay.ordinary(week, 30)
    for number in range(400):
        replay.fail(f"living{number}@gmail.com", weeks)
    replay.ordinary(weeks, 30)
    found = [one for one in replay.found() if one.kind == "domain"]
    assert [(one.place, one.sending) for one in found] == [("gmail.com", f"s{weeks}")]
    assert len(found[0].recipients) >= 400
    assert all(one.sending == f"s{weeks}" for one in replay.found())


def test_a_provider_that_refuses_everyone_in_the_only_sending_there_is():
    replay = Replay()
    replay.ordinary(0, 60)
    for number in range(400):
        replay.fail(f"living{number}@gmail.com", 0)
    assert [one.place for one in replay.found() if one.kind == "domain"] == ["gmail.com"]


def test_a_provider_in_trouble_at_the_first_sending_whose_readers_never_fail_again():
    replay = Replay()
    replay.ordinary(0, 60)
    for number in range(60):
        replay.fail(f"living{number}@gmx.de", 0)
    assert replay.found() == []  # nothing to compare with yet
    for number, fall in enumerate(replay.falls[:60]):
        replay.falls.append(replace(fall, id=1000 + number, sending="s1", when=fall.when + timedelta(days=7)))
    assert [(one.place, one.sending) for one in replay.found()] == [("gmx.de", "s0")]


def test_three_of_three_at_a_small_company_where_the_readers_are_known():
    replay = Replay()
    replay.ordinary(0, 40)
    for name in "abc":
        replay.fail(f"{name}@small.example.jp", 0)
    readers = {"small.example.jp": 3, "gmail.com": 4000}
    assert [one.place for one in replay.found(readers=readers)] == ["small.example.jp"]
    assert replay.found(readers={**readers, "small.example.jp": 300}) == []
    assert replay.found() == []  # of how many, nobody knows


def test_all_that_were_ever_heard_of_at_a_domain_of_its_own():
    replay = Replay()
    replay.ordinary(0, 40)
    for name in "abcde":
        replay.fail(f"{name}@school.example.jp", 0)
    (one,) = replay.found()
    assert (one.place, len(one.recipients)) == ("school.example.jp", 5)
    # A later single failure there does not make it another one.
    replay.fail("f@school.example.jp", 3)
    assert [again.key for again in replay.found()] == [one.key]


def test_one_host_behind_many_domains():
    replay = Replay()
    for week in range(3):
        replay.ordinary(week, 20)
    for number in range(40):
        replay.fail(f"a@shop{number}.example.jp", 3, host=f"mx{number % 4}.hosting.example.net")
    replay.ordinary(3, 20)
    assert next((one.kind, one.place) for one in replay.found()) == ("host", "example.net")
    assert all(len(one.recipients) == 40 for one in replay.found())


def test_a_broken_relay_or_name_server_with_one_sentence_for_nearly_all():
    replay = Replay()
    for number in range(50):
        domain = f"shop{number}.example.jp"
        said = f"Host or domain name not found. Name service error for name={domain} type=MX: Host not found"
        replay.fail(f"a@{domain}", 0, "domain_unknown", said, host="")
    replay.ordinary(0, 5)
    (one,) = replay.found()
    assert (one.kind, one.reason, len(one.recipients)) == ("sentence", "domain_unknown", 50)


def test_docomo_refuses_a_whole_sending_after_data():
    replay = Replay()
    for week in range(4):
        replay.ordinary(week, 30)
    for number in range(200):
        replay.fail(f"refused{number}@docomo.ne.jp", 4, "recipient_refused", "550 Unknown user")
    replay.ordinary(4, 30)
    assert next((one.place, one.reason) for one in replay.found()) == ("docomo.ne.jp", "recipient_refused")


def test_the_order_of_the_failures_does_not_matter():
    replay = Replay()
    replay.ordinary(0, 60)
    replay.ordinary(1, 60)
    for number in range(400):
        replay.fail(f"living{number}@gmail.com", 1)
    before = replay.found()
    random.Random(1).shuffle(replay.falls)
    assert replay.found() == before != []


def test_names():
    assert host_root("mx1.mail.example.co.jp") == "example.co.jp"
    assert host_root("aspmx.l.google.com.") == "google.com"
    assert host_root("192.0.2.1") == "192.0.2.1"
    assert sentence("550 5.1.1 <a@b.jp>: gone (mx1.b.jp)") == sentence(
        "550 5.1.1 <cc@d.example>: gone (mx22.d.example)"
    )
