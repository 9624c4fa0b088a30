"""Getting in: what is said when a server, a certificate or a login is not as asked. Against a real Dovecot."""

from __future__ import annotations

import hashlib
import socket
import threading
from dataclasses import replace

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from dovecot import free_port
from modori.mailbox import CertificateError, ImapMailbox, LostError, MailboxError
from modori.records import Security, Server
from modori.sentences import tell

pytestmark = pytest.mark.dovecot

BOTH = (Security.IMAPS, Security.IMAP_STARTTLS)


@pytest.fixture(scope="module")
def user(dovecot):
    return dovecot.user()


def refused(server: Server, password: str = "secret", timeout: float = 10) -> MailboxError:
    with pytest.raises(MailboxError) as caught:
        ImapMailbox(server, password, timeout=timeout).connect()
    for language in ("en", "ja"):
        told = tell(caught.value.note, language)
        assert told.what
        assert "{" not in str(told)
        assert "…" not in str(told)
    return caught.value


def port_of(dovecot, kind: str, security: Security) -> int:
    other = dovecot.other(kind)
    return other.imaps if security is Security.IMAPS else other.starttls


@pytest.mark.parametrize("security", BOTH)
@pytest.mark.parametrize(
    ("kind", "code"),
    [
        ("self-signed", "certificate_self_signed"),
        ("expired", "certificate_expired"),
        ("future", "certificate_not_yet_valid"),
        ("wrong-host", "certificate_wrong_host"),
    ],
)
def test_a_bad_certificate_is_described_and_can_be_trusted_by_fingerprint(dovecot, security, kind, code):
    user = dovecot.user()
    server = user.server(security, port=port_of(dovecot, kind, security))
    error = refused(server, user.password)
    assert isinstance(error, CertificateError)
    shown = error.certificate
    pem = x509.load_pem_x509_certificate(dovecot.other(kind).certificate_file.read_bytes())
    assert shown.why.code == error.note.code == code
    assert shown.host == "localhost"
    assert shown.fingerprint == hashlib.sha256(pem.public_bytes(Encoding.DER)).hexdigest()
    assert shown.subject == ("mail.example.jp" if kind == "wrong-host" else "localhost") + ", Modori tests"
    assert shown.issuer == (shown.subject if kind == "self-signed" else "Modori Test CA")
    assert (shown.not_before, shown.not_after) == (pem.not_valid_before_utc, pem.not_valid_after_utc)
    assert user.name not in dovecot.other(kind).log()

    colons = ":".join(shown.fingerprint[i : i + 2] for i in range(0, 64, 2)).upper()
    for fingerprint in (shown.fingerprint, colons):
        with ImapMailbox(replace(server, fingerprint=fingerprint), user.password) as mailbox:
            assert mailbox.examine("INBOX").messages == 0


@pytest.mark.parametrize("security", BOTH)
def test_a_trusted_fingerprint_accepts_no_other_certificate(dovecot, user, security):
    trusted = refused(user.server(security, port=port_of(dovecot, "self-signed", security))).certificate  # type: ignore[attr-defined]
    # Not even one that would be good by itself: the user said "exactly this one".
    error = refused(replace(user.server(security), fingerprint=trusted.fingerprint), user.password)
    assert isinstance(error, CertificateError)
    assert error.note.code == "certificate_changed"
    assert error.certificate.fingerprint != trusted.fingerprint


@pytest.mark.parametrize("security", BOTH)
def test_an_unknown_authority(user, security):
    error = refused(replace(user.server(security), ca_file=None))
    assert isinstance(error, CertificateError)
    assert error.note.code == "certificate_unknown_authority"
    assert error.certificate.issuer == "Modori Test CA"


def test_a_ca_file_that_can_not_be_used(user, tmp_path):
    assert refused(replace(user.server(), ca_file=str(tmp_path / "none.pem"))).note.code == "ca_file_unreadable"
    (tmp_path / "bad.pem").write_text("no certificate")
    assert refused(replace(user.server(), ca_file=str(tmp_path / "bad.pem"))).note.code == "ca_file_unreadable"


@pytest.mark.parametrize("security", BOTH)
def test_a_wrong_password(user, security):
    error = refused(user.server(security), "wrong pass word")
    assert error.note.code == "imap_login_refused"
    assert "AUTHENTICATIONFAILED" in error.note.details["server"]
    assert "wrong pass word" not in repr(error.note)
    assert "app password" in tell(error.note).todo
    assert "アプリパスワード" in tell(error.note, "ja").todo


def test_a_user_that_does_not_exist(user):
    assert refused(replace(user.server(), user="nobody@example.jp")).note.code == "imap_login_refused"


def test_a_server_without_tls(dovecot, user):
    assert refused(user.server(port=dovecot.plain)).note.code == "imap_plain_only"
    assert refused(user.server(Security.IMAP_STARTTLS, port=dovecot.plain)).note.code == "imap_no_starttls"
    assert "Login" not in dovecot.other("no-tls").log()


def test_the_starttls_port_where_tls_was_asked_for_and_the_other_way_round(dovecot, user):
    assert refused(user.server(port=dovecot.starttls)).note.code == "imap_plain_only"
    assert refused(user.server(Security.IMAP_STARTTLS, port=dovecot.imaps), timeout=0.5).note.code == "imap_tls_only"


@pytest.mark.parametrize("security", BOTH)
def test_nobody_listens(user, security):
    assert refused(user.server(security, port=free_port())).note.code == "imap_port_refused"


@pytest.mark.parametrize("host", ["mail.example.invalid", "two..dots", "日本..jp", "x" * 80 + ".example"])
def test_an_unknown_host(user, host):
    assert refused(user.server(host=host)).note.code == "imap_unknown_host"


def test_an_address_instead_of_a_name(user):
    with ImapMailbox(user.server(host="127.0.0.1"), user.password) as mailbox:
        assert mailbox.examine("INBOX").messages == 0


def test_a_server_that_never_answers(user):
    with socket.create_server(("127.0.0.1", 0)) as silent:
        error = refused(user.server(port=silent.getsockname()[1]), timeout=0.4)
    assert isinstance(error, LostError)
    assert error.note.code == "imap_tls_lost"


def test_cancel_before_and_while_connecting(user):
    with socket.create_server(("127.0.0.1", 0)) as silent:
        mailbox = ImapMailbox(user.server(port=silent.getsockname()[1]), "secret")
        caught: list[MailboxError] = []

        def connect() -> None:
            try:
                mailbox.connect()
            except MailboxError as error:
                caught.append(error)

        thread = threading.Thread(target=connect)
        thread.start()
        client, _ = silent.accept()
        mailbox.cancel()
        thread.join(1.0)
        assert not thread.is_alive()
        client.close()
    assert [error.note.code for error in caught] == ["cancelled"]
    with pytest.raises(MailboxError) as again:
        mailbox.connect()
    assert again.value.note.code == "cancelled"


@pytest.fixture
def full_port():
    """A port whose queue is full: connections neither succeed nor fail."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(0)
        waiting = [socket.socket() for _ in range(4)]
        for one in waiting:
            one.settimeout(0)
            one.connect_ex(listener.getsockname())
        yield listener.getsockname()[1]
        for one in waiting:
            one.close()


def test_a_port_that_neither_accepts_nor_refuses(user, full_port):
    error = refused(user.server(host="127.0.0.1", port=full_port), timeout=0.4)
    assert error.note.code == "imap_connect_timeout"


def test_cancel_while_the_connection_is_waited_for(user, full_port):
    assert cancelled_while(ImapMailbox(user.server(host="127.0.0.1", port=full_port), "secret"))


def test_cancel_while_the_name_is_looked_up(user, monkeypatch):
    looking, answer = threading.Event(), threading.Event()
    server = user.server()  # starts Dovecot, which needs the real function

    def slow(*_, **__):
        looking.set()
        answer.wait(20)
        return []

    monkeypatch.setattr(socket, "getaddrinfo", slow)
    try:
        assert cancelled_while(ImapMailbox(server, "secret"), looking)
    finally:
        answer.set()


def cancelled_while(mailbox: ImapMailbox, ready: threading.Event | None = None) -> bool:
    caught: list[str] = []

    def connect() -> None:
        try:
            mailbox.connect()
        except MailboxError as error:
            caught.append(error.note.code)

    thread = threading.Thread(target=connect)
    thread.start()
    if ready:
        assert ready.wait(20)
    mailbox.cancel()
    thread.join(1.0)
    return not thread.is_alive() and caught == ["cancelled"]
