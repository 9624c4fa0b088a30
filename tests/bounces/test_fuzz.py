"""20,000 damaged mails: nothing raises, hangs or grows, what comes out is valid, and nobody is named who is not there.

A longer run: packaging/fuzz. A failure names seed and number; `mutant` makes the same mail again.
"""

from __future__ import annotations

import random
import resource

import pytest

from bounce_mails import postfix_bounce
from mutations import examine, mutant, occurs

CHUNKS, IN_CHUNK, THOROUGH = 50, 400, 10
MORE_MEMORY = 300 << 10  # KiB that a chunk may add to the process's peak


# The timeout is a guard against hanging: a chunk takes a second or two.
@pytest.mark.timeout(180)
@pytest.mark.parametrize("seed", range(CHUNKS))
def test_damaged_mails(seed):
    dice = random.Random(seed)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for number in range(IN_CHUNK):
        done, raw = mutant(dice)
        try:
            examine(raw, thorough=number % THOROUGH == 0)
        except BaseException as error:
            error.add_note(f"seed {seed}, number {number}: {done}, {len(raw)} bytes")
            raise
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < MORE_MEMORY


def test_the_test_would_see_an_address_out_of_nowhere():
    raw = postfix_bounce("hana@shop.example.jp")
    assert occurs("hana@shop.example.jp", raw)
    assert not occurs("hana@shop.example.org", raw)
    assert not occurs("taro@shop.example.jp", raw)
