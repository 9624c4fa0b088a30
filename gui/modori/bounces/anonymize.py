"""A mail with other names: what decides stays, who it is about goes. For bug reports (`modori anonymize`).

The mail is gone through twice: once to learn who is in it (addresses, names, hosts, subjects), once to write it
again. A machine's words stay, with all names replaced; what people wrote, and the newsletter that came back, becomes
filler. If the mail is then read in another way, less is filled, in two steps. Linear in the length of the mail, and
never longer than what `read` looks at; nothing is raised.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from modori.records import Kind, Message
from modori.rules import load_bundled

from . import filler, mime, original, reports
from .charsets import octal
from .known_words import deciding, known_words
from .letter import lay_out
from .mime import Headers, Part
from .pseudonyms import Pseudonyms
from .read import read
from .recoding import recode, recode_part, recode_value, recode_words, transfer_encoded

_FIELD = re.compile(rb"([!-9;-~]{1,100})[ \t]*:")
_MACHINE_KINDS = (Kind.BOUNCE, Kind.DELAYED, Kind.DELIVERED)
_DAEMON = re.compile(r"mail\w*[ _-]?(?:deliver|admin|router|daemon|system)|postmaster|delivery|courier", re.IGNORECASE)
_WORD = re.compile(r"[^\W_]+")
_NAME_CHUNK = re.compile(r'(?:"[^"\\\n@]{1,80}"@)?[^\s<>()",;]+')  # an address whole, with its quoted local part
_STATED = frozenset(
    b"mime-version content-transfer-encoding auto-submitted precedence importance priority x-priority content-language"
    b" x-auto-response-suppress list-unsubscribe-post lines content-length".split()
)
_IDS = frozenset(b"message-id references in-reply-to content-id resent-message-id x-original-message-id".split())
_NAMED = frozenset(
    b"from to cc bcc sender reply-to return-path errors-to delivered-to x-original-to envelope-to x-envelope-to"
    b" apparently-to x-envelope-from x-failed-recipients disposition-notification-to list-id list-post list-owner"
    b" list-help list-subscribe list-unsubscribe list-archive resent-from resent-to x-forwarded-to"
    b" x-forwarded-for".split()
)
_TRACES = frozenset((b"received", b"x-received"))
_SUBJECTS = frozenset((b"subject", b"thread-topic"))
# Their values tell which system wrote a mail, or what it wants.
_TELLING = re.compile(
    rb"(?:x-mailer\Z|user-agent|x-auto|x-apple|x-amz|x-ms-exchange-(?:message|parent|generated)|x-mailer-daemon|x-vacation|abuse"
    rb"|x-postfix|x-qmail|x-mail-from|x-loop|x-delivery|x-bounce|x-report|x-feedback|content-description|x-uidl|status\Z"
    rb"|final-|original-|reporting-|action\Z|diagnostic-|remote-|arrival-|last-|disposition\Z|x-mimetrack|x-virus|x-spam)"
)
_PARAMETER = re.compile(rb"((?:file)?name(?:\*\d*\*?)?\s*=\s*)(\"[^\"\n]*\"|[^;\s]+)", re.IGNORECASE)
_SUFFIX = re.compile(r"\.[A-Za-z0-9]{1,5}\"?\Z")
_HELO = re.compile(r"((?:\bfrom|\bby|helo=|\b[EH]+LO)[ \t]*)([A-Za-z][\w-]*)(?=[\s)]|\Z)", re.IGNORECASE)
_NAME_FIELDS = re.compile(r"^((?:x-)?display-name|(?:x-)?recipient-name)[ \t]*:([^\n]*)", re.IGNORECASE | re.MULTILINE)
_TAG = re.compile(r"<(/?[A-Za-z][A-Za-z0-9]*)[^<>]*>")
_LOST_BOUNDARY = re.compile(rb"^--([^\s-][^\n]{0,200}?)[ \t]*\nContent-", re.MULTILINE | re.IGNORECASE)
_MAX_EXTRA = 4096  # bytes of a preamble, an epilogue or an attachment
_FORM = b"(left out)\n"


class _Role(Enum):
    """Whose words a text is made of."""

    MACHINE = "a mail system's"
    PERSON = "a person's, or an answering machine's"
    RETURNED = "the newsletter's"


@dataclass(frozen=True, slots=True)
class _Care:
    """How much is filled."""

    fill_headers: bool = True
    fill_people: bool = True


_STEPS = (_Care(), _Care(fill_headers=False), _Care(fill_headers=False, fill_people=False))


def anonymize(raw: bytes) -> bytes:
    """The mail `raw` with names, addresses, hosts and people's words replaced; `read` says the same of both.

    The same address has the same replacement everywhere in the mail. Line ends are those of the original.
    """
    book = load_bundled()
    data = mime.unify_lines(raw[: mime.MAX_MAIL]).lstrip(b"\n")
    wanted = _decided(message := read(data, book))
    made = b""
    for care in _STEPS:
        made = _Writer(data, message.kind, care).write()
        if _decided(read(made, book)) == wanted:
            break
    return made.replace(b"\n", b"\r\n") if b"\r\n" in raw[:65536] else made


def _decided(message: Message) -> tuple[object, ...]:
    """What must stay the same."""
    return (
        message.kind,
        message.system,
        message.copy,
        [
            (v.rule, v.reason, v.action, v.permanent, e.phase, e.status, e.reply, e.final_address is None)
            for v, e in ((failure.verdict, failure.evidence) for failure in message.failures)
        ],
    )


class _Writer:
    """One mail, written again under other names."""

    def __init__(self, data: bytes, kind: Kind, care: _Care) -> None:
        self._data = data
        self._role = _Role.MACHINE if kind in _MACHINE_KINDS else _Role.PERSON
        self._care = care
        self._names = Pseudonyms(known_words())
        self._learning = True

    def write(self) -> bytes:
        """The mail under other names."""
        self._entity(self._data, self._role, 0, "text/plain")
        self._learning = False
        self._names.close()
        return self._entity(self._data, self._role, 0, "text/plain")

    # -- structure ---------------------------------------------------------------------------------

    def _entity(self, data: bytes, role: _Role, depth: int, default: str) -> bytes:
        """Header block and content, as mime.py takes them apart."""
        block, content = mime.split_headers(data)
        if depth and not _FIELD.match(block):
            block, content = b"", data.removeprefix(b"\n")
        bare = b"\n" if not block and data.startswith(b"\n") else b""
        headers = Headers(block)
        kind, params = mime.content_type(headers.raw("content-type"), default)
        boundary = params.get("boundary", "").encode("latin-1").rstrip() if kind.startswith("multipart/") else b""
        fresh = self._boundary(boundary)
        head = bare + self._block(block, role, (boundary, fresh))
        if kind.startswith("multipart/") and depth < mime.MAX_DEPTH:
            marks = (boundary, fresh)
            pieces = _pieces(content, boundary) if boundary else []
            if len(pieces) < 2 and (found := _LOST_BOUNDARY.search(content[: mime.MAX_TEXT])):
                marks = (found.group(1), self._boundary(found.group(1)))
                pieces = _pieces(content, marks[0])
            if len(pieces) > 1:
                inner = "message/rfc822" if kind == "multipart/digest" else "text/plain"
                return head + self._parts(pieces, marks, role, depth, inner)
        part = Part(headers, "text/plain" if kind.startswith("multipart/") else kind, params, content)
        return head + self._leaf(part, role, depth)

    def _boundary(self, boundary: bytes) -> bytes:
        return self._names.scrub(boundary.decode("latin-1")).encode("latin-1", "replace")

    def _parts(
        self, pieces: list[tuple[bytes, bytes]], marks: tuple[bytes, bytes], role: _Role, depth: int, default: str
    ) -> bytes:
        out: list[bytes] = [self._text(pieces[0][1][:_MAX_EXTRA], role, "")]
        for line, piece in pieces[1:]:
            out.append(line.replace(marks[0], marks[1], 1))
            closing = line[2 + len(marks[0]) :].strip().startswith(b"--")
            if closing:
                out.append(self._text(piece[:_MAX_EXTRA], _Role.RETURNED, ""))
                break
            ended = piece.endswith(b"\n")
            made = self._entity(piece[:-1] if ended else piece, role, depth + 1, default)
            out.append(made + b"\n" if ended else made)
        return b"".join(out)

    def _leaf(self, part: Part, role: _Role, depth: int) -> bytes:
        if part.type in original.TYPES or (part.type == "application/octet-stream" and b".eml" in _dispositions(part)):
            return self._attached(part, role, depth)
        if part.type in reports.TYPES or part.type.startswith("message/"):
            return self._report(part)
        if part.type == "text/html":
            change = self._changer(role)
            return recode_part(part, mime.MAX_TEXT, lambda text: _markup(text, change, tags=role is _Role.MACHINE))
        if part.type.startswith("text/"):
            return recode_part(part, mime.MAX_TEXT, lambda text: self._said(text, role))
        return transfer_encoded(_FORM * min(len(part.raw) // len(_FORM), _MAX_EXTRA // len(_FORM)), part)

    def _attached(self, part: Part, role: _Role, depth: int) -> bytes:
        """A mail in a mail: the newsletter that came back, or a bounce that somebody has forwarded."""
        data = mime.unify_lines(part.body()).lstrip(b"\n")
        inner = lay_out(mime.parse(data))
        machine = inner.from_daemon or (inner.report_part is not None and inner.report_part.type in reports.TYPES)
        own = _Role.MACHINE if machine and role is not _Role.RETURNED else _Role.RETURNED
        if depth >= mime.MAX_DEPTH:
            return transfer_encoded(_FORM, part)
        if self._learning and own is _Role.RETURNED:
            self._names.hide_phrase(inner.subject)
        return transfer_encoded(self._entity(data, own, depth + 1, "text/plain"), part)

    def _report(self, part: Part) -> bytes:
        """The fields of a machine-readable report."""
        data = part.body()[: mime.MAX_REPORT]
        if reports.soft_broken(data) and not part.headers.raw("content-transfer-encoding"):
            part = Part(part.headers, part.type, part.params, Part(_QP, part.type, {}, data).body())
        return recode_part(part, mime.MAX_REPORT, self._fields)

    def _fields(self, text: str) -> str:
        text = _NAME_FIELDS.sub(lambda found: f"{found[1]}:{self._names.hide_words(found[2])}", octal(text))
        return recode_words(text, self._names.scrub)

    # -- texts -------------------------------------------------------------------------------------

    def _changer(self, role: _Role) -> Callable[[str], str]:
        """What is done to a text of somebody."""
        if role is _Role.MACHINE or (role is _Role.PERSON and not self._care.fill_people):
            return self._names.scrub
        kept = deciding() if role is _Role.PERSON else ()
        return lambda text: filler.fill_around(text, self._names.scrub, kept)

    def _text(self, data: bytes, role: _Role, charset: str) -> bytes:
        return recode(data, charset, lambda text: recode_words(text, self._changer(role)))

    def _said(self, text: str, role: _Role) -> str:
        """A text part: what is said, then perhaps the returned mail."""
        change = self._changer(role)
        if role is not _Role.MACHINE:
            return recode_words(text, change)
        said, behind = original.cut(text)
        between = text[len(said) : len(text) - len(behind)]
        return recode_words(octal(said), change) + recode_words(between, change) + self._behind(behind)

    def _behind(self, behind: str) -> str:
        """A returned mail in the text: its header lines as headers, then filler."""
        body = behind.lstrip("\n \t-")
        lead = behind[: len(behind) - len(body)]
        head, blank, rest = body.partition("\n\n")
        block = head.encode("utf-8", "surrogateescape")
        if self._learning:
            self._names.hide_phrase(Headers(block).get("subject"))
        made = self._block(block, _Role.RETURNED, (b"", b"")).decode("utf-8", "replace").rstrip("\n")
        return lead + made + blank + self._changer(_Role.RETURNED)(rest)

    # -- header fields -----------------------------------------------------------------------------

    def _block(self, block: bytes, role: _Role, boundary: tuple[bytes, bytes]) -> bytes:
        """A header block, with the blank line behind it where it has one."""
        out: list[bytes] = []
        lines = block[: mime.MAX_HEADER].split(b"\n")
        at = 0
        while at < len(lines):
            start, at = at, at + 1
            while at < len(lines) and lines[at][:1] in (b" ", b"\t"):
                at += 1
            text = b"\n".join(lines[start:at])
            found = _FIELD.match(text)
            if found:
                value = self._value(found.group(1).lower(), text[found.end() :], role, boundary)
                out.append(text[: found.end()] + value)
            else:
                out.append(recode_value(text, self._names.scrub))
        made = b"\n".join(out)
        return made + b"\n" if block else b""

    def _value(self, name: bytes, value: bytes, role: _Role, boundary: tuple[bytes, bytes]) -> bytes:
        if name in _STATED or name.endswith(b"date"):
            return value
        if name in (b"content-type", b"content-disposition"):
            if boundary[0]:
                value = value.replace(boundary[0], boundary[1])
            return _PARAMETER.sub(lambda found: found[1] + recode_value(found[2], _file_name), value)
        if name in _NAMED:
            return recode_value(value, self._people)
        if name in _IDS:
            return recode_value(value, self._names.message_id)
        if name in _TRACES:
            return recode_value(value, self._trace)
        if name in _SUBJECTS:
            return recode_value(value, self._changer(role))
        if _TELLING.match(name) or (not self._care.fill_headers and role is not _Role.RETURNED):
            return recode_value(value, self._names.scrub)
        return recode_value(value, lambda text: filler.fill_around(text, self._names.scrub))

    def _people(self, text: str) -> str:
        """An address field: names are hidden; those of mail systems keep the words that make them known."""
        words = known_words()
        daemon = bool(_DAEMON.search(text))

        def name(found: re.Match[str]) -> str:
            word = found.group()
            if "@" in word or "." in word or "://" in word or "=?" in word:
                return self._names.scrub(word)
            if daemon:
                return _WORD.sub(lambda f: f[0] if words.has(f[0].lower()) else self._names.hide(f[0]), word)
            return self._names.hide_words(word)

        return _NAME_CHUNK.sub(name, text)

    def _trace(self, text: str) -> str:
        """A Received field: also hosts without a dot tell who it is."""
        words = known_words()

        def bare(found: re.Match[str]) -> str:
            known = all(words.has(word) for word in _WORD.findall(found[2].lower()))
            return found[1] + (found[2] if known else self._names.host(found[2]))

        return self._names.scrub(_HELO.sub(bare, text))


_QP = Headers(b"Content-Transfer-Encoding: quoted-printable\n")


def _dispositions(part: Part) -> bytes:
    return (part.headers.raw("content-type") + part.headers.raw("content-disposition")).lower()


def _file_name(text: str) -> str:
    """A file's name, of which only the ending stays."""
    suffix = _SUFFIX.search(text)
    end = suffix.group() if suffix else ""
    return filler.fill(text[: len(text) - len(end)]) + end


def _markup(html: str, change: Callable[[str], str], *, tags: bool) -> str:
    """HTML with its texts changed; with `tags` its attributes too, else without any."""
    out: list[str] = []
    position = 0
    for found in _TAG.finditer(html):
        out.append(change(html[position : found.start()]))
        out.append(change(found.group()) if tags else f"<{found[1]}>")
        position = found.end()
    out.append(change(html[position:]))
    return "".join(out)


def _pieces(body: bytes, boundary: bytes) -> list[tuple[bytes, bytes]]:
    """A multipart's content as delimiter lines, each with what follows it; before the first one no delimiter."""
    mark = b"--" + boundary
    pieces: list[tuple[bytes, bytes]] = []
    line, start = b"", 0
    at = body.find(mark)
    while at >= 0 and len(pieces) <= mime.MAX_PARTS + 1:
        end = body.find(b"\n", at)
        end = len(body) if end < 0 else end + 1
        rest = body[at + len(mark) : end].strip()
        if (at == 0 or body[at - 1] == 10) and (not rest or rest.startswith(b"--")):
            pieces.append((line, body[start:at]))
            line, start = body[at:end], end
            if rest:
                break
        at = body.find(mark, at + len(mark))
    pieces.append((line, body[start:]))
    return pieces
