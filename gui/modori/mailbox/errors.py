"""What can go wrong between Modori and a mailbox, as codes with sentences in `resources/messages/mailbox.toml`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from ..records import ModoriError, Note


class MailboxError(ModoriError):
    """A mailbox could not be reached, opened or read. `note` holds the sentence; never a secret."""


class LostError(MailboxError):
    """The connection broke or stalled: connecting again may help."""


class LeftCopiesError(MailboxError):
    """Mails were copied to another folder, but could not be taken out of their own: they are in both."""


class FolderChangedError(MailboxError):
    """The folder is another one than before (UIDVALIDITY, RFC 3501 §2.3.1.1): its old UIDs mean nothing any more."""


@dataclass(frozen=True, slots=True)
class Certificate:
    """A server's certificate as a person needs it to decide.

    `fingerprint` is the SHA-256 in lower-case hex. `why` says why it is not trusted. Subject and
    issuer are the server's own words: show them as plain text.
    """

    host: str
    subject: str
    issuer: str
    not_before: datetime
    not_after: datetime
    fingerprint: str
    why: Note


class CertificateError(MailboxError):
    """The server's certificate is not trusted. Nothing secret was sent."""

    def __init__(self, certificate: Certificate) -> None:
        super().__init__(certificate.why.code, **certificate.why.details)
        self.certificate = certificate
