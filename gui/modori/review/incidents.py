"""Incidents: many readers of one domain or receiving host failing alike in a short time (DESIGN §5).

A provider once answered "no such user" for living mailboxes for a day; a blocked sender once cost a user half a list.
What fails alike in one sending is measured against what usually fails there, and against the number of readers there:

- Readers known (a subscriber list is loaded): most of the readers of a domain (3 of 3 at a small company), or far
  more of them than of all other readers.
- Not known, a domain of its own (a company, a school): all that were ever heard of there, at least five.
- A large provider, or one host behind many domains: far more *new* failures than in other sendings, and more so than
  elsewhere. In the first sending there is, nearly all failures, or those that never came again while others did.
- One sentence for nearly all failures of a sending, across many domains, from one host or none: a relay or a name
  server on the way. (What many servers say each for itself is true of each.)

Pure: failures in, incidents out.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from statistics import median
from typing import Literal

Place = Literal["domain", "host", "sentence", "own", "receiver"]


@dataclass(frozen=True, slots=True)
class Fall:
    """One failure that could cost a reader: of a reason that is to be unsubscribed or reviewed, never the sender's own.

    `id` is the failure's, `domain` and `host` (the remote server, "" where nobody answered) in lower case. `sending`
    is equal for failures of one sending; where it is not known, a key for the day.
    """

    id: int
    recipient: int
    domain: str
    host: str
    reason: str
    sending: str
    when: datetime
    said: str = ""


@dataclass(frozen=True, slots=True)
class Incident:
    """`place` is the domain, the host, or the sentence (own, receiver: see own_faults.py); `falls` are the ids of the
    failures that belong to it.
    """

    kind: Place
    place: str
    reason: str
    sending: str
    first: datetime
    recipients: frozenset[int]
    falls: frozenset[int]

    @property
    def key(self) -> str:
        """The same for the same incident, whenever it is looked for."""
        return f"incident:{self.kind}:{self.place}:{self.reason}:{self.sending}"


@dataclass(frozen=True, slots=True)
class Measure:
    """Every threshold. Shares are of 1."""

    few: int = 3  # at a domain whose readers are known
    most: float = 0.5  # of its readers
    heard_of: int = 5  # all that were ever heard of at a domain of its own
    many: int = 10  # new failures at a large provider or host
    times: float = 5.0  # … what is usual there
    beyond: float = 3.0  # … and compared with the growth elsewhere
    alone: int = 30  # in the first sending there is
    nearly_all: float = 0.8
    domains: int = 5  # that one host or sentence must be spread over


STANDARD_MEASURE = Measure()


def incidents(
    falls: Iterable[Fall],
    *,
    large: frozenset[str],
    readers: Mapping[str, int] | None = None,
    measure: Measure = STANDARD_MEASURE,
) -> list[Incident]:
    """All incidents among the failures of an account, earliest first.

    `large`: the domains of providers where anybody can have a mailbox. `readers`: how many readers each domain has on
    the subscriber list, None where none is loaded.
    """
    sight = _Sight(sorted(falls, key=lambda fall: (fall.when, fall.id)), large, readers, measure)
    found: list[Incident] = []
    for domain, its in _grouped(sight.falls, lambda fall: fall.domain).items():
        found += sight.at(its, "domain", domain, sight.domain_fails)
    for host, its in _grouped(sight.falls, lambda fall: host_root(fall.host)).items():
        found += sight.at(its, "host", host, sight.host_fails)
    for its in sight.sendings.values():
        found += sight.one_sentence(its)
    return sorted(found, key=lambda one: (one.first, one.key))


def _grouped(falls: Iterable[Fall], key: Callable[[Fall], str]) -> dict[str, list[Fall]]:
    groups: defaultdict[str, list[Fall]] = defaultdict(list)
    for fall in falls:
        if name := key(fall):
            groups[name].append(fall)
    return groups


@dataclass(frozen=True, slots=True)
class _Here:
    """All failures at one place, oldest first, and how many are new in each sending."""

    falls: Sequence[Fall]
    new: Counter[str]


class _Sight:
    """All failures, oldest first, and what is usual among them."""

    def __init__(
        self, falls: Sequence[Fall], large: frozenset[str], readers: Mapping[str, int] | None, measure: Measure
    ) -> None:
        self.falls, self.large, self.readers, self.measure = falls, large, readers, measure
        self.sendings = _grouped(falls, lambda fall: fall.sending)
        self._new = self._news(falls)
        self._all_readers = sum(readers.values()) if readers else 0

    def _news(self, falls: Sequence[Fall]) -> Counter[str]:
        """How many fail for the first time, by sending. `falls` is oldest first."""
        counts: Counter[str] = Counter()
        seen: set[int] = set()
        for fall in falls:
            if fall.recipient not in seen:
                seen.add(fall.recipient)
                counts[fall.sending] += 1
        return counts

    def at(
        self,
        falls: Sequence[Fall],
        kind: Place,
        place: str,
        fails: Callable[[str, Sequence[Fall], _Here], bool],
    ) -> list[Incident]:
        """The incidents at one place: by sending, failures of one reason. `falls` is oldest first."""
        if len(falls) < self.measure.few:
            return []
        found: list[Incident] = []
        here = _Here(falls, self._news(falls))
        for its in _grouped(falls, lambda fall: fall.sending).values():
            for alike in _grouped(its, lambda fall: fall.reason).values():
                if fails(place, alike, here):
                    found.append(incident_of(kind, place, alike))
        return found

    def domain_fails(self, domain: str, alike: Sequence[Fall], here: _Here) -> bool:
        """Whether what failed alike at this domain is an incident; `here` is all of the domain."""
        count, measure = len({fall.recipient for fall in alike}), self.measure
        known = self.readers.get(domain, 0) if self.readers else 0
        if known and count >= measure.few:
            return self._of_readers(count, known, alike[0].sending)
        if domain in self.large:
            return self._unusual(alike, here)
        if count < measure.heard_of:
            return False
        until = max(fall.when for fall in alike)
        heard_of = {fall.recipient for fall in here.falls if fall.when <= until}
        return count == len(heard_of) or self._unusual(alike, here)

    def _of_readers(self, count: int, known: int, sending: str) -> bool:
        if count >= self.measure.most * known:
            return True
        others = len({fall.recipient for fall in self.sendings[sending]}) - count
        usual = others / max(self._all_readers - known, 1)
        return count >= self.measure.many and count / known >= self.measure.times * usual and count / known >= 0.1

    def host_fails(self, _host: str, alike: Sequence[Fall], here: _Here) -> bool:
        """The same for a host that takes the mail of many domains."""
        domains = {fall.domain for fall in alike}
        return len(domains) >= self.measure.domains and self._unusual(alike, here)

    def _unusual(self, alike: Sequence[Fall], here: _Here) -> bool:
        """Far more new failures than in other sendings, and than elsewhere in this one."""
        sending, measure = alike[0].sending, self.measure
        if sending == next(iter(self.sendings)):
            return self._unusual_at_first(alike)
        new = here.new[sending]
        others = [one for one in self.sendings if one != sending]
        usual = median(here.new[one] for one in others)
        elsewhere = median(self._new[one] - here.new[one] for one in others)
        growth = (self._new[sending] - new + 1) / (elsewhere + 1)
        return new >= max(measure.many, measure.times * usual, measure.beyond * growth * (usual + 1))

    def _unusual_at_first(self, alike: Sequence[Fall]) -> bool:
        """The first sending there is holds all who died before it: nothing tells what is usual. Nearly all failures at
        one place are an incident; so are those that never came again, where the others did.
        """
        measure = self.measure
        here = {fall.recipient for fall in alike}
        elsewhere = {fall.recipient for fall in self.sendings[alike[0].sending]} - here
        if len(here) >= measure.alone and len(here) >= measure.nearly_all * (len(here) + len(elsewhere)):
            return True
        again = {fall.recipient for fall in self.falls if fall.sending != alike[0].sending}
        came_again = len(elsewhere) >= measure.many and 2 * len(elsewhere & again) >= len(elsewhere)
        return came_again and len(here) >= measure.many and len(here & again) <= 0.1 * len(here)

    def one_sentence(self, falls: Sequence[Fall]) -> list[Incident]:
        """One sentence for nearly all of a sending, across many domains. `falls` are those of the sending."""
        everybody = {fall.recipient for fall in falls}
        if len(everybody) < self.measure.alone:
            return []
        for its in _grouped(falls, lambda fall: host_root(fall.host) or "-").values():
            if len({fall.recipient for fall in its}) < self.measure.nearly_all * len(everybody):
                continue
            for said, alike in _grouped(its, lambda fall: sentence(fall.said)).items():
                people, domains = {fall.recipient for fall in alike}, {fall.domain for fall in alike}
                if len(people) >= self.measure.nearly_all * len(everybody) and len(domains) >= self.measure.domains:
                    return [incident_of("sentence", said, alike)]
        return []


def incident_of(kind: Place, place: str, alike: Sequence[Fall]) -> Incident:
    """The incident of what failed alike in one sending, oldest first."""
    return Incident(
        kind,
        place,
        alike[0].reason,
        alike[0].sending,
        alike[0].when,
        frozenset(fall.recipient for fall in alike),
        frozenset(fall.id for fall in alike),
    )


_NAMES = re.compile(r"[^\s<>@]*@[^\s<>]*|(?:[\w-]+\.)+[a-z]{2,}\.?|\d+|\[[^\]]*\]|\(in reply to [^)]*\)")
_SECOND_LEVEL = frozenset({"co", "ne", "or", "ac", "go", "ed", "gr", "lg", "ad", "com", "net", "org", "gov", "edu"})


def sentence(said: str) -> str:
    """A server's sentence without what differs from reader to reader: addresses, hosts, numbers."""
    return " ".join(_NAMES.sub("…", said.lower()).split())[:120]


@lru_cache(maxsize=65536)
def host_root(host: str) -> str:
    """The part of a host's name that its servers share: `mx1.mail.example.co.jp` → `example.co.jp`."""
    labels = host.rstrip(".").split(".")
    if len(labels) < 3 or labels[-1].isdigit():
        return host.rstrip(".")
    return ".".join(labels[-3:] if labels[-2] in _SECOND_LEVEL and len(labels[-1]) == 2 else labels[-2:])
