"""Gets into a mailbox: connect, protect the connection, log in. Says exactly which step failed.

Nothing secret is sent before the connection is protected and the certificate is trusted.
"""

from __future__ import annotations

import base64
import imaplib
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from ..records import Security, Server
from .certificates import describe, describing_context, is_trusted, verifying_context
from .errors import Certificate, CertificateError, LostError, MailboxError
from .link import Link, TlsError
from .protocol import Client
from .refusals import login_refusal, one_line, refusal, response_code
from .upgrade import ask_for_tls, begins_plain

QUIET = 5.0  # seconds without a greeting after which we ask whether the port speaks TLS from the start
PROBE = 5.0  # seconds that such a question may take

# What imaplib and imapclient raise when a server does not keep to the protocol.
NONSENSE = (imaplib.IMAP4.error, ValueError, IndexError, KeyError, RecursionError)


class Secret:
    """A password on its way to the server; never shown."""

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        self._text = text

    def __repr__(self) -> str:
        return "Secret(…)"

    def __reduce__(self) -> str:
        raise TypeError("a secret is not written down")

    def reveal(self) -> str:
        """The password itself."""
        return self._text


class Bearer(Secret):
    """A secret that is no password but gets tokens, for XOAUTH2."""

    __slots__ = ()

    def access_token(self, *, fresh: bool = False) -> str:
        """A token that is valid now; with `fresh` never the last one again. Blocks; raises MailboxError."""
        raise NotImplementedError


def secret_of(password: str | Secret) -> Secret:
    """A password, wrapped up unless it is."""
    return Secret(password) if isinstance(password, str) else password


def revealed(server: Server, password: Secret, link: Link) -> tuple[str, str]:
    """User and password for a log-in. Raises MailboxError where one holds what would end the command."""
    user, secret = server.user, password.reveal()
    if any(ord(c) < 32 or ord(c) == 127 for c in user + secret):
        raise MailboxError("imap_login_characters", **link.where())
    return user, secret


def sasl_plain(user: str, secret: str) -> bytes:
    """The one line of the PLAIN mechanism (RFC 4616)."""
    return f"\0{user}\0{secret}".encode()


def words_about_login(words: str, user: str, secret: str) -> str:
    """What a server said of a log-in, for display: it may repeat what it did not understand."""
    return one_line(words, (secret, base64.b64encode(sasl_plain(user, secret)).decode("ascii")))


def xoauth2(user: str, token: str) -> bytes:
    """The one line of the XOAUTH2 mechanism of Google and Microsoft."""
    return f"user={user}\1auth=Bearer {token}\1\1".encode()


def log_in(server: Server, password: Secret, timeout: float, cancelled: threading.Event, hold: list[Link]) -> Client:
    """Connect to `server` and log in. Links being used are put into `hold`, so that they can be interrupted.

    Raises MailboxError and its subclasses; the connection is closed then.
    """
    with connected(server, password, timeout, cancelled, hold) as link:
        client = _protected(server, link, hold)
        with told_by(link, "imap_not_imap"):
            _authenticate(client, link, server, password)
        return client


@contextmanager
def connected(
    server: Server, password: Secret, timeout: float, cancelled: threading.Event, hold: list[Link]
) -> Iterator[Link]:
    """A connection to `server`, not protected yet. Closed when anything fails while it is used, else left open.

    Links being used are put into `hold`. Raises MailboxError, also for what is wrong with a sign-in.
    """
    if isinstance(password, Bearer):
        password.access_token()  # what is wrong with the sign-in shows before anything else
    link = Link(server.host, server.port, timeout, cancelled)
    hold[:] = [link]
    try:
        link.connect()
        yield link
    except BaseException:
        link.close()
        raise


def _protected(server: Server, link: Link, hold: list[Link]) -> Client:
    context = verifying_context(server)
    with explaining_tls(server, link, hold):
        if server.security is Security.IMAPS:
            link.start_tls(context)
            compare(server, link)
            return _greeted(link)
        expect_plain(link, hold)
        client = _greeted(link)
        with told_by(link, "imap_not_imap"):
            if client.imap.state != "NONAUTH":
                raise MailboxError("imap_injected", **link.where())  # PREAUTH would keep us from STARTTLS
            if not client.has_capability("STARTTLS"):
                raise MailboxError("imap_no_starttls", **link.where())
            client.starttls(context)
        compare(server, link)
        return client


@contextmanager
def explaining_tls(server: Server, link: Link, hold: list[Link]) -> Iterator[None]:
    """Say what a failed handshake means: raises CertificateError, MailboxError. The connection is closed then."""
    try:
        yield
    except ssl.SSLCertVerificationError as error:
        link.close()
        raise CertificateError(_look_at(server, link, hold, error)) from None
    except TlsError as error:
        link.close()
        raise _why_no_tls(server, link, hold, error) from None


def compare(server: Server, link: Link) -> None:
    """Raise CertificateError when the user trusts another certificate than the one that was shown."""
    if server.fingerprint:
        der = link.peer_certificate()
        if not is_trusted(server, der):
            raise CertificateError(describe(server.host, der, None))


def _look_at(server: Server, link: Link, hold: list[Link], error: ssl.SSLCertVerificationError) -> Certificate:
    """The certificate that was refused, from a second handshake that verifies and sends nothing."""
    second = Link(server.host, server.port, link.timeout, link.cancelled)
    hold[:] = [second]
    try:
        second.connect()
        if begins_plain(server.security):
            second.readline(4096)
            if not ask_for_tls(second, server.security):
                raise MailboxError("imap_no_starttls", **link.where())
        second.start_tls(describing_context())
        der = second.peer_certificate()
    except TlsError as failed:
        raise MailboxError("imap_tls_failed", **link.where(), error=failed.reason) from None
    finally:
        second.close()
    return describe(server.host, der, error.verify_code, error.verify_message)


def _why_no_tls(server: Server, link: Link, hold: list[Link], error: TlsError) -> MailboxError:
    """What a failed handshake means: is that a server without TLS on this port?"""
    if error.lost:
        return LostError("imap_tls_lost", **link.where())
    if server.security in (Security.IMAPS, Security.POP3S) and _greets_in_plain_text(link, hold):
        return MailboxError("imap_plain_only", **link.where())
    return MailboxError("imap_tls_failed", **link.where(), error=one_line(error.reason))


def _greets_in_plain_text(link: Link, hold: list[Link]) -> bool:
    probe = Link(link.host, link.port, min(link.timeout, PROBE), link.cancelled)
    hold[:] = [probe]
    try:
        probe.connect()
        return probe.readable(probe.timeout) and probe.readline(4096).startswith((b"* ", b"+OK"))
    except MailboxError:
        link.check()
        return False
    finally:
        probe.close()


def expect_plain(link: Link, hold: list[Link]) -> None:
    """A server that wants TLS from the start waits for us in silence: find that out early."""
    if link.readable(min(QUIET, link.timeout)):
        return
    probe = Link(link.host, link.port, min(link.timeout, PROBE), link.cancelled)
    hold.append(probe)
    try:
        probe.connect()
        probe.start_tls(describing_context())
    except (MailboxError, TlsError):
        link.check()
        return
    finally:
        hold.remove(probe)
        probe.close()
    raise MailboxError("imap_tls_only", **link.where())


def _greeted(link: Link) -> Client:
    try:
        with told_by(link, "imap_not_imap"):
            return Client(link)
    except LostError as error:
        # A server that closes before it greets is no lost connection, but no IMAP server for us either.
        if error.note.code == "imap_connection_lost" and not link.received:
            raise LostError("imap_closed_at_once", **link.where()) from None
        raise


def _authenticate(client: Client, link: Link, server: Server, password: Secret) -> None:
    if client.imap.state == "AUTH":
        return  # PREAUTH behind TLS: the server knows us already
    if isinstance(password, Bearer):
        _present_token(client, link, server, password)
        return
    user, secret = revealed(server, password, link)
    plain, disabled = client.has_capability("AUTH=PLAIN"), client.has_capability("LOGINDISABLED")
    if not plain and disabled:
        code = "imap_needs_oauth" if _signs_in_elsewhere(client) else "imap_login_disabled"
        raise MailboxError(code, **link.where(), user=user, server="")
    try:
        if plain and not (secret.isascii() and user.isascii() and not disabled and not _long(secret)):
            client.sasl_login("PLAIN", lambda _: sasl_plain(user, secret))
        else:
            client.imap.log_in(user.encode(), secret.encode())
    except imaplib.IMAP4.abort as error:
        raise _refused_login(error, link, user, secret, lost=True) from None
    except imaplib.IMAP4.error as error:
        refused = _refused_login(error, link, user, secret)
        if refused.note.code == "imap_login_refused" and _signs_in_elsewhere(client):
            refused = MailboxError("imap_login_refused_by_large", **refused.note.details)
        raise refused from None


def _present_token(client: Client, link: Link, server: Server, bearer: Bearer) -> None:
    """XOAUTH2; a token that the server does not take may have been revoked, so a fresh one is tried once."""
    if not _signs_in_elsewhere(client):
        raise MailboxError("imap_no_xoauth2", **link.where(), user=server.user)
    words = ""
    for fresh in (False, True):
        token = bearer.access_token(fresh=fresh)
        line: bytes = xoauth2(server.user, token)
        said: list[str] = []

        def answer(challenge: bytes | None, line: bytes = line, said: list[str] = said) -> bytes:
            said.append((challenge or b"").decode("utf-8", "replace"))
            return line if len(said) == 1 else b""  # the second time it is an error that wants to be acknowledged

        try:
            client.sasl_login("XOAUTH2", answer)
        except imaplib.IMAP4.abort:
            raise
        except imaplib.IMAP4.error as error:
            words = one_line(str(error), (token, base64.b64encode(line).decode("ascii")))
            if refusal(words) == "imap_throttled":
                break
        else:
            return
    code = login_refusal(words)
    if code not in ("imap_throttled", "imap_unavailable", "imap_switched_off"):
        code = "imap_token_refused"
    raise MailboxError(code, **link.where(), user=server.user, server=words)


def _signs_in_elsewhere(client: Client) -> bool:
    """Whether this is one of the providers that refuse the normal password (Google, Microsoft, Yahoo)."""
    return client.has_capability("AUTH=XOAUTH2")


def _long(secret: str) -> bool:
    return len(secret) > 500  # some servers bound the length of a LOGIN line


def _refused_login(error: Exception, link: Link, user: str, secret: str, *, lost: bool = False) -> MailboxError:
    words = str(error)
    code = login_refusal(words)
    if lost and code == "imap_login_refused":
        code = "imap_said_bye"
    details = {**link.where(), "user": user, "server": words_about_login(words, user, secret)}
    return MailboxError(code, **details)


@contextmanager
def told_by(link: Link, otherwise: str = "imap_nonsense", secrets: tuple[str, ...] = ()) -> Iterator[None]:
    """Turn what imaplib raises into MailboxError: lost connections, refusals, and answers that make no sense."""
    try:
        yield
    except (MailboxError, ssl.SSLError):  # a certificate error is a ValueError, too
        raise
    except imaplib.IMAP4.abort as error:
        link.check()
        words = one_line(str(error), secrets)
        if "unexpected response" in words:
            raise MailboxError(otherwise, **link.where(), server=words) from None
        raise LostError("imap_said_bye", **link.where(), server=words) from None
    except imaplib.IMAP4.error as error:
        link.check()
        words = one_line(str(error), secrets)
        code = "imap_said_bye" if words.startswith("* BYE") else refusal(words)
        if otherwise != "imap_nonsense" and code == "imap_refused" and response_code(words) is None:
            code = otherwise
        raise MailboxError(code, **link.where(), server=words) from None
    except NONSENSE as error:
        link.check()
        raise MailboxError(otherwise, **link.where(), server=type(error).__name__) from None
