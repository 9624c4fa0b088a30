"""Whether a server's certificate is trusted, and what to show a person when it is not.

Verification is OpenSSL's own, against the system's authorities and the account's `ca_file`. A
fingerprint that the user trusts stands for exactly one certificate of one server (DESIGN §1).
"""

from __future__ import annotations

import hashlib
import hmac
import ssl
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from ..records import Note, Server
from .errors import Certificate, MailboxError
from .refusals import one_line

if TYPE_CHECKING:
    from cryptography import x509

# X509_V_ERR_* of OpenSSL's x509_vfy.h.
_SELF_SIGNED = {18}
_UNKNOWN_AUTHORITY = {2, 19, 20, 21, 27}
_NOT_YET_VALID = {9}
_EXPIRED = {10}
_WRONG_HOST = {62, 63, 64}
_REVOKED = {23}
_WEAK = {66, 67, 68}

_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


def verifying_context(server: Server) -> ssl.SSLContext:
    """A context for `server`: normal verification, or none where a fingerprint decides instead.

    Raises MailboxError("ca_file_unreadable").
    """
    if server.fingerprint:
        return describing_context()
    context = ssl.create_default_context()
    if server.ca_file:
        try:
            context.load_verify_locations(cafile=server.ca_file)
        except OSError as error:  # ssl.SSLError is one
            raise MailboxError("ca_file_unreadable", path=server.ca_file, error=_words(error)) from None
    return context


def _words(error: OSError) -> str:
    return getattr(error, "reason", None) or error.strerror or type(error).__name__


def describing_context() -> ssl.SSLContext:
    """A context that accepts any certificate: only to look at it, or to compare its fingerprint."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


def fingerprint(der: bytes) -> str:
    """The SHA-256 of a certificate in lower-case hex."""
    return hashlib.sha256(der).hexdigest()


def is_trusted(server: Server, der: bytes) -> bool:
    """Whether `der` is exactly the certificate whose fingerprint the user trusts for `server`."""
    wanted = (server.fingerprint or "").replace(":", "").replace(" ", "").lower()
    return bool(der) and hmac.compare_digest(wanted.encode(), fingerprint(der).encode())


def describe(host: str, der: bytes, verify_code: int | None, verify_message: str = "") -> Certificate:
    """Put a certificate and OpenSSL's verdict into words. `verify_code` None: not the one that was trusted."""
    from cryptography import x509  # only now: the window should not wait for it at its start

    try:
        certificate = x509.load_der_x509_certificate(der)
        subject, issuer = _name(certificate.subject), _name(certificate.issuer)
        first, last = certificate.not_valid_before_utc, certificate.not_valid_after_utc
        names = _names(certificate)
    except ValueError:
        subject, issuer, names, first, last = "?", "?", "?", _LONG_AGO, _LONG_AGO
    details = {
        "host": host,
        "subject": subject,
        "issuer": issuer,
        "names": names or subject,
        "from": f"{first:%Y-%m-%d}",
        "until": f"{last:%Y-%m-%d}",
        "error": verify_message,
    }
    why = Note(_code(verify_code), details)
    return Certificate(host, subject, issuer, first, last, fingerprint(der), why)


def _code(verify_code: int | None) -> str:
    if verify_code is None:
        return "certificate_changed"
    for code, numbers in (
        ("certificate_self_signed", _SELF_SIGNED),
        ("certificate_unknown_authority", _UNKNOWN_AUTHORITY),
        ("certificate_not_yet_valid", _NOT_YET_VALID),
        ("certificate_expired", _EXPIRED),
        ("certificate_wrong_host", _WRONG_HOST),
        ("certificate_revoked", _REVOKED),
        ("certificate_weak", _WEAK),
    ):
        if verify_code in numbers:
            return code
    return "certificate_not_trusted"


def _name(name: x509.Name) -> str:
    """A distinguished name in the order in which people read it: the host first, then the organisation."""
    parts = [str(attribute.value) for attribute in name]
    return one_line(", ".join(reversed(parts))) or "?"


def _names(certificate: x509.Certificate) -> str:
    from cryptography import x509

    try:
        extension = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName)
    except (x509.ExtensionNotFound, ValueError):
        return ""
    names = [str(name.value) for name in extension.value]
    shown = ", ".join(names[:5])
    return one_line(shown + ", …" if len(names) > 5 else shown)
