"""Kept excerpts of mails: compressed, and known again wherever the same mail turns up."""

from __future__ import annotations

import hashlib
import zlib

from modori.records import Kind, Message

# Of these nothing but sender, subject and date is kept: somebody's private mail may be among them.
PRIVATE_KINDS = frozenset({Kind.OTHER, Kind.READ_RECEIPT})
_COMPARED = 4096


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
