"""Gmail and Google Workspace: old (text only), new (with pictures), in every language of its users.

Known by mailer-daemon@googlemail.com. The addresses stand in X-Failed-Recipients and the report;
the reply behind "The response from the remote server was:" ("リモート サーバーからの応答:"), in the old form behind
"The error that the other server returned was:", with the number of its state machine: `(state 14)`
is RCPT, `(state 17)` and `(state 18)` come after DATA. Without a reply, the headline between `**` tells.
"""

from __future__ import annotations

import re

from .. import phases
from ..addresses import clean, find, is_role, key
from ..findings import DELAYED, FAILED, Finding
from ..letter import Letter
from .paragraphs import one_line

SYSTEM = "gmail"

_SENDERS = ("mailer-daemon@googlemail.com", "mailer-daemon@google.com", "mail-noreply@google.com")
_RESPONSE = re.compile(
    r"(?:the response(?: from the remote server)? was|the error that the other server returned was"
    r"|the recipient server returned|応答(?:は次のとおりです)?"
    r"|die antwort(?: des remote-servers)? (?:lautete|war)|la réponse(?: du serveur distant)? (?:était|est)"
    r"|la respuesta(?: del servidor remoto)? (?:fue|es)|回應(?:如下)?|响应(?:如下)?)"
    r"\s*[:\uff1a]\s*\n?(?P<reply>[^\n].*?)(?:\n[ \t]*\n|\Z)",
    re.IGNORECASE | re.DOTALL,
)
_LISTED = re.compile(
    r"^(?:delivery to the following recipients? (?:failed permanently|has been delayed)"
    r"|delivery to the following recipients? .{0,40}):?\s*\n(?P<list>(?:\s*\n|[ \t]+\S+@\S+[ \t]*\n)+)",
    re.IGNORECASE | re.MULTILINE,
)
_HEADLINE = re.compile(r"\*\* (?P<headline>[^\n*]{3,100}) \*\*\s*(?P<sentence>.*?)(?:\n[ \t]*\n[ \t]*\n|\Z)", re.DOTALL)
_DETAILS = re.compile(
    r"^technical details of (?:permanent|temporary) failure:[ \t]*\n(?P<details>.*?)(?:\n[ \t]*\n|\Z)",
    re.IGNORECASE | re.DOTALL | re.MULTILINE,
)
_LATE = (
    "will be retried",
    "has been delayed",
    "status notification (delay)",
    "gmail will retry",
    "再試行されます",
    "delivery incomplete",
)


def fits(letter: Letter) -> bool:
    """Whether Google wrote it."""
    return any(sender in letter.sender_name for sender in _SENDERS)


def read(letter: Letter) -> list[Finding]:
    """A finding for each address of the header field, or of the list in the text; they share the words."""
    listed = [a for value in letter.headers.all("x-failed-recipients") for a in find(value[:20_000])]
    match = _LISTED.search(letter.text)
    in_text = [a for word in match["list"].split() if (a := clean(word))] if match else []
    addressed = {key(address) for address in letter.addressed}
    if not listed or (in_text and addressed.isdisjoint(map(key, listed)) and addressed >= set(map(key, in_text))):
        # the header field may name where it went, and the text whom the mail was addressed to
        listed = in_text
    reply, words = _words(letter.text)
    head = f"{letter.subject}\n{letter.text[:3000]}".lower()
    action = DELAYED if any(late in head for late in _LATE) else FAILED
    return [
        Finding(address, said=reply, text=words, phase=phases.of(words), action=action)
        for address in dict.fromkeys(listed)
        if not is_role(address) or len(listed) == 1
    ]


def _words(text: str) -> tuple[str, str]:
    """The reply, or what stands for it, and the paragraph it is from."""
    response = _RESPONSE.search(text)
    if response:
        return one_line(response["reply"]), one_line(response.group())
    if details := _DETAILS.search(text):
        return one_line(details["details"]), one_line(details["details"])
    if headline := _HEADLINE.search(text):
        words = one_line(f"{headline['headline']}. {headline['sentence']}")
        return words[:1000], words[:4000]
    return "", one_line(text[:2000])
