"""Asks an authorization server for tokens: by code, refresh token, device code or the program's own secret.

RFC 6749 (codes and refreshing), RFC 7636 (PKCE), RFC 8628 (devices). oauthlib writes and reads the messages. What a
server says goes into errors cut to a line, and without anything that we sent as a secret.
"""

from __future__ import annotations

import json
import ssl
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from oauthlib.oauth2 import (
    BackendApplicationClient,
    DeviceClient,
    MissingTokenError,
    OAuth2Error,
    WebApplicationClient,
)

from .errors import LostError, MailboxError
from .issuers import Issuer
from .refusals import one_line
from .web import request

LIFETIME = 3000.0  # seconds that an access token lives where the server does not say
POLL_SECONDS = 5.0  # RFC 8628 §3.2
_BUSY = (429, 500, 502, 503, 504)


@dataclass(frozen=True, slots=True)
class Grant:
    """What a server granted: an access token for `seconds`, and perhaps a token to get the next one."""

    access_token: str = field(repr=False)
    seconds: float
    refresh_token: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Client:
    """Who asks: the registered program. Public clients have no secret; Google's desktop ones have one that is none."""

    id: str
    secret: str | None = field(default=None, repr=False)

    def more(self) -> dict[str, Any]:
        """What goes into a request besides the id."""
        return {"client_secret": self.secret} if self.secret else {}


@dataclass(frozen=True, slots=True)
class DeviceCode:
    """What the user has to type at `url` within `seconds`. `device_code` is for the server only."""

    url: str
    user_code: str
    seconds: float
    interval: float
    device_code: str = field(repr=False)


def by_code(
    issuer: Issuer, client: Client, code: str, redirect: str, verifier: str, context: ssl.SSLContext | None = None
) -> Grant:
    """Turn the code that the browser brought into tokens. Raises MailboxError."""
    asked = WebApplicationClient(client.id).prepare_request_body(
        code=code, redirect_uri=redirect, code_verifier=verifier, **client.more()
    )
    return _granted(issuer, asked, (code, verifier, client.secret), context)


def by_refresh(
    issuer: Issuer, client: Client, refresh_token: str, scopes: Sequence[str], context: ssl.SSLContext | None = None
) -> Grant:
    """A new access token. Raises MailboxError("sign_in_again") when the user has to sign in anew."""
    asked = WebApplicationClient(client.id).prepare_refresh_body(
        refresh_token=refresh_token, scope=" ".join(scopes), client_id=client.id, **client.more()
    )
    return _granted(issuer, asked, (refresh_token, client.secret), context)


def by_own_secret(issuer: Issuer, client: Client, context: ssl.SSLContext | None = None) -> Grant:
    """The program signs in as itself (client credentials). Raises MailboxError."""
    if not issuer.app_scopes:
        raise MailboxError("sign_in_no_app", name=issuer.name)
    asked = BackendApplicationClient(client.id).prepare_request_body(
        scope=" ".join(issuer.app_scopes), include_client_id=True, **client.more()
    )
    return _granted(issuer, asked, (client.secret,), context)


def ask_device_code(
    issuer: Issuer, client: Client, scopes: Sequence[str], context: ssl.SSLContext | None = None
) -> DeviceCode:
    """Begin to sign in with another device. Raises MailboxError("sign_in_no_device") and others."""
    if issuer.device is None:
        raise MailboxError("sign_in_no_device", name=issuer.name)
    answer = request(issuer.device, {"client_id": client.id, "scope": " ".join(scopes)}, context=context)
    told = _object(answer.body)
    words = {name: value for name, value in told.items() if isinstance(value, str)}
    url = words.get("verification_uri") or words.get("verification_url")
    if answer.status != 200 or not url or "user_code" not in words or "device_code" not in words:
        raise _refused(issuer, words.get("error", ""), words.get("error_description", ""), answer.status, ())
    return DeviceCode(
        one_line(url),
        one_line(words["user_code"]),
        _number(told.get("expires_in"), 900.0),
        _number(told.get("interval"), POLL_SECONDS),
        words["device_code"],
    )


def by_device_code(
    issuer: Issuer,
    client: Client,
    code: DeviceCode,
    wait: Callable[[float], bool],
    context: ssl.SSLContext | None = None,
) -> Grant:
    """Wait until the user has signed in elsewhere. `wait` sleeps that many seconds, and says whether to give up.

    Raises MailboxError: "cancelled", "sign_in_denied", "sign_in_expired", …
    """
    asked = DeviceClient(client.id).prepare_request_body(code.device_code, include_client_id=True, **client.more())
    interval, waited = code.interval, 0.0
    while waited <= code.seconds:
        if wait(interval):
            raise MailboxError("cancelled")
        waited += max(interval, 1.0)
        try:
            return _granted(issuer, asked, (code.device_code, client.secret), context, pending=True)
        except _PendingError as pending:
            interval += POLL_SECONDS if pending.slower else 0.0  # RFC 8628 §3.5
    raise MailboxError("sign_in_expired", name=issuer.name)


class _PendingError(Exception):
    """The user has not signed in yet."""

    def __init__(self, *, slower: bool) -> None:
        super().__init__()
        self.slower = slower


def _granted(
    issuer: Issuer,
    body: str,
    secrets: Sequence[str | None],
    context: ssl.SSLContext | None,
    *,
    pending: bool = False,
) -> Grant:
    answer = request(issuer.token, body, context=context)
    text = answer.body.decode("utf-8", "replace")
    try:
        token = WebApplicationClient("").parse_request_body_response(text)
        return Grant(
            str(token["access_token"]),
            _number(token.get("expires_in"), LIFETIME),
            str(token["refresh_token"]) if token.get("refresh_token") else None,
        )
    except OAuth2Error as error:
        said, why = str(error.error or ""), str(error.description or "")
        if isinstance(error, MissingTokenError):  # no answer of the protocol at all
            said, why = "", text
    except (ValueError, TypeError, AttributeError):
        said, why = "", text
    if pending and said in ("authorization_pending", "slow_down"):
        raise _PendingError(slower=said == "slow_down")
    raise _refused(issuer, said, why, answer.status, tuple(one for one in secrets if one))


def _refused(issuer: Issuer, error: str, why: str, status: int, secrets: tuple[str, ...]) -> MailboxError:
    """What a refusal means, from the error codes of RFC 6749 §5.2 and Microsoft's numbers in the description."""
    details = {"name": issuer.name, "server": one_line(f"{error} {why}".strip(), secrets)}
    if error in ("temporarily_unavailable", "server_error") or (not error and status in _BUSY):
        return LostError("sign_in_unavailable", **details)
    return MailboxError(_code(error, why), **details)


_BY_ERROR = {
    "access_denied": "sign_in_denied",
    "authorization_declined": "sign_in_denied",
    "expired_token": "sign_in_expired",
    "consent_required": "sign_in_needs_admin",
    "interaction_required": "sign_in_again",
    "invalid_grant": "sign_in_again",
    "invalid_client": "sign_in_bad_client",
    "unauthorized_client": "sign_in_bad_client",
}
_BY_NUMBER = (
    ("AADSTS65001", "sign_in_needs_admin"),  # nobody has consented
    ("AADSTS90094", "sign_in_needs_admin"),  # only an administrator can consent
    ("AADSTS65004", "sign_in_denied"),  # the user declined
    ("AADSTS700016", "sign_in_bad_client"),  # no such program in this organisation
    ("AADSTS7000215", "sign_in_bad_client"),  # a wrong secret
    ("AADSTS7000222", "sign_in_bad_client"),  # an expired secret
)


def _code(error: str, why: str) -> str:
    return next((code for number, code in _BY_NUMBER if number in why), _BY_ERROR.get(error, "sign_in_refused"))


def refusal_of_page(issuer: Issuer, error: str, why: str) -> MailboxError:
    """What the sign-in page answered instead of a code (RFC 6749 §4.1.2.1)."""
    return _refused(issuer, error, why, 200, ())


def _object(body: bytes) -> dict[str, Any]:
    try:
        told = json.loads(body)
    except ValueError:
        return {}
    return told if isinstance(told, dict) else {}


def _number(value: Any, otherwise: float) -> float:
    try:
        number = float(value)
    except (TypeError, ValueError):
        return otherwise
    return number if 0 <= number < 1e7 else otherwise
