"""Kept excerpts of mails: compressed, and known again wherever the same mail turns up."""

from __future__ import annotations

import hashlib
import zlib
from dataclasses import dataclass

from modori.records import Handed, Kind, Message

# Of these nothing but sender, subject and date is kept: somebody's private mail may be among them.
PRIVATE_KINDS = frozenset({Kind.OTHER, Kind.READ_RECEIPT})
_COMPARED = 4096


@dataclass(frozen=True, slots=True)
class Packed(Handed):
    """What is kept of a mail, ready to be written: `data` None where nothing is kept; `key` is its `content_key`."""

    data: bytes | None
    key: bytes | None

    @property
    def excerpt(self) -> bytes:
        """What was packed; empty where nothing is kept."""
        return unpack(self.data) if self.data is not None else b""


def packed(message: Message, excerpt: bytes) -> Packed:
    """A mail made ready to be written: most of the work of keeping it, done wherever there is time.

    Of ordinary mail nothing is kept, whatever `excerpt` (what `bounces.excerpt` gave) holds.
    """
    keeps = message.kind not in PRIVATE_KINDS and bool(excerpt)
    return Packed(pack(excerpt) if keeps else None, content_key(message, excerpt))


def pack(excerpt: bytes) -> bytes:
    """The excerpt as it is stored."""
    # A window of 8 KiB: setting up the usual 32 KiB takes longer than compressing a bounce.
    packer = zlib.compressobj(6, zlib.DEFLATED, 13, 6)
    return packer.compress(excerpt) + packer.flush()


def unpack(data: bytes) -> bytes:
    """The excerpt that `pack` was given."""
    return zlib.decompress(data)


def content_key(message: Message, excerpt: bytes) -> bytes | None:
    """A key that is equal for copies of one mail in any folder or file; None where there is nothing to tell by.

    It covers what no delivery changes: Message-ID, date, sender, subject and the beginning of the body (the
    header is left out, since every delivery adds to it), with line ends and other white space evened out.
    """
    named = (message.message_id, message.date.isoformat() if message.date else None, message.sender, message.subject)
    body = b"" if message.kind in PRIVATE_KINDS else _body(excerpt)
    if not body and not any(named):
        return None
    digest = hashlib.sha256(repr((*named, body)).encode("utf-8", "surrogatepass"))
    return digest.digest()[:16]


def _body(mail: bytes) -> bytes:
    even = mail.replace(b"\r\n", b"\n")
    return b" ".join(even.partition(b"\n\n")[2].split()[:_COMPARED])[:_COMPARED]
