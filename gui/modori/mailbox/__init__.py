"""Where mail comes from: IMAP mailboxes and files; credentials, and what servers mean when they refuse."""

from .address import parse_url
from .credentials import Credentials
from .errors import Certificate, CertificateError, LostError, MailboxError
from .files import FoundMail, read_paths
from .folders import Folder, FolderState
from .imap import Fetched, ImapMailbox

__all__ = [
    "Certificate",
    "CertificateError",
    "Credentials",
    "Fetched",
    "Folder",
    "FolderState",
    "FoundMail",
    "ImapMailbox",
    "LostError",
    "MailboxError",
    "parse_url",
    "read_paths",
]
