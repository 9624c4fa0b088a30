"""An HTTPS server of our own on loopback: its `answer` function gives the status, headers and body for each request.

from https_server import test_tls  # noqa: F401 (a fixture: the files of certificate and CA that HttpsServer takes)
"""

from __future__ import annotations

import ssl
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from dovecot import make_ca, make_certificate, write_pem


@pytest.fixture(scope="session")
def test_tls(tmp_path_factory):
    """A PEM file with a server's certificate and key for localhost, and the one of its CA."""
    folder = tmp_path_factory.mktemp("tls")
    ca = make_ca()
    key, certificate = make_certificate(ca)
    return write_pem(folder / "server.pem", certificate, key), write_pem(folder / "ca.pem", ca[1])


Answer = tuple[int, dict[str, str], bytes]


class HttpsServer:
    """Runs until `stop`. `asked` collects (method, path with query, body) of every request, `headers` its headers."""

    def __init__(self, answer: Callable[[str, str, bytes], Answer], pem: Path, ca: Path) -> None:
        self.asked: list[tuple[str, str, bytes]] = []
        self.headers: list[dict[str, str]] = []
        server = self

        class Handler(BaseHTTPRequestHandler):
            def _do(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                server.asked.append((self.command, self.path, body))
                server.headers.append(dict(self.headers.items()))
                status, headers, text = answer(self.command, self.path, body)
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(text)))
                self.end_headers()
                self.wfile.write(text)

            do_GET = do_POST = _do  # noqa: N815 (the names that http.server calls)

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        self._http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(pem)
        # The handshake is done in the request's own thread.
        self._http.socket = context.wrap_socket(self._http.socket, server_side=True, do_handshake_on_connect=False)
        self._http.handle_error = lambda *_: None  # who does not trust us hangs up
        self.port: int = self._http.server_address[1]
        self.context = ssl.create_default_context(cafile=str(ca))
        self._thread = threading.Thread(target=self._http.serve_forever, args=(0.02,))
        self._thread.start()

    def url(self, path: str = "/") -> str:
        """An address of this server."""
        return f"https://localhost:{self.port}{path}"

    def stop(self) -> None:
        """End the server and its threads."""
        self._http.shutdown()
        self._thread.join()
        self._http.server_close()
