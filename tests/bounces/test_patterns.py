"""No pattern of the reader takes exponential time: each is tried on short texts that repeat what it repeats."""

from __future__ import annotations

import importlib
import itertools
import pkgutil
import re

import pytest

from modori import bounces
from modori.bounces import formats, original
from modori.rules.guarded import Guarded

PIECES = (
    *(
        " ",
        "\t",
        "\n",
        " \n",
        "        x\n",
        "  a\n    b\n",
        "Aa: x\n",
        "a",
        "1",
        "-",
        ".",
        "<",
        "(",
        "'",
        "=",
        "&",
        "\\1",
    ),
    *("550 ", "5.1.1 ", "a@b ", "> "),
)
BEGINNINGS = (
    *(
        "",
        "Aa: x\nBb: y\n",
        "<a@b.example>: host x said: ",
        "a@b.example\n",
        "To: ",
        "Reason: ",
        "(",
        "<",
        ">>> RCPT\n",
    ),
    *("SMTP error from remote mail server after RCPT TO:", "On ", "x\n"),
)
TIMES = 12  # exponential time shows at once; polynomial time does not matter here


def patterns() -> dict[str, re.Pattern[str]]:
    found = {}
    for package in (bounces, formats):
        for module in pkgutil.iter_modules(package.__path__):
            for name, value in vars(importlib.import_module(f"{package.__name__}.{module.name}")).items():
                if isinstance(value, Guarded):
                    value = value.exact
                if isinstance(value, re.Pattern) and isinstance(value.pattern, str):
                    found[f"{module.name}.{name}"] = value
    return found


@pytest.mark.timeout(60)
@pytest.mark.parametrize("pattern", [pytest.param(value, id=name) for name, value in patterns().items()])
def test_repetition(pattern):
    texts = [
        beginning + (one + other) * TIMES + "\1"
        for beginning in BEGINNINGS
        for one, other in itertools.product(PIECES, PIECES)
    ]
    for text in texts:
        pattern.search(text)
    assert texts


@pytest.mark.parametrize(
    "line",
    [
        "--- Below this line is a copy of the message.",
        "--- Enclosed are the original headers of the message.",
        "--- Mensaje original adjunto",
        "------ This is a copy of your message, including all the headers. ------",
        "--- The body of the message is 5 characters long",
        "   ----- Unsent message follows -----",
        "   ----- Message header follows -----",
        "Original message follows.",
        "Message headers follow:",
        "Original message headers:",
        "Original mail as follows:",
        "Below is a copy of the original message:",
        "A copy of the original message follows:",
        "The original message headers follows",
        "The original message was attached.",
        "Received: from localhost (localhost) by",
        "The attachment contains the original mail headers",
        "Content of the original message",
        "Headers of the original message:",
    ],
)
def test_what_is_asked_first_misses_no_separator(line: str):
    assert original._SEPARATOR.exact.search(line)
    assert original._may_be_separated(line.lower())
