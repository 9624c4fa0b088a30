"""What stands in for a password where the provider's own page signs in: tokens, renewed when they run out.

The keyring keeps one text for such a mailbox: JSON with the refresh token, and the client's secret where it has one.
"""

from __future__ import annotations

import json
import ssl
import threading
import time
from collections.abc import Callable

from ..records import Server
from .errors import MailboxError
from .grants import Client, Grant, by_own_secret, by_refresh
from .issuers import Issuer, issuer_of
from .session import Bearer

_MARGIN = 60.0  # seconds before its end from which on an access token is not used any more


def secret_text(refresh_token: str | None, client_secret: str | None) -> str:
    """The text for the keyring."""
    told = {"refresh_token": refresh_token, "client_secret": client_secret}
    return json.dumps({name: value for name, value in told.items() if value})


class SignedIn(Bearer):
    """The tokens of one mailbox. Safe to use from several threads; never shows what it holds.

    `text` is what the keyring kept, or the bare refresh token (of a program that signs in as itself: its secret).
    `renewed` is told the new text when the server gave another refresh token.
    """

    def __init__(
        self,
        server: Server,
        text: str,
        renewed: Callable[[str], None] | None = None,
        *,
        issuer: Issuer | None = None,
        context: ssl.SSLContext | None = None,
    ) -> None:
        super().__init__("")
        if server.sign_in is None:
            raise ValueError("this server wants a password")
        self._sign_in, self._scopes_for, self._renewed, self._context = (
            server.sign_in,
            server.security,
            renewed,
            context,
        )
        self._issuer = issuer or issuer_of(server.sign_in)
        kept = _kept(text, app_only=server.sign_in.app_only)
        self._refresh_token = kept.get("refresh_token")
        self._client = Client(server.sign_in.client_id, kept.get("client_secret"))
        self._access: str | None = None
        self._until = 0.0
        self._lock = threading.Lock()

    def access_token(self, *, fresh: bool = False) -> str:
        """A token that is valid now; with `fresh` never the last one again. Blocks; raises MailboxError."""
        with self._lock:
            if fresh or self._access is None or time.monotonic() > self._until:
                grant = self._ask()
                self._access, self._until = grant.access_token, time.monotonic() + grant.seconds - _MARGIN
            return self._access

    def _ask(self) -> Grant:
        if self._sign_in.app_only:
            return by_own_secret(self._issuer, self._client, self._context)
        if not self._refresh_token:
            raise MailboxError("sign_in_again", name=self._issuer.name, server="")
        scopes = self._issuer.wanted(self._scopes_for)
        grant = by_refresh(self._issuer, self._client, self._refresh_token, scopes, self._context)
        if grant.refresh_token and grant.refresh_token != self._refresh_token:
            self._refresh_token = grant.refresh_token
            if self._renewed is not None:
                self._renewed(secret_text(grant.refresh_token, self._client.secret))
        return grant


def _kept(text: str, *, app_only: bool) -> dict[str, str]:
    try:
        told = json.loads(text)
    except ValueError:
        told = None
    if not isinstance(told, dict):
        return {"client_secret": text} if app_only else {"refresh_token": text}
    return {name: value for name, value in told.items() if isinstance(value, str)}
