"""An anonymized mail says the same, about other people: over all labelled mails, and in the places where names hide."""

from __future__ import annotations

import email
import email.policy
import re
from email.header import decode_header
from email.message import Message as Mail
from email.utils import getaddresses
from pathlib import Path

import pytest

from bounce_mails import postfix_bounce
from modori.bounces import read
from modori.bounces.addresses import ROLES, key
from modori.bounces.anonymize import anonymize
from modori.bounces.known_words import is_generic, known_words
from modori.records import Kind
from modori.rules import load_bundled

MAILS = Path(__file__).parent.parent / "mails"
SAMPLES = Path(__file__).parents[2] / "resources" / "samples"
FOLDERS = [*sorted({path.parent for path in MAILS.rglob("*.eml")}), SAMPLES]
ADDRESS = re.compile(r"([\w!#$%&'*+/=?^`{|}~.-]{1,64})@((?:[\w-]+\.)+[\w-]+)", re.ASCII)
# Who made a mail and when, not who wrote it.
IDS = re.compile(
    r"^(?:message-id|references|in-reply-to|content-id)[ \t]*:[^\n]*(?:\n[ \t][^\n]*)*", re.MULTILINE | re.IGNORECASE
)
PEOPLE = ("from", "to", "cc", "sender", "reply-to", "list-id", "errors-to")
# Words of lists and offices in local parts, which stay because they decide.
LISTS = re.compile(
    r"(?:bounces?|return|owner|admin|errors|verp|stop|unsubscribe|leave|off|complaints?|staff|feedback|fbl|abuse|b|no"
    r"|postmaster|reply|\W)+\Z"
)


def header(value: object) -> str:
    """A header decoded by the standard library."""
    out = []
    for data, charset in decode_header(re.sub(r"\n\s*", " ", str(value))):
        if isinstance(data, str):
            out.append(data)
            continue
        try:
            out.append(data.decode(charset or "utf-8"))
        except (LookupError, UnicodeDecodeError):
            out.append(data.decode("latin-1"))
    return "".join(out)


def views(raw: bytes) -> tuple[str, set[str]]:
    """Everything that can be read in a mail, decoded and not, and the names of people in its headers."""
    texts = [raw.decode("latin-1")]
    names: set[str] = set()
    todo: list[Mail] = [email.message_from_bytes(raw)]
    for part in (inner for mail in todo for inner in mail.walk()):
        for name, value in part.items():
            texts.append(header(value))
            if name.lower() in PEOPLE:
                names |= {real for real, _ in getaddresses([header(value)]) if real}
        body = part.get_payload(decode=True)
        if isinstance(body, bytes):
            charset = part.get_content_charset() or "utf-8"
            for codec in {charset, "utf-8", "latin-1"}:
                try:
                    texts.append(body.decode(codec))
                except (LookupError, UnicodeDecodeError):
                    continue
    return "\n".join(texts), names


def stands_in(word: str, text: str) -> bool:
    """Whether a word stands in a text, not only as a piece of another word."""
    at = text.find(word)
    while at >= 0:
        before, after = text[at - 1 : at], text[at + len(word) : at + len(word) + 1]
        if not word.isascii() or not ((before.isascii() and before.isalnum()) or (after.isascii() and after.isalnum())):
            return True
        at = text.find(word, at + 1)
    return False


def secrets(raw: bytes) -> tuple[set[str], set[str]]:
    """Addresses of people, and the words by which somebody could be known: local parts, names, own domains."""
    words = known_words()
    text, names = views(raw)
    addresses, found = set[str](), set[str]()
    ids = set(ADDRESS.findall("\n".join(IDS.findall(text)).lower()))
    for local, host in ADDRESS.findall(text.lower()):
        if (local, host) in ids or local in ROLES or LISTS.match(local):
            continue
        addresses.add(f"{local}@{host}")
        if "=" not in local and len(local) > 2 and not local.isdigit():
            found.add(local)
        if not f".{host}".endswith(words.dotted):
            found |= {label for label in host.split(".")[:-2] if len(label) > 3 and not is_generic(label)}
    found |= {word for name in names for word in re.findall(r"[^\W_]+", name.lower()) if len(word) > 2}
    found = {word for word in found if word not in ("example", *ROLES) and not LISTS.match(word)}
    return addresses, {word for word in found if not words.has(word)}


def decided(message):
    return (
        message.kind,
        message.system,
        [
            (f.verdict.reason, f.verdict.action, f.verdict.rule, f.evidence.phase, f.evidence.status, f.evidence.reply)
            for f in message.failures
        ],
    )


def mapping(before, after) -> dict[str, str]:
    """Which address became which; fails where one address became two, or two became one."""
    found: dict[str, str] = {}
    for old, new in zip(before.failures, after.failures, strict=True):
        for was, now in (
            (old.evidence.address, new.evidence.address),
            (old.evidence.final_address, new.evidence.final_address),
        ):
            assert (was is None) == (now is None)
            if was is not None and now is not None:
                assert found.setdefault(key(was), key(now)) == key(now)
    assert len(set(found.values())) == len(found)
    return found


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda path: path.name)
def test_the_same_is_said_and_nobody_is_named(folder):
    book, leaks, changed = load_bundled(), [], []
    for path in sorted(folder.glob("*.eml")):
        raw = path.read_bytes()
        made = anonymize(raw)
        before, after = read(raw, book), read(made, book)
        if decided(before) != decided(after):
            changed.append((path.name, decided(before), decided(after)))
            continue
        mapping(before, after)
        addresses, words = secrets(raw)
        text = views(made)[0].lower()
        leaks += [(path.name, address) for address in addresses if stands_in(address, text)]
        leaks += [(path.name, word) for word in words if stands_in(word, text)]
    assert changed == []
    assert leaks == []


# The places where a name can hide.


def made_of(mail: str) -> str:
    return anonymize(mail.encode()).decode()


def failed(raw: bytes) -> list[str]:
    return [f.evidence.address for f in read(raw, load_bundled()).failures]


def test_one_address_has_one_other_name_everywhere():
    raw = postfix_bounce("hanako.sato@kobayashi-shop.example.jp").replace(
        b"Return-Path: <>",
        b"Return-Path: <>\nDelivered-To: news-bounces+hanako.sato=kobayashi-shop.example.jp@news.example.jp",
    )
    made = anonymize(raw)
    (new,) = failed(made)
    assert new.endswith(".example.jp")
    assert b"hanako" not in made.lower()
    assert b"kobayashi" not in made.lower()
    local, _, host = new.partition("@")
    assert f"news-bounces+{local}={host}@".encode() not in made  # "news" is a name too, "bounces" tells what it is
    assert re.search(rf"-bounces\+{re.escape(local)}={re.escape(host)}@".encode(), made)
    assert made.count(new.encode()) >= 4


def test_xtext_is_kept():
    raw = postfix_bounce("hanako+tag@shop.example.jp").replace(
        b"Original-Recipient: rfc822;hanako+tag@", b"Original-Recipient: rfc822;hanako+2Btag@"
    )
    before, after = failed(raw), failed(anonymize(raw))
    assert before == ["hanako+tag@shop.example.jp"]
    assert re.fullmatch(r"[a-z]{6}\+[a-z]{3}@[a-z]{4}\.example\.jp", after[0])


def test_known_receivers_and_offices_stay():
    made = anonymize(postfix_bounce("hanako@docomo.ne.jp", "550 Unknown user {address}"))
    assert failed(made)[0].endswith("@docomo.ne.jp")
    assert b"mx.docomo.ne.jp" in made
    assert b"From: MAILER-DAEMON@mail." in made
    assert b"(Mail Delivery System)" in made


def test_names_in_encoded_words_quoted_printable_and_base64():
    made = made_of("""\
From: =?UTF-8?B?5L2Q6Jek6Iqx5a2Q?= <hanako@example.jp>
To: letter@news.example.jp
Subject: =?UTF-8?Q?Re:_Gr=C3=BC=C3=9Fe_von_Hanako?=
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary=x

--x
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: quoted-printable

Hanako Sat=C5=8D, hana=
ko@example.jp, 090-1234-5678
--x
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: base64
Content-Disposition: attachment; filename="hanako-address.txt"

SGFuYWtvIGxpdmVzIGluIEtvYmU=
--x--
""")
    text, _ = views(made.encode())
    for name in ("佐藤", "花子", "hanako", "kobe", "1234-5678", "Sat\u014d"):
        assert name.lower() not in text.lower()
    assert 'filename="' in made
    assert '.txt"' in made
    assert "charset=utf-8\nContent-Transfer-Encoding: quoted-printable" in made


def test_hosts_message_ids_and_numbers():
    made = made_of("""\
Return-Path: <>
Received: from suzuki-pc (fp1.suzuki-books.co.jp [198.51.100.77]) by mx2.suzuki-books.co.jp (Postfix) id 4ABC; Thu
From: MAILER-DAEMON@mx2.suzuki-books.co.jp (Mail Delivery System)
To: bounces@suzuki-books.co.jp
Subject: Undelivered Mail Returned to Sender
Message-ID: <20261001.suzuki@mx2.suzuki-books.co.jp>

This is the mail system at host mx2.suzuki-books.co.jp.

<ichiro@yamada-clinic.example.com>: host mail.yamada-clinic.example.com[2001:db8:77::5] said: 550 5.1.1
    <ichiro@yamada-clinic.example.com>: Recipient address rejected: User unknown; ask suzuki at 198.51.100.77
""")
    for name in ("suzuki", "yamada", "ichiro", "2001:db8:77::5", "clinic"):
        assert name not in made.lower()
    first = re.search(r"\[([\d.]+)\]\) by mx2\.", made)
    assert first
    assert made.count(first.group(1)) == 2
    assert "550 5.1.1" in made
    assert ".co.jp" in made


def test_codes_before_a_host_and_odd_names_of_offices_stay():
    made = made_of("""\
From: post_master@mx.suzuki.example.com
To: news@suzuki.example.com
Subject: Undeliverable

<ichiro@yamada.example.com>: host mx.yamada.example.com said: 554-suzuki.example.com no service 554 blocked
""")
    assert "From: post_master@mx." in made
    assert re.search(r"said: 554-[a-z]{6}\.example\.com no service", made)


def test_the_newsletter_is_filler():
    raw = postfix_bounce("hanako@shop.example.jp")
    made = anonymize(raw).decode()
    for words in ("here is the news", "Monthly letter", "The letter of the month"):
        assert words in raw.decode()
        assert words not in made
    assert "This is the mail system at host mail." in made


def test_what_people_wrote_is_filler_but_for_what_decides():
    made = made_of("""\
From: Hanako <hanako@example.jp>
To: letter@news.example.jp
Subject: Re: Autumn in Kobe
In-Reply-To: <1@news.example.jp>

Hello Keiko, my mother in Kobe is ill. Please unsubscribe me from your list. Hanako
> the story of the month
""")
    assert read(made.encode(), load_bundled()).kind is Kind.UNSUBSCRIBE_REQUEST
    assert "unsubscribe" in made
    for word in ("Kobe", "Keiko", "mother", "Hanako", "story"):
        assert word not in made


def test_charset_and_line_ends_stay():
    body = "佐藤花子は不在にしております。急ぎの方は鈴木まで。".encode("iso2022_jp")
    raw = (
        b"From: hanako@example.jp\r\nTo: a@news.example.jp\r\nSubject: \x1b$BIT:_DLCN\x1b(B\r\n"
        b"Auto-Submitted: auto-replied\r\nContent-Type: text/plain; charset=iso-2022-jp\r\n\r\n" + body + b"\r\n"
    )
    made = anonymize(raw)
    assert made.count(b"\n") == made.count(b"\r\n") == raw.count(b"\n")
    text = made.split(b"\r\n\r\n", 1)[1].decode("iso2022_jp")
    assert "不在にし" in text
    assert "佐藤" not in text
    assert "鈴木" not in text
    assert read(made, load_bundled()).kind is read(raw, load_bundled()).kind is Kind.AUTO_REPLY


ODD = [b"", b"\n\n", b"\0", b"no mail", b"A: b", b"\xff\xfe" * 50, b"Content-Type: multipart/x; boundary=a\n\n--a"]


@pytest.mark.parametrize("raw", ODD)
def test_any_bytes(raw):
    assert isinstance(anonymize(raw), bytes)
