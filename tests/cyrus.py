"""A real Cyrus IMAP on loopback for tests, unpacked by packaging/unpack-cyrus into the folder MODORI_CYRUS.

    def test_it(cyrus):
        user = cyrus.user()                 # .name, .password; an empty mailbox
        user.append(raw, raw, …)            # into its INBOX, unread
        user.server()                       # records.Server: imaps, ca_file set

The fixture skips the test where MODORI_CYRUS is not set.
"""

from __future__ import annotations

import os
import pwd
import socket
import ssl
import subprocess
import tempfile
import time
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
from imapclient import IMAPClient

from dovecot import HOST, PASSWORD, free_port, mail_owner, make_ca, make_certificate, write_pem
from modori.records import Security, Server

_CONFIG = """\
cyrus_user: {owner}
configdirectory: {root}/config
partition-default: {root}/spool
defaultpartition: default
admins: admin
sasl_pwcheck_method: auxprop
sasl_auxprop_plugin: sasldb
sasl_sasldb_path: {root}/sasldb2
servername: {host}
tls_server_cert: {root}/server.pem
tls_server_key: {root}/server.pem
idlesocket: {root}/run/idle
lmtpsocket: {root}/run/lmtp
notifysocket: {root}/run/notify
mboxname_lockpath: {root}/run/lock
proc_path: {root}/run/proc
"""
_SERVICES = """\
START {{ }}
SERVICES {{
  imaps cmd="{imapd} -s -C {root}/imapd.conf" listen="127.0.0.1:{port}" prefork=0
}}
EVENTS {{ }}
"""


class CyrusUser:
    """One user of the test server."""

    def __init__(self, home: Cyrus, name: str) -> None:
        self.home, self.name, self.password = home, name, PASSWORD

    def server(self, port: int | None = None) -> Server:
        """How to reach this mailbox, with the test CA."""
        return Server(HOST, port or self.home.port, Security.IMAPS, self.name, ca_file=str(self.home.ca_file))

    def append(self, *raws: bytes) -> None:
        """Put mails into the INBOX, unread."""
        with self.home.session(self.name) as client:
            for raw in raws:
                client.append("INBOX", raw)


class Cyrus:
    """The running server."""

    def __init__(self, unpacked: Path, root: Path) -> None:
        self._unpacked, self._root, self.port = unpacked, root, free_port()
        root.chmod(0o755)
        ca = make_ca()
        self.ca_file = write_pem(root / "ca.pem", ca[1])
        key, certificate = make_certificate(ca)
        write_pem(root / "server.pem", certificate, key)
        owner = pwd.getpwuid(mail_owner()[0]).pw_name
        (root / "imapd.conf").write_text(_CONFIG.format(root=root, owner=owner, host=socket.gethostname()))
        imapd = unpacked / "usr/lib/cyrus/bin/imapd"
        (root / "cyrus.conf").write_text(_SERVICES.format(root=root, imapd=imapd, port=self.port))
        for folder in ("config/socket", "spool", "run/lock", "run/proc"):
            (root / folder).mkdir(parents=True)
        libraries = ":".join(str(path) for path in unpacked.glob("usr/lib/*-linux-gnu"))
        self._environment = {**os.environ, "LD_LIBRARY_PATH": libraries}
        self._allow("admin")
        for path in (root, *root.rglob("*")):
            os.chown(path, *mail_owner())
        self._names = count(1)
        self._log = (root / "log").open("wb")
        command = [unpacked / "usr/lib/cyrus/bin/master", "-D", "-p", root / "master.pid"]
        self._process = subprocess.Popen(
            [*command, "-C", root / "imapd.conf", "-M", root / "cyrus.conf"],
            env=self._environment, stdout=self._log, stderr=subprocess.STDOUT,
        )  # fmt: skip
        self._wait()

    def user(self) -> CyrusUser:
        """A new user with an empty mailbox."""
        name = f"user{next(self._names)}"
        self._allow(name)
        os.chown(self._root / "sasldb2", *mail_owner())
        with self.session("admin") as client:
            client.create_folder(f"user/{name}")
        return CyrusUser(self, name)

    def session(self, user: str) -> IMAPClient:
        """A logged-in client."""
        client = IMAPClient(HOST, self.port, ssl_context=ssl.create_default_context(cafile=str(self.ca_file)))
        client.login(user, PASSWORD)
        return client

    def _allow(self, user: str) -> None:
        command = [self._unpacked / "usr/sbin/saslpasswd2", "-p", "-c", "-f", self._root / "sasldb2"]
        subprocess.run(
            [*command, "-u", socket.gethostname(), user], input=PASSWORD.encode(), env=self._environment, check=True
        )

    def _wait(self) -> None:
        deadline = time.monotonic() + 20
        while True:
            try:
                socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
                return
            except OSError:
                if self._process.poll() is not None or time.monotonic() > deadline:
                    raise RuntimeError((self._root / "log").read_text(errors="replace")) from None
                time.sleep(0.02)

    def stop(self) -> None:
        """End it."""
        self._process.terminate()
        self._process.wait(20)
        self._log.close()


@pytest.fixture(scope="session")
def cyrus() -> Iterator[Cyrus]:
    """A real Cyrus for the whole test session; see the top of this file."""
    unpacked = os.environ.get("MODORI_CYRUS")
    if not unpacked:
        pytest.skip("MODORI_CYRUS names no folder of packaging/unpack-cyrus")
    with tempfile.TemporaryDirectory(prefix="modori-cyrus-") as root:
        server = Cyrus(Path(unpacked), Path(root))
        try:
            yield server
        finally:
            server.stop()
