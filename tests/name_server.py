"""The network of a domain on loopback: a name server with the records of a test, and an HTTPS server.

from name_server import network  # noqa: F401 (a fixture; it needs `test_tls`)

made, names, web = network({("example.jp", "MX"): ["10 mx.example.jp."]}, config="<clientConfig>…")
"""

from __future__ import annotations

import socket
import threading

import dns.flags
import dns.message
import dns.rdatatype
import dns.rrset
import pytest

from https_server import HttpsServer
from modori.mailbox import discover
from modori.mailbox.name_service import NameService
from modori.records import Security


class Names:
    """A name server on loopback with the records of a test: {(name, type): ["10 mx.example.jp.", …]}."""

    def __init__(self, records: dict[tuple[str, str], list[str]]) -> None:
        self._records = records
        self.asked: list[str] = []
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.bind(("127.0.0.1", 0))
        self.port: int = self._socket.getsockname()[1]
        self._thread = threading.Thread(target=self._serve)
        self._thread.start()

    def _serve(self) -> None:
        while True:
            data, who = self._socket.recvfrom(4096)
            if not data:
                return
            query = dns.message.from_wire(data)
            question = query.question[0]
            name, kind = question.name.to_text(omit_final_dot=True), dns.rdatatype.to_text(question.rdtype)
            self.asked.append(name)
            answer = dns.message.make_response(query)
            answer.flags |= dns.flags.RA
            if lines := self._records.get((name, kind)):
                answer.answer.append(dns.rrset.from_text(question.name, 60, "IN", kind, *lines))
            self._socket.sendto(answer.to_wire(), who)

    def stop(self) -> None:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as end:
            end.sendto(b"", ("127.0.0.1", self.port))
        self._thread.join()
        self._socket.close()


@pytest.fixture
def network(test_tls):
    """Makes a `Network` of loopback servers; nothing is known or there unless a test says so."""
    running = []

    def make(records=None, config=None, hosts=("nobody.invalid",), port=1):
        names = Names(records or {})
        web = HttpsServer(lambda *_: (200 if config else 404, {}, (config or "").encode()), *test_tls)
        running.extend((names, web))
        made = discover.Network(
            names=NameService(("127.0.0.1", names.port)),
            urls=(web.url("/{domain}/config-v1.1.xml"),),
            context=web.context,
            ports=((Security.IMAPS, port),),
            hosts=hosts,
            ca_file=str(test_tls[1]),
        )
        return made, names, web

    yield make
    for one in running:
        one.stop()
