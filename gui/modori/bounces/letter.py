"""What the readers of all mail systems look at: a mail laid out as human text, report and returned original."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache

from . import addresses, html, original, recipients, reports
from .charsets import octal
from .lazy import lazy
from .mime import Headers, Mail, Part
from .reports import Report

MAX_TEXT = 128 << 10  # characters of human text that are looked at
MAX_LINE = 20_000  # characters of one line
_DAEMONS = (
    *("mailer-daemon", "mailer_daemon", "mail-daemon", "mailerdaemon", "postmaster@", "post_master@"),
    *("mail delivery s", "mail deliver s", "mail delivery agent", "mail administrator", "mail router"),
    *("delivery subsystem", "courier mail server", "delivery status", "microsoftexchange", "mdaemon@"),
)


@dataclass
class Letter:
    """One mail, laid out for reading.

    `text` is what it says to a person, up to the returned original. `behind` is the original where it stands in
    the text; `original_part` where it is attached.
    """

    mail: Mail
    text: str
    report: Report | None
    report_part: Part | None
    original: Headers | None
    original_part: Part | None
    behind: str
    headers: Headers = field(init=False)  # the mail's own, as the next three
    subject: str = field(init=False)
    author: str = field(init=False)
    sender_name: str = field(init=False)  # the author in lower case
    lower: str = field(init=False)

    def __post_init__(self) -> None:
        self.headers = self.mail.headers
        self.subject = self.headers.get("subject")[:1000]
        self.author = self.headers.get("from")
        self.sender_name = self.author[:1000].lower()
        self.lower = self.text.lower()

    @lazy
    def sender(self) -> str | None:
        """The From address; `MAILER-DAEMON` without a domain counts."""
        value = self.author
        if address := addresses.clean(value):
            return address
        name = value.partition("<")[2].partition(">")[0] if "<" in value else value
        return name.strip()[:200] or None

    @lazy
    def null_sender(self) -> bool:
        """Whether it came with the empty return path of automatic mail (RFC 5321 §4.5.5)."""
        return self.headers.raw("return-path").strip() in (b"<>", b"<MAILER-DAEMON>") or (
            self.sender is None and "from" in self.headers
        )

    @lazy
    def from_daemon(self) -> bool:
        """Whether the sender is a mail system: mailer-daemon, postmaster and the like."""
        return _is_daemon(self.sender_name)

    @lazy
    def says_report(self) -> bool:
        """Whether it calls itself a delivery report (RFC 6522), even where its machine-readable part is damaged."""
        return self.mail.params.get("report-type", "").lower() == "delivery-status"

    @lazy
    def addressed(self) -> list[str]:
        """To and Cc of the returned mail, without the sender's own addresses."""
        return [a for a in recipients.original_recipients(self.original) if addresses.key(a) not in self.own]

    @lazy
    def own(self) -> frozenset[str]:
        """Keys of the sender's own addresses, which are never a failed recipient."""
        return recipients.own_addresses(self.headers, self.original, self.report)


@lru_cache(maxsize=256)  # a mailbox knows few of them
def _is_daemon(name: str) -> bool:
    return any(word in name for word in _DAEMONS)


def lay_out(mail: Mail) -> Letter:
    """Find text, report and original of a mail."""
    report, report_part = reports.find(mail) or (None, None)
    attached = original.from_part(mail)
    original_part, original_headers = attached or (None, None)
    text, behind = _human_text(mail, report_part, original_part)
    if original_headers is None or not len(original_headers):
        original_headers = original.from_text(behind) or original_headers
    return Letter(mail, text, report, report_part, original_headers, original_part, behind)


def _human_text(mail: Mail, report_part: Part | None, original_part: Part | None) -> tuple[str, str]:
    """The text up to the returned mail, and that mail where it stands in the text. HTML only where nothing else is."""
    plain: list[str] = []
    pages: list[Part] = []
    behind = ""
    for part in mail.parts:
        if part is original_part:
            break
        if (part is report_part and part.type in reports.TYPES) or not part.type.startswith("text/"):
            continue
        if part.type == "text/html":
            pages.append(part)
            continue
        said, behind = original.cut(_bounded(part.text()))
        if said.strip():
            plain.append(said)
        if behind:
            break
    if plain:
        return "\n\n".join(plain)[:MAX_TEXT], behind
    marked = "\n\n".join(html.to_text(original.cut(_bounded(page.text()))[0]) for page in pages)
    if pages and not behind:
        marked, behind = original.cut(marked)
    return marked[:MAX_TEXT], behind


def _bounded(text: str) -> str:
    """`text` without overlong lines: no sentence of a bounce is that long, and every search stays cheap."""
    text = octal(text[:MAX_TEXT])
    if len(text) <= MAX_LINE:
        return text
    if "\n" in text and max(map(len, text.split("\n"))) <= MAX_LINE:
        return text
    return "\n".join(line[:MAX_LINE] for line in text.split("\n"))
