"""Passwords: in the system's keyring where a real one exists, else in memory for this run (DESIGN §1.4).

keyring also knows back ends that write plain files, and others that come with plug-ins. Only those
named here count; whatever else is installed or configured counts as none. It is imported when it is
needed: that takes as long as half of Modori's own modules, and the window should not wait for it.
"""

from __future__ import annotations

import json
import threading
from typing import Protocol

from ..records import Server

SERVICE = "Modori"

# The class itself counts, not its subclasses: those may store elsewhere.
_REAL = frozenset(
    {
        "keyring.backends.SecretService.Keyring",
        "keyring.backends.libsecret.Keyring",
        "keyring.backends.kwallet.DBusKeyring",
        "keyring.backends.kwallet.DBusKeyringKWallet4",
        "keyring.backends.macOS.Keyring",
        "keyring.backends.Windows.WinVaultKeyring",
    }
)


class Backend(Protocol):
    """What this room needs of a keyring."""

    def get_password(self, service: str, username: str) -> str | None:
        """The password, or None."""
        ...

    def set_password(self, service: str, username: str, password: str) -> None:
        """Keep it."""
        ...

    def delete_password(self, service: str, username: str) -> None:
        """Remove it; raises KeyringError when there is none."""
        ...


def real_backend(backend: object) -> Backend | None:
    """The back end that counts: `backend` itself, or the one that a chainer would choose; None if it does not count."""
    from keyring.backends import chainer

    if type(backend) is chainer.ChainerBackend:
        chosen = list(chainer.ChainerBackend.backends)
        backend = chosen[0] if chosen else None
    kind = type(backend)
    if f"{kind.__module__}.{kind.__qualname__}" in _REAL:
        return backend  # type: ignore[return-value]
    return None


class Credentials:
    """The passwords of this process. Safe to use from several threads.

    The system may ask the user to unlock the keyring while a method waits; do not call from a thread
    that must not block.
    """

    def __init__(self, backend: object | None = None) -> None:
        self._chosen = backend
        self._asked = False
        self._backend: Backend | None = None
        self._memory: dict[str, str] = {}
        self._known: set[str] = set()
        self._lock = threading.RLock()

    def __repr__(self) -> str:
        return "Credentials(…)"

    def persistent(self) -> bool:
        """Whether passwords outlive this run. False: say so in the dialog."""
        return self._keyring() is not None

    def get(self, server: Server) -> str | None:
        """The password for `server`, or None."""
        with self._lock:
            if (known := self._memory.get(_key(server))) is not None:
                return known
            backend = self._keyring()
            if backend is None:
                return None
            from keyring.errors import KeyringError

            try:
                password = _read(backend, _key(server))
            except KeyringError:  # locked and not unlocked: the user is asked for the password instead
                return None
            self._known |= _pieces(password or "")
            return password

    def put(self, server: Server, password: str, remember: bool = True) -> None:
        """Keep the password for this run, and with `remember` in the keyring where there is one."""
        with self._lock:
            self._memory[_key(server)] = password
            self._known |= _pieces(password)
            backend = self._keyring() if remember else None
            if backend is None:
                return
            from keyring.errors import KeyringError

            try:
                _write(backend, _key(server), password)
            except KeyringError:  # from now on it is said that passwords last for this run only
                self._backend = None

    def renew(self, server: Server, text: str) -> None:
        """Replace what is kept of `server`, where it is kept: what the user did not want in the keyring stays out."""
        with self._lock:
            backend = self._keyring()
            from keyring.errors import KeyringError

            try:
                kept = backend is not None and backend.get_password(SERVICE, _key(server)) is not None
            except KeyringError:
                kept = False
            self.put(server, text, remember=kept)

    def forget(self, server: Server) -> None:
        """Remove the password from memory and keyring."""
        with self._lock:
            self._memory.pop(_key(server), None)
            backend = self._keyring()
            if backend is None:
                return
            from keyring.errors import KeyringError

            try:
                _delete(backend, _key(server))
            except KeyringError:
                return  # there was none

    def hide(self, text: str) -> str:
        """`text` with every password blotted out that this run has seen: for a log that others may read."""
        for password in sorted(self._known - {""}, key=len, reverse=True):
            text = text.replace(password, "•••")
        return text

    def _keyring(self) -> Backend | None:
        with self._lock:
            if not self._asked:
                import keyring

                self._asked = True
                self._backend = real_backend(keyring.get_keyring() if self._chosen is None else self._chosen)
            return self._backend


def _pieces(text: str) -> set[str]:
    """A secret, and where it is the text of a sign-in (see `tokens.secret_text`) the tokens in it."""
    if not text.startswith("{"):
        return {text}
    try:
        told = json.loads(text)
    except ValueError:
        return {text}
    return {text, *(value for value in told.values() if isinstance(value, str))}


# Windows keeps no more than 1,280 characters an entry, and Microsoft's tokens are longer: such a text lies in several
# entries, and the first says in how many. No password begins like that, since control characters cannot be sent.
_PART = 1000
_PARTS = "\x01parts "


def _read(backend: Backend, key: str) -> str | None:
    first = backend.get_password(SERVICE, key)
    if first is None or not first.startswith(_PARTS):
        return first
    parts = [backend.get_password(SERVICE, f"{key}#{number}") for number in range(int(first.removeprefix(_PARTS)))]
    return None if None in parts else "".join(part or "" for part in parts)


def _write(backend: Backend, key: str, text: str) -> None:
    _delete_parts(backend, key)
    parts = [text[start : start + _PART] for start in range(0, len(text), _PART)] if len(text) > _PART else []
    for number, part in enumerate(parts):
        backend.set_password(SERVICE, f"{key}#{number}", part)
    backend.set_password(SERVICE, key, f"{_PARTS}{len(parts)}" if parts else text)


def _delete(backend: Backend, key: str) -> None:
    _delete_parts(backend, key)
    backend.delete_password(SERVICE, key)


def _delete_parts(backend: Backend, key: str) -> None:
    first = backend.get_password(SERVICE, key)
    if first is not None and first.startswith(_PARTS):
        for number in range(int(first.removeprefix(_PARTS))):
            if backend.get_password(SERVICE, f"{key}#{number}") is not None:
                backend.delete_password(SERVICE, f"{key}#{number}")


def _key(server: Server) -> str:
    """The name of the entry. Host names have no case."""
    return f"{server.security.value}://{server.user}@{server.host.lower()}:{server.port}"
