"""nullmailer: a plain report; only the words of the text tell whether it has given up, and the phase is lost.

Known by "This is the nullmailer delivery system". It says `Action: delayed` after its last try.
"""

from __future__ import annotations

import re

from ..addresses import clean
from ..findings import DELAYED, FAILED, Finding
from ..letter import Letter

SYSTEM = "nullmailer"

_ADDRESS = re.compile(r"^[ \t]+<(?P<address>[^<>\n]{3,320})>[ \t]*$", re.MULTILINE)


def fits(letter: Letter) -> bool:
    """Whether nullmailer wrote it."""
    return "this is the nullmailer delivery system" in letter.lower[:1000]


def read(letter: Letter) -> list[Finding]:
    """One finding for each listed address, without a reply: that stands in the report."""
    given_up = "could not be delivered" in letter.lower[:2000] or "could not send" in letter.subject.lower()
    action = FAILED if given_up else DELAYED
    found = [clean(match["address"]) for match in _ADDRESS.finditer(letter.text)]
    return [Finding(address, action=action, overrules=True) for address in found if address]
