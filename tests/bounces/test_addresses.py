"""Addresses as bounces write them, and the ones that are none."""

from __future__ import annotations

import pytest
from hypothesis import given, strategies

from modori.bounces import addresses
from modori.bounces.addresses import clean, find, from_unitext, from_xtext, is_masked, key


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("<hana@shop.example.jp>", "hana@shop.example.jp"),
        ("hana@shop.example.jp (Hana)", "hana@shop.example.jp"),
        ('"Hana, S." <hana@shop.example.jp>', "hana@shop.example.jp"),
        ("mailto:hana@shop.example.jp", "hana@shop.example.jp"),
        ("[SMTP:hana@shop.example.jp]", "hana@shop.example.jp"),
        ("'hana@shop.example.jp'", "hana@shop.example.jp"),
        ("hana@shop.example.jp.", "hana@shop.example.jp"),
        ("hana@shop.example.jp,", "hana@shop.example.jp"),
        ("hana@shop.example.jp<mailto:hana@shop.example.jp>", "hana@shop.example.jp"),
        ("..love.@docomo.ne.jp", "..love.@docomo.ne.jp"),
        ('"..love."@docomo.ne.jp', "..love.@docomo.ne.jp"),
        ('<"..love."@docomo.ne.jp>', "..love.@docomo.ne.jp"),
        ('"a b"@shop.example.jp', '"a b"@shop.example.jp'),
        ('"a@b"@shop.example.jp', '"a@b"@shop.example.jp'),
        ("-hana@ezweb.ne.jp", "-hana@ezweb.ne.jp"),
        ("user+tag@shop.example.jp", "user+tag@shop.example.jp"),
        ("田中.太郎@shop.example.jp", "田中.太郎@shop.example.jp"),
        ("hana@日本語.jp", "hana@日本語.jp"),
        ("宛先はhana@shop.example.jpです", "hana@shop.example.jp"),
        ("jörg@shop.example.jp", "jörg@shop.example.jp"),
        ("mi\u0301a@shop.example.jp", "mi\u0301a@shop.example.jp"),
        ("«jörg@shop.example»", "jörg@shop.example"),
        ("¿hana@shop.example.jp?", "hana@shop.example.jp"),
        ("=?utf-8?B?aGFuYQ==?=@shop.example.jp", "hana@shop.example.jp"),
        ("hana@[192.0.2.1]", "hana@[192.0.2.1]"),
        ("undisclosed-recipients:;", None),
        ("|/usr/bin/procmail", None),
        ("@shop.example.jp", None),
        ("hana@", None),
        ("", None),
    ],
)
def test_clean(text: str, address: str | None):
    assert clean(text) == address


@given(strategies.from_regex(addresses._USUAL, fullmatch=True))
def test_the_short_way_for_usual_addresses_ends_where_the_long_one_does(text: str):
    assert addresses._around(text, text.find("@")) == text
    assert clean(text) == text
    assert find(text) == [text]


def test_all_addresses_of_a_text_once_each():
    text = "to <a@x.example.jp>, A@X.example.jp and b@y.example.org; see http://z.example.com/?m=3 or ask @home"
    assert find(text) == ["a@x.example.jp", "b@y.example.org"]


def test_comparison_ignores_case_quotes_and_the_form_of_the_domain():
    assert key('"..Love"@DOCOMO.ne.jp') == key("..love@docomo.ne.jp")
    assert key("hana@xn--wgv71a119e.jp") == key("hana@日本語.jp")


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("user+2Btag@x.example", "user+tag@x.example"),
        ("a+3Db@x.example", "a=b@x.example"),
        ("bob+20@x.example", "bob+20@x.example"),
        ("bob+42@x.example", "bob+42@x.example"),
        ("user+tag@x.example", "user+tag@x.example"),
        ("user+BA@x.example", "user+BA@x.example"),
    ],
)
def test_xtext_is_decoded_only_where_it_is_xtext(text: str, address: str):
    assert from_xtext(text) == address


def test_unitext():
    assert from_unitext(r"\x{7530}\x{4E2D}@x.example") == "田中@x.example"
    assert from_unitext(r"\x{D800}@x.example") == r"\x{D800}@x.example"


@pytest.mark.parametrize("address", ["****@gmail.com", "h***a@gmail.com", "[REDACTED]@x.example"])
def test_masked(address: str):
    assert is_masked(address)
    assert not is_masked("hana@gmail.com")
