"""Passwords: in the system's keyring where a real one exists, else in memory for this run (DESIGN §1.4).

keyring also knows back ends that write plain files, and others that come with plug-ins. Only those
named here count; whatever else is installed or configured counts as none. It is imported when it is
needed: that takes as long as half of Modori's own modules, and the window should not wait for it.
"""

from __future__ import annotations

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
                password = backend.get_password(SERVICE, _key(server))
            except KeyringError:  # locked and not unlocked: the user is asked for the password instead
                return None
            self._known |= {password or ""}
            return password

    def put(self, server: Server, password: str, remember: bool = True) -> None:
        """Keep the password for this run, and with `remember` in the keyring where there is one."""
        with self._lock:
            self._memory[_key(server)] = password
            self._known |= {password}
            backend = self._keyring() if remember else None
            if backend is None:
                return
            from keyring.errors import KeyringError

            try:
                backend.set_password(SERVICE, _key(server), password)
            except KeyringError:  # from now on it is said that passwords last for this run only
                self._backend = None

    def forget(self, server: Server) -> None:
        """Remove the password from memory and keyring."""
        with self._lock:
            self._memory.pop(_key(server), None)
            backend = self._keyring()
            if backend is None:
                return
            from keyring.errors import KeyringError

            try:
                backend.delete_password(SERVICE, _key(server))
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


def _key(server: Server) -> str:
    """The name of the entry. Host names have no case."""
    return f"{server.security.value}://{server.user}@{server.host.lower()}:{server.port}"
