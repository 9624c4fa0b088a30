"""Signing in through a provider's page for the command line: in a browser, with another device, or as the program."""

from __future__ import annotations

import argparse
import threading
from dataclasses import replace
from typing import TYPE_CHECKING

from modori.records import ModoriError, Note, Server, SignIn

from .console import Language, Say
from .secret_options import given_password

if TYPE_CHECKING:
    from modori.mailbox.grants import Client, Grant
    from modori.mailbox.issuers import Issuer


def add_sign_in_options(parser: argparse.ArgumentParser) -> None:
    """What is needed besides the address where the provider's own page signs in."""
    parser.add_argument("--client-id", metavar="ID", help="sign in at the provider's page (OAuth2), as this program")
    parser.add_argument("--tenant", metavar="T", help="the organisation at Microsoft, by its ID or domain")
    parser.add_argument("--mailbox", metavar="M", help="a shared mailbox that the person who signs in may open")
    how = parser.add_mutually_exclusive_group()
    how.add_argument("--device", action="store_true", help="sign in with another device: no browser is needed here")
    how.add_argument(
        "--app-only", action="store_true", help="the program signs in as itself; its secret is the password"
    )


def with_sign_in(server: Server, options: argparse.Namespace) -> Server:
    """`server`, entered through its provider's page if the options say so. Raises ModoriError where it has to be."""
    from modori.mailbox.providers import for_host

    provider = for_host(server.host)
    if not options.client_id:
        if provider is not None and provider.needs_sign_in():
            raise ModoriError("cli_needs_client_id", name=provider.names["en"])
        return server
    if provider is None or provider.sign_in is None:
        raise ModoriError("sign_in_unknown", name=server.host)
    sign_in = SignIn(provider.sign_in, options.client_id, options.tenant, options.app_only)
    return replace(server, user=options.mailbox or server.user, sign_in=sign_in)


def sign_in(server: Server, login: str, options: argparse.Namespace, language: Language, say: Say) -> str:
    """Have the user sign in as `login`, and give the text for the keyring. Blocks; raises ModoriError.

    A password that the options name is the client's secret.
    """
    from modori.mailbox.grants import Client
    from modori.mailbox.issuers import issuer_of
    from modori.mailbox.tokens import secret_text

    assert server.sign_in is not None  # noqa: S101 (looked at by the caller)
    issuer, secret = issuer_of(server.sign_in), given_password(options)
    if server.sign_in.app_only:
        if not secret:
            raise ModoriError("cli_client_secret_needed")
        return secret_text(None, secret)
    client, scopes = Client(server.sign_in.client_id, secret), issuer.wanted(server.security)
    by = _by_device if options.device else _by_browser
    grant = by(issuer, client, scopes, login, language, say)
    if grant.refresh_token is None:
        raise ModoriError("sign_in_refused", name=issuer.name, server="no refresh token")
    return secret_text(grant.refresh_token, secret)


def _by_browser(
    issuer: Issuer, client: Client, scopes: tuple[str, ...], login: str, language: Language, say: Say
) -> Grant:
    import webbrowser

    from modori.mailbox.browser_sign_in import sign_in_by_browser
    from modori.sentences import tell

    def open_page(url: str) -> None:
        say(Note("cli_open_page", {"name": issuer.name, "url": url}))
        webbrowser.open(url)

    words = str(tell(Note("sign_in_done"), language))
    return sign_in_by_browser(
        issuer, client, scopes, open_page, threading.Event(), login=login, words=words, language=language
    )


def _by_device(
    issuer: Issuer, client: Client, scopes: tuple[str, ...], _login: str, _language: Language, say: Say
) -> Grant:
    from modori.mailbox.grants import ask_device_code, by_device_code

    code = ask_device_code(issuer, client, scopes)
    say(Note("cli_device_code", {"name": issuer.name, "url": code.url, "code": code.user_code}))
    return by_device_code(issuer, client, code, threading.Event().wait)
