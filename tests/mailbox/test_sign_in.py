"""Signing in through the provider's page, against an authorization server and an IMAP server on loopback."""

from __future__ import annotations

import json
import pickle
import socket
import threading
import traceback
import urllib.error
import urllib.request
from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import pytest

from modori.mailbox import ImapMailbox, LostError, MailboxError, Pop3Mailbox
from modori.mailbox.browser_sign_in import sign_in_by_browser
from modori.mailbox.grants import Client, ask_device_code, by_device_code, by_own_secret
from modori.mailbox.issuers import issuer_ids, issuer_of
from modori.mailbox.tokens import SignedIn, secret_text
from modori.records import Security, SignIn
from oauth_server import CLIENT, SCOPES, AuthorizationServer, TokenPop3Script, TokenScript
from scripted_pop3 import ScriptedPop3

NOBODY = threading.Event()
SIGN_IN = SignIn("microsoft", CLIENT)


@pytest.fixture
def issuing(test_tls):
    """Start authorization servers."""
    running: list[AuthorizationServer] = []

    def start(**options) -> AuthorizationServer:
        running.append(AuthorizationServer(*test_tls, **options))
        return running[-1]

    yield start
    for one in running:
        one.stop()


def in_browser(server, redirect="127.0.0.1", **options):
    issuer = server.issuer(redirect)
    client = Client(CLIENT, server.client_secret)
    return sign_in_by_browser(issuer, client, SCOPES, server.browser, NOBODY, context=server.context, **options)


def signed_in(server, record, text, renewed=None):
    record = replace(record, sign_in=SIGN_IN)
    return SignedIn(record, text, renewed, issuer=server.issuer(), context=server.context)


# The browser.


@pytest.mark.parametrize("redirect", ["127.0.0.1", "localhost"])
def test_the_page_and_its_code(issuing, redirect):
    server = issuing()
    grant = in_browser(server, redirect, login="hana@example.jp", words="もう閉じてかまいません。", language="ja")
    assert grant.access_token in server.access_tokens
    assert grant.refresh_token in server.refresh_tokens
    assert grant.seconds == 3600
    (asked,) = server.asked_pages
    assert asked["scope"] == " ".join(SCOPES)
    assert (asked["login_hint"], asked["prompt"]) == ("hana@example.jp", "consent")
    assert len(asked["state"]) >= 32
    for thread in server._threads:
        thread.join(10)
    assert "もう閉じてかまいません。" in server.pages[0]


def test_a_client_with_a_secret(issuing):
    assert in_browser(issuing(client_secret="not really secret")).refresh_token


@pytest.mark.parametrize(
    ("error", "why", "code"),
    [
        ("access_denied", "the user said no", "sign_in_denied"),
        ("access_denied", "AADSTS65004: declined", "sign_in_denied"),
        ("consent_required", "AADSTS65001: nobody has consented", "sign_in_needs_admin"),
        ("invalid_client", "AADSTS90094: an administrator has to", "sign_in_needs_admin"),
        ("unauthorized_client", "AADSTS700016: not found in the directory", "sign_in_bad_client"),
        ("something_new", "whatever that is", "sign_in_refused"),
        ("temporarily_unavailable", "", "sign_in_unavailable"),
    ],
)
def test_a_page_that_refuses(issuing, error, why, code):
    server = issuing()
    server.refuse = (error, why)
    with pytest.raises(MailboxError, match=code) as refused:
        in_browser(server)
    assert isinstance(refused.value, LostError) == (code == "sign_in_unavailable")


def test_cancel_while_the_page_is_open(issuing):
    cancelled = threading.Event()
    with pytest.raises(MailboxError, match="cancelled"):
        sign_in_by_browser(issuing().issuer(), Client(CLIENT), SCOPES, lambda _: cancelled.set(), cancelled)


def test_only_the_answer_with_our_own_state_is_believed(issuing):
    """Another program on this computer, or a page in the browser, may knock at the listener, too."""
    server, told = issuing(), []

    def knock(url):
        asked = {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}
        target = asked["redirect_uri"]
        for path in (
            "?code=forged&state=guessed",
            "?code=forged",
            "favicon.ico",
            f"other?state={asked['state']}&code=x",
        ):
            with pytest.raises(urllib.error.HTTPError) as refused:
                urllib.request.urlopen(target + path, timeout=10)  # noqa: S310 (loopback)
            told.append(refused.value.code)
            refused.value.close()
        silent = socket.create_connection(("127.0.0.1", urlsplit(target).port))  # as browsers do ahead of time
        server.browser(url)
        silent.close()

    grant = sign_in_by_browser(server.issuer(), Client(CLIENT), SCOPES, knock, NOBODY, context=server.context)
    assert grant.access_token in server.access_tokens
    assert told == [404] * 4


def test_the_listener_takes_nobody_from_outside(issuing):
    def knock(url):
        port = urlsplit(parse_qs(urlsplit(url).query)["redirect_uri"][0]).port
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection(("127.0.0.2", port))  # another of this computer's addresses
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        sign_in_by_browser(issuing().issuer(), Client(CLIENT), SCOPES, knock, NOBODY)


# Without a browser.


def test_another_device(issuing):
    server, waits = issuing(), []
    server.pending = ["authorization_pending", "slow_down", "authorization_pending"]
    issuer, client = server.issuer(), Client(CLIENT)
    code = ask_device_code(issuer, client, SCOPES, server.context)
    assert (code.url, code.user_code) == ("https://example.org/device", "ABCD-EFGH")
    assert "device-4711" not in repr(code)

    def wait(seconds):
        waits.append(seconds)
        return False

    grant = by_device_code(issuer, client, code, wait, server.context)
    assert grant.refresh_token in server.refresh_tokens
    assert waits == [5, 5, 10, 10]


@pytest.mark.parametrize(
    ("said", "code"),
    [("authorization_declined", "sign_in_denied"), ("expired_token", "sign_in_expired"), (None, "cancelled")],
)
def test_a_device_that_ends_otherwise(issuing, said, code):
    server = issuing()
    server.pending = [said] if said else ["authorization_pending"] * 3
    told = ask_device_code(server.issuer(), Client(CLIENT), SCOPES, server.context)
    with pytest.raises(MailboxError, match=code):
        by_device_code(server.issuer(), Client(CLIENT), told, lambda _: said is None, server.context)


def test_a_device_for_which_nobody_comes(issuing):
    server = issuing()
    server.pending = ["authorization_pending"] * 1000
    told = replace(ask_device_code(server.issuer(), Client(CLIENT), SCOPES, server.context), seconds=20.0)
    with pytest.raises(MailboxError, match="sign_in_expired"):
        by_device_code(server.issuer(), Client(CLIENT), told, lambda _: False, server.context)


def test_a_program_that_signs_in_as_itself(issuing, scripted):
    server = issuing(client_secret="app secret 4711")
    imap = scripted(TokenScript(server, "shared@example.jp", [1, 2]))
    record = replace(imap.record("shared@example.jp"), sign_in=replace(SIGN_IN, app_only=True))
    bearer = SignedIn(record, "app secret 4711", issuer=server.issuer(), context=server.context)
    with ImapMailbox(record, bearer) as mailbox:
        mailbox.examine("INBOX")
        assert len(list(mailbox.mails())) == 2
    assert server.grants == ["client_credentials"]
    wrong = SignedIn(record, "wrong", issuer=server.issuer(), context=server.context)
    with pytest.raises(MailboxError, match="sign_in_bad_client"):
        wrong.access_token()


def test_google_has_neither():
    google = issuer_of(SignIn("google", CLIENT))
    with pytest.raises(MailboxError, match="sign_in_no_app"):
        by_own_secret(google, Client(CLIENT, "secret"))
    with pytest.raises(MailboxError, match="sign_in_no_device"):
        ask_device_code(google, Client(CLIENT), SCOPES)


# The mailbox.


def test_a_mailbox_is_read_with_tokens_that_are_renewed(issuing, scripted):
    server, kept = issuing(), []
    imap = scripted(TokenScript(server, uids=[1, 2, 3]))
    text = secret_text(in_browser(server).refresh_token, None)
    bearer = signed_in(server, imap.record(), text, kept.append)
    with ImapMailbox(imap.record(), bearer) as mailbox:
        mailbox.examine("INBOX")
        assert [mail.uid for mail in mailbox.mails()] == [1, 2, 3]
    assert imap.script.logins == [True]
    assert not any(b"LOGIN" in command for command in imap.script.commands)
    assert json.loads(kept[-1])["refresh_token"] in server.refresh_tokens  # the old one is used up

    bearer.access_token()
    assert server.grants.count("refresh_token") == 1  # it is still good


def test_a_shared_mailbox_is_named_and_opened_with_the_token_of_a_person(issuing, scripted):
    server = issuing()
    imap = scripted(TokenScript(server, "bounces@example.jp"))
    text = secret_text(in_browser(server, login="hana@example.jp").refresh_token, None)
    record = imap.record("bounces@example.jp")
    with ImapMailbox(record, signed_in(server, record, text)) as mailbox:
        assert mailbox.examine("INBOX").messages == 0


def test_an_expired_token_is_replaced_before_it_is_used(issuing, scripted):
    server = issuing()
    server.lifetime = 30  # less than the margin: no token is used twice
    bearer = signed_in(server, scripted(TokenScript(server)).record(), in_browser(server).refresh_token)
    assert bearer.access_token() != bearer.access_token()


def test_a_revoked_access_token_is_replaced_once(issuing, scripted):
    server = issuing()
    imap = scripted(TokenScript(server))
    bearer = signed_in(server, imap.record(), in_browser(server).refresh_token)
    bearer.access_token()
    server.access_tokens.clear()
    with ImapMailbox(imap.record(), bearer):
        pass
    assert imap.script.logins == [False, True]


def test_a_withdrawn_permission_asks_to_sign_in_again(issuing, scripted):
    server = issuing()
    imap = scripted(TokenScript(server))
    token = in_browser(server).refresh_token
    server.revoke_all()
    with pytest.raises(MailboxError, match="sign_in_again") as refused:
        ImapMailbox(imap.record(), signed_in(server, imap.record(), token)).connect()
    assert token not in str(refused.value.note)  # the server had repeated it
    assert imap.connections == 0


def test_a_mailbox_that_the_token_does_not_open(issuing, scripted):
    server = issuing()
    imap = scripted(TokenScript(server, "somebody.else@example.jp"))
    bearer = signed_in(server, imap.record(), in_browser(server).refresh_token)
    with pytest.raises(MailboxError, match="imap_token_refused") as refused:
        ImapMailbox(imap.record(), bearer).connect()
    assert refused.value.note.details["server"] == "AUTHENTICATE failed."
    assert imap.script.logins == [False, False]


@pytest.fixture
def scripted_pop3(test_tls):
    """Start POP3 servers that follow a script."""
    running: list[ScriptedPop3] = []

    def start(script) -> ScriptedPop3:
        running.append(ScriptedPop3(script, *test_tls))
        return running[-1]

    yield start
    for one in running:
        one.stop()


def test_a_pop3_mailbox_that_the_token_opens(issuing, scripted_pop3):
    server = issuing()
    script = TokenPop3Script(server, "user@example.jp", explains=True, mails={"a": b"Subject: x\r\n\r\ntext\r\n"})
    pop3 = scripted_pop3(script).record("user@example.jp")
    with Pop3Mailbox(pop3, signed_in(server, pop3, in_browser(server).refresh_token)) as mailbox:
        assert [mail.uidl for mail in mailbox.mails()] == ["a"]
    assert script.logins == [True]


@pytest.mark.parametrize(("explains", "words"), [(True, "Invalid credentials"), (False, "unknown user name")])
def test_a_pop3_mailbox_that_the_token_does_not_open(issuing, scripted_pop3, explains, words):
    server = issuing()
    script = TokenPop3Script(server, "somebody.else@example.jp", explains=explains, mails={})
    pop3 = scripted_pop3(script).record("user@example.jp")
    bearer = signed_in(server, pop3, in_browser(server).refresh_token)
    with pytest.raises(MailboxError, match="imap_token_refused") as refused:
        Pop3Mailbox(pop3, bearer).connect()
    assert words in refused.value.note.details["server"]
    assert script.logins == [False, False]
    assert not any(token in str(refused.value.note) for token in server.access_tokens)


def test_a_server_that_asks_for_a_pause_is_not_asked_again(issuing, scripted):
    server = issuing()
    script = TokenScript(server, "somebody.else@example.jp")
    script.refusal = (
        b"NO Request is throttled. Suggested Backoff Time: 1500000 milliseconds"  # longer than anybody waits
    )
    bearer = signed_in(server, scripted(script).record(), in_browser(server).refresh_token)
    with pytest.raises(MailboxError, match="imap_throttled"):
        ImapMailbox(scripted(script).record(), bearer).connect()
    assert script.logins == [False]


def test_a_server_without_xoauth2(issuing, scripted):
    server = issuing()
    script = TokenScript(server)
    script.capabilities = b"IMAP4rev1 AUTH=PLAIN"
    imap = scripted(script)
    bearer = signed_in(server, imap.record(), in_browser(server).refresh_token)
    with pytest.raises(MailboxError, match="imap_no_xoauth2"):
        ImapMailbox(imap.record(), bearer).connect()


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_busy_authorization_server_is_worth_another_try(issuing, scripted, status):
    server = issuing()
    bearer = signed_in(server, scripted(TokenScript(server)).record(), in_browser(server).refresh_token)
    server.token_status = status
    with pytest.raises(LostError, match="sign_in_unavailable"):
        bearer.access_token()


def test_an_authorization_server_that_nobody_vouches_for_gets_nothing(issuing, scripted):
    server = issuing()
    record = replace(scripted(TokenScript(server)).record(), sign_in=SIGN_IN)
    bearer = SignedIn(record, in_browser(server).refresh_token, issuer=server.issuer())
    before = len(server._http.asked)
    with pytest.raises(LostError, match="web_unreachable"):
        bearer.access_token()
    assert len(server._http.asked) == before


# Secrets.


def test_tokens_are_in_no_error_traceback_or_pickle(issuing, scripted):
    server = issuing(client_secret="client secret 4711")
    imap = scripted(TokenScript(server, "somebody.else@example.jp"))
    text = secret_text(in_browser(server).refresh_token, "client secret 4711")
    bearer = signed_in(server, imap.record(), text)
    mailbox = ImapMailbox(imap.record(), bearer)
    with pytest.raises(MailboxError) as refused:
        mailbox.connect()
    told = "".join(traceback.format_exception(refused.value)) + repr(refused.value.note) + repr(mailbox) + repr(bearer)
    assert "refresh-" not in told
    assert "access-" not in told
    assert "4711" not in told
    with pytest.raises(TypeError):
        pickle.dumps(bearer)


def test_what_the_keyring_keeps():
    assert json.loads(secret_text("r", None)) == {"refresh_token": "r"}
    assert json.loads(secret_text(None, "s")) == {"client_secret": "s"}


# The data.


def test_the_issuers():
    assert set(issuer_ids()) == {"google", "microsoft"}
    common, own = issuer_of(SIGN_IN), issuer_of(replace(SIGN_IN, tenant="example.onmicrosoft.com"))
    assert "/common/" in common.token
    assert "/example.onmicrosoft.com/" in own.device
    assert "offline_access" in common.wanted(Security.IMAPS)
    assert "POP" in common.wanted(Security.POP3S)[0]
    with pytest.raises(MailboxError, match="sign_in_unknown"):
        issuer_of(SignIn("example", CLIENT))
    with pytest.raises(MailboxError, match="sign_in_bad_tenant"):
        issuer_of(replace(SIGN_IN, tenant="common/evil?x="))
