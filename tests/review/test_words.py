"""Days and reasons as words."""

from __future__ import annotations

import pytest

from modori.records import Note
from modori.sentences import codes, tell


@pytest.mark.parametrize(
    ("dates", "english", "japanese"),
    [
        ("2026-05-03", "3 May 2026", "2026年5月3日"),
        ("2026-05-03 2026-05-10", "3 May, 10 May 2026", "2026年5月3日、5月10日"),
        ("2025-12-31 2026-01-01", "31 Dec 2025, 1 Jan 2026", "2025年12月31日、2026年1月1日"),
        ("… 2026-05-03", "…, 3 May 2026", "…、2026年5月3日"),
        ("", "", ""),
    ],
)
def test_days(dates: str, english: str, japanese: str) -> None:
    note = Note("review_request", {"dates": dates})
    assert f"({english})" in tell(note).what
    assert f"（{japanese}）" in tell(note, "ja").what


def test_a_detail_that_is_missing_or_unknown_stays_readable() -> None:
    assert tell(Note("review_hard_once")).what == "The receiving server said that … (…)."
    told = tell(Note("review_hard_once", {"reason": "made_up", "dates": "2026-05-03"}), "ja").what
    assert told == "受信側のサーバーが、made_upと回答しました（2026年5月3日）。"


def test_clauses_are_no_sentences() -> None:
    for code in sorted(codes()):
        if code.startswith("said_"):
            for language in ("en", "ja"):
                assert not tell(Note(code), language).what.endswith((".", "。"))
