"""The subcommand `modori policy`: every threshold of the policy, and what a change would do before it is made."""

from __future__ import annotations

import argparse
from collections import Counter
from datetime import UTC, datetime
from typing import Any

from modori.records import Choice, ModoriError, Note
from modori.sentences import tell

from .console import DONE, Language, Say, language, say


def register(commands: Any) -> None:
    """Add it to the subcommands of a parser."""
    policy = commands.add_parser("policy", help="when an address is proposed for unsubscribing; try and change it")
    policy.add_argument("--preset", choices=("standard", "cautious"), help="begin with these thresholds")
    policy.add_argument("--set", action="append", default=[], metavar="NAME=N", help="another threshold; spans in days")
    policy.add_argument("--yes", action="store_true", help="make the change (otherwise it is only tried)")
    policy.set_defaults(run=lambda options: _policy(options, language(), say))


def _policy(options: argparse.Namespace, language: Language, say: Say) -> int:
    from modori.jobs import refresh
    from modori.jobs.policies import PRESETS, keep_policy, policy_of, rehearse, thresholds, with_thresholds
    from modori.store import Store

    now = datetime.now(UTC)
    with Store() as store:
        before = policy_of(store)
        wanted = with_thresholds(PRESETS.get(options.preset, before), dict(_pair(one) for one in options.set))
        for name, value in thresholds(wanted).items():
            print(f"{name}\t{value}" + _was(thresholds(before)[name], value))
        if wanted == before:
            return DONE
        moves = Counter[tuple[Choice, Choice]]()
        for account in store.accounts():
            moves.update(rehearse(store, account.id or 0, wanted, now))
        for note in moves_in_words(dict(moves)):
            print(tell(note, language))
        if options.yes:
            keep_policy(store, wanted)
            for account in store.accounts():
                refresh(store, account.id or 0, None, now)
        else:
            say(Note("policy_only_tried"))
    return DONE


def moves_in_words(moves: dict[tuple[Choice, Choice], int]) -> list[Note]:
    """A sentence for each move, the most first; one that says so where nothing moves."""
    if not moves:
        return [Note("policy_moves_nothing")]
    return [
        Note("policy_moves", {"count": str(count), "before": before.value, "after": after.value})
        for (before, after), count in sorted(moves.items(), key=lambda one: (-one[1], one[0]))
    ]


def _was(before: int, after: int) -> str:
    return "" if before == after else f"\t({before})"


def _pair(text: str) -> tuple[str, int]:
    name, _, value = text.partition("=")
    if not value.strip().isdigit():
        raise ModoriError("policy_bad_value", name=name, value=value)
    return name.strip(), int(value)
