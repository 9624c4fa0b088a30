"""The vocabulary is the one that was agreed on, and every word has its explanation."""

import csv
from pathlib import Path

import pytest

from modori.languages import LANGUAGES, WHOLE
from modori.rules import reasons

PINNED = Path(__file__).with_name("reasons.tsv")
SHARED = Path(__file__).parents[3] / "shared" / "facts" / "reasons.tsv"


def table(path: Path) -> dict[str, tuple[str, str, str, str]]:
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    rows = csv.DictReader(lines, delimiter="\t")
    return {row["id"]: (row["english"], row["japanese"], row["weight"], row["action"]) for row in rows}


def bundled() -> dict[str, tuple[str, str, str, str]]:
    return {r.id: (r.name("en"), r.name("ja"), r.weight.value, r.action.value) for r in reasons().values()}


def test_reasons_are_the_agreed_ones_in_their_order():
    assert bundled() == table(PINNED)
    assert list(bundled()) == list(table(PINNED))


@pytest.mark.skipif(not SHARED.exists(), reason="the facts are not here")
def test_the_pinned_copy_is_up_to_date():
    assert table(PINNED) == table(SHARED)


@pytest.mark.parametrize("reason", reasons().values(), ids=lambda reason: reason.id)
def test_every_reason_is_explained_in_two_or_three_sentences(reason):
    assert set(WHOLE) <= set(reason.explain) <= set(LANGUAGES)
    assert 2 <= reason.explain["en"].count(". ") + 1 <= 3
    assert 2 <= reason.explain["ja"].count("。") <= 3
    assert all(
        s.endswith(("ます", "ません", "ました", "です", "でした", "ください"))
        for s in reason.explain["ja"][:-1].split("。")
    )
