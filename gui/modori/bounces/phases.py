"""The step of the SMTP dialogue in which a server refused, as mail systems put it in words.

Sources: facts/bounces.md §1.3, §5.1; RFC 5321 §4.1.4 for the steps. Sendmail needs more
than words: formats/sendmail.py.
"""

from __future__ import annotations

import re

from modori.records import Phase

# Phrases in lower case, by the words that each family has in common: a text without them need not be searched.
_FAMILIES: dict[str, tuple[tuple[str, Phase], ...]] = {
    # Postfix; amavis and many relays use its words
    "in reply to": (
        (r"in reply to end of data(?: command)?", Phase.EOD),
        (r"in reply to (?:the )?(?:rcpt to|rcpt) command", Phase.RCPT),
        (r"in reply to (?:the )?(?:mail from|mail) command", Phase.MAIL),
        (r"in reply to (?:the )?data command", Phase.DATA),
        (r"in reply to (?:the )?(?:ehlo|helo|lhlo) command", Phase.HELO),
        (r"in reply to (?:the )?auth", Phase.AUTH),
    ),
    "while ": (
        (r"while sending (?:end of data|message body)", Phase.EOD),
        (r"while sending rcpt to", Phase.RCPT),
        (r"while sending mail from", Phase.MAIL),
        (r"while sending data", Phase.DATA),
        (r"(?:while performing|while sending) the (?:ehlo|helo) handshake|while sending (?:ehlo|helo)", Phase.HELO),
        (r"while receiving the initial (?:server )?greeting", Phase.CONNECT),
    ),
    "refused to talk to me": ((r"refused to talk to me", Phase.CONNECT),),
    "sasl authentication failed": ((r"sasl authentication failed", Phase.AUTH),),
    # Exim
    "after ": (
        (r"after (?:pipelined )?(?:sending )?(?:end of data|data block)|failed after i sent the message", Phase.EOD),
        (r"after (?:pipelined )?rcpt(?: to)?\b", Phase.RCPT),
        (r"after (?:pipelined )?mail(?: from)?\b", Phase.MAIL),
        (r"after (?:pipelined )?(?:data|bdat)\b", Phase.DATA),
        (r"after (?:ehlo|helo|lhlo)\b", Phase.HELO),
        (r"after (?:initial connection|connect)\b", Phase.CONNECT),
        (r"after (?:auth|authenticat)", Phase.AUTH),
    ),
    "on initial connection": ((r"on initial connection", Phase.CONNECT),),
    # 1&1, GMX
    " command": (
        (r"for text command", Phase.EOD),
        (r"for rcpt(?: to)? command", Phase.RCPT),
        (r"for mail(?: from)? command", Phase.MAIL),
        (r"failed on data command", Phase.DATA),
    ),
    # qmail
    " like ": (
        (r"does not like recipient|do(?:es)?n't like recipient", Phase.RCPT),
        (r"does not like sender", Phase.MAIL),
        # dma
        (r"did not like our rcpt", Phase.RCPT),
        (r"did not like our mail", Phase.MAIL),
        (r"did not like our (?:ehlo|helo|hello)", Phase.HELO),
        (r"did not like our (?:final data|message)", Phase.EOD),
        (r"did not like our (?:auth|login|user|password)", Phase.AUTH),
        (r"did not like our connect", Phase.CONNECT),
        (r"did not like our data", Phase.DATA),
    ),
    "but ": (
        (r"but sender was rejected", Phase.MAIL),
        (r"but my name was rejected", Phase.HELO),
        (r"but greeting failed", Phase.CONNECT),
    ),
    # Yahoo! and gateways
    "[rcpt_to]": ((r"\[rcpt_to\]", Phase.RCPT),),
    "[mail_from]": ((r"\[mail_from\]", Phase.MAIL),),
    "[eom]": ((r"\[eom\]", Phase.EOD),),
    "smtp:": (
        (r"smtp:rcpt host", Phase.RCPT),
        (r"smtp:mail host", Phase.MAIL),
        (r"smtp:data host", Phase.EOD),
    ),
    # Gmail of old: the number of its state machine
    "(state ": (
        (r"\(state (?:13|14)\)", Phase.RCPT),
        (r"\(state 15\)", Phase.DATA),
        (r"\(state (?:17|18)\)", Phase.EOD),
        (r"\(state (?:8|9|12)\)", Phase.AUTH),
    ),
}
_COMPILED = tuple(
    (common, re.compile("|".join(f"({pattern})" for pattern, _ in family)), [phase for _, phase in family])
    for common, family in _FAMILIES.items()
)
_BEFORE = 40  # characters of a phrase before the common words
_COMMANDS = {
    "RCPT": Phase.RCPT,
    "MAIL": Phase.MAIL,
    "DATA": Phase.DATA,
    "BDAT": Phase.EOD,
    ".": Phase.EOD,
    "EHLO": Phase.HELO,
    "HELO": Phase.HELO,
    "LHLO": Phase.HELO,
    "AUTH": Phase.AUTH,
    "STARTTLS": Phase.HELO,
}


def of(text: str) -> Phase | None:
    """The phase that the first such phrase in `text` tells; None where there is none."""
    lower = text.lower()
    first: tuple[int, Phase] | None = None
    for common, pattern, family in _COMPILED:
        if common not in lower:
            continue
        found = pattern.search(lower, max(0, lower.find(common) - _BEFORE))
        if found and found.lastindex and (first is None or found.start() < first[0]):
            first = found.start(), family[found.lastindex - 1]
    return first[1] if first else None


def of_command(command: str) -> Phase | None:
    """The phase of an SMTP command line (`RCPT TO:<…>`). DATA stands for what follows it too."""
    if "initial" in command.lower():
        return Phase.CONNECT  # Courier: (initial greeting)
    verb = command.strip().split(" ", 1)[0].split(":", 1)[0].upper()
    return _COMMANDS.get(verb)
