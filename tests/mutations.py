"""Damage done to mails, by a seed: what broken software, cut connections and ill will make of them."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable
from email import message_from_bytes, message_from_string
from functools import cache
from pathlib import Path

from contract_lines import check
from modori.bounces import excerpt, read, readable
from modori.bounces.addresses import domain, from_unitext, from_xtext, local_part
from modori.bounces.anonymize import anonymize
from modori.bounces.charsets import decode, decode_words, header_text, octal
from modori.bounces.excerpt import MAX_EXCERPT
from modori.bounces.mime import parse
from modori.bounces.readable import MAX_READABLE
from modori.export.json_lines import json_line
from modori.rules import load_bundled

ROOT = Path(__file__).parents[1]
_CHARSETS = (
    b"utf-8",
    b"utf-7",
    b"utf-16",
    b"iso-2022-jp",
    b"iso-2022-kr",
    b"hz",
    b"shift_jis",
    b"big5",
    b"koi8-r",
    b"x-none",
)
_ENCODINGS = (b"base64", b"quoted-printable", b"7bit", b"x-uuencode", b"8bit")
_FIELDS = (
    b"Received: from a (b [192.0.2.1]) by c; x",
    b"X-A: =?utf-8?B?4pyT?=",
    b"To: a@b.example, c@d.example",
    b"Subject: x",
)


@cache
def originals() -> tuple[bytes, ...]:
    """All mails of tests/mails and of the sample mailbox, in a fixed order."""
    folders = (ROOT / "tests" / "mails", ROOT / "resources" / "samples")
    return tuple(path.read_bytes() for folder in folders for path in sorted(folder.rglob("*.eml")))


Damage = Callable[[bytes, random.Random], bytes]


def flip_bits(raw: bytes, dice: random.Random) -> bytes:
    data = bytearray(raw)
    for _ in range(dice.choice((1, 5, 50, 500))):
        if data:
            data[dice.randrange(len(data))] ^= 1 << dice.randrange(8)
    return bytes(data)


def cut_end(raw: bytes, dice: random.Random) -> bytes:
    return raw[: dice.randrange(len(raw) + 1)]


def cut_begin(raw: bytes, dice: random.Random) -> bytes:
    return raw[dice.randrange(len(raw) + 1) :]


def remove_lines(raw: bytes, dice: random.Random) -> bytes:
    share = dice.choice((0.02, 0.2, 0.6))
    return b"".join(line for line in raw.splitlines(keepends=True) if dice.random() > share)


def repeat_lines(raw: bytes, dice: random.Random) -> bytes:
    lines = raw.splitlines(keepends=True)
    return b"".join(line * (dice.choice((2, 3, 40)) if dice.random() < 0.1 else 1) for line in lines)


def shuffle_lines(raw: bytes, dice: random.Random) -> bytes:
    lines = raw.splitlines(keepends=True)
    start = dice.randrange(len(lines) + 1)
    end = min(len(lines), start + dice.choice((3, 20, 1000)))
    middle = lines[start:end]
    dice.shuffle(middle)
    return b"".join([*lines[:start], *middle, *lines[end:]])


def _boundary(raw: bytes) -> bytes:
    found = re.search(rb"boundary=\"?([^\s\";]+)", raw)
    return found.group(1) if found else b"none"


def shuffle_parts(raw: bytes, dice: random.Random) -> bytes:
    mark = b"--" + _boundary(raw)
    head, *parts = raw.split(mark)
    if dice.random() < 0.3 and parts:
        parts += [dice.choice(parts)] * dice.choice((1, 3, 300))
    dice.shuffle(parts)
    return mark.join([head, *parts[: dice.randrange(len(parts) + 1)]])


def damage_boundary(raw: bytes, dice: random.Random) -> bytes:
    mark = _boundary(raw)
    other = dice.choice((b"", b"x", mark[:-1], mark + b"=", b"\xff" + mark, b"--" + mark, mark.upper(), b"(" * 50))
    return raw.replace(mark, other, dice.choice((1, 2, -1)))


def long_line(raw: bytes, dice: random.Random) -> bytes:
    at = dice.randrange(len(raw) + 1)
    piece = dice.choice(
        (b"x", b"@", b"a@b.example ", b"=?utf-8?B?", b"<", b" ", b"5.1.1 ", b"=", b"\\347", b"www.", b"&#64;")
    )
    return raw[:at] + piece * dice.randrange(20_000) + raw[at:]


def zeros(raw: bytes, dice: random.Random) -> bytes:
    data = bytearray(raw)
    for _ in range(dice.choice((1, 20, 300))):
        data.insert(dice.randrange(len(data) + 1), 0)
    return bytes(data)


def bare_returns(raw: bytes, dice: random.Random) -> bytes:
    way = dice.choice(
        ((b"\n", b"\r"), (b"\n", b"\r\r\n"), (b"\r\n", b"\n"), (b" ", b"\r"), (b"\n", b"\n\n"), (b"\n", b"\n\r"))
    )
    return raw.replace(*way)


def lie_about_charset(raw: bytes, dice: random.Random) -> bytes:
    made = re.sub(rb"(?i)(charset=\"?)[\w-]+", lambda m: m.group(1) + dice.choice(_CHARSETS), raw)
    return re.sub(rb"=\?[\w-]+\?", lambda m: b"=?" + dice.choice(_CHARSETS) + b"?", made)


def lie_about_encoding(raw: bytes, dice: random.Random) -> bytes:
    line = b"Content-Transfer-Encoding: "
    made = re.sub(rb"(?i)Content-Transfer-Encoding: *[\w-]+", lambda m: line + dice.choice(_ENCODINGS), raw)
    return made.replace(b"Content-Type: ", line + dice.choice(_ENCODINGS) + b"\nContent-Type: ", 2)


def nest(raw: bytes, dice: random.Random) -> bytes:
    for number in range(dice.choice((1, 3, 30))):
        if dice.random() < 0.5:
            raw = b"Subject: n\nContent-Type: message/rfc822\n\n" + raw
        else:
            mark = b"n%d" % number
            raw = b'Subject: n\nContent-Type: multipart/mixed; boundary="%s"\n\n--%s\n%s\n--%s--\n' % (
                mark,
                mark,
                raw,
                mark,
            )
    return raw


def more_headers(raw: bytes, dice: random.Random) -> bytes:
    line = dice.choice(_FIELDS)
    if dice.random() < 0.5:
        return (line + b"\n") * dice.randrange(3000) + raw
    return line + b"\n a@b.example," * dice.randrange(3000) + b"\n" + raw


def splice(raw: bytes, dice: random.Random) -> bytes:
    other = dice.choice(originals())
    return raw[: dice.randrange(len(raw) + 1)] + other[dice.randrange(len(other)) :]


def change_words(raw: bytes, dice: random.Random) -> bytes:
    words = list(re.finditer(rb"[\w.@<>-]+", raw))
    out, position = [], 0
    for found in sorted(dice.sample(words, min(len(words), dice.choice((1, 5, 60)))), key=lambda m: m.start()):
        out += (raw[position : found.start()], dice.choice(words).group())
        position = found.end()
    return b"".join([*out, raw[position:]])


DAMAGES: tuple[Damage, ...] = (
    *(
        flip_bits,
        cut_end,
        cut_begin,
        remove_lines,
        repeat_lines,
        shuffle_lines,
        shuffle_parts,
        damage_boundary,
        long_line,
    ),
    *(zeros, bare_returns, lie_about_charset, lie_about_encoding, nest, more_headers, splice, change_words),
)


def mutant(dice: random.Random) -> tuple[str, bytes]:
    """A damaged mail, and what was done to it."""
    raw, done = dice.choice(originals()), []
    for _ in range(dice.choice((1, 1, 1, 2, 3))):
        damage = dice.choice(DAMAGES)
        raw = damage(raw, dice)
        done.append(damage.__name__)
    return "+".join(done), raw


# What holds for any bytes.


def examine(raw: bytes, *, thorough: bool) -> None:
    """Read a mail in all ways; what comes out keeps the contract. `thorough` also anonymizes it."""
    message = read(raw, load_bundled())
    _valid(message)
    for failure in message.failures:
        assert occurs(failure.evidence.address, raw), failure.evidence.address
    short = excerpt(raw)
    assert len(short) <= MAX_EXCERPT
    assert len(readable(raw)) <= MAX_READABLE
    if thorough:
        _valid(read(short, load_bundled()))
        _valid(read(raw, load_bundled(), complete=False))
        made = anonymize(raw)
        _valid(read(made, load_bundled()))


def _valid(message) -> None:
    line = json_line(message, "mail")
    line.encode()
    check(json.loads(line))


def occurs(address: str, raw: bytes) -> bool:
    """Whether local part and domain stand in the mail, decoded or not."""
    pieces = [local_part(address).casefold(), domain(address)]
    if all(piece.encode("utf-8", "replace") in raw.lower() for piece in pieces):
        return True
    text = decoded(raw).casefold()
    return all(piece in text for piece in pieces)


def _padded(encoded: bytes) -> bytes:
    """Base64 that was cut, so that the standard library reads it up to its end."""
    letters = encoded.replace(b"\n", b"").rstrip(b"=")
    letters = letters[:-1] if len(letters) % 4 == 1 else letters
    return letters + b"=" * (-len(letters) % 4)


def decoded(raw: bytes) -> str:
    """Everything that can be read in a mail, by the standard library and by our own decoders."""
    flat = raw.replace(b"\0", b"").replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    texts = [decode(flat), header_text(flat), decode(flat.replace(b"=\n", b""))]
    for mail in (message_from_bytes(flat), message_from_string(decode(flat))):
        for part in mail.walk():
            body = part.get_payload(decode=True)
            if isinstance(body, bytes):
                texts += (decode(body, part.get_content_charset("") or ""), decode(body))
    for encoded in re.findall(rb"(?:^[A-Za-z0-9+/=]{8,}\n?)+", flat, re.MULTILINE)[:200]:
        part = message_from_bytes(b"Content-Transfer-Encoding: base64\n\n" + _padded(encoded))
        body = part.get_payload(decode=True)
        texts.append(decode(body if isinstance(body, bytes) else b""))
    quoted = message_from_bytes(b"Content-Transfer-Encoding: quoted-printable\n\n" + flat).get_payload(decode=True)
    texts.append(decode(quoted if isinstance(quoted, bytes) else b""))
    texts += [part.text() for part in parse(flat).parts]  # of damaged base64 each decoder reads something else
    texts += [decode_words(text) for text in texts]
    texts += [octal(text) for text in texts]
    texts += [" ".join(from_unitext(word) for word in text.split() if "\\x{" in word) for text in texts]
    texts += [" ".join(from_xtext(word) for word in text.split() if "+" in word) for text in texts]
    return "\n".join(texts)
