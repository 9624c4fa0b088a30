"""The report for the boss: what stands in it, and that it is harmless."""

from __future__ import annotations

from datetime import UTC, datetime
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from modori.export.report_page import Report, ReportBar, report_html

WHEN = datetime(2026, 11, 24, tzinfo=UTC)
ALLOWED = {"html", "head", "meta", "title", "style", "body", "h1", "h2", "p", "ul", "li", "b", "div", "section"}
ALLOWED |= {"table", "tr", "td"}


class Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.seen: set[str] = set()
        self.attributes: set[str] = set()

    def handle_starttag(self, tag, attrs):
        self.seen.add(tag)
        self.attributes |= {name for name, _ in attrs}


def report(label: str = "User unknown", **more) -> Report:
    bars = [ReportBar(label, 30), ReportBar("Mailbox full", 3)]
    given_ = {"readers": 4000, "first": WHEN, "last": WHEN, **more}
    return Report("Letter", WHEN, addresses=1234, sections=bars, reasons=bars, domains=bars, sendings=bars, **given_)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "1,234 of 4,000 addresses (30.9 %)"),
        ("ja", "読者4,000件のうち1,234件（30.9%）"),
    ],
)
def test_numbers_and_pictures(language, words):
    page = report_html(report(), language)
    assert words in page
    assert page.count("width:100%") >= 3
    assert "width:10%" in page
    assert "%" not in report_html(report(readers=None), language).split("<p>")[1].split("</p>")[0]
    assert report_html(report(first=None), language)


@settings(max_examples=60)
@given(
    st.one_of(st.text(st.characters(codec=None)), st.sampled_from(["<script>x</script>", '"><img src=x onerror=y>']))
)
def test_nothing_in_it_becomes_html(label):
    page = report_html(report(label), "en")
    tags = Tags()
    tags.feed(page)
    assert tags.seen <= ALLOWED
    assert tags.attributes <= {"lang", "charset", "http-equiv", "content", "class", "style"}
    assert not set(page) & set("\u202e\u200b\ufeff")
    page.encode("utf-8")
