"""Well-known domains, and what a mistyped address may have meant (`resources/providers/receivers.toml`).

A suggestion is only ever shown: who the reader is, the user knows.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files


@cache
def large_domains() -> frozenset[str]:
    """The domains where anybody can have a mailbox."""
    text = files("modori_resources").joinpath("providers", "receivers.toml").read_text(encoding="utf-8")
    return frozenset(tomllib.loads(text)["large"])


def suggestion(address: str) -> str | None:
    """The address that the reader probably meant, where its domain is one slip away from a well-known one.

    A slip: one letter wrong, missing, too much, or two swapped; a full stop or comma too many or in place of another;
    `co.jp` for `ne.jp`; full-width letters. None where nothing, or more than one domain, is that near.
    """
    local, at, domain = address.rpartition("@")
    domain = domain.strip().lower()
    if not at or not local or domain in large_domains():
        return None
    tidy = re.sub(r"[.,、。．]+", ".", domain.translate(_NARROW)).strip(".")
    if tidy in large_domains():
        return f"{local}@{tidy}"
    near = [known for known in large_domains() if _one_slip(tidy, known)]
    return f"{local}@{near[0]}" if len(near) == 1 else None


_NARROW = {0xFF01 + place: 0x21 + place for place in range(94)}
# Too short to be told from other real domains by one letter.
_SHORT = 7


def _one_slip(wrong: str, right: str) -> bool:
    """Whether one change makes `right` of `wrong` (Damerau-Levenshtein distance 1)."""
    if len(right) < _SHORT or abs(len(wrong) - len(right)) > 1 or wrong == right:
        return False
    start = next((place for place, (a, b) in enumerate(zip(wrong, right, strict=False)) if a != b), None)
    if start is None:
        return True
    if len(wrong) == len(right):
        swapped = (
            wrong[start : start + 2][::-1] == right[start : start + 2] and wrong[start + 2 :] == right[start + 2 :]
        )
        return swapped or wrong[start + 1 :] == right[start + 1 :]
    longer, shorter = (wrong, right) if len(wrong) > len(right) else (right, wrong)
    return longer[start + 1 :] == shorter[start:]
