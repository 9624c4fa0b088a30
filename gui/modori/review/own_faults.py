"""One cause on the sender's side that brought back nearly all of a sending, or all that one receiver was sent.

A blocked sender, a missing SPF record, a broken relay: no reader is at fault and none is ever counted, but hundreds of
single lines hide that there is one thing to mend. Servers say it each in their own words: the reason is what counts.
Pure: failures in, incidents out.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from .incidents import STANDARD_MEASURE, Fall, Incident, Measure, host_root, incident_of

OWN = "own"
"""The place of what concerns a whole sending."""


def own_faults(falls: Iterable[Fall], failed: Mapping[str, int], measure: Measure = STANDARD_MEASURE) -> list[Incident]:
    """The incidents among failures that are the sender's own fault, earliest first.

    `failed`: how many recipients failed in each sending, whatever the reason. Nearly all of them for one reason, at
    many domains, are one incident; else those that one receiver (a domain, or the host of many) sent back, from ten on.
    """
    by_sending: defaultdict[tuple[str, str], list[Fall]] = defaultdict(list)
    for fall in sorted(falls, key=lambda one: (one.when, one.id)):
        by_sending[fall.sending, fall.reason].append(fall)
    found: list[Incident] = []
    for (sending, _), alike in by_sending.items():
        people = len({fall.recipient for fall in alike})
        domains = len({fall.domain for fall in alike})
        most = people >= measure.alone and people >= measure.nearly_all * failed.get(sending, people)
        if most and domains >= measure.domains:
            found.append(incident_of("own", OWN, alike))
        else:
            found += _at_receivers(alike, measure)
    return sorted(found, key=lambda one: (one.first, one.key))


def _at_receivers(alike: Sequence[Fall], measure: Measure) -> list[Incident]:
    receivers: defaultdict[str, list[Fall]] = defaultdict(list)
    for fall in alike:
        receivers[host_root(fall.host) or fall.domain].append(fall)
    return [
        incident_of("receiver", _name(receiver, its), its)
        for receiver, its in receivers.items()
        if len({fall.recipient for fall in its}) >= measure.many
    ]


def _name(receiver: str, falls: Sequence[Fall]) -> str:
    """What the user calls the receiver: the domain of its readers where nearly all of them have one."""
    domain, count = Counter(fall.domain for fall in falls).most_common(1)[0]
    return domain if count >= STANDARD_MEASURE.nearly_all * len(falls) else receiver
