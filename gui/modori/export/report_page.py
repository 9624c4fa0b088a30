"""The report for the boss: one page with numbers and pictures, as HTML that stands alone.

No script, no picture from elsewhere, nothing fetched; every value is escaped. It prints on one sheet of A4.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from html import escape
from pathlib import Path

from modori.languages import Language
from modori.records import Note
from modori.sentences import tell

from .cells import text_cell
from .whole_file import whole_file

BARS = 8


@dataclass(frozen=True, slots=True)
class ReportBar:
    """One bar of a picture."""

    label: str
    count: int


@dataclass(frozen=True, slots=True)
class Report:
    """What the page tells. `readers`: how many the list has, None where that is not known.

    `sections`: how many addresses are proposed for what, in the words of the language, in display order.
    """

    mailbox: str
    made: datetime
    first: datetime | None
    last: datetime | None
    addresses: int
    sections: Sequence[ReportBar]
    reasons: Sequence[ReportBar]
    domains: Sequence[ReportBar]
    sendings: Sequence[ReportBar]
    readers: int | None = None


_STYLE = """
@page{size:A4;margin:14mm}
body{font:11pt/1.5 "Noto Sans","Noto Sans CJK JP","Hiragino Sans","Yu Gothic UI",Meiryo,sans-serif;
color:#1c1c1c;background:#fff;max-width:180mm;margin:8mm auto}
h1{font-size:17pt;margin:0}h2{font-size:12pt;margin:6mm 0 1mm}p{margin:1mm 0}.quiet{color:#555}
.numbers{display:flex;flex-wrap:wrap;gap:3mm;margin:4mm 0;padding:0;list-style:none}
.numbers li{border:1px solid #c8c8c8;border-radius:1.5mm;padding:2mm 4mm}.numbers b{display:block;font-size:15pt}
.pictures{display:grid;grid-template-columns:1fr 1fr;gap:0 8mm}section{break-inside:avoid}
table{border-collapse:collapse;width:100%;table-layout:fixed}td{padding:.4mm 0;vertical-align:middle}
td.name{width:48%;overflow:hidden;text-overflow:ellipsis;white-space:nowrap;padding-right:2mm}
td.count{width:13%;text-align:right;font-variant-numeric:tabular-nums}
.bar{height:3mm;background:#2a5fa5;print-color-adjust:exact;-webkit-print-color-adjust:exact}
"""


def write_report(path: Path, report: Report, language: Language) -> None:
    """Write the page. Raises ExportError."""
    with whole_file(path) as file:
        file.write(report_html(report, language).encode("utf-8", "replace"))


@dataclass(frozen=True, slots=True)
class ReportWords:
    """What stands on the page, for whoever draws it; nothing in it is invisible or turns the line around.

    `numbers`: a box each. `pictures`: a title, and at most BARS bars below it.
    """

    title: str
    head: str
    told: str
    numbers: Sequence[ReportBar]
    pictures: Sequence[tuple[str, Sequence[ReportBar]]]
    foot: str


def report_words(report: Report, language: Language) -> ReportWords:
    """The page in the words of the language."""
    pictures = (
        ("report_reasons", report.reasons),
        ("report_domains", report.domains),
        ("report_sendings", report.sendings),
    )
    return ReportWords(
        title=_say("report_title", language),
        head=_bare(_head(report, language)),
        told=_bare(_told(report, language)),
        numbers=[ReportBar(_bare(one.label), one.count) for one in report.sections if one.count],
        pictures=[
            (_say(code, language), [ReportBar(_bare(one.label), one.count) for one in bars[:BARS]])
            for code, bars in pictures
            if bars
        ],
        foot=_say("report_foot", language),
    )


def report_html(report: Report, language: Language) -> str:
    """The page as text."""
    words = report_words(report, language)
    title = escape(words.title)
    numbers = "".join(f"<li><b>{one.count:,}</b>{escape(one.label)}</li>" for one in words.numbers)
    pictures = "".join(_picture(heading, bars) for heading, bars in words.pictures)
    return (
        f'<!DOCTYPE html>\n<html lang="{language}"><head><meta charset="utf-8">'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
        f"<title>{title}</title><style>{_STYLE}</style></head><body>\n"
        f"<h1>{title}</h1>\n<p class=quiet>{escape(words.head)}</p>\n"
        f"<p>{escape(words.told)}</p>\n<ul class=numbers>{numbers}</ul>\n"
        f"<div class=pictures>{pictures}</div>\n"
        f"<p class=quiet>{escape(words.foot)}</p>\n</body></html>\n"
    )


def _say(code: str, language: Language, **details: str) -> str:
    return tell(Note(code, details), language).what


def _head(report: Report, language: Language) -> str:
    made = report.made.date().isoformat()
    if report.first is None or report.last is None:
        return _say("report_head_empty", language, mailbox=report.mailbox, made=made)
    first, last = report.first.date().isoformat(), report.last.date().isoformat()
    return _say("report_head", language, mailbox=report.mailbox, made=made, first=first, last=last)


def _told(report: Report, language: Language) -> str:
    if not report.readers:
        return _say("report_told", language, addresses=f"{report.addresses:,}")
    share = f"{100 * report.addresses / report.readers:.1f}"
    readers = f"{report.readers:,}"
    return _say("report_told_of", language, addresses=f"{report.addresses:,}", readers=readers, share=share)


def _picture(title: str, bars: Sequence[ReportBar]) -> str:
    most = max(one.count for one in bars) or 1
    rows = "".join(
        f"<tr><td class=name>{escape(one.label)}</td><td class=count>{one.count:,}</td>"
        f'<td><div class=bar style="width:{max(1, round(100 * one.count / most))}%"></div></td></tr>'
        for one in bars
    )
    return f"<section><h2>{escape(title)}</h2><table>{rows}</table></section>"


def _bare(text: str) -> str:
    """Text for the page, without invisible and bidi characters."""
    return text_cell(text).removeprefix("'")
