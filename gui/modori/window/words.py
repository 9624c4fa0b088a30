"""The names of things on the screen: sections, decisions, kinds; with the icon that goes with each.

The records carry enums, never sentences; here they get their words in the language of the moment.
"""

from __future__ import annotations

import re
from datetime import datetime

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QDate, QDateTime, QLocale

from ..languages import language_of
from ..records import Cause, Choice, Kind, Phase
from ..rules import reasons
from ..store import PastFailure, Section

SECTIONS = (
    Section.UNSUBSCRIBE,
    Section.ASKED,
    Section.RETRY,
    Section.FIX_SENDER,
    Section.REVIEW,
    Section.INCIDENTS,
    Section.NOT_YOURS,
    Section.KEPT,
    Section.NOT_BOUNCES,
)
# These are in the side bar only while they hold something: most mailboxes never have any.
AT_TIMES = frozenset({Section.INCIDENTS, Section.NOT_YOURS})

_SECTION_NAMES = {
    Section.UNSUBSCRIBE: QT_TRANSLATE_NOOP("sections", "Unsubscribe"),
    Section.ASKED: QT_TRANSLATE_NOOP("sections", "Asked to stop"),
    Section.RETRY: QT_TRANSLATE_NOOP("sections", "Retry"),
    Section.FIX_SENDER: QT_TRANSLATE_NOOP("sections", "Fix on your side"),
    Section.REVIEW: QT_TRANSLATE_NOOP("sections", "Review"),
    Section.INCIDENTS: QT_TRANSLATE_NOOP("sections", "Incidents"),
    Section.NOT_YOURS: QT_TRANSLATE_NOOP("sections", "Not yours"),
    Section.KEPT: QT_TRANSLATE_NOOP("sections", "Kept"),
    Section.NOT_BOUNCES: QT_TRANSLATE_NOOP("sections", "Not bounces"),
}
_SECTION_MEANINGS = {
    Section.UNSUBSCRIBE: QT_TRANSLATE_NOOP("sections", "Dead addresses. Nothing has been stopped yet: you decide."),
    Section.ASKED: QT_TRANSLATE_NOOP("sections", "Readers who complained, or who asked you to stop."),
    Section.RETRY: QT_TRANSLATE_NOOP("sections", "Passing trouble. Keep sending; Modori goes on counting."),
    Section.FIX_SENDER: QT_TRANSLATE_NOOP("sections", "Your own side was refused. The addresses are not to blame."),
    Section.REVIEW: QT_TRANSLATE_NOOP("sections", "Not clear enough to decide without you. Read why, then decide."),
    Section.INCIDENTS: QT_TRANSLATE_NOOP(
        "sections",
        "Many readers failed alike at once, or for one cause on your side. Decide once for all of them.",
    ),
    Section.NOT_YOURS: QT_TRANSLATE_NOOP(
        "sections", "Private mail that came back. It counts against nobody; decide if it was your newsletter after all."
    ),
    Section.KEPT: QT_TRANSLATE_NOOP("sections", "Addresses that you keep, whatever comes back."),
    Section.NOT_BOUNCES: QT_TRANSLATE_NOOP("sections", "Other mail in this mailbox: it counts against nobody."),
}
SECTION_ICONS = {
    Section.UNSUBSCRIBE: "user-x",
    Section.ASKED: "hand",
    Section.RETRY: "rotate-cw",
    Section.FIX_SENDER: "wrench",
    Section.REVIEW: "eye",
    Section.INCIDENTS: "triangle-alert",
    Section.NOT_YOURS: "circle-slash",
    Section.KEPT: "pin",
    Section.NOT_BOUNCES: "mail",
}

_CHOICE_NAMES = {
    Choice.UNSUBSCRIBE: QT_TRANSLATE_NOOP("choices", "Unsubscribe"),
    Choice.RETRY: QT_TRANSLATE_NOOP("choices", "Retry"),
    Choice.FIX_SENDER: QT_TRANSLATE_NOOP("choices", "Fix on your side"),
    Choice.REVIEW: QT_TRANSLATE_NOOP("choices", "Review"),
    Choice.IGNORE: QT_TRANSLATE_NOOP("choices", "Nothing to do"),
    Choice.KEEP: QT_TRANSLATE_NOOP("choices", "Keep"),
}
CHOICE_ICONS = {
    Choice.UNSUBSCRIBE: "user-x",
    Choice.RETRY: "rotate-cw",
    Choice.FIX_SENDER: "wrench",
    Choice.REVIEW: "eye",
    Choice.IGNORE: "circle-check",
    Choice.KEEP: "pin",
}

_KIND_NAMES = {
    Kind.BOUNCE: QT_TRANSLATE_NOOP("kinds", "Returned mail (bounce)"),
    Kind.DELAYED: QT_TRANSLATE_NOOP("kinds", "Delayed, still being tried"),
    Kind.DELIVERED: QT_TRANSLATE_NOOP("kinds", "Delivery confirmed"),
    Kind.COMPLAINT: QT_TRANSLATE_NOOP("kinds", "Spam complaint"),
    Kind.UNSUBSCRIBE_REQUEST: QT_TRANSLATE_NOOP("kinds", "Asked to stop"),
    Kind.AUTO_REPLY: QT_TRANSLATE_NOOP("kinds", "Automatic reply"),
    Kind.READ_RECEIPT: QT_TRANSLATE_NOOP("kinds", "Read receipt"),
    Kind.CHALLENGE: QT_TRANSLATE_NOOP("kinds", "Asks whether you are human"),
    Kind.OTHER: QT_TRANSLATE_NOOP("kinds", "Ordinary mail"),
}
_CAUSE_NAMES = {
    Cause.FAILED: QT_TRANSLATE_NOOP("kinds", "Delivery failed"),
    Cause.COMPLAINT: QT_TRANSLATE_NOOP("kinds", "Complained"),
    Cause.REQUEST: QT_TRANSLATE_NOOP("kinds", "Asked to stop"),
}
_PHASE_NAMES = {
    Phase.CONNECT: QT_TRANSLATE_NOOP("phases", "refused when connecting"),
    Phase.HELO: QT_TRANSLATE_NOOP("phases", "refused at the greeting"),
    Phase.AUTH: QT_TRANSLATE_NOOP("phases", "refused at login"),
    Phase.MAIL: QT_TRANSLATE_NOOP("phases", "refused because of the sender"),
    Phase.RCPT: QT_TRANSLATE_NOOP("phases", "refused because of the address"),
    Phase.DATA: QT_TRANSLATE_NOOP("phases", "refused before the text of the mail"),
    Phase.EOD: QT_TRANSLATE_NOOP("phases", "refused after the whole mail"),
}


def _say(context: str, text: object) -> str:
    return QCoreApplication.translate(context, str(text))


def fill(text: str, *parts: str) -> str:
    """`text` with %1, %2, … replaced, all at once: what is put in is never looked at again."""
    return re.sub(r"%([1-9])", lambda found: parts[int(found[1]) - 1], text)


def section_name(section: Section) -> str:
    """What the side bar calls `section`."""
    return _say("sections", _SECTION_NAMES[section])


def section_meaning(section: Section) -> str:
    """One sentence on what `section` holds."""
    return _say("sections", _SECTION_MEANINGS[section])


def choice_name(choice: Choice) -> str:
    """A decision as the table shows it."""
    return _say("choices", _CHOICE_NAMES[choice])


def kind_name(kind: Kind) -> str:
    """What a mail is."""
    return _say("kinds", _KIND_NAMES[kind])


def phase_name(phase: Phase) -> str:
    """When the other server refused."""
    return _say("phases", _PHASE_NAMES[phase])


def reason_name(reason: str | None, cause: Cause = Cause.FAILED) -> str:
    """A reason in words; for complaints and requests, which have none, their cause."""
    if reason is None:
        return _say("kinds", _CAUSE_NAMES[cause])
    return reasons()[reason].name(language_of(QLocale().name()))


def happened(failure: PastFailure) -> str:
    """What one mail says about an address: the reason of a bounce, else what the mail is."""
    if failure.kind is Kind.BOUNCE and failure.reason:
        return reason_name(failure.reason)
    return kind_name(failure.kind)


def short_date(when: datetime | None) -> str:
    """A date for a table, in the user's own order of day and month."""
    if when is None:
        return ""
    return QLocale().toString(QDate(when.year, when.month, when.day), QLocale.FormatType.ShortFormat)


def full_date(when: datetime | None) -> str:
    """Date and time for a tooltip, in local time."""
    if when is None:
        return ""
    moment = QDateTime.fromSecsSinceEpoch(int(when.timestamp()))
    return QLocale().toString(moment, QLocale.FormatType.LongFormat)


def number(count: int) -> str:
    """A number with the user's own separators."""
    return QLocale().toString(count)


def size_text(size: int) -> str:
    """A size in bytes, in the unit that reads well."""
    return QLocale().formattedDataSize(size)
