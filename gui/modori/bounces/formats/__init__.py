"""The mail systems that Modori knows, each in a file of its own, in the order in which they are asked.

A system's file says how its mails are recognised (`fits`) and what their text tells about each
recipient (`read`). The order goes from what is certain to what is only likely: a clone stands
behind the system that it imitates.
"""

from __future__ import annotations

from typing import Protocol

from ..findings import Finding
from ..letter import Letter
from . import (
    activehunter,
    amavis,
    amazonses,
    amazonses_mail,
    apachejames,
    barracuda,
    biglobe,
    courier,
    dma,
    domino,
    dovecot,
    einsundeins,
    exchange,
    exchange2003,
    exim,
    ezweb,
    fml,
    gmail,
    groupwise,
    haraka,
    hmailserver,
    imail,
    intermail,
    interscan,
    ironport,
    kddi,
    mailenable,
    mailfoundry,
    mailmarshal,
    mdaemon,
    messagelabs,
    messagingserver,
    mfilter,
    nullmailer,
    opensmtpd,
    postfix,
    postfix_smtpd,
    powermta,
    qmail,
    sendgrid,
    sendmail,
    surfcontrol,
    verizon,
    x3,
    x6,
    yahoo,
    zoho,
)
from .marks import Index


class Format(Protocol):
    """One mail system. The modules of this package are its implementations."""

    @property
    def SYSTEM(self) -> str:  # noqa: N802
        """The system's id, for rules and the command line."""
        ...

    def fits(self, letter: Letter) -> bool:
        """Whether this system wrote the mail."""
        ...

    def read(self, letter: Letter) -> list[Finding]:
        """What the mail's text tells about each recipient; empty where it tells nothing."""
        ...


FORMATS: tuple[Format, ...] = (
    amazonses,
    dovecot,
    gmail,
    amazonses_mail,
    powermta,
    sendgrid,
    ironport,
    hmailserver,
    imail,
    mailmarshal,
    mdaemon,
    groupwise,
    apachejames,
    mailenable,
    verizon,
    messagelabs,
    surfcontrol,
    mailfoundry,
    barracuda,
    amavis,
    x3,
    x6,
    ezweb,
    kddi,
    biglobe,
    activehunter,
    mfilter,
    interscan,
    yahoo,
    fml,
    intermail,
    postfix_smtpd,
    postfix,
    opensmtpd,
    nullmailer,
    dma,
    haraka,
    courier,
    einsundeins,
    zoho,
    exim,
    messagingserver,
    exchange2003,
    exchange,
    domino,
    sendmail,
    qmail,
)

# Their marks stand in no mail of a person or a list, so that nothing else need look like a bounce.
CERTAIN: tuple[Format, ...] = (amazonses, kddi, fml)

_INDEX = Index(tuple(system.SYSTEM for system in FORMATS))


def find(letter: Letter) -> Format | None:
    """The system that wrote this mail."""
    for place in _INDEX.places(letter):
        if FORMATS[place].fits(letter):
            return FORMATS[place]
    return None
