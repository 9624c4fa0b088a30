"""Asks the policy about recipients whose past has changed, and stores what it proposes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from modori.records import Cause, Choice, Decision, Kind, Note, Weight
from modori.review import COUNTED, Origin, Past, Policy, decide, hinted, is_newsletter, own_word, private_origins
from modori.rules import reasons
from modori.store import PastFailure, Query, Section, Store

from .incidents import Held, held_recipients
from .ours import said_by_user
from .policies import policy_of

HELD_NOT_YOURS = "not_yours"
_TOGETHER = 2000  # recipients whose decisions are held in memory, and stored in one transaction


class Proposals:
    """Asks the policy for the recipients of one account, as of `now` (aware). `policy` None: the chosen one.

    What a list is, and what an incident, may change while mails come in: a sender that hardly anybody got mail from
    turns out to be a newsletter. `settle` asks again for those who are concerned. Every method may raise StoreError.
    """

    def __init__(
        self, store: Store, account_id: int, policy: Policy | None, now: datetime, *, scanning: bool = False
    ) -> None:
        self._store, self._account_id, self._now = store, account_id, now
        self._policy = policy or policy_of(store)
        self._lists = lists_of(store, account_id)
        # While mails come in nobody looks for incidents at every batch: `settle` does, at the end.
        self._held: dict[int, Held] | None = {} if scanning else None
        self._waiting: set[int] = set()

    def propose(self, recipient_ids: Sequence[int]) -> None:
        """Decide anew about these recipients and store it."""
        for start in range(0, len(recipient_ids), _TOGETHER):
            pasts = self._store.failures_of_many(recipient_ids[start : start + _TOGETHER])
            self._store.propose_many(self._decisions(pasts))

    def decide(self, pasts: Iterable[tuple[int, list[PastFailure]]]) -> dict[int, Decision]:
        """What `Store.add` is to propose for those whom new mails touched. `propose_others` comes after."""
        self._waiting |= self._of_changed_lists()
        decided = self._decisions(pasts)
        self._waiting -= decided.keys()
        return decided

    def propose_others(self) -> None:
        """Decide anew about those whose list is seen in another light since `decide`, and store it."""
        waiting, self._waiting = self._waiting, set[int]()
        self.propose(sorted(waiting))

    def _decisions(self, pasts: Iterable[tuple[int, list[PastFailure]]]) -> dict[int, Decision]:
        if self._held is None:
            self._held = held_recipients(self._store, self._account_id)
        decisions: dict[int, Decision] = {}
        for recipient_id, failures in pasts:
            counted = [failure for failure in failures if failure.counted]
            if counted:
                decision = self._decide(counted)
                decisions[recipient_id] = self._held_back(self._held.get(recipient_id), counted, decision)
        return decisions

    def would(self, counted: Sequence[PastFailure], policy: Policy | None = None) -> Decision:
        """What would be proposed, incidents aside, for somebody with these failures (at least one, all counted), by
        `policy` in place of the one that holds.
        """
        return self._decide(counted, policy)

    def settle(self) -> None:
        """Decide anew where a list or an incident is seen in another light than before: once about each recipient."""
        self._held = held_recipients(self._store, self._account_id)
        held_before = self._store.ids(Query(self._account_id, Section.INCIDENTS))
        self.propose(sorted({*self._held, *held_before, *self._of_changed_lists()}))

    def _of_changed_lists(self) -> set[int]:
        """Look at the lists again; the recipients of those that are seen in another light than before."""
        before, self._lists = self._lists, lists_of(self._store, self._account_id)
        if before.newsletter_known != self._lists.newsletter_known:  # once in the life of an account
            return set(self._store.ids(Query(self._account_id)))
        changed = before.private.keys() ^ self._lists.private.keys()
        return {one for list_id in changed for one in self._store.recipients_of_list(list_id)}

    def _held_back(self, held: Held | None, failures: Sequence[PastFailure], decision: Decision) -> Decision:
        """`decision`, held where it rests on an incident: without its failures it would be another one."""
        if held is not None and held.own:
            newest = [failure for failure in failures if failure.kind is Kind.BOUNCE][-1:]
            if decision.choice is Choice.FIX_SENDER and any(failure.id in held.falls for failure in newest):
                return replace(decision, why=held.why, held_by=held.key)
            return decision
        if held is None or decision.held_by or decision.choice not in (Choice.UNSUBSCRIBE, Choice.REVIEW):
            return decision
        others = [failure for failure in failures if failure.id not in held.falls]
        if any(failure.kind is Kind.BOUNCE for failure in others):
            without = self._decide(others)
            if without.choice is Choice.UNSUBSCRIBE:
                return without
        return Decision(Choice.REVIEW, decision.cause, decision.reason, held.why, held_by=held.key)

    def _decide(self, failures: Sequence[PastFailure], policy: Policy | None = None) -> Decision:
        policy = policy or self._policy
        ours = [failure for failure in failures if not self._is_private(failure)]
        if any(failure.kind is Kind.BOUNCE for failure in ours) or len(ours) == len(failures):
            pasts = [believed(failure, newsletter_known=self._lists.newsletter_known) for failure in ours]
            decision = decide(pasts, policy, self._now)
            return hinted(decision, ours[-1].address, [failure.diagnostic for failure in ours], policy)
        newest = failures[-1]
        why = Note("review_not_yours", {"origin": newest.list_name or ""})
        return Decision(Choice.REVIEW, Cause.FAILED, newest.reason, why, held_by=HELD_NOT_YOURS)

    def _is_private(self, failure: PastFailure) -> bool:
        """Whether the mail that came back was private; who complains or asks to stop means a newsletter."""
        asked = failure.kind in (Kind.COMPLAINT, Kind.UNSUBSCRIBE_REQUEST)
        return not asked and failure.list_name in self._lists.private_names


@dataclass(frozen=True, slots=True)
class Lists:
    """In what light the lists of an account are seen. `private`: id and name of the senders whose mail is no
    newsletter. `newsletter_known`: the mailbox is known by a newsletter; then a bounce that returns nothing of it
    proves less.
    """

    private: dict[int, str]
    private_names: frozenset[str]
    newsletter_known: bool


def lists_of(store: Store, account_id: int) -> Lists:
    """How the lists of an account are seen by what is stored now, and by what the user says of them."""
    known, said = store.lists(account_id, at_most=COUNTED), said_by_user(store, account_id)
    origins = [Origin(one.name, one.marked, one.recipients) for one in known]
    own, foreign = ({name for name, ours in said.items() if ours is wanted} for wanted in (True, False))
    names = frozenset((private_origins(one for one in origins if one.name not in foreign) | foreign) - own)
    newsletter = any(one.name in own or (is_newsletter(one) and one.name not in foreign) for one in origins)
    return Lists({one.id: one.name for one in known if one.name in names}, names, newsletter)


def believed(failure: PastFailure, *, newsletter_known: bool) -> Past:
    """`past`; but a bounce without any original, which anybody can forge, is hearsay where the others return theirs."""
    hearsay = newsletter_known and failure.list_name is None and failure.kind is Kind.BOUNCE
    return past(failure, hearsay=hearsay)


def past(failure: PastFailure, *, hearsay: bool = False) -> Past:
    """What the policy needs to know of a stored failure; `hearsay`: whatever it says is not believed at once."""
    return Past(
        kind=failure.kind,
        reason=failure.reason,
        weight=reasons()[failure.reason].weight if failure.reason else Weight.NONE,
        action=failure.action,
        confirm=failure.confirm,
        permanent=failure.permanent,
        when=failure.when,
        sending=failure.sending,
        own_word=not hearsay and own_word(diagnostic=failure.diagnostic, reply=failure.reply, matched=failure.matched),
    )
