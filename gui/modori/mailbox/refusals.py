"""What a server's refusal means, from its response code (RFC 5530, RFC 3501 §7.1) and its words.

A server's words go into details as they are, cut to a line; they are never a format, and what we sent
as a secret is taken out of them.
"""

from __future__ import annotations

import re

_CODE = re.compile(r"\[([A-Z0-9-]+)[ \]]", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]+")

# The wrapping that imaplib puts around a server's words.
_WRAPPING = (
    re.compile(r"^command: [A-Z]+ => (.*)$", re.DOTALL),
    re.compile(r"^[A-Z]+ command error: [A-Z]+ \[(.*)\]$", re.DOTALL),
    re.compile(r"^b(['\"])(.*)\1$", re.DOTALL),
)

_THROTTLED = re.compile(
    r"\[(?:LIMIT|THROTTLED)\]|throttl|backoff|too many (?:simultaneous|concurrent|connections|log)|rate.?limit|"
    r"bandwidth limit|overquota|\[OVERQUOTA\]|exceeded.*(?:limit|quota)|maximum number of connections",
    re.IGNORECASE,
)
_APP_PASSWORD = re.compile(r"app(?:lication)?[- ]?(?:specific)?[- ]?password|アプリ\s?パスワード", re.IGNORECASE)
_SWITCHED_OFF = re.compile(
    r"imap[^.]{0,40}(?:not enabled|disabled|turned off|not allowed|not permitted|switched off|inactive)|"
    r"(?:enable|activate|turn on)[^.]{0,20} imap|not enabled for imap",
    re.IGNORECASE,
)
_OAUTH = re.compile(r"basicauthblocked|basic auth\w* (?:is )?(?:blocked|disabled)|oauth|modern auth", re.IGNORECASE)
_UNAVAILABLE = re.compile(r"\[(?:UNAVAILABLE|INUSE|SERVERBUG)\]|temporar|try again later", re.IGNORECASE)
_PRIVACY = re.compile(r"\[PRIVACYREQUIRED\]", re.IGNORECASE)


_PAUSE = re.compile(r"suggested backoff time:?\s*(\d{1,9})\s*(milliseconds|ms|seconds|s)\b", re.IGNORECASE)


def suggested_pause(text: str) -> float | None:
    """The seconds for which a server asks to be left alone (Exchange: "Suggested Backoff Time: 92415 milliseconds")."""
    found = _PAUSE.search(text)
    if found is None:
        return None
    return int(found[1]) / (1000 if found[2].lower().startswith("m") else 1)


def one_line(text: str, secrets: tuple[str, ...] = ()) -> str:
    """A server's words for display: one line of at most 300 characters, without control characters and secrets."""
    for secret in secrets:
        if secret:
            text = text.replace(secret, "…")
    for wrapping in _WRAPPING:
        if found := wrapping.match(text):
            text = found.groups()[-1]
    return _CONTROL.sub(" ", text).strip()[:300]


def login_refusal(text: str) -> str:
    """The code for a refused LOGIN or AUTHENTICATE."""
    for pattern, code in (
        (_OAUTH, "imap_needs_oauth"),
        (_APP_PASSWORD, "imap_needs_app_password"),
        (_SWITCHED_OFF, "imap_switched_off"),
        (_PRIVACY, "imap_login_disabled"),
        (_THROTTLED, "imap_throttled"),
        (_UNAVAILABLE, "imap_unavailable"),
    ):
        if pattern.search(text):
            return code
    return "imap_login_refused"


def refusal(text: str) -> str:
    """The code for any other refused command."""
    if _THROTTLED.search(text):
        return "imap_throttled"
    if _UNAVAILABLE.search(text):
        return "imap_unavailable"
    return "imap_refused"


def response_code(text: str) -> str | None:
    """The bracketed code of a refusal, in upper case."""
    found = _CODE.search(text)
    return found[1].upper() if found else None
