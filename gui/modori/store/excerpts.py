"""Kept excerpts of mails: compressed, and known again wherever the same mail turns up."""

from __future__ import annotations

import zlib
from dataclasses import dataclass

from modori.records import Handed, Kind, Message

from .phrases import PHRASES

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


# A window of 8 KiB: more takes longer to set up than to compress a bounce. A low level is hardly larger than the
# highest on so little, and copying a packer that has read the phrases takes half the time of making one.
_PACKER = zlib.compressobj(2, zlib.DEFLATED, 13, 6, zlib.Z_DEFAULT_STRATEGY, PHRASES)


def pack(excerpt: bytes) -> bytes:
    """The excerpt as it is stored."""
    packer = _PACKER.copy()
    return packer.compress(excerpt) + packer.flush()


def unpack(data: bytes) -> bytes:
    """The excerpt that `pack` was given, also that of an earlier program, which used no phrases."""
    unpacker = zlib.decompressobj(zdict=PHRASES)
    return unpacker.decompress(data) + unpacker.flush()


def content_key(message: Message, excerpt: bytes) -> bytes | None:
    """A key that is equal for copies of one mail in any folder or file; None where there is nothing to tell by.

    It covers what no delivery changes: Message-ID, date, sender, subject and the beginning of the body (the
    header is left out, since every delivery adds to it), with line ends and other white space evened out.
    """
    named = (message.message_id, message.date.isoformat() if message.date else None, message.sender, message.subject)
    body = b"" if message.kind in PRIVATE_KINDS else _body(excerpt)
    if not body and not any(named):
        return None
    import hashlib  # not before the first window

    digest = hashlib.sha256(repr((*named, body)).encode("utf-8", "surrogatepass"))
    return digest.digest()[:16]


def _body(mail: bytes) -> bytes:
    """The first words of the body, with single spaces between them: no more than _COMPARED bytes."""
    even = mail.replace(b"\r\n", b"\n") if b"\r" in mail else mail
    start = even.find(b"\n\n")
    if start < 0:
        return b""
    # Twice as much is nearly always enough; only a body of spaces needs to be looked at to its end.
    for end in (start + 2 * _COMPARED, len(even)):
        words = b" ".join(even[start:end].split())
        if len(words) >= _COMPARED:
            break
    return words[:_COMPARED]
