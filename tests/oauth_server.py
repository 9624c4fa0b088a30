"""An authorization server of our own that speaks the real protocol (RFC 6749, 7636, 8628), and an IMAP server for it.

server = AuthorizationServer(pem, ca)
server.issuer()                       # modori.mailbox.issuers.Issuer with its addresses
server.browser                        # an `open_page` that signs in as the user would, in a thread
server.refuse = "access_denied"       # what the page, or the next token request, answers instead
server.revoke_all()                   # as if the user had withdrawn the permission
TokenScript(server)                   # for ScriptedImap: XOAUTH2 with the access tokens that were given out
"""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import threading
import urllib.error
import urllib.request
from pathlib import Path
from urllib.parse import parse_qs, urlencode, urlsplit

from https_server import Answer, HttpsServer
from modori.mailbox.issuers import Issuer
from scripted_imap import Script
from scripted_pop3 import Pop3Script

CLIENT = "modori-client-4711"
SCOPES = ("https://mail.example.org/imap", "offline_access")


class AuthorizationServer:
    """One client, one user who agrees to everything unless `refuse` says otherwise. Refresh tokens rotate."""

    def __init__(self, pem: Path, ca: Path, *, client_secret: str | None = None) -> None:
        self._http = HttpsServer(self._answer, pem, ca)
        self.context = self._http.context
        self.client_secret = client_secret
        self.refuse: tuple[str, str] | None = None  # error and description
        self.token_status = 200
        self.lifetime: int | None = 3600
        self.rotate = True
        self.pending: list[str] = []  # what the device endpoint says before it grants
        self.codes: dict[str, tuple[str, str]] = {}  # code: (redirect_uri, challenge)
        self.refresh_tokens: set[str] = set()
        self.access_tokens: set[str] = set()
        self.grants: list[str] = []
        self.pages: list[str] = []  # what the browser showed at the end
        self.asked_pages: list[dict[str, str]] = []
        self._threads: list[threading.Thread] = []

    def issuer(self, redirect: str = "127.0.0.1") -> Issuer:
        """Its addresses."""
        return Issuer(
            "test",
            "Example",
            self._http.url("/authorize"),
            self._http.url("/token"),
            self._http.url("/device"),
            SCOPES,
            SCOPES,
            ("https://mail.example.org/.default",),
            redirect,
            {"prompt": "consent"},
        )

    # The user's side.

    def browser(self, url: str) -> None:
        """Open the page as a browser would: follow its redirects and show what comes at the end."""
        thread = threading.Thread(target=self._browse, args=(url,))
        self._threads.append(thread)
        thread.start()

    def _browse(self, url: str) -> None:
        opener = urllib.request.build_opener(urllib.request.HTTPSHandler(context=self.context))
        try:
            with opener.open(url, timeout=10) as page:
                self.pages.append(page.read().decode())
        except urllib.error.HTTPError as error:
            with error:
                self.pages.append(f"{error.code} {error.read().decode()}")

    def revoke_all(self) -> None:
        """The user withdraws the permission."""
        self.refresh_tokens.clear()
        self.access_tokens.clear()

    # The server's side.

    def _answer(self, method: str, path: str, body: bytes) -> Answer:
        parts = urlsplit(path)
        query = {name: values[0] for name, values in parse_qs(parts.query).items()}
        form = {name: values[0] for name, values in parse_qs(body.decode()).items()}
        if parts.path == "/authorize" and method == "GET":
            return self._authorize(query)
        if method == "POST" and form.get("client_id") == CLIENT and form.get("client_secret") == self.client_secret:
            if parts.path == "/device":
                return self._device(form)
            if parts.path == "/token":
                return self._token(form)
        return self._refused("invalid_client", f"unknown client, you sent {sorted(form)}")

    def _authorize(self, query: dict[str, str]) -> Answer:
        self.asked_pages.append(query)
        target = urlsplit(query.get("redirect_uri", ""))
        fine = (
            query.get("client_id") == CLIENT
            and query.get("response_type") == "code"
            and query.get("code_challenge_method") == "S256"
            and target.scheme == "http"
            and target.hostname in ("127.0.0.1", "localhost")
        )
        if not fine:
            return 400, {}, b"bad request"
        if self.refuse:
            told = dict(zip(("error", "error_description"), self.refuse, strict=True))
        else:
            told = {"code": secrets.token_urlsafe()}
            self.codes[told["code"]] = (query["redirect_uri"], query["code_challenge"])
        return 302, {"Location": f"{query['redirect_uri']}?{urlencode({**told, 'state': query['state']})}"}, b""

    def _device(self, form: dict[str, str]) -> Answer:
        assert form["scope"] == " ".join(SCOPES)
        told = {
            "device_code": "device-4711",
            "user_code": "ABCD-EFGH",
            "verification_uri": "https://example.org/device",
            "expires_in": 900,
            "interval": 5,
        }
        return 200, {}, json.dumps(told).encode()

    def _token(self, form: dict[str, str]) -> Answer:
        grant = form.get("grant_type", "")
        self.grants.append(grant)
        if self.refuse:
            return self._refused(*self.refuse)
        if self.token_status != 200:
            return self.token_status, {}, b"busy"
        if grant == "authorization_code":
            redirect, challenge = self.codes.pop(form.get("code", ""), ("", ""))
            digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
            made = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
            if (redirect, challenge) != (form.get("redirect_uri"), made):
                return self._refused("invalid_grant", "wrong code or verifier")
            return self._granted(refreshable=True)
        if grant == "refresh_token":
            if form.get("refresh_token") not in self.refresh_tokens:
                return self._refused("invalid_grant", f"revoked: {form.get('refresh_token')}")
            if self.rotate:
                self.refresh_tokens.discard(form["refresh_token"])
            return self._granted(refreshable=self.rotate)
        if grant == "urn:ietf:params:oauth:grant-type:device_code":
            assert form["device_code"] == "device-4711"
            return self._refused(self.pending.pop(0), "") if self.pending else self._granted(refreshable=True)
        if grant == "client_credentials" and self.client_secret:
            return self._granted(refreshable=False)
        return self._refused("unsupported_grant_type", grant)

    def _granted(self, *, refreshable: bool) -> Answer:
        token = "access-" + secrets.token_urlsafe()
        self.access_tokens.add(token)
        told: dict[str, object] = {"access_token": token, "token_type": "Bearer", "scope": "another than asked for"}
        if self.lifetime is not None:
            told["expires_in"] = self.lifetime
        if refreshable:
            told["refresh_token"] = "refresh-" + secrets.token_urlsafe()
            self.refresh_tokens.add(str(told["refresh_token"]))
        return 200, {"Content-Type": "application/json"}, json.dumps(told).encode()

    @staticmethod
    def _refused(error: str, description: str) -> Answer:
        return 400, {}, json.dumps({"error": error, "error_description": description}).encode()

    def stop(self) -> None:
        """End it, and the browsers."""
        for thread in self._threads:
            thread.join(10)
        self._http.stop()


class TokenScript(Script):
    """An IMAP server that lets `user` in with the access tokens of an authorization server, and with nothing else."""

    def __init__(self, server: AuthorizationServer, user: str = "user@example.jp", *arguments, **options) -> None:
        super().__init__(*arguments, **options)
        self.capabilities = b"IMAP4rev1 AUTH=XOAUTH2 LOGINDISABLED"
        self.user, self.server = user, server
        self.refusal = b"NO AUTHENTICATE failed."
        self.logins: list[bool] = []
        self._waiting: tuple[bytes, str] | None = None

    def do_authenticate(self, tag: bytes, args: bytes) -> bytes:
        assert args == b"XOAUTH2"
        self._waiting = (tag, "token")
        return b"+ \r\n"

    def answer(self, tag: bytes, line: bytes) -> bytes | None:
        waiting, self._waiting = self._waiting, None
        if waiting is None:
            return super().answer(tag, line)
        if waiting[1] == "acknowledge":
            assert tag == b""
            return waiting[0] + b" " + self.refusal + b"\r\n"
        said = base64.b64decode(tag).decode()
        allowed = [f"user={self.user}\1auth=Bearer {token}\1\1" for token in self.server.access_tokens]
        self.logins.append(said in allowed)
        if said in allowed:
            return waiting[0] + b" OK in\r\n"
        self._waiting = (waiting[0], "acknowledge")
        return b"+ " + base64.b64encode(b'{"status":"400","schemes":"bearer"}') + b"\r\n"


class TokenPop3Script(Pop3Script):
    """A POP3 server that does so. `explains`: a refusal comes as one more challenge, as Google's."""

    def __init__(self, server: AuthorizationServer, user: str, *, explains: bool, mails: dict[str, bytes]) -> None:
        super().__init__(mails)
        self.user, self.server, self.explains = user, server, explains
        self.logins: list[bool] = []
        self._waiting = ""

    def answer(self, line: bytes) -> bytes | None:
        waiting, self._waiting = self._waiting, ""
        if line == b"AUTH XOAUTH2":
            self._waiting = "token"
            return b"+ \r\n"
        if waiting == "acknowledge":
            assert line == b""
            return b"-ERR [AUTH] Invalid credentials\r\n"
        if not waiting:
            return super().answer(line)
        said = base64.b64decode(line).decode()
        allowed = [f"user={self.user}\1auth=Bearer {token}\1\1" for token in self.server.access_tokens]
        self.logins.append(said in allowed)
        if said in allowed:
            return b"+OK in\r\n"
        if not self.explains:
            return b"-ERR Authentication failure: unknown user name or bad password.\r\n"
        self._waiting = "acknowledge"
        return b"+ " + base64.b64encode(b'{"status":"400","schemes":"bearer"}') + b"\r\n"
