"""The quick way through a report of the usual form finds what the careful way finds."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from modori.bounces import mime, reports
from modori.bounces.reports import Report

ROOT = Path(__file__).resolve().parents[2]
LINES = (
    *("Reporting-MTA: dns; mail.example.jp", "Arrival-Date: Tue, 24 Nov 2026 10:00:00 +0900", "X-Queue-ID: 1"),
    *("Final-Recipient: rfc822; taro@example.jp", "Original-Recipient: rfc822;hana@example.org", "Action: failed"),
    *("Status: 5.1.1", "Diagnostic-Code: smtp; 550 5.1.1 <taro@example.jp>:", "    User unknown", "\tin virtual table"),
    *("", " ", "no field", "Status : 4.0.0", "action:", "- x: y", "Remote-MTA: dns; mx.example.jp\r", "宛先: 不明"),
)


def told(report: Report) -> tuple[dict[str, str], list[dict[str, str]], bool]:
    return report.message, [block.fields for block in report.blocks], report.cut


@given(st.lists(st.sampled_from(LINES), max_size=16))
def test_quick_is_careful(lines: list[str]) -> None:
    text = "\n".join(lines)
    usual = reports._usual(text)
    assert usual is None or told(usual) == told(reports._any(text))


@pytest.mark.parametrize("folder", sorted((ROOT / "tests/mails/lab").iterdir()), ids=lambda path: path.name)
def test_most_reports_are_usual(folder: Path) -> None:
    texts = [
        part.text()
        for path in sorted(folder.glob("*.eml"))
        for part in mime.parse(path.read_bytes()).parts
        if part.type in reports.TYPES
    ]
    usual = [(text, report) for text in texts if (report := reports._usual(text))]
    assert all(told(report) == told(reports._any(text)) for text, report in usual)
    assert len(usual) >= 0.9 * len(texts)
