"""How much of a mailbox is transferred where bounces return whole newsletters, and whether all is found. By hand:

    python tests/benchmarks/scan_bytes.py [--mails 1200]

The mails are the project's own bounces whose original got a long body; every tenth is left as it is. Bytes are counted
on the wire by a proxy in front of a real Dovecot, those that the server sends. What the scan finds is compared with
what `read` makes of the whole mails. Each line of the newsletter is about as long as the usual encodings make it; POP3,
which counts lines, does worse where they are longer.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
sys.path.insert(0, str(Path(__file__).resolve().parent))

from classify import mailbox, table

from dovecot import Dovecot, User
from imap_proxy import Proxy
from modori.bounces import mime, read
from modori.bounces.letter import lay_out
from modori.jobs import CancelToken
from modori.jobs.reading import read_mails
from modori.mailbox import open_mailbox
from modori.records import Message, Security
from modori.rules import load_bundled

NEWSLETTER = b"".join(
    b'<td style=3D"color:#%06x">line %05d of the newsletter, and a link</td>\n' % (number, number)
    for number in range(1, 1600)
)


def returning_all(raw: bytes) -> bytes | None:
    """The mail with a newsletter of 100 KB in its original; None where it returns none."""
    raw = raw.replace(b"\r\n", b"\n")
    letter = lay_out(mime.parse(raw))
    part = letter.original_part
    if part is not None and part.type == "message/rfc822" and (at := raw.find(part.raw.strip(b"\n"))) >= 0:
        end = at + len(part.raw.strip(b"\n"))
        return raw[:end] + b"\n\n" + NEWSLETTER + raw[end:]
    if letter.behind and not letter.mail.type.startswith("multipart/"):
        return raw + b"\n" + NEWSLETTER
    return None


def mails(count: int) -> Iterator[bytes]:
    """`count` mails; every tenth returns no newsletter."""
    given = 0
    for raw in mailbox(20 * count):
        large = raw if given % 10 == 9 else returning_all(raw)
        if large is not None:
            given += 1
            yield large
        if given == count:
            return


def scanned(user: User, security: Security) -> tuple[list[Message], int]:
    """What a scan finds in the order of the mails, and the bytes that the server sent for it."""
    between = Proxy(user.home.port(security))
    try:
        with open_mailbox(user.server(security, port=between.port), user.password) as mails_:
            mails_.examine("INBOX")
            found = [one.message for one in read_mails(mails_.mails(), mails_, load_bundled(), CancelToken())]
        return [replace(message, incomplete=False) for message in found], sum(between.passed)
    finally:
        between.stop()


def main() -> None:
    """Fill a mailbox, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--mails", type=int, default=1200)
    count = parser.parse_args().mails
    raws, book = list(mails(count)), load_bundled()
    size = sum(len(raw) + raw.count(b"\n") for raw in raws)  # as they go over the wire
    expected = [read(raw, book) for raw in raws]
    failures = sum(len(message.failures) for message in expected)
    rows = [("protocol", "bytes sent by the server", "of the mailbox", "mails read otherwise than whole", "failures")]
    with tempfile.TemporaryDirectory(prefix="modori-dovecot-") as root:
        dovecot = Dovecot(Path(root))
        try:
            user = dovecot.user()
            for raw in raws:
                user.deliver(raw)
            for security in (Security.IMAPS, Security.POP3S):
                found, sent = scanned(user, security)
                other = sum(one != whole for one, whole in zip(found, expected, strict=True))
                named = sum(len(message.failures) for message in found)
                row = (f"{sent:,}", f"{100 * sent / size:.1f} %", f"{other}", f"{named:,} of {failures:,}")
                rows.append((security.value, *row))
        finally:
            dovecot.stop()
    table(f"{count:,} mails, {size / 1e6:.1f} MB", *rows)


if __name__ == "__main__":
    main()
