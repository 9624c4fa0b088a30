from __future__ import annotations

import pytest

from modori.mailbox import MailboxError, parse_url
from modori.records import Security, Server
from modori.sentences import tell


@pytest.mark.parametrize(
    ("url", "server", "folder"),
    [
        ("imaps://a@example.jp/", Server("example.jp", 993, Security.IMAPS, "a"), "INBOX"),
        ("imaps://a@example.jp", Server("example.jp", 993, Security.IMAPS, "a"), "INBOX"),
        ("IMAPS://a@Mail.Example.JP:1993/Junk", Server("mail.example.jp", 1993, Security.IMAPS, "a"), "Junk"),
        ("imap+starttls://a@example.jp/x", Server("example.jp", 143, Security.IMAP_STARTTLS, "a"), "x"),
        (
            "imaps://news%40example.com@example.jp/",
            Server("example.jp", 993, Security.IMAPS, "news@example.com"),
            "INBOX",
        ),
        (
            "imaps://news@example.com@example.jp/",
            Server("example.jp", 993, Security.IMAPS, "news@example.com"),
            "INBOX",
        ),
        ("imaps://a@[2001:db8::1]:1993/x", Server("2001:db8::1", 1993, Security.IMAPS, "a"), "x"),
        ("imaps://a@[::1]/x", Server("::1", 993, Security.IMAPS, "a"), "x"),
        ("imaps://a@h/Archive/2026", Server("h", 993, Security.IMAPS, "a"), "Archive/2026"),
        ("imaps://a@h/Archive%2F2026", Server("h", 993, Security.IMAPS, "a"), "Archive/2026"),
        (
            "imaps://a@h/%E8%BF%B7%E6%83%91%E3%83%A1%E3%83%BC%E3%83%AB",
            Server("h", 993, Security.IMAPS, "a"),
            "迷惑メール",
        ),
        ("imaps://a@h/迷惑メール", Server("h", 993, Security.IMAPS, "a"), "迷惑メール"),
        ("imaps://a%3Ab%25@h/100%25", Server("h", 993, Security.IMAPS, "a:b%"), "100%"),
        ("imaps://ユーザー@メール.jp/x%3Fy%23z", Server("メール.jp", 993, Security.IMAPS, "ユーザー"), "x?y#z"),
    ],
)
def test_urls(url, server, folder):
    assert parse_url(url) == (server, folder)


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("", "bad_url"),
        ("example.jp", "bad_url"),
        ("imap://a@example.jp/", "bad_url"),
        ("https://a@example.jp/", "bad_url"),
        ("imaps://example.jp/INBOX", "bad_url"),
        ("imaps://@example.jp/", "bad_url"),
        ("imaps://a@/x", "bad_url"),
        ("imaps://a@[::1/x", "bad_url"),
        ("imaps://a@h:port/x", "bad_url"),
        ("imaps://a@h:99999/x", "bad_url"),
        ("imaps://a@h/x?y", "bad_url"),
        ("imaps://a%0D%0Ab@h/", "bad_url"),
        ("imaps://a@h/%FF", "bad_url"),
        ("imaps://a:secret@h/x", "url_with_password"),
        ("pop3://a@h", "bad_url"),
    ],
)
def test_urls_that_are_none(url, code):
    with pytest.raises(MailboxError) as caught:
        parse_url(url)
    assert caught.value.note.code == code
    assert "secret" not in repr(caught.value)
    for language in ("en", "ja"):
        assert "…" not in str(tell(caught.value.note, language))
