"""Whose sign-in page it is: the addresses and scopes of `resources/providers/sign-in.toml`."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from ..records import Security, SignIn
from .errors import MailboxError

_TENANT = re.compile(r"[A-Za-z0-9][A-Za-z0-9.-]{0,252}")


@dataclass(frozen=True, slots=True)
class Issuer:
    """The addresses of one provider's authorization server, for one organisation, and what to ask it for."""

    id: str
    name: str
    authorize: str
    token: str
    device: str | None
    scopes: tuple[str, ...]
    pop3_scopes: tuple[str, ...]
    app_scopes: tuple[str, ...]
    redirect: str
    extra: dict[str, str]

    def wanted(self, security: Security) -> tuple[str, ...]:
        """The scopes for a mailbox of this protocol."""
        return self.pop3_scopes if security.is_pop3() else self.scopes


def issuer_of(sign_in: SignIn) -> Issuer:
    """Raises MailboxError("sign_in_unknown", "sign_in_bad_tenant")."""
    table = _tables().get(sign_in.issuer)
    if table is None:
        raise MailboxError("sign_in_unknown", name=sign_in.issuer)
    tenant = sign_in.tenant or table.get("tenant", "")
    if tenant and not _TENANT.fullmatch(tenant):
        raise MailboxError("sign_in_bad_tenant", tenant=tenant[:100])
    device = table.get("device")
    return Issuer(
        id=sign_in.issuer,
        name=table["name"],
        authorize=table["authorize"].format(tenant=tenant),
        token=table["token"].format(tenant=tenant),
        device=device.format(tenant=tenant) if device else None,
        scopes=tuple(table["scopes"]),
        pop3_scopes=tuple(table["pop3_scopes"]),
        app_scopes=tuple(table.get("app_scopes", ())),
        redirect=table["redirect"],
        extra=table.get("extra", {}),
    )


def issuer_ids() -> tuple[str, ...]:
    """The providers whose sign-in page Modori knows."""
    return tuple(_tables())


@cache
def _tables() -> dict[str, dict[str, Any]]:
    path = files("modori_resources").joinpath("providers", "sign-in.toml")
    return tomllib.loads(path.read_text(encoding="utf-8"))
