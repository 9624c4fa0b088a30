"""A real Dovecot 2.3 on loopback for tests: own temporary directory, own ports, own test CA.

Use it in a conftest.py of your tests directory:

    from dovecot import dovecot  # noqa: F401   (a session fixture)

and in a test (each test makes its own user, so tests do not see each other):

    def test_it(dovecot):
        user = dovecot.user(password="秘密")           # .name, .password; a fresh, empty mailbox
        uid_file = user.deliver(raw)                   # INBOX; unread
        user.deliver(raw, folder="迷惑メール", seen=True, received=datetime(...))
        server = user.server()                         # records.Server: imaps, ca_file set
        server = user.server(Security.IMAP_STARTTLS)   # or POP3S, POP3_STARTTLS (after require_pop3())
        user.url(folder="Junk")                        # imaps://user@localhost:PORT/Junk for the command line
        user.unseen()                                  # unread mails as they lie on disk
        dovecot.ca_file                                # the PEM of the CA (or set SSL_CERT_FILE to it for a process)
        dovecot.imaps, dovecot.starttls                # ports on 127.0.0.1, host name "localhost"
        dovecot.plain                                  # port of a server without any TLS
        dovecot.other("self-signed").imaps             # or "expired", "future", "wrong-host"; same mails

The fixture skips the test when Dovecot is missing; with CI=true that is a failure. It works as any user.
"""

from __future__ import annotations

import getpass
import grp
import ipaddress
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from urllib.parse import quote

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from imapclient.imap_utf7 import encode as modified_utf7

from modori.records import Security, Server

HOST = "localhost"
PASSWORD = "correct horse"
KINDS = ("good", "self-signed", "expired", "future", "wrong-host")

_CONFIG = """\
base_dir = {run}
state_dir = {run}
log_path = {root}/dovecot.log
protocols = {protocols}
listen = 127.0.0.1
instance_name = {instance}
{people}
disable_plaintext_auth = no
auth_mechanisms = plain login
auth_failure_delay = 0
mail_max_userip_connections = 100
mail_location = maildir:{mail}/%n
namespace inbox {{
  inbox = yes
  separator = /
  mailbox Junk {{
    special_use = \\Junk
    auto = create
  }}
  mailbox Sent {{
    special_use = \\Sent
    auto = create
  }}
  mailbox Trash {{
    special_use = \\Trash
    auto = create
  }}
}}
passdb {{
  driver = passwd-file
  args = scheme=plain username_format=%n {mail}/%n.passwd
}}
userdb {{
  driver = static
  args = {ids} home={mail}/%n
}}
{logins}
service anvil {{
  {chroot}
  # No waiting after wrong passwords.
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
service stats {{
  {chroot}
}}
ssl = {ssl}
ssl_min_protocol = TLSv1.2
"""
_LOGIN = """\
service {protocol}-login {{
  {chroot}
  inet_listener {protocol} {{
    port = {plain}
  }}
  inet_listener {protocol}s {{
    port = {tls}
    ssl = yes
  }}
  process_min_avail = 0
}}
"""


def find_dovecot() -> str | None:
    """The path of the dovecot program, or None."""
    return shutil.which("dovecot") or shutil.which("dovecot", path="/usr/sbin:/usr/local/sbin")


def has_pop3() -> bool:
    """Whether Dovecot's POP3 server is installed, too (a package of its own)."""
    return any(
        (Path(folder) / "dovecot" / "pop3").exists() for folder in ("/usr/lib", "/usr/libexec", "/usr/local/lib")
    )


def make_ca(common_name: str = "Modori Test CA") -> tuple[ec.EllipticCurvePrivateKey, x509.Certificate]:
    """A certificate authority for tests."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common_name)])
    now = datetime.now(UTC)
    usage = x509.KeyUsage(
        digital_signature=True,
        key_cert_sign=True,
        crl_sign=True,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=2))
        .not_valid_after(now + timedelta(days=30))
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )
    return key, certificate


def make_certificate(
    ca: tuple[ec.EllipticCurvePrivateKey, x509.Certificate], kind: str = "good"
) -> tuple[ec.EllipticCurvePrivateKey, x509.Certificate]:
    """A server certificate of one of KINDS for localhost, signed by `ca` (or by itself)."""
    ca_key, ca_certificate = ca
    key = ec.generate_private_key(ec.SECP256R1())
    host = "mail.example.jp" if kind == "wrong-host" else HOST
    name = x509.Name(
        [
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Modori tests"),
            x509.NameAttribute(NameOID.COMMON_NAME, host),
        ]
    )
    names: list[x509.GeneralName] = [x509.DNSName(host)]
    if kind != "wrong-host":
        names += [x509.IPAddress(ipaddress.ip_address(ip)) for ip in ("127.0.0.1", "::1")]
    now = datetime.now(UTC)
    first, last = {"expired": (-30, -1), "future": (1, 30)}.get(kind, (-1, 30))
    own = kind == "self-signed"
    signer = key if own else ca_key
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name if own else ca_certificate.subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now + timedelta(days=first))
        .not_valid_after(now + timedelta(days=last))
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(signer.public_key()), critical=False)
        .sign(signer, hashes.SHA256())
    )
    return key, certificate


def write_pem(path: Path, certificate: x509.Certificate, key: ec.EllipticCurvePrivateKey | None = None) -> Path:
    """Write certificate and key into one PEM file."""
    pem = certificate.public_bytes(serialization.Encoding.PEM)
    if key is not None:
        pem += key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    path.write_bytes(pem)
    return path


def mail_owner() -> tuple[int, int]:
    """Who owns the mails: Dovecot refuses to open mailboxes as root, so there it is the user "mail"."""
    if os.geteuid() == 0:
        mail = pwd.getpwnam("mail")
        return mail.pw_uid, mail.pw_gid
    return os.geteuid(), os.getegid()


def free_port() -> int:
    """A TCP port on 127.0.0.1 on which nobody listens now."""
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


class User:
    """One user of the test server, with a mailbox of their own."""

    def __init__(self, home: Dovecot, name: str, password: str) -> None:
        self.home, self.name, self.password = home, name, password
        self.maildir = home.mail / name.partition("@")[0]
        self._make(self.maildir)
        self._numbers = count()
        self._make(self.maildir)

    def _make(self, box: Path) -> None:
        for place in (box, box / "cur", box / "new", box / "tmp"):
            if not place.exists():
                place.mkdir()
                os.chown(place, *mail_owner())

    def folder_path(self, folder: str = "INBOX") -> Path:
        """The Maildir of a folder; a folder other than INBOX is made when it is missing."""
        if folder.upper() == "INBOX":
            return self.maildir
        box = self.maildir / ("." + modified_utf7(folder).decode("ascii").replace("/", "."))
        self._make(box)
        return box

    def deliver(
        self, raw: bytes, folder: str = "INBOX", *, seen: bool = False, received: datetime | None = None
    ) -> Path:
        """Put a mail into a folder as a delivery would, and give its file. `received` becomes INTERNALDATE."""
        box = self.folder_path(folder)
        name = f"{int(time.time())}.M{next(self._numbers):07d}.test"
        path = box / "cur" / f"{name}:2,S" if seen else box / "new" / name
        fresh = box / "tmp" / name
        fresh.write_bytes(raw)
        os.chown(fresh, *mail_owner())
        if received is not None:
            os.utime(fresh, (received.timestamp(), received.timestamp()))
        fresh.rename(path)
        return path

    def forget_uids(self) -> None:
        """Give the INBOX another UIDVALIDITY, and its mails new UIDs, as after the restore of a server.

        Only sessions that begin later see it.
        """
        known = self.maildir / "dovecot-uidlist"
        version, validity, *rest = known.read_text().splitlines()[0].split()
        guid = next(word for word in rest if word.startswith("G"))
        known.write_text(f"{version} V{int(validity.removeprefix('V')) + 1} N1 {guid}\n")
        for index in self.maildir.glob("dovecot.index*"):
            index.unlink()

    def files(self, folder: str = "INBOX") -> list[Path]:
        """All mail files of a folder as they lie on disk."""
        box = self.folder_path(folder)
        return sorted([*(box / "cur").iterdir(), *(box / "new").iterdir()])

    def unseen(self, folder: str = "INBOX") -> int:
        """How many mails of a folder carry no \\Seen flag on disk."""
        return sum(1 for path in self.files(folder) if "S" not in path.name.partition(":2,")[2])

    def server(self, security: Security = Security.IMAPS, *, port: int | None = None, host: str = HOST) -> Server:
        """How to reach this mailbox, with the test CA."""
        return Server(host, port or self.home.port(security), security, self.name, ca_file=str(self.home.ca_file))

    def url(self, security: Security = Security.IMAPS, *, folder: str = "INBOX", port: int | None = None) -> str:
        """The same as a URL for the command line (--ca-file has to be given besides)."""
        place = f"{HOST}:{port or self.home.port(security)}/{quote(folder, safe='')}"
        return f"{security.value}://{quote(self.name, safe='')}@{place}"


class Dovecot:
    """The running server. `imaps`, `starttls` and `plain` are ports on 127.0.0.1 ("localhost")."""

    def __init__(self, root: Path, ca: tuple[ec.EllipticCurvePrivateKey, x509.Certificate] | None = None) -> None:
        self.root = root
        # As root, Dovecot reads the passwords as its own user "dovecot".
        root.chmod(0o755)
        self.mail = root / "mail"
        self.mail.mkdir(exist_ok=True)
        os.chown(self.mail, *mail_owner())
        self.ca = ca or make_ca()
        self.ca_file = write_pem(root / "ca.pem", self.ca[1])
        self._running: dict[str, Instance] = {}
        self._names = count(1)

    @property
    def imaps(self) -> int:
        """TLS from the start, with a good certificate."""
        return self.other("good").imaps

    @property
    def starttls(self) -> int:
        """Plain text that offers STARTTLS."""
        return self.other("good").starttls

    @property
    def plain(self) -> int:
        """A server that has no TLS at all."""
        return self.other("no-tls").starttls

    def port(self, security: Security) -> int:
        """The port of the good server for a kind of connection."""
        good = self.other("good")
        ports = {
            Security.IMAPS: good.imaps,
            Security.IMAP_STARTTLS: good.starttls,
            Security.POP3S: good.pop3s,
            Security.POP3_STARTTLS: good.pop3,
        }
        return ports[security]

    def other(self, kind: str) -> Instance:
        """The same mailboxes behind another certificate (one of KINDS), or behind none ("no-tls")."""
        if kind not in self._running:
            self._running[kind] = Instance(self, kind)
        return self._running[kind]

    def user(self, name: str | None = None, password: str = PASSWORD) -> User:
        """A new user with an empty mailbox."""
        name = name or f"user{next(self._names)}@example.jp"
        local = name.partition("@")[0]
        # A file for each user: Dovecot notices changes of a known one only by its time in seconds.
        (self.mail / f"{local}.passwd").write_text(f"{local}:{password}\n", encoding="utf-8")
        return User(self, name, password)

    def stop(self) -> None:
        """End all processes of this server."""
        for instance in self._running.values():
            instance.process.terminate()
        for instance in self._running.values():
            instance.stop()
        self._running.clear()


class Instance:
    """One Dovecot process tree with its own ports and certificate."""

    def __init__(self, home: Dovecot, kind: str) -> None:
        self.kind = kind
        self.root = home.root / kind
        self.root.mkdir()
        self.imaps, self.starttls, self.pop3s, self.pop3 = (free_port() for _ in range(4))
        self.certificate_file: Path | None = None
        tls = "no"
        if kind != "no-tls":
            key, certificate = make_certificate(home.ca, kind)
            self.certificate_file = pem = write_pem(self.root / "server.pem", certificate, key)
            tls = f"yes\nssl_cert = <{pem}\nssl_key = <{pem}"
        config = self.root / "dovecot.conf"
        config.write_text(self._config(home, tls))
        # Sockets have to be reachable under the short path limit of AF_UNIX, so the run directory is near the root.
        self.process = subprocess.Popen([find_dovecot() or "dovecot", "-F", "-c", str(config)])
        self._wait()

    def _config(self, home: Dovecot, tls: str) -> str:
        root_runs = os.geteuid() == 0
        me, group = getpass.getuser(), grp.getgrgid(os.getegid()).gr_name
        uid, gid = mail_owner()
        chroot = "" if root_runs else "chroot ="
        encrypted = self.kind != "no-tls"
        ports = {"imap": (self.starttls, self.imaps)} | ({"pop3": (self.pop3, self.pop3s)} if has_pop3() else {})
        logins = [
            _LOGIN.format(protocol=protocol, chroot=chroot, plain=plain, tls=with_tls if encrypted else 0)
            for protocol, (plain, with_tls) in ports.items()
        ]
        return _CONFIG.format(
            protocols=" ".join(ports),
            logins="".join(logins),
            run=self.root / "run",
            root=self.root,
            instance=f"modori-{self.root.parent.name}-{self.kind}",
            mail=home.mail,
            people="first_valid_uid = 1"
            if root_runs
            else f"default_internal_user = {me}\ndefault_login_user = {me}\ndefault_internal_group = {group}",
            ids=f"uid={uid} gid={gid}",
            chroot=chroot,
            ssl=tls,
        )

    def _wait(self) -> None:
        deadline = time.monotonic() + 20
        while True:
            try:
                socket.create_connection(("127.0.0.1", self.starttls), timeout=1).close()
                return
            except OSError:
                if self.process.poll() is not None or time.monotonic() > deadline:
                    raise RuntimeError(f"Dovecot did not start:\n{self.log()}") from None
                time.sleep(0.02)

    def log(self) -> str:
        """What this Dovecot wrote into its log."""
        path = self.root / "dovecot.log"
        return path.read_text(errors="replace") if path.exists() else "(no log)"

    def stop(self) -> None:
        """End this process tree."""
        self.process.terminate()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def require_dovecot() -> None:
    """Skip the calling test when Dovecot is missing; fail instead with CI=true."""
    if find_dovecot() is None:
        _skip("Dovecot is not installed (Debian: apt-get install dovecot-imapd)")


def require_pop3() -> None:
    """The same for Dovecot's POP3 server."""
    if not has_pop3():
        _skip("Dovecot has no POP3 server (Debian: apt-get install dovecot-pop3d)")


def _skip(reason: str) -> None:
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def dovecot() -> Iterator[Dovecot]:
    """A real Dovecot for the whole test session; see the top of this file."""
    require_dovecot()
    # Not tmp_path_factory: AF_UNIX paths are limited to 108 bytes and its paths are long.
    with tempfile.TemporaryDirectory(prefix="modori-dovecot-") as root:
        server = Dovecot(Path(root))
        try:
            yield server
        finally:
            server.stop()
