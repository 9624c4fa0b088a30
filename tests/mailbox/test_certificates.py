"""Certificates in words, whatever a server puts into them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

from modori.mailbox.certificates import describe, fingerprint, is_trusted
from modori.records import Security, Server
from modori.sentences import tell


def certificate(common_name: str, names: list[str]) -> bytes:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common_name)])
    now = datetime.now(UTC)
    builder = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now)
        .not_valid_after(now + timedelta(days=1))
    )
    if names:
        builder = builder.add_extension(x509.SubjectAlternativeName([x509.DNSName(n) for n in names]), critical=False)
    return builder.sign(key, hashes.SHA256()).public_bytes(Encoding.DER)


@pytest.mark.parametrize("der", [b"", b"junk", certificate("x", [])[:-40]])
def test_a_certificate_that_is_none(der):
    shown = describe("mail.example.jp", der, 18)
    assert (shown.subject, shown.issuer) == ("?", "?")
    assert shown.fingerprint == fingerprint(der)
    assert "mail.example.jp" in tell(shown.why).what


def test_names_are_one_line_and_bounded():
    der = certificate("mail\n\u202eevil\x07.example", [f"host{number}.example.jp" for number in range(50)])
    shown = describe("mail.example.jp", der, 62)
    assert shown.subject == "mail evil .example"
    assert shown.why.code == "certificate_wrong_host"
    assert "host4.example.jp, …" in tell(shown.why).what
    assert "host5" not in tell(shown.why, "ja").what


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (None, "changed"),
        (19, "unknown_authority"),
        (23, "revoked"),
        (66, "weak"),
        (24, "not_trusted"),
        (9999, "not_trusted"),
    ],
)
def test_every_verdict_has_a_sentence(number, code):
    shown = describe("h", certificate("h", []), number, "OpenSSL's words")
    assert shown.why.code == f"certificate_{code}"
    for language in ("en", "ja"):
        assert "…" not in str(tell(shown.why, language))


def test_a_fingerprint_is_compared_whatever_its_spelling():
    der = certificate("h", [])
    right = fingerprint(der)
    spaced = " ".join(right[i : i + 2] for i in range(0, 64, 2)).upper()
    for text, trusted in ((right, True), (spaced, True), (right[:-1], False), ("", False), ("é", False)):
        assert is_trusted(Server("h", 993, Security.IMAPS, "u", fingerprint=text), der) is trusted
    assert not is_trusted(Server("h", 993, Security.IMAPS, "u", fingerprint=fingerprint(b"")), b"")
