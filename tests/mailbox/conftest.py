"""The real Dovecot for the tests of this room, and a server of our own that says whatever a test wants."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from dovecot import dovecot  # noqa: F401 (a fixture)
from https_server import test_tls  # noqa: F401 (a fixture)
from imap_proxy import Proxy
from name_server import network  # noqa: F401 (a fixture)
from scripted_imap import Script, ScriptedImap


@pytest.fixture
def scripted(test_tls) -> Iterator[Callable[..., ScriptedImap]]:  # noqa: F811
    """Start servers that follow a `Script`."""
    running: list[ScriptedImap] = []

    def start(script: Script | None = None) -> ScriptedImap:
        server = ScriptedImap(script or Script(), *test_tls)
        running.append(server)
        return server

    yield start
    for server in running:
        server.stop()


@pytest.fixture
def proxy() -> Iterator[Callable[..., Proxy]]:
    """Start proxies in front of a server."""
    running: list[Proxy] = []

    def start(*arguments, **options) -> Proxy:
        running.append(Proxy(*arguments, **options))
        return running[-1]

    yield start
    for one in running:
        one.stop()
