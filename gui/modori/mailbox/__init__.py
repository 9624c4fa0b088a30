"""Where mail comes from: IMAP mailboxes and files; credentials, and what servers mean when they refuse."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .address import parse_url
    from .cleaning import Cleaner, Moved
    from .credentials import Credentials
    from .errors import Certificate, CertificateError, FolderChangedError, LeftCopiesError, LostError, MailboxError
    from .fetched import Fetched
    from .files import FoundMail, read_paths
    from .folders import Folder, FolderState
    from .imap import ImapMailbox
    from .opening import Mailbox, open_mailbox
    from .pop3 import Pop3Mailbox

__all__ = [
    "Certificate",
    "CertificateError",
    "Cleaner",
    "Credentials",
    "Fetched",
    "Folder",
    "FolderChangedError",
    "FolderState",
    "FoundMail",
    "ImapMailbox",
    "LeftCopiesError",
    "LostError",
    "Mailbox",
    "MailboxError",
    "Moved",
    "Pop3Mailbox",
    "open_mailbox",
    "parse_url",
    "read_paths",
]
_HOMES = {
    "parse_url": "address",
    "Cleaner": "cleaning",
    "Moved": "cleaning",
    "Credentials": "credentials",
    "Certificate": "errors",
    "CertificateError": "errors",
    "FolderChangedError": "errors",
    "LeftCopiesError": "errors",
    "LostError": "errors",
    "MailboxError": "errors",
    "FoundMail": "files",
    "read_paths": "files",
    "Folder": "folders",
    "FolderState": "folders",
    "Fetched": "fetched",
    "ImapMailbox": "imap",
    "Mailbox": "opening",
    "open_mailbox": "opening",
    "Pop3Mailbox": "pop3",
}


def __getattr__(name: str) -> Any:
    """Import a public name when it is first asked for: who reads files needs no IMAP and no keyring."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f".{_HOMES[name]}", __name__), name)
