"""`modori account add --client-id`, `account sign-in` and a scan, against our own authorization and IMAP servers."""

from __future__ import annotations

import json
import threading
import webbrowser
from dataclasses import replace

import pytest

from dovecot import make_ca, make_certificate, write_pem
from modori import cli
from modori.mailbox import issuers, providers
from modori.mailbox.issuers import issuer_of
from modori.mailbox.providers import Place
from modori.records import Security, SignIn
from modori.store import Store, default_path
from oauth_server import CLIENT, AuthorizationServer, TokenScript
from scripted_imap import ScriptedImap


@pytest.fixture
def world(tmp_path, monkeypatch):
    """Makes a provider, its sign-in page and its IMAP server on loopback; `modori` runs in this process."""
    running = []
    ca = make_ca()
    key, certificate = make_certificate(ca)
    pem, ca_file = write_pem(tmp_path / "server.pem", certificate, key), write_pem(tmp_path / "ca.pem", ca[1])
    monkeypatch.setenv("SSL_CERT_FILE", str(ca_file))

    def make(user="hana@example.jp", client_secret=None):
        server = AuthorizationServer(pem, ca_file, client_secret=client_secret)
        imap = ScriptedImap(TokenScript(server, user, [1, 2]), pem, ca_file)
        running.extend((imap, server))
        microsoft = next(one for one in providers.bundled() if one.id == "microsoft365")
        place = Place("localhost", imap.port, Security.IMAPS)
        here = replace(microsoft, id="here", domains=("example.jp",), places={"imap": place})
        monkeypatch.setattr(providers, "bundled", lambda: (here,))
        for name in ("modori.mailbox.issuers.issuer_of", "modori.mailbox.tokens.issuer_of"):
            monkeypatch.setattr(name, lambda _: server.issuer("localhost"))
        monkeypatch.setattr(webbrowser, "open", server.browser)
        monkeypatch.setattr(threading.Event, "wait", _hurried(threading.Event.wait))
        return server, imap

    yield make
    for one in running:
        one.stop()


def _hurried(wait):
    """No test waits five seconds for a device."""
    return lambda self, seconds=None: wait(self, 0.01 if seconds == 5 else seconds)


@pytest.fixture
def modori(capsys, monkeypatch):
    def run(*arguments, stdin=""):
        import io

        monkeypatch.setattr("sys.stdin", io.StringIO(stdin))
        code = cli.main([str(one) for one in arguments])
        told = capsys.readouterr()
        return code, told.out, told.err

    return run


def test_a_provider_without_passwords_says_what_it_needs(modori, world):
    world()
    code, _, told = modori("account", "add", "Letter", "hana@example.jp")
    assert (code, "--client-id" in told) == (2, True)


@pytest.mark.parametrize("how", [(), ("--device",)])
def test_sign_in_scan_and_sign_in_again(modori, world, how):
    server, imap = world()
    server.pending = ["authorization_pending"]
    code, out, told = modori("account", "add", "Letter", "hana@example.jp", "--client-id", CLIENT, *how)
    assert (code, out) == (0, ""), told
    assert "keyring" in told
    assert ("ABCD-EFGH" in told) == bool(how)
    with Store() as store:
        (account,) = store.accounts()
    assert account.server.sign_in == SignIn("microsoft", CLIENT)

    code, _, told = modori("scan", "--account", "Letter")  # no keyring here kept it
    assert (code, "account sign-in Letter" in told) == (2, True)
    server.pending = []
    code, text, told = modori("account", "sign-in", "Letter", "--print", *how)
    assert code == 0, told
    assert set(json.loads(text)) == {"refresh_token"}
    server.rotate = False
    imap.script.logins.clear()
    code, out, told = modori("scan", "--account", "Letter", "--password-stdin", stdin=text)
    # An ordinary mail each: nothing waits for anybody.
    assert code == 0, told
    assert "2 new mails read" in told

    server.revoke_all()
    code, _, told = modori("scan", "--account", "Letter", "--password-stdin", stdin=text)
    assert code == 2
    assert "Sign in again" in told

    for secret in ("refresh-", "access-"):
        assert secret not in told
        for file in default_path().parent.iterdir():
            assert secret.encode() not in file.read_bytes()


def test_a_shared_mailbox(modori, world):
    server, imap = world("bounces@example.jp")
    code, _, told = modori(
        "account", "add", "Letter", "hana@example.jp", "--client-id", CLIENT, "--mailbox", "bounces@example.jp"
    )
    assert code == 0, told
    assert server.asked_pages[0]["login_hint"] == "hana@example.jp"
    assert imap.script.logins == [True]


def test_a_program_that_signs_in_as_itself(modori, world):
    server, _ = world("bounces@example.jp", client_secret="app-secret-4711")
    add = ("account", "add", "Letter", "bounces@example.jp", "--client-id", CLIENT, "--app-only")
    code, _, told = modori(*add)
    assert (code, "--password-stdin" in told) == (2, True)
    code, _, told = modori(*add, "--password-stdin", stdin="app-secret-4711")
    assert code == 0, told
    code, _, told = modori("scan", "--account", "Letter", "--password-stdin", stdin="app-secret-4711")
    assert code == 0, told
    assert set(server.grants) == {"client_credentials"}
    code, _, told = modori("scan", "--account", "Letter", "--password-stdin", stdin="wrong-4711")
    assert code == 2
    assert "4711" not in told
    assert not server.asked_pages


def test_what_can_not_be_signed_in_to(modori, world):
    server, _ = world()
    code, _, told = modori("account", "add", "Letter", "imaps://a@mail.example.org/", "--client-id", CLIENT)
    assert (code, "mail.example.org" in told) == (2, True)
    server.refuse = ("consent_required", "AADSTS65001: ask your administrator")
    code, _, told = modori("account", "add", "Letter", "hana@example.jp", "--client-id", CLIENT)
    assert (code, "administrator" in told) == (2, True)


def test_the_addresses_of_the_bundled_pages_are_https():
    for name in issuers.issuer_ids():
        issuer = issuer_of(SignIn(name, CLIENT))
        assert all(url is None or url.startswith("https://") for url in (issuer.authorize, issuer.token, issuer.device))
