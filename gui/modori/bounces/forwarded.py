"""Bounces inside of other mails: forwarded by Mailman, sent on by a list owner or a colleague, wrapped by a gateway.

The attached mail is read as a mail of its own. A newsletter, a reply or a digest may have a mail
attached too, so the attached one must be a bounce by its own report or text.
"""

from __future__ import annotations

from .letter import Letter
from .mime import MAX_MAIL, Part

_ATTACHED = frozenset({"message/rfc822", "message/global", "application/octet-stream", "message/x-rfc822"})
MAX_ATTACHED = 5


def attached(letter: Letter) -> list[bytes]:
    """The attached mails that may be bounces, in their order."""
    found: list[bytes] = []
    for part in letter.mail.parts:
        if looks_like_mail(part) and len(found) < MAX_ATTACHED:
            found.append(part.body()[:MAX_MAIL])
    return found


def looks_like_mail(part: Part) -> bool:
    """Whether a part is an attached mail: by its type, or a file whose name says so."""
    if part.type != "application/octet-stream":
        return part.type in _ATTACHED
    name = part.params.get("name", "").lower() or part.headers.get("content-disposition").lower()
    return ".eml" in name
