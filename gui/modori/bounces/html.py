"""HTML of a bounce to plain text: enough to read sentences and addresses, in linear time."""

from __future__ import annotations

import re
from html import unescape

_BREAK = re.compile(r"<(?:br|/p|/div|/tr|/li|/h[1-6]|/table|hr|p|li|tr|pre|/pre|/td)\b[^<>]*>", re.IGNORECASE)
_TAG = re.compile(r"<(?:/?[A-Za-z][^<>]*|![^<>]*)>")
_BLANKS = re.compile(r"[ \t\u00a0]+")
_EMPTY_LINES = re.compile(r"\n(?:[ \t]*\n)+")


def _without(html: str, name: str) -> str:
    """`html` without the elements `name` and what stands in them."""
    lower = html.lower()
    out: list[str] = []
    position = 0
    while (start := lower.find(f"<{name}", position)) >= 0:
        out.append(html[position:start])
        end = lower.find(f"</{name}", start)
        if end < 0:
            return "".join(out)
        position = end
    out.append(html[position:])
    return "".join(out)


def to_text(html: str) -> str:
    """The text of an HTML page, one line a block."""
    for name in ("style", "script", "head"):
        html = _without(html, name)
    text = unescape(_TAG.sub("", _BREAK.sub("\n", html.replace("\n", " "))))
    lines = (_BLANKS.sub(" ", line).strip() for line in text.split("\n"))
    return _EMPTY_LINES.sub("\n\n", "\n".join(lines)).strip()
