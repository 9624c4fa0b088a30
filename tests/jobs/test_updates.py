"""The question for a newer version, to an HTTPS server on loopback."""

from __future__ import annotations

import json
import ssl
import threading
from collections.abc import Callable, Iterator

import pytest

from https_server import HttpsServer
from modori.jobs import CancelToken
from modori.jobs.updates import LIMIT, Releases, UpdateError, newer, releases
from modori.mailbox import MailboxError
from modori.records import ModoriError

Serve = Callable[..., Releases]


@pytest.fixture
def servers() -> Iterator[list[HttpsServer]]:
    running: list[HttpsServer] = []
    yield running
    for one in running:
        one.stop()


@pytest.fixture
def serve(servers: list[HttpsServer], test_tls) -> Serve:
    """Starts a server that answers so, and gives where to ask."""

    def start(body: object = None, status: int = 200, **headers: str) -> Releases:
        text = body if isinstance(body, bytes) else json.dumps(body).encode()
        server = HttpsServer(lambda *_: (status, headers, text), *test_tls)
        servers.append(server)
        return Releases(server.url("/releases/latest?stable=1"), "https://example.org/", server.context)

    return start


@pytest.mark.parametrize(
    ("told", "own", "found"),
    [
        ("v0.2.0", "0.1.0", "0.2.0"),
        ("0.10", "0.9.3", "0.10"),
        ("v1.0.0.1", "1.0.0", "1.0.0.1"),
        ("v0.1.0", "0.1.0", None),
        ("v0.1", "0.1.0", None),
        ("v0.1.0", "0.2.0", None),
        ("v0.2.0", "0.2.0rc1", None),
    ],
)
def test_a_version_counts_when_it_is_newer(serve: Serve, told: str, own: str, found: str | None):
    assert newer(serve({"tag_name": told, "body": "…"}), own=own) == found


def test_the_server_learns_the_programs_name_and_nothing_else(serve: Serve, servers: list[HttpsServer]):
    newer(serve({"tag_name": "v0.2.0"}))
    assert servers[0].asked == [("GET", "/releases/latest?stable=1", b"")]
    assert servers[0].headers == [
        {"Host": f"localhost:{servers[0].port}", "User-Agent": "Modori", "Accept": "application/json"}
    ]


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html>Please log in to this hotel's network",
        b"\xff\xfe",
        b"[" * 100_000,
        {"tag_name": 2},
        {"tag_name": "newest"},
        {"tag_name": "v2 <a href='https://example.org'>"},
        {"tag_name": "1" * 5000},
        ["v2.0"],
        {"tag_name": "v9.0.0", "body": "x" * LIMIT},
    ],
    ids=lambda body: str(body)[:40],
)
def test_what_names_no_version_is_not_understood(serve: Serve, body: object):
    with pytest.raises(UpdateError) as told:
        newer(serve(body))
    assert told.value.note.code == "update_not_understood"


def test_another_status_is_no_answer_and_no_redirect_is_followed(serve: Serve, servers: list[HttpsServer]):
    aim = serve({"tag_name": "v9.0.0"})
    for status, headers in ((404, {}), (500, {}), (302, {"Location": aim.feed})):
        with pytest.raises(UpdateError):
            newer(serve({"tag_name": "v9.0.0"}, status, **headers))
    assert not servers[0].asked


def test_a_cut_answer_is_not_understood(serve: Serve):
    """The server announces more than it sends."""
    with pytest.raises(UpdateError) as told:
        newer(serve(b'{"tag_name": "v9.0.0"}\n', **{"Content-Length": "100"}))
    assert told.value.note.code == "update_not_understood"


def test_a_server_that_does_not_prove_its_name_is_told_nothing(serve: Serve, servers: list[HttpsServer]):
    where = serve({"tag_name": "v9.0.0"})
    with pytest.raises(UpdateError) as told:
        newer(Releases(where.feed, "", ssl.create_default_context()))
    assert (told.value.note.code, told.value.note.details) == ("update_no_answer", {"host": "localhost"})
    assert not servers[0].asked


@pytest.mark.parametrize("feed", ["", "http://localhost/latest", "latest"])
def test_without_a_secure_address_nobody_is_asked(feed: str):
    with pytest.raises(UpdateError) as told:
        newer(Releases(feed, ""))
    assert told.value.note.code == "update_no_feed"


def test_nobody_there_is_no_answer():
    with pytest.raises(UpdateError) as told:
        newer(Releases("https://nobody.invalid/latest", ""))
    assert told.value.note.code == "update_no_answer"


def test_a_cancel_ends_the_waiting_for_an_answer(test_tls):
    asked, ended = threading.Event(), threading.Event()

    def answer(*_: object) -> tuple[int, dict[str, str], bytes]:
        asked.set()
        ended.wait()
        return 200, {}, b""

    server, cancel, told = HttpsServer(answer, *test_tls), CancelToken(), []

    def ask() -> None:
        try:
            newer(Releases(server.url(), "", server.context), cancel)
        except ModoriError as error:
            told.append(error)

    thread = threading.Thread(target=ask)
    thread.start()
    try:
        assert asked.wait(30)
        cancel.cancel()
        thread.join(30)
        assert not thread.is_alive()
    finally:
        ended.set()
        server.stop()
    (error,) = told
    assert isinstance(error, MailboxError)
    assert error.note.code == "cancelled"


def test_the_projects_own_addresses_are_secure_or_empty():
    where = releases()
    assert all(url == "" or url.startswith("https://") for url in (where.feed, where.page))
    assert bool(where.feed) == bool(where.page)
