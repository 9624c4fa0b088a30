"""dma, the DragonFly Mail Agent (Debian's and FreeBSD's small one): one recipient a mail, no MIME.

Known by "This is the DragonFly Mail Agent". "There was an error delivering your mail to <a@b>.",
then `HOST [IP] did not like our RCPT TO:` and the reply, or dma's own words. Source: dma mail.c.
"""

from __future__ import annotations

import re

from .. import phases
from ..addresses import clean
from ..findings import Finding
from ..letter import Letter
from .paragraphs import one_line

SYSTEM = "dma"

_ERROR = re.compile(
    r"There was an error delivering your mail to <(?P<address>[^>\n]{3,320})>\.(?P<rest>.*)\Z", re.DOTALL
)
_DISLIKE = re.compile(
    r"(?P<host>[\w.-]{1,255}) \[[^\]\n]{0,60}\] did not like our (?P<command>[\w ]{1,30}):\s*(?P<reply>.*)\Z",
    re.DOTALL | re.IGNORECASE,
)


def fits(letter: Letter) -> bool:
    """Whether dma wrote it."""
    return "this is the dragonfly mail agent" in letter.lower[:1000]


def read(letter: Letter) -> list[Finding]:
    """The one recipient."""
    error = _ERROR.search(letter.text)
    address = clean(error["address"]) if error else None
    if not error or not address:
        return []
    text = one_line(error["rest"])
    dislike = _DISLIKE.search(error["rest"])
    return [
        Finding(
            address,
            said=one_line(dislike["reply"]) if dislike else text,
            text=text,
            phase=phases.of(text),
            remote=dislike["host"] if dislike else None,
        )
    ]
