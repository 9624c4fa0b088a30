"""The server of a mail address: from the bundled providers, from DNS and HTTPS on loopback, from usual names."""

from __future__ import annotations

import socket
import threading
from importlib.resources import files

import pytest

from modori.languages import LANGUAGES, WHOLE
from modori.mailbox import MailboxError, discover
from modori.mailbox.autoconfig import read
from modori.mailbox.name_service import NameService
from modori.mailbox.providers import Address, bundled, ends_in, for_domain, for_host, for_mx
from modori.mailbox.reach import Presence, look_for
from modori.records import Security, Server
from scripted_imap import Script

HANA = Address.of("Hana@Shop.Example.jp")
NOBODY = threading.Event()

CONFIG = """<?xml version="1.0"?>
<clientConfig version="1.1"><emailProvider id="example.jp"><domain>example.jp</domain>
  <incomingServer type="pop3"><hostname>pop.example.jp</hostname><port>995</port><socketType>SSL</socketType>
    <username>%EMAILLOCALPART%</username></incomingServer>
  <incomingServer type="imap"><hostname>plain.example.jp</hostname><port>143</port><socketType>plain</socketType>
    <username>%EMAILADDRESS%</username></incomingServer>
  <incomingServer type="imap"><hostname>{host}</hostname><port>{port}</port><socketType>SSL</socketType>
    <username>%EMAILLOCALPART%</username></incomingServer>
  <outgoingServer type="smtp"><hostname>smtp.example.jp</hostname><port>465</port></outgoingServer>
</emailProvider></clientConfig>"""


# The bundled providers.


def test_every_provider_is_complete_and_no_domain_stands_twice():
    domains = [domain for one in bundled() for domain in one.domains]
    assert len(domains) == len(set(domains))
    suffixes = [suffix for one in bundled() for suffix in one.mx]
    assert len(suffixes) == len(set(suffixes))
    names = [one.id for one in bundled()]
    assert len(names) == len(set(names)) > 45
    for one in bundled():
        assert one.source in ("client data", "vendor page", "memory")
        assert one.user in ("address", "local", "other")
        assert one.password in ("usual", "app", "own", "none")
        assert not one.note or set(WHOLE) <= set(one.note) <= set(LANGUAGES)
        assert one.note or one.password in ("usual", "own"), f"{one.id} does not say what to do"
        assert one.places or one.password == "none", one.id
        assert one.help is None or one.help.startswith("https://")
        for place in one.places.values():
            assert place.security in (Security.IMAPS, Security.POP3S)
            assert place.port in (993, 995)
            assert place.host == place.host.lower()


def test_the_files_have_only_known_keys():
    import tomllib

    allowed = {
        "name", "domains", "mx", "imap", "pop3", "user", "sign_in", "password", "note", "help", "source",
    }  # fmt: skip
    for path in files("modori_resources").joinpath("providers").iterdir():
        if path.name.startswith("mail-"):
            for name, table in tomllib.loads(path.read_text(encoding="utf-8")).items():
                assert set(table) <= allowed, name


@pytest.mark.parametrize(
    ("address", "host", "user"),
    [
        ("a@gmail.com", "imap.gmail.com", "a@gmail.com"),
        ("a@hotmail.co.jp", "outlook.office365.com", "a@hotmail.co.jp"),
        ("a@yahoo.co.jp", "imap.mail.yahoo.co.jp", "a"),
        ("a@docomo.ne.jp", "imap.spmode.ne.jp", ""),
        ("a@i.softbank.jp", "imap.softbank.jp", "a"),
        ("a@icloud.com", "imap.mail.me.com", "a"),
        ("news@tofu.sakura.ne.jp", "tofu.sakura.ne.jp", "news@tofu.sakura.ne.jp"),
        ("a@web.de", "imap.web.de", "a"),
    ],
)
def test_known_addresses(address, host, user):
    found = discover.known(Address.of(address))
    assert found is not None
    assert found.server is not None
    assert (found.server.host, found.server.user, found.sure) == (host, user, True)


def test_pop3_where_a_provider_has_nothing_else():
    found = discover.known(Address.of("a@nifty.com"))
    assert found is not None
    assert found.server == Server("pop.nifty.com", 995, Security.POP3S, "a")


def test_a_provider_without_a_server_still_says_what_to_do():
    found = discover.known(Address.of("a@proton.me"))
    assert found is not None
    assert (found.server, found.sure) == (None, False)
    assert found.provider is not None
    assert "Bridge" in found.provider.note["ja"]


def test_an_mx_names_the_provider_and_the_longest_suffix_wins():
    assert for_mx(("a.example.jp", "ASPMX.L.GOOGLE.COM."))[0].id == "gmail"
    assert for_mx(("shop-jp.mail.protection.outlook.com",))[0].id == "microsoft365"
    assert for_mx(("outlook-com.olc.protection.outlook.com",))[0].id == "outlook"
    assert for_mx(("evilgoogle.com",)) is None
    assert for_mx(()) is None


def test_a_host_that_only_an_mx_names_must_be_the_providers():
    xserver = next(one for one in bundled() if one.id == "xserver")
    assert xserver.server(HANA, mx="sv123.xserver.jp").host == "sv123.xserver.jp"
    assert xserver.server(HANA, mx="sv123.xserver.jp.evil.example") is None
    assert xserver.server(HANA) is None


def test_a_server_names_its_provider():
    assert for_host("IMAP.gmail.com").id == "gmail"
    assert for_host("sv9.xserver.jp").id == "xserver"
    assert for_host("imap.example.jp") is None
    assert ends_in("mail.example.jp", ("example.jp",))
    assert not ends_in("badexample.jp", ("example.jp",))


@pytest.mark.parametrize("text", ["", "hana", "@example.jp", "hana@", "hana@example", "ha na@example.jp", "a@b..jp"])
def test_what_is_no_address(text):
    with pytest.raises(MailboxError, match="bad_address"):
        Address.of(text)


def test_addresses():
    assert (HANA.local, HANA.domain) == ("Hana", "shop.example.jp")
    assert Address.of("hana@メール.example.jp").domain == "xn--4dkua4c.example.jp"
    assert Address.of("da..hlia.@docomo.ne.jp").local == "da..hlia."
    assert for_domain("example.jp") is None


# The network.


def test_the_mx_of_an_own_domain(network):
    made, _, web = network({("shop.example.jp", "MX"): ["20 backup.example.jp.", "10 aspmx.l.google.com."]})
    found = discover.look_up(HANA, NOBODY, made)
    assert found.how == "mail_hosts"
    assert found.server.host == "imap.gmail.com"
    assert found.server.user == "Hana@shop.example.jp"
    assert found.provider.sign_in == "google"
    assert not web.asked


def test_autoconfig_of_the_domain_without_the_local_part(network, scripted):
    imap = scripted(Script())
    made, names, web = network(config=CONFIG.format(host="localhost", port=imap.port))
    found = discover.look_up(HANA, NOBODY, made)
    assert (found.how, found.sure) == ("autoconfig", True)
    assert found.server == Server("localhost", imap.port, Security.IMAPS, "Hana")
    assert found.other_user == "Hana@shop.example.jp"
    assert web.asked
    for told in (*names.asked, *(path for _, path, _ in web.asked)):
        assert "hana" not in told.lower()
    assert not imap.script.commands  # nobody logged in


def test_srv_outside_the_own_domain_has_to_be_confirmed(network, scripted):
    imap = scripted(Script())
    records = {("_imaps._tcp.shop.example.jp", "SRV"): ["20 0 1 localhost.", f"10 0 {imap.port} localhost."]}
    made, _, _ = network(records)
    found = discover.look_up(HANA, NOBODY, made)
    assert (found.how, found.sure) == ("names", False)
    assert found.server == Server("localhost", imap.port, Security.IMAPS, "Hana@shop.example.jp")
    assert found.other_user == "Hana"


def test_srv_that_says_no(network):
    made, _, _ = network({("_imaps._tcp.shop.example.jp", "SRV"): ["0 0 0 ."]})
    assert discover.look_up(HANA, NOBODY, made) is None


def test_the_usual_names(network, scripted):
    imap = scripted(Script())
    made, _, _ = network(hosts=("nobody.invalid", "localhost"), port=imap.port)
    found = discover.look_up(HANA, NOBODY, made)
    assert (found.how, found.sure) == ("guess", False)  # "localhost" is not within shop.example.jp
    assert (found.server.host, found.server.ca_file) == ("localhost", None)
    assert not imap.script.commands


def test_nothing_is_there(network):
    made, _, _ = network()
    assert discover.look_up(HANA, NOBODY, made) is None


def test_a_name_server_that_is_gone():
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as closed:
        closed.bind(("127.0.0.1", 0))
        port = closed.getsockname()[1]
    assert NameService(("127.0.0.1", port)).mail_hosts("example.jp") == ()


def test_cancel(network, scripted):
    made, _, _ = network(hosts=("localhost",), port=scripted(Script()).port)
    cancelled = threading.Event()
    cancelled.set()
    with pytest.raises(MailboxError, match="cancelled"):
        discover.look_up(HANA, cancelled, made)


# Autoconfiguration files.


def test_imap_first_and_never_without_encryption():
    first, second = read(CONFIG.format(host="imap.example.jp", port=993).encode(), HANA)
    assert first == Server("imap.example.jp", 993, Security.IMAPS, "Hana")
    assert second == Server("pop.example.jp", 995, Security.POP3S, "Hana")


@pytest.mark.parametrize(
    "document",
    [
        b"",
        b"<html><p>not here",
        b'<!DOCTYPE x [<!ENTITY a "aaaa">]>' + CONFIG.format(host="imap.example.jp", port=993).encode(),
        CONFIG.format(host="imap.example.jp/evil", port=0).encode().replace(b"pop.example.jp", b" "),
        b'<?xml version="1.0" encoding="no-such"?><a/>',
    ],
)
def test_files_that_name_no_server(document):
    assert read(document, HANA) == []


# Who is there.


def test_a_certificate_for_another_name_is_told_apart(scripted, test_tls):
    server = scripted(Script()).record()
    assert look_for(server, NOBODY) is Presence.PROVEN
    assert look_for(Server("localhost", server.port, Security.IMAPS, ""), NOBODY) is Presence.UNPROVEN
    assert look_for(Server("localhost", 1, Security.IMAPS, ""), NOBODY) is Presence.NONE
    wrong = Server("localhost", server.port, Security.POP3S, "", ca_file=server.ca_file)
    assert look_for(wrong, NOBODY) is Presence.NONE


@pytest.mark.dovecot
def test_a_real_server_with_starttls(dovecot):
    user = dovecot.user()
    assert look_for(user.server(Security.IMAP_STARTTLS), NOBODY) is Presence.PROVEN
    assert look_for(user.server(Security.IMAPS), NOBODY) is Presence.PROVEN
    assert look_for(user.server(Security.IMAP_STARTTLS, port=dovecot.plain), NOBODY) is Presence.NONE
