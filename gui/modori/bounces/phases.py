"""The step of the SMTP dialogue in which a server refused, as mail systems put it in words.

Sources: facts/bounces.md §1.3, §5.1; RFC 5321 §4.1.4 for the steps. Sendmail needs more
than words: formats/sendmail.py.
"""

from __future__ import annotations

import re

from modori.records import Phase

# By the literal (lower case) that each family of phrases has in common: a text without it need not be searched.
_FAMILIES: dict[str, tuple[tuple[str, Phase], ...]] = {
    # Postfix; amavis and many relays use its words
    "in reply to": (
        (r"in reply to end of data(?: command)?", Phase.EOD),
        (r"in reply to (?:the )?(?:RCPT TO|RCPT) command", Phase.RCPT),
        (r"in reply to (?:the )?(?:MAIL FROM|MAIL) command", Phase.MAIL),
        (r"in reply to (?:the )?DATA command", Phase.DATA),
        (r"in reply to (?:the )?(?:EHLO|HELO|LHLO) command", Phase.HELO),
        (r"in reply to (?:the )?AUTH", Phase.AUTH),
    ),
    "while ": (
        (r"while sending (?:end of data|message body)", Phase.EOD),
        (r"while sending RCPT TO", Phase.RCPT),
        (r"while sending MAIL FROM", Phase.MAIL),
        (r"while sending DATA", Phase.DATA),
        (r"(?:while performing|while sending) the (?:EHLO|HELO) handshake|while sending (?:EHLO|HELO)", Phase.HELO),
        (r"while receiving the initial (?:server )?greeting", Phase.CONNECT),
    ),
    "refused to talk to me": ((r"refused to talk to me", Phase.CONNECT),),
    "sasl authentication failed": ((r"SASL authentication failed", Phase.AUTH),),
    # Exim
    "after ": (
        (r"after (?:pipelined )?(?:sending )?(?:end of data|data block)|failed after I sent the message", Phase.EOD),
        (r"after (?:pipelined )?RCPT(?: TO)?\b", Phase.RCPT),
        (r"after (?:pipelined )?MAIL(?: FROM)?\b", Phase.MAIL),
        (r"after (?:pipelined )?(?:DATA|BDAT)\b", Phase.DATA),
        (r"after (?:EHLO|HELO|LHLO)\b", Phase.HELO),
        (r"after (?:initial connection|connect)\b", Phase.CONNECT),
        (r"after (?:AUTH|authenticat)", Phase.AUTH),
    ),
    "on initial connection": ((r"on initial connection", Phase.CONNECT),),
    # 1&1, GMX
    " command": (
        (r"for TEXT command", Phase.EOD),
        (r"for RCPT(?: TO)? command", Phase.RCPT),
        (r"for MAIL(?: FROM)? command", Phase.MAIL),
        (r"failed on DATA command", Phase.DATA),
    ),
    # qmail
    " like ": (
        (r"does not like recipient|do(?:es)?n't like recipient", Phase.RCPT),
        (r"does not like sender", Phase.MAIL),
        # dma
        (r"did not like our (?:RCPT|rcpt)", Phase.RCPT),
        (r"did not like our MAIL", Phase.MAIL),
        (r"did not like our (?:EHLO|HELO|hello)", Phase.HELO),
        (r"did not like our (?:final DATA|message)", Phase.EOD),
        (r"did not like our (?:AUTH|LOGIN|user|password)", Phase.AUTH),
        (r"did not like our connect", Phase.CONNECT),
        (r"did not like our DATA", Phase.DATA),
    ),
    "but ": (
        (r"but sender was rejected", Phase.MAIL),
        (r"but my name was rejected", Phase.HELO),
        (r"but greeting failed", Phase.CONNECT),
    ),
    # Yahoo! and gateways
    "[rcpt_to]": ((r"\[RCPT_TO\]", Phase.RCPT),),
    "[mail_from]": ((r"\[MAIL_FROM\]", Phase.MAIL),),
    "[eom]": ((r"\[EOM\]", Phase.EOD),),
    "smtp:": (
        (r"SMTP:RCPT host", Phase.RCPT),
        (r"SMTP:MAIL host", Phase.MAIL),
        (r"SMTP:DATA host", Phase.EOD),
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
    (literal, re.compile("|".join(f"({pattern})" for pattern, _ in family), re.IGNORECASE), [p for _, p in family])
    for literal, family in _FAMILIES.items()
)
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
    for literal, pattern, family in _COMPILED:
        if literal not in lower:
            continue
        found = pattern.search(text)
        if found and found.lastindex and (first is None or found.start() < first[0]):
            first = found.start(), family[found.lastindex - 1]
    return first[1] if first else None


def of_command(command: str) -> Phase | None:
    """The phase of an SMTP command line (`RCPT TO:<…>`). DATA stands for what follows it too."""
    if "initial" in command.lower():
        return Phase.CONNECT  # Courier: (initial greeting)
    verb = command.strip().split(" ", 1)[0].split(":", 1)[0].upper()
    return _COMMANDS.get(verb)
