"""The SMTP dialogue as mail systems show it: the command that was sent, and the answer. Shared by several of them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .paragraphs import one_line

_LINE = re.compile(
    r"^[ \t]{0,12}(?:(?P<sent>>>>|Sent <<<|SMTP: sent|C:|-->)|(?P<got><<<|Received >>>|SMTP: received|S:|<--))"
    r"[ \t]*(?P<text>[^\n]*)$",
    re.MULTILINE,
)


def exchanges(text: str) -> Iterator[tuple[str, str]]:
    """Command and answer in their order; the lines of one answer are joined. An answer without a command has ''."""
    command, answer = "", list[str]()
    for line in _LINE.finditer(text):
        if line["sent"]:
            if answer:
                yield command, one_line(" ".join(answer))
            command, answer = line["text"].strip(), []
        elif line["text"].strip():
            if answer and answer[-1][3:4] != "-":
                yield command, one_line(" ".join(answer))
                answer = []
            answer.append(line["text"].strip())
    if answer:
        yield command, one_line(" ".join(answer))


def refusal(text: str) -> tuple[str, str] | None:
    """The first command that was refused (4xx, 5xx), with the answer."""
    return next((pair for pair in exchanges(text) if pair[1][:1] in ("4", "5")), None)
