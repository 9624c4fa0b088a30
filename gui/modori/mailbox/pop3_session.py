"""Gets into a POP3 mailbox: connect, protect the connection, log in. Says exactly which step failed."""

from __future__ import annotations

import base64
import hashlib
import logging
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass

from ..records import Security, Server
from .certificates import verifying_context
from .errors import CertificateError, LostError, MailboxError
from .link import Link
from .pop3_protocol import Dialogue, RefusedError
from .pop3_refusals import Refusal, login_code, meaning
from .refusals import one_line
from .session import (
    Bearer,
    Secret,
    compare,
    connected,
    expect_plain,
    explaining_tls,
    revealed,
    sasl_plain,
    words_about_login,
    xoauth2,
)

_STAMP = re.compile(rb"<[\x21-\x3b\x3d\x3f-\x7e]+@[\x21-\x3b\x3d\x3f-\x7e]+>")  # RFC 1939 §7: a msg-id
_log = logging.getLogger(__name__)

# What the connection says in IMAP's words, and how it has to be said of POP3, which has other ports and names.
_OF_POP3 = {
    "imap_port_refused": "pop3_port_refused",
    "imap_plain_only": "pop3_plain_only",
    "imap_tls_only": "pop3_tls_only",
    "imap_injected": "pop3_injected",
    "imap_no_starttls": "pop3_no_stls",
}


@dataclass(frozen=True, slots=True)
class Entered:
    """A connection that is logged in, and what the server said it can (CAPA, RFC 2449; empty where it has none)."""

    link: Link
    dialogue: Dialogue
    capabilities: frozenset[str]


def enter(server: Server, password: Secret, timeout: float, cancelled: threading.Event, hold: list[Link]) -> Entered:
    """Connect to `server` and log in. Links being used are put into `hold`, so that they can be interrupted.

    Raises MailboxError and its subclasses; the connection is closed then.
    """
    with in_pop3_words(), connected(server, password, timeout, cancelled, hold) as link:
        dialogue, greeting = _protected(server, link, hold)
        able = capabilities(dialogue)
        _log_in(dialogue, link, server, password, greeting, able)
        return Entered(link, dialogue, able)


@contextmanager
def in_pop3_words() -> Iterator[None]:
    """Say of POP3 what the shared parts say of IMAP."""
    try:
        yield
    except CertificateError:
        raise
    except MailboxError as error:
        code = _OF_POP3.get(error.note.code)
        if code is None:
            raise
        raise type(error)(code, **error.note.details) from None


def _protected(server: Server, link: Link, hold: list[Link]) -> tuple[Dialogue, bytes]:
    context = verifying_context(server)
    dialogue = Dialogue(link)
    with explaining_tls(server, link, hold):
        if server.security is Security.POP3S:
            link.start_tls(context)
            compare(server, link)
            return dialogue, _greeting(dialogue, link)
        expect_plain(link, hold)
        greeting = _greeting(dialogue, link)
        try:
            dialogue.ask(b"STLS")
        except RefusedError as refused:
            raise MailboxError("pop3_no_stls", **link.where(), server=one_line(refused.words)) from None
        dialogue.start_tls(context)
        compare(server, link)
        return dialogue, greeting


def _greeting(dialogue: Dialogue, link: Link) -> bytes:
    try:
        return dialogue.status()
    except RefusedError as refused:
        code = "pop3_in_use" if meaning(refused.words) is Refusal.IN_USE else "imap_said_bye"
        raise LostError(code, **link.where(), server=one_line(refused.words)) from None
    except LostError as error:
        if error.note.code == "imap_connection_lost" and not link.received:
            raise LostError("imap_closed_at_once", **link.where()) from None
        raise
    except MailboxError as error:
        if error.note.code == "pop3_nonsense":
            raise MailboxError("pop3_not_pop3", **link.where()) from None
        raise


def capabilities(dialogue: Dialogue) -> frozenset[str]:
    """The names of what the server can, in upper case, SASL mechanisms as "SASL PLAIN"; none when it does not tell."""
    try:
        dialogue.ask(b"CAPA")
    except RefusedError:
        return frozenset()  # an old server: it is asked for each thing when it is needed
    able: set[str] = set()
    for line in dialogue.table():
        name, *arguments = line.decode("ascii", "replace").upper().split()[:50] or [""]
        able.add(name)
        if name == "SASL":
            able.update(f"SASL {mechanism}" for mechanism in arguments)
    return frozenset(able)


def _log_in(
    dialogue: Dialogue, link: Link, server: Server, password: Secret, greeting: bytes, able: frozenset[str]
) -> None:
    if isinstance(password, Bearer):
        _present_token(dialogue, link, server.user, password)
        return
    user, secret = revealed(server, password, link)
    try:
        if "SASL PLAIN" in able and ("USER" not in able or not (user + secret).isascii()):
            _auth_plain(dialogue, user, secret)
        else:
            _user_pass(dialogue, user, secret)
    except RefusedError as refused:
        kind = meaning(refused.words)
        if kind is Refusal.ALREADY_IN:
            _log.warning("the server says that the login was done before; going on")
        elif kind is Refusal.WANTS_APOP:
            _apop(dialogue, link, server, secret, greeting, refused.words)
        else:
            raise _not_let_in(refused, link, user, secret) from None


def _present_token(dialogue: Dialogue, link: Link, user: str, bearer: Bearer) -> None:
    """XOAUTH2; a token that the server does not take may have been revoked, so a fresh one is tried once."""
    words = ""
    for fresh in (False, True):
        token = bearer.access_token(fresh=fresh)
        line = base64.b64encode(xoauth2(user, token))
        try:
            dialogue.send(b"AUTH XOAUTH2")
            dialogue.challenge()
            dialogue.final(line)
        except RefusedError as refused:
            words = one_line(refused.words, (token, line.decode("ascii")))
        else:
            return
    raise MailboxError("imap_token_refused", **link.where(), user=user, server=words)


def _user_pass(dialogue: Dialogue, user: str, secret: str) -> None:
    dialogue.ask(b"USER " + user.encode())
    dialogue.ask(b"PASS " + secret.encode())


def _auth_plain(dialogue: Dialogue, user: str, secret: str) -> None:
    # Without an initial response, which old servers do not take (RFC 5034 §4).
    dialogue.send(b"AUTH PLAIN")
    dialogue.challenge()
    dialogue.ask(base64.b64encode(sasl_plain(user, secret)))


def _apop(dialogue: Dialogue, link: Link, server: Server, secret: str, greeting: bytes, words: str) -> None:
    """APOP (RFC 1939 §7), when the server insists on it.

    No question to the user: the connection is protected, and APOP tells the server less than PASS would have.
    """
    stamp = _STAMP.search(greeting)
    if stamp is None:
        raise MailboxError("pop3_wants_apop", **link.where(), user=server.user, server=one_line(words, (secret,)))
    digest = hashlib.md5(stamp[0] + secret.encode(), usedforsecurity=False).hexdigest()
    try:
        dialogue.ask(f"APOP {server.user} {digest}".encode())
    except RefusedError as refused:
        if meaning(refused.words) is not Refusal.ALREADY_IN:
            raise _not_let_in(refused, link, server.user, secret) from None


def _not_let_in(refused: RefusedError, link: Link, user: str, secret: str) -> MailboxError:
    words = words_about_login(refused.words, user, secret)
    code = login_code(refused.words)
    # Another session, perhaps our own one that was cut, ends some time.
    kind = LostError if code == "pop3_in_use" else MailboxError
    return kind(code, **link.where(), user=user, server=words)


def leave(entered: Entered, *, update: bool = False) -> None:
    """End the session. With `update` the server deletes what was marked: raises MailboxError if that is not sure.

    Else never raises: nothing was marked.
    """
    link = entered.link
    try:
        if update:
            entered.dialogue.ask(b"QUIT")
        elif not link.cancelled.is_set():
            link.timeout = min(link.timeout, 3.0)
            with suppress(RefusedError, MailboxError):
                entered.dialogue.ask(b"QUIT")
    except RefusedError as refused:
        raise MailboxError("pop3_not_all_deleted", **link.where(), server=one_line(refused.words)) from None
    finally:
        link.close()
