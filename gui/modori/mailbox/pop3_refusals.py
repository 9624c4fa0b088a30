"""What a POP3 server's -ERR means: the twelve replies of PMail Server, response codes, and what others say.

Facts: facts/bounces.md §1.2. Response codes are those of RFC 2449 and RFC 3206; where there is one, it is believed.
"""

from __future__ import annotations

import re
from enum import StrEnum

from .refusals import login_refusal


class Refusal(StrEnum):
    """What an -ERR means for the one who asked."""

    UNKNOWN_COMMAND = "unknown_command"  # P1
    LOGIN = "login"  # P2
    ALREADY_IN = "already_in"  # P3
    WANTS_APOP = "wants_apop"  # P4
    NOT_LOGGED_IN = "not_logged_in"  # P5
    NO_SUCH_MAIL = "no_such_mail"  # P6, P7, P11
    TOP_ARGUMENTS = "top_arguments"  # P8
    NO_MEMORY = "no_memory"  # P9
    READ_ERROR = "read_error"  # P10
    FILE_ERROR = "not_opened"  # P12
    IN_USE = "in_use"
    LATER = "later"
    OTHER = "other"


_CODES = {
    "IN-USE": Refusal.IN_USE,
    "LOGIN-DELAY": Refusal.LATER,
    "SYS/TEMP": Refusal.LATER,
    "AUTH": Refusal.LOGIN,
}
_CODE = re.compile(r"\s*\[([A-Z/-]+)\]", re.IGNORECASE)
_WORDS = (
    (Refusal.ALREADY_IN, re.compile(r"authorization has already been done|already (?:authenticated|logged in)", re.I)),
    (Refusal.WANTS_APOP, re.compile(r"use (?:the )?APOP|APOP (?:is )?required", re.I)),
    (
        Refusal.LOGIN,
        re.compile(r"authentication failed|invalid (?:login|user|password)|login (?:failed|incorrect)", re.I),
    ),
    (Refusal.NOT_LOGGED_IN, re.compile(r"need POP3 authentication|not (?:authenticated|logged in)", re.I)),
    (Refusal.TOP_ARGUMENTS, re.compile(r"two options? ?\(?mailno", re.I)),
    (Refusal.NO_MEMORY, re.compile(r"out of memory", re.I)),
    (Refusal.READ_ERROR, re.compile(r"message read error", re.I)),
    (Refusal.FILE_ERROR, re.compile(r"file open error", re.I)),
    (
        Refusal.NO_SUCH_MAIL,
        re.compile(r"message (?:\S+ )?(?:does not exist|has been deleted)|no such message|there'?s no message", re.I),
    ),
    (
        Refusal.IN_USE,
        re.compile(r"(?:mailbox|maildrop|mail ?drop) (?:is )?(?:already )?(?:in use|locked|busy)|lock", re.I),
    ),
    (
        Refusal.UNKNOWN_COMMAND,
        re.compile(
            r"(?:unknown|unrecognized|invalid|unimplemented|unsupported) command|"
            r"command (?:not|is not) (?:implemented|recognized|supported|valid)",
            re.I,
        ),
    ),
)
_WINDOWS_ERROR = re.compile(r"error ?code\W{0,4}(\d{1,5})|:\s*(\d{1,5})\s*$", re.IGNORECASE)

# Glosses of the Windows errors that a mail file can meet; others are told by their number alone.
WINDOWS_ERRORS = {
    2: "pop3_file_missing",
    3: "pop3_file_missing",
    5: "pop3_file_denied",
    32: "pop3_file_in_use",
    33: "pop3_file_in_use",
    112: "pop3_file_disk_full",
}


def meaning(words: str) -> Refusal:
    """What the words behind -ERR mean."""
    code = _CODE.match(words)
    if code and code[1].upper() in _CODES:
        return _CODES[code[1].upper()]
    return next((kind for kind, pattern in _WORDS if pattern.search(words)), Refusal.OTHER)


def login_code(words: str) -> str:
    """The code of the sentence for a refused login."""
    kind = meaning(words)
    if kind is Refusal.IN_USE:
        return "pop3_in_use"
    if kind is Refusal.LATER:
        return "imap_throttled"
    if kind is Refusal.NO_MEMORY:
        return "pop3_out_of_memory"
    if kind is Refusal.UNKNOWN_COMMAND:
        return "pop3_unknown_command"
    code = login_refusal(words.replace("POP3", "IMAP").replace("POP", "IMAP"))
    return {"imap_login_refused": "pop3_login_refused", "imap_switched_off": "pop3_switched_off"}.get(code, code)


def file_error(words: str) -> tuple[str, str]:
    """The code of the sentence for a mail file that the server could not open, and Windows' number ("?" if none)."""
    found = _WINDOWS_ERROR.search(words)
    number = (found[1] or found[2]) if found else "?"
    return WINDOWS_ERRORS.get(int(number) if number.isdigit() else -1, "pop3_file_error"), number
