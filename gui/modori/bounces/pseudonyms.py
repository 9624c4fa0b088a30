"""Other names for the people, hosts and numbers of one mail: the same thing has the same other name everywhere.

Replaced piece by piece (a run of letters or digits), with a piece of the same length and kind. So what a mail
system makes of an address still fits: VERP, BATV, SRS, xtext, a truncated name in a reply. Offices (postmaster),
words that lists put into addresses (bounces, owner) and the domains that rules know stay.
"""

from __future__ import annotations

import ipaddress
import re

from . import filler
from .addresses import ROLES, from_unitext
from .known_words import Words, is_generic, is_top, kept_labels

_SEPARATORS = '\\s<>()\\[\\]{}",;|：；，、。（）「」『』＜＞'
_CHUNK = re.compile(f"[^{_SEPARATORS}]+")
_QUOTED = re.compile(r'"(?P<local>[^"\\\n@]{1,80})"@')
_PIECE = re.compile(r"\+(?:2[0-9A-F]|3[A-F]|40|5[B-F]|60|7[B-E])|[^\W_]+")
_WORD = re.compile(r"[^\W_]+")
_ASCII_TAIL = re.compile(r"[!-~]+\Z")
_ASCII_HOST = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?")
_ANY_HOST = re.compile(r"\w(?:[\w.-]*\w)?")
_HOST = re.compile(r"(?<![\w.-])(?:[\w-]+\.)+[A-Za-z][\w-]*(?![\w-])")
_IPV4 = re.compile(r"(?<![\w.-])\d{1,3}(?:\.\d{1,3}){3}(?![\w-]|\.\d)")
_IPV6 = re.compile(r"(?<![\w:.])[0-9A-Fa-f]{0,4}(?::[0-9A-Fa-f]{0,4}){2,7}(?:(?:\.\d{1,3}){3})?(?![\w:])")
_ENTITY = re.compile(r"&(?:#64|#x40|commat);", re.IGNORECASE)
_MESSAGE_ID = re.compile(r"<(?P<left>[^<>@\s]{0,900})(?P<at>@?)(?P<host>[^<>@\s]{0,300})>")
_CODE = re.compile(r"[245]\d\d-(?=\w)")  # 554-mail.example.com: the first line of a greeting
_ENDS = ".:'`!?"
_LOGGED = re.compile(r"\A(?:orig_)?(?:to|from|user|email|mail|rcpt|recipient)=", re.IGNORECASE)
# Words that lists and mail systems put into local parts; they tell what an address is for, not whose it is.
_STRUCTURE = re.compile(
    r"(?:bounces?|returns?|path|owner|admin|errors?|err|verp|b|e|prvs|btv1|msprvs1|srs[01]?|unsub\w*|stop|leave|opt|out"
    r"|optout|remove|sign|signoff|signout|taikai|teishi|kaijo|baja|abmelden|off|desinscription|no|noreply|reply|donotreply"
    r"|request|confirm|mailer|daemon|postmaster|staff|complaints?|feedback|abuse|fbl|subscribe|microsoftexchange)\Z",
    re.IGNORECASE,
)
_DOCUMENTATION = ("192.0.2", "198.51.100", "203.0.113")  # RFC 5737
_CONSONANTS, _VOWELS, _HEX = "bdgkmnprtz", "aeiou", "abcdef"
_MAX_PHRASES, _MAX_SECRETS = 100, 50_000


class Pseudonyms:
    """The other names of one mail. Texts are given twice: first to learn who is in it, then to be rewritten."""

    def __init__(self, words: Words) -> None:
        self._words = words
        self._tokens: dict[str, str] = {}
        self._used: set[str] = set()
        self._ips: dict[str, str] = {}
        self._secrets: set[str] = set()
        self._hidden: re.Pattern[str] | None = None  # secrets of scripts without blanks between words
        self._phrases: dict[str, str] = {}
        self._chunks: dict[str, str] = {}
        self._locals: dict[str, str] = {}  # local parts of several pieces

    def close(self) -> None:
        """End of learning."""
        self._chunks.clear()
        runs = sorted((s for s in self._secrets if s[0] >= "\u3041"), key=len, reverse=True)[:1000]
        self._hidden = re.compile("|".join(map(re.escape, runs))) if runs else None

    # -- what is to be hidden ----------------------------------------------------------------------

    def hide(self, token: str) -> str:
        """The other name of a piece, which is from now on replaced wherever it stands alone."""
        lower = token.lower()
        long_enough = len(lower) >= (5 if lower.isdigit() else 3 if lower.isascii() else 2)
        if long_enough and len(self._secrets) < _MAX_SECRETS and not self._words.has(lower):
            self._secrets.add(lower)
        return self.token(token)

    def hide_words(self, text: str) -> str:
        """A person's or a company's name: every word of it is hidden."""
        return _WORD.sub(lambda found: self.hide(found.group()), text)

    def hide_phrase(self, phrase: str) -> None:
        """The subject of a newsletter, which mail systems quote as a whole."""
        phrase = phrase.strip()
        if len(phrase) < 6 or len(self._phrases) >= _MAX_PHRASES:
            return
        if all(self._words.has(word.lower()) for word in _WORD.findall(phrase)):
            return
        self._phrases[phrase] = filler.fill(phrase)

    # -- one piece -----------------------------------------------------------------------------------

    def token(self, token: str) -> str:
        """Another piece of the same length and kind, in the same case."""
        lower = token.lower()
        other = self._tokens.get(lower)
        if other is None:
            other = self._tokens[lower] = self._new(lower)
        return (
            "".join(o.upper() if t.isupper() else o for t, o in zip(token, other, strict=False)) + other[len(token) :]
        )

    def _new(self, lower: str) -> str:
        if len(lower) <= 2 and lower.isascii():
            # Too few to choose from: a permutation
            return "".join(_turned(c) for c in lower)
        state = len(self._tokens) * 2654435761 + 97
        hexadecimal = len(lower) >= 4 and re.fullmatch(r"(?=[a-f]*\d)[0-9a-f]+", lower) is not None
        other = ""
        for _ in range(50):
            out: list[str] = []
            for place, character in enumerate(lower):
                state = (state * 1103515245 + 12345) % (1 << 31)
                pool = _pool(character, place, hexadecimal=hexadecimal)
                out.append(pool[(state >> 9) % len(pool)])
            other = "".join(out)
            if other != lower and other not in self._used and not self._words.has(other):
                break
        else:
            other = f"{other}{len(self._tokens)}"
        self._used.add(other)
        return other

    # -- addresses, hosts, numbers -----------------------------------------------------------------

    def local(self, local: str) -> str:
        """The local part of an address under its other name; offices and the words of lists stay."""
        if _joined(local) in _OFFICES:
            return local

        def piece(found: re.Match[str]) -> str:
            token = found.group()
            return token if token[0] == "+" or _STRUCTURE.match(token) else self.hide(token)

        # VERP and SRS: behind a = may stand the domain of another address
        made = "=".join(
            self.host(part) if number and _is_domain(part) else _PIECE.sub(piece, part)
            for number, part in enumerate(local.split("="))
        )
        if len(local) >= 5 and not local.isalnum() and not all(map(_STRUCTURE.match, _WORD.findall(local))):
            self._locals[local.lower()] = made
        return made

    def message_id(self, text: str) -> str:
        """Message-IDs under other names; what tells the program that made them stays, nothing of them is hidden."""

        def change(found: re.Match[str]) -> str:
            left = _WORD.sub(lambda f: f[0] if self._words.has(f[0].lower()) else self.token(f[0]), found["left"])
            return f"<{left}{found['at']}{self.host(found['host'])}>"

        return _MESSAGE_ID.sub(change, text)

    def host(self, name: str) -> str:
        """A host or domain under its other name. Known domains, and labels such as mx1 or smtp, stay."""
        labels = name.split(".")
        kept = kept_labels([label.lower() for label in labels], self._words.domains)
        head = len(labels) - kept
        known = kept > 1 and self._is_known(name)
        return ".".join(self._label(label, known=known) if i < head else label for i, label in enumerate(labels))

    def _is_known(self, name: str) -> bool:
        return f".{name.lower()}".endswith(self._words.dotted)

    def _label(self, label: str, *, known: bool) -> str:
        lower = label.lower()
        if is_generic(lower) or (known and (len(lower) <= 2 or self._words.has(lower))):
            return label
        if lower.startswith("xn--"):
            try:
                return self.token(lower.encode().decode("idna")).encode("idna").decode()
            except UnicodeError:
                return "xn--" + _WORD.sub(lambda found: self.token(found.group()), label[4:])
        return _WORD.sub(lambda f: f.group() if is_generic(f.group().lower()) else self.hide(f.group()), label)

    def _ip(self, found: re.Match[str]) -> str:
        text = found.group()
        try:
            address = ipaddress.ip_address(text)
        except ValueError:
            return text
        inner = address.ipv4_mapped if address.version == 6 else None
        if address.is_loopback or address.is_unspecified or (inner and inner.is_loopback):
            return text
        number = len(self._ips)
        if address.version == 6:
            return self._ips.setdefault(str(address), f"2001:db8::{number + 1:x}")
        block, rest = divmod(number, 254)
        new = (
            f"{_DOCUMENTATION[block]}.{rest + 1}" if block < 3 else f"10.{block // 256 % 256}.{block % 256}.{rest + 1}"
        )
        return self._ips.setdefault(str(address), new)

    # -- running text ------------------------------------------------------------------------------

    def scrub(self, text: str) -> str:
        """A text with everybody's names and addresses replaced; all else stays."""
        for phrase, other in self._phrases.items():
            if phrase in text:
                text = text.replace(phrase, other)
        if "&" in text:
            text = _ENTITY.sub("@", text)
        if "\\x{" in text:
            text = from_unitext(text)
        if '"@' in text:
            text = _QUOTED.sub(lambda found: f'"{self.local(found["local"])}"@', text)
        return _CHUNK.sub(self._chunk, text)

    def _chunk(self, found: re.Match[str]) -> str:
        chunk = found.group()
        known = self._chunks.get(chunk)
        if known is None:
            known = self._rewritten(chunk)
            if len(chunk) < 300 and len(self._chunks) < 100_000:
                self._chunks[chunk] = known
        return known

    def _rewritten(self, chunk: str) -> str:
        if "@" in chunk or "＠" in chunk:
            return self._addresses(chunk)
        if "://" in chunk:
            return self._url(chunk)
        return self._plain(chunk)

    def _plain(self, text: str) -> str:
        """Words, hosts and numbers."""
        if text.strip(_ENDS).lower() in self._locals:
            return self.local(text)
        if text.count(":") > 1:
            text = _IPV6.sub(self._ip, text)
        if "." in text:
            text = _IPV4.sub(self._ip, text)
        if "." not in text:
            return self._secret_words(text)
        out, position = list[str](), 0
        for found in _HOST.finditer(text):
            out += (self._secret_words(text[position : found.start()]), self._maybe_host(found.group()))
            position = found.end()
        out.append(self._secret_words(text[position:]))
        return "".join(out)

    def _maybe_host(self, name: str) -> str:
        if code := _CODE.match(name):
            return code.group() + self._maybe_host(name[code.end() :])
        labels = name.lower().split(".")
        if not is_top(labels[-1]) or all(self._words.has(label) or label.isdigit() for label in labels[:-1]):
            return self._secret_words(name)
        return self.host(name)

    def _secret_words(self, text: str) -> str:
        if self._hidden is not None and not text.isascii():
            text = self._hidden.sub(lambda found: self.token(found.group()), text)
        return _WORD.sub(self._secret_word, text)

    def _secret_word(self, found: re.Match[str]) -> str:
        word = found.group()
        return self.token(word) if word.lower() in self._secrets else word

    def _url(self, chunk: str) -> str:
        start, scheme, rest = chunk.partition("://")
        found = _ANY_HOST.match(rest)
        name = found.group() if found else ""
        tail = rest[len(name) :]
        if self._is_known(name):
            return f"{self._plain(start)}{scheme}{self._plain(name)}{self._plain(tail)}"
        tail = _WORD.sub(lambda f: f.group() if self._words.has(f.group().lower()) else self.token(f.group()), tail)
        return f"{self._plain(start)}{scheme}{self.host(name)}{tail}"

    def _addresses(self, chunk: str) -> str:
        pieces = re.split("([@＠])", chunk)
        out = [self._before(pieces[0])]
        for number in range(1, len(pieces), 2):
            after = pieces[number + 1]
            found = (_ASCII_HOST if after[:1].isascii() else _ANY_HOST).match(after)
            name = found.group() if found else ""
            rest = after[len(name) :]
            last = number + 2 >= len(pieces)
            out += (pieces[number], _IPV4.sub(self._ip, name) if name[-1:].isdigit() else self.host(name))
            out.append(self._plain(rest) if last else self._before(rest))
        return "".join(out)

    def _before(self, text: str) -> str:
        """What stands before an @: a local part, perhaps behind `mailto:` or behind words without a blank."""
        start = text.rfind(":") + 1
        if logged := _LOGGED.match(text, start):
            start = logged.end()
        if not text.isascii() and (tail := _ASCII_TAIL.search(text)) and not tail.group().startswith("."):
            start = max(start, tail.start())
        return self._plain(text[:start]) + self.local(text[start:])


def _joined(local: str) -> str:
    """A local part without what some write between its words: post_master."""
    return "".join(_WORD.findall(local)).casefold()


_OFFICES = frozenset(_joined(role) for role in ROLES)


def _is_domain(part: str) -> bool:
    return "." in part and is_top(part.rpartition(".")[2].lower()) and _ANY_HOST.fullmatch(part) is not None


def _turned(character: str) -> str:
    if character.isdigit():
        return "5678901234"[int(character)]
    return chr((ord(character) - 97 + 13) % 26 + 97) if "a" <= character <= "z" else character


_POOLS = (
    ("\u3041", "\u309f", "あいうえおかきくけこさしすせそたちつてとなにぬねのはひふへほまみむめもらりるれろ"),
    ("\u30a0", "\u30ff", "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモラリルレロ"),
    ("\u3400", "\u9fff", "山川田中大小上下天水火木金土日月年人口手目耳石竹米花"),
    ("\uac00", "\ud7a3", "가나다라마바사아자차카타파하고노도로모보소오조초코토포호"),
    ("\u0430", "\u044f", "абвгдезиклмнопрстуф"),
    ("\u00df", "\u00ff", "éöü"),
)


def _pool(character: str, place: int, *, hexadecimal: bool) -> str:
    if character.isascii():
        if character.isdigit():
            return "0123456789"
        return _HEX if hexadecimal else _VOWELS if place % 2 else _CONSONANTS
    return next((pool for first, last, pool in _POOLS if first <= character <= last), _CONSONANTS)
