"""How mails are kept: packed small, known again, and readable as long as there are stores."""

from __future__ import annotations

import hashlib
import sqlite3
import zlib
from contextlib import closing
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from modori.records import Kind, Message
from modori.store import Store
from modori.store.excerpts import content_key, pack, unpack
from modori.store.phrases import PHRASES
from store_mails import bounce


@given(st.binary(max_size=20_000))
def test_what_is_packed_comes_back(excerpt: bytes) -> None:
    assert unpack(pack(excerpt)) == excerpt


def test_the_phrases_are_the_same_for_ever() -> None:
    assert hashlib.sha256(PHRASES).hexdigest() == "cd3d3c52b3034fa2c9257a251c0908da020386610db28df31b2a81c21deef870"


def test_a_bounce_is_kept_in_less_than_without_the_phrases() -> None:
    excerpt = bounce(1).kept.excerpt
    assert len(pack(excerpt)) < len(zlib.compress(excerpt, 9))


def test_an_excerpt_of_a_store_of_version_9_is_read(store: Store, account: int, path: Path) -> None:
    mail = bounce(1, "a@example.jp")
    store.add(account, "INBOX", 1, [mail])
    store.close()
    with closing(sqlite3.connect(path)) as raw, raw:
        raw.execute("UPDATE excerpts SET data = ?", (zlib.compress(mail.kept.excerpt),))
        raw.execute("PRAGMA user_version = 9")
    with Store(path) as again:
        (failure,) = again.failures_of(again.undecided(account)[0])
        assert again.excerpt(failure.message_id) == mail.kept.excerpt


def test_the_same_words_are_the_same_mail_however_they_are_spaced() -> None:
    message = Message(Kind.BOUNCE, message_id="<1@example.jp>")
    words = [b"word%d" % number for number in range(3000)]
    key = content_key(message, b"Subject: x\n\n" + b" ".join(words))
    assert content_key(message, b"Subject: y\r\n\r\n" + b"\r\n \t".join(words)) == key
    assert content_key(message, b"\n\n" + b" " * 50_000 + (b" " * 9_000).join(words)) == key
    assert content_key(message, b"\n\n" + b" ".join([*words[:500], b"other", *words[501:]])) != key
    assert content_key(message, b"Subject: x\n" + b" ".join(words)) != key
