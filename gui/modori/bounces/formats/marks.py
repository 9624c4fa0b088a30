"""Which mail systems need be asked about a mail at all: words without which a system's mail is never its own.

Asking fifty systems one after the other costs more than all the rest of reading a mail. So the face of the mail (the
names of its header fields and what stands in some of them, its subject and text, the fields of the report) is searched
once for all these words, in one linear pass, and only a system that has one of its own there is asked. A system that is
not in the table is always asked.
"""

from __future__ import annotations

from collections.abc import Mapping

from modori.rules.texts import TextSet

from ..letter import Letter

MARKS: Mapping[str, tuple[str, ...]] = {
    "activehunter": ("x-ahmailid",),
    "amavis": ("content-filter at", "internal reference code for your message is"),
    "amazonses": ("amazonses.com", "sns.amazonaws.com", "x-amz-sns-message-id"),
    "apachejames": ("[bounce]", "javamail", "this is the james mail server at"),
    "barracuda": ("blocked by",),
    "biglobe": ("had delivery problems",),
    "courier": ("courier mail server", "<courier."),
    "dma": ("this is the dragonfly mail agent",),
    "domino": ("failure reason", "delivery failure:"),
    "dovecot": ("was automatically re",),
    "einsundeins": (
        *("kundenserver.de", "smtp error from remote server for", "x-ui-out-filterresults"),
        *("x-gmx-antispam", "x-ui-filterresults"),
    ),
    "exchange": (
        *("diagnostic information for administrators", "generating server:", "remote server returned '"),
        *("x-ms-exchange-", "outlook.com"),
    ),
    "exchange2003": (
        *("did not reach the following", "to the following recipient(s)", "empfänger nicht erreicht", "destinataire"),
        *(
            "destinatari",
            "に配信でき",
            "に届けることが",
            "にメッセージを",
            "bereikte de volgende",
            "internet mail service",
        ),
    ),
    "exim": ("-eximdsn-", "this message was created automatically by", "x-mailer-daemon-recipients"),
    "ezweb": ("ezweb.ne.jp", "au.com"),
    "fml": ("x-mlserver", ".fml"),
    "gmail": ("mailer-daemon@google", "mail-noreply@google"),
    "groupwise": ("groupwise", "ntmail", "the message that you sent was undeliverable to the following"),
    "haraka": ("this is the haraka mailer program",),
    "hmailserver": ("hmailserver",),
    "imail": ("<smtp32", "undeliverable mail"),
    "intermail": ("mail system error - returned mail", "this message was undeliverable due to the following reason"),
    "interscan": ("interscan", "sent <<<"),
    "ironport": ("the following message to",),
    "kddi": ("dion.ne.jp", "auone-net.jp", "your mail sent on:", "your mail attempted to be delivered"),
    "mailenable": ("[smtp:",),
    "mailfoundry": ("unable to deliver message to:",),
    "mailmarshal": ("could not be delivered because of",),
    "mdaemon": ("the attached message ha", "did not receive a copy of your message"),
    "messagelabs": ("messagelabs",),
    "messagingserver": ("recipient address:",),
    "mfilter": ("server message", "smtp command"),
    "nullmailer": ("this is the nullmailer delivery system",),
    "opensmtpd": ("this is the mailer-daemon, please do not reply",),
    "postfix-smtpd": ("smtp server: errors from",),
    "powermta": ("x-powermta-", "hello, this is the mail server on"),
    "sendgrid": ("automatically generated message from sendgrid",),
    "surfcontrol": ("surfcontrol", "failed to send to identified host"),
    "verizon": ("vtext.com", "vzwpix.com"),
    "x3": ("automatically generated delivery status notification",),
    "x6": ("returned permanent error",),
    "yahoo": ("unable to deliver your message to the following address", "message from yahoo."),
    "zoho": ("error_code :",),
}


_TELLING = ("message-id", "x-mailer", "x-mlserver", "reply-to")  # the header fields that systems look at
_KNOWN = 1024  # sets of marks whose systems are remembered


class Index:
    """The marks of systems as one set; `systems` are their ids in the order in which they are asked."""

    def __init__(self, systems: tuple[str, ...]) -> None:
        self._set = TextSet()
        self._always = frozenset(place for place, system in enumerate(systems) if system not in MARKS)
        self._owners: dict[int, list[int]] = {}
        self._known: dict[frozenset[int], list[int]] = {}
        for place, system in enumerate(systems):
            for mark in MARKS.get(system, ()):
                self._owners.setdefault(self._set.literal(mark), []).append(place)
        self._set.close()

    def places(self, letter: Letter) -> list[int]:
        """The places of the systems that may have written a mail, in their order."""
        hit = frozenset(self._set.hits(_face(letter)))
        places = self._known.get(hit)
        if places is None:
            places = sorted(self._always.union(*(self._owners[number] for number in hit)))
            if len(self._known) < _KNOWN:
                self._known[hit] = places
        return places


def _face(letter: Letter) -> bytes:
    report = letter.report.message if letter.report else {}
    headers = letter.headers
    said = (
        *headers.names(),
        *(headers.get(name).lower() for name in _TELLING if name in headers),
        *(letter.mail.params.get("boundary", "").lower(), letter.sender_name, letter.subject.lower()),
        *(*report, report.get("reporting-mta", "").lower(), letter.lower),
    )
    return "\n".join(said).encode("utf-8", "replace")
