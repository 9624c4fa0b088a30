"""Words and domains that decide something, and so are nobody's secret: those of the rules and of the mail systems."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from modori.rules import load_bundled
from modori.rules.guarded import Guarded

from . import words

_WORD = re.compile(r"[^\W_]{2,}")
_HOST = re.compile(r"\b(?:[a-z0-9-]+\.)+(?:com|net|org|edu|jp|de|fr|ru|cn|kr|uk|es|it|nl|io)\b")
_GENERIC = re.compile(
    r"(?:mx|mail|ftp|smtp|mta|relay|gw|gateway|ns|www|imap|pop3?|in|out|inbound|outbound|mailhost|mailgate|mailer|host|server"
    r"|filter|spam|list|lists|node|vps|static|dynamic|ip|localhost|localdomain|unknown|invalid|example|test|mfs\w*)\d*[a-z]?\Z"
)
_MOST_LABELS = 6  # of a known domain
_SECOND = frozenset(
    [
        "ac",
        "ad",
        "co",
        "com",
        "ed",
        "edu",
        "ex",
        "example",
        "go",
        "gob",
        "gouv",
        "gov",
        "gr",
        "info",
        "lg",
        "mil",
        "ne",
        "net",
        "nom",
        "or",
        "org",
    ]
)
_LONG_TOPS = frozenset(
    [
        "com",
        "net",
        "org",
        "edu",
        "gov",
        "mil",
        "int",
        "info",
        "biz",
        "name",
        "mobi",
        "pro",
        "jobs",
        "travel",
        "asia",
        "arpa",
        "example",
        "test",
        "invalid",
        "local",
        "localdomain",
        "lan",
        "internal",
        "intranet",
        "home",
        "corp",
        "private",
        "tokyo",
        "osaka",
        "kyoto",
        "nagoya",
        "okinawa",
        "shop",
        "online",
        "site",
        "xyz",
        "app",
        "dev",
        "club",
        "email",
        "cloud",
        "blog",
        "news",
        "store",
        "tech",
        "work",
        "works",
        "world",
        "life",
        "live",
        "media",
        "agency",
        "company",
        "email",
        "software",
        "space",
        "studio",
        "support",
        "systems",
        "team",
        "today",
        "website",
        "wiki",
    ]
)
# Large receivers and services whose names tell nothing about a reader; rules may come to know any of them.
_PROVIDERS = [
    "gmail.com",
    "googlemail.com",
    "google.com",
    "outlook.com",
    "hotmail.com",
    "live.com",
    "msn.com",
    "office365.com",
    "yahoo.com",
    "yahoo.co.jp",
    "ymail.com",
    "yahoo.fr",
    "yahoo.de",
    "yahoo.es",
    "yahoodns.net",
    "aol.com",
    "icloud.com",
    "me.com",
    "mac.com",
    "apple.com",
    "amazonses.com",
    "amazonaws.com",
    "sns.amazonaws.com",
    "vtext.com",
    "vzwpix.com",
    "sendgrid.net",
    "mailgun.org",
    "mcsv.net",
    "mailchimp.com",
    "sparkpostmail.com",
    "mimecast.com",
    "pphosted.com",
    "messagelabs.com",
    "barracudanetworks.com",
    "docomo.ne.jp",
    "ezweb.ne.jp",
    "au.com",
    "softbank.ne.jp",
    "vodafone.ne.jp",
    "ymobile.ne.jp",
    "rakuten.jp",
    "nifty.com",
    "nifty.ne.jp",
    "so-net.ne.jp",
    "ocn.ne.jp",
    "biglobe.ne.jp",
    "tmtv.ne.jp",
    "ttv.ne.jp",
    "inacatv.ne.jp",
    "dion.ne.jp",
    "auone-net.jp",
    "plala.or.jp",
    "sakura.ne.jp",
    "xserver.jp",
    "lolipop.jp",
    "kagoya.net",
    "heteml.jp",
    "mail.ru",
    "yandex.ru",
    "yandex.net",
    "gmx.net",
    "gmx.de",
    "gmx.at",
    "web.de",
    "t-online.de",
    "kundenserver.de",
    "ionos.com",
    "orange.fr",
    "wanadoo.fr",
    "free.fr",
    "laposte.net",
    "sfr.fr",
    "qq.com",
    "163.com",
    "126.com",
    "sina.com",
    "naver.com",
    "hanmail.net",
    "daum.net",
    "zoho.com",
    "protonmail.com",
    "fastmail.com",
    "comcast.net",
    "verizon.net",
    "spamhaus.org",
    "openspf.net",
    "openspf.org",
    "spamcop.net",
    "barracudacentral.org",
    "abuseat.org",
    "sorbs.net",
    "uol.com.br",
    "terra.com.br",
    "libero.it",
    "virgilio.it",
]
# Besides the words of the rules: field names and the frames of reports.
_BASE = """
final original recipient reporting remote mta diagnostic code action status failed failure delayed delivered relayed
expanded arrival date last attempt log id will retry until dns smtp rfc822 x400 unix local queue sender postfix
sendmail qmail exim message mail subject from to cc received return path content type transfer encoding charset text
plain html delivery report multipart mixed alternative headers the and for not you your was were has have this that
with are been could can please host said reply command end data rcpt user unknown mailbox address error system
server daemon mailer postmaster administrator subsystem service notification returned undelivered undeliverable sent
send email name reason details information problem transcript session follows permanent temporary fatal errors
addresses attempts generated ultimately connection domain feedback version agent disposition reader abuse complaint
unsubscribe subscribe newsletter list letter letters news info office support team monthly weekly daily hello dear
thank thanks auto automatic answer out away vacation mailto http https debian userid tcp udp esmtp esmtps esmtpsa
lmtp helo ehlo envelope tls cipher mime boundary format tlsrpt dmarc flowed delsp courier opensmtpd nullmailer
haraka dma exchange gmail notes domino zimbra yahoo docomo softbank ezweb icloud outlook google microsoft amazon
apple encapsulated cron interscan filter fml activehunter barracuda mailfoundry surfcontrol messagelabs mimecast
groupwise novell imail mdaemon mailmarshal powermta sendgrid james javamail workmail facebook mailman sympa listmonk
rspamd ironport yandex aruba intermail marshal mcafee content gmx web notifications aws sns improvmx verizon
"""


@dataclass(frozen=True, slots=True)
class Words:
    """Words in lower case, all texts in one (for scripts without blanks), and known domains."""

    words: frozenset[str]
    texts: str
    domains: frozenset[str]
    dotted: tuple[str, ...]

    def has(self, word: str) -> bool:
        """Whether a word (lower case) is one of those that decide."""
        return word in self.words if word.isascii() else word in self.texts


@cache
def known_words() -> Words:
    """The words and domains of the bundled rules, of the patterns of kinds.py, and of well-known providers."""
    texts: list[str] = [_BASE]
    domains = set(_PROVIDERS)
    for rule in load_bundled().rules:
        texts += (*rule.match, *rule.also, *rule.without, rule.pattern or "")
        for name in ("receiver", "remote", "domain"):
            domains.update(rule.given.get(name, ()))
    texts += [pattern.pattern for pattern in deciding()]
    joined = "\n".join(texts).lower()
    domains.update(_HOST.findall(joined.replace("\\", "")))
    domains = {domain for domain in domains if "example" not in domain}
    found = frozenset(_WORD.findall(re.sub(r"\\[a-z]", " ", joined)))
    return Words(found, joined, frozenset(domains), tuple(f".{domain}" for domain in domains))


@cache
def deciding() -> tuple[re.Pattern[str], ...]:
    """The patterns by which a mail is known for an answer, a request, a notice and so on."""
    values = [value.exact if isinstance(value, Guarded) else value for value in vars(words).values()]
    patterns: list[re.Pattern[str]] = [value for value in values if isinstance(value, re.Pattern)]
    return tuple(patterns)


def is_generic(label: str) -> bool:
    """Whether a label of a host name (lower case) is one that everybody uses: mx1, smtp, www."""
    return bool(_GENERIC.match(label))


def is_top(label: str) -> bool:
    """Whether a label may be a top-level domain."""
    return label in _LONG_TOPS or (len(label) == 2 and label.isalpha() and label.isascii()) or label.startswith("xn--")


def kept_labels(labels: list[str], domains: frozenset[str]) -> int:
    """How many labels at the end of a host name tell nothing about its owner: a known domain, or `co.jp`."""
    for count in range(min(len(labels), _MOST_LABELS), 1, -1):
        if ".".join(labels[-count:]) in domains:
            return count
    if len(labels) < 2 or not is_top(labels[-1]):
        return 0
    if labels[-2] == "example" or (len(labels) > 2 and labels[-2] in _SECOND and len(labels[-1]) == 2):
        return 2
    return 1
