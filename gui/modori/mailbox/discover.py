"""Finds the server of a mail address: bundled providers, the domain's own word, then the usual names.

Only the first asks nobody. The others ask the name service and servers of the domain, and tell them the domain
only, never who the user is; the caller asks the user first. What the name service says can be forged, so a server
outside the user's own domain that only it names is not `sure`: the user has to confirm it before a password goes there
(RFC 6186 §6).
"""

from __future__ import annotations

import ssl
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from typing import Literal

from ..records import Security, Server
from . import autoconfig, providers
from .address import DEFAULT_PORTS
from .name_service import NameService
from .providers import PROTOCOLS, Address, Provider
from .reach import Presence, look_for

How = Literal["provider", "mail_hosts", "autoconfig", "names", "guess"]


@dataclass(frozen=True, slots=True)
class Found:
    """A server for an address. `how` it was found; not `sure`: show it, and let the user confirm it.

    `server` is None where the provider is known, but its server is not (or it cannot be read by mail programs);
    `provider` then says what to do. `other_user` is what to log in with when the server refuses the first.
    """

    server: Server | None
    how: How
    sure: bool
    provider: Provider | None = None
    other_user: str | None = None


@dataclass(frozen=True, slots=True)
class Network:
    """Where to ask; the defaults are the real places, tests have their own."""

    names: NameService = field(default_factory=NameService)
    urls: Sequence[str] = autoconfig.URLS
    context: ssl.SSLContext | None = None
    ports: Sequence[tuple[Security, int]] = tuple(DEFAULT_PORTS.items())
    hosts: Sequence[str] = ("{kind}.{domain}", "mail.{domain}", "{domain}")
    ca_file: str | None = None


def known(address: Address) -> Found | None:
    """What the bundled providers say. Asks nobody."""
    provider = providers.for_domain(address.domain)
    return _of_provider(provider, address, None, "provider") if provider else None


def look_up(address: Address, cancelled: threading.Event, network: Network | None = None) -> Found | None:
    """What the network says, best first; None when nothing is found. Blocks, some seconds at most for each step.

    Raises MailboxError("cancelled").
    """
    network = network or Network()
    for found in _steps(address, cancelled, network):
        if cancelled.is_set():
            break
        if found is not None:
            return found
    return None


def _steps(address: Address, cancelled: threading.Event, network: Network) -> Iterator[Found | None]:
    hosts = network.names.mail_hosts(address.domain)
    if match := providers.for_mx(hosts):
        provider, host = match
        yield _of_provider(provider, address, host, "mail_hosts")
    for server in autoconfig.ask(address, urls=network.urls, context=network.context):
        # The domain proved by its certificate that this is its own word.
        yield _if_there(server, address, "autoconfig", cancelled, network, sure=True)
    for server in network.names.servers(address):
        sure = providers.ends_in(server.host, (address.domain,))
        yield _if_there(server, address, "names", cancelled, network, sure=sure)
    yield _guess(address, hosts, cancelled, network)


def _of_provider(provider: Provider, address: Address, mx: str | None, how: How) -> Found:
    for protocol in PROTOCOLS:
        if server := provider.server(address, protocol, mx):
            return Found(server, how, sure=True, provider=provider)
    return Found(None, how, sure=False, provider=provider)


def _if_there(
    server: Server, address: Address, how: How, cancelled: threading.Event, network: Network, *, sure: bool
) -> Found | None:
    if look_for(replace(server, ca_file=network.ca_file), cancelled) is Presence.NONE:
        return None
    return Found(server, how, sure, providers.for_host(server.host), _other_user(server.user, address))


def _guess(address: Address, hosts: Sequence[str], cancelled: threading.Event, network: Network) -> Found | None:
    """Try the usual names at once, take the first in order that answers; one that proves its name goes first."""
    candidates = [
        Server(host, port, security, address.whole, ca_file=network.ca_file)
        for security, port in network.ports
        for host in _usual_names(address, security, hosts, network)
    ]
    with ThreadPoolExecutor(len(candidates), thread_name_prefix="modori-guess") as pool:
        there = list(pool.map(lambda one: look_for(one, cancelled), candidates))
    for wanted in (Presence.PROVEN, Presence.UNPROVEN):
        if wanted in there:
            server = replace(candidates[there.index(wanted)], ca_file=None)
            sure = wanted is Presence.PROVEN and providers.ends_in(server.host, (address.domain,))
            return Found(server, "guess", sure, providers.for_host(server.host), _other_user(server.user, address))
    return None


def _usual_names(address: Address, security: Security, mx: Sequence[str], network: Network) -> list[str]:
    kind = "pop" if security.is_pop3() else "imap"
    usual = [pattern.format(kind=kind, domain=address.domain) for pattern in network.hosts]
    return list(dict.fromkeys([*usual, *mx[:1]]))


def _other_user(user: str, address: Address) -> str | None:
    """The other usual form of the user's name: some servers want the address, some only what stands before the @."""
    return {address.whole: address.local, address.local: address.whole}.get(user)
