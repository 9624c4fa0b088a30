"""Passwords: only a real keyring counts; without one they live in memory, and nowhere else."""

from __future__ import annotations

import contextlib
import os
import pickle
import shutil
import subprocess
import sys
from pathlib import Path

import keyring.backend
import keyring.backends.chainer
import keyring.backends.fail
import keyring.backends.null
import keyring.backends.SecretService
import pytest

from modori.mailbox import Credentials
from modori.mailbox.credentials import real_backend
from modori.mailbox.session import Secret
from modori.records import Security, Server

SERVER = Server("Mail.example.jp", 993, Security.IMAPS, "news@example.jp")


class PlainFile(keyring.backend.KeyringBackend):
    """As the back ends of keyrings.alt: a high priority, and a file anybody can read."""

    priority = 9  # type: ignore[assignment]

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.path = path

    def get_password(self, service, username):
        return self.path.read_text("utf-8") if self.path.exists() else None

    def set_password(self, service, username, password):
        self.path.write_text(password, "utf-8")

    def delete_password(self, service, username):
        self.path.unlink()


class Pretender(keyring.backends.SecretService.Keyring):
    """A subclass of one that counts may store anywhere."""


def test_plain_files_null_fail_and_pretenders_do_not_count(tmp_path):
    for backend in (
        PlainFile(tmp_path / "passwords"),
        keyring.backends.null.Keyring(),
        keyring.backends.fail.Keyring(),
        Pretender(),
        None,
        object(),
    ):
        assert real_backend(backend) is None


def test_what_counts():
    backend = keyring.backends.SecretService.Keyring()
    assert real_backend(backend) is backend


def test_a_chainer_counts_only_when_the_one_it_would_choose_does(tmp_path, monkeypatch):
    good, bad = keyring.backends.SecretService.Keyring(), PlainFile(tmp_path / "passwords")
    chain = keyring.backends.chainer.ChainerBackend
    for backends, chosen in (([good, bad], good), ([bad, good], None), ([], None)):
        monkeypatch.setattr(chain, "backends", backends)
        assert real_backend(chain()) is chosen


def test_without_a_keyring_passwords_last_for_this_run(tmp_path):
    file = tmp_path / "passwords"
    credentials = Credentials(PlainFile(file))
    assert not credentials.persistent()
    assert credentials.get(SERVER) is None
    credentials.put(SERVER, "秘密-pass")
    assert credentials.get(SERVER) == "秘密-pass"
    assert credentials.get(Server("mail.example.jp", 993, Security.IMAPS, "news@example.jp")) == "秘密-pass"
    assert credentials.get(Server("mail.example.jp", 993, Security.IMAPS, "other@example.jp")) is None
    assert Credentials(PlainFile(file)).get(SERVER) is None
    assert "秘密-pass" not in repr(credentials)
    credentials.forget(SERVER)
    assert credentials.get(SERVER) is None
    assert not file.exists()


def test_a_keyring_that_refuses_is_as_none():
    # Without a session bus the real back end fails at each call, like a keyring that nobody unlocks.
    class Refusing:
        def get_password(self, *_):
            raise keyring.errors.KeyringLocked("locked")

        set_password = delete_password = get_password

    credentials = Credentials()
    credentials._asked, credentials._backend = True, Refusing()
    assert credentials.persistent()
    assert credentials.get(SERVER) is None
    credentials.put(SERVER, "geheim")
    assert not credentials.persistent()
    assert credentials.get(SERVER) == "geheim"
    credentials.forget(SERVER)
    assert credentials.get(SERVER) is None


class Short:
    """As the Credential Manager of Windows: no more than 1,280 characters an entry."""

    def __init__(self) -> None:
        self.entries: dict[str, str] = {}

    def get_password(self, _, username):
        return self.entries.get(username)

    def set_password(self, _, username, password):
        assert len(password) <= 1280
        self.entries[username] = password

    def delete_password(self, _, username):
        if self.entries.pop(username, None) is None:
            raise keyring.errors.PasswordDeleteError


def test_a_long_token_lies_in_several_entries_and_leaves_none():
    backend, token = Short(), "token-" * 900

    def opened() -> Credentials:
        credentials = Credentials()
        credentials._asked, credentials._backend = True, backend
        return credentials

    opened().put(SERVER, token)
    assert opened().get(SERVER) == token
    opened().renew(SERVER, token[:2000])
    assert opened().get(SERVER) == token[:2000]
    assert len(backend.entries) == 3
    del backend.entries[next(name for name in backend.entries if name.endswith("#1"))]
    assert opened().get(SERVER) is None  # half a token is none
    opened().put(SERVER, "short")
    assert list(backend.entries.values()) == ["short"]
    opened().forget(SERVER)
    assert not backend.entries


def test_what_was_not_to_be_kept_is_renewed_in_memory_only():
    backend = Short()
    credentials = Credentials()
    credentials._asked, credentials._backend = True, backend
    credentials.put(SERVER, "geheim", remember=False)
    credentials.renew(SERVER, "neu")
    assert credentials.get(SERVER) == "neu"
    assert not backend.entries


def test_the_tokens_of_a_sign_in_are_hidden_one_by_one():
    credentials = Credentials()
    credentials.put(SERVER, '{"refresh_token": "refresh-4711", "client_secret": "client-4712"}', remember=False)
    credentials.put(SERVER, "{no JSON", remember=False)
    assert credentials.hide("refresh-4711 and client-4712 and {no JSON") == "••• and ••• and •••"


def test_a_secret_shows_and_pickles_nothing():
    secret = Secret("geheim")
    assert "geheim" not in f"{secret} {secret!r}"
    with pytest.raises(TypeError):
        pickle.dumps(secret)


_WRITER = """
import sys
from modori.mailbox import Credentials
from modori.records import Security, Server
server = Server("mail.example.jp", 993, Security.IMAPS, "news@example.jp")
credentials = Credentials()
assert credentials.persistent(), "no Secret Service"
assert credentials.get(server) is None
credentials.put(server, "kept ことば")
credentials.put(Server("h", 993, Security.IMAPS, "u"), "not kept", remember=False)
credentials.renew(Server("h", 993, Security.IMAPS, "u"), "not kept either")
long = Server("long", 993, Security.IMAPS, "u")
credentials.put(long, "x" * 4321)
credentials.renew(long, "a long ことば" * 400)
"""
_READER = """
from modori.mailbox import Credentials
from modori.records import Security, Server
server = Server("mail.example.jp", 993, Security.IMAPS, "news@example.jp")
credentials = Credentials()
assert credentials.get(server) == "kept ことば"
assert credentials.get(Server("h", 993, Security.IMAPS, "u")) is None
credentials.forget(server)
assert Credentials().get(server) is None
long = Server("long", 993, Security.IMAPS, "u")
assert credentials.get(long) == "a long ことば" * 400
credentials.forget(long)
assert Credentials().get(long) is None
import secretstorage
bus = secretstorage.dbus_init()
left = [item.get_attributes() for item in secretstorage.get_default_collection(bus).get_all_items()]
assert not left, left
"""


def require_secret_service() -> None:
    missing = [name for name in ("dbus-run-session", "gnome-keyring-daemon") if shutil.which(name) is None]
    if missing:
        reason = f"{', '.join(missing)} not installed (Debian: apt-get install gnome-keyring dbus-daemon)"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)


def _files_that_stay(folder):
    """What lies in a folder besides our scripts. The daemon ends meanwhile, and takes its sockets' folder with it."""
    for place, _, names in os.walk(folder):
        for path in (Path(place, name) for name in names if not name.endswith(".py")):
            with contextlib.suppress(FileNotFoundError):
                if path.is_file():
                    yield path.read_bytes()


@pytest.mark.secret_service
def test_a_real_secret_service_keeps_a_password_for_the_next_process(tmp_path):
    require_secret_service()
    (tmp_path / "write.py").write_text(_WRITER, "utf-8")
    (tmp_path / "read.py").write_text(_READER, "utf-8")
    session = (
        'printf unlock | gnome-keyring-daemon --unlock --components=secrets >/dev/null && "$1" write.py && "$1" read.py'
    )
    environment = {
        key: value for key, value in os.environ.items() if not key.startswith(("XDG_", "DBUS_", "PYTHON_KEYRING"))
    }
    runtime = tmp_path / "run"
    runtime.mkdir(mode=0o700)
    environment |= {"HOME": str(tmp_path), "XDG_RUNTIME_DIR": str(runtime)}
    done = subprocess.run(
        ["dbus-run-session", "--", "sh", "-c", session, "sh", sys.executable],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    kept = b"".join(_files_that_stay(tmp_path))
    assert kept, "the keyring's own file"
    assert "kept ことば".encode() not in kept
    assert b"not kept" not in kept
