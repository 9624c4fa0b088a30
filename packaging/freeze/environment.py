"""Puts the frozen program's environment right before anything of Modori is imported (a runtime hook of PyInstaller).

Programs that Modori starts (a password command, the file manager) get the user's own environment back: PyInstaller's
loader points the dynamic linker at Modori's libraries, which this process has read already; another program would load
them instead of its own and fail.

The OpenSSL that is brought along looks for certificates where Debian has them; other systems have them elsewhere.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable

DEBIAN = ("/usr/lib/ssl/certs", "/usr/lib/ssl/cert.pem")
BUNDLES = (
    "/etc/ssl/certs/ca-certificates.crt",  # Arch, Gentoo, Alpine
    "/etc/pki/tls/certs/ca-bundle.crt",  # Fedora, Red Hat
    "/etc/ssl/ca-bundle.pem",  # openSUSE
    "/etc/ssl/cert.pem",  # macOS
)


def certificates(there: Callable[[str], bool]) -> str | None:
    """The file of the system's certificates, where OpenSSL would not find it by itself."""
    if any(map(there, DEBIAN)):
        return None
    return next(filter(there, BUNDLES), None)


def put_right() -> None:
    """Change this process's environment."""
    for name in ("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH"):
        own = os.environ.pop(f"{name}_ORIG", None)
        if own is not None:
            os.environ[name] = own
        else:
            os.environ.pop(name, None)
    if sys.platform != "win32" and "SSL_CERT_FILE" not in os.environ and (found := certificates(os.path.exists)):
        os.environ["SSL_CERT_FILE"] = found


if getattr(sys, "frozen", False):
    put_right()
