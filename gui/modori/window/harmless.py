"""Text that strangers wrote (mails, replies, addresses), made safe to show: it hides and reorders nothing."""

from __future__ import annotations

import re
from functools import cache

# Control characters (but tab and line end), and those that reorder or hide text (Unicode TR36 §2.10).
_DANGEROUS = "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff]"
_LONGEST = 200_000


@cache
def _dangerous() -> re.Pattern[str]:
    return re.compile(_DANGEROUS)


def harmless(text: str | None) -> str:
    """`text` with dangerous characters shown as U+FFFD, line ends made one kind, and bounded."""
    if not text:
        return ""
    return _dangerous().sub("\ufffd", text[:_LONGEST].replace("\r\n", "\n").replace("\r", "\n"))


def one_line(text: str | None) -> str:
    """`text` as one line, for a cell of the table."""
    return " ".join(harmless(text[:2000] if text else text).split())


def tooltip(text: str | None) -> str:
    """`text` as a tooltip that wraps; tags in it are shown, not followed."""
    import html  # its table of names is not needed before the first tooltip

    shown = harmless(text[:2000] if text else text)
    return f"<qt>{html.escape(shown)}</qt>" if shown else ""


def span_of(text: str, matched: str | None) -> tuple[int, int] | None:
    """Where `matched` stands in `text`, however its lines are broken; None when it does not."""
    words = harmless(matched).split()
    if not words:
        return None
    found = re.search(r"\s+".join(re.escape(word) for word in words), text, re.IGNORECASE)
    return found.span() if found else None


def span_inside(
    text: str, outer: str | None, matched: str | None, address: str | None = None
) -> tuple[int, int] | None:
    """Where `matched` stands in `text` within `outer`, if possible behind <address>; None when it does not."""
    start = max(text.casefold().find(f"<{address}>".casefold()), 0) if address else 0
    around = span_of(text[start:], outer)
    if around is None:
        return span_inside(text, outer, matched) if start else None
    found = span_of(text[start:][slice(*around)], matched)
    before = start + around[0]
    return None if found is None else (before + found[0], before + found[1])
