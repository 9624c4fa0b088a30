"""Texts in which each recipient has a paragraph of its own, shared by several mail systems."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..addresses import clean

_HEAD = re.compile(
    r"\n[ \t]{0,3}(?:<|[\"']<?)(?P<address>[^<>\n]{1,320}@[^<>\n\s]{1,255}?)(?:>[\"']?|[\"'])"
    r"(?:[ \t]*\((?:expanded|generated) from:? ?<?(?P<before>[^()<>\n]{1,320})>?\))?[ \t]*(?::|$)[ \t]*(?P<rest>.*)$",
    re.MULTILINE,
)
_WRAPPED_BEHIND = re.compile(r"(>[ \t]*\((?:expanded|generated) from:?)\s*\n\s*")
_WRAPPED_BEFORE = re.compile(r"(>)[ \t]*\n[ \t]+(\((?:expanded|generated) from)")
_EMPTY = re.compile(r"\n[ \t]*\n")


def one_line(text: str) -> str:
    """`text` with every run of blanks and line ends as one blank."""
    return " ".join(text.split())


def by_address(text: str) -> Iterator[tuple[str, str | None, str]]:
    """Address, address before expansion and text of each paragraph that begins with `<address>:`.

    A paragraph ends at an empty line or at the next address. An address line that wraps
    (`<a@b> (expanded from⏎    <c@d>): …`) is joined first.
    """
    if " from" in text and ("(expanded" in text or "(generated" in text):
        text = _WRAPPED_BEHIND.sub(r"\1 ", text)
        text = _WRAPPED_BEFORE.sub(r"\1 \2", text)
    text = f"\n{text}"  # a pattern that begins with a line end is found much faster than one that begins with ^
    heads = list(_HEAD.finditer(text))
    for number, head in enumerate(heads):
        address = clean(head["address"])
        if not address:
            continue
        stop = heads[number + 1].start() if number + 1 < len(heads) else len(text)
        blank = _EMPTY.search(text, head.end(), stop)
        stop = blank.start() if blank else stop
        before = clean(head["before"]) if head["before"] else None
        yield address, before, f"{head['rest']}\n{text[head.end() : stop].strip(chr(10))}".strip()
