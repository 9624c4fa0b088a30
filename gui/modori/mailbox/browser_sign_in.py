"""Signs in with the user's own browser: RFC 8252 with a redirect to this computer, and PKCE (RFC 7636).

The password is typed at the provider's page; Modori never sees it. The listener takes connections from this computer
only, for a few minutes, and believes only an answer with the state that it made up itself.
"""

from __future__ import annotations

import secrets
import ssl
import threading
import time
from collections.abc import Callable, Sequence
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

from oauthlib.oauth2 import WebApplicationClient

from .errors import MailboxError
from .grants import Client, Grant, by_code, refusal_of_page
from .issuers import Issuer

PATIENCE = 300.0  # seconds that the user has at the page
_SLICE = 0.1

_PAGE = """<!DOCTYPE html><html lang="{language}"><meta charset="utf-8"><title>Modori</title>
<body style="font-family:sans-serif;margin:4em auto;max-width:30em"><h1>Modori</h1><p>{words}</p></body></html>"""


def sign_in_by_browser(
    issuer: Issuer,
    client: Client,
    scopes: Sequence[str],
    open_page: Callable[[str], object],
    cancelled: threading.Event,
    *,
    login: str | None = None,
    words: str = "You can close this page and go back to Modori.",
    language: str = "en",
    context: ssl.SSLContext | None = None,
) -> Grant:
    """Have `open_page` show the sign-in page, wait for its answer, and turn it into tokens. Blocks.

    `login` fills in who signs in; `words` are shown in the browser at the end. Raises MailboxError.
    """
    oauth = WebApplicationClient(client.id)
    verifier, state = oauth.create_code_verifier(96), secrets.token_urlsafe(32)
    with _Redirect(issuer.redirect, state, _PAGE.format(language=language, words=words)) as redirect:
        more = {**issuer.extra, **({"login_hint": login} if login else {})}
        url = oauth.prepare_request_uri(
            issuer.authorize,
            redirect_uri=redirect.uri,
            scope=" ".join(scopes),
            state=state,
            code_challenge=oauth.create_code_challenge(verifier, "S256"),
            code_challenge_method="S256",
            **more,
        )
        open_page(url)
        answer = redirect.wait(cancelled, issuer)
    if "code" not in answer:
        raise refusal_of_page(issuer, answer.get("error", ""), answer.get("error_description", ""))
    return by_code(issuer, client, answer["code"], redirect.uri, verifier, context)


class _Redirect:
    """The listener on this computer that the provider's page sends the browser to."""

    def __init__(self, host: str, state: str, page: str) -> None:
        self._answer: dict[str, str] = {}
        self._came = threading.Event()
        redirect = self

        class Handler(BaseHTTPRequestHandler):
            timeout = 2  # browsers open connections that they may never use

            def do_GET(self) -> None:
                """Take the answer, if it is one."""
                taken = redirect._take(self.path, state)
                body = page.encode() if taken else b""
                self.send_response(200 if taken else 404)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.send_header("Content-Length", str(len(body)))
                self.send_header("Cache-Control", "no-store")
                self.send_header("Referrer-Policy", "no-referrer")
                self.send_header("Connection", "close")
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (its name there)
                """Keep no log: the path holds the code."""

        self._http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._http.daemon_threads = True
        self.uri = f"http://{host}:{self._http.server_address[1]}/"
        self._thread = threading.Thread(target=self._http.serve_forever, args=(_SLICE,), name="modori-redirect")

    def __enter__(self) -> _Redirect:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._http.shutdown()
        self._thread.join()
        self._http.server_close()

    def _take(self, path: str, state: str) -> bool:
        parts = urlsplit(path)
        told = {name: values[0] for name, values in parse_qs(parts.query).items()}
        if parts.path != "/" or not secrets.compare_digest(told.get("state", "").encode(), state.encode()):
            return False
        if not self._came.is_set():
            self._answer = told
            self._came.set()
        return True

    def wait(self, cancelled: threading.Event, issuer: Issuer) -> dict[str, str]:
        """The parameters of the answer. Raises MailboxError("cancelled", "sign_in_expired")."""
        until = time.monotonic() + PATIENCE
        while not self._came.wait(_SLICE):
            if cancelled.is_set():
                raise MailboxError("cancelled")
            if time.monotonic() > until:
                raise MailboxError("sign_in_expired", name=issuer.name)
        return self._answer
